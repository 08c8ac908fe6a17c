//! The list of pages: where each one is, who may see it, and which forms are on it.

use super::{account, admin, apps, dev, first_access, forgot_password, login, oauth, register, reset_password, setup};
use crate::server::access::Access;
use crate::ui::page_route::{Bundle, FormRoute, PageRoute};
use Access::{Admin, Development, Everyone, FirstAccess, Registering, SignedIn};
use leptos::prelude::IntoAny as _;

const NEWCOMER: Option<Bundle> = Some(Bundle::Newcomer);
const ADMIN: Option<Bundle> = Some(Bundle::Admin);

/// In a line of the list: see [`PageRoute::holds_no_secret`].
const NO_SECRET: bool = true;

/// A line of the list: address, access, bundle, component, forms, and [`NO_SECRET`] where that is so.
macro_rules! page {
    ($path:literal $access:ident $bundle:ident $component:path [$($form:expr),* $(,)?] $($no_secret:ident)?) => {
        &PageRoute {
            path: $path,
            access: $access,
            bundle: $bundle,
            view: || $component().into_any(),
            holds_no_secret: false $(|| $no_secret)?,
            forms: &[$($form),*],
        }
    };
}

/// A form that the server function of this name answers.
const fn form(path: &'static str, function: &'static str) -> FormRoute {
    FormRoute { path, function, access: None, ends_session: false }
}

/// The same, for one that ends the session it is sent with.
const fn ends_session(path: &'static str, function: &'static str) -> FormRoute {
    FormRoute { path, function, access: None, ends_session: true }
}

/// A form on every page.
const fn everywhere(path: &'static str, function: &'static str) -> FormRoute {
    FormRoute { path, function, access: Some(Access::Always), ends_session: false }
}

/// Every page and its forms. What is not in this list or in `web::routes` does not exist.
pub static PAGES: &[&PageRoute] = &[
    page!("/setup" Everyone NEWCOMER setup::page::SetupPage [form("/setup", "set_up")]),
    page!("/login" Everyone None login::page::LoginPage [
        form("/login", "sign_in"),
        form("/first-access/link", "open_link"),
        everywhere("/logout", "sign_out"),
        everywhere("/language", "set_language"),
        everywhere("/theme", "set_theme"),
    ] NO_SECRET),
    page!("/first-access" FirstAccess NEWCOMER first_access::page::FirstAccessPage [
        ends_session("/first-access", "choose_password"),
    ]),
    page!("/forgot-password" Everyone None forgot_password::page::ForgotPasswordPage [
        form("/forgot-password", "forget_password"),
    ] NO_SECRET),
    page!("/reset-password" Everyone NEWCOMER reset_password::page::ResetPasswordPage [
        form("/reset-password", "reset_password"),
    ]),
    page!("/register" Registering NEWCOMER register::page::RegisterPage [form("/register", "register")]),
    page!("/register/confirm" Registering None register::confirm::page::ConfirmPage [
        form("/register/confirm", "confirm_registration"),
    ]),
    page!("/account" SignedIn NEWCOMER account::page::AccountPage [
        ends_session("/account", "change_password"),
        form("/account/time-zone", "set_time_zone"),
        form("/account/end-app", "end_app"),
        form("/account/end-session", "end_session"),
        form("/account/end-other-sessions", "end_other_sessions"),
    ]),
    page!("/account/email" SignedIn None account::email::page::EmailPage [
        form("/account/email", "change_email"),
        form("/account/email/cancel", "cancel_email_change"),
    ]),
    page!("/account/email/confirm" Everyone None account::email::links::ConfirmEmailPage [
        form("/account/email/confirm", "confirm_email"),
    ]),
    page!("/account/email/undo" Everyone None account::email::links::UndoEmailPage [
        form("/account/email/undo", "undo_email"),
    ]),
    page!("/account/delete" SignedIn None account::delete::page::DeleteAccountPage [
        ends_session("/account/delete", "delete_account"),
    ]),
    page!("/apps" SignedIn None apps::page::OwnAppsPage []),
    page!("/admin" Admin None admin::page::OverviewPage [] NO_SECRET),
    page!("/admin/users" Admin None admin::users::page::UsersPage [form("/admin/users/send-again", "resend")] NO_SECRET),
    page!("/admin/users/new" Admin ADMIN admin::users::new::page::NewUserPage [
        form("/admin/users/new", "create_user"),
    ] NO_SECRET),
    page!("/admin/users/act" Admin None admin::users::action::page::ActionPage [
        form("/admin/users/act", "apply_action_to_users"),
    ] NO_SECRET),
    page!("/admin/users/{id}" Admin None admin::users::user::page::UserPage [
        form("/admin/users/end-session", "end_session_of_user"),
        form("/admin/users/note", "note_user"),
    ] NO_SECRET),
    page!("/admin/users/{id}/edit" Admin ADMIN admin::users::user::edit::page::EditPage [
        form("/admin/users/edit", "edit_user"),
    ] NO_SECRET),
    HAND_OVER,
    SLIPS,
    IMPORT,
    page!("/admin/imports/{id}" Admin None admin::imports::import::page::ImportPage [
        form("/admin/imports/act", "apply_import_action"),
        form("/admin/imports/reread", "reread_import"),
    ] NO_SECRET),
    page!("/admin/apps" Admin None admin::apps::page::AppsPage []),
    NEW_APP,
    APP,
    APP_ACT,
    EDIT_APP,
    page!("/admin/apps/{id}/recipes" Admin None admin::apps::app::recipes::page::RecipesPage []),
    page!("/admin/groups" Admin None admin::groups::page::GroupsPage []),
    page!("/admin/groups/new" Admin None admin::groups::new::page::NewGroupPage [
        form("/admin/groups/new", "create_group"),
    ]),
    page!("/admin/groups/assign" Admin None admin::groups::assign::page::AssignPage [
        form("/admin/groups/assign", "assign_groups"),
    ]),
    page!("/admin/groups/{id}" Admin None admin::groups::group::page::GroupPage [
        form("/admin/groups/act/rename", "rename_group"),
        form("/admin/groups/act/app", "set_group_app"),
        form("/admin/groups/act/delete", "delete_group"),
        form("/admin/groups/act/add", "add_members"),
        form("/admin/groups/act/remove", "remove_member"),
    ]),
    page!("/admin/mail" Admin None admin::mail::page::MailPage [
        form("/admin/mail", "send_test_mail"),
        form("/admin/mail/pause", "pause_mails"),
        form("/admin/mail/put-aside", "snooze_warning"),
        form("/admin/mail/resume", "resume_mails"),
        form("/admin/mail/retry", "retry_mail"),
        form("/admin/mail/retry-all", "retry_mails"),
    ] NO_SECRET),
    page!("/admin/audit" Admin None admin::audit::page::AuditPage [] NO_SECRET),
    APPEARANCE,
    page!("/admin/confirm-password" Admin None admin::confirm_password::page::ConfirmPasswordPage [
        form("/admin/confirm-password", "confirm_password"),
    ]),
    page!("/confirm-password" SignedIn None oauth::confirm_password::page::ConfirmOwnPasswordPage [
        form("/confirm-password", "confirm_own_password"),
    ]),
    page!("/oauth/logout/confirm" Everyone None oauth::logout::page::LogoutPage [
        form("/oauth/logout/confirm", "confirm_logout"),
    ]),
    page!("/dev/outbox" Development None dev::outbox::page::OutboxPage []),
    page!("/dev/outbox/{id}" Development None dev::outbox::page::CapturedMailPage []),
];

