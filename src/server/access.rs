//! The access levels of addresses.

/// Who may use an address. An address without one is denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, also with a temporary password.
    Always,
    /// Everybody but those who still have to choose a password.
    Everyone,
    /// Everybody but those, where visitors may register; else nobody.
    Registering,
    /// Those who signed in with a temporary password, and visitors with the link of one.
    FirstAccess,
    /// Those who signed in with their own.
    SignedIn,
    /// Administrators.
    Admin,
    /// Everybody but those with a temporary password, in development mode; else nobody.
    Development,
    /// Browsers that come from an app or go to one; the handler looks at the session.
    SignInToApp,
    /// Programs, which show a secret or a token, and proxies: no cookie of ours is read, and no form of ours is
    /// expected.
    Program,
}

impl Access {
    /// As `chaveiro routes` prints it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Everyone => "everyone",
            Self::Registering => "registering",
            Self::FirstAccess => "first-access",
            Self::SignedIn => "signed-in",
            Self::Admin => "admin",
            Self::Development => "development",
            Self::SignInToApp => "sign-in-to-app",
            Self::Program => "program",
        }
    }
}
