//! What mails say of changes to one's own account.

use crate::domain::Role;

/// These mails in one language.
pub struct OwnAccountMailTexts {
    /// Asks whether the new address is theirs.
    pub confirm: ConfirmAddressTexts,
    /// An administrator has changed the address.
    pub changed_by_admin: NoticeTexts,
    /// The owner has changed the address.
    pub changed: NoticeTexts,
    /// Above the link that undoes the change.
    pub undo: fn(until: &str) -> String,
    /// The earlier address is back.
    pub restored: NoticeTexts,
    /// The role is another one now.
    pub role: NoticeTexts,
    /// A role, and what it may do.
    pub role_is: fn(Role) -> &'static str,
    /// The owner has deleted the account.
    pub deleted: NoticeTexts,
}

/// What the mail with the link to confirm a new address says.
pub struct ConfirmAddressTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: fn(until: &str) -> String,
    /// Why the mail came, and from which network address it was asked for if we know it.
    pub why: fn(email: &str, organization: &str, address: Option<&str>) -> String,
    /// Above the link.
    pub open: &'static str,
    /// How long the link works.
    pub deadline: fn(until: &str) -> String,
    /// For the owner of an address somebody else has typed.
    pub not_you: &'static str,
}

/// What happened to an account.
pub struct Happening<'a> {
    /// Whose site it is.
    pub organization: &'a str,
    /// When.
    pub at: &'a str,
    /// From which network address, if we know it.
    pub address: Option<&'a str>,
}

