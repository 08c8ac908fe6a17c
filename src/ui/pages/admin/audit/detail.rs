//! What the log adds to an event, in words. The log itself keeps what the
//! program wrote, for `chaveiro audit` and for files.

use super::counts::counts_in_words;
use crate::domain::audit_detail::{AWAITS_APPROVAL, IN_PERSON, parse_role_change};
use crate::domain::{AuditKind, DeliveryState, Locale, Preset, Purpose};
use crate::locale::mail_problem::{logged_reason, mail_answer};
use crate::locale::nothing_mailed::nothing_mailed;
use crate::locale::role::role;
use crate::locale::time::Zone;
use crate::locale::{delivery_reason, delivery_step};
use crate::server::email::kinds;
use crate::server::store::outbox::MailDetail;
use crate::ui::pages::admin::users::new::texts as new_user;

/// What was added to an event of this kind, for people; as it is in the
/// log where there are no other words for it.
pub fn audit_detail(locale: Locale, zone: &Zone, kind: Option<AuditKind>, detail: &str) -> String {
    let words = |kind| counts_in_words(locale, kind, detail).or_else(|| translated(locale, zone, kind, detail));
    kind.and_then(words).unwrap_or_else(|| detail.to_owned())
}

/// The detail in words, where there are some for it.
fn translated(locale: Locale, zone: &Zone, kind: AuditKind, detail: &str) -> Option<String> {
    let words = |pt_br: &'static str, en: &'static str| Some(locale.pick(pt_br, en).to_owned());
    match (kind, detail) {
        (AuditKind::MailAccepted | AuditKind::MailFailed | AuditKind::MailRetried, _) => mail(locale, kind, detail),
        (AuditKind::MailTestFailed, _) => {
            let (host, step) = detail.rsplit_once(": ")?;
            Some(format!("{host}: {}", delivery_step(locale, step)))
        }
        (AuditKind::AppearanceChanged, _) => {
            let names: Option<Vec<_>> = detail.split(", ").map(|name| appearance_field(locale, name)).collect();
            Some(names?.join(", "))
        }
        (AuditKind::TemporaryPasswordGenerated, _) => Preset::parse(detail).ok().map(new_user::texts(locale).preset),
        (AuditKind::RoleChanged, _) => {
            let (before, after) = parse_role_change(detail)?;
            Some(format!("{} → {}", role(locale, before), role(locale, after)))
        }
        (AuditKind::SignedIn, "full") => words("com a própria senha", "with their own password"),
        (AuditKind::SignedIn, "first_access") => words("com a senha temporária", "with a temporary password"),
        (AuditKind::SignInFailed, "exhausted") => words("era a última tentativa", "it was the last try"),
        (AuditKind::UserCreated, IN_PERSON) => words("entrega em mãos", "to be handed over in person"),
        (AuditKind::UserRegistered, AWAITS_APPROVAL) => words("falta aprovar", "to be approved"),
        (AuditKind::PasswordForgotten | AuditKind::AddressChangeAsked, detail)
            if nothing_mailed(locale, zone, detail).is_some() =>
        {
            nothing_mailed(locale, zone, detail)
        }
        (AuditKind::PasswordForgotten, _) => {
            Purpose::parse(detail).map(|purpose| kinds::name(purpose, locale).to_owned())
        }
        _ => None,
    }
}

/// What became of a mail: what it is for, and the mail server's answer, or why it is sent again.
fn mail(locale: Locale, kind: AuditKind, detail: &str) -> Option<String> {
    let mail = MailDetail::parse(detail)?;
    let name = kinds::name(mail.purpose, locale);
    if kind == AuditKind::MailRetried {
        let reason = logged_reason(locale, DeliveryState::Waiting, mail.purpose, mail.step, mail.answer);
        return Some(format!("{name}: {reason}"));
    }
    let words = match mail_answer(locale, mail.answer) {
        Some(answer) => answer.into_words(),
        None if mail.answer.is_empty() => return Some(name.to_owned()),
        None => delivery_reason(locale, DeliveryState::Failed, mail.step, mail.answer),
    };
    Some(format!("{name}: {words}"))
}

/// What of the appearance was changed.
fn appearance_field(locale: Locale, name: &str) -> Option<&'static str> {
    Some(match (locale, name) {
        (Locale::PtBr, "organization") => "nome da organização",
        (Locale::En, "organization") => "organization's name",
        (Locale::PtBr, "accent_color") => "cor de destaque",
        (Locale::En, "accent_color") => "accent color",
        (Locale::PtBr, "logo") => "logotipo",
        (Locale::En, "logo") => "logo",
        (Locale::PtBr, "introduction_pt_br") => "introdução em português",
        (Locale::En, "introduction_pt_br") => "introduction in Portuguese",
        (Locale::PtBr, "signature_pt_br") => "assinatura em português",
        (Locale::En, "signature_pt_br") => "signature in Portuguese",
        (Locale::PtBr, "introduction_en") => "introdução em inglês",
        (Locale::En, "introduction_en") => "introduction in English",
        (Locale::PtBr, "signature_en") => "assinatura em inglês",
        (Locale::En, "signature_en") => "signature in English",
        _ => return None,
    })
}
