//! Mistyped hosts: those of the biggest mail providers (`gmial.com`, `hotmail.co`), and endings that none has
//! (`escola.con`). Only to ask about, never to correct.

/// The providers whose names are looked for, by first label, and under what they have addresses. Names of fewer than
/// five letters are too near to others: `live`, `life`, `love`.
const PROVIDERS: [(&str, &[&str]); 6] = [
    ("gmail", &["com"]),
    ("hotmail", &["com", "com.br"]),
    ("outlook", &["com", "com.br"]),
    ("yahoo", &["com", "com.br"]),
    ("icloud", &["com"]),
    ("protonmail", &["com"]),
];

/// One letter from a provider's name, and somebody else's.
const OTHERS: [&str; 13] = [
    "mail", "email", "ymail", "fmail", "hmail", "imail", "jmail", "kmail", "qmail", "tmail", "vmail", "zmail", "cloud",
];

/// What people type in the place of `com`, and no host ends with: no top-level domain
/// (<https://data.iana.org/TLD/tlds-alpha-by-domain.txt>), and none of those below `br`.
const NOT_COM: [&str; 11] = ["con", "cmo", "ocm", "comm", "ccom", "coom", "vom", "xom", "cim", "cpm", "como"];
/// The same, where others than the providers have addresses. Other endings may be countries of the same provider:
/// `yahoo.com.ar`, `hotmail.co.uk`.
const ENDINGS_OF_COM: [&str; 3] = ["cm", "om", "co"];
/// In the place of `com.br`.
const ENDINGS_OF_COM_BR: [&str; 4] = ["cm.br", "om.br", "com.b", "com.r"];

/// The host that was probably meant; none for one that may exist.
pub fn meant(host: &str) -> Option<String> {
    let corrected = with_an_ending(host);
    let of_provider = of_provider(corrected.as_deref().unwrap_or(host));
    of_provider.or(corrected)
}

/// With an ending in the place of one that no host has.
fn with_an_ending(host: &str) -> Option<String> {
    let (before, last) = host.rsplit_once('.')?;
    let ending = match last {
        "br" => {
            let (before, last) = before.rsplit_once('.')?;
            return NOT_COM.contains(&last).then(|| format!("{before}.com.br"));
        }
        "rb" => "br",
        "ogr" | "rog" => "org",
        "nte" | "ent" => "net",
        _ if NOT_COM.contains(&last) => "com",
        _ => return None,
    };
    Some(format!("{before}.{ending}"))
}

/// The provider's host that this one is near to, but is not.
fn of_provider(host: &str) -> Option<String> {
    let (name, ending) = host.split_once('.')?;
    let (provider, endings) = PROVIDERS.iter().find(|(provider, _)| is_near(name, provider))?;
    let ending = endings.iter().find(|known| {
        let mistyped = if **known == "com" { &ENDINGS_OF_COM[..] } else { &ENDINGS_OF_COM_BR[..] };
        **known == ending || mistyped.contains(&ending)
    })?;
    let meant = format!("{provider}.{ending}");
    (meant != host).then_some(meant)
}

/// Whether it is this provider's name, or that with one letter more, less, another, or two letters swapped.
fn is_near(name: &str, provider: &str) -> bool {
    if name == provider {
        return true;
    }
    if OTHERS.contains(&name) {
        return false;
    }
    let (name, provider) = (name.as_bytes(), provider.as_bytes());
    let same_before = name.iter().zip(provider).take_while(|(one, other)| one == other).count();
    let (name, provider) = (&name[same_before..], &provider[same_before..]);
    match (name, provider) {
        ([a, b, rest @ ..], [c, d, other @ ..]) if a == d && b == c && rest == other => true,
        ([_, rest @ ..], [_, other @ ..]) if rest == other => true,
        ([_, rest @ ..], _) if rest == provider => true,
        (_, [_, other @ ..]) => name == other,
        _ => false,
    }
}
