//! The list of mails: its tabs and rows, and what is said when it is empty.

use crate::domain::Locale;
use crate::locale::number::number;
use crate::ui::pages::admin::mail::remedy::Remedy;

/// The list of mails.
pub struct MailTableTexts {
    /// Names the tabs.
    pub tabs: &'static str,
    /// The tab of those that have not left.
    pub open: &'static str,
    /// The tab of those given up.
    pub failed: &'static str,
    /// The tab of those that left.
    pub sent: &'static str,
    /// How many of those that failed need somebody, and how many do not.
    pub settled: fn(needs_action: i64, settled: i64) -> String,
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
    /// What to do about a mail that failed.
    pub remedy_of: fn(Remedy) -> &'static str,
    /// Under the name of somebody who has not confirmed yet.
    pub unconfirmed: &'static str,
    /// The button that sends another temporary password after one failed.
    pub retry: &'static str,
    /// The button that does not wait.
    pub retry_now: &'static str,
    /// The button that sends a mail for later at once.
    pub send_now: &'static str,
    /// Leads to the person.
    pub open_person: &'static str,
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
}

/// In Brazilian Portuguese.
pub static PT_BR: MailTableTexts = MailTableTexts {
    tabs: "Filtrar por estado",
    open: "Na fila",
    failed: "Falha no envio",
    sent: "Aceitos pelo servidor",
    settled: |needs_action, settled| {
        let open = match needs_action {
            0 => "Nenhum e-mail precisa de você.".to_owned(),
            1 => "1 e-mail precisa de você.".to_owned(),
            _ => format!("{} e-mails precisam de você.", number(Locale::PtBr, needs_action)),
        };
        let history = match settled {
            1 => "Outro não precisa e fica na lista como histórico.".to_owned(),
            _ => format!("Outros {} não precisam e ficam na lista como histórico.", number(Locale::PtBr, settled)),
        };
        format!("{open} {history}")
    },
    caption_open: "E-mails na fila, mais antigos primeiro",
    caption_failed: "E-mails com falha no envio, mais recentes primeiro",
    caption_sent: "E-mails aceitos pelo servidor, mais recentes primeiro",
    person: "Pessoa",
    purpose: "E-mail",
    state: "Estado",
    attempts: "Tentativas",
    changed: "Última atualização",
    remedy: "O que fazer",
    remedy_of: |remedy| match remedy {
        Remedy::CheckAddress => {
            "Corrija o e-mail na conta da pessoa, e enviaremos outra senha temporária. Se o e-mail estiver certo, reenvie."
        }
        Remedy::AddCpf => "Preencha o CPF na conta da pessoa e reenvie.",
        Remedy::AskForRoom => {
            "Peça à pessoa para liberar espaço na caixa de e-mail e reenvie. Se ela tiver outro e-mail, altere-o na conta."
        }
        Remedy::AskToBeLetIn => {
            "Esta caixa só aceita e-mails de dentro da organização. Use outro e-mail da pessoa; ou peça à organização dela que aceite mensagens do nosso remetente, e depois reenvie."
        }
        Remedy::Wait => "Reenvie em algumas horas.",
        Remedy::ReadAnswer => "Leia a resposta do servidor, resolva o problema e reenvie.",
        Remedy::SendAgain => "O servidor não respondeu. Envie um teste abaixo para conferir a conexão e reenvie.",
        Remedy::AskWhetherItArrived => "Pergunte à pessoa se o e-mail chegou. Se não chegou, reenvie.",
        Remedy::OnlyANotice => "Era só um aviso e a conta não depende dele. Confira se o e-mail da pessoa está certo.",
        Remedy::AskAgain => "A pessoa pode pedir outro link. Antes, confira se o e-mail da conta está certo.",
        Remedy::RegisterAgain => "A pessoa pode se cadastrar de novo com outro e-mail.",
        Remedy::Nothing => {
            "Nada a fazer: outro e-mail substituiu este, ou a pessoa não precisa mais dele, ou mudou de e-mail."
        }
    },
    unconfirmed: "Cadastro não confirmado",
    retry: "Reenviar senha temporária",
    retry_now: "Tentar agora",
    send_now: "Enviar agora",
    open_person: "Ver pessoa",
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
};

/// In English.
pub static EN: MailTableTexts = MailTableTexts {
    tabs: "Filter by status",
    open: "Queued",
    failed: "Delivery failed",
    sent: "Accepted by the server",
    settled: |needs_action, settled| {
        let open = match needs_action {
            0 => "No email needs your attention.".to_owned(),
            1 => "1 email needs your attention.".to_owned(),
            _ => format!("{} emails need your attention.", number(Locale::En, needs_action)),
        };
        let history = match settled {
            1 => "1 other doesn't and stays in the list as history.".to_owned(),
            _ => format!("{} others don't and stay in the list as history.", number(Locale::En, settled)),
        };
        format!("{open} {history}")
    },
    caption_open: "Emails in the queue, oldest first",
    caption_failed: "Emails that couldn't be sent, most recent first",
    caption_sent: "Emails accepted by the server, most recent first",
    person: "Person",
    purpose: "Email",
    state: "Status",
    attempts: "Tries",
    changed: "Last update",
    remedy: "What to do",
    remedy_of: |remedy| match remedy {
        Remedy::CheckAddress => {
            "Correct the email in the person's account, and we'll send a new temporary password. If the email is right, resend."
        }
        Remedy::AddCpf => "Add the CPF to the person's account, then resend.",
        Remedy::AskForRoom => {
            "Ask the person to free up space in their mailbox, then resend. If they have another address, change it in the account."
        }
        Remedy::AskToBeLetIn => {
            "This mailbox only accepts email from inside the organization. Use another address of theirs; or ask their organization to accept email from our sender, then resend."
        }
        Remedy::Wait => "Resend in a few hours.",
        Remedy::ReadAnswer => "Read the mail server's answer, fix the problem, then resend.",
        Remedy::SendAgain => "The mail server didn't answer. Send a test below to check the connection, then resend.",
        Remedy::AskWhetherItArrived => "Ask the person whether the email arrived. If it didn't, resend.",
        Remedy::OnlyANotice => {
            "It was only a notice and the account doesn't depend on it. Check that the person's email is right."
        }
        Remedy::AskAgain => "The person can ask for another link. First check that the account's email is right.",
        Remedy::RegisterAgain => "The person can register again with another email.",
        Remedy::Nothing => {
            "Nothing to do: another email replaced this one, or the person no longer needs it or has another address."
        }
    },
    unconfirmed: "Registration not confirmed",
    retry: "Resend temporary password",
    retry_now: "Try now",
    send_now: "Send now",
    open_person: "View person",
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
};
