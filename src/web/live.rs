//! Server-sent events: rows and counts as they change, for the pages that show them.

use super::render::{json_error, no_store};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::event_streams::EventStream;
use crate::server::request_context::RequestContext;
use crate::server::session;
use crate::server::store::user_overview::UserOverview;
use crate::server::watcher::{Update, list_recently_changed};
use crate::ui::components::counters::counters_event;
use crate::ui::live_topic::Topic;
use crate::ui::pages::admin::users::row::Rows;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::collections::HashSet;
use std::convert::Infallible;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// The session of who watches is looked at this often while nothing is new: it may be unused for too long.
const SESSION_EVERY: Duration = Duration::from_secs(30);
/// A comment keeps the connection open and shows when the reader has gone.
const COMMENT_EVERY: Duration = Duration::from_secs(10);

/// Server-sent events: the version of one topic, `of=mail` or `of=user:…`,
/// whenever it is another. The page then fetches itself again.
///
/// Ends when its reader is no longer an admin, or the program stops.
pub async fn versions(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    Query(query): Query<LiveQuery>,
) -> Response {
    let slot = match open_stream(&state, &request_context) {
        Ok(slot) => slot,
        Err(error) => return json_error(&request_context, &error),
    };
    let Some(topic) = Topic::parse(&query.of) else { return no_store(StatusCode::NOT_FOUND.into_response()) };
    let (mut stream, events) = PageStream::begin(state, request_context);
    tokio::spawn(async move {
        let state = stream.state.clone();
        let Ok(mut sent) = topic.version(&state.store).await else { return };
        if !stream.send(&format!("data: {sent}\n\n")).await {
            return;
        }
        while let Some(update) = stream.next().await {
            let Ok(version) = update.version(&query.of, async || topic.version(&state.store).await).await else {
                return;
            };
            if version != sent && !stream.send(&format!("data: {version}\n\n")).await {
                return;
            }
            sent = version;
        }
    });
    event_stream(events, slot)
}

/// What a page subscribes to.
#[derive(serde::Deserialize)]
pub struct LiveQuery {
    of: String,
}

/// Server-sent events: one JSON object for each account whose mail has changed, and
/// one with how many people have each status.
///
/// Ends when its reader is no longer an admin, or the program stops.
pub async fn live(State(state): State<AppState>, Extension(request_context): Extension<RequestContext>) -> Response {
    let slot = match open_stream(&state, &request_context) {
        Ok(slot) => slot,
        Err(error) => return json_error(&request_context, &error),
    };
    let (locale, zone) = (request_context.locale, request_context.time_zone.clone());
    let (mut stream, events) = PageStream::begin(state, request_context);
    tokio::spawn(async move {
        let clock = stream.state.clock.clone();
        let line = |account: &UserOverview, is_paused: bool| {
            Rows { locale, zone: &zone, now: clock.now(), is_paused, done: None }.event(account)
        };
        let lately = async |state: &AppState| {
            let changed = list_recently_changed(state).await.ok()?;
            let counts = state.store.count_users_by_status().await.ok()?;
            let is_paused = state.store.is_paused_by_operator().await.ok()?;
            let lines = changed.iter().map(|account| line(account, is_paused));
            Some(Arc::new(lines.chain([counters_event(&counts)]).collect::<Vec<_>>()))
        };
        let state = stream.state.clone();
        let mut number = stream.updates.borrow_and_update().number;
        let Some(news) = lately(&state).await else { return };
        let mut sent = SentLines::default();
        if !stream.send(&sent.news_of(&news)).await {
            return;
        }
        drop(news);
        while let Some(update) = stream.next().await {
            // A page that missed an update gets all of them again.
            let news = if update.number == number + 1 {
                Some(update.lines(locale, &zone, line, counters_event))
            } else {
                lately(&state).await
            };
            let Some(news) = news else { return };
            let text = sent.news_of(&news);
            if !text.is_empty() && !stream.send(&text).await {
                return;
            }
            number = update.number;
        }
    });
    event_stream(events, slot)
}

/// What was sent to a page just before, as hashes: the lines of an import are a megabyte a page.
#[derive(Default)]
struct SentLines {
    lines: HashSet<u64>,
    hasher: RandomState,
}

impl SentLines {
    /// The events of `lines` that were not sent just before.
    fn news_of(&mut self, lines: &[String]) -> String {
        let sent = std::mem::take(&mut self.lines);
        let mut text = String::new();
        for line in lines {
            let hash = self.hasher.hash_one(line);
            if !sent.contains(&hash) {
                text.push_str("data: ");
                text.push_str(line);
                text.push_str("\n\n");
            }
            self.lines.insert(hash);
        }
        text
    }
}

/// The event stream of one open page.
struct PageStream {
    state: AppState,
    request_context: RequestContext,
    updates: watch::Receiver<Arc<Update>>,
    to_browser: mpsc::Sender<Result<Bytes, Infallible>>,
    session_due: Instant,
}

impl PageStream {
    fn begin(state: AppState, request_context: RequestContext) -> (Self, mpsc::Receiver<Result<Bytes, Infallible>>) {
        let (to_browser, events) = mpsc::channel(16);
        let updates = state.watcher.subscribe(&state);
        // Access control has looked at the session just now.
        (Self { state, request_context, updates, to_browser, session_due: Instant::now() + SESSION_EVERY }, events)
    }

    /// Waits for something new; none when the reader has gone, is no longer an
    /// admin, or the program stops.
    async fn next(&mut self) -> Option<Arc<Update>> {
        loop {
            if Instant::now() >= self.session_due {
                let session = self.request_context.session.as_ref()?;
                if session::is_still_admins(&self.state, session).await != Ok(true) {
                    return None;
                }
                self.session_due = Instant::now() + SESSION_EVERY;
            }
            tokio::select! {
                changed = self.updates.changed() => {
                    changed.ok()?;
                    let update = Arc::clone(&self.updates.borrow_and_update());
                    let session = self.request_context.session.as_ref()?;
                    // What ends a session or a role is itself something new.
                    match update.is_admins(&self.state.store, &session.token_hash).await {
                        Ok(is_admins) => return is_admins.then_some(update),
                        // Nothing is told without an answer; the next update asks again.
                        Err(_) => continue,
                    }
                }
                () = tokio::time::sleep(COMMENT_EVERY) => if !self.send(":\n\n").await { return None },
                () = self.state.shutdown.cancelled() => return None,
            }
        }
    }

    /// `false` when the reader has gone.
    async fn send(&self, text: &str) -> bool {
        // A comment, where there is nothing to say: the answer begins with the first byte.
        let text = if text.is_empty() { ":\n\n" } else { text };
        self.to_browser.send(Ok(Bytes::copy_from_slice(text.as_bytes()))).await.is_ok()
    }
}

/// A slot among the open streams, for an admin: access control has asked already, but the first rows go out before the
/// session is looked at again.
fn open_stream(state: &AppState, request_context: &RequestContext) -> Result<EventStream, AppError> {
    let (session, _) = session::require_admin_session(request_context)?;
    state.streams.open(&session.token_hash)
}

/// The answer to the browser; its `slot` is free again as soon as the connection ends.
fn event_stream(events: mpsc::Receiver<Result<Bytes, Infallible>>, slot: EventStream) -> Response {
    let stream = futures::stream::unfold((events, slot), |(mut events, slot)| async {
        Some((events.recv().await?, (events, slot)))
    });
    let mut response = no_store(Response::new(Body::from_stream(stream)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    // nginx would hold the events back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
