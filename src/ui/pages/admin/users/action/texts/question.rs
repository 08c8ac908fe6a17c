//! What is asked before an action.

use crate::domain::AdminAction;

/// What is asked before an action.
pub struct QuestionTexts {
    /// The action, with whom: the title of the question and its button.
    pub title: fn(AdminAction, name: &str) -> String,
    /// What will happen, to one person or to several.
    pub effect: fn(AdminAction, is_several: bool) -> String,
    /// What cannot be undone for people with a password of their own; empty when all can.
    pub for_good: fn(AdminAction) -> &'static str,
    /// What the action means for those without a password of their own, one or several; empty when nothing more.
    pub without_password: fn(AdminAction, is_several: bool) -> &'static str,
    /// Before the names.
    pub targets: &'static str,
    /// The reader is among them.
    pub includes_reader: &'static str,
    /// Heads those left out.
    pub left_out: &'static str,
    /// Why somebody is left out.
    pub left_out_because: fn(state: &str) -> String,
    /// The way back.
    pub cancel: fn(AdminAction) -> &'static str,
    /// Heads the question when nobody was chosen.
    pub nobody: &'static str,
    /// What to do about it.
    pub nobody_hint: &'static str,
    /// Heads the question when it applies to nobody.
    pub applies_to_none: &'static str,
    /// The same of one person.
    pub does_not_apply: fn(name: &str) -> String,
    /// Leads to the one person.
    pub open: fn(name: &str) -> String,
    /// The way back to the list.
    pub back: &'static str,
    /// The list has more people than can be acted on at a time.
    pub first_only: fn(most: &str) -> String,
}

