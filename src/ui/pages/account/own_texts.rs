//! What the pages say to people who change, take along or delete their own account.

use crate::domain::Locale;

/// The sentences in `locale`.
pub fn texts(locale: Locale) -> &'static OwnAccountTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// The sentences in one language.
pub struct OwnAccountTexts {
    /// On `/account`.
    pub section: SectionTexts,
    /// `/account/email`
    pub email: EmailTexts,
    /// `/account/email/confirm`
    pub confirm: LinkTexts,
    /// `/account/email/undo`
    pub undo: LinkTexts,
    /// `/account/delete`
    pub deletion: DeletionTexts,
}

/// What `/account` says of all this.
pub struct SectionTexts {
    /// How the name is changed.
    pub data_hint: &'static str,
    /// Leads to the form for another address.
    pub change_email: &'static str,
    /// Heads what waits to be confirmed.
    pub waiting: &'static str,
    /// Where the link went, and until when it works.
    pub waiting_body: fn(email: &str, until: &str) -> String,
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
    pub email_asked: &'static str,
    /// After it was confirmed.
    pub email_changed: &'static str,
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
        data_hint: "Para mudar o nome, fale com um administrador.",
        change_email: "Trocar e-mail",
        waiting: "Falta confirmar o novo e-mail",
        waiting_body: |email, until| {
            format!(
                "Abra o link que enviamos para {email} até {until}. Enquanto isso, o e-mail da conta continua o mesmo."
            )
        },
        download_title: "Seus dados em um arquivo",
        download_hint: "Tudo o que este site sabe de você: conta, sessões, mensagens e o que foi registrado.",
        download: "Baixar meus dados (JSON)",
        delete_title: "Excluir a conta",
        delete_hint: "Encerra tudo. Por 30 dias um administrador ainda pode restaurar a conta.",
        delete: "Excluir minha conta",
        email_asked: "Uma mensagem com um link está a caminho do novo endereço. Nada muda até você confirmar por ele.",
        email_changed: "O e-mail da conta foi trocado. De agora em diante, entre com o novo.",
        email_restored: "O e-mail anterior voltou e todas as sessões terminaram. Se não foi você quem o trocou, alguém \
                         sabe sua senha: crie outra em “Esqueceu a senha”.",
        deleted: "Sua conta foi excluída. Por 30 dias um administrador ainda pode restaurá-la.",
    },
    email: EmailTexts {
        title: "Trocar e-mail",
        lede: |email| format!("O e-mail da conta é {email}. Enviamos um link ao novo; até você abri-lo, nada muda."),
        new_email: "Novo e-mail",
        submit: "Enviar link de confirmação",
        cancel: "Cancelar",
    },
    confirm: LinkTexts {
        title: "Confirme o novo e-mail",
        lede: |email| format!("O e-mail da conta passa a ser {email}."),
        effects: [
            "De agora em diante você entra com ele, e as mensagens vão para lá. A senha continua a mesma.",
            "O endereço anterior recebe um aviso, com um link para desfazer a troca.",
        ],
        submit: "Confirmar novo e-mail",
    },
    undo: LinkTexts {
        title: "Desfazer a troca de e-mail",
        lede: |email| format!("O e-mail da conta volta a ser {email}."),
        effects: [
            "Todas as sessões terminam, e os links já enviados deixam de funcionar.",
            "A senha continua a mesma. Se alguém mais a conhece, crie outra em seguida.",
        ],
        submit: "Restaurar este e-mail",
    },
    deletion: DeletionTexts {
        title: "Excluir a conta",
        lede: |email| format!("Você vai excluir a conta {email}."),
        effects: [
            "Todas as sessões terminam e ninguém mais entra com ela.",
            "Por 30 dias um administrador ainda pode restaurá-la. Depois disso ela é apagada de vez.",
            "Uma mensagem avisa você por e-mail.",
        ],
        submit: "Excluir minha conta",
        cancel: "Cancelar",
    },
};

/// In English.
pub static EN: OwnAccountTexts = OwnAccountTexts {
    section: SectionTexts {
        data_hint: "To change your name, talk to an administrator.",
        change_email: "Change e-mail",
        waiting: "The new e-mail is still to be confirmed",
        waiting_body: |email, until| {
            format!("Open the link we sent to {email} by {until}. Meanwhile the account keeps its e-mail.")
        },
        download_title: "Your data in a file",
        download_hint: "All that this site knows of you: account, sessions, messages and what was logged.",
        download: "Download my data (JSON)",
        delete_title: "Delete the account",
        delete_hint: "Ends everything. For 30 days an administrator can still restore the account.",
        delete: "Delete my account",
        email_asked: "A message with a link is on its way to the new address. Nothing changes until you confirm by it.",
        email_changed: "The e-mail of the account was changed. From now on, sign in with the new one.",
        email_restored: "The earlier e-mail is back and all sessions have ended. If it was not you who changed it, \
                         somebody knows your password: create another under “Forgot your password”.",
        deleted: "Your account was deleted. For 30 days an administrator can still restore it.",
    },
    email: EmailTexts {
        title: "Change e-mail",
        lede: |email| {
            format!(
                "The e-mail of the account is {email}. We send a link to the new one; until you open it, nothing changes."
            )
        },
        new_email: "New e-mail",
        submit: "Send confirmation link",
        cancel: "Cancel",
    },
    confirm: LinkTexts {
        title: "Confirm the new e-mail",
        lede: |email| format!("The e-mail of the account becomes {email}."),
        effects: [
            "From now on you sign in with it, and messages go there. The password stays the same.",
            "The earlier address gets a notice, with a link that undoes the change.",
        ],
        submit: "Confirm new e-mail",
    },
    undo: LinkTexts {
        title: "Undo the change of e-mail",
        lede: |email| format!("The e-mail of the account becomes {email} again."),
        effects: [
            "All sessions end, and links that were sent before stop working.",
            "The password stays the same. If somebody else knows it, create another right after.",
        ],
        submit: "Restore this e-mail",
    },
    deletion: DeletionTexts {
        title: "Delete the account",
        lede: |email| format!("You are about to delete the account {email}."),
        effects: [
            "All sessions end and nobody signs in with it any more.",
            "For 30 days an administrator can still restore it. After that it is erased for good.",
            "A message tells you by e-mail.",
        ],
        submit: "Delete my account",
        cancel: "Cancel",
    },
};
