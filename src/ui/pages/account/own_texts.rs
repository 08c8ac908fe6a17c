//! What the pages say to people who change, take along or delete their own account.

use crate::domain::Locale;

/// The sentences in `locale`.
pub fn texts(locale: Locale) -> &'static OwnAccountTexts {
    locale.pick(&PT_BR, &EN)
}

/// The sentences in one language.
pub struct OwnAccountTexts {
    /// On `/account`.
    pub section: SectionTexts,
    /// `/account/email`
    pub email: EmailTexts,
    /// `/account/email/confirm`
    pub confirm: LinkTexts,
    /// The password there, in a browser that has no session of the account.
    pub confirm_password: ConfirmPasswordTexts,
    /// `/account/email/undo`
    pub undo: LinkTexts,
    /// `/account/delete`
    pub deletion: DeletionTexts,
}

/// What `/account` says of all this.
pub struct SectionTexts {
    /// How the name is changed, for those who may not change it themselves.
    pub data_hint: &'static str,
    /// Leads an admin to the form for the name.
    pub change_name: &'static str,
    /// Leads to the form for another address.
    pub change_email: &'static str,
    /// Heads what waits to be confirmed.
    pub waiting: &'static str,
    /// Where the link went, and until when it works.
    pub waiting_body: fn(email: &str, until: &str) -> String,
    /// Takes the request back.
    pub cancel_change: &'static str,
    /// Heads the download.
    pub download_title: &'static str,
    /// What is in the file.
    pub download_hint: &'static str,
    /// The link to it.
    pub download: &'static str,
    /// Heads the deletion.
    pub delete_title: &'static str,
    /// What it means.
    pub delete_hint: &'static str,
    /// Leads to the question.
    pub delete: &'static str,
    /// After another address was asked for.
    pub email_link_sent: &'static str,
    /// After the request was taken back.
    pub email_canceled: &'static str,
    /// After it was confirmed.
    pub email_changed: &'static str,
    /// The same in a browser where another account is signed in.
    pub other_email_changed: &'static str,
    /// At `/login`, after the earlier address was restored.
    pub email_restored: &'static str,
    /// At `/login`, after the account was deleted.
    pub deleted: &'static str,
}

/// `/account/email`
pub struct EmailTexts {
    /// The title.
    pub title: &'static str,
    /// What happens next.
    pub lede: fn(email: &str) -> String,
    /// Labels the new address.
    pub new_email: &'static str,
    /// The button.
    pub submit: &'static str,
    /// The way back.
    pub cancel: &'static str,
}

