//! `/admin`, and the same sentence in `chaveiro doctor`.

use super::users::new::texts as new_user;
use crate::domain::{Locale, Preset};
use crate::locale::number::number;
use crate::server::temporary_password::ShortPasswords;

/// What the page says, in one language.
pub struct OverviewTexts {
    /// The title.
    pub title: &'static str,
    /// The heading over the people.
    pub people: &'static str,
    /// The heading over the mails.
    pub mails: &'static str,
    /// How many were given up in the last 72 hours.
    pub failed_mails: fn(i64) -> String,
    /// The way to those.
    pub mails_link: &'static str,
    /// The way to the email queue.
    pub queue_link: &'static str,
    /// What needs somebody.
    pub needs: NeedTexts,
    /// The people added lately.
    pub funnel: FunnelTexts,
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

/// What needs an admin; counts come as a number and as written.
pub struct NeedTexts {
    /// The heading.
    pub title: &'static str,
    /// That there is nothing.
    pub nothing: &'static str,
    /// People whose email could not be delivered.
    pub failed: fn(i64, &str) -> String,
    /// Registrations to approve.
    pub pending: fn(i64, &str) -> String,
    /// Invitations that expired.
    pub expired: fn(i64, &str) -> String,
    /// People locked after too many tries.
    pub exhausted: fn(i64, &str) -> String,
    /// The way to those people.
    pub see_people: &'static str,
    /// An import to confirm.
    pub import_preview: fn(&str) -> String,
    /// An import that was paused.
    pub import_paused: fn(&str) -> String,
    /// An import that is running.
    pub import_running: fn(&str) -> String,
    /// The way to it.
    pub open_import: &'static str,
}

/// The people added lately.
pub struct FunnelTexts {
    /// The heading.
    pub title: &'static str,
    /// So many people added.
    pub created: fn(i64) -> &'static str,
    /// People whose email was accepted.
    pub delivered: fn(i64) -> &'static str,
    /// So many people who signed in.
    pub signed_in: fn(i64) -> &'static str,
    /// What the chart shows, for those who do not see it.
    pub chart: fn(since: &str, created: &str, signed_in: &str) -> String,
    /// Opens the table behind the chart.
    pub table: &'static str,
    /// A part too small for a whole percent.
    pub below_one_percent: &'static str,
    /// Heads the days.
    pub day: &'static str,
}

/// What the page says in `locale`.
pub fn texts(locale: Locale) -> &'static OverviewTexts {
    locale.pick(&PT_BR, &EN)
}

/// That `people` who are invited now do not all get a short temporary password, and why; none where they do.
pub fn longer_codes(locale: Locale, short: ShortPasswords, people: i64) -> Option<String> {
    let (longer, ShortPasswords { open, allowed }) = (short.longer_of(people), short);
    let who = match (locale, longer, people) {
        (_, 0, _) => return None,
        (Locale::PtBr, 1, 1) => "A pessoa receberá".to_owned(),
        (Locale::En, 1, 1) => "This person gets".to_owned(),
        (Locale::PtBr, all, people) if all == people => "Todas estas pessoas receberão".to_owned(),
        (Locale::En, all, people) if all == people => "All of these people get".to_owned(),
        (Locale::PtBr, 1, _) => "Uma destas pessoas receberá".to_owned(),
        (Locale::En, 1, _) => "One of these people gets".to_owned(),
        (Locale::PtBr, some, _) => format!("{} destas pessoas receberão", number(locale, some)),
        (Locale::En, some, _) => format!("{} of these people get", number(locale, some)),
    };
    let open = number(locale, open);
    Some(match locale {
        Locale::PtBr => format!(
            "{who} uma senha temporária de 10 caracteres em vez da curta: para que ninguém consiga adivinhar, no máximo {allowed} curtas valem ao mesmo tempo, e já há {open} valendo."
        ),
        Locale::En => format!(
            "{who} a temporary password of 10 characters instead of a short one: to keep them from being guessed, at most {allowed} short ones work at a time, and {open} already work."
        ),
    })
}

