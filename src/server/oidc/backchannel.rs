//! Tells apps that a session has ended (OpenID Connect Back-Channel Logout 1.0).
//!
//! The worker of an outbox: what has yet to be told is in the database, so that neither a crash nor an
//! app that is away loses it. An app is asked at the address an administrator registered, and nowhere
//! else: redirects are not followed.

use super::{issuer, signing_keys};
use crate::domain::Timestamp;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::password::random_hex;
use crate::server::rate_limit::LOGOUT_GIVEN_UP_AFTER;
use crate::server::store::app_logouts::{LogoutDelivery, LogoutState};
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use serde_json::json;
use std::time::Duration;

/// An app answers within this time (ours: a person may be waiting for the others).
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// Nobody else tries a delivery meanwhile.
const LEASE: Duration = Duration::from_secs(30);
/// A logout token is good for this long (Back-Channel Logout 1.0, 4: at most two minutes).
const LOGOUT_TOKEN: Duration = Duration::from_secs(120);
/// The waits after the first attempts; the last one is repeated.
const WAITS: [Duration; 6] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(2 * 60),
    Duration::from_secs(10 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(60 * 60),
];
/// Attempts until the sum of the waits is [`LOGOUT_GIVEN_UP_AFTER`]: six, and one each hour.
const MOST_ATTEMPTS: i64 = 5 + LOGOUT_GIVEN_UP_AFTER.as_secs() as i64 / 3600;
/// How long the worker sleeps when nobody wakes it.
const IDLE: Duration = Duration::from_secs(1);

/// Delivers until the program ends.
pub async fn deliver_until_shutdown(state: AppState) {
    let mut changes = state.changes.subscribe();
    loop {
        changes.mark_unchanged();
        match deliver_next(&state).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(?error, "no logout could be delivered"),
        }
        tokio::select! {
            _ = changes.changed() => {}
            () = tokio::time::sleep(IDLE) => {}
            () = state.shutdown.cancelled() => return,
        }
    }
}

/// Tells the next app that is due; `false` when none is.
pub async fn deliver_next(state: &AppState) -> Result<bool, AppError> {
    let Some(delivery) = state.store.take_logout(LEASE).await? else { return Ok(false) };
    let Some(address) = delivery.app.details.backchannel_logout_uri.clone() else { return Ok(false) };
    let token = logout_token(state, &delivery).await?;
    let sent = tokio::task::spawn_blocking(move || post(address.as_str(), &token)).await;
    let sent = sent.unwrap_or_else(|error| Err(error.to_string()));
    let now = state.clock.now();
    let client_id = delivery.app.details.client_id.as_str();
    match sent {
        Ok(status) => {
            finish(state, &delivery, LogoutState::Delivered, now, &status).await?;
            tracing::info!(app = client_id, attempts = delivery.attempts, "told {client_id} that a session has ended");
        }
        Err(answer) if delivery.attempts >= MOST_ATTEMPTS => {
            finish(state, &delivery, LogoutState::Failed, now, &answer).await?;
            let event = AuditEvent {
                kind: AuditKind::AppLogoutFailed,
                by: &By::worker(),
                target: Some(&delivery.user_id),
                detail: Some(client_id),
            };
            state.store.insert_audit_event(event).await?;
        }
        Err(answer) => {
            let next = now.plus(wait_after(delivery.attempts));
            finish(state, &delivery, LogoutState::Open, next, &answer).await?;
            tracing::warn!(
                app = client_id,
                attempts = delivery.attempts,
                "{client_id} did not take a logout: {answer}"
            );
        }
    }
    Ok(true)
}

fn wait_after(attempts: i64) -> Duration {
    let at = usize::try_from(attempts - 1).unwrap_or_default().min(WAITS.len() - 1);
    WAITS[at]
}

async fn finish(
    state: &AppState,
    delivery: &LogoutDelivery,
    outcome: LogoutState,
    next: Timestamp,
    answer: &str,
) -> Result<(), AppError> {
    Ok(state.store.set_logout_outcome(&delivery.app_session_id, outcome, next, answer).await?)
}

async fn logout_token(state: &AppState, delivery: &LogoutDelivery) -> Result<String, AppError> {
    let now = state.clock.now();
    let claims = json!({
        "iss": issuer(state),
        "aud": delivery.app.details.client_id.as_str(),
        "iat": now.as_seconds(),
        "exp": now.plus(LOGOUT_TOKEN).as_seconds(),
        "jti": random_hex::<16>(),
        "sub": delivery.user_id.as_str(),
        "sid": delivery.app_session_id,
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    signing_keys::sign(state, delivery.app.details.algorithm, "logout+jwt", &claims).await
}

/// Sends the token; the app's status, or why it was not taken.
fn post(address: &str, token: &str) -> Result<String, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(ANSWER_TIMEOUT))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent("Chaveiro")
        .build()
        .into();
    let sent = agent.post(address).send_form([("logout_token", token)]);
    match sent {
        // 204 too, though the standard says 200: programs send it.
        Ok(response) if response.status().is_success() => Ok(response.status().as_str().to_owned()),
        Ok(response) => Err(format!("HTTP {}", response.status().as_str())),
        Err(error) => Err(error.to_string().chars().take(200).collect()),
    }
}
