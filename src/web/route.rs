//! One address: who may use it, and what answers.

use crate::server::AppState;
use crate::server::access::Access;
use crate::ui::page_route::{FormRoute, PageRoute};
use axum::http::Method;
use axum::routing::MethodRouter;

/// One method of one address.
#[derive(Debug)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: Method,
    /// As axum writes it: `/admin/users/{id}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What answers.
    pub answer: Answer,
}

/// What answers at an address.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// A page.
    Page(&'static PageRoute),
    /// A server function; refused, it shows this page again.
    Function {
        /// Its form.
        form: &'static FormRoute,
        /// The page with its form.
        page: &'static PageRoute,
    },
    /// A handler of a posted form, whose answer is more than a redirect;
    /// refused, it shows this page again.
    Form {
        /// The page with the form.
        page: &'static PageRoute,
        /// What answers.
        handler: Handler,
    },
    /// A handler for machines, scripts or redirects.
    Handler(Handler),
}

/// Makes the handler of an address.
pub type Handler = fn() -> MethodRouter<AppState>;
