//! Deletes what has ended or expired, once a minute.

use super::background::catch_panic;
use super::oidc::signing_keys;
use super::store::sessions::SessionPurpose;
use super::{AppState, rate_limit, session};
use crate::domain::{AdminAction, Role};
use std::fmt::Display;
use std::time::Duration;

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// Cleans up now and then until shutdown.
pub async fn clean_up_until_shutdown(state: AppState) {
    let mut hashes = state.hasher.begun();
    while state.shutdown.run_until_cancelled(clean_up(&state)).await.is_some() {
        if state.shutdown.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_none() {
            return;
        }
        state.hasher.release_memory_if_quiet(hashes);
        hashes = state.hasher.begun();
    }
}

/// Deletes what has ended or expired, and renews the signing keys that are due. A step that fails keeps no other
/// one from being done: otherwise one row that cannot be read would stop all that comes after it, every minute.
pub async fn clean_up(state: &AppState) {
    let (store, settings, now) = (&state.store, &state.settings, state.clock.now());
    if let Err(error) = store.check_in_place() {
        tracing::error!("{error}");
    }
    step("temporary passwords", store.delete_spent_hashes()).await;
    step("guesses at short temporary passwords", store.delete_old_code_guesses()).await;
    step("counts of people", store.fold_user_counts_when_many()).await;
    step("registrations", store.delete_expired_registrations()).await;
    let before = now.minus(rate_limit::PASSWORD_REQUEST_KEPT);
    step("requests for forgotten passwords", store.delete_old_password_requests(before)).await;
    step("password links", store.delete_expired_password_links()).await;
    step("devices", store.delete_forgotten_devices()).await;
    step("address changes", store.delete_ended_address_changes()).await;
    step("deleted accounts", store.delete_accounts_deleted_before(now.minus(AdminAction::GRACE))).await;
    let (previews, cells) = (now.minus(rate_limit::PREVIEWS_KEPT), now.minus(rate_limit::CELLS_KEPT));
    step("imports", store.delete_old_imports(previews, cells)).await;
    step("failed sign-ins", store.delete_old_sign_in_failures(now.minus(rate_limit::FAILURES_KEPT))).await;
    step("rate limits", store.delete_old_network_attempts()).await;
    step("used tokens", store.delete_used_tokens(now.minus(rate_limit::REPEATED_FORM))).await;
    step("authorization requests", store.delete_old_authorization_requests()).await;
    step("authorization codes", store.delete_old_codes(now.minus(rate_limit::USED_CODES_KEPT))).await;
    step("app tokens", store.delete_old_app_tokens(now.minus(rate_limit::RENEWED_TOKENS_KEPT))).await;
    step("back-channel logouts", store.delete_old_logouts(now.minus(rate_limit::LOGOUTS_KEPT))).await;
    if let Some(retention) = settings.audit_retention {
        step("audit events", store.delete_old_events(now.minus(retention))).await;
    }
    step("emails", store.delete_old_mails(now.minus(rate_limit::MAILS_KEPT))).await;
    for role in [Role::Member, Role::Admin] {
        let (idle, max) = session::lifetimes(settings, SessionPurpose::Full, role);
        step("sessions", store.delete_ended_sessions(role, now.minus(max), now.minus(idle))).await;
    }
    step("signing keys", signing_keys::rotate(state)).await;
}

async fn step<T, E: Display>(what: &str, work: impl Future<Output = Result<T, E>>) {
    if let Some(Err(error)) = catch_panic(&format!("the cleanup of {what}"), work).await {
        tracing::warn!(%error, "cannot clean up {what}: {error}");
    }
}
