//! What each way of failing means, on a real socket.

use std::time::{Duration, Instant};

use chaveiro::domain::{EmailAddress, Locale};
use chaveiro::server::email::kinds::test;
use chaveiro::server::email::{
    Accepted, Addressee, Encryption, Mailer, SendError, Sender, SmtpSettings, Step, Timeouts, Transport, Verdict,
};
use zeroize::Zeroizing;

use super::{ada, invitation, samples, sender};
use crate::smtp_sink::{AUTHORITY, Certificate, Fault, Script, SmtpSink, Stage, Tls};

/// Long enough for a slow machine, short enough to wait for.
const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_secs(2),
    step: Duration::from_millis(400),
    final_answer: Duration::from_millis(600),
    before_dot: Duration::from_secs(20),
    attempt: Some(Duration::from_secs(20)),
    quit: Duration::from_millis(200),
    idle: Duration::from_secs(30),
};

pub(super) fn settings(sink: &SmtpSink) -> SmtpSettings {
    let url = format!("smtp://{}", sink.address());
    let mut settings = SmtpSettings::parse(&url, None, false).unwrap();
    settings.timeouts = TIMEOUTS;
    settings
}

/// The certificates are for names, so the server is called by one.
pub(super) fn encrypted(sink: &SmtpSink, encryption: Encryption) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        encryption,
        roots: Some(AUTHORITY.to_owned()),
        timeouts: Timeouts { step: Duration::from_secs(2), ..TIMEOUTS },
        ..settings(sink)
    }
}

pub(super) fn with_login(settings: SmtpSettings) -> SmtpSettings {
    SmtpSettings { credentials: Some(("ada".to_owned(), Zeroizing::new("hunter2-hunter2".to_owned()))), ..settings }
}

pub(super) async fn send(settings: SmtpSettings) -> Result<Accepted, SendError> {
    let mailer = Mailer::new(sender(), Transport::Smtp(settings));
    mailer.send(&ada(Locale::PtBr), &invitation("481516")).await
}

pub(super) async fn fail(settings: SmtpSettings) -> (Step, Verdict, String) {
    let error = send(settings).await.unwrap_err();
    (error.step, error.verdict, error.answer)
}

pub(super) async fn fail_with(script: Script) -> (Step, Verdict, String) {
    fail(settings(&SmtpSink::start(script))).await
}

#[tokio::test]
async fn a_mail_arrives_byte_for_byte_with_the_address_of_the_sender() {
    let sink = SmtpSink::start(Script::default());
    let mailer = Mailer::new(sender(), Transport::Smtp(settings(&sink)));

    for sample in samples() {
        let accepted = mailer.send(&ada(Locale::PtBr), &*sample.letter).await.unwrap();
        assert_eq!(accepted.answer, "250 2.0.0 taken as 4711");
    }

    let mails = sink.mails();
    assert_eq!(mails.len(), samples().len());
    for mail in mails {
        assert_eq!(mail.mail_from, "contas@exemplo.org.br");
        assert_eq!(mail.rcpt, ["ada@example.org"]);
        let raw = String::from_utf8(mail.raw).unwrap();
        assert!(raw.starts_with("From: Contas <contas@exemplo.org.br>\r\n"));
        assert!(!raw.replace("\r\n", "").contains(['\r', '\n']));
    }
    assert!(sink.commands().contains(&"EHLO contas.exemplo.org.br".to_owned()));
}

/// RFC 5321, 3.2: a client goes on with `HELO` where `EHLO` is unknown.
#[tokio::test]
async fn a_server_of_before_1995_gets_its_mail_after_helo() {
    for words in ["500 5.5.1 what?", "502 command not implemented"] {
        let sink = SmtpSink::start(Script::default().at(Stage::Ehlo, Fault::Answer(words)));
        let mailer = Mailer::new(sender(), Transport::Smtp(settings(&sink)));
        mailer.send(&ada(Locale::PtBr), &*samples()[0].letter).await.unwrap();
        assert_eq!(sink.mails().len(), 1);
        assert_eq!(sink.commands()[..2], ["EHLO contas.exemplo.org.br", "HELO contas.exemplo.org.br"]);
    }
}

#[tokio::test]
async fn a_refusal_before_the_recipient_is_named_is_the_settings_fault() {
    for (stage, words, step) in [
        (Stage::Greet, "554 5.7.1 not you", Step::Greeting),
        (Stage::Ehlo, "550 5.7.1 not you", Step::Greeting),
        (Stage::Mail, "550 5.7.1 not you", Step::Sender),
    ] {
        let script = Script::default().at(stage, Fault::Answer(words));
        let outcome = fail_with(script).await;
        assert_eq!(outcome, (step, Verdict::Misconfigured, words.to_owned()));
    }
}

