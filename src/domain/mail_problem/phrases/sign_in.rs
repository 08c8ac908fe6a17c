//! Phrases about user names, passwords and encryption.

/// A user name and a password are wanted.
pub(in crate::domain::mail_problem) const SIGN_IN: &[&str] = &[
    "authentication required",
    "authentication is required",
    "authentication needed",
    "requires authentication",
    "require authentication",
    "not authenticated",
    "must authenticate",
    "must be authenticated",
    "authenticate first",
    "need to authenticate",
    "smtp auth",
    "login required",
    "log in first",
    "please log in",
    "please login",
    "must login",
    "autenticação necessária",
    "autenticação requerida",
    "requer autenticação",
    "exige autenticação",
];

/// Encryption is wanted first.
pub(in crate::domain::mail_problem) const ENCRYPTION: &[&str] = &[
    "must issue a starttls",
    "starttls first",
    "starttls is required",
    "starttls required",
    "encryption required",
    "encryption is required",
    "requires encryption",
    "must use tls",
    "tls required",
    "tls is required",
];

/// The server cannot encrypt, for now.
pub(in crate::domain::mail_problem) const TLS_NOT_NOW: &[&str] = &[
    "tls not available",
    "tls is not available",
    "tls currently not available",
    "tls currently unavailable",
    "tls unavailable",
    "tls temporarily unavailable",
    "tls is temporarily unavailable",
];

/// The account may not sign in over SMTP.
pub(in crate::domain::mail_problem) const SIGN_IN_DISABLED: &[&str] = &[
    "smtpclientauthentication is disabled",
    "smtp auth is disabled",
    "smtp auth disabled",
    "smtp authentication is disabled",
    "basic authentication is disabled",
];

/// The account's usual password is none for programs.
pub(in crate::domain::mail_problem) const APP_PASSWORD: &[&str] =
    &["application-specific password", "app-specific password", "app password", "senha de app"];
