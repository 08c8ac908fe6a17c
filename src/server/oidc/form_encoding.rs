//! Single names and values in the encoding of forms (RFC 6749, appendix B).

/// What `text` encodes. An `=` or `&` that was not encoded stays what it is.
pub(super) fn decoded(text: &str) -> String {
    let part = |part: &str| {
        // As the value of a nameless pair, it is read up to the next `&`.
        let pair = format!("={part}");
        form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).collect::<String>()
    };
    text.split('&').map(part).collect::<Vec<_>>().join("&")
}
