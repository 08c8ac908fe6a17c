//! The sentence that people read for each error.

use super::delivery::mail_not_taken;
use super::status::user_status;
use crate::domain::{AdminAction, Locale, UserStatus};
use crate::error::AppError;
use crate::locale::time::span;
use std::time::Duration;

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
        (PtBr, AppError::LastAdmin) => "Este é o único administrador com acesso ativo. Antes, outra pessoa precisa ter esse papel e já ter criado a senha.".to_owned(),
        (En, AppError::LastAdmin) => "This is the only active admin. First, someone else must be an admin and have created their password.".to_owned(),
        (PtBr, AppError::DoesNotApply) => "Esta ação não se aplica ao estado atual da conta. Confira o estado e escolha outra ação.".to_owned(),
        (En, AppError::DoesNotApply) => "This action doesn't apply to the account's current status. Check the status and choose another action.".to_owned(),
        (_, AppError::UndoneMeanwhile { action, now }) => undone_meanwhile(locale, *action, *now),
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
        (PtBr, AppError::OtherLink) => "Outro link foi aberto neste navegador depois deste, e nada foi feito. Abra de novo o link que você quer usar.".to_owned(),
        (En, AppError::OtherLink) => "Another link was opened in this browser after this one, so nothing was done. Open the link you want to use again.".to_owned(),
        (PtBr, AppError::ForeignOrigin) => "Não foi possível confirmar que o formulário veio deste site, e nada foi feito. Abra a página aqui e envie de novo. Se acontecer outra vez, atualize o navegador ou use outro.".to_owned(),
        (En, AppError::ForeignOrigin) => "We couldn't confirm that the form came from this site, so nothing was done. Open the page here and send it again. If it happens again, update your browser or use another one.".to_owned(),
        (PtBr, AppError::StorageFull) => "Nada foi salvo: não há espaço no disco do servidor. Avise quem cuida dele e tente de novo depois.".to_owned(),
        (En, AppError::StorageFull) => "Nothing was saved: the server's disk is full. Tell the person who runs it, and try again later.".to_owned(),
        (PtBr, AppError::Busy { retry_after }) => format!("O servidor está ocupado. Tente de novo em {}.", wait(PtBr, *retry_after)),
        (En, AppError::Busy { retry_after }) => format!("The server is busy. Try again in {}.", wait(En, *retry_after)),
        (_, AppError::MailNotTaken { step, refused, answer }) => mail_not_taken(locale, step, *refused, answer),
        (PtBr, AppError::Internal { reference }) => format!("Ocorreu um erro no servidor. Tente de novo; se continuar, informe a referência {reference}."),
        (En, AppError::Internal { reference }) => format!("Something went wrong on the server. Try again; if it keeps happening, report reference {reference}."),
    }
}

/// What was done and undone while a question was open, and the status of the account now.
fn undone_meanwhile(locale: Locale, action: AdminAction, now: UserStatus) -> String {
    use AdminAction as A;
    let (pt_br, en) = match action {
        A::Disable => ("o acesso foi desativado e reativado", "access was disabled and enabled again"),
        A::Enable => ("o acesso foi reativado e desativado de novo", "access was enabled and disabled again"),
        A::Delete => ("a conta foi excluída e restaurada", "the account was deleted and restored"),
        A::Restore | A::RestoreAndSend => {
            ("a conta foi restaurada e excluída de novo", "the account was restored and deleted again")
        }
        A::Revoke => ("o convite foi cancelado e enviado de novo", "the invitation was canceled and sent again"),
        A::RequirePassword => (
            "foi exigida uma nova senha, e a pessoa já a criou",
            "a new password was required, and the person has created it",
        ),
        A::Refuse | A::Approve => {
            ("o cadastro foi recusado e restaurado", "the registration was rejected and restored")
        }
        A::Resend | A::Unlock => ("isto já foi feito", "this was already done"),
    };
    let status = user_status(locale, now);
    match locale {
        Locale::PtBr => format!(
            "Enquanto esta pergunta estava aberta, {pt_br}. Estado atual: {status}. Nada foi feito agora; confirme de novo se ainda for preciso."
        ),
        Locale::En => format!(
            "While this question was open, {en}. Current status: {status}. Nothing was done now; confirm again if it's still needed."
        ),
    }
}

/// How long to wait, in words; minutes are rounded up.
pub fn wait(locale: Locale, seconds: u32) -> String {
    let seconds = if seconds < 60 { seconds } else { seconds.div_ceil(60) * 60 };
    span(locale, Duration::from_secs(seconds.into()))
}
