//! `/admin`, and the same sentence in `chaveiro doctor`.

use super::users::new::texts as new_user;
use crate::domain::{Locale, Preset};
use crate::locale::number::number;

/// What the page says, in one language.
pub struct OverviewTexts {
    /// The title.
    pub title: &'static str,
    /// The heading over the people.
    pub people: &'static str,
    /// The heading over the mails.
    pub mails: &'static str,
    /// How many were given up in the last 72 hours.
    pub mails_given_up: fn(i64) -> String,
    /// The way to those.
    pub mails_link: &'static str,
    /// The heading over the temporary passwords.
    pub codes: &'static str,
    /// The heading while the sign-in page accepts no short ones.
    pub closed: &'static str,
    /// What that means and what to do.
    pub closed_body: &'static str,
    /// How many wrong guesses were counted in 24 hours, of how many that are allowed.
    pub guesses: fn(counted: &str, allowed: &str) -> String,
    /// The way to the guesses in the log.
    pub log: &'static str,
}

/// What the page says in `locale`.
pub fn texts(locale: Locale) -> &'static OverviewTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// How likely a stranger's luck is, in one sentence computed from the settings.
pub fn odds(locale: Locale, preset: Preset, guesses_a_day: i64, attempts_allowed: i64) -> String {
    let Some(odds) = preset.odds(guesses_a_day, attempts_allowed) else {
        return match locale {
            Locale::PtBr => "Um CPF não é segredo: não há chance a calcular. Prefira outro tipo de senha temporária.",
            Locale::En => {
                "A CPF is no secret: there are no odds to compute. Prefer another kind of temporary password."
            }
        }
        .to_owned();
    };
    let preset_name = (new_user::texts(locale).preset)(preset);
    let odds = number(locale, i64::try_from(odds).unwrap_or(i64::MAX));
    match (locale, preset.is_short()) {
        (Locale::PtBr, true) => format!(
            "A chance de um estranho adivinhar hoje uma senha temporária é menor que 1 em {odds} ({preset_name}, no máximo {} erros em 24 horas, somando todas as contas).",
            number(locale, guesses_a_day)
        ),
        (Locale::En, true) => format!(
            "A stranger's chance of guessing a temporary password today is below 1 in {odds} ({preset_name}, at most {} wrong guesses in 24 hours across all accounts).",
            number(locale, guesses_a_day)
        ),
        (Locale::PtBr, false) => format!(
            "A chance de um estranho adivinhar uma senha temporária é menor que 1 em {odds}, mesmo com um milhão de convites em aberto ({preset_name}, no máximo {attempts_allowed} erros por conta)."
        ),
        (Locale::En, false) => format!(
            "A stranger's chance of guessing a temporary password is below 1 in {odds}, even with a million open invitations ({preset_name}, at most {attempts_allowed} wrong guesses per account)."
        ),
    }
}

static PT_BR: OverviewTexts = OverviewTexts {
    title: "Visão geral",
    people: "Pessoas",
    mails: "E-mails",
    mails_given_up: |mails| match mails {
        0 => "Nenhum envio falhou nas últimas 72 horas.".to_owned(),
        1 => "Não foi possível enviar 1 e-mail nas últimas 72 horas.".to_owned(),
        mails => format!("Não foi possível enviar {mails} e-mails nas últimas 72 horas."),
    },
    mails_link: "Ver motivos e o que fazer",
    codes: "Senhas temporárias",
    closed: "Senhas temporárias curtas só pelo link do e-mail",
    closed_body: "Houve senhas temporárias erradas demais na página de entrada em 24 horas: parece que alguém está tentando adivinhar. Quem ainda não entrou deve usar o link do e-mail; quem já criou a senha entra normalmente. A restrição acaba sozinha 24 horas depois dos últimos erros.",
    guesses: |counted, allowed| {
        format!("Senhas temporárias erradas nas últimas 24 horas: {counted} de {allowed} permitidas.")
    },
    log: "Ver tentativas na auditoria",
};

static EN: OverviewTexts = OverviewTexts {
    title: "Overview",
    people: "People",
    mails: "Emails",
    mails_given_up: |mails| match mails {
        0 => "No delivery failed in the last 72 hours.".to_owned(),
        1 => "1 email couldn't be sent in the last 72 hours.".to_owned(),
        mails => format!("{mails} emails couldn't be sent in the last 72 hours."),
    },
    mails_link: "See why and what to do",
    codes: "Temporary passwords",
    closed: "Short temporary passwords work only with the link in the email",
    closed_body: "There were too many wrong temporary passwords on the sign-in page in 24 hours: it looks like someone is guessing. People who haven't signed in yet should use the link in their email; people with their own password sign in as usual. The restriction ends on its own 24 hours after the last wrong guesses.",
    guesses: |counted, allowed| {
        format!("Wrong temporary passwords in the last 24 hours: {counted} of {allowed} allowed.")
    },
    log: "See tries in the audit log",
};
