//! What is wrong with an email address.

use crate::domain::{InvalidEmailAddress, Locale};
use std::borrow::Cow;

/// What is wrong with an address.
pub fn email(locale: Locale, invalid: InvalidEmailAddress) -> Cow<'static, str> {
    match (locale, invalid) {
        (Locale::PtBr, InvalidEmailAddress::Empty) => "Digite o e-mail.".into(),
        (Locale::En, InvalidEmailAddress::Empty) => "Enter the email address.".into(),
        (Locale::PtBr, InvalidEmailAddress::TooLong) => "O e-mail pode ter no máximo 254 caracteres.".into(),
        (Locale::En, InvalidEmailAddress::TooLong) => "The email address can have at most 254 characters.".into(),
        (Locale::PtBr, InvalidEmailAddress::Invisible { character: ' ' }) => {
            "O e-mail contém um espaço. Apague o espaço, ou deixe só um e-mail.".into()
        }
        (Locale::En, InvalidEmailAddress::Invisible { character: ' ' }) => {
            "The email address contains a space. Delete the space, or leave one address only.".into()
        }
        (Locale::PtBr, InvalidEmailAddress::Invisible { character }) => {
            let name = invisible(locale, character);
            format!("O e-mail contém {name}, que não aparece na tela. Apague o e-mail e digite de novo, sem colar.")
                .into()
        }
        (Locale::En, InvalidEmailAddress::Invisible { character }) => {
            let name = invisible(locale, character);
            format!("The email address contains {name}, which you can't see. Delete the address and type it again instead of pasting.")
                .into()
        }
        (_, InvalidEmailAddress::NotAscii { character }) => email_character(locale, character).into(),
        (Locale::PtBr, InvalidEmailAddress::Malformed) => "Digite um e-mail completo, como nome@exemplo.com.br.".into(),
        (Locale::En, InvalidEmailAddress::Malformed) => "Enter a complete email address, like name@example.org.".into(),
    }
}

/// Which character it is, and what to do. One that looks like a Latin letter and is none is named by its number too.
pub fn email_character(locale: Locale, character: char) -> String {
    if character == ' ' {
        return match locale {
            Locale::PtBr => "O e-mail contém um espaço, e endereços de e-mail não têm espaços. Apague o espaço.",
            Locale::En => {
                "The email address contains a space, and email addresses can't have spaces. Delete the space."
            }
        }
        .to_owned();
    }
    let is_accented = character.is_alphabetic() && ('\u{c0}'..='\u{24f}').contains(&character);
    let shown = match character {
        other if other.is_ascii() || is_accented => format!("“{other}”"),
        other => format!("“{other}” (U+{:04X})", u32::from(other)),
    };
    match (locale, is_accented) {
        (Locale::PtBr, true) => {
            format!("O e-mail contém {shown}, e endereços de e-mail não têm acentos. Confira e corrija.")
        }
        (Locale::En, true) => {
            format!("The email address contains {shown}, and email addresses have no accents. Check it and correct it.")
        }
        (Locale::PtBr, false) => {
            format!("O e-mail contém {shown}, que não é aceito em endereços de e-mail. Confira e corrija.")
        }
        (Locale::En, false) => {
            format!(
                "The email address contains {shown}, which isn't accepted in email addresses. Check it and correct it."
            )
        }
    }
}

/// What an invisible character is called, with its code point.
fn invisible(locale: Locale, character: char) -> String {
    let (pt_br, en) = match character {
        '\t' => ("uma tabulação", "a tab"),
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ("uma quebra de linha", "a line break"),
        '\u{A0}' | '\u{202F}' => ("um espaço inseparável", "a no-break space"),
        '\u{AD}' => ("um hífen invisível", "a soft hyphen"),
        '\u{200B}' => ("um espaço de largura zero", "a zero-width space"),
        '\u{200C}' | '\u{200D}' => ("um caractere de ligação invisível", "a zero-width joiner"),
        '\u{2060}' => ("um caractere de junção invisível", "a word joiner"),
        '\u{FEFF}' => ("uma marca de início de arquivo", "a byte order mark"),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            ("uma marca de direção do texto", "a text direction mark")
        }
        other if other.is_whitespace() => ("um espaço especial", "a special space"),
        _ => ("um caractere invisível", "an invisible character"),
    };
    format!("{} (U+{:04X})", locale.pick(pt_br, en), u32::from(character))
}
