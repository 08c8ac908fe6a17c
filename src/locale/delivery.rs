//! What became of a mail: its state, why it was not sent, and what to do about it.

use super::mail_problem::{mail_problem, mail_remedy};
use crate::domain::{DeliveryState, Locale, MailProblem, STEP_GENERATE};

/// A mail's state, as a word.
pub const fn delivery_state(locale: Locale, state: DeliveryState) -> &'static str {
    match (locale, state) {
        (Locale::PtBr, DeliveryState::Queued) => "Na fila",
        (Locale::En, DeliveryState::Queued) => "Queued",
        (Locale::PtBr, DeliveryState::Sending) => "Enviando",
        (Locale::En, DeliveryState::Sending) => "Sending",
        (Locale::PtBr, DeliveryState::Waiting) => "Nova tentativa agendada",
        (Locale::En, DeliveryState::Waiting) => "Retry scheduled",
        (Locale::PtBr, DeliveryState::Sent) => "Aceito pelo servidor",
        (Locale::En, DeliveryState::Sent) => "Accepted",
        (Locale::PtBr, DeliveryState::Failed) => "Falha no envio",
        (Locale::En, DeliveryState::Failed) => "Delivery failed",
        (Locale::PtBr, DeliveryState::Obsolete) => "Não é mais necessário",
        (Locale::En, DeliveryState::Obsolete) => "No longer needed",
    }
}

/// Why a mail has not gone out, by the step of the SMTP dialogue it ended in and
/// the mail server's words there.
pub fn delivery_reason(locale: Locale, state: DeliveryState, step: &str, answer: &str) -> String {
    let for_good = matches!(state, DeliveryState::Failed);
    let problem = MailProblem::read(step, answer);
    // An address that is to be tried again later may be quite right, and who was asked to until
    // the end reads that below.
    let is_said_by_step = match problem {
        Some(MailProblem::Address) => !for_good,
        Some(MailProblem::TryLater) => for_good && step == "recipient",
        _ => false,
    };
    if let Some(problem) = problem.filter(|_| !is_said_by_step) {
        return mail_problem(locale, problem).to_owned();
    }
    let is_temporary = MailProblem::server_reply(answer).is_some_and(|words| words.starts_with('4'));
    let reason = match (locale, step) {
        (Locale::PtBr, "read") => "Não foi possível ler os dados guardados desta pessoa ou deste e-mail.",
        (Locale::En, "read") => "The data stored for this person or this email couldn't be read.",
        (Locale::PtBr, "name_lookup") => "Não encontramos o servidor de e-mail pelo nome (DNS).",
        (Locale::En, "name_lookup") => "The mail server's name wasn't found (DNS).",
        (Locale::PtBr, "connect") => "O servidor de e-mail não está respondendo.",
        (Locale::En, "connect") => "The mail server isn't responding.",
        (Locale::PtBr, "greeting") => "O servidor de e-mail recusou nossa conexão.",
        (Locale::En, "greeting") => "The mail server refused our connection.",
        (Locale::PtBr, "tls") => "Não foi possível fazer uma conexão segura com o servidor de e-mail.",
        (Locale::En, "tls") => "A secure connection to the mail server wasn't possible.",
        (Locale::PtBr, "auth") => "O servidor de e-mail não aceitou nosso usuário e senha.",
        (Locale::En, "auth") => "The mail server didn't accept our user name and password.",
        (Locale::PtBr, "sender") => "O servidor de e-mail não aceitou nosso endereço de remetente.",
        (Locale::En, "sender") => "The mail server didn't accept our sender address.",
        (Locale::PtBr, "recipient") if for_good && is_temporary => {
            "O servidor de e-mail pediu várias vezes para tentar mais tarde, e o prazo acabou."
        }
        (Locale::En, "recipient") if for_good && is_temporary => {
            "The mail server kept asking us to try later, and the deadline passed."
        }
        (Locale::PtBr, "recipient") if for_good => {
            "O servidor de e-mail recusou este endereço sem um motivo claro. Leia a resposta dele e confira o e-mail da pessoa."
        }
        (Locale::En, "recipient") if for_good => {
            "The mail server refused this address without a clear reason. Read its answer and check the person's email."
        }
        (Locale::PtBr, "recipient") => "O servidor de e-mail pediu para tentar este endereço mais tarde.",
        (Locale::En, "recipient") => "The mail server asked to try this address later.",
        (Locale::PtBr, STEP_GENERATE) if !for_good => {
            "Muitas pessoas estão entrando agora. O e-mail será enviado em seguida."
        }
        (Locale::En, STEP_GENERATE) if !for_good => {
            "Many people are signing in right now. The email will be sent in a moment."
        }
        (Locale::PtBr, STEP_GENERATE) => "Falta o CPF, que é usado como senha temporária.",
        (Locale::En, STEP_GENERATE) => "The CPF, which is used as the temporary password, is missing.",
        (Locale::PtBr, "final_answer") if !for_good => {
            "A conexão caiu antes da confirmação. O e-mail pode ter chegado."
        }
        (Locale::En, "final_answer") if !for_good => {
            "The connection dropped before the confirmation. The email may have arrived."
        }
        (Locale::PtBr, "restored") => {
            "Este e-mail estava na fila quando o backup foi feito e pode já ter sido enviado."
        }
        (Locale::En, "restored") => {
            "This email was in the queue when the backup was made and may have been sent since then."
        }
        (Locale::PtBr, _) if for_good => "O servidor de e-mail recusou o e-mail.",
        (Locale::En, _) if for_good => "The mail server refused the email.",
        (Locale::PtBr, _) => "Não foi possível enviar.",
        (Locale::En, _) => "The email couldn't be sent.",
    };
    reason.to_owned()
}

