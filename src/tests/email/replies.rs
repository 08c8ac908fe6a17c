//! Replies as mail servers really write them (RFC 5321, 4.2): any bytes, no words, many lines.

use super::sending::{fail, fail_with, send, settings, with_login};
use crate::smtp_sink::{Fault, Script, SmtpSink, Stage};
use chaveiro::server::email::{Step, Verdict};

fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(u32::from(character)).expect("Latin-1")).collect()
}

fn reply_with(stage: Stage, bytes: impl Into<Vec<u8>>) -> Script {
    Script::default().at(stage, Fault::Bytes(bytes.into()))
}

/// Seen: a mail that was taken with a Latin-1 word counted as "may have
/// arrived" and left again with another code, three times in two minutes.
#[tokio::test]
async fn an_accepted_mail_is_recognized_by_its_code() {
    let long = format!("250 {}\r\n", "x".repeat(64 * 1024));
    let many = format!("{}250 done\r\n", "250-and more\r\n".repeat(999));
    for (reply, answer) in [
        (
            latin_1("250 2.0.0 mensagem aceita, obrigado pela atenção\r\n"),
            "250 2.0.0 mensagem aceita, obrigado pela atenção",
        ),
        (latin_1("250 recusá\r\n"), "250 recusá"),
        (b"250 \xff\xfe\x81\x00\x1b[31m ok\r\n".to_vec(), "250 ÿþ [31m ok"),
        ("250 取りました\r\n".into(), "250 取りました"),
        (b"250\r\n".to_vec(), "250"),
        (b"250 \r\n".to_vec(), "250"),
        (b"250\n".to_vec(), "250"),
        (b"250ok\r\n".to_vec(), "250ok"),
        (b"250-\r\n250-two\r\n250\r\n".to_vec(), "250 two"),
        (b"250-one\r\n250 two\r\n".to_vec(), "250 one two"),
        (b"250-one\r\nwithout a code\r\n250 three\r\n".to_vec(), "250 one without a code three"),
        (b"450-one\r\n250 the last line counts\r\n".to_vec(), "250 one the last line counts"),
        (b"299 unheard of\r\n".to_vec(), "299 unheard of"),
        (long.clone().into(), &long[..500]),
        (many.clone().into(), ""),
    ] {
        let script = reply_with(Stage::Ack, reply.clone());
        let accepted = send(settings(&SmtpSink::start(script))).await;
        let accepted = accepted.unwrap_or_else(|error| panic!("{:?}: {error}", &reply[..reply.len().min(80)]));
        let expected = if answer == "250ok" { "250 ok" } else { answer };
        assert!(accepted.answer.starts_with(expected), "{} is not {expected}", accepted.answer);
        assert!(accepted.answer.chars().count() <= 500);
    }
}

#[tokio::test]
async fn every_step_takes_a_bare_code_and_any_bytes() {
    for words in ["", " ", " atenção", "-mais\r\n{} fim"] {
        let bytes = |code: &str| latin_1(&format!("{code}{}\r\n", words.replace("{}", code)));
        let script = [
            (Stage::Greet, "220"),
            (Stage::Mail, "250"),
            (Stage::Rcpt, "251"),
            (Stage::Data, "354"),
            (Stage::Ack, "250"),
            (Stage::Quit, "221"),
        ]
        .into_iter()
        .fold(Script::default(), |script, (stage, code)| script.at(stage, Fault::Bytes(bytes(code))));
        let sink =
            SmtpSink::start(script.at(Stage::Ehlo, Fault::Bytes(latin_1("250-Olá às ordens\r\n250 8BITMIME\r\n"))));
        send(settings(&sink)).await.unwrap_or_else(|error| panic!("{words:?}: {error}"));
        assert_eq!(sink.mails().len(), 1);
    }
}

/// Seen: a Latin-1 550 became "try later", Exchange's 1,400 characters "may have arrived".
#[tokio::test]
async fn a_refusal_is_recognized_by_its_code() {
    let diagnosis = "7.12345:0000ABCD, ".repeat(90);
    for (stage, reply, step, begins) in [
        (
            Stage::Rcpt,
            latin_1("550 5.1.1 Usuário não encontrado\r\n"),
            Step::Recipient,
            "550 5.1.1 Usuário não encontrado",
        ),
        (Stage::Rcpt, b"550\r\n".to_vec(), Step::Recipient, "550"),
        (Stage::Rcpt, b"250-yes\r\n550 no\r\n".to_vec(), Step::Recipient, "550 yes no"),
        (Stage::Data, b"554\r\n".to_vec(), Step::Data, "554"),
        (Stage::Ack, latin_1("554 5.6.0 conteúdo\r\n"), Step::FinalAnswer, "554 5.6.0 conteúdo"),
        (Stage::Ack, format!("554 5.6.0 Invalid [{diagnosis}]\r\n").into(), Step::FinalAnswer, "554 5.6.0 Invalid"),
        (
            Stage::Ack,
            format!("{}554 5.6.0\r\n", "554-5.6.0 more\r\n".repeat(999)).into(),
            Step::FinalAnswer,
            "554 5.6.0",
        ),
    ] {
        let (found, verdict, answer) = fail_with(reply_with(stage, reply)).await;
        assert_eq!((found, verdict), (step, Verdict::Refused), "{answer}");
        assert!(answer.starts_with(begins) && answer.chars().count() <= 500, "{answer}");
    }
    let (_, verdict, _) = fail_with(reply_with(Stage::Ack, latin_1("451 4.3.0 não agora\r\n"))).await;
    assert_eq!(verdict, Verdict::TryAgain);
}

