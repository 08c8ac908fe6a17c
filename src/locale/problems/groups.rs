//! What is wrong with a group.

use crate::domain::{InvalidGroupName, InvalidGroupSlug, Locale};

/// What is wrong with the name of a group.
pub const fn group_name(locale: Locale, invalid: InvalidGroupName) -> &'static str {
    match (locale, invalid) {
        (Locale::PtBr, InvalidGroupName::Empty) => "Digite o nome do grupo.",
        (Locale::En, InvalidGroupName::Empty) => "Enter the name of the group.",
        (Locale::PtBr, InvalidGroupName::TooLong) => "O nome de um grupo pode ter no máximo 100 caracteres.",
        (Locale::En, InvalidGroupName::TooLong) => "The name of a group can have at most 100 characters.",
        (Locale::PtBr, InvalidGroupName::ForbiddenCharacter) => {
            "O nome tem um caractere invisível que não pode ficar. Digite-o de novo, sem copiar."
        }
        (Locale::En, InvalidGroupName::ForbiddenCharacter) => {
            "The name has an invisible character that cannot stay. Type it again instead of pasting."
        }
        (Locale::PtBr, InvalidGroupName::Separator) => {
            "O nome de um grupo não pode ter vírgula, ponto e vírgula nem barra vertical."
        }
        (Locale::En, InvalidGroupName::Separator) => {
            "The name of a group can't have a comma, a semicolon or a vertical bar."
        }
    }
}

/// What is wrong with the short name of a group.
pub const fn group_slug(locale: Locale, invalid: InvalidGroupSlug) -> &'static str {
    match (locale, invalid) {
        (Locale::PtBr, InvalidGroupSlug::Empty) => "Digite um nome curto, como turma-1a.",
        (Locale::En, InvalidGroupSlug::Empty) => "Enter a short name, like class-1a.",
        (Locale::PtBr, InvalidGroupSlug::TooLong) => "O nome curto pode ter no máximo 50 caracteres.",
        (Locale::En, InvalidGroupSlug::TooLong) => "The short name can have at most 50 characters.",
        (Locale::PtBr, InvalidGroupSlug::Reserved) => "O Chaveiro usa este nome curto. Escolha outro.",
        (Locale::En, InvalidGroupSlug::Reserved) => "Chaveiro itself uses this short name. Choose another.",
        (Locale::PtBr, InvalidGroupSlug::Malformed) => {
            "Use só letras minúsculas sem acento, números e hifens, como turma-1a."
        }
        (Locale::En, InvalidGroupSlug::Malformed) => {
            "Use only lower-case letters without accents, digits and hyphens, like class-1a."
        }
    }
}