/// What an operator can do about a failed step; the same words on pages and at the command line.
pub fn delivery_hint(locale: Locale, step: &str, answer: &str) -> &'static str {
    if let Some(problem) = MailProblem::read(step, answer) {
        return mail_remedy(locale, problem);
    }
    match (locale, step.as_bytes()) {
        (Locale::PtBr, b"name_lookup") => "Confira o nome do servidor em CHAVEIRO_SMTP_URL e o DNS desta máquina.",
        (Locale::En, b"name_lookup") => "Check the host name in CHAVEIRO_SMTP_URL and this machine's DNS.",
        (Locale::PtBr, b"connect") => {
            "Confira a porta em CHAVEIRO_SMTP_URL (465 ou 587) e se um firewall bloqueia a saída."
        }
        (Locale::En, b"connect") => {
            "Check the port in CHAVEIRO_SMTP_URL (465 or 587) and whether a firewall blocks outgoing connections."
        }
        (Locale::PtBr, b"greeting") => {
            "O servidor pode ter bloqueado nosso endereço IP. Fale com o administrador do servidor de e-mail."
        }
        (Locale::En, b"greeting") => {
            "The server may have blocked our IP address. Contact the mail server's administrator."
        }
        (Locale::PtBr, b"tls") => {
            "Tente smtps:// com a porta 465, ou smtp://…?tls=required com a 587; confira o certificado."
        }
        (Locale::En, b"tls") => "Try smtps:// with port 465, or smtp://…?tls=required with 587; check the certificate.",
        (Locale::PtBr, b"auth") => "Confira o usuário em CHAVEIRO_SMTP_URL e CHAVEIRO_SMTP_PASSWORD.",
        (Locale::En, b"auth") => "Check the user name in CHAVEIRO_SMTP_URL and CHAVEIRO_SMTP_PASSWORD.",
        (Locale::PtBr, b"sender") => "Confira CHAVEIRO_MAIL_FROM: o servidor só aceita remetentes que conhece.",
        (Locale::En, b"sender") => "Check CHAVEIRO_MAIL_FROM: the mail server accepts only senders it knows.",
        (Locale::PtBr, b"recipient") => "Confira o endereço do destinatário.",
        (Locale::En, b"recipient") => "Check the recipient's address.",
        (Locale::PtBr, b"restored") => "Reenvie se a pessoa ainda precisar dele.",
        (Locale::En, b"restored") => "Resend it if the person still needs it.",
        (Locale::PtBr, _) => "Leia a resposta do servidor para saber o que ele não aceitou.",
        (Locale::En, _) => "Read the mail server's answer to see what it didn't accept.",
    }
}

