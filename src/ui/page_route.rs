//! The address of a page, what it shows, and the forms on it.

use crate::error::AppError;
use crate::server::access::Access;
use leptos::prelude::AnyView;

/// A page and its forms.
#[derive(Debug)]
pub struct PageRoute {
    /// As axum writes it: `/admin/users/{id}`.
    pub path: &'static str,
    /// Who may see it.
    pub access: Access,
    /// The browser bundle that holds its islands.
    pub bundle: Option<Bundle>,
    /// What it shows.
    pub view: fn() -> AnyView,
    /// Whether neither a token, nor a password, nor a hash of either is in it, so that it may be compressed.
    pub holds_no_secret: bool,
    /// The server functions whose forms are on it; refused, they show it again.
    pub forms: &'static [FormRoute],
}

/// A posted form that a server function answers.
#[derive(Debug)]
pub struct FormRoute {
    /// Where it is sent: the function's `endpoint`.
    pub path: &'static str,
    /// The function's name in the code.
    pub function: &'static str,
    /// Who may send it, where it is not who may see the page.
    pub access: Option<Access>,
    /// Whether it ends the session it is sent with: sent twice, the second one comes without.
    pub ends_session: bool,
}

/// A browser bundle: the islands of a group of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// That of the pages of the own account and the way to it.
    Newcomer,
    /// That of the administrator's pages.
    Admin,
}

impl Bundle {
    /// Its name among the site's files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newcomer => "newcomer",
            Self::Admin => "admin",
        }
    }
}

impl PageRoute {
    /// Whether it is a page before one is signed in.
    pub const fn is_entry(&self) -> bool {
        matches!(self.access, Access::Everyone | Access::Registering | Access::FirstAccess)
    }
}

/// What a document shows.
#[derive(Clone, Debug)]
pub enum ShownPage {
    /// A page.
    Page(&'static PageRoute),
    /// Why there is none.
    Failure(AppError),
}
