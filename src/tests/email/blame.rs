//! Whom a refusal is about: the settings and everybody's mail, or one person.

use super::sending::fail_with;
use crate::smtp_sink::{Fault, Script, Stage};
use chaveiro::domain::MailProblem::{self, *};
use chaveiro::domain::{Blame, DeliveryState, Locale};
use chaveiro::locale::mail_problem::{MailAnswer, mail_answer};
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
    ("final_answer", "550 Unauthenticated senders not allowed", Some(Sender)),
    ("final_answer", "550-5.7.26 This mail has been blocked because the sender is unauthenticated.", Some(Sender)),
    (
        "final_answer",
        "550 5.7.1 Unauthenticated email from example.org is not accepted due to domain's DMARC policy",
        Some(Sender),
    ),
    // Gmail's, since 2024: it is no limit, and sending more slowly changes nothing.
    (
        "final_answer",
        "421 4.7.32 Your email has been rate limited because the From: header isn't aligned with either the authenticated SPF or DKIM",
        Some(Sender),
    ),
    ("final_answer", "421 4.7.30 Your email has been rate limited because DKIM does not pass.", Some(Sender)),
    ("final_answer", "421 4.7.27 Your email has been rate limited because SPF does not pass.", Some(Sender)),
    ("recipient", "450 The example.org domain is not verified. Please, add and verify your domain", Some(Sender)),
    // Where we come from.
    (
        "final_answer",
        "421 4.7.23 Your email has been rate limited because the IP address doesn't have a PTR record",
        Some(Blocked),
    ),
    ("auth", "525 5.7.1 Unauthorized IP address", Some(Blocked)),
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
    ("sender", "552 5.2.2 quota exceeded", Some(Limit)),
    ("final_answer", "550 5.2.2 Submission quota exceeded", Some(Limit)),
    ("recipient", "550 svc exceeded the quota limit for outgoing mail", Some(Limit)),
    ("final_answer", "550 5.1.90 Your message can't be sent because you've reached your daily limit", Some(Limit)),
    ("final_answer", "550 5.4.5 Daily SMTP relay limit exceeded for user", Some(Limit)),
    ("recipient", "550 5.7.232 Your tenant has exceeded its external recipient rate limit", Some(Limit)),
    ("sender", "550 limite diário de envio atingido", Some(Limit)),
    ("final_answer", "550 5.0.1 Maximum credits exceeded", Some(Limit)),
    ("recipient", "550 5.7.1 Credit exhausted: no credits left", Some(Limit)),
    ("recipient", "421 4.7.28 Your email has been rate limited: too many from this address", Some(Limit)),
    (
        "recipient",
        "550 O dominio example.org excedeu o maximo de emails permitidos por hora (300/300). Mensagem descartada.",
        Some(Limit),
    ),
    ("recipient", "450 4.3.0 Muitas mensagens do remetente, tente mais tarde", Some(Limit)),
    ("recipient", "550 5.7.705 Access denied, tenant has exceeded threshold", Some(Limit)),
    // Exchange names its queue, and is not about its limits.
    (
        "final_answer",
        "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied",
        Some(Sender),
    ),
    ("final_answer", "550 5.7.511 Access denied, banned sender", Some(Sender)),
    ("recipient", "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP", Some(Blocked)),
    // Other rules about us.
    ("sender", "550 5.7.0 Sua conta foi suspensa por falta de pagamento", Some(Policy)),
    ("sender", "550 Conta de e-mail bloqueada por envio de spam", Some(Policy)),
    ("sender", "550 5.7.0 Your account is suspended", Some(Policy)),
    ("greeting", "550 R1: HELO should be a FQDN or address literal (See RFC 2821 4.1.1.1)", Some(OurName)),
    ("recipient", "550 <x@example.org>... Retransmissão Negada", Some(Relay)),
    (
        "final_answer",
        "550 5.7.515 Access denied, sending domain example.org doesn't meet the required authentication level.",
        Some(Sender),
    ),
    ("final_answer", "554 5.7.1 Reached address outgoing limits for contas@example.org", Some(Limit)),
    ("greeting", "451 The server has reached its limit for processing requests from your host.", Some(Limit)),
    ("sender", "550 <contas@example.org> bloqueado", Some(Blocked)),
    (
        "final_answer",
        "552 5.7.0 This message was blocked because its content presents a potential security issue.",
        Some(Policy),
    ),
    ("final_answer", "554 5.7.1 conteúdo recusado", Some(Policy)),
    ("recipient", "550 5.7.1 Your account has been disabled, contact support", Some(Policy)),
    ("recipient", "550 5.7.1 This server only accepts mail from authenticated users", Some(Policy)),
    ("recipient", "550 5.7.1 not authenticated for relay", Some(Relay)),
    ("recipient", "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", Some(OurName)),
    ("recipient", "450 4.7.1 <x>: Helo command rejected: Host not found", Some(OurName)),
    ("recipient", "550 REJECTED - Bad HELO - Host impersonating", Some(OurName)),
    ("greeting", "501 5.5.4 Invalid domain name", Some(OurName)),
    ("greeting", "504 5.5.2 <localhost>: need something better", Some(OurName)),
    ("greeting", "550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)", Some(OurName)),
    ("sender", "555 5.5.2 Syntax error. w7sm", Some(Policy)),
    ("final_answer", "554 Sandbox subdomains are for test purposes only. Please add your own domain.", Some(Policy)),
    ("final_answer", "421 4.7.29 Your email has been rate limited because it wasn't sent over TLS.", Some(Policy)),
    ("final_answer", "550 Outgoing mail from \"contas@example.org\" has been suspended.", Some(Policy)),
    ("sender", "550 Envio bloqueado: conta sem saldo", Some(Policy)),
    ("final_answer", "554 Sending paused for this account. For more information, please check the inbox", Some(Policy)),
    ("final_answer", "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException", Some(Policy)),
    ("recipient", "550 5.4.6 Unusual sending activity detected. Please try after sometime.", Some(Limit)),
    ("final_answer", "550 conta bloqueada por envio excessivo", Some(Limit)),
    (
        "final_answer",
        "554 Message rejected: Email address is not verified. The following identities failed the check in region US-EAST-1",
        Some(Sender),
    ),
    ("recipient", "571 Delivery not authorized", Some(Policy)),
    ("recipient", "550 Administrative prohibition", Some(Policy)),
    ("final_answer", "554 Message rejected as spam", Some(Policy)),
    // The person.
    (
        "recipient",
        "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required",
        Some(MembersOnly),
    ),
    ("final_answer", "550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized", Some(MembersOnly)),
    (
        "recipient",
        "550 5.7.1 <x@example.org>: Recipient address rejected: mailbox only accepts internal mail",
        Some(MembersOnly),
    ),
    ("recipient", "550 5.2.1 The account is disabled", Some(Address)),
    ("recipient", "554 Account disabled", Some(Address)),
    ("recipient", "504 5.5.2 <x>: Recipient address rejected: need fully-qualified address", Some(Address)),
    ("recipient", "550 5.1.1 <x>: recipient mailbox is not verified", Some(Address)),
    ("recipient", "550 5.4.310 DNS domain example.net does not exist", Some(Address)),
    ("recipient", "550 5.4.4 x@example.org: unable to look up recipient domain", Some(Address)),
    ("recipient", "554 5.4.6 too many hops", Some(Address)),
    ("final_answer", "554 5.4.14 Hop count exceeded - possible mail loop", Some(Address)),
    ("recipient", "554 delivery error: dd This user doesn't have a yahoo.com account", Some(Address)),
    ("final_answer", "550 permanent failure for one or more recipients (x@example.org:blocked)", Some(Address)),
    ("recipient", "552 Caixa postal do destinatario cheia", Some(MailboxFull)),
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
    ("recipient", "552 5.2.2 <x@example.org>: user has exceeded quota limit", Some(MailboxFull)),
    ("final_answer", "552 5.2.2 Recipient account limit exceeded", Some(MailboxFull)),
    ("recipient", "452 4.2.2 the daily limit of this mailbox is reached", Some(MailboxFull)),
    ("recipient", "552 5.2.2 This mailbox takes 1000 messages per day", Some(MailboxFull)),
    ("recipient", "550 5.2.0 x@example.org is over quota", Some(MailboxFull)),
    ("final_answer", "550 5.2.1 mailbox is full", Some(MailboxFull)),
    ("recipient", "552 user has exceeded quota limit", Some(MailboxFull)),
    ("recipient", "552 Recipient account limit exceeded", Some(MailboxFull)),
    ("recipient", "550 user is over quota", Some(MailboxFull)),
    ("final_answer", "552 Quota exceeded (mailbox for user is full)", Some(MailboxFull)),
    ("recipient", "550 mailbox is full: limit of 1000 messages per mailbox reached", Some(MailboxFull)),
    ("recipient", "452 The recipient's inbox is out of storage space", Some(MailboxFull)),
    ("recipient", "552 cota excedida: limite de 1 GB atingido", Some(MailboxFull)),
    (
        "recipient",
        "550 5.2.122 The recipient has exceeded their limit for the number of messages they can receive per hour",
        Some(ReceivesTooMuch),
    ),
    (
        "final_answer",
        "550 5.2.121 The sender has exceeded the limit of messages per hour to this recipient",
        Some(ReceivesTooMuch),
    ),
    (
        "recipient",
        "550 The recipient has exceeded their limit for the number of messages they can receive per hour",
        Some(ReceivesTooMuch),
    ),
    (
        "recipient",
        "550-5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages",
        Some(ReceivesTooMuch),
    ),
    ("recipient", "450 4.2.1 The user you are trying to contact is receiving mail too quickly", Some(ReceivesTooMuch)),
    ("recipient", "451 4.7.1 Greylisting in action, please come back later", Some(Greylisted)),
    ("recipient", "450 4.2.0 <x@example.org>: Recipient address rejected: Greylisted", Some(Greylisted)),
    ("recipient", "550 5.7.1 Greylisted, try again in 300 seconds", Some(Greylisted)),
    ("recipient", "552 5.3.1 Insufficient system storage", Some(Busy)),
    ("final_answer", "221 2.0.0 bye", Some(Uncertain)),
    // Looked up only once the mail is there.
    (
        "final_answer",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        Some(Address),
    ),
    ("final_answer", "550 5.1.1 nobody", Some(Address)),
    ("data", "550 5.1.1 nobody", Some(Address)),
    ("data", "550 5.1.2 no such host", Some(Address)),
    ("final_answer", "556 5.1.10 null MX", Some(Address)),
    ("final_answer", "550 5.2.1 this mailbox is disabled", Some(Address)),
    ("final_answer", "550 5.4.1 Recipient address rejected: Access denied", Some(Address)),
    ("final_answer", "550 no such user", Some(Address)),
    ("final_answer", "550 5.1.8 bad one", Some(Sender)),
    ("final_answer", "452 4.2.2 Mailbox full", Some(MailboxFull)),
    ("recipient", "556 Domain does not accept mail", Some(Address)),
    ("recipient", "550 5.1.10 example.org has a null MX", Some(Address)),
    ("final_answer", "406 You tried to send to a recipient that has been marked as inactive.", Some(Address)),
    ("recipient", "550 5.2.1 The account of this recipient is suspended", Some(Address)),
    // The mail server, for the moment.
    ("recipient", "450 later", Some(TryLater)),
    ("recipient", "451 4.3.0 Temporary local problem", Some(TryLater)),
    ("recipient", "450 4.2.0 try later", Some(TryLater)),
    ("recipient", "450 4.2.1 receiving mail at a rate that prevents more", Some(ReceivesTooMuch)),
    ("recipient", "450 4.2.1 Caixa postal temporariamente bloqueada", Some(TryLater)),
    ("recipient", "450 4.2.1 mailbox temporarily blocked", Some(TryLater)),
    ("recipient", "452 4.2.1 mailbox full", Some(MailboxFull)),
    ("final_answer", "550 mailbox unavailable. Reject due to policy restrictions", Some(Policy)),
    ("final_answer", "550 5.7.25 PTR não encontrado", Some(Blocked)),
    ("final_answer", "550 5.7.1 domínio do From não existe", Some(Policy)),
    ("recipient", "450 4.1.2 Recipient address rejected: Domain not found", Some(Address)),
    ("sender", "451 4.7.1 Greylisting in action, please come back later", Some(Busy)),
    ("greeting", "552 5.2.2 over quota", None),
    ("data", "451 4.3.0 later", Some(TryLater)),
    ("final_answer", "451 4.3.0 later", Some(TryLater)),
    ("greeting", "421 4.7.0 too many connections", Some(Busy)),
    ("greeting", "550 5.7.1 HELO rejected", Some(OurName)),
    // rspamd greylists after the final dot, and does not say so; nor do others.
    ("final_answer", "451 4.7.1 Try again later", Some(TryLater)),
    ("final_answer", "451 4.7.1 Please try again later (TEMPFAIL)", Some(TryLater)),
    ("final_answer", "451 4.7.0 Temporary server error. Please try again later. PRX4", Some(TryLater)),
    ("recipient", "450 4.7.1 <ana@example.org>: Recipient address rejected: Try again in 5 minutes", Some(TryLater)),
    ("recipient", "450 4.7.1 Tente novamente mais tarde", Some(TryLater)),
    ("recipient", "421 4.7.0 Try again later, closing connection.", Some(Busy)),
    ("final_answer", "450 4.7.1 Error: too much mail from 203.0.113.9, try again later", Some(Limit)),
    ("final_answer", "451 4.7.1 Your address is blocked, try again later", Some(Blocked)),
    // What Exchange, Exim and Sendmail say of more connections than they take.
    (
        "greeting",
        "421 4.3.2 The maximum number of concurrent connections has exceeded a limit, closing transmission channel",
        Some(Busy),
    ),
    ("auth", "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending", Some(Busy)),
    (
        "final_answer",
        "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending",
        Some(Busy),
    ),
    ("greeting", "421 too many concurrent SMTP connections; please try again later.", Some(Busy)),
    ("greeting", "421 4.4.5 Too many simultaneous connections from your host 192.0.2.7", Some(Busy)),
    ("sender", "421 4.7.0 Connection limit exceeded", Some(Busy)),
    ("greeting", "450 4.3.2 later", Some(Busy)),
    ("greeting", "452 later", Some(Busy)),
    ("auth", "454 4.7.0 Temporary authentication failure", Some(Busy)),
    ("auth", "421 4.7.0 Too many login attempts", Some(Busy)),
    ("sender", "421 4.3.2 shutting down", Some(Busy)),
    ("sender", "452 4.3.1 Insufficient system storage", Some(Busy)),
    ("sender", "451 4.7.0 Temporary server error. Please try again later. PRX4", Some(Busy)),
    ("recipient", "421 4.3.2 shutting down", Some(Busy)),
    ("final_answer", "421 4.3.0 closing", Some(Busy)),
    ("sender", "454 4.7.0 TLS not available", Some(TlsNotNow)),
    ("sender", "454 4.7.0 TLS not available due to temporary reason", Some(TlsNotNow)),
    ("tls", "454 4.7.0 TLS not available due to local problem", Some(TlsNotNow)),
    ("sender", "450 4.7.1 Error: too much mail from 203.0.113.9", Some(Limit)),
    ("final_answer", "552 5.3.4 Message size exceeds fixed limit", Some(TooBig)),
    ("sender", "552 5.3.4 Message too big for system", Some(TooBig)),
    ("sender", "552 message size exceeds fixed maximum message size", Some(TooBig)),
    // How we sign in.
    ("auth", "538 5.7.11 Encryption required for requested authentication mechanism", Some(EncryptionNeeded)),
    ("auth", "530 5.7.0 Must issue a STARTTLS command first", Some(EncryptionNeeded)),
    (
        "auth",
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
        Some(SignInDisabled),
    ),
    ("auth", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", Some(SignInDisabled)),
    ("auth", "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", None),
    ("auth", "534-5.7.9 Application-specific password required.", Some(AppPassword)),
    // Exchange Online, since 2026.
    ("auth", "550 5.7.30 Basic authentication is not supported for Client Submission.", Some(PasswordsRetired)),
    ("auth", "534 5.7.14 <https://accounts.google.com/x> Please log in via your web browser", Some(AccountLocked)),
    ("auth", "525 5.7.13 User account disabled", Some(AccountLocked)),
    ("auth", "535 5.7.8 Conta bloqueada por excesso de tentativas", Some(AccountLocked)),
    ("auth", "530 5.7.1 Your password has expired", Some(AccountLocked)),
    ("auth", "432 4.7.12 A password transition is needed", Some(AccountLocked)),
    ("sender", "535 5.7.8 auth", Some(SignInNeeded)),
    // Nobody can tell.
    ("recipient", "550", None),
    ("recipient", "550 no", None),
    ("final_answer", "554 5.6.0 malformed", None),
    ("auth", "535 5.7.8 bad credentials", None),
    ("auth", "535-5.7.8 Username and Password not accepted.", None),
    ("greeting", "554 no SMTP service here", None),
    ("final_answer", "250 5.7.1 is only in the words", None),
    ("final_answer", "354 neither yes nor no", Some(Uncertain)),
    ("final_answer", "", None),
];

