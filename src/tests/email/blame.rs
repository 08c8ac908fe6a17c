//! Whom a refusal is about: the settings and everybody's mail, or one person.

use super::sending::fail_with;
use crate::smtp_sink::{Fault, Script, Stage};
use chaveiro::domain::MailProblem::{self, *};
use chaveiro::domain::{Blame, DeliveryState, Locale};
use chaveiro::locale::{delivery_hint, delivery_reason};
use chaveiro::server::email::Verdict;

/// As mail servers write them: the step, the answer, and what it is about.
const ANSWERS: &[(&str, &str, Option<MailProblem>)] = &[
    // Relaying.
    ("recipient", "554 5.7.1 <x@example.org>: Relay access denied", Some(Relay)),
    ("recipient", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", Some(Relay)),
    ("recipient", "550 relay not permitted", Some(Relay)),
    ("recipient", "550 5.7.1 <x@example.org>... Relaying denied. Proper authentication required.", Some(Relay)),
    ("recipient", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", Some(Relay)),
    ("recipient", "550 5.1.1 <x@example.org>: User unknown in relay recipient table", Some(Address)),
    ("recipient", "550 5.1.1 relay.example.net said: no such user; mail not delivered", Some(Address)),
    // Who we are.
    ("recipient", "530 5.7.1 Authentication required", Some(SignInNeeded)),
    ("recipient", "530 5.7.0 Must issue a STARTTLS command first", Some(SignInNeeded)),
    ("sender", "530 5.7.57 Client not authenticated to send mail", Some(SignInNeeded)),
    ("recipient", "550 SMTP AUTH is required for message submission", Some(SignInNeeded)),
    ("recipient", "553 5.7.1 <contas@example.org>: Sender address rejected: not owned by user svc", Some(Sender)),
    ("recipient", "450 4.1.8 <contas@example.org>: Sender address rejected: Domain not found", Some(Sender)),
    ("recipient", "553 5.1.8 Domain of sender address contas@example.org does not exist", Some(Sender)),
    ("recipient", "550 5.1.7 bad one", Some(Sender)),
    (
        "final_answer",
        "554 5.2.252 SendAsDenied; svc@example.org not allowed to send as contas@example.org",
        Some(Sender),
    ),
    ("final_answer", "550 5.7.60 SMTP; Client does not have permissions to send as this one", Some(Sender)),
    ("final_answer", "550-5.7.26 This mail has been blocked because the sender is unauthenticated.", Some(Sender)),
    (
        "final_answer",
        "550 5.7.1 Unauthenticated email from example.org is not accepted due to domain's DMARC policy",
        Some(Sender),
    ),
    // Where we come from.
    (
        "greeting",
        "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org",
        Some(Blocked),
    ),
    ("recipient", "550 5.7.1 Client host [203.0.113.9] blocked", Some(Blocked)),
    ("recipient", "554 Your IP 203.0.113.9 is listed in our RBL", Some(Blocked)),
    ("recipient", "550 5.7.606 Access denied, banned sending IP [203.0.113.9]", Some(Blocked)),
    ("recipient", "450 4.7.1 Client host rejected: cannot find your reverse hostname", Some(Blocked)),
    (
        "final_answer",
        "550 5.7.1 messages from [203.0.113.9] weren't sent; it is on our block list (S3140)",
        Some(Blocked),
    ),
    ("recipient", "550 5.1.1 rejected by barracudacentral.org", Some(Blocked)),
    // How much we send.
    ("final_answer", "550 5.4.5 Daily user sending limit exceeded.", Some(Limit)),
    (
        "final_answer",
        "554 5.7.0 Your message could not be sent. The limit on outgoing messages was exceeded.",
        Some(Limit),
    ),
    ("final_answer", "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", Some(Limit)),
    ("final_answer", "454 Throttling failure: Maximum sending rate exceeded.", Some(Limit)),
    ("final_answer", "454 4.5.3 Daily message quota exceeded", Some(Limit)),
    ("recipient", "450 4.7.1 Error: too much mail from 203.0.113.9", Some(Limit)),
    ("recipient", "451 4.7.500 Server busy", Some(Limit)),
    ("recipient", "421 4.7.28 unusual rate of mail", Some(Limit)),
    ("recipient", "550 You have exceeded your limit of 100 messages per hour", Some(Limit)),
    ("recipient", "452 4.5.3 Too many recipients this hour", Some(Limit)),
    ("sender", "552 quota exceeded", Some(Limit)),
    ("sender", "550 limite diário de envio atingido", Some(Limit)),
    // Other rules about us.
    ("final_answer", "554 5.7.1 conteúdo recusado", Some(Policy)),
    ("recipient", "550 5.7.133 sender not known to this group", Some(Policy)),
    ("recipient", "571 Delivery not authorized", Some(Policy)),
    ("recipient", "550 Administrative prohibition", Some(Policy)),
    ("final_answer", "554 Message rejected as spam", Some(Policy)),
    // The person.
    ("recipient", "550 5.1.1 Usuário não encontrado", Some(Address)),
    ("recipient", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", Some(Address)),
    ("recipient", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", Some(Address)),
    ("recipient", "550 5.2.1 The email account that you tried to reach is disabled", Some(Address)),
    ("recipient", "550 No such user here", Some(Address)),
    ("recipient", "550 Requested action not taken: mailbox unavailable", Some(Address)),
    ("recipient", "550 sorry, no mailbox here by that name. (#5.1.1)", Some(Address)),
    ("recipient", "552-5.2.2 The email account that you tried to reach is over quota", Some(MailboxFull)),
    ("recipient", "452 4.2.2 Mailbox full", Some(MailboxFull)),
    ("final_answer", "552 5.2.2 Over quota", Some(MailboxFull)),
    ("recipient", "552 Mailbox full", Some(MailboxFull)),
    ("recipient", "451 4.7.1 Greylisting in action, please come back later", Some(Greylisted)),
    ("recipient", "450 4.2.0 <x@example.org>: Recipient address rejected: Greylisted", Some(Greylisted)),
    // Nobody can tell.
    ("recipient", "550", None),
    ("recipient", "550 no", None),
    ("recipient", "450 later", None),
    ("final_answer", "552 5.3.4 Message size exceeds fixed limit", None),
    ("final_answer", "554 5.6.0 malformed", None),
    ("final_answer", "451 4.3.0 later", None),
    ("auth", "535 5.7.8 bad credentials", None),
    ("auth", "454 4.7.0 Temporary authentication failure", None),
    ("greeting", "421 4.7.0 too many connections", None),
    ("final_answer", "250 5.7.1 is only in the words", None),
    ("final_answer", "no answer in time", None),
    ("final_answer", "", None),
];

#[test]
fn an_answer_is_read_by_enhanced_code_step_and_pattern() {
    for (step, answer, expected) in ANSWERS {
        assert_eq!(MailProblem::read(step, answer), *expected, "{step}: {answer}");
        // Whatever case it is written in.
        assert_eq!(MailProblem::read(step, &answer.to_uppercase()), *expected, "{step}: {answer}");
    }
}

#[test]
fn what_is_about_us_never_says_that_an_address_may_not_exist() {
    for (step, answer, problem) in ANSWERS {
        for state in [DeliveryState::Waiting, DeliveryState::Failed] {
            let reason = delivery_reason(Locale::En, state, step, answer);
            assert!(!reason.is_empty() && !delivery_hint(Locale::PtBr, step, answer).is_empty());
            let blames_address = reason.contains("may not exist");
            let expected = *problem == Some(Address) && state == DeliveryState::Failed;
            assert_eq!(blames_address, expected, "{step}: {answer}: {reason}");
        }
    }
}

#[tokio::test]
async fn what_is_about_us_holds_everybodys_mail_and_what_is_about_one_person_only_theirs() {
    for (step, answer, problem) in ANSWERS {
        let (stage, is_permanent) = match *step {
            "recipient" => (Stage::Rcpt, answer.starts_with('5')),
            "final_answer" => (Stage::Ack, answer.starts_with('5')),
            _ => continue,
        };
        if !answer.starts_with(['4', '5']) {
            continue;
        }
        let reply = format!("{}\r\n", answer.replacen('-', " ", usize::from(answer.as_bytes().get(3) == Some(&b'-'))));
        let (_, verdict, _) = fail_with(Script::default().at(stage, Fault::Bytes(reply.into_bytes()))).await;
        let expected = match problem.map(MailProblem::blame) {
            Some(Blame::Us) => Verdict::Misconfigured,
            _ if is_permanent => Verdict::Refused,
            _ => Verdict::TryAgain,
        };
        assert_eq!(verdict, expected, "{step}: {answer}");
    }
}

#[test]
fn the_same_words_are_known_again_with_another_address_and_number() {
    let said = "550 5.1.1 <ada@example.org>: user 17 is unknown, see 4X9kz2";
    for (other, is_alike) in [
        ("550 5.1.1 <rui@example.net>: user 9 is unknown, see 8Q1", true),
        ("550 5.1.1 <rui@example.net>: User 9 is UNKNOWN, see 8Q1", true),
        ("550 5.2.1 <rui@example.net>: user 9 is unknown, see 8Q1", false),
        ("450 5.1.1 <rui@example.net>: user 9 is unknown, see 8Q1", false),
        ("550 5.1.1 <rui@example.net>: user 9 is gone, see 8Q1", false),
        ("550", false),
    ] {
        assert_eq!(MailProblem::is_alike(said, other), is_alike, "{other}");
    }
}
