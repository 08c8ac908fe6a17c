//! The state of deliveries as it changes, for the pages that show it.

use super::render::{json_error, no_store};
use crate::domain::Timestamp;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::event_streams::EventStream;
use crate::server::request_context::RequestContext;
use crate::server::session;
use crate::server::store::StoreError;
use crate::server::store::user_overview::UserOverview;
use crate::ui::live_topic::Topic;
use crate::ui::pages::admin::users::status::live_status;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::convert::Infallible;
use std::time::Duration;

/// The database is asked this often when nobody rings: another node may have sent a mail.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// What changed this long before is told first: the page was made before its
/// script asked, and a connection that broke comes back.
const CATCH_UP: Duration = Duration::from_secs(120);
/// Changes told at a time.
const AT_A_TIME: i64 = 1000;

/// Server-sent events: the version of one topic, `of=mail` or `of=user:…`,
/// whenever it is another. The page then fetches itself again.
///
/// Ends when its reader is no longer an admin, or the program stops.
pub async fn versions(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    Query(asked): Query<LiveQuery>,
) -> Response {
    let Some(topic) = Topic::parse(&asked.of) else { return no_store(StatusCode::NOT_FOUND.into_response()) };
    let place = match place(&state, &request_context) {
        Ok(place) => place,
        Err(error) => return json_error(&request_context, &error),
    };
    let (to_browser, events) = tokio::sync::mpsc::channel::<Result<Bytes, Infallible>>(16);
    tokio::spawn(async move {
        let mut changes = state.changes.subscribe();
        let mut told = String::new();
        while is_still_read_by_an_admin(&state, &request_context).await {
            let Ok(version) = topic.version(&state.store).await else { return };
            // A comment keeps the connection open and shows when the reader has gone.
            let text = if version == told { ":\n\n".to_owned() } else { format!("data: {version}\n\n") };
            told = version;
            if to_browser.send(Ok(Bytes::from(text))).await.is_err() || !wait_for_news(&state, &mut changes).await {
                return;
            }
        }
    });
    event_stream(events, place)
}

/// What a page asks to be told of.
#[derive(serde::Deserialize)]
pub struct LiveQuery {
    of: String,
}

async fn is_still_read_by_an_admin(state: &AppState, request_context: &RequestContext) -> bool {
    match &request_context.session {
        Some(session) => session::is_still_admins(state, session).await == Ok(true),
        None => false,
    }
}

/// `false` when the program stops.
async fn wait_for_news(state: &AppState, changes: &mut tokio::sync::watch::Receiver<u64>) -> bool {
    tokio::select! {
        _ = changes.changed() => true,
        () = tokio::time::sleep(LOOK_EVERY) => true,
        () = state.shutdown.cancelled() => false,
    }
}

/// A place among the open streams, for whoever is signed in.
fn place(state: &AppState, request_context: &RequestContext) -> Result<EventStream, AppError> {
    let session = request_context.session.as_ref().ok_or(AppError::NotSignedIn)?;
    state.streams.open(&session.token_hash)
}

/// `place` is free again as soon as the connection ends.
fn event_stream(events: tokio::sync::mpsc::Receiver<Result<Bytes, Infallible>>, place: EventStream) -> Response {
    let stream = futures::stream::unfold((events, place), |(mut events, place)| async {
        Some((events.recv().await?, (events, place)))
    });
    let mut response = no_store(Response::new(Body::from_stream(stream)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    // nginx would hold the events back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Server-sent events: one JSON object for each account whose mail has changed.
///
/// Ends when its reader is no longer an admin, or the program stops.
pub async fn live(State(state): State<AppState>, Extension(request_context): Extension<RequestContext>) -> Response {
    let place = match place(&state, &request_context) {
        Ok(place) => place,
        Err(error) => return json_error(&request_context, &error),
    };
    let (to_browser, events) = tokio::sync::mpsc::channel::<Result<Bytes, Infallible>>(16);
    tokio::spawn(async move {
        let mut changes = state.changes.subscribe();
        let mut since = state.clock.now().minus(CATCH_UP);
        let mut told: Vec<String> = Vec::new();
        while is_still_read_by_an_admin(&state, &request_context).await {
            let Ok((changed, newest)) = changed_since(&state, since).await else { return };
            let lines: Vec<String> = {
                let (locale, zone, now) = (request_context.locale, &request_context.time_zone, state.clock.now());
                changed.iter().filter_map(|account| live_status(account, locale, zone, now)).collect()
            };
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
            if to_browser.send(Ok(Bytes::from(text))).await.is_err() || !wait_for_news(&state, &mut changes).await {
                return;
            }
        }
    });
    event_stream(events, place)
}

/// The accounts that changed at or after `since`, and the time to ask from next.
async fn changed_since(state: &AppState, since: Timestamp) -> Result<(Vec<UserOverview>, Timestamp), StoreError> {
    // LiveQuery first: what changes meanwhile is told now and once more, not lost.
    let newest = state.store.find_newest_change().await?.unwrap_or(since);
    if newest < since {
        return Ok((Vec::new(), since));
    }
    Ok((state.store.find_accounts_changed_since(since, AT_A_TIME).await?, newest))
}