/// Where the server has no words for it: the step, how we write it, and what it is about.
const OURS: &[(&str, &str, Option<MailProblem>)] = &[
    ("final_answer", "no answer in time", Some(Uncertain)),
    ("final_answer", "the connection was lost: reset", Some(Uncertain)),
    ("final_answer", "what came is not SMTP: hello", Some(Uncertain)),
    ("greeting", "no answer in time", Some(Silent)),
    ("greeting", "what came is not SMTP: HTTP/1.1 400 Bad Request", Some(NotSmtp)),
    ("greeting", "what came is not SMTP: * OK IMAP4 ready", Some(NotSmtp)),
    ("greeting", "the connection was lost", None),
    ("connect", "no answer in time", None),
    ("tls", "the connection was lost", None),
    ("sender", "the connection was lost", Some(Lost)),
    ("recipient", "no answer in time", Some(NoAnswer)),
    ("data", "the connection was lost", Some(Lost)),
    ("tls", "the mail server offers no STARTTLS", Some(NoStartTls)),
    ("tls", "the mail server's encryption is too old: received fatal alert: ProtocolVersion", Some(TlsTooOld)),
    ("tls", "the mail server wants a certificate of ours: x", Some(ClientCertificate)),
    ("tls", "the certificate's key or signature is too weak: x", Some(CertificateWeak)),
    ("recipient", "three people in a row were refused alike: 550 no", Some(SimilarRefusals)),
];