/// In Brazilian Portuguese.
pub static PT_BR: QuestionTexts = QuestionTexts {
    title: |action, name| match action {
        AdminAction::Resend => format!("Reenviar senha temporária para {name}"),
        AdminAction::Revoke => format!("Cancelar convite de {name}"),
        AdminAction::RequirePassword => format!("Exigir nova senha de {name}"),
        AdminAction::Disable => format!("Desativar {name}"),
        AdminAction::Enable => format!("Reativar {name}"),
        AdminAction::Delete => format!("Excluir {name}"),
        AdminAction::Restore => format!("Restaurar {name}"),
        AdminAction::RestoreAndSend => format!("Restaurar {name} e enviar senha temporária"),
        AdminAction::Unlock => format!("Desbloquear {name}"),
        AdminAction::Approve => format!("Aprovar {name}"),
        AdminAction::Refuse => format!("Recusar {name}"),
    },
    effect: |action, is_several| {
        match (action, is_several) {
        (AdminAction::Resend, false) => "Geramos outra senha temporária e enviamos por e-mail. A anterior deixa de funcionar quando a nova for enviada.".to_owned(),
        (AdminAction::Resend, true) => "Geramos outras senhas temporárias e enviamos por e-mail. As anteriores deixam de funcionar quando as novas forem enviadas.".to_owned(),
        (AdminAction::Revoke, false) => "A senha temporária deixa de funcionar agora, mesmo que o e-mail ainda não tenha chegado. Não enviamos outra.".to_owned(),
        (AdminAction::Revoke, true) => "As senhas temporárias deixam de funcionar agora, mesmo que os e-mails ainda não tenham chegado. Não enviamos outras.".to_owned(),
        (AdminAction::RequirePassword, false) => "A senha atual deixa de funcionar, as sessões terminam agora e enviamos uma senha temporária por e-mail.".to_owned(),
        (AdminAction::RequirePassword, true) => "As senhas atuais deixam de funcionar, as sessões terminam agora e enviamos senhas temporárias por e-mail.".to_owned(),
        (AdminAction::Disable, false) => "As sessões terminam agora e ninguém entra na conta até você reativar o acesso.".to_owned(),
        (AdminAction::Disable, true) => "As sessões terminam agora e ninguém entra nas contas até você reativar o acesso.".to_owned(),
        (AdminAction::Enable, false) => "A senha de antes volta a funcionar.".to_owned(),
        (AdminAction::Enable, true) => "As senhas de antes voltam a funcionar.".to_owned(),
        (AdminAction::Delete, false) => format!("As sessões terminam agora e ninguém mais entra na conta. Você pode restaurar a conta em até {} dias; depois ela é apagada com todos os dados.", AdminAction::GRACE_DAYS),
        (AdminAction::Delete, true) => format!("As sessões terminam agora e ninguém mais entra nas contas. Você pode restaurar as contas em até {} dias; depois elas são apagadas com todos os dados.", AdminAction::GRACE_DAYS),
        (AdminAction::Restore, false) => "A conta volta a ser como antes da exclusão.".to_owned(),
        (AdminAction::Restore, true) => "As contas voltam a ser como antes da exclusão.".to_owned(),
        (AdminAction::RestoreAndSend, false) => "Restauramos a conta e enviamos uma senha temporária por e-mail. A senha anterior deixa de funcionar.".to_owned(),
        (AdminAction::RestoreAndSend, true) => "Restauramos as contas e enviamos senhas temporárias por e-mail. As senhas anteriores deixam de funcionar.".to_owned(),
        (AdminAction::Unlock, _) => "Zeramos as tentativas erradas. Já é possível tentar de novo.".to_owned(),
        (AdminAction::Approve, false) => "A senha escolhida no cadastro passa a funcionar. Avisamos por e-mail.".to_owned(),
        (AdminAction::Approve, true) => "As senhas escolhidas nos cadastros passam a funcionar. Avisamos por e-mail.".to_owned(),
        (AdminAction::Refuse, false) => format!("O cadastro é excluído e avisamos por e-mail. Você pode restaurá-lo em até {} dias.", AdminAction::GRACE_DAYS),
        (AdminAction::Refuse, true) => format!("Os cadastros são excluídos e avisamos por e-mail. Você pode restaurá-los em até {} dias.", AdminAction::GRACE_DAYS),
    }
    },
    for_good: |action| match action {
        AdminAction::Revoke => "Para convidar de novo, reenvie a senha temporária.",
        AdminAction::RequirePassword => "Isto não pode ser desfeito. Será preciso criar outra senha.",
        AdminAction::Disable => "Mesmo com o acesso reativado, será preciso entrar de novo.",
        AdminAction::Delete => "Mesmo depois de restaurar, será preciso entrar de novo.",
        AdminAction::Refuse => "Depois de enviado, o e-mail de aviso não pode ser cancelado.",
        AdminAction::Resend
        | AdminAction::Enable
        | AdminAction::Restore
        | AdminAction::RestoreAndSend
        | AdminAction::Unlock
        | AdminAction::Approve => "",
    },
    without_password: |action, is_several| match action {
        AdminAction::Enable | AdminAction::Restore => {
            "Quem ainda não criou a própria senha pode precisar de outra senha temporária. Reenvie depois."
        }
        AdminAction::Unlock => {
            "Uma senha temporária que expirou, foi cancelada ou teve tentativas demais continua sem funcionar: reenvie a senha temporária."
        }
        AdminAction::Delete if is_several => {
            "As senhas temporárias deixam de funcionar. Se restaurar as contas, reenvie as senhas temporárias."
        }
        AdminAction::Delete => {
            "A senha temporária deixa de funcionar. Se restaurar a conta, reenvie a senha temporária."
        }
        _ => "",
    },
    targets: "Pessoas:",
    includes_reader: "Atenção: sua própria conta está na lista e sua sessão vai terminar.",
    left_out: "Não serão alteradas",
    left_out_because: |state| format!("estado: {state}"),
    cancel: |action| match action {
        AdminAction::Revoke => "Manter convite",
        _ => "Cancelar",
    },
    nobody: "Nenhuma pessoa selecionada",
    nobody_hint: "Volte à lista e selecione uma ou mais pessoas.",
    applies_to_none: "Esta ação não se aplica às pessoas selecionadas",
    does_not_apply: |name| format!("Esta ação não se aplica a {name}"),
    open: |name| format!("Abrir {name}"),
    back: "Voltar para Pessoas",
    first_only: |most| {
        format!("A lista tem mais gente: isto vale para as primeiras {most} pessoas. Repita para as outras.")
    },
};

