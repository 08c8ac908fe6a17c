//! How accounts and mails stand, and why something did not work.

use super::mail_problem::{mail_problem, mail_remedy};
use crate::domain::{DeliveryState, Locale, MailProblem, STEP_GENERATE, UserStatus};
use crate::error::AppError;
use crate::locale::time::span;
use std::time::Duration;

/// An account's state, as a word.
pub const fn user_status(locale: Locale, state: UserStatus) -> &'static str {
    match (locale, state) {
        (Locale::PtBr, UserStatus::Pending) => "Aguardando aprovação",
        (Locale::En, UserStatus::Pending) => "Awaiting approval",
        (Locale::PtBr, UserStatus::Waiting) => "Na fila",
        (Locale::En, UserStatus::Waiting) => "Queued",
        (Locale::PtBr, UserStatus::Failed) => "Falha no envio",
        (Locale::En, UserStatus::Failed) => "Delivery failed",
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

/// The state of an account that waits for a temporary password while no email is queued: it is to be handed over in
/// person, or to be asked for.
pub const fn nothing_sent(locale: Locale) -> &'static str {
    match locale {
        Locale::PtBr => "Nada enviado",
        Locale::En => "Nothing sent",
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
            "Não conseguimos ler estes valores no banco de dados: {names}. Enquanto isso, não enviamos e-mails para esta pessoa. Corrija em “Editar” ou no banco de dados."
        ),
        Locale::En => format!(
            "We can't read these values in the database: {names}. Until then, we don't email this person. Fix them under “Edit” or in the database."
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
    let is_temporary = MailProblem::servers_words(answer).is_some_and(|words| words.starts_with('4'));
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
            "O servidor recusou este endereço sem um motivo claro. Leia a resposta dele e confira o e-mail da pessoa."
        }
        (Locale::En, "recipient") if for_good => {
            "The mail server refused this address without a clear reason. Read its answer and check the person's email."
        }
        (Locale::PtBr, "recipient") => "O servidor pediu para tentar este endereço mais tarde.",
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
            "O servidor pode ter bloqueado nosso endereço de rede. Fale com o administrador do servidor de e-mail."
        }
        (Locale::En, b"greeting") => {
            "The server may have blocked our network address. Contact the mail server's administrator."
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

/// When a mail is tried again.
pub fn next_try(locale: Locale, hour: &str) -> String {
    match locale {
        Locale::PtBr => format!("Próxima tentativa às {hour}."),
        Locale::En => format!("Next try at {hour}."),
    }
}

/// When a mail for later leaves; `moment` as a deadline.
pub fn sent_later(locale: Locale, moment: &str) -> String {
    match locale {
        Locale::PtBr => format!("Será enviado em {moment}."),
        Locale::En => format!("Will be sent on {moment}."),
    }
}

/// What went wrong, why, and what to do next.
pub fn message(locale: Locale, error: &AppError) -> String {
    use Locale::{En, PtBr};
    match (locale, error) {
        (PtBr, AppError::InvalidForm(_)) => "Confira os campos destacados.".to_owned(),
        (En, AppError::InvalidForm(_)) => "Check the highlighted fields.".to_owned(),
        (PtBr, AppError::ChangedMeanwhile(_)) => "Outra pessoa mudou isto enquanto você editava. Confira e salve de novo.".to_owned(),
        (En, AppError::ChangedMeanwhile(_)) => "Someone else changed this while you were editing. Check it and save again.".to_owned(),
        (PtBr, AppError::MalformedRequest) => "Não recebemos todos os dados. Volte, recarregue a página e envie de novo.".to_owned(),
        (En, AppError::MalformedRequest) => "We didn't receive all the data. Go back, reload the page and send it again.".to_owned(),
        (PtBr, AppError::FormTooLarge) => "O formulário é maior do que aceitamos. Volte, encurte os textos e envie de novo.".to_owned(),
        (En, AppError::FormTooLarge) => "The form is larger than we accept. Go back, shorten the texts and send it again.".to_owned(),
        (PtBr, AppError::MethodNotAllowed) => "Este endereço não aceita esse tipo de pedido. Volte à página anterior ou comece do início.".to_owned(),
        (En, AppError::MethodNotAllowed) => "This address doesn't accept that kind of request. Go back to the previous page or start over.".to_owned(),
        (PtBr, AppError::WrongCredentials) => "E-mail ou senha incorretos. Se sua senha temporária expirou, peça outra.".to_owned(),
        (En, AppError::WrongCredentials) => "Wrong email or password. If your temporary password expired, ask for a new one.".to_owned(),
        (PtBr, AppError::LinkNeeded) => "E-mail ou senha incorretos. Por segurança, senhas temporárias curtas não são aceitas nesta página agora: abra o link do e-mail que você recebeu ou peça outra senha.".to_owned(),
        (En, AppError::LinkNeeded) => "Wrong email or password. For security, short temporary passwords aren't accepted on this page right now: open the link in the email you got, or ask for a new password.".to_owned(),
        (PtBr, AppError::TooManyTries { retry_after }) => format!("Muitas tentativas. Espere {} e tente de novo.", wait(PtBr, *retry_after)),
        (En, AppError::TooManyTries { retry_after }) => format!("Too many tries. Wait {} and try again.", wait(En, *retry_after)),
        (PtBr, AppError::NotSignedIn) => "Entre para continuar.".to_owned(),
        (En, AppError::NotSignedIn) => "Sign in to continue.".to_owned(),
        (PtBr, AppError::PasswordChangeRequired) => "Primeiro, crie sua própria senha.".to_owned(),
        (En, AppError::PasswordChangeRequired) => "First, create your own password.".to_owned(),
        (PtBr, AppError::Forbidden) => "Se você precisa desta página, fale com um administrador.".to_owned(),
        (En, AppError::Forbidden) => "If you need this page, contact an admin.".to_owned(),
        (PtBr, AppError::PasswordNeeded) => "Digite sua senha atual para confirmar que é você.".to_owned(),
        (En, AppError::PasswordNeeded) => "Enter your current password to confirm it's you.".to_owned(),
        (PtBr, AppError::LastAdmin) => "Este é o único administrador. Antes, dê o papel de administrador a outra pessoa.".to_owned(),
        (En, AppError::LastAdmin) => "This is the last admin. Make someone else an admin first.".to_owned(),
        (PtBr, AppError::DoesNotApply) => "Esta ação não se aplica ao estado atual da conta. Confira o estado e escolha outra ação.".to_owned(),
        (En, AppError::DoesNotApply) => "This action doesn't apply to the account's current status. Check the status and choose another action.".to_owned(),
        (PtBr, AppError::NotFound) => "Não há nenhuma página neste endereço. Confira se ele está completo.".to_owned(),
        (En, AppError::NotFound) => "There's no page at this address. Check that it's complete.".to_owned(),
        (PtBr, AppError::LinkNotValid) => "Este link já foi usado ou expirou. Peça outro.".to_owned(),
        (En, AppError::LinkNotValid) => "This link was already used or has expired. Ask for another.".to_owned(),
        (PtBr, AppError::TooManyLivePages) => "Há muitas páginas abertas ao mesmo tempo, e esta não será atualizada automaticamente. Feche algumas e recarregue.".to_owned(),
        (En, AppError::TooManyLivePages) => "Too many pages are open at once, so this one won't update automatically. Close some and reload.".to_owned(),
        (PtBr, AppError::LinkIncomplete) => "Falta o final do link. Abra o link de novo no e-mail ou copie-o inteiro, até o último caractere.".to_owned(),
        (En, AppError::LinkIncomplete) => "The end of the link is missing. Open it again from the email, or copy the whole link, up to the last character.".to_owned(),
        (PtBr, AppError::OtherHost { address }) => format!("Este site usa outro endereço. Abra {address}"),
        (En, AppError::OtherHost { address }) => format!("This site uses another address. Open {address}"),
        (PtBr, AppError::StorageFull) => "Nada foi salvo: não há espaço no disco do servidor. Avise quem cuida dele e tente de novo depois.".to_owned(),
        (En, AppError::StorageFull) => "Nothing was saved: the server's disk is full. Tell whoever runs it, and try again later.".to_owned(),
        (PtBr, AppError::Busy { retry_after }) => format!("O servidor está ocupado. Tente de novo em {}.", wait(PtBr, *retry_after)),
        (En, AppError::Busy { retry_after }) => format!("The server is busy. Try again in {}.", wait(En, *retry_after)),
        (_, AppError::MailNotTaken { step, refused, answer }) => mail_not_taken(locale, step, *refused, answer),
        (PtBr, AppError::Internal { reference }) => format!("Ocorreu um erro no servidor. Tente de novo; se continuar, informe a referência {reference}."),
        (En, AppError::Internal { reference }) => format!("Something went wrong on the server. Try again; if it keeps happening, report reference {reference}."),
    }
}

/// How long to wait, in words; minutes are rounded up.
pub fn wait(locale: Locale, seconds: u32) -> String {
    let seconds = if seconds < 60 { seconds } else { seconds.div_ceil(60) * 60 };
    span(locale, Duration::from_secs(seconds.into()))
}
