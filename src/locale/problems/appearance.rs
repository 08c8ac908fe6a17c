//! What is wrong with a color, a logo, or words for the mails.

use crate::domain::appearance::ratio;
use crate::domain::{InvalidAccentColor, InvalidLogo, InvalidMailWords, Locale, Placeholder};
use std::borrow::Cow;

/// What is wrong with a color, and one that would do.
pub fn accent_color(locale: Locale, invalid: &InvalidAccentColor) -> Cow<'static, str> {
    match (locale, invalid) {
        (Locale::PtBr, InvalidAccentColor::Form) => "Digite a cor como #1f5f4a: seis algarismos ou letras de a a f.".into(),
        (Locale::En, InvalidAccentColor::Form) => "Enter the color as #1f5f4a: six digits or letters from a to f.".into(),
        (Locale::PtBr, InvalidAccentColor::TooPale { hundredths, darker }) => format!(
            "Esta cor é clara demais para ler: o contraste é {}:1 e precisa ser 4,5:1. O mesmo tom mais escuro serve: {darker}.",
            ratio(*hundredths).replace('.', ",")
        )
        .into(),
        (Locale::En, InvalidAccentColor::TooPale { hundredths, darker }) => format!(
            "This color is too light to read: its contrast is {}:1 and must be 4.5:1. A darker tone of it works: {darker}.",
            ratio(*hundredths)
        )
        .into(),
    }
}

/// What is wrong with a file for a logo.
pub fn logo(locale: Locale, invalid: &InvalidLogo) -> Cow<'static, str> {
    match (locale, invalid) {
        (Locale::PtBr, InvalidLogo::Missing) => "Escolha um arquivo.".into(),
        (Locale::En, InvalidLogo::Missing) => "Choose a file.".into(),
        (Locale::PtBr, InvalidLogo::TooLarge) => "O arquivo passa de 1 MiB. Salve uma imagem menor.".into(),
        (Locale::En, InvalidLogo::TooLarge) => "The file is larger than 1 MiB. Save a smaller image.".into(),
        (Locale::PtBr, InvalidLogo::OtherFormat) => {
            "O arquivo não é PNG nem WebP. Salve a imagem em um desses formatos.".into()
        }
        (Locale::En, InvalidLogo::OtherFormat) => {
            "The file is neither PNG nor WebP. Save the image in one of these formats.".into()
        }
        (Locale::PtBr, InvalidLogo::TooManyPixels { width, height }) => {
            format!("A imagem tem {width} × {height} pixels; o máximo é 4096 × 4096. Reduza a imagem.").into()
        }
        (Locale::En, InvalidLogo::TooManyPixels { width, height }) => {
            format!("The image has {width} × {height} pixels; the maximum is 4096 × 4096. Make it smaller.").into()
        }
        (Locale::PtBr, InvalidLogo::Damaged) => "O arquivo está danificado. Salve a imagem de novo.".into(),
        (Locale::En, InvalidLogo::Damaged) => "The file is damaged. Save the image again.".into(),
    }
}

/// What is wrong with words for the mails.
pub fn mail_words(locale: Locale, invalid: &InvalidMailWords) -> Cow<'static, str> {
    let known = || Placeholder::ALL.map(|one| format!("{{{}}}", one.as_str(locale))).join(", ");
    match (locale, invalid) {
        (Locale::PtBr, InvalidMailWords::TooLong { most }) => {
            format!("O texto tem no máximo {most} caracteres. Encurte-o.").into()
        }
        (Locale::En, InvalidMailWords::TooLong { most }) => {
            format!("The text has at most {most} characters. Shorten it.").into()
        }
        (Locale::PtBr, InvalidMailWords::TooManyLines { most }) => {
            format!("O texto tem no máximo {most} linhas. Encurte-o.").into()
        }
        (Locale::En, InvalidMailWords::TooManyLines { most }) => {
            format!("The text has at most {most} lines. Shorten it.").into()
        }
        (Locale::PtBr, InvalidMailWords::UnknownPlaceholder(name)) => {
            format!("Não conhecemos {{{name}}}. Use um destes campos: {}.", known()).into()
        }
        (Locale::En, InvalidMailWords::UnknownPlaceholder(name)) => {
            format!("There's no placeholder {{{name}}}. Use one of these: {}.", known()).into()
        }
    }
}