/// A step of the SMTP dialogue, by a name that people and manuals use.
pub const fn delivery_step(locale: Locale, step: &str) -> &'static str {
    match (locale, step.as_bytes()) {
        (Locale::PtBr, b"name_lookup") => "consulta do nome (DNS)",
        (Locale::En, b"name_lookup") => "name lookup (DNS)",
        (Locale::PtBr, b"connect") => "conexão",
        (Locale::En, b"connect") => "connection",
        (Locale::PtBr, b"greeting") => "saudação (EHLO)",
        (Locale::En, b"greeting") => "greeting (EHLO)",
        (_, b"tls") => "TLS",
        (Locale::PtBr, b"auth") => "autenticação (AUTH)",
        (Locale::En, b"auth") => "authentication (AUTH)",
        (Locale::PtBr, b"sender") => "remetente (MAIL FROM)",
        (Locale::En, b"sender") => "sender (MAIL FROM)",
        (Locale::PtBr, b"recipient") => "destinatário (RCPT TO)",
        (Locale::En, b"recipient") => "recipient (RCPT TO)",
        (Locale::PtBr, b"data") => "mensagem (DATA)",
        (Locale::En, b"data") => "message (DATA)",
        (Locale::PtBr, b"final_answer") => "confirmação",
        (Locale::En, b"final_answer") => "confirmation",
        (Locale::PtBr, b"restored") => "restauração de um backup",
        (Locale::En, b"restored") => "restore of a backup",
        (Locale::PtBr, _) => "preparação",
        (Locale::En, _) => "preparation",
    }
}

/// At which step a test mail failed, why, and what to do: the same on the page
/// and at the command line.
pub fn mail_not_taken(locale: Locale, step: &str, refused: bool, answer: &str) -> String {
    let state = if refused { DeliveryState::Failed } else { DeliveryState::Waiting };
    let (name, hint) = (delivery_step(locale, step), delivery_hint(locale, step, answer));
    let reason = match (locale, MailProblem::read(step, answer)) {
        // The address is what somebody typed for the test, and no person's.
        (Locale::PtBr, Some(MailProblem::Address)) => "O servidor recusou este endereço. Talvez ele não exista.".into(),
        (Locale::En, Some(MailProblem::Address)) => "The mail server refused this address. It may not exist.".into(),
        _ => delivery_reason(locale, state, step, answer),
    };
    match locale {
        Locale::PtBr => format!("O teste falhou na etapa “{name}”. {reason} {hint}"),
        Locale::En => format!("The test failed at step “{name}”. {reason} {hint}"),
    }
}

/// When a mail is tried again; while an admin has paused all of them, that instead.
pub fn next_try(locale: Locale, hour: &str, is_paused: bool) -> String {
    match (locale, is_paused) {
        (Locale::PtBr, false) => format!("Próxima tentativa às {hour}."),
        (Locale::En, false) => format!("Next try at {hour}."),
        (Locale::PtBr, true) => "Os envios estão pausados.".to_owned(),
        (Locale::En, true) => "Sending is paused.".to_owned(),
    }
}

/// When a mail for later leaves; `moment` as a deadline.
pub fn sent_later(locale: Locale, moment: &str) -> String {
    match locale {
        Locale::PtBr => format!("Será enviado em {moment}."),
        Locale::En => format!("Will be sent on {moment}."),
    }
}