#[tokio::test]
async fn a_server_that_is_busy_before_the_recipient_is_named_is_out_of_reach() {
    for (stage, words, step) in [
        (Stage::Greet, "421 4.3.2 later", Step::Greeting),
        (Stage::Ehlo, "451 4.3.2 later", Step::Greeting),
        (Stage::Mail, "451 4.3.2 later", Step::Sender),
    ] {
        let script = Script::default().at(stage, Fault::Answer(words));
        let outcome = fail_with(script).await;
        assert_eq!(outcome, (step, Verdict::Unreachable, words.to_owned()));
    }
}

#[tokio::test]
async fn a_refused_recipient_or_mail_is_refused_for_good() {
    for (stage, words, step) in [
        (Stage::Rcpt, "550 5.1.1 no such user", Step::Recipient),
        (Stage::Data, "554 5.6.0 no", Step::Data),
        (Stage::Ack, "554 5.6.0 malformed", Step::FinalAnswer),
    ] {
        let script = Script::default().at(stage, Fault::Answer(words));
        let sink = SmtpSink::start(script);
        let outcome = fail(settings(&sink)).await;
        assert_eq!(outcome, (step, Verdict::Refused, words.to_owned()));
        assert!(sink.mails().is_empty());
    }
}

#[tokio::test]
async fn a_recipient_or_mail_that_is_put_off_is_tried_again() {
    for (stage, words, step) in [
        (Stage::Rcpt, "450 4.2.0 greylisted", Step::Recipient),
        (Stage::Rcpt, "452 4.2.2 mailbox full", Step::Recipient),
        (Stage::Data, "451 4.3.0 later", Step::Data),
        (Stage::Ack, "451 4.3.0 later", Step::FinalAnswer),
    ] {
        let script = Script::default().at(stage, Fault::Answer(words));
        let outcome = fail_with(script).await;
        assert_eq!(outcome, (step, Verdict::TryAgain, words.to_owned()));
    }
}

/// RFC 5321, 4.2.3: 421 closes the channel and says nothing about the mail.
#[tokio::test]
async fn a_server_that_closes_with_421_is_out_of_reach_wherever_it_says_so() {
    for (stage, step) in [(Stage::Rcpt, Step::Recipient), (Stage::Data, Step::Data), (Stage::Ack, Step::FinalAnswer)] {
        let script = Script::default().at(stage, Fault::Answer("421 4.3.2 closing"));
        let (found, verdict, _) = fail_with(script).await;
        assert_eq!((found, verdict), (step, Verdict::Unreachable));
    }
}

#[tokio::test]
async fn silence_ends_the_attempt_at_every_step() {
    for (stage, step, verdict) in [
        (Stage::Greet, Step::Greeting, Verdict::Unreachable),
        (Stage::Ehlo, Step::Greeting, Verdict::Unreachable),
        (Stage::Mail, Step::Sender, Verdict::Unreachable),
        (Stage::Rcpt, Step::Recipient, Verdict::Unreachable),
        (Stage::Data, Step::Data, Verdict::Unreachable),
        (Stage::Ack, Step::FinalAnswer, Verdict::Unknown),
    ] {
        let started = Instant::now();
        let script = Script::default().at(stage, Fault::Silence);
        let outcome = fail_with(script).await;
        assert_eq!(outcome, (step, verdict, "no answer in time".to_owned()));
        assert!(started.elapsed() < Duration::from_secs(3), "{stage:?}");
    }
}

#[tokio::test]
async fn the_attempt_as_a_whole_and_all_before_the_final_dot_have_a_limit() {
    let sink = SmtpSink::start(Script::default().at(Stage::Mail, Fault::Silence));
    let mut settings = settings(&sink);
    settings.timeouts.step = Duration::from_secs(600);
    let timeouts = settings.timeouts;
    let short = Duration::from_millis(400);
    for timeouts in
        [Timeouts { attempt: Some(short), ..timeouts }, Timeouts { before_dot: short, attempt: None, ..timeouts }]
    {
        let started = Instant::now();
        let (step, verdict, _) = fail(SmtpSettings { timeouts, ..settings.clone() }).await;
        assert_eq!((step, verdict), (Step::Sender, Verdict::Unreachable));
        assert!(started.elapsed() < Duration::from_secs(3));
    }
}

