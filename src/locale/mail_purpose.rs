//! What mails are for, in words.

use crate::domain::{Locale, Purpose};

/// What a mail is for, in a few words. A purpose without them does not compile.
pub const fn mail_purpose(locale: Locale, purpose: Purpose) -> &'static str {
    let (pt_br, en) = match purpose {
        Purpose::TemporaryPassword => ("Senha temporária", "Temporary password"),
        Purpose::ConfirmRegistration => ("Confirmação de cadastro", "Registration confirmation"),
        Purpose::AlreadyRegistered => {
            ("Aviso de cadastro com e-mail já existente", "Notice: registration with an existing email")
        }
        Purpose::PasswordChanged => ("Aviso de senha alterada", "Notice: password changed"),
        Purpose::AddressChanged => ("Aviso de e-mail alterado", "Notice: email changed"),
        Purpose::SetPassword => ("Link para criar nova senha", "Link to create a new password"),
        Purpose::ApprovalAsked => ("Aviso de cadastro aguardando aprovação", "Notice: registration awaiting approval"),
        Purpose::RegistrationApproved => ("Aviso de cadastro aprovado", "Notice: registration approved"),
        Purpose::RegistrationRefused => ("Aviso de cadastro recusado", "Notice: registration refused"),
        Purpose::NewDevice => ("Aviso de acesso em outro aparelho", "Notice: sign-in on a new device"),
        Purpose::CodeExhausted => (
            "Aviso de senha temporária bloqueada por tentativas",
            "Notice: temporary password locked after too many tries",
        ),
        Purpose::CodesClosed => {
            ("Aviso de muitas senhas temporárias erradas", "Notice: too many wrong temporary passwords")
        }
        Purpose::ConfirmAddress => ("Confirmação de novo e-mail", "New email confirmation"),
        Purpose::OwnAddressChanged => ("Aviso de e-mail trocado pela pessoa", "Notice: email changed by the person"),
        Purpose::AddressRestored => ("Aviso de troca de e-mail desfeita", "Notice: email change undone"),
        Purpose::RoleChanged => ("Aviso de papel alterado", "Notice: role changed"),
        Purpose::AccountDeleted => ("Aviso de conta excluída pela pessoa", "Notice: account deleted by the person"),
    };
    match locale {
        Locale::PtBr => pt_br,
        Locale::En => en,
    }
}
