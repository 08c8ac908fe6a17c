//! What mails are for, in words.

use crate::domain::{Locale, Purpose};

/// What a mail is for, in a few words. A purpose without them does not compile.
pub const fn mail_purpose(locale: Locale, purpose: Purpose) -> &'static str {
    let (pt_br, en) = match purpose {
        Purpose::TemporaryPassword => ("Senha temporária", "Temporary password"),
        Purpose::ConfirmRegistration => ("Confirmação de cadastro", "Confirmation of a registration"),
        Purpose::AlreadyRegistered => {
            ("Aviso de novo cadastro com o mesmo e-mail", "Notice of another registration with the same e-mail")
        }
        Purpose::PasswordChanged => ("Aviso de senha alterada", "Notice of a changed password"),
        Purpose::AddressChanged => ("Aviso de e-mail alterado", "Notice of a changed address"),
        Purpose::SetPassword => ("Link para criar outra senha", "Link to create another password"),
        Purpose::ApprovalAsked => ("Aviso de cadastro a aprovar", "Notice of a registration to approve"),
        Purpose::RegistrationApproved => ("Aviso de cadastro aprovado", "Notice of an approved registration"),
        Purpose::RegistrationRefused => ("Aviso de cadastro recusado", "Notice of a refused registration"),
        Purpose::NewDevice => ("Aviso de entrada em outro aparelho", "Notice of a sign-in on another device"),
        Purpose::CodeExhausted => {
            ("Aviso de senha temporária sem tentativas", "Notice of a temporary password out of tries")
        }
        Purpose::CodesClosed => ("Aviso de muitas tentativas", "Notice of too many guesses"),
        Purpose::ConfirmAddress => ("Confirmação de novo e-mail", "Confirmation of a new address"),
        Purpose::OwnAddressChanged => {
            ("Aviso de e-mail trocado pela pessoa", "Notice of an address changed by its owner")
        }
        Purpose::AddressRestored => ("Aviso de troca de e-mail desfeita", "Notice of a change of address undone"),
        Purpose::RoleChanged => ("Aviso de papel alterado", "Notice of a changed role"),
        Purpose::AccountDeleted => ("Aviso de conta excluída pela pessoa", "Notice of an account deleted by its owner"),
    };
    match locale {
        Locale::PtBr => pt_br,
        Locale::En => en,
    }
}