#[tokio::test]
async fn malformed_replies_are_rejected() {
    for reply in ["\r\n", "25\r\n", "2500 ok\r\n", "ok\r\n", "999 what\r\n", "150 preliminary\r\n"] {
        let (step, verdict, answer) = fail_with(reply_with(Stage::Mail, reply)).await;
        assert_eq!((step, verdict), (Step::Sender, Verdict::Unreachable), "{reply:?}: {answer}");
        let (step, verdict, _) = fail_with(reply_with(Stage::Ack, reply)).await;
        assert_eq!((step, verdict), (Step::FinalAnswer, Verdict::Unknown), "{reply:?}");
    }
    let endless = "250-more\r\n".repeat(1100);
    let (step, verdict, _) = fail_with(reply_with(Stage::Mail, endless)).await;
    assert_eq!((step, verdict), (Step::Sender, Verdict::Unreachable));
}

/// A server that hangs up with its last word.
#[tokio::test]
async fn a_reply_counts_although_the_connection_ends_with_it() {
    for reply in ["250 2.0.0 taken", "250", "250-taken\r\n250"] {
        send(settings(&SmtpSink::start(reply_with(Stage::Ack, reply))))
            .await
            .unwrap_or_else(|error| panic!("{reply}: {error}"));
    }
    let (step, verdict, _) = fail_with(reply_with(Stage::Ack, "250-taken\r\n")).await;
    assert_eq!((step, verdict), (Step::FinalAnswer, Verdict::Unknown), "the rest never came");
    let (step, verdict, _) = fail_with(reply_with(Stage::Ack, "25")).await;
    assert_eq!((step, verdict), (Step::FinalAnswer, Verdict::Unknown));
}

#[tokio::test]
async fn extensions_are_known_in_any_case() {
    for (ehlo, command) in [
        ("250-sink\r\n250 auth login\r\n", "AUTH LOGIN"),
        ("250-sink\r\n250-auth=plain\r\n250 8bitmime\r\n", "AUTH PLAIN AGFkYQBodW50ZXIyLWh1bnRlcjI="),
        ("250-sink\r\n250 Auth  GSSAPI\tLogin\r\n", "AUTH LOGIN"),
    ] {
        let sink = SmtpSink::start(reply_with(Stage::Ehlo, ehlo));
        send(with_login(settings(&sink))).await.unwrap_or_else(|error| panic!("{ehlo}: {error}"));
        assert!(sink.commands().iter().any(|said| said == command), "{ehlo}: {:?}", sink.commands());
    }
}

/// Seen: `Benutzername:` in German, and prompts that are no base64 at all.
#[tokio::test]
async fn the_first_question_is_for_the_name_and_the_second_for_the_password() {
    for prompts in [
        ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"],
        ["334 QmVudXR6ZXJuYW1lOg==", "334 S2VubndvcnQ6"],
        ["334 UGFzc3dvcmQ6", "334 VXNlcm5hbWU6"],
        ["334 usuário?", "334 %%% not base64"],
        ["334", "334 "],
        ["334-please\r\n334 name", "334"],
    ] {
        let sink = SmtpSink::start(Script::default().auth("LOGIN").login_prompts(prompts));
        send(with_login(settings(&sink))).await.unwrap_or_else(|error| panic!("{prompts:?}: {error}"));
        let commands = sink.commands();
        let said: Vec<&str> =
            commands.iter().skip_while(|said| *said != "AUTH LOGIN").take(3).map(String::as_str).collect();
        assert_eq!(said, ["AUTH LOGIN", "YWRh", "aHVudGVyMi1odW50ZXIy"], "{prompts:?}");
    }
}

#[tokio::test]
async fn a_way_to_sign_in_that_we_do_not_speak_is_named_and_nothing_was_refused() {
    for (offered, named) in [("XOAUTH2", "only XOAUTH2"), ("CRAM-MD5 NTLM GSSAPI", "only CRAM-MD5, NTLM, GSSAPI")] {
        let sink = SmtpSink::start(Script::default().auth(offered));
        let (step, verdict, answer) = fail(with_login(settings(&sink))).await;
        assert_eq!((step, verdict), (Step::Auth, Verdict::Misconfigured));
        assert!(answer.starts_with("user name and password were not sent") && answer.contains(named), "{answer}");
        assert!(!sink.commands().iter().any(|command| command.starts_with("AUTH")));
    }
    let (_, _, answer) = fail(with_login(settings(&SmtpSink::start(Script::default())))).await;
    assert!(answer.contains("were not sent") && answer.contains("offers no AUTH"), "{answer}");

    // It refuses the method, before it has heard a name.
    let script = Script::default().auth("LOGIN").login_prompts(["535 5.7.3 no", "334"]).at(Stage::Auth, Fault::Silence);
    let (step, verdict, answer) = fail(with_login(settings(&SmtpSink::start(script)))).await;
    assert_eq!((step, verdict), (Step::Auth, Verdict::Misconfigured));
    assert_eq!(answer, "user name and password were not sent: 535 5.7.3 no");
    let words = chaveiro::locale::mail_not_taken(chaveiro::domain::Locale::En, "auth", false, &answer);
    assert!(
        words.contains("we didn't send the user name") && !words.contains("didn't accept our user name"),
        "{words}"
    );
}

/// A server that offers PLAIN and does not know it when it comes to it.
#[tokio::test]
async fn the_other_way_to_sign_in_is_tried() {
    let script = Script::default().auth("PLAIN LOGIN").at(Stage::Auth, Fault::Answer("504 5.5.4 unknown"));
    let sink = SmtpSink::start(script);
    let (step, _, answer) = fail(with_login(settings(&sink))).await;
    assert_eq!((step, answer.as_str()), (Step::Auth, "504 5.5.4 unknown"));
    assert!(sink.commands().iter().any(|said| said == "AUTH LOGIN"), "{:?}", sink.commands());
}
