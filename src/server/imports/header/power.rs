//! Columns that an import must not read: they would give power, or set a secret.

use super::vocabulary::is_one_of;

/// Whether a column by its words gives power over others.
pub fn grants(words: &[String], key: &str) -> bool {
    const WORDS: &str = "admin admins administrador administradora administrator superuser superusuario superadmin isadmin \
        isstaff issuperuser permission permissions permissao permissoes sudo";
    words.iter().any(|word| is_one_of(WORDS, word)) || is_one_of(WORDS, key)
}

/// Whether a column by its words sets a secret; not whether, when or how one is changed.
pub fn sets_secret(words: &[String], key: &str) -> bool {
    const WORDS: &str = "password passwords senha senhas passwd passphrase pwd pass hash secret segredo token pepper contrasena \
        passwordhash apikey";
    const ONLY_ABOUT: &str = "change changed force forcar trocar alterar next last ultima expires expired expiration expiry policy \
        policies date data reset must function strength history required never metadata metadados";
    let has = |list: &str| words.iter().any(|word| is_one_of(list, word));
    let is_glued =
        |word: &String| word.starts_with("senha") || word.starts_with("password") || word.ends_with("password");
    (has(WORDS) || is_one_of(WORDS, key) || words.iter().any(is_glued)) && !has(ONLY_ABOUT)
}