/// What a notice says.
pub struct NoticeTexts {
    /// The subject.
    pub subject: fn(organization: &str) -> String,
    /// 40 to 90 characters that add to the subject.
    pub preheader: &'static str,
    /// What happened.
    pub what: fn(&Happening<'_>) -> String,
    /// For who expected it.
    pub expected: &'static str,
    /// For who did not.
    pub not_you: fn(contact: &str) -> String,
}

fn de(happening: &Happening<'_>) -> String {
    happening.address.map_or_else(String::new, |address| format!(", a partir do endereço de rede {address}"))
}

fn from(happening: &Happening<'_>) -> String {
    happening.address.map_or_else(String::new, |address| format!(", from the network address {address}"))
}

/// In Portuguese.
pub static PT_BR: OwnAccountMailTexts = OwnAccountMailTexts {
    confirm: ConfirmAddressTexts {
        subject: |organization| format!("Confirme seu novo e-mail em {organization}"),
        preheader: |until| format!("Falta só confirmar que este e-mail é seu. O link vale até {until}."),
        why: |email, organization, address| match address {
            Some(address) => format!(
                "Alguém no endereço de rede {address} pediu que este ({email}) passe a ser o e-mail da sua conta em {organization}."
            ),
            None => format!("Alguém pediu que este ({email}) passe a ser o e-mail da sua conta em {organization}."),
        },
        open: "Se foi você, abra este link e confirme:",
        deadline: |until| format!("O link vale uma vez, até {until}. Enquanto você não confirmar, nada muda."),
        not_you: "Se não foi você, ignore esta mensagem e não confirme nada.",
    },
    changed_by_admin: NoticeTexts {
        subject: |organization| format!("Seu e-mail em {organization} mudou"),
        preheader: "Um administrador trocou o endereço da sua conta. O que fazer se isto é uma surpresa.",
        what: |happening| {
            format!(
                "Um administrador trocou o e-mail da sua conta em {} em {}{}. De agora em diante você entra com o novo \
                 endereço, e as mensagens vão para lá. Sua senha é a mesma.",
                happening.organization,
                happening.at,
                de(happening)
            )
        },
        expected: "Se você esperava por isto, não precisa fazer nada.",
        not_you: |contact| format!("Se não esperava, avise {contact}. A conta está neste endereço:"),
    },
    changed: NoticeTexts {
        subject: |organization| format!("O e-mail da sua conta mudou: {organization}"),
        preheader: "O endereço da sua conta foi trocado. O que fazer se não foi você.",
        what: |happening| {
            format!(
                "O e-mail da sua conta em {} foi trocado em {}{}. De agora em diante ela se abre com o novo endereço, e \
                 as mensagens vão para lá. A senha é a mesma.",
                happening.organization,
                happening.at,
                de(happening)
            )
        },
        expected: "Se foi você, não precisa fazer nada.",
        not_you: |contact| format!("Se não foi você, troque a senha e avise {contact}. A conta está neste endereço:"),
    },
    undo: |until| {
        format!(
            "Se não foi você, abra este link até {until}: o e-mail anterior volta e todas as sessões terminam. \
             Depois crie outra senha."
        )
    },
    restored: NoticeTexts {
        subject: |organization| format!("O e-mail anterior voltou: {organization}"),
        preheader: "A troca de endereço da sua conta foi desfeita e todas as sessões terminaram.",
        what: |happening| {
            format!(
                "A troca de e-mail da sua conta em {} foi desfeita em {}{}. O e-mail anterior vale de novo, todas as \
                 sessões terminaram e os links enviados antes não funcionam mais.",
                happening.organization,
                happening.at,
                de(happening)
            )
        },
        expected: "A senha continua a mesma. Se não foi você quem trocou o e-mail, alguém a conhece: crie outra agora.",
        not_you: |contact| format!("Se não sabe do que se trata, avise {contact}. A conta está neste endereço:"),
    },
    role: NoticeTexts {
        subject: |organization| format!("Seu papel mudou: {organization}"),
        preheader: "Um administrador mudou o que você pode fazer. O que fazer se isto é uma surpresa.",
        what: |happening| {
            format!(
                "O papel da sua conta em {} foi alterado por um administrador em {}{}.",
                happening.organization,
                happening.at,
                de(happening)
            )
        },
        expected: "Se você esperava por isto, não precisa fazer nada.",
        not_you: |contact| format!("Se não esperava, avise {contact}. A conta está neste endereço:"),
    },
    role_is: |role| match role {
        Role::Admin => "Agora você administra: cria contas, altera e exclui as de outras pessoas e vê o registro.",
        Role::Member => "Agora sua conta é de membro: ela abre os seus próprios dados e nada mais.",
    },
    deleted: NoticeTexts {
        subject: |organization| format!("Sua conta foi excluída: {organization}"),
        preheader: "Por 30 dias ela ainda pode ser restaurada. O que fazer se não foi você.",
        what: |happening| {
            format!(
                "Sua conta em {} foi excluída em {}{}, a seu pedido e com a sua senha. Todas as sessões terminaram. Por 30 dias \
                 um administrador ainda pode restaurá-la; depois disso ela é apagada de vez.",
                happening.organization,
                happening.at,
                de(happening)
            )
        },
        expected: "Se foi você, não precisa fazer nada.",
        not_you: |contact| {
            format!("Se não foi você, avise {contact} e peça que a restaure. Ela estava neste endereço:")
        },
    },
};

/// In English.
pub static EN: OwnAccountMailTexts = OwnAccountMailTexts {
    confirm: ConfirmAddressTexts {
        subject: |organization| format!("Confirm your new e-mail at {organization}"),
        preheader: |until| format!("One step left: confirm that this address is yours, by {until}."),
        why: |email, organization, address| match address {
            Some(address) => format!(
                "Somebody at the network address {address} asked for this ({email}) to become the e-mail of your account at {organization}."
            ),
            None => {
                format!("Somebody asked for this ({email}) to become the e-mail of your account at {organization}.")
            }
        },
        open: "If it was you, open this link and confirm:",
        deadline: |until| format!("The link works once, until {until}. Until you confirm, nothing changes."),
        not_you: "If it was not you, ignore this message and confirm nothing.",
    },
    changed_by_admin: NoticeTexts {
        subject: |organization| format!("Your e-mail at {organization} has changed"),
        preheader: "An administrator changed the address of your account. What to do if this surprises you.",
        what: |happening| {
            format!(
                "An administrator changed the e-mail address of your account at {} on {}{}. From now on you sign in with \
                 the new address, and messages go there. Your password is the same.",
                happening.organization,
                happening.at,
                from(happening)
            )
        },
        expected: "If you expected this, there is nothing you need to do.",
        not_you: |contact| format!("If you did not, tell {contact}. The account is at this address:"),
    },
    changed: NoticeTexts {
        subject: |organization| format!("Your account's e-mail changed: {organization}"),
        preheader: "The address of your account was changed. What to do if it was not you.",
        what: |happening| {
            format!(
                "The e-mail of your account at {} was changed on {}{}. From now on it opens with the new address, and \
                 messages go there. The password is the same.",
                happening.organization,
                happening.at,
                from(happening)
            )
        },
        expected: "If it was you, there is nothing you need to do.",
        not_you: |contact| {
            format!("If it was not you, change the password and tell {contact}. The account is at this address:")
        },
    },
    undo: |until| {
        format!(
            "If it was not you, open this link by {until}: the earlier e-mail comes back and all sessions end. \
             Then create another password."
        )
    },
    restored: NoticeTexts {
        subject: |organization| format!("The earlier e-mail is back: {organization}"),
        preheader: "The change of your account's address was undone and all sessions have ended.",
        what: |happening| {
            format!(
                "The change of e-mail of your account at {} was undone on {}{}. The earlier e-mail counts again, all \
                 sessions have ended and links sent before work no longer.",
                happening.organization,
                happening.at,
                from(happening)
            )
        },
        expected: "The password is still the same. If it was not you who changed the e-mail, somebody knows it: create \
                   another now.",
        not_you: |contact| format!("If this means nothing to you, tell {contact}. The account is at this address:"),
    },
    role: NoticeTexts {
        subject: |organization| format!("Your role has changed: {organization}"),
        preheader: "An administrator changed what you may do. What to do if this surprises you.",
        what: |happening| {
            format!(
                "The role of your account at {} was changed by an administrator on {}{}.",
                happening.organization,
                happening.at,
                from(happening)
            )
        },
        expected: "If you expected this, there is nothing you need to do.",
        not_you: |contact| format!("If you did not, tell {contact}. The account is at this address:"),
    },
    role_is: |role| match role {
        Role::Admin => "You administer now: you create accounts, change and delete those of others and see the log.",
        Role::Member => "Your account is a member's now: it opens your own data and nothing else.",
    },
    deleted: NoticeTexts {
        subject: |organization| format!("Your account was deleted: {organization}"),
        preheader: "For 30 days it can still be restored. What to do if it was not you.",
        what: |happening| {
            format!(
                "Your account at {} was deleted on {}{}, as asked for with your password. All sessions have ended. For 30 days an \
                 administrator can still restore it; after that it is erased for good.",
                happening.organization,
                happening.at,
                from(happening)
            )
        },
        expected: "If it was you, there is nothing you need to do.",
        not_you: |contact| {
            format!("If it was not you, tell {contact} and ask them to restore it. It was at this address:")
        },
    },
};