/// A page behind a mailed link.
pub struct LinkTexts {
    /// The title.
    pub title: &'static str,
    /// Which address it is about.
    pub lede: fn(email: &str) -> String,
    /// What the button does besides.
    pub effects: [&'static str; 2],
    /// The button.
    pub submit: &'static str,
}

/// The password at `/account/email/confirm`.
pub struct ConfirmPasswordTexts {
    /// Why it is asked for.
    pub why: &'static str,
    /// Which one is meant.
    pub hint: &'static str,
    /// It was another one.
    pub wrong: &'static str,
}

/// `/account/delete`
pub struct DeletionTexts {
    /// The title.
    pub title: &'static str,
    /// Whose account.
    pub lede: fn(email: &str) -> String,
    /// What deleting does.
    pub effects: [&'static str; 3],
    /// The button.
    pub submit: &'static str,
    /// The way back.
    pub cancel: &'static str,
}

/// In Portuguese.
pub static PT_BR: OwnAccountTexts = OwnAccountTexts {
    section: SectionTexts {
        data_hint: "Para alterar o nome, fale com um administrador.",
        change_name: "Alterar nome",
        change_email: "Alterar e-mail",
        waiting: "Confirme o novo e-mail",
        waiting_body: |email, until| {
            format!("Abra até {until} o link que enviamos para {email}. Até lá, o e-mail da conta não muda.")
        },
        cancel_change: "Cancelar alteração de e-mail",
        download_title: "Seus dados em um arquivo",
        download_hint: "Tudo o que guardamos sobre você: conta, sessões, e-mails e histórico.",
        download: "Baixar meus dados (JSON)",
        delete_title: "Excluir conta",
        delete_hint: "Encerra o acesso e todas as sessões. Um administrador pode restaurar a conta em até 30 dias.",
        delete: "Excluir minha conta",
        email_link_sent: "Enviamos um link para o novo endereço. O e-mail da conta só muda depois que você confirmar por ele.",
        email_canceled: "Alteração de e-mail cancelada. O link que enviamos não funciona mais.",
        email_changed: "E-mail alterado. De agora em diante, entre com o novo.",
        other_email_changed: "E-mail da outra conta alterado. Neste navegador, você continua nesta conta.",
        email_restored: "E-mail anterior restaurado e sessões encerradas. A senha deixou de valer: enviamos uma senha temporária para o e-mail restaurado. Entre com ela e crie outra.",
        deleted: "Conta excluída. Um administrador pode restaurá-la em até 30 dias.",
    },
    email: EmailTexts {
        title: "Alterar e-mail",
        lede: |email| {
            format!(
                "E-mail atual: {email}. Enviaremos um link para o novo. O e-mail só muda depois que você confirmar por ele. Em outro navegador, pediremos sua senha."
            )
        },
        new_email: "Novo e-mail",
        submit: "Enviar link de confirmação",
        cancel: "Cancelar",
    },
    confirm: LinkTexts {
        title: "Confirme o novo e-mail",
        lede: |email| format!("Novo e-mail da conta: {email}."),
        effects: [
            "Você passa a entrar com ele e a receber os e-mails nele. A senha continua a mesma.",
            "Enviaremos ao endereço anterior um aviso com um link para desfazer a alteração.",
        ],
        submit: "Confirmar novo e-mail",
    },
    confirm_password: ConfirmPasswordTexts {
        why: "Para sabermos que foi você quem pediu a alteração, digite também a senha da conta. Se não foi você, feche esta página: nada muda.",
        hint: "A senha da conta em que você pediu a alteração. Se a esqueceu, crie outra em “Esqueceu a senha?” e peça a alteração de novo.",
        wrong: "Esta não é a senha da conta em que a alteração foi pedida. Digite-a de novo ou abra o link no navegador em que você a pediu.",
    },
    undo: LinkTexts {
        title: "Desfazer a alteração de e-mail",
        lede: |email| format!("E-mail que será restaurado: {email}."),
        effects: [
            "Todas as sessões terminam e os links já enviados deixam de funcionar.",
            "Sua senha deixa de valer. Enviaremos uma senha temporária para este e-mail, com a qual você cria outra.",
        ],
        submit: "Restaurar este e-mail",
    },
    deletion: DeletionTexts {
        title: "Excluir conta",
        lede: |email| format!("Você vai excluir a conta {email}."),
        effects: [
            "Todas as sessões terminam e você não consegue mais entrar.",
            "Um administrador pode restaurar a conta em até 30 dias. Depois disso, ela é apagada definitivamente.",
            "Enviaremos um aviso por e-mail.",
        ],
        submit: "Excluir minha conta",
        cancel: "Cancelar",
    },
};

/// In English.
pub static EN: OwnAccountTexts = OwnAccountTexts {
    section: SectionTexts {
        data_hint: "To change your name, contact an admin.",
        change_name: "Change name",
        change_email: "Change email",
        waiting: "Confirm your new email",
        waiting_body: |email, until| {
            format!("By {until}, open the link we sent to {email}. Until then, your account email doesn't change.")
        },
        cancel_change: "Cancel email change",
        download_title: "Your data in a file",
        download_hint: "Everything we keep about you: account, sessions, emails and history.",
        download: "Download my data (JSON)",
        delete_title: "Delete account",
        delete_hint: "Ends your access and all sessions. An admin can restore the account for 30 days.",
        delete: "Delete my account",
        email_link_sent: "We sent a link to the new address. Your account email changes only after you confirm with it.",
        email_canceled: "Email change canceled. The link we sent no longer works.",
        email_changed: "Email changed. From now on, sign in with the new one.",
        other_email_changed: "Email of the other account changed. In this browser you're still signed in to this one.",
        email_restored: "Previous email restored and sessions ended. The password no longer works: we sent a temporary one to the restored email. Sign in with it and create another.",
        deleted: "Account deleted. An admin can restore it for 30 days.",
    },
    email: EmailTexts {
        title: "Change email",
        lede: |email| {
            format!(
                "Current email: {email}. We'll send a link to the new one. Your email changes only after you confirm with it. In another browser we'll ask for your password."
            )
        },
        new_email: "New email",
        submit: "Send confirmation link",
        cancel: "Cancel",
    },
    confirm: LinkTexts {
        title: "Confirm your new email",
        lede: |email| format!("New account email: {email}."),
        effects: [
            "You'll sign in with it and get emails there. Your password stays the same.",
            "We'll send the previous address a notice with a link to undo the change.",
        ],
        submit: "Confirm new email",
    },
    confirm_password: ConfirmPasswordTexts {
        why: "So that we know it was you who asked for the change, enter the account's password too. If it wasn't you, close this page: nothing changes.",
        hint: "The password of the account for which you asked for the change. If you forgot it, create another with “Forgot your password?”, then ask for the change again.",
        wrong: "That's not the password of the account for which the change was requested. Enter it again, or open the link in the browser where you asked for the change.",
    },
    undo: LinkTexts {
        title: "Undo email change",
        lede: |email| format!("Email to restore: {email}."),
        effects: [
            "All sessions end and links sent earlier stop working.",
            "Your password stops working. We'll email a temporary one to this email, so that you can create another.",
        ],
        submit: "Restore this email",
    },
    deletion: DeletionTexts {
        title: "Delete account",
        lede: |email| format!("You're about to delete the account {email}."),
        effects: [
            "All sessions end and you can no longer sign in.",
            "An admin can restore the account for 30 days. After that, it's erased for good.",
            "We'll send you a notice by email.",
        ],
        submit: "Delete my account",
        cancel: "Cancel",
    },
};