#[test]
fn what_we_say_ourselves_is_known_again() {
    for (step, answer, expected) in OURS {
        assert_eq!(MailProblem::read(step, answer), *expected, "{step}: {answer}");
    }
}

/// As it is stored, and what people read beside the reason, in Portuguese.
#[test]
fn our_words_are_never_called_the_servers_answer() {
    let server = |words: &str| Some(MailAnswer::Server(words.to_owned()));
    let detail = |words: &str| Some(MailAnswer::Detail(words.to_owned()));
    for (answer, expected) in [
        ("550 5.1.1 no", server("550 5.1.1 no")),
        ("250", server("250")),
        ("what came is not SMTP: HTTP/1.1 400 Bad Request", detail("HTTP/1.1 400 Bad Request")),
        ("three people in a row were refused alike: 550 no", server("550 no")),
        ("user name and password were not sent: 535 5.7.3 no", server("535 5.7.3 no")),
        ("the connection was lost", None),
        ("no answer in time", None),
        ("what came is not SMTP", None),
        ("the mail server offers no STARTTLS", None),
        ("", None),
        ("the connection was lost: Broken pipe (os error 32)", detail("Broken pipe (os error 32)")),
        (
            "what came is not SMTP: a reply of more than 1000 lines",
            detail("uma resposta com linhas demais: mais de 1000 linhas"),
        ),
        (
            "user name and password were not sent: the mail server offers only XOAUTH2; Chaveiro speaks PLAIN and LOGIN",
            detail("o servidor de e-mail só oferece XOAUTH2; o Chaveiro usa PLAIN e LOGIN"),
        ),
        (
            "the certificate's name is wrong: it is for mail.example.net, not for mail.example.org",
            detail("é para mail.example.net, e não para mail.example.org"),
        ),
        ("the certificate's date is wrong: it expired on 2020-02-01", detail("expirou em 2020-02-01")),
        ("Connection refused (os error 111)", detail("Connection refused (os error 111)")),
    ] {
        assert_eq!(mail_answer(Locale::PtBr, answer), expected, "{answer}");
        let is_server = matches!(expected, Some(MailAnswer::Server(_)));
        for (locale, named) in [(Locale::PtBr, "Resposta do servidor"), (Locale::En, "mail server's answer")] {
            assert_eq!(MailAnswer::on_a_line(locale, answer).contains(named), is_server, "{answer}");
        }
    }
}

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
            // The server closes the connection, whoever's mail it is.
            _ if answer.starts_with("421") => Verdict::Unreachable,
            // It passes by itself, whatever the code says.
            _ if matches!(problem, Some(Greylisted | ReceivesTooMuch)) => Verdict::TryAgain,
            _ if is_permanent => Verdict::Refused,
            _ => Verdict::TryAgain,
        };
        assert_eq!(verdict, expected, "{step}: {answer}");
    }
}

#[test]
fn the_same_words_are_known_again_with_another_address_and_number() {
    let said = "550 5.1.1 <ada@example.org>: user 17 is unknown, see 4X9kz2";
    for (other, is_similar) in [
        ("550 5.1.1 <rui@example.net>: user 9 is unknown, see 8Q1", true),
        ("550 5.1.1 <rui@example.net>: User 9 is UNKNOWN, see 8Q1", true),
        ("550 5.2.1 <rui@example.net>: user 9 is unknown, see 8Q1", false),
        ("450 5.1.1 <rui@example.net>: user 9 is unknown, see 8Q1", false),
        ("550 5.1.1 <rui@example.net>: user 9 is gone, see 8Q1", false),
        ("550", false),
    ] {
        assert_eq!(MailProblem::is_similar(said, other), is_similar, "{other}");
    }
}
