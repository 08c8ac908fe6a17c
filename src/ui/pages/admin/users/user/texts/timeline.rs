//! `/admin/users/{id}`: the history of the account.

use super::texts;
use crate::domain::audit_detail::{IN_PERSON, parse_role_change};
use crate::domain::{AuditKind, Locale, Purpose};
use crate::locale::audit_kind::audit_kind;
use crate::locale::{in_sentence, role};
use crate::server::email::kinds;
use crate::ui::pages::admin::audit::names::is_about_app;
use crate::ui::pages::admin::users::user::timeline::EventActor;

/// The history of an account.
pub struct TimelineTexts {
    /// Where a notice went that did not go to the account's address.
    pub sent_to: fn(email: &str) -> String,
    /// How often a mail was tried.
    pub attempts: fn(attempts: i64) -> String,
    /// Opens the mail server's own words.
    pub server_answer: &'static str,
    /// Heads the log.
    pub title: &'static str,
    /// What it is.
    pub hint: &'static str,
    /// In place of events.
    pub empty: &'static str,
    /// Leads to earlier events.
    pub earlier: &'static str,
    /// Leads back to the latest events.
    pub latest: &'static str,
    /// Before the network address.
    pub from_address: &'static str,
    /// The person themselves.
    pub themselves: &'static str,
    /// Whose account is gone.
    pub gone: &'static str,
    /// At the command line.
    pub command_line: &'static str,
    /// Who held the set-up address.
    pub setup: &'static str,
    /// Who is not signed in.
    pub visitor: &'static str,
    /// The program.
    pub system: &'static str,
    /// A change from one role to another.
    pub role_change: fn(before: &str, after: &str) -> String,
    /// Signed in with a temporary password.
    pub first_sign_in: &'static str,
    /// Made without a mail.
    pub created_in_person: &'static str,
    /// The mail server took a mail.
    pub mail_accepted: fn(mail: &str) -> String,
    /// A mail was given up.
    pub mail_failed: fn(mail: &str) -> String,
    /// A mail was not confirmed, or put off, and is sent again.
    pub mail_retried: fn(mail: &str) -> String,
}

/// What happened, in a sentence. `purpose` is that of the mail the event is about.
pub fn event_sentence(locale: Locale, kind: AuditKind, detail: Option<&str>, purpose: Option<Purpose>) -> String {
    let texts = texts(locale).timeline;
    let role = |found| in_sentence(role(locale, found));
    match (kind, detail, purpose) {
        (AuditKind::MailAccepted, _, Some(purpose)) => (texts.mail_accepted)(kinds::name(purpose, locale)),
        (AuditKind::MailFailed, _, Some(purpose)) => (texts.mail_failed)(kinds::name(purpose, locale)),
        (AuditKind::MailRetried, _, Some(purpose)) => (texts.mail_retried)(kinds::name(purpose, locale)),
        (AuditKind::SignedIn, Some("first_access"), _) => texts.first_sign_in.to_owned(),
        (AuditKind::UserCreated, Some(IN_PERSON), _) => texts.created_in_person.to_owned(),
        (AuditKind::GroupMemberAdded | AuditKind::GroupMemberRemoved, Some(name), _) => {
            format!("{}: {name}", audit_kind(locale, kind))
        }
        (kind, Some(name), _) if is_about_app(kind) => format!("{}: {name}", audit_kind(locale, kind)),
        (AuditKind::RoleChanged, Some(detail), _) => parse_role_change(detail).map_or_else(
            || audit_kind(locale, kind).to_owned(),
            |(before, after)| (texts.role_change)(&role(before), &role(after)),
        ),
        _ => audit_kind(locale, kind).to_owned(),
    }
}

/// Who did something, as part of a sentence.
pub fn actor(locale: Locale, who: EventActor) -> String {
    let texts = texts(locale).timeline;
    match who {
        EventActor::Somebody(name) => name,
        EventActor::Themselves => texts.themselves.to_owned(),
        EventActor::Gone => texts.gone.to_owned(),
        EventActor::CommandLine => texts.command_line.to_owned(),
        EventActor::Setup => texts.setup.to_owned(),
        EventActor::Visitor => texts.visitor.to_owned(),
        EventActor::Program => texts.system.to_owned(),
    }
}

/// In Brazilian Portuguese.
pub static PT_BR: TimelineTexts = TimelineTexts {
    sent_to: |email| format!("para {email}"),
    attempts: |attempts| match attempts {
        1 => "1 tentativa".to_owned(),
        attempts => format!("{attempts} tentativas"),
    },
    server_answer: "Resposta do servidor de e-mail",
    title: "Histórico",
    hint: "Tudo o que aconteceu com esta conta, do mais recente ao mais antigo.",
    empty: "Não há eventos mais antigos.",
    earlier: "Mais antigos",
    latest: "Voltar aos mais recentes",
    from_address: "a partir de",
    themselves: "a própria pessoa",
    gone: "conta apagada",
    command_line: "linha de comando",
    setup: "instalação",
    visitor: "visitante",
    system: "sistema",
    role_change: |before, after| format!("Papel alterado de {before} para {after}"),
    first_sign_in: "Entrou com a senha temporária",
    created_in_person: "Conta criada para entrega em mãos",
    mail_accepted: |mail| format!("E-mail aceito pelo servidor de e-mail: {mail}"),
    mail_failed: |mail| format!("Não foi possível enviar: {mail}"),
    mail_retried: |mail| format!("Nova tentativa de envio agendada: {mail}"),
};

/// In English.
pub static EN: TimelineTexts = TimelineTexts {
    sent_to: |email| format!("to {email}"),
    attempts: |attempts| match attempts {
        1 => "1 try".to_owned(),
        attempts => format!("{attempts} tries"),
    },
    server_answer: "The mail server's answer",
    title: "History",
    hint: "Everything that happened to this account, most recent first.",
    empty: "There are no earlier events.",
    earlier: "Earlier",
    latest: "Back to the latest",
    from_address: "from",
    themselves: "the person",
    gone: "erased account",
    command_line: "command line",
    setup: "setup",
    visitor: "visitor",
    system: "system",
    role_change: |before, after| format!("Role changed from {before} to {after}"),
    first_sign_in: "Signed in with the temporary password",
    created_in_person: "Account created, to hand over in person",
    mail_accepted: |mail| format!("Email accepted by the mail server: {mail}"),
    mail_failed: |mail| format!("Delivery failed: {mail}"),
    mail_retried: |mail| format!("Retry scheduled: {mail}"),
};
