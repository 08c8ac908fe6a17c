//! People in a file who have an account but cannot sign in.

use crate::domain::{Locale, UserStatus};
use crate::locale::number::counted;
use crate::locale::status::user_status;

/// What is to be done for somebody whose account has this status; nothing for those who can sign in or will get an email, and
/// for the deleted, of whom more is said.
pub const fn remedy(locale: Locale, status: UserStatus) -> Option<&'static str> {
    use Locale::{En, PtBr};
    Some(match (locale, status) {
        (PtBr, UserStatus::Disabled) => "reative o acesso",
        (En, UserStatus::Disabled) => "enable the account",
        (PtBr, UserStatus::Expired | UserStatus::Revoked) => "reenvie a senha temporária",
        (En, UserStatus::Expired | UserStatus::Revoked) => "resend the temporary password",
        (PtBr, UserStatus::Exhausted) => "desbloqueie ou reenvie a senha temporária",
        (En, UserStatus::Exhausted) => "unlock or resend the temporary password",
        (PtBr, UserStatus::Failed) => "confira o e-mail e reenvie a senha temporária",
        (En, UserStatus::Failed) => "check the email and resend the temporary password",
        (PtBr, UserStatus::Pending) => "aprove o cadastro",
        (En, UserStatus::Pending) => "approve the registration",
        (_, UserStatus::Active | UserStatus::Waiting | UserStatus::Invited | UserStatus::Deleted) => return None,
    })
}

/// How many people in a file have each status and what to do for them, a sentence for each of those who cannot sign in.
pub fn cannot_sign_in(locale: Locale, counts: &[(UserStatus, i64)]) -> Vec<String> {
    let sentence = |status: UserStatus| {
        let (_, count) = counts.iter().find(|(known, count)| *known == status && *count > 0)?;
        let people = match locale {
            Locale::PtBr => counted(locale, *count, "pessoa", "pessoas"),
            Locale::En => counted(locale, *count, "person", "people"),
        };
        Some(format!("{} ({people}): {}.", user_status(locale, status), remedy(locale, status)?))
    };
    UserStatus::ALL.into_iter().filter_map(sentence).collect()
}
