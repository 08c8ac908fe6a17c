//! Why somebody asked for a mail and none was sent.

use super::time::{self, Zone};
use crate::domain::audit_detail::{ALREADY_QUEUED, TOO_MANY_MAILS};
use crate::domain::{Locale, Timestamp};

/// In words what the log says of a request that led to no mail; nothing for one that did.
pub fn nothing_mailed(locale: Locale, zone: &Zone, detail: &str) -> Option<String> {
    if detail == ALREADY_QUEUED {
        let (pt_br, en) =
            ("nada foi enviado: já havia um e-mail na fila", "nothing was sent: an email was already queued");
        return Some(locale.pick(pt_br, en).to_owned());
    }
    let next = detail.strip_prefix(TOO_MANY_MAILS)?.rsplit_once(' ').and_then(|(_, next)| parse(next));
    Some(too_many_mails(locale, zone, next))
}

fn too_many_mails(locale: Locale, zone: &Zone, next: Option<Timestamp>) -> String {
    let next = next.map(|next| time::deadline(locale, zone, next));
    match (locale, next) {
        (Locale::PtBr, None) => "nada foi enviado: muitos e-mails para este endereço".to_owned(),
        (Locale::En, None) => "nothing was sent: too many emails to this address".to_owned(),
        (Locale::PtBr, Some(next)) => format!(
            "nada foi enviado: este endereço atingiu o limite de e-mails por hora ou por dia. O próximo pode ser enviado a partir de {next}"
        ),
        (Locale::En, Some(next)) => format!(
            "nothing was sent: this address reached its hourly or daily email limit. The next one can be sent from {next}"
        ),
    }
}

fn parse(time: &str) -> Option<Timestamp> {
    let time: jiff::Timestamp = time.parse().ok()?;
    Some(Timestamp::from_millis(time.as_millisecond()))
}
