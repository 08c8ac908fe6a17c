//! `Accept-Language`: the languages a browser asks for.

use crate::domain::Locale;
use crate::server::AppState;
use axum::http::{HeaderMap, header};

/// The language of a page for somebody known only by `Accept-Language`.
pub fn accepted_locale(state: &AppState, headers: &HeaderMap) -> Locale {
    best(headers).unwrap_or(state.settings.default_locale)
}

/// The best language of `Accept-Language` that we have texts in (RFC 9110, 12.5.4).
pub fn best(headers: &HeaderMap) -> Option<Locale> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Locale)> = None;
    for language in accepted.split(',').take(20) {
        let (tag, parameter) = language.split_once(';').unwrap_or((language, "q=1"));
        let weight = parameter.trim().strip_prefix(['q', 'Q']).and_then(|weight| weight.trim_start().strip_prefix('='));
        let weight: f32 = weight.and_then(|weight| weight.trim().parse().ok()).unwrap_or(0.0);
        if let Some(locale) = Locale::parse(tag.trim())
            && weight > best.map_or(0.0, |(weight, _)| weight)
        {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}
