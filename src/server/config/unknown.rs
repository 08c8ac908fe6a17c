//! Unknown variables that look like settings.

use super::table::SETTINGS;

const PREFIX: &str = "CHAVEIRO_";

/// One line about each of `names` that begins as our settings do and is none, with the setting that is spelled most
/// like it. Values are not read, except those that Kubernetes sets.
pub fn unknown_settings<'a>(variables: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut unknown: Vec<String> = variables
        .filter(|(name, value)| {
            name.to_ascii_uppercase().starts_with(PREFIX) && !is_known(name) && !is_link(name, value)
        })
        .map(|(name, _)| format!("{name} is not a setting; did you mean {}?", nearest(name)))
        .collect();
    unknown.sort();
    unknown
}

/// The variables of this process that look like settings and are unknown.
#[expect(clippy::disallowed_methods, reason = "it looks for variables that are no settings")]
pub fn unknown_in_environment() -> Vec<String> {
    let text = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
    let variables: Vec<_> = std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect();
    unknown_settings(variables.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

fn is_known(name: &str) -> bool {
    SETTINGS.iter().any(|setting| setting.variable == name)
}

/// What Kubernetes and old Docker links set for a service that is called `chaveiro`.
fn is_link(name: &str, value: &str) -> bool {
    let rest = name.get(PREFIX.len()..).unwrap_or_default();
    rest.starts_with("SERVICE_HOST")
        || rest.starts_with("SERVICE_PORT")
        || (rest.starts_with("PORT") && (value.contains("://") || rest.contains("_TCP")))
}

/// The setting that is spelled most like `name`, those first that begin with the same word. The prefix they
/// all share says nothing.
fn nearest(name: &str) -> &'static str {
    let bare = |name: &str| name.strip_prefix(PREFIX).unwrap_or(name).to_owned();
    let wanted = bare(&name.to_ascii_uppercase());
    let first_word = |name: &str| name.split('_').next().unwrap_or_default().to_owned();
    let alike = |variable: &str| {
        let likeness = strsim::normalized_damerau_levenshtein(&wanted, &bare(variable));
        if first_word(&wanted) == first_word(&bare(variable)) { likeness + 0.25 } else { likeness }
    };
    let by_likeness = |a: &&str, b: &&str| alike(a).total_cmp(&alike(b));
    SETTINGS.iter().map(|setting| setting.variable).max_by(by_likeness).unwrap_or("CHAVEIRO_LISTEN")
}
