//! One connection carries many mails.

use super::sending::settings;
use super::{ada, invitation, sender};
use crate::smtp_sink::{Fault, Script, SmtpSink, Stage};
use chaveiro::domain::Locale;
use chaveiro::server::email::{Mailer, SmtpSettings, Transport, Verdict};
use std::time::Duration;

fn mailer(settings: SmtpSettings) -> Mailer {
    Mailer::new(sender(), Transport::Smtp(settings))
}

async fn send(mailer: &Mailer, mails: usize) {
    for _ in 0..mails {
        mailer.send(&ada(Locale::PtBr), &invitation("481516")).await.expect("taken");
    }
}

fn count(sink: &SmtpSink, verb: &str) -> usize {
    sink.commands().iter().filter(|command| command.starts_with(verb)).count()
}

#[tokio::test]
async fn mails_follow_one_another_over_one_connection() {
    let sink = SmtpSink::start(Script::default());
    let mailer = mailer(settings(&sink));
    send(&mailer, 3).await;
    assert_eq!(sink.mails().len(), 3);
    assert_eq!((count(&sink, "EHLO"), count(&sink, "RSET"), count(&sink, "QUIT")), (1, 2, 0));
}

#[tokio::test]
async fn mails_at_once_have_connections_of_their_own_which_all_are_kept() {
    let sink = SmtpSink::start(Script::default());
    let mailer = mailer(settings(&sink));
    tokio::join!(send(&mailer, 1), send(&mailer, 1), send(&mailer, 1));
    let opened = count(&sink, "EHLO");
    tokio::join!(send(&mailer, 1), send(&mailer, 1), send(&mailer, 1));
    assert_eq!((sink.mails().len(), count(&sink, "EHLO")), (6, opened));
}

/// Whatever a server does with a connection that it no longer likes, the mail goes over another one.
#[tokio::test]
async fn a_connection_that_the_server_has_ended_costs_no_mail() {
    for fault in [Fault::HangUp, Fault::Answer("421 4.4.2 idle for too long"), Fault::Silence] {
        let sink = SmtpSink::start(Script::default().at(Stage::Reset, fault));
        send(&mailer(settings(&sink)), 3).await;
        assert_eq!((sink.mails().len(), count(&sink, "EHLO")), (3, 3));
    }
    for command in ["MAIL", "RCPT", "DATA"] {
        let sink = SmtpSink::start(Script::default().mails_per_connection(2, command));
        send(&mailer(settings(&sink)), 5).await;
        assert_eq!((sink.mails().len(), count(&sink, "EHLO")), (5, 3), "{command}");
    }
}

#[tokio::test]
async fn a_connection_ends_after_fifty_mails_after_a_quiet_time_and_after_a_refusal() {
    let sink = SmtpSink::start(Script::default());
    send(&mailer(settings(&sink)), 51).await;
    assert_eq!((sink.mails().len(), count(&sink, "EHLO")), (51, 2));

    let sink = SmtpSink::start(Script::default());
    let mut quick = settings(&sink);
    quick.timeouts.idle = Duration::from_millis(20);
    send(&mailer(quick), 1).await;
    for _ in 0..200 {
        if count(&sink, "QUIT") == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(count(&sink, "QUIT"), 1);

    let sink = SmtpSink::start(Script::default().to("ada@example.org", Stage::Rcpt, Fault::Answer("550 no such user")));
    let mailer = mailer(settings(&sink));
    for _ in 0..2 {
        let refused = mailer.send(&ada(Locale::PtBr), &invitation("481516")).await.unwrap_err();
        assert_eq!(refused.verdict, Verdict::Refused);
    }
    assert_eq!((count(&sink, "EHLO"), count(&sink, "RCPT")), (2, 2));
}

/// Exchange Online takes three. The others of sixteen mails wait for one of those instead of coming back later.
#[tokio::test]
async fn where_a_server_allows_few_connections_mails_wait_for_one_of_them() {
    let sink = SmtpSink::start(Script::default().most_connections(3));
    let mut patient = settings(&sink);
    patient.timeouts.step = Duration::from_secs(5);
    let mailer = mailer(patient);
    let letter = invitation("481516");
    let to = ada(Locale::PtBr);
    let all = (0..16).map(|_| mailer.send(&to, &letter));
    let taken = futures::future::join_all(all).await;
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    assert_eq!((sink.mails().len(), count(&sink, "EHLO")), (16, 3));
    assert!(sink.turned_away() <= 16, "{}", sink.turned_away());

    // Where nobody is let in there is nothing to wait for.
    sink.set_script(Script::default().most_connections(0));
    let all = (0..16).map(|_| mailer.send(&to, &letter));
    for refused in futures::future::join_all(all).await {
        assert_eq!(refused.unwrap_err().verdict, Verdict::Unreachable);
    }
    assert_eq!(sink.mails().len(), 16);
}

/// Exim takes twenty of all clients together.
#[tokio::test]
async fn no_more_than_sixteen_connections_are_open_at_a_time() {
    let sink = SmtpSink::start(Script::default().most_connections(16));
    let mut patient = settings(&sink);
    patient.timeouts.attempt = None;
    let mailer = mailer(patient);
    let (letter, to) = (invitation("481516"), ada(Locale::PtBr));
    let all = (0..40).map(|_| mailer.send(&to, &letter));
    let taken = futures::future::join_all(all).await;
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    assert_eq!((sink.mails().len(), sink.turned_away()), (40, 0));
}

/// Mail servers lock an account after a few wrong passwords, which may be wrong for as many mails as there are.
#[tokio::test]
async fn a_password_is_tried_once_until_the_server_lets_us_in() {
    let refusing = Script::default().auth("PLAIN").at(Stage::Auth, Fault::Answer("535 5.7.8 wrong"));
    let sink = SmtpSink::start(refusing.clone());
    let mut patient = settings(&sink);
    patient.timeouts.attempt = None;
    patient.credentials = Some(("contas".to_owned(), "hunter2-hunter2".to_owned().into()));
    let mailer = mailer(patient);
    let (letter, to) = (invitation("481516"), ada(Locale::PtBr));
    let send_all = || futures::future::join_all((0..16).map(|_| mailer.send(&to, &letter)));

    let earlier = mailer.for_mail_taken_at(tokio::time::Instant::now());
    for refused in send_all().await {
        assert_eq!(refused.unwrap_err().verdict, Verdict::Misconfigured);
    }
    assert_eq!(count(&sink, "AUTH"), 1);
    // One that was prepared meanwhile, and one that was taken since.
    assert_eq!(earlier.send(&to, &letter).await.unwrap_err().answer, "535 5.7.8 wrong");
    assert_eq!(count(&sink, "AUTH"), 1);
    assert!(mailer.send(&to, &letter).await.is_err());
    assert_eq!(count(&sink, "AUTH"), 2);

    sink.set_script(Script::default().auth("PLAIN"));
    assert!(send_all().await.iter().all(Result::is_ok));
    // And when it no longer does.
    sink.set_script(refusing);
    let before = count(&sink, "AUTH");
    assert!(mailer.send(&to, &letter).await.is_err());
    assert!(send_all().await.iter().all(Result::is_err));
    assert_eq!(count(&sink, "AUTH"), before + 2);
}
