//! What people see: one file per address.
//!
//! A page is a plain document. Its forms post to its own address; refused,
//! the same page is rendered again with [`crate::api::page::Submitted`] at
//! hand. What it shows of the database it asks from `api`.

pub mod account;
pub mod admin;
pub mod admin_action;
pub mod admin_audit;
pub mod admin_confirm_password;
pub mod admin_import;
pub mod admin_imports;
pub mod admin_mail;
pub mod admin_user;
pub mod admin_user_edit;
pub mod admin_user_hand_over;
pub mod admin_users;
pub mod admin_users_new;
pub mod dev_outbox;
pub mod error_page;
pub mod first_access;
pub mod forgot_password;
pub mod login;
pub mod register;
pub mod register_confirm;
pub mod reset_password;
pub mod setup;

pub use account::{AccountPage, ConfirmEmailPage, DeleteAccountPage, EmailPage, UndoEmailPage};
pub use admin::OverviewPage;
pub use admin_action::ActionPage;
pub use admin_audit::AuditPage;
pub use admin_confirm_password::ConfirmPasswordPage;
pub use admin_import::ImportPage;
pub use admin_imports::ImportsPage;
pub use admin_mail::MailPage;
pub use admin_user::UserPage;
pub use admin_user_edit::EditPage;
pub use admin_user_hand_over::HandOverPage;
pub use admin_users::UsersPage;
pub use admin_users_new::NewUserPage;
pub use dev_outbox::{CapturedMailPage, OutboxPage};
pub use error_page::NotFoundPage;
pub use first_access::FirstAccessPage;
pub use forgot_password::ForgotPasswordPage;
pub use login::LoginPage;
pub use register::RegisterPage;
pub use register_confirm::ConfirmPage;
pub use reset_password::ResetPasswordPage;
pub use setup::SetupPage;

use crate::error::AppError;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A value of the page's address.
fn query(name: &str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name)).filter(|value| !value.is_empty())
}

/// All values of a name that the page's address may have several times.
fn queries(name: &str) -> Vec<String> {
    use_query_map().with_untracked(|query| query.get_all(name)).unwrap_or_default()
}

/// The variable part of the page's path, `{id}`.
fn id() -> String {
    use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default()
}

/// What `asked` brings, shown; or the page of its error, with its status.
fn when_known<T, V>(
    asked: impl Future<Output = Result<T, AppError>> + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    let known = Suspend::new(async move {
        match asked.await {
            Ok(found) => show(found).into_any(),
            Err(error) => error_page::failed(error).into_any(),
        }
    });
    view! { <Suspense>{known}</Suspense> }
}
