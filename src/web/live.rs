//! The state of deliveries as it changes, for the pages that show it.

use crate::api::users::live_delivery;
use crate::domain::Timestamp;
use crate::server::AppState;
use crate::server::session;
use crate::server::store::StoreError;
use crate::server::store::users::AccountOverview;
use crate::server::visit::Visit;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use std::convert::Infallible;
use std::time::Duration;

/// The database is asked this often when nobody rings: another node may have sent a mail.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// What changed this long before is told first: the page was made before its
/// script asked, and a connection that broke comes back.
const CATCH_UP: Duration = Duration::from_secs(120);
/// Changes told at a time.
const AT_A_TIME: i64 = 1000;

/// Server-sent events: one JSON object for each account whose mail has changed.
///
/// Ends when its reader is no longer an admin, or the program stops.
pub async fn live(State(state): State<AppState>, Extension(visit): Extension<Visit>) -> Response {
    let (to_browser, events) = tokio::sync::mpsc::channel::<Result<Bytes, Infallible>>(16);
    tokio::spawn(async move {
        let mut bell = state.mail_bell.subscribe();
        let mut since = state.clock.now().minus(CATCH_UP);
        let mut told: Vec<String> = Vec::new();
        loop {
            match &visit.session {
                Some(session) if session::is_still_admins(&state, session).await == Ok(true) => {}
                _ => return,
            }
            let Ok((changed, newest)) = changes(&state, since).await else { return };
            let lines: Vec<String> =
                changed.iter().filter_map(|account| live_delivery(account, visit.locale)).collect();
            let mut text = String::new();
            for line in lines.iter().filter(|line| !told.contains(line)) {
                text.push_str("data: ");
                text.push_str(line);
                text.push_str("\n\n");
            }
            // Two changes may bear the same millisecond: that one is asked for again.
            since = newest.max(since);
            told = lines;
            // A comment keeps the connection open and shows when the reader has gone.
            if text.is_empty() {
                text.push_str(":\n\n");
            }
            if to_browser.send(Ok(Bytes::from(text))).await.is_err() {
                return;
            }
            tokio::select! {
                _ = bell.changed() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = state.shutdown.cancelled() => return,
            }
        }
    });
    let stream = futures::stream::unfold(events, |mut events| async { Some((events.recv().await?, events)) });
    let mut response = Response::new(Body::from_stream(stream));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would hold the events back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// The accounts that changed at or after `since`, and the time to ask from next.
async fn changes(state: &AppState, since: Timestamp) -> Result<(Vec<AccountOverview>, Timestamp), StoreError> {
    // Asked first: what changes meanwhile is told now and once more, not lost.
    let newest = state.store.find_newest_change().await?.unwrap_or(since);
    if newest < since {
        return Ok((Vec::new(), since));
    }
    let allowed = state.settings.temporary_password_attempts;
    Ok((state.store.find_accounts_changed_since(since, AT_A_TIME, allowed).await?, newest))
}
