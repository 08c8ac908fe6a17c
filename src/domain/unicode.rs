//! One spelling for one text: the normal forms of Unicode (UAX #15).
//!
//! The server has them in a table, the browser has them in itself: the table
//! would make its bundle half as large again. Both follow the same standard.

/// The composed form, in which texts are kept and compared: `é` is one character.
pub(super) fn composed(text: &str) -> impl Iterator<Item = char> {
    normal(text, Form::Composed)
}

/// The decomposed form, which takes accents from their letters.
pub(super) fn decomposed(text: &str) -> impl Iterator<Item = char> {
    normal(text, Form::Decomposed)
}

enum Form {
    Composed,
    Decomposed,
}

#[cfg(not(feature = "hydrate"))]
fn normal(text: &str, form: Form) -> Box<dyn Iterator<Item = char> + '_> {
    use unicode_normalization::UnicodeNormalization as _;
    match form {
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
