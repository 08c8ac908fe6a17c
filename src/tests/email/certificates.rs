//! Whom a mail server's certificate must be from, and what is said when it is not.

use super::sending::{encrypted, fail, send, settings, with_login};
use crate::smtp_sink::{AUTHORITY, Certificate, Fault, Script, SmtpSink, Stage, Tls};
use chaveiro::domain::{Locale, MailProblem};
use chaveiro::locale::mail_not_taken;
use chaveiro::server::email::{Encryption, SmtpSettings, Step, Timeouts, Verdict};
use std::time::{Duration, Instant};

fn encryption_modes(certificate: Certificate) -> [(Tls, Encryption); 2] {
    [(Tls::Implicit(certificate), Encryption::Implicit), (Tls::StartTls(certificate), Encryption::StartTlsRequired)]
}

/// Many a mail server has signed its own, and half of them say that they are an authority.
#[tokio::test]
async fn a_self_signed_certificate_in_the_operators_file_is_accepted() {
    for certificate in [Certificate::SelfSigned, Certificate::SelfSignedAuthority, Certificate::Nameless] {
        for (tls, encryption) in encryption_modes(certificate) {
            let sink = SmtpSink::start(Script::default().tls(tls).auth("PLAIN"));
            let both = format!("{AUTHORITY}{}", certificate.pem());
            for roots in [certificate.pem(), both.as_str()] {
                let settings = SmtpSettings { roots: Some(roots.to_owned()), ..encrypted(&sink, encryption) };
                send(with_login(settings)).await.unwrap_or_else(|error| panic!("{certificate:?}: {error}"));
            }
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_said_and_how_to_mend_it() {
    for (certificate, roots, wrong, names) in [
        (Certificate::Elsewhere, Some(AUTHORITY), "name is wrong", "elsewhere.example, not for localhost"),
        (Certificate::Localhost, None, "issuer is not known", "CHAVEIRO_SMTP_CA_FILE"),
        (Certificate::SelfSigned, None, "issuer is not known", "CHAVEIRO_SMTP_CA_FILE"),
        (Certificate::SelfSignedAuthority, Some(AUTHORITY), "issuer is not known", "CHAVEIRO_SMTP_CA_FILE"),
        (Certificate::Expired, Some(Certificate::Expired.pem()), "date is wrong", "2020-02-01"),
        (Certificate::SelfSigned, Some("no certificate"), "cannot be verified", "CHAVEIRO_SMTP_CA_FILE"),
    ] {
        for (tls, encryption) in encryption_modes(certificate) {
            let sink = SmtpSink::start(Script::default().tls(tls).auth("PLAIN"));
            let settings = SmtpSettings { roots: roots.map(str::to_owned), ..encrypted(&sink, encryption) };
            let (step, verdict, answer) = fail(with_login(settings)).await;
            assert_eq!((step, verdict), (Step::Tls, Verdict::Misconfigured), "{answer}");
            assert!(answer.contains(wrong) && answer.contains(names), "{certificate:?}: {answer}");
            for locale in Locale::ALL {
                let words = mail_not_taken(locale, step.as_str(), false, &answer);
                assert!(words.contains("CHAVEIRO_SMTP_CA_FILE"), "{words}");
            }
            assert!(!sink.commands().iter().any(|command| command.starts_with("AUTH")), "a secret was said");
        }
    }
}

/// Each was said to be a wrong port, or our network's address.
#[tokio::test]
async fn a_server_with_unsupported_tls_is_reported() {
    // What a server answers that knows no TLS 1.2, or none of our ciphers.
    let alert = |description: u8| Fault::Bytes(vec![0x15, 3, 1, 0, 2, 2, description, b'\n']);
    for (script, roots, problem, pt_br, en) in [
        (Script::default().at(Stage::Greet, alert(70)), AUTHORITY, MailProblem::TlsTooOld, "TLS 1.2", "TLS 1.2"),
        (Script::default().at(Stage::Greet, alert(40)), AUTHORITY, MailProblem::TlsTooOld, "ECDHE", "ECDHE"),
        (
            Script::default().tls(Tls::Implicit(Certificate::WantsOurs)),
            AUTHORITY,
            MailProblem::ClientCertificate,
            "exige um certificado",
            "requires a certificate",
        ),
        (
            Script::default().tls(Tls::Implicit(Certificate::Sha1)),
            Certificate::Sha1.pem(),
            MailProblem::CertificateWeak,
            "fraca demais",
            "too weak",
        ),
    ] {
        let sink = SmtpSink::start(script);
        let settings = SmtpSettings { roots: Some(roots.to_owned()), ..encrypted(&sink, Encryption::Implicit) };
        let (step, verdict, answer) = fail(settings).await;
        assert_eq!((step, verdict), (Step::Tls, Verdict::Misconfigured), "{answer}");
        assert_eq!(MailProblem::read(step.as_str(), &answer), Some(problem), "{answer}");
        for (locale, words) in [(Locale::PtBr, pt_br), (Locale::En, en)] {
            let said = mail_not_taken(locale, step.as_str(), false, &answer);
            assert!(said.contains(words), "{said}");
        }
    }
}

/// `smtp://…:465?tls=required`: the server waits for TLS and we for its greeting.
#[tokio::test]
async fn plaintext_to_a_tls_port_is_detected_at_once() {
    let sink = SmtpSink::start(Script::default().tls(Tls::Implicit(Certificate::SelfSigned)));
    let patient = Timeouts { step: Duration::from_secs(60), ..Timeouts::default() };
    let settings = SmtpSettings { timeouts: patient, ..encrypted(&sink, Encryption::StartTlsRequired) };
    let started = Instant::now();
    let (step, verdict, answer) = fail(settings).await;
    assert_eq!((step, verdict), (Step::Tls, Verdict::Misconfigured), "{answer}");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    let words = mail_not_taken(Locale::En, step.as_str(), false, &answer);
    assert!(words.contains("smtps://") && answer.contains("TLS"), "{words}");
}

#[tokio::test]
async fn tls_to_a_plain_port_is_detected_at_once() {
    let sink = SmtpSink::start(Script::default());
    let settings = encrypted(&sink, Encryption::Implicit);
    let (step, verdict, answer) = fail(settings).await;
    assert_eq!((step, verdict), (Step::Tls, Verdict::Misconfigured), "{answer}");
    let words = mail_not_taken(Locale::PtBr, step.as_str(), false, &answer);
    assert!(words.contains("?tls=required"), "{words}");
}

/// Some servers let clients wait, and are no less unencrypted for it.
#[tokio::test]
async fn a_server_that_greets_late_is_waited_for() {
    let sink = SmtpSink::start(Script::default().at(Stage::Greet, Fault::Silence));
    let mut slow = settings(&sink);
    slow.encryption = Encryption::StartTlsRequired;
    slow.timeouts.step = Duration::from_secs(3);
    let (step, verdict, answer) = fail(slow).await;
    assert_eq!((step, verdict, answer.as_str()), (Step::Greeting, Verdict::Unreachable, "no answer in time"));
}
