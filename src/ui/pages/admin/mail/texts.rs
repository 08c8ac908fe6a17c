//! What `/admin/mail` says, and the warning about mails on all pages of the console.

use crate::domain::Locale;
use crate::locale::number::number;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static MailPageTexts {
    locale.pick(&PT_BR, &EN)
}

/// `/admin/mail`
pub struct MailPageTexts {
    /// The title.
    pub title: &'static str,
    /// The queue in a word: it moves.
    pub moving: &'static str,
    /// The queue in a word: an admin has paused it.
    pub paused_badge: &'static str,
    /// The queue in a word: the mail server refuses us.
    pub refused: &'static str,
    /// It moves, and nothing waits.
    pub all_quiet: &'static str,
    /// It moves: how many mails there are, how many of them are on their way, and how many are to be tried again.
    pub moves: fn(total: i64, sending: i64, waiting: i64) -> String,
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
    /// Names the tabs.
    pub tabs: &'static str,
    /// The tab of those that have not left.
    pub open: &'static str,
    /// The tab of those given up.
    pub failed: &'static str,
    /// The tab of those that left.
    pub sent: &'static str,
    /// What the rows are.
    pub caption_open: &'static str,
    /// What the rows are.
    pub caption_failed: &'static str,
    /// What the rows are.
    pub caption_sent: &'static str,
    /// Heads the people.
    pub person: &'static str,
    /// Heads what the mails are for.
    pub purpose: &'static str,
    /// Heads the states.
    pub state: &'static str,
    /// Heads the numbers of tries.
    pub attempts: &'static str,
    /// Heads the times.
    pub changed: &'static str,
    /// Heads what can be done.
    pub remedy: &'static str,
    /// Under the name of somebody who has not confirmed yet.
    pub unconfirmed: &'static str,
    /// Before the mail server's own words.
    pub answer: &'static str,
    /// The button that tries one again.
    pub retry: &'static str,
    /// The button that does not wait.
    pub retry_now: &'static str,
    /// The button that sends a mail for later at once.
    pub send_now: &'static str,
    /// Leads to the person.
    pub open_person: &'static str,
    /// The address was refused.
    pub check_address: &'static str,
    /// The CPF is missing.
    pub add_cpf: &'static str,
    /// The mailbox is full.
    pub ask_for_room: &'static str,
    /// The mailbox takes mail from inside only.
    pub ask_to_be_let_in: &'static str,
    /// The person receives too much just now.
    pub wait: &'static str,
    /// The mail was refused.
    pub read_answer: &'static str,
    /// No answer came.
    pub send_again: &'static str,
    /// No answer came, and the mail may have arrived.
    pub ask_whether_it_arrived: &'static str,
    /// A notice was refused.
    pub only_a_notice: &'static str,
    /// A link was refused.
    pub ask_again: &'static str,
    /// A registration was refused.
    pub register_again: &'static str,
    /// Nothing is left to do.
    pub nothing_to_do: &'static str,
    /// Heads the empty list of those that have not left.
    pub empty_open: &'static str,
    /// What fills it.
    pub empty_open_hint: &'static str,
    /// Leads there.
    pub empty_open_link: &'static str,
    /// Heads the empty list of failures.
    pub empty_failed: &'static str,
    /// Shown while the list is empty.
    pub empty_failed_hint: &'static str,
    /// Heads the empty list of what was sent.
    pub empty_sent: &'static str,
    /// How to try it.
    pub empty_sent_hint: &'static str,
    /// Names the pager.
    pub pages: &'static str,
    /// To the first page.
    pub first_page: &'static str,
    /// To the next page.
    pub next_page: &'static str,
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
    /// Names the warning.
    pub warn_label: &'static str,
    /// Heads the warning that an admin has paused the mails.
    pub warn_paused: &'static str,
    /// Heads the warning that the mail server refuses us.
    pub warn_refused: &'static str,
    /// Since when and why, and that nothing is lost.
    pub warn_refused_body: fn(since: &str, reason: &str) -> String,
    /// That no mail was taken since then, although some are due.
    pub nothing_taken: fn(since: &str) -> String,
    /// That so many of those tried last were put off.
    pub put_off: fn(i64, i64) -> String,
    /// Puts the warning aside.
    pub put_aside: &'static str,
    /// Leads to the outbox.
    pub warn_link: &'static str,
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
    moving: "Funcionando",
    paused_badge: "Pausado",
    refused: "Com falha",
    all_quiet: "Nenhum e-mail na fila.",
    moves: |total, sending, waiting| {
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
    tabs: "Filtrar por estado",
    open: "Na fila",
    failed: "Falha no envio",
    sent: "Aceitos pelo servidor",
    caption_open: "E-mails na fila, mais antigos primeiro",
    caption_failed: "E-mails com falha no envio, mais recentes primeiro",
    caption_sent: "E-mails aceitos pelo servidor, mais recentes primeiro",
    person: "Pessoa",
    purpose: "E-mail",
    state: "Estado",
    attempts: "Tentativas",
    changed: "Última atualização",
    remedy: "O que fazer",
    unconfirmed: "Cadastro não confirmado",
    answer: "Resposta do servidor de e-mail",
    retry: "Tentar de novo",
    retry_now: "Tentar agora",
    send_now: "Enviar agora",
    open_person: "Ver pessoa",
    check_address: "Corrija o e-mail na conta da pessoa, e enviaremos outra senha temporária. Se o e-mail estiver certo, tente de novo.",
    add_cpf: "Preencha o CPF na conta da pessoa e tente de novo.",
    ask_for_room: "Peça à pessoa para liberar espaço na caixa de e-mail e tente de novo. Se ela tiver outro e-mail, altere-o na conta.",
    ask_to_be_let_in: "Esta caixa só aceita e-mails de dentro da organização. Use outro e-mail da pessoa; ou peça à organização dela que aceite mensagens do nosso remetente, e depois tente de novo.",
    wait: "Tente de novo em algumas horas.",
    read_answer: "Leia a resposta do servidor, resolva o problema e tente de novo.",
    send_again: "O servidor não respondeu. Envie um teste abaixo para conferir a conexão e tente de novo.",
    ask_whether_it_arrived: "Pergunte à pessoa se o e-mail chegou. Se não chegou, tente de novo.",
    only_a_notice: "Era só um aviso e a conta não depende dele. Confira se o e-mail da pessoa está certo.",
    ask_again: "A pessoa pode pedir outro link. Antes, confira se o e-mail da conta está certo.",
    register_again: "A pessoa pode se cadastrar de novo com outro e-mail.",
    nothing_to_do: "Nada a fazer: outro e-mail substituiu este, ou a pessoa não precisa mais dele.",
    empty_open: "Nenhum e-mail na fila",
    empty_open_hint: "Quando você cadastra uma pessoa, o e-mail com a senha temporária aparece aqui.",
    empty_open_link: "Cadastrar pessoa",
    empty_failed: "Nenhuma falha no envio",
    empty_failed_hint: "Os e-mails que não puderem ser enviados aparecem aqui, com o motivo e o que fazer.",
    empty_sent: "Nenhum e-mail enviado ainda",
    empty_sent_hint: "Envie um e-mail de teste abaixo para conferir o servidor de e-mail.",
    pages: "Páginas",
    first_page: "Voltar ao começo",
    next_page: "Próximas",
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
    warn_label: "Aviso sobre os envios",
    warn_paused: "Os envios estão pausados",
    warn_refused: "Os e-mails não estão sendo enviados",
    warn_refused_body: |since, reason| {
        format!(
            "{reason} Acontece desde {since}. Nenhum e-mail se perde: eles ficam na fila e são enviados quando o servidor voltar."
        )
    },
    nothing_taken: |since| format!("Os envios estão atrasados: nenhum e-mail saiu desde {since}."),
    put_off: |put_off, tried| {
        format!(
            "Os envios estão atrasados: {put_off} dos últimos {tried} e-mails foram adiados pelos servidores de destino."
        )
    },
    put_aside: "Ocultar por 1 hora",
    warn_link: "Ver fila de e-mails",
};

/// In English.
pub static EN: MailPageTexts = MailPageTexts {
    title: "Email queue",
    moving: "Running",
    paused_badge: "Paused",
    refused: "Failing",
    all_quiet: "No emails in the queue.",
    moves: |total, sending, waiting| {
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
    tabs: "Filter by status",
    open: "Queued",
    failed: "Delivery failed",
    sent: "Accepted by the server",
    caption_open: "Emails in the queue, oldest first",
    caption_failed: "Emails that couldn't be sent, most recent first",
    caption_sent: "Emails accepted by the server, most recent first",
    person: "Person",
    purpose: "Email",
    state: "Status",
    attempts: "Tries",
    changed: "Last update",
    remedy: "What to do",
    unconfirmed: "Registration not confirmed",
    answer: "The mail server's answer",
    retry: "Try again",
    retry_now: "Try now",
    send_now: "Send now",
    open_person: "View person",
    check_address: "Correct the email in the person's account, and we'll send a new temporary password. If the email is right, try again.",
    add_cpf: "Add the CPF to the person's account, then try again.",
    ask_for_room: "Ask the person to free up space in their mailbox, then try again. If they have another address, change it in the account.",
    ask_to_be_let_in: "This mailbox only accepts email from inside the organization. Use another address of theirs; or ask their organization to accept email from our sender, then try again.",
    wait: "Try again in a few hours.",
    read_answer: "Read the mail server's answer, fix the problem and try again.",
    send_again: "The mail server didn't answer. Send a test below to check the connection, then try again.",
    ask_whether_it_arrived: "Ask the person whether the email arrived. If it didn't, try again.",
    only_a_notice: "It was only a notice and the account doesn't depend on it. Check that the person's email is right.",
    ask_again: "The person can ask for another link. First check that the account's email is right.",
    register_again: "The person can register again with another email.",
    nothing_to_do: "Nothing to do: another email replaced this one, or the person no longer needs it.",
    empty_open: "No emails in the queue",
    empty_open_hint: "When you add a person, the email with their temporary password shows up here.",
    empty_open_link: "Add person",
    empty_failed: "No failed deliveries",
    empty_failed_hint: "Emails that can't be sent show up here, with the reason and what to do.",
    empty_sent: "No emails sent yet",
    empty_sent_hint: "Send a test email below to check the mail server.",
    pages: "Pages",
    first_page: "Back to the start",
    next_page: "Next",
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
    warn_label: "Email warning",
    warn_paused: "Sending is paused",
    warn_refused: "Emails aren't being sent",
    warn_refused_body: |since, reason| {
        format!(
            "{reason} This has been happening since {since}. No emails are lost: they stay in the queue and are sent once the server is back."
        )
    },
    nothing_taken: |since| format!("Emails are delayed: none has been sent since {since}."),
    put_off: |put_off, tried| {
        format!("Emails are delayed: {put_off} of the last {tried} were put off by the receiving servers.")
    },
    put_aside: "Hide for 1 hour",
    warn_link: "See email queue",
};
