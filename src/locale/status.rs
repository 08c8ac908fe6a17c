//! How accounts and mails stand, and why something did not work.

use super::mail_problem::{mail_problem, mail_remedy};
use crate::domain::{DeliveryState, Locale, MailProblem, UserStatus};
use crate::error::AppError;

/// An account's state, as a word.
pub const fn user_status(locale: Locale, state: UserStatus) -> &'static str {
    match (locale, state) {
        (Locale::PtBr, UserStatus::Pending) => "Aguardando aprovação",
        (Locale::En, UserStatus::Pending) => "Awaiting approval",
        (Locale::PtBr, UserStatus::Waiting) => "Na fila",
        (Locale::En, UserStatus::Waiting) => "Queued",
        (Locale::PtBr, UserStatus::Invited) => "Convite enviado",
        (Locale::En, UserStatus::Invited) => "Invited",
        (Locale::PtBr, UserStatus::Expired) => "Convite expirado",
        (Locale::En, UserStatus::Expired) => "Invitation expired",
        (Locale::PtBr, UserStatus::Exhausted) => "Bloqueado por tentativas",
        (Locale::En, UserStatus::Exhausted) => "Locked: too many tries",
        (Locale::PtBr, UserStatus::Revoked) => "Convite cancelado",
        (Locale::En, UserStatus::Revoked) => "Invitation canceled",
        (Locale::PtBr, UserStatus::Active) => "Acesso ativo",
        (Locale::En, UserStatus::Active) => "Active",
        (Locale::PtBr, UserStatus::Disabled) => "Desativado",
        (Locale::En, UserStatus::Disabled) => "Disabled",
        (Locale::PtBr, UserStatus::Deleted) => "Excluído",
        (Locale::En, UserStatus::Deleted) => "Deleted",
    }
}

/// The state of an account whose row cannot be read, as a word.
pub const fn broken_record(locale: Locale) -> &'static str {
    match locale {
        Locale::PtBr => "Registro danificado",
        Locale::En => "Damaged record",
    }
}

