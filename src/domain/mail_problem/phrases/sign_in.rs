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

/// The server takes no user names and passwords at all, Exchange Online since 2026.
pub(in crate::domain::mail_problem) const PASSWORDS_RETIRED: &[&str] =
    &["basic authentication is not supported", "basic auth is not supported", "basic authentication is no longer"];

/// The account is locked, or its password has expired.
pub(in crate::domain::mail_problem) const ACCOUNT_LOCKED: &[&str] = &[
    "via your web browser",
    "account disabled",
    "account is disabled",
    "account has been disabled",
    "account is locked",
    "account locked",
    "account has been locked",
    "locked out",
    "account is blocked",
    "account blocked",
    "account suspended",
    "account is suspended",
    "account has been suspended",
    "password expired",
    "password has expired",
    "password is expired",
    "conta bloqueada",
    "conta suspensa",
    "conta desativada",
    "usuário bloqueado",
    "senha expirada",
    "senha expirou",
];

/// Who signs in comes from an address that may not.
pub(in crate::domain::mail_problem) const FROM_ELSEWHERE: &[&str] = &[
    "unauthorized ip",
    "ip address is not",
    "ip not allowed",
    "ip not authorized",
    "ip is not authorized",
    "ip blocked",
];
