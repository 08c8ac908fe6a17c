//! Every address, and who may use it: the one list. The router is built from
//! it, access control decides by it, and `chaveiro routes` prints it.

use axum::http::Method;

/// One address.
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

/// Who may use an address.
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
        }
    }
}

/// What answers at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A page.
    Page,
    /// A server function; refused, it shows this page again.
    Function {
        /// Its name in the code.
        name: &'static str,
        /// The page with its form.
        page: &'static str,
    },
    /// A handler of a posted form, whose answer is more than a redirect;
    /// refused, it shows this page again.
    Form {
        /// The page with the form.
        page: &'static str,
    },
    /// A handler of the router, for machines, scripts or redirects.
    Handler,
}

const fn page(path: &'static str, access: Access) -> Route {
    Route { method: Method::GET, path, access, answer: Answer::Page }
}

const fn handler(path: &'static str, access: Access) -> Route {
    Route { method: Method::GET, path, access, answer: Answer::Handler }
}

const fn question(path: &'static str, access: Access) -> Route {
    Route { method: Method::POST, path, access, answer: Answer::Handler }
}

const fn function(path: &'static str, access: Access, name: &'static str, page: &'static str) -> Route {
    Route { method: Method::POST, path, access, answer: Answer::Function { name, page } }
}

const fn form(path: &'static str, access: Access, page: &'static str) -> Route {
    Route { method: Method::POST, path, access, answer: Answer::Form { page } }
}

/// All of them. What is not here does not exist.
pub static ROUTES: &[Route] = &[
    handler("/", Access::Everyone),
    page("/setup", Access::Everyone),
    function("/setup", Access::Everyone, "set_up", "/setup"),
    page("/login", Access::Everyone),
    function("/login", Access::Everyone, "sign_in", "/login"),
    function("/logout", Access::Always, "sign_out", "/login"),
    function("/language", Access::Always, "set_language", "/login"),
    function("/theme", Access::Always, "set_theme", "/login"),
    page("/first-access", Access::FirstAccess),
    function("/first-access", Access::FirstAccess, "choose_password", "/first-access"),
    function("/first-access/link", Access::Everyone, "open_link", "/login"),
    page("/forgot-password", Access::Everyone),
    function("/forgot-password", Access::Everyone, "forget_password", "/forgot-password"),
    page("/reset-password", Access::Everyone),
    function("/reset-password", Access::Everyone, "reset_password", "/reset-password"),
    page("/register", Access::Registering),
    function("/register", Access::Registering, "register", "/register"),
    page("/register/confirm", Access::Registering),
    function("/register/confirm", Access::Registering, "confirm_registration", "/register/confirm"),
    question("/password-advice/listed", Access::Always),
    question("/password-advice/estimate", Access::Always),
    page("/account", Access::SignedIn),
    function("/account", Access::SignedIn, "change_password", "/account"),
    page("/account/email", Access::SignedIn),
    function("/account/email", Access::SignedIn, "change_email", "/account/email"),
    page("/account/email/confirm", Access::Everyone),
    function("/account/email/confirm", Access::Everyone, "confirm_email", "/account/email/confirm"),
    page("/account/email/undo", Access::Everyone),
    function("/account/email/undo", Access::Everyone, "undo_email", "/account/email/undo"),
    handler("/account/data.json", Access::SignedIn),
    page("/account/delete", Access::SignedIn),
    function("/account/delete", Access::SignedIn, "delete_account", "/account/delete"),
    function("/account/end-session", Access::SignedIn, "end_session", "/account"),
    function("/account/end-other-sessions", Access::SignedIn, "end_other_sessions", "/account"),
    page("/admin", Access::Admin),
    page("/admin/users", Access::Admin),
    page("/admin/users/new", Access::Admin),
    function("/admin/users/new", Access::Admin, "create_user", "/admin/users/new"),
    function("/admin/users/send-again", Access::Admin, "resend", "/admin/users"),
    page("/admin/users/act", Access::Admin),
    function("/admin/users/act", Access::Admin, "act_on_users", "/admin/users/act"),
    page("/admin/users/{id}", Access::Admin),
    page("/admin/users/{id}/edit", Access::Admin),
    function("/admin/users/edit", Access::Admin, "edit_user", "/admin/users/{id}/edit"),
    page("/admin/users/{id}/hand-over", Access::Admin),
    form("/admin/users/hand-over", Access::Admin, "/admin/users/{id}/hand-over"),
    page("/admin/users/import", Access::Admin),
    form("/admin/users/import", Access::Admin, "/admin/users/import"),
    handler("/admin/users/import/template.csv", Access::Admin),
    page("/admin/imports/{id}", Access::Admin),
    function("/admin/imports/act", Access::Admin, "act_on_import", "/admin/imports/{id}"),
    handler("/admin/imports/{id}/rejected.csv", Access::Admin),
    handler("/admin/users/live", Access::Admin),
    handler("/admin/users/export", Access::Admin),
    page("/admin/mail", Access::Admin),
    function("/admin/mail", Access::Admin, "send_test_mail", "/admin/mail"),
    function("/admin/mail/pause", Access::Admin, "pause_mails", "/admin/mail"),
    function("/admin/mail/resume", Access::Admin, "resume_mails", "/admin/mail"),
    function("/admin/mail/retry", Access::Admin, "retry_mail", "/admin/mail"),
    function("/admin/mail/retry-all", Access::Admin, "retry_mails", "/admin/mail"),
    handler("/admin/live", Access::Admin),
    page("/admin/audit", Access::Admin),
    handler("/admin/audit/export", Access::Admin),
    page("/admin/confirm-password", Access::Admin),
    function("/admin/confirm-password", Access::Admin, "confirm_password", "/admin/confirm-password"),
    handler("/.well-known/change-password", Access::Everyone),
    handler("/healthz", Access::Always),
    handler("/readyz", Access::Always),
    handler("/assets/{file}", Access::Always),
    page("/dev/outbox", Access::Development),
    handler("/dev/outbox.json", Access::Development),
    page("/dev/outbox/{id}", Access::Development),
    handler("/dev/outbox/{id}/html", Access::Development),
];

/// The route of a request. `HEAD` counts as `GET`.
pub fn find(method: &Method, path: &str) -> Option<&'static Route> {
    let method = if method == Method::HEAD { &Method::GET } else { method };
    // A fixed address goes before one with a parameter, as in the router.
    let matching = |route: &&Route| route.method == *method && matches(route.path, path);
    ROUTES.iter().filter(matching).min_by_key(|route| route.path.contains('{'))
}

/// The routes at a path, whatever their method.
pub fn with_path(path: &str) -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(move |route| matches(route.path, path))
}

fn matches(pattern: &str, path: &str) -> bool {
    let mut wanted = pattern.split('/');
    let mut given = path.split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}