/// What of an account cannot be read, and what to do about it.
pub fn broken_columns(locale: Locale, columns: &[&str]) -> String {
    let names = columns.join(", ");
    match locale {
        Locale::PtBr => format!(
            "Estes valores no banco de dados não podem ser lidos: {names}. Nada é enviado a esta pessoa enquanto isso. \
             Use “Editar” para corrigir, ou corrija no banco de dados."
        ),
        Locale::En => format!(
            "These values in the database can't be read: {names}. Nothing is sent to this person until that is fixed. \
             Use “Edit” to fix it, or fix it in the database."
        ),
    }
}

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
    // An address that is to be tried again later may be quite right.
    if let Some(problem) = problem.filter(|problem| for_good || *problem != MailProblem::Address) {
        return mail_problem(locale, problem).to_owned();
    }
    let is_reply = answer.as_bytes().iter().take(3).filter(|byte| byte.is_ascii_digit()).count() == 3;
    let is_temporary = is_reply && answer.starts_with('4');
    let reason = match (locale, step) {
        (Locale::PtBr, "read") => "Um valor guardado desta pessoa ou deste e-mail não pôde ser lido.",
        (Locale::En, "read") => "A value stored for this person or this email could not be read.",
        (Locale::PtBr, "auth" | "sender" | "recipient") if !is_reply && !answer.is_empty() && !for_good => {
            "O servidor de e-mail parou de responder no meio da conversa."
        }
        (Locale::En, "auth" | "sender" | "recipient") if !is_reply && !answer.is_empty() && !for_good => {
            "The mail server stopped answering halfway."
        }
        (Locale::PtBr, "auth" | "sender") if is_temporary => "O servidor de e-mail não aceita mensagens nossas agora.",
        (Locale::En, "auth" | "sender") if is_temporary => "The mail server takes no emails from us at the moment.",
        (Locale::PtBr, "name_lookup") => "O nome do servidor de e-mail não foi encontrado.",
        (Locale::En, "name_lookup") => "The mail server's name was not found.",
        (Locale::PtBr, "connect") => "O servidor de e-mail não responde.",
        (Locale::En, "connect") => "The mail server does not respond.",
        (Locale::PtBr, "greeting") => "O servidor de e-mail não nos atende agora.",
        (Locale::En, "greeting") => "The mail server does not let us in at the moment.",
        (Locale::PtBr, "tls") => "A conexão segura com o servidor de e-mail não foi possível.",
        (Locale::En, "tls") => "No secure connection to the mail server was possible.",
        (Locale::PtBr, "auth") => "O servidor de e-mail não aceitou nosso usuário e senha.",
        (Locale::En, "auth") => "The mail server did not accept our user name and password.",
        (Locale::PtBr, "sender") => "O servidor de e-mail não aceitou nosso endereço de remetente.",
        (Locale::En, "sender") => "The mail server did not accept our sender address.",
        (Locale::PtBr, "recipient") if for_good && is_temporary => {
            "O servidor de e-mail pediu para tentar este endereço mais tarde, até o prazo acabar."
        }
        (Locale::En, "recipient") if for_good && is_temporary => {
            "The mail server kept asking to try this address later, until time was up."
        }
        (Locale::PtBr, "recipient") if for_good => {
            "O servidor recusou este endereço e não disse claramente por quê. Leia a resposta dele e confira o e-mail da pessoa."
        }
        (Locale::En, "recipient") if for_good => {
            "The mail server refused this address and didn't say clearly why. Read its answer and check the person's e-mail."
        }
        (Locale::PtBr, "recipient") => "O servidor pediu para tentar este endereço mais tarde.",
        (Locale::En, "recipient") => "The mail server asked to try this address later.",
        (Locale::PtBr, "draw") if !for_good => "Muita gente está entrando agora; o e-mail sai em seguida.",
        (Locale::En, "draw") if !for_good => "Many people are signing in just now; the mail follows in a moment.",
        (Locale::PtBr, "draw") => "Falta o CPF do qual sairia a senha temporária.",
        (Locale::En, "draw") => "The CPF from which the temporary password would be made is missing.",
        (Locale::PtBr, "final_answer") if !for_good => {
            "A conexão caiu antes da confirmação: a mensagem pode ter chegado."
        }
        (Locale::En, "final_answer") if !for_good => {
            "The connection broke before the confirmation: the mail may have arrived."
        }
        (Locale::PtBr, "restored") => {
            "Este e-mail esperava na fila quando o backup foi feito e pode já ter sido enviado."
        }
        (Locale::En, "restored") => "This email was queued when the backup was made and may have been sent since.",
        (Locale::PtBr, _) if for_good => "O servidor de e-mail recusou a mensagem.",
        (Locale::En, _) if for_good => "The mail server refused the mail.",
        (Locale::PtBr, _) => "O envio não deu certo.",
        (Locale::En, _) => "The mail could not be sent.",
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
            "Confira a porta em CHAVEIRO_SMTP_URL (465 ou 587) e se um firewall barra a saída."
        }
        (Locale::En, b"connect") => {
            "Check the port in CHAVEIRO_SMTP_URL (465 or 587) and whether a firewall blocks the way out."
        }
        (Locale::PtBr, b"greeting") => {
            "Pode ser que este endereço de rede esteja bloqueado lá: fale com quem mantém o servidor."
        }
        (Locale::En, b"greeting") => "This network address may be blocked there: ask whoever runs the mail server.",
        (Locale::PtBr, b"tls") => {
            "Tente smtps:// com a porta 465, ou smtp://…?tls=required com a 587; confira o certificado."
        }
        (Locale::En, b"tls") => "Try smtps:// with port 465, or smtp://…?tls=required with 587; check the certificate.",
        (Locale::PtBr, b"auth") => "Confira o usuário em CHAVEIRO_SMTP_URL e CHAVEIRO_SMTP_PASSWORD.",
        (Locale::En, b"auth") => "Check the user name in CHAVEIRO_SMTP_URL and CHAVEIRO_SMTP_PASSWORD.",
        (Locale::PtBr, b"sender") => "Confira CHAVEIRO_MAIL_FROM: o servidor só aceita remetentes que conhece.",
        (Locale::En, b"sender") => "Check CHAVEIRO_MAIL_FROM: the mail server accepts senders it knows only.",
        (Locale::PtBr, b"recipient") => "Confira o endereço de destino.",
        (Locale::En, b"recipient") => "Check the address the mail is for.",
        (Locale::PtBr, b"restored") => "Envie de novo se a pessoa ainda precisar dele.",
        (Locale::En, b"restored") => "Send it again if the person still needs it.",
        (Locale::PtBr, _) => "Leia as palavras do servidor: dizem o que ele não aceitou.",
        (Locale::En, _) => "Read the mail server's words: they say what it did not accept.",
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
    let (name, reason) = (delivery_step(locale, step), delivery_reason(locale, state, step, answer));
    let hint = delivery_hint(locale, step, answer);
    match locale {
        Locale::PtBr => format!("O teste parou na etapa “{name}”. {reason} {hint}"),
        Locale::En => format!("The test stopped at step “{name}”. {reason} {hint}"),
    }
}