#[tokio::test]
async fn a_line_that_breaks_before_the_final_dot_has_carried_nothing() {
    for (stage, step) in [
        (Stage::Greet, Step::Greeting),
        (Stage::Ehlo, Step::Greeting),
        (Stage::Mail, Step::Sender),
        (Stage::Rcpt, Step::Recipient),
        (Stage::Data, Step::Data),
    ] {
        let script = Script::default().at(stage, Fault::HangUp);
        let (found, verdict, _) = fail_with(script).await;
        assert_eq!((found, verdict), (step, Verdict::Unreachable));
        assert!(!verdict.may_have_arrived());
    }
}

#[tokio::test]
async fn a_line_that_breaks_after_the_final_dot_leaves_the_outcome_unknown() {
    let sink = SmtpSink::start(Script::default().at(Stage::Ack, Fault::HangUp));
    let (step, verdict, _) = fail(settings(&sink)).await;
    assert_eq!((step, verdict), (Step::FinalAnswer, Verdict::Unknown));
    assert!(verdict.may_have_arrived());
    assert_eq!(sink.mails().len(), 1, "and this time it did arrive");
}

/// The mail fits into the buffers of the socket, so the dot may have left
/// before the break is noticed: both verdicts are honest, a refusal is not.
#[tokio::test]
async fn a_line_that_breaks_in_the_middle_of_the_mail_is_no_refusal() {
    let sink = SmtpSink::start(Script::default().at(Stage::MidData, Fault::HangUp));
    let (step, verdict, _) = fail(settings(&sink)).await;
    assert!(
        matches!((step, verdict), (Step::Data, Verdict::Unreachable) | (Step::FinalAnswer, Verdict::Unknown)),
        "{verdict} at {step}"
    );
    assert!(sink.mails().is_empty());

    sink.set_script(Script::default());
    send(settings(&sink)).await.unwrap();
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_out_of_reach() {
    let closed = SmtpSink::start(Script::default());
    let settings = settings(&closed);
    drop(closed);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (step, verdict, _) = fail(settings.clone()).await;
    assert_eq!((step, verdict), (Step::Connect, Verdict::Unreachable));

    let nowhere = SmtpSettings { host: "no-such-host.invalid".to_owned(), ..settings };
    let (step, verdict, _) = fail(nowhere).await;
    assert_eq!((step, verdict), (Step::NameLookup, Verdict::Unreachable));
}

#[tokio::test]
async fn a_server_that_does_not_speak_smtp_is_unreachable() {
    let script = Script::default().at(Stage::Greet, Fault::Answer("SSH-2.0-OpenSSH_9.9"));
    let (step, verdict, _) = fail_with(script).await;
    assert_eq!((step, verdict), (Step::Greeting, Verdict::Unreachable));

    let script = Script::default().at(Stage::Data, Fault::Answer("250 fine, keep it"));
    let (step, verdict, _) = fail_with(script).await;
    assert_eq!((step, verdict), (Step::Data, Verdict::Unreachable));
}

/// A host is written as every mail server takes it; before the `@` only SMTPUTF8 helps, and its lack is named.
#[tokio::test]
async fn a_sender_with_accents_leaves_where_that_is_possible_and_the_cause_is_named_where_not() {
    let sink = SmtpSink::start(Script::default());
    let from = |address: &str| Sender { from: format!("Contas <{address}>").parse().unwrap(), ..sender() };
    let mailer = Mailer::new(from("contas@colégio.org.br"), Transport::Smtp(settings(&sink)));
    mailer.send(&ada(Locale::PtBr), &test::letter()).await.unwrap();
    let mail = sink.mails().remove(0);
    assert_eq!(mail.mail_from, "contas@xn--colgio-dva.org.br");
    let raw = String::from_utf8(mail.raw).unwrap();
    assert!(raw.starts_with("From: Contas <contas@xn--colgio-dva.org.br>\r\n"), "{raw}");
    assert!(raw.is_ascii());

    let replying = Sender { reply_to: Some("açúcar@example.org".parse().unwrap()), ..sender() };
    for sender in [from("josé@example.org"), from("josé@colégio.org.br"), replying] {
        let mailer = Mailer::new(sender, Transport::Smtp(settings(&sink)));
        let error = mailer.send(&ada(Locale::PtBr), &test::letter()).await.unwrap_err();
        assert_eq!((error.step, error.verdict), (Step::Sender, Verdict::Misconfigured), "{}", error.answer);
        let words = chaveiro::locale::mail_not_taken(Locale::PtBr, "sender", false, &error.answer);
        assert!(words.contains("acentos antes do @") && words.contains("CHAVEIRO_MAIL_FROM"), "{words}");
    }

    let modern = Fault::Answer("250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8");
    sink.set_script(Script::default().at(Stage::Ehlo, modern));
    let mailer = Mailer::new(from("josé@colégio.org.br"), Transport::Smtp(settings(&sink)));
    mailer.send(&ada(Locale::PtBr), &test::letter()).await.unwrap();
    assert!(sink.commands().iter().any(|said| said.starts_with("MAIL FROM:<josé@xn--colgio-dva.org.br> SMTPUTF8")));
}

#[tokio::test]
async fn one_recipient_can_fail_while_another_gets_the_mail() {
    let script = Script::default().to("ada@example.org", Stage::Rcpt, Fault::Answer("550 no such user"));
    let sink = SmtpSink::start(script);
    let mailer = Mailer::new(sender(), Transport::Smtp(settings(&sink)));
    let bob = Addressee { email: EmailAddress::parse("bob@example.org").unwrap(), ..ada(Locale::En) };

    let error = mailer.send(&ada(Locale::En), &test::letter()).await.unwrap_err();
    assert_eq!(error.verdict, Verdict::Refused);
    mailer.send(&bob, &test::letter()).await.unwrap();
    assert_eq!(sink.mails().len(), 1);
}

/// lettre's own `abort` waits for the answer to `QUIT`.
#[tokio::test]
async fn a_server_that_does_not_answer_quit_changes_nothing() {
    let script = Script::default().auth("LOGIN").at(Stage::Quit, Fault::Silence);
    let sink = SmtpSink::start(script.clone());
    let mut settings = with_login(settings(&sink));
    settings.timeouts.step = Duration::from_secs(60);

    let started = Instant::now();
    send(settings.clone()).await.unwrap();
    sink.set_script(script.clone().at(Stage::Auth, Fault::Answer("535 5.7.8 wrong")));
    let (step, verdict, _) = fail(settings.clone()).await;
    assert_eq!((step, verdict), (Step::Auth, Verdict::Misconfigured));
    sink.set_script(script.at(Stage::Rcpt, Fault::Answer("550 no")));
    let (step, verdict, _) = fail(settings).await;
    assert_eq!((step, verdict), (Step::Recipient, Verdict::Refused));
    assert!(started.elapsed() < Duration::from_secs(15), "somebody waited");
}

#[tokio::test]
async fn both_usual_ways_to_authenticate_work() {
    for mechanisms in ["PLAIN LOGIN", "LOGIN"] {
        let sink = SmtpSink::start(Script::default().auth(mechanisms));
        send(with_login(settings(&sink))).await.unwrap();
        assert_eq!(sink.mails().len(), 1);
    }
}

#[tokio::test]
async fn wrong_credentials_are_the_settings_fault_and_a_busy_server_is_not() {
    for (words, expected) in [
        ("535 5.7.8 wrong", Verdict::Misconfigured),
        ("534 5.7.9 too weak", Verdict::Misconfigured),
        ("454 4.7.0 later", Verdict::Unreachable),
        ("421 4.7.0 later", Verdict::Unreachable),
    ] {
        let script = Script::default().auth("PLAIN").at(Stage::Auth, Fault::Answer(words));
        let sink = SmtpSink::start(script);
        let (step, verdict, answer) = fail(with_login(settings(&sink))).await;
        assert_eq!((step, verdict, answer.as_str()), (Step::Auth, expected, words));
        assert!(!sink.commands().iter().any(|command| command.starts_with("MAIL")));
    }

    let sink = SmtpSink::start(Script::default().auth("CRAM-MD5"));
    let (step, verdict, _) = fail(with_login(settings(&sink))).await;
    assert_eq!((step, verdict), (Step::Auth, Verdict::Misconfigured));
}

/// Mail servers quote what they refuse, and the answer goes into the database.
#[tokio::test]
async fn an_answer_is_one_short_line_without_secrets() {
    let script = Script::default()
        .at(Stage::Ack, Fault::Answer("554-5.7.1 your mail says 481516\r\n554 and\tthat\u{1b}[31m is spam"));
    let (_, _, answer) = fail_with(script).await;
    assert_eq!(answer, "554 5.7.1 your mail says […] and that [31m is spam");

    let script = Script::default().at(Stage::Ack, Fault::Answer("250 2.0.0 kept 481516"));
    let accepted = send(settings(&SmtpSink::start(script))).await.unwrap();
    assert_eq!(accepted.answer, "250 2.0.0 kept […]");

    let long: &'static str = format!("550 {}", "é".repeat(490)).leak();
    let script = Script::default().at(Stage::Rcpt, Fault::Answer(long));
    let (_, _, answer) = fail_with(script).await;
    assert!(answer.chars().count() <= 500 && answer.starts_with("550 éé"));

    // base64 of "\0ada\0hunter2-hunter2"
    let quoted = "535 5.7.8 not AGFkYQBodW50ZXIyLWh1bnRlcjI= nor hunter2-hunter2";
    let script = Script::default().auth("PLAIN").at(Stage::Auth, Fault::Answer(quoted));
    let (_, _, answer) = fail(with_login(settings(&SmtpSink::start(script)))).await;
    assert_eq!(answer, "535 5.7.8 not […] nor […]");
}

#[tokio::test]
async fn an_encrypted_line_carries_the_mail_from_the_first_byte_or_after_starttls() {
    for (tls, encryption) in [
        (Tls::Implicit(Certificate::Localhost), Encryption::Implicit),
        (Tls::StartTls(Certificate::Localhost), Encryption::StartTlsRequired),
    ] {
        let sink = SmtpSink::start(Script::default().tls(tls).auth("PLAIN"));
        send(with_login(encrypted(&sink, encryption))).await.unwrap();
        assert_eq!(sink.mails().len(), 1);
    }
}

/// H10
#[tokio::test]
async fn a_wrong_certificate_stops_everything_before_a_secret_is_said() {
    for (tls, encryption, roots) in [
        (Tls::Implicit(Certificate::Elsewhere), Encryption::Implicit, Some(AUTHORITY)),
        (Tls::StartTls(Certificate::Elsewhere), Encryption::StartTlsRequired, Some(AUTHORITY)),
        (Tls::Implicit(Certificate::Localhost), Encryption::Implicit, None),
        (Tls::StartTls(Certificate::Localhost), Encryption::StartTlsRequired, None),
    ] {
        let sink = SmtpSink::start(Script::default().tls(tls).auth("PLAIN"));
        let settings = SmtpSettings { roots: roots.map(str::to_owned), ..encrypted(&sink, encryption) };
        let (step, verdict, answer) = fail(with_login(settings)).await;
        assert_eq!((step, verdict), (Step::Tls, Verdict::Misconfigured), "{answer}");
        assert!(answer.contains("certificate"), "{answer}");
        assert!(
            sink.commands()
                .iter()
                .all(|command| ["EHLO contas.exemplo.org.br", "STARTTLS"].contains(&command.as_str()))
        );
    }
}

/// H10
#[tokio::test]
async fn without_starttls_nothing_is_said_in_the_clear() {
    let refused =
        Script::default().tls(Tls::StartTls(Certificate::Localhost)).at(Stage::StartTls, Fault::Answer("502 5.5.1 no"));
    for (script, expected) in [
        (Script::default(), Verdict::Misconfigured),
        (refused.clone(), Verdict::Misconfigured),
        (refused.at(Stage::StartTls, Fault::Answer("454 4.7.0 later")), Verdict::Unreachable),
    ] {
        let sink = SmtpSink::start(script.auth("PLAIN"));
        let settings = with_login(encrypted(&sink, Encryption::StartTlsRequired));
        let (step, verdict, _) = fail(settings).await;
        assert_eq!((step, verdict), (Step::Tls, expected));
        assert!(!sink.commands().iter().any(|command| command.starts_with("AUTH") || command == "DATA"));
    }
}

/// CVE-2011-0411: what is sent in the clear behind "go ahead" must not count as
/// said under encryption.
#[tokio::test]
async fn an_answer_smuggled_in_before_encryption_breaks_the_handshake() {
    let script = Script::default()
        .tls(Tls::StartTls(Certificate::Localhost))
        .auth("PLAIN")
        .at(Stage::StartTls, Fault::Answer("220 go ahead\r\n250 AUTH PLAIN"));
    let sink = SmtpSink::start(script);
    let settings = with_login(encrypted(&sink, Encryption::StartTlsRequired));
    let (step, verdict, _) = fail(settings).await;
    assert_eq!((step, verdict), (Step::Tls, Verdict::Misconfigured));
    assert!(!sink.commands().iter().any(|command| command.starts_with("AUTH")));
}

#[tokio::test]
async fn a_server_that_falls_silent_in_the_handshake_is_out_of_reach() {
    // A server without TLS waits for a command where the client waits for TLS.
    let sink = SmtpSink::start(Script::default().at(Stage::Greet, Fault::Silence));
    let mut settings = encrypted(&sink, Encryption::Implicit);
    settings.timeouts = TIMEOUTS;
    let (step, verdict, _) = fail(settings).await;
    assert_eq!((step, verdict), (Step::Tls, Verdict::Unreachable));
}
