//! What is wrong with an own password.

use crate::domain::{InvalidOwnPassword, Locale};
use std::borrow::Cow;

/// What is wrong with an own password.
pub fn password(locale: Locale, invalid: InvalidOwnPassword) -> Cow<'static, str> {
    use InvalidOwnPassword as I;
    use Locale::{En, PtBr};
    match (locale, invalid) {
        (PtBr, I::Empty) => "Digite a senha.".into(),
        (En, I::Empty) => "Enter the password.".into(),
        (PtBr, I::TooShort { minimum }) => {
            format!("A senha precisa ter pelo menos {minimum} caracteres. Use, por exemplo, quatro ou cinco palavras.")
                .into()
        }
        (En, I::TooShort { minimum }) => {
            format!("The password needs at least {minimum} characters. For example, use four or five words.").into()
        }
        (PtBr, I::TooLong { maximum }) => format!("A senha pode ter no máximo {maximum} caracteres.").into(),
        (En, I::TooLong { maximum }) => format!("The password can have at most {maximum} characters.").into(),
        // One sentence: most addresses are made of the name, and the same words count for both.
        (PtBr, I::ContainsName | I::ContainsEmail) => {
            "A senha não pode ser só seu nome ou seu e-mail. Acrescente outras palavras ou escolha outra.".into()
        }
        (En, I::ContainsName | I::ContainsEmail) => {
            "The password can't be just your name or email address. Add other words or choose another.".into()
        }
        (PtBr, I::ContainsOrganization) => {
            "A senha não pode ser só o nome da organização ou deste site. Acrescente outras palavras ou escolha outra.".into()
        }
        (En, I::ContainsOrganization) => {
            "The password can't be just the name of the organization or of this site. Add other words or choose another.".into()
        }
        (PtBr, I::Cpf) => "A senha não pode ser só um CPF. Escolha outra.".into(),
        (En, I::Cpf) => "The password can't be just a CPF. Choose another.".into(),
        (PtBr, I::TooCommon) => {
            "Esta senha está entre as mais usadas ou é muito parecida com uma delas. Escolha outra.".into()
        }
        (En, I::TooCommon) => {
            "This password is among the most used or very similar to one of them. Choose another.".into()
        }
        (PtBr, I::SameAsTemporary) => "Esta é a senha temporária. Crie uma senha diferente.".into(),
        (En, I::SameAsTemporary) => "This is the temporary password. Create a different one.".into(),
        (PtBr, I::SameAsCurrent) => "Esta já é sua senha atual. Escolha outra.".into(),
        (En, I::SameAsCurrent) => "This is already your password. Choose another.".into(),
        (PtBr, I::ForbiddenCharacter) => "A senha contém um caractere invisível. Digite de novo.".into(),
        (En, I::ForbiddenCharacter) => "The password contains an invisible character. Type it again.".into(),
    }
}
