//! One spelling for one text: the normal forms of Unicode (UAX #15), lower case, and the characters nobody sees.
//!
//! The server has them in tables, the browser has them in itself: the tables
//! would make its bundle half as large again. Both follow the same standard.

/// The composed form, in which texts are kept and compared: `é` is one character.
pub(super) fn composed(text: &str) -> impl Iterator<Item = char> {
    normal(text, Form::Composed)
}

/// The decomposed form, which takes accents from their letters.
pub(super) fn decomposed(text: &str) -> impl Iterator<Item = char> {
    normal(text, Form::Decomposed)
}

/// The compatibility form of one character: full-width `１` and mathematical `𝟏` are `1`.
#[cfg(feature = "ssr")]
pub(super) fn compatible(character: char) -> impl Iterator<Item = char> {
    use unicode_normalization::UnicodeNormalization as _;
    std::iter::once(character).nfkc()
}

/// Whether a character leaves no ink and no room: `Default_Ignorable_Code_Point`
/// (Unicode 17, DerivedCoreProperties.txt). Zero-width spaces, soft hyphens, byte
/// order marks, the marks of direction, variation selectors.
pub const fn is_default_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Whether a character is a blank: white space, or the empty Braille pattern, which looks like one.
pub fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{2800}'
}

/// A character in lower case (Unicode, UAX #44, `Lowercase_Mapping` without conditions).
#[cfg(not(feature = "hydrate"))]
pub(super) fn lower_case(character: char) -> impl Iterator<Item = char> {
    character.to_lowercase()
}

/// A character in lower case (Unicode, UAX #44, `Lowercase_Mapping` without conditions).
#[cfg(feature = "hydrate")]
pub(super) fn lower_case(character: char) -> impl Iterator<Item = char> {
    let lower: String = if character.is_ascii() {
        character.to_ascii_lowercase().into()
    } else {
        js_sys::JsString::from(character).to_lower_case().into()
    };
    lower.chars().collect::<Vec<_>>().into_iter()
}

enum Form {
    Composed,
    Decomposed,
}

#[cfg(not(feature = "hydrate"))]
fn normal(text: &str, form: Form) -> Box<dyn Iterator<Item = char> + '_> {
    use unicode_normalization::UnicodeNormalization as _;
    match form {
        // Every name of a list is looked at. Up to U+02FF all characters are composed as they are
        // (DerivedNormalizationProps.txt, NFC_Quick_Check), and ASCII has nothing to decompose.
        Form::Composed if text.chars().all(|character| character < '\u{300}') => Box::new(text.chars()),
        Form::Decomposed if text.is_ascii() => Box::new(text.chars()),
        Form::Composed => Box::new(text.nfc()),
        Form::Decomposed => Box::new(text.nfd()),
    }
}

#[cfg(feature = "hydrate")]
fn normal(text: &str, form: Form) -> std::vec::IntoIter<char> {
    let form = match form {
        Form::Composed => "NFC",
        Form::Decomposed => "NFD",
    };
    let normal: String = js_sys::JsString::from(text).normalize(form).into();
    normal.chars().collect::<Vec<_>>().into_iter()
}