/// In English.
pub static EN: QuestionTexts = QuestionTexts {
    title: |action, name| match action {
        AdminAction::Resend => format!("Resend temporary password to {name}"),
        AdminAction::Revoke => format!("Cancel invitation for {name}"),
        AdminAction::RequirePassword => format!("Require new password from {name}"),
        AdminAction::Disable => format!("Disable {name}"),
        AdminAction::Enable => format!("Enable {name}"),
        AdminAction::Delete => format!("Delete {name}"),
        AdminAction::Restore => format!("Restore {name}"),
        AdminAction::RestoreAndSend => format!("Restore {name} and send temporary password"),
        AdminAction::Unlock => format!("Unlock {name}"),
        AdminAction::Approve => format!("Approve {name}"),
        AdminAction::Refuse => format!("Reject {name}"),
    },
    effect: |action, is_several| {
        match (action, is_several) {
        (AdminAction::Resend, false) => "We'll generate a new temporary password and email it. The previous one stops working once the new one is sent.".to_owned(),
        (AdminAction::Resend, true) => "We'll generate new temporary passwords and email them. The previous ones stop working once the new ones are sent.".to_owned(),
        (AdminAction::Revoke, false) => "The temporary password stops working now, even if the email hasn't arrived yet. We won't send another.".to_owned(),
        (AdminAction::Revoke, true) => "The temporary passwords stop working now, even if the emails haven't arrived yet. We won't send others.".to_owned(),
        (AdminAction::RequirePassword, false) => "The current password stops working, all sessions end now, and we'll email a temporary password.".to_owned(),
        (AdminAction::RequirePassword, true) => "The current passwords stop working, all sessions end now, and we'll email temporary passwords.".to_owned(),
        (AdminAction::Disable, false) => "All sessions end now, and nobody can sign in until you enable the account.".to_owned(),
        (AdminAction::Disable, true) => "All sessions end now, and nobody can sign in until you enable the accounts.".to_owned(),
        (AdminAction::Enable, false) => "The password from before works again.".to_owned(),
        (AdminAction::Enable, true) => "The passwords from before work again.".to_owned(),
        (AdminAction::Delete, false) => format!("All sessions end now, and nobody can sign in any longer. You can restore the account for {} days; after that it's erased with all its data.", AdminAction::GRACE_DAYS),
        (AdminAction::Delete, true) => format!("All sessions end now, and nobody can sign in any longer. You can restore the accounts for {} days; after that they're erased with all their data.", AdminAction::GRACE_DAYS),
        (AdminAction::Restore, false) => "The account goes back to how it was before it was deleted.".to_owned(),
        (AdminAction::Restore, true) => "The accounts go back to how they were before they were deleted.".to_owned(),
        (AdminAction::RestoreAndSend, false) => "We'll restore the account and email a temporary password. The previous password stops working.".to_owned(),
        (AdminAction::RestoreAndSend, true) => "We'll restore the accounts and email temporary passwords. The previous passwords stop working.".to_owned(),
        (AdminAction::Unlock, _) => "We'll reset the wrong tries. They can try again right away.".to_owned(),
        (AdminAction::Approve, false) => "The password chosen when registering starts to work. We'll send an email.".to_owned(),
        (AdminAction::Approve, true) => "The passwords chosen when registering start to work. We'll send an email.".to_owned(),
        (AdminAction::Refuse, false) => format!("The registration is deleted, and we'll say so by email. You can restore it for {} days.", AdminAction::GRACE_DAYS),
        (AdminAction::Refuse, true) => format!("The registrations are deleted, and we'll say so by email. You can restore them for {} days.", AdminAction::GRACE_DAYS),
    }
    },
    for_good: |action| match action {
        AdminAction::Revoke => "To invite again, resend the temporary password.",
        AdminAction::RequirePassword => "This can't be undone. Another password will have to be chosen.",
        AdminAction::Disable => "Even after you enable access, people have to sign in again.",
        AdminAction::Delete => "Even after you restore, people have to sign in again.",
        AdminAction::Refuse => "Once sent, the email can't be taken back.",
        AdminAction::Resend
        | AdminAction::Enable
        | AdminAction::Restore
        | AdminAction::RestoreAndSend
        | AdminAction::Unlock
        | AdminAction::Approve => "",
    },
    without_password: |action, is_several| match action {
        AdminAction::Enable | AdminAction::Restore => {
            "People who haven't chosen a password may need a new temporary password. Resend it afterwards."
        }
        AdminAction::Unlock => {
            "A temporary password that expired, was canceled or had too many tries still won't work: resend the temporary password."
        }
        AdminAction::Delete if is_several => {
            "The temporary passwords stop working. If you restore the accounts, resend the temporary passwords."
        }
        AdminAction::Delete => {
            "The temporary password stops working. If you restore the account, resend the temporary password."
        }
        _ => "",
    },
    targets: "People:",
    includes_reader: "Careful: your own account is on the list, and your session will end.",
    left_out: "Won't be changed",
    left_out_because: |state| format!("status: {state}"),
    cancel: |action| match action {
        AdminAction::Revoke => "Keep invitation",
        _ => "Cancel",
    },
    nobody: "No one selected",
    nobody_hint: "Go back to the list and select one or more people.",
    applies_to_none: "This action doesn't apply to the people you selected",
    does_not_apply: |name| format!("This action doesn't apply to {name}"),
    open: |name| format!("Open {name}"),
    back: "Back to People",
    first_only: |most| {
        format!("The list is longer: this applies to the first {most} people. Repeat it for the others.")
    },
};
