//! What `/admin/mail` says, and the warning about mails on all admin pages.

pub mod table;
pub mod warning;

use crate::domain::Locale;
use crate::locale::number::number;
use table::MailTableTexts;
use warning::WarningTexts;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static MailPageTexts {
    locale.pick(&PT_BR, &EN)
}

/// `/admin/mail`
pub struct MailPageTexts {
    /// The title.
    pub title: &'static str,
    /// The queue in a word: mails are being sent.
    pub running: &'static str,
    /// The queue in a word: an admin has paused it.
    pub paused_badge: &'static str,
    /// The queue in a word: the mail server refuses us.
    pub refused: &'static str,
    /// Nothing waits.
    pub all_quiet: &'static str,
    /// How many mails there are, how many of them are being sent, and how many are to be tried again.
    pub queued_mails: fn(total: i64, sending: i64, waiting: i64) -> String,
    /// An admin has paused it.
    pub paused: fn(&str) -> String,
    /// Since when the mail server refuses us.
    pub refused_since: fn(&str) -> String,
    /// When one mail is tried again.
    pub next_probe: fn(&str) -> String,
    /// The pace the operator has set.
    pub per_minute: fn(u128) -> String,
    /// The pace the operator has set.
    pub per_hour: fn(u128) -> String,
    /// The button that stops the mails.
    pub pause: &'static str,
    /// The button that lets them go on.
    pub resume: &'static str,
    /// The button that tries all again.
    pub retry_all: &'static str,
    /// Before the mail server's own words.
    pub answer: &'static str,
    /// The list of mails.
    pub table: &'static MailTableTexts,
    /// Heads the form of the test mail.
    pub test: &'static str,
    /// What it does.
    pub test_hint: &'static str,
    /// Labels where it goes.
    pub test_email: &'static str,
    /// The button.
    pub test_submit: &'static str,
    /// The button while the mail is under way.
    pub test_submitting: &'static str,
    /// The mail server took it.
    pub done_tested: &'static str,
    /// The same form has sent the test mail a moment ago.
    pub tested_before: &'static str,
    /// After a pause began.
    pub done_paused: &'static str,
    /// After it ended.
    pub done_resumed: &'static str,
    /// After one was tried again.
    pub done_retried: &'static str,
    /// After all were tried again.
    pub done_retried_all: &'static str,
    /// When there was nothing to try again.
    pub done_nothing: &'static str,
    /// The warning on all admin pages.
    pub warning: &'static WarningTexts,
}

/// All mails, and which of them are more than queued, where there are some: "3 emails queued: 1 being sent."
fn with_parts(locale: Locale, mut sentence: String, parts: [(i64, &str); 2]) -> String {
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = parts.map(|(count, part)| format!("{} {part}", number(locale, count))).collect();
    if !parts.is_empty() {
        sentence.push_str(": ");
        sentence.push_str(&parts.join(", "));
    }
    sentence.push('.');
    sentence
}

/// In Brazilian Portuguese.
pub static PT_BR: MailPageTexts = MailPageTexts {
    title: "Fila de e-mails",
    running: "Funcionando",
    paused_badge: "Pausado",
    refused: "Com falha",
    all_quiet: "Nenhum e-mail na fila.",
    queued_mails: |total, sending, waiting| {
        let mails = match total {
            1 => "1 e-mail na fila".to_owned(),
            _ => format!("{} e-mails na fila", number(Locale::PtBr, total)),
        };
        let sending_word = if sending == 1 { "sendo enviado" } else { "sendo enviados" };
        let parts = [(sending, sending_word), (waiting, "com nova tentativa agendada")];
        with_parts(Locale::PtBr, mails, parts)
    },
    paused: |since| {
        format!("Um administrador pausou os envios em {since}. Os e-mails ficam na fila até alguém retomar.")
    },
    refused_since: |since| {
        format!(
            "Acontece desde {since}. Nenhum e-mail se perde: os envios continuam quando o servidor voltar a aceitar."
        )
    },
    next_probe: |at| format!("Próxima tentativa: {at}."),
    per_minute: |mails| format!("Limite configurado: {mails} e-mails por minuto."),
    per_hour: |mails| format!("Limite configurado: {mails} e-mails por hora."),
    pause: "Pausar envios",
    resume: "Retomar envios",
    retry_all: "Tentar enviar todos de novo",
    answer: "Resposta do servidor de e-mail",
    table: &table::PT_BR,
    test: "Enviar um e-mail de teste",
    test_hint: "O teste é enviado na hora, sem passar pela fila. Se falhar, mostramos em que etapa. Leva no máximo um minuto.",
    test_email: "Enviar teste para",
    test_submit: "Enviar teste",
    test_submitting: "Enviando…",
    done_tested: "O servidor de e-mail aceitou o teste. Confira se ele chegou à caixa de entrada.",
    tested_before: "Você enviou o formulário duas vezes, então enviamos um só e-mail de teste. Se ele não chegar à caixa de entrada, o motivo aparece em Auditoria.",
    done_paused: "Envios pausados. Os e-mails ficam na fila até você retomar.",
    done_resumed: "Envios retomados.",
    done_retried: "O e-mail está na fila de novo.",
    done_retried_all: "Vamos enviar agora os e-mails da fila e tentar de novo os que falharam.",
    done_nothing: "Não há e-mails na fila nem com falha no envio.",
    warning: &warning::PT_BR,
};

/// In English.
pub static EN: MailPageTexts = MailPageTexts {
    title: "Email queue",
    running: "Running",
    paused_badge: "Paused",
    refused: "Failing",
    all_quiet: "No emails in the queue.",
    queued_mails: |total, sending, waiting| {
        let mails = match total {
            1 => "1 email queued".to_owned(),
            _ => format!("{} emails queued", number(Locale::En, total)),
        };
        with_parts(Locale::En, mails, [(sending, "being sent"), (waiting, "with a retry scheduled")])
    },
    paused: |since| format!("An admin paused sending on {since}. Emails stay in the queue until someone resumes."),
    refused_since: |since| {
        format!(
            "This has been happening since {since}. No emails are lost: sending continues once the server accepts them again."
        )
    },
    next_probe: |at| format!("Next try: {at}."),
    per_minute: |mails| format!("Configured limit: {mails} emails a minute."),
    per_hour: |mails| format!("Configured limit: {mails} emails an hour."),
    pause: "Pause sending",
    resume: "Resume sending",
    retry_all: "Try all again now",
    answer: "The mail server's answer",
    table: &table::EN,
    test: "Send a test email",
    test_hint: "The test is sent right away, outside the queue. If it fails, we show you at which step. It takes a minute at most.",
    test_email: "Send test to",
    test_submit: "Send test",
    test_submitting: "Sending…",
    done_tested: "The mail server accepted the test. Check that it reached the inbox.",
    tested_before: "You sent the form twice, so we sent only one test email. If it doesn't reach the inbox, the audit log says why.",
    done_paused: "Sending paused. Emails stay in the queue until you resume.",
    done_resumed: "Sending resumed.",
    done_retried: "The email is in the queue again.",
    done_retried_all: "We'll send the queued emails now and try the failed ones again.",
    done_nothing: "There are no queued or failed emails.",
    warning: &warning::EN,
};