/// `web::hand_over` answers its form.
pub const HAND_OVER: &PageRoute =
    page!("/admin/users/{id}/hand-over" Admin None admin::users::user::hand_over::page::HandOverPage []);
/// `web::slips` answers its form.
pub const SLIPS: &PageRoute = page!("/admin/users/slips" Admin None admin::users::slips::page::SlipsPage []);
/// `web::imports` answers its form.
pub const IMPORT: &PageRoute =
    page!("/admin/users/import" Admin None admin::users::import::page::ImportsPage [] NO_SECRET);
/// `web::appearance` answers some of its forms.
pub const APPEARANCE: &PageRoute = page!("/admin/appearance" Admin None admin::appearance::page::AppearancePage [
    form("/admin/appearance", "save_appearance"),
    form("/admin/appearance/remove-logo", "remove_logo"),
]);
/// `web::apps` answers its form.
pub const NEW_APP: &PageRoute = page!("/admin/apps/new" Admin None admin::apps::new::page::NewAppPage []);
/// `web::apps` answers its form.
pub const EDIT_APP: &PageRoute = page!("/admin/apps/{id}/edit" Admin None admin::apps::app::edit::page::EditAppPage []);
/// `web::apps` answers its form.
pub const APP_ACT: &PageRoute = page!("/admin/apps/act" Admin None admin::apps::app::action::page::AppActionPage []);
/// The page of an app; `web::apps` shows a new secret on it.
pub const APP: &PageRoute = page!("/admin/apps/{id}" Admin None admin::apps::app::page::AppPage [
    form("/admin/apps/retry", "retry_logouts"),
]);
/// `web::oidc` shows it, at several addresses.
pub const OAUTH_NOTICE: &PageRoute = page!("/oauth/continue" Everyone None oauth::page::NoticePage []);