/// How many short temporary passwords work, and what others get.
pub fn short_codes(locale: Locale, ShortPasswords { open, allowed }: ShortPasswords) -> String {
    let open = number(locale, open);
    match locale {
        Locale::PtBr => format!(
            "Senhas temporárias curtas valendo agora: {open} de no máximo {allowed}. Acima disso, as pessoas recebem uma de 10 caracteres."
        ),
        Locale::En => format!(
            "Short temporary passwords that work now: {open} of at most {allowed}. Beyond that, people get one of 10 characters."
        ),
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
    failed_mails: |mails| match mails {
        0 => "Nenhuma falha de envio das últimas 72 horas precisa de você.".to_owned(),
        1 => "1 e-mail que falhou nas últimas 72 horas precisa de você.".to_owned(),
        mails => format!("{} e-mails que falharam nas últimas 72 horas precisam de você.", number(Locale::PtBr, mails)),
    },
    mails_link: "Ver motivos e o que fazer",
    queue_link: "Ver fila de e-mails",
    needs: NeedTexts {
        title: "Precisa de você",
        nothing: "Nada precisa da sua atenção agora.",
        failed: |count, number| match count {
            1 => "1 pessoa com falha no envio do e-mail.".to_owned(),
            _ => format!("{number} pessoas com falha no envio do e-mail."),
        },
        pending: |count, number| match count {
            1 => "1 cadastro aguardando aprovação.".to_owned(),
            _ => format!("{number} cadastros aguardando aprovação."),
        },
        expired: |count, number| match count {
            1 => "1 convite expirado.".to_owned(),
            _ => format!("{number} convites expirados."),
        },
        exhausted: |count, number| match count {
            1 => "1 pessoa bloqueada por tentativas.".to_owned(),
            _ => format!("{number} pessoas bloqueadas por tentativas."),
        },
        see_people: "Ver pessoas",
        import_preview: |file| format!("Importação aguardando confirmação: {file}."),
        import_paused: |file| format!("Importação pausada: {file}."),
        import_running: |file| format!("Importação em andamento: {file}."),
        open_import: "Abrir importação",
    },
    funnel: FunnelTexts {
        title: "Pessoas cadastradas nos últimos 30 dias",
        created: |count| if count == 1 { "Cadastrada" } else { "Cadastradas" },
        delivered: |count| if count == 1 { "E-mail aceito pelo servidor" } else { "E-mails aceitos pelo servidor" },
        signed_in: |count| if count == 1 { "Já acessou" } else { "Já acessaram" },
        chart: |since, created, signed_in| {
            format!("Gráfico por dia, de {since} até hoje. Pessoas cadastradas: {created}. Já acessaram: {signed_in}.")
        },
        table: "Ver tabela por dia",
        below_one_percent: "menos de 1%",
        day: "Dia",
    },
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
    failed_mails: |mails| match mails {
        0 => "No failed delivery of the last 72 hours needs your attention.".to_owned(),
        1 => "1 email that failed in the last 72 hours needs your attention.".to_owned(),
        mails => format!("{} emails that failed in the last 72 hours need your attention.", number(Locale::En, mails)),
    },
    mails_link: "See why and what to do",
    queue_link: "See email queue",
    needs: NeedTexts {
        title: "Needs your attention",
        nothing: "Nothing needs your attention right now.",
        failed: |count, number| match count {
            1 => "1 person whose email couldn't be delivered.".to_owned(),
            _ => format!("{number} people whose email couldn't be delivered."),
        },
        pending: |count, number| match count {
            1 => "1 registration awaiting approval.".to_owned(),
            _ => format!("{number} registrations awaiting approval."),
        },
        expired: |count, number| match count {
            1 => "1 expired invitation.".to_owned(),
            _ => format!("{number} expired invitations."),
        },
        exhausted: |count, number| match count {
            1 => "1 person locked after too many tries.".to_owned(),
            _ => format!("{number} people locked after too many tries."),
        },
        see_people: "See people",
        import_preview: |file| format!("Import awaiting confirmation: {file}."),
        import_paused: |file| format!("Paused import: {file}."),
        import_running: |file| format!("Running import: {file}."),
        open_import: "Open import",
    },
    funnel: FunnelTexts {
        title: "People added in the last 30 days",
        created: |_| "Added",
        delivered: |count| if count == 1 { "Email accepted by the server" } else { "Emails accepted by the server" },
        signed_in: |_| "Signed in",
        chart: |since, created, signed_in| {
            format!("Chart by day, from {since} until today. People added: {created}. Signed in: {signed_in}.")
        },
        table: "See table by day",
        below_one_percent: "less than 1%",
        day: "Day",
    },
    codes: "Temporary passwords",
    closed: "Short temporary passwords work only with the link in the email",
    closed_body: "There were too many wrong temporary passwords on the sign-in page in 24 hours: it looks like someone is guessing. People who haven't signed in yet should use the link in their email; people with their own password sign in as usual. The restriction ends on its own 24 hours after the last wrong guesses.",
    guesses: |counted, allowed| {
        format!("Wrong temporary passwords in the last 24 hours: {counted} of {allowed} allowed.")
    },
    log: "See tries in the audit log",
};
