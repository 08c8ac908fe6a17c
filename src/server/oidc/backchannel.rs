//! Tells apps that a session has ended (OpenID Connect Back-Channel Logout 1.0).
//!
//! The worker of an outbox: what is still to be sent is in the database, so that neither a crash nor an
//! app that is down loses it. An app is asked at the address an administrator registered, and nowhere
//! else: redirects are not followed.

use super::{issuer, signing_keys};
use crate::domain::AppId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::background::{Poller, catch_panic};
use crate::server::password::random_hex;
use crate::server::rate_limit::LOGOUT_FAILS_AFTER;
use crate::server::store::app_logouts::{LogoutDelivery, LogoutState};
use serde_json::json;
use std::time::Duration;
use tokio::task::JoinSet;

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
/// Attempts until the sum of the waits is [`LOGOUT_FAILS_AFTER`]: six, and one each hour.
const MAX_ATTEMPTS: i64 = 5 + LOGOUT_FAILS_AFTER.as_secs() as i64 / 3600;
/// A change has the worker look for sessions that have ended, but not more often.
const MIN_INTERVAL: Duration = Duration::from_millis(100);
/// It polls this often without a notification.
const MAX_INTERVAL: Duration = Duration::from_secs(1);
/// Deliveries at a time, each to another app.
const APPS_AT_A_TIME: usize = 8;

/// Delivers until shutdown, which also ends the requests under way: what was asked without an answer is asked again
/// when its lease has ended.
pub async fn deliver_until_shutdown(state: AppState) {
    let changes = state.changes.subscribe();
    let mut poller = Poller { changes, at_most_every: MIN_INTERVAL, at_least_every: MAX_INTERVAL };
    let mut running = Running::default();
    while !state.shutdown.is_cancelled() {
        poller.mark_unchanged();
        if let Err(error) = running.start_due(&state).await {
            tracing::error!(%error, "cannot deliver back-channel logouts: {error}");
        }
        tokio::select! {
            Some(_) = running.next_end() => {}
            () = poller.wait(&state.shutdown) => {}
        }
    }
}

/// The deliveries under way: one for each app, so that an app that does not answer keeps no other one waiting.
#[derive(Default)]
struct Running {
    tasks: JoinSet<AppId>,
    apps: Vec<AppId>,
}

impl Running {
    /// Starts the deliveries that are due, except to an app that is being sent one already, or when there are too many
    /// at a time.
    async fn start_due(&mut self, state: &AppState) -> Result<(), AppError> {
        while self.tasks.len() < APPS_AT_A_TIME && !state.shutdown.is_cancelled() {
            let Some(delivery) = state.store.take_logout(LEASE, &self.apps).await? else { break };
            self.apps.push(delivery.app.id.clone());
            self.tasks.spawn(deliver_in_background(state.clone(), delivery));
        }
        Ok(())
    }

    /// Waits until a delivery has ended; none when none is under way.
    async fn next_end(&mut self) -> Option<()> {
        let ended = self.tasks.join_next().await?;
        if let Ok(app) = ended {
            self.apps.retain(|running| *running != app);
        }
        Some(())
    }
}

/// Delivers, and returns the app even when that failed or panicked: otherwise it would count as busy for ever.
async fn deliver_in_background(state: AppState, delivery: LogoutDelivery) -> AppId {
    if let Some(Err(error)) = catch_panic("a back-channel logout", deliver(&state, &delivery)).await {
        tracing::error!(%error, "cannot deliver a back-channel logout: {error}");
    }
    delivery.app.id
}

/// Sends the next logout token that is due; `false` when none is.
pub async fn deliver_next(state: &AppState) -> Result<bool, AppError> {
    let Some(delivery) = state.store.take_logout(LEASE, &[]).await? else { return Ok(false) };
    deliver(state, &delivery).await?;
    Ok(true)
}

/// Sends a logout token to an app, and records the outcome.
async fn deliver(state: &AppState, delivery: &LogoutDelivery) -> Result<(), AppError> {
    let Some(address) = delivery.app.details.backchannel_logout_uri.clone() else { return Ok(()) };
    let token = logout_token(state, delivery).await?;
    let sent = tokio::task::spawn_blocking(move || post(address.as_str(), &token)).await;
    let sent = sent.unwrap_or_else(|error| Err(error.to_string()));
    let (now, attempts) = (state.clock.now(), delivery.attempts);
    let (outcome, next, answer) = match sent {
        Ok(status) => (LogoutState::Delivered, now, status),
        Err(answer) if attempts >= MAX_ATTEMPTS => (LogoutState::Failed, now, answer),
        Err(answer) => (LogoutState::Open, now.plus(wait_after(attempts)), answer),
    };
    let app = delivery.app.details.client_id.as_str();
    if !state.store.set_logout_outcome(delivery, outcome, next, &answer).await? {
        tracing::warn!(app, attempts, "another worker has taken a logout for {app}: it took longer than its lease");
    } else if outcome == LogoutState::Delivered {
        tracing::info!(app, attempts, "{app} accepted a back-channel logout");
    } else {
        tracing::warn!(app, attempts, "{app} did not take a logout: {answer}");
    }
    Ok(())
}

fn wait_after(attempts: i64) -> Duration {
    let at = usize::try_from(attempts - 1).unwrap_or_default().min(WAITS.len() - 1);
    WAITS[at]
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