/// When a mail is tried again.
pub fn next_try(locale: Locale, hour: &str) -> String {
    match locale {
        Locale::PtBr => format!("Próxima tentativa às {hour}."),
        Locale::En => format!("Next try at {hour}."),
    }
}

/// What went wrong, why, and what to do next.
pub fn message(locale: Locale, error: &AppError) -> String {
    use Locale::{En, PtBr};
    match (locale, error) {
        (PtBr, AppError::InvalidForm(_)) => "Confira os campos marcados.".to_owned(),
        (En, AppError::InvalidForm(_)) => "Check the marked fields.".to_owned(),
        (PtBr, AppError::MalformedRequest) => "O formulário não chegou inteiro ou veio num formato que não conhecemos. Volte, recarregue a página e envie de novo.".to_owned(),
        (En, AppError::MalformedRequest) => "The form did not arrive whole, or in a shape we do not know. Go back, reload the page and send it again.".to_owned(),
        (PtBr, AppError::WrongCredentials) => "E-mail ou senha não aceitos. Senhas temporárias deixam de funcionar depois do prazo; se for o caso, peça outra.".to_owned(),
        (En, AppError::WrongCredentials) => "E-mail or password not accepted. Temporary passwords stop working after their deadline; if that is it, ask for a new one.".to_owned(),
        (PtBr, AppError::LinkNeeded) => "E-mail ou senha não aceitos. Por segurança, senhas temporárias curtas não são aceitas nesta página agora: abra o link do e-mail em que a sua veio ou peça outra.".to_owned(),
        (En, AppError::LinkNeeded) => "E-mail or password not accepted. To keep everybody safe, short temporary passwords are not accepted on this page for now: open the link in the mail that brought yours, or ask for another.".to_owned(),
        (PtBr, AppError::TooManyTries { retry_after }) => format!("Muitas tentativas. Espere {} e tente de novo.", wait(PtBr, *retry_after)),
        (En, AppError::TooManyTries { retry_after }) => format!("Too many tries. Wait {} and try again.", wait(En, *retry_after)),
        (PtBr, AppError::NotSignedIn) => "Entre para continuar.".to_owned(),
        (En, AppError::NotSignedIn) => "Sign in to go on.".to_owned(),
        (PtBr, AppError::PasswordChangeRequired) => "Antes de tudo, crie sua própria senha.".to_owned(),
        (En, AppError::PasswordChangeRequired) => "First of all, create a password of your own.".to_owned(),
        (PtBr, AppError::Forbidden) => "Esta página é para administradores.".to_owned(),
        (En, AppError::Forbidden) => "This page is for administrators.".to_owned(),
        (PtBr, AppError::PasswordNeeded) => "Digite sua senha atual: este passo pede que você a confirme.".to_owned(),
        (En, AppError::PasswordNeeded) => "Enter your current password: this step asks you to confirm it.".to_owned(),
        (PtBr, AppError::LastAdmin) => "Esta é a última pessoa que administra. Dê o papel de administrador a outra antes.".to_owned(),
        (En, AppError::LastAdmin) => "This is the last administrator. Make somebody else an administrator first.".to_owned(),
        (PtBr, AppError::DoesNotApply) => "Isto não se aplica à conta como ela está agora. Veja a situação dela e escolha outro passo.".to_owned(),
        (En, AppError::DoesNotApply) => "This does not apply to the account as it stands now. Look at its state and choose another step.".to_owned(),
        (PtBr, AppError::NotFound) => "Não há nada neste endereço. Confira se foi digitado por inteiro.".to_owned(),
        (En, AppError::NotFound) => "Nothing is at this address. Check that it was typed in full.".to_owned(),
        (PtBr, AppError::LinkNotValid) => "Este link já foi usado ou expirou. Peça outro.".to_owned(),
        (En, AppError::LinkNotValid) => "This link was used already or has expired. Ask for another.".to_owned(),
        (PtBr, AppError::TooManyLivePages) => "Há páginas demais abertas ao mesmo tempo, e esta não será atualizada sozinha. Feche algumas e recarregue.".to_owned(),
        (En, AppError::TooManyLivePages) => "Too many pages are open at once, so this one does not update by itself. Close some and reload it.".to_owned(),
        (PtBr, AppError::LinkIncomplete) => "Falta o final do endereço deste link. Abra-o de novo onde o recebeu ou copie-o inteiro, até o último caractere.".to_owned(),
        (En, AppError::LinkIncomplete) => "The end of this link's address is missing. Open it again where you got it, or copy all of it, up to the last character.".to_owned(),
        (PtBr, AppError::OtherHost { address }) => format!("Este site não atende por este endereço. Abra {address}"),
        (En, AppError::OtherHost { address }) => format!("This site doesn't answer at this address. Open {address}"),
        (PtBr, AppError::Busy { retry_after }) => format!("O servidor está ocupado. Tente de novo em {}.", wait(PtBr, *retry_after)),
        (En, AppError::Busy { retry_after }) => format!("The server is busy. Try again in {}.", wait(En, *retry_after)),
        (_, AppError::MailNotTaken { step, refused, answer }) => mail_not_taken(locale, step, *refused, answer),
        (PtBr, AppError::Internal { reference }) => format!("Algo deu errado aqui, não com você. Tente de novo; se continuar, informe a referência {reference}."),
        (En, AppError::Internal { reference }) => format!("Something went wrong here, not with you. Try again; if it goes on, report the reference {reference}."),
    }
}

/// A span of time, in words.
fn wait(locale: Locale, seconds: u32) -> String {
    let minutes = seconds.div_ceil(60);
    match (locale, seconds, minutes) {
        (Locale::PtBr, 1, _) => "1 segundo".to_owned(),
        (Locale::En, 1, _) => "1 second".to_owned(),
        (Locale::PtBr, ..60, _) => format!("{seconds} segundos"),
        (Locale::En, ..60, _) => format!("{seconds} seconds"),
        (Locale::PtBr, _, 1) => "1 minuto".to_owned(),
        (Locale::En, _, 1) => "1 minute".to_owned(),
        (Locale::PtBr, _, minutes) => format!("{minutes} minutos"),
        (Locale::En, _, minutes) => format!("{minutes} minutes"),
    }
}
