//! Connections to PostgreSQL whose other end says nothing more, as after a power cut: no FIN, no RST.

use crate::app::{TestApp, is_postgres};
use crate::program::Served;
use axum::http::StatusCode;
use chaveiro::server::clock::Clock;
use chaveiro::server::{AppState, nodes};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const FOR_GOOD: usize = usize::MAX;

/// Passes connections on to PostgreSQL, and can swallow what goes over those that exist.
struct Proxy {
    port: u16,
    /// How often it fell silent. A connection from before swallows everything.
    silences: Arc<AtomicUsize>,
}

impl Proxy {
    async fn before(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self { port: listener.local_addr().unwrap().port(), silences: Arc::default() };
        let silences = Arc::clone(&proxy.silences);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(forward_bytes(from_client, to_server, Arc::clone(&silences)));
                tokio::spawn(forward_bytes(from_server, to_client, Arc::clone(&silences)));
            }
        });
        proxy
    }

    /// Those that come later are silent too.
    fn stop_answering_for_good(&self) {
        self.silences.store(FOR_GOOD, Ordering::SeqCst);
    }

    fn stop_answering(&self) {
        self.silences.fetch_add(1, Ordering::SeqCst);
    }
}

async fn forward_bytes(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    silences: Arc<AtomicUsize>,
) {
    let (born, mut bytes) = (silences.load(Ordering::SeqCst), [0; 8192]);
    loop {
        let read = from.read(&mut bytes).await.unwrap_or_default();
        let now = silences.load(Ordering::SeqCst);
        let is_silent = now != born || now == FOR_GOOD;
        match read {
            // What is dead closes nothing either.
            0 if is_silent => std::future::pending().await,
            0 => return,
            _ if is_silent => {}
            read => {
                if to.write_all(&bytes[..read]).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// A server whose connections to the database go through a proxy.
async fn behind_proxy(app: &TestApp) -> (AppState, Proxy) {
    let mut settings = (*app.state.settings).clone();
    let mut url = url::Url::parse(&settings.database_url).unwrap();
    let proxy = Proxy::before(url.port().unwrap()).await;
    url.set_port(Some(proxy.port)).unwrap();
    settings.database_url = url.to_string();
    (AppState::open(settings, Clock::system()).await.unwrap(), proxy)
}

/// So many reads and writes at once, that all connections of the pools are used.
async fn use_all_connections(state: &AppState) -> usize {
    let all = (0..40).map(|number| async move {
        let read = state.store.ping().await.is_ok();
        let node = format!("node {number}");
        read && state.store.notify_nodes(&node).await.is_ok()
    });
    futures::future::join_all(all).await.into_iter().filter(|done| *done).count()
}

#[tokio::test]
async fn connections_that_say_nothing_more_are_replaced_within_seconds() {
    if !is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    let (state, proxy) = behind_proxy(&app).await;
    assert_eq!(use_all_connections(&state).await, 40);

    // Idle for a while: they are asked before they are lent.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    proxy.stop_answering();
    let began = Instant::now();
    while use_all_connections(&state).await < 40 {
        assert!(began.elapsed() < Duration::from_secs(10), "still without connections");
    }

    // In use a moment ago: the statement itself is not answered.
    assert_eq!(use_all_connections(&state).await, 40);
    proxy.stop_answering();
    let began = Instant::now();
    while use_all_connections(&state).await < 40 {
        assert!(began.elapsed() < Duration::from_secs(25), "still without connections");
    }
}

/// As after a failover, when the database's address has led to a standby for a moment.
#[tokio::test]
async fn connections_on_which_nothing_may_be_written_are_replaced() {
    if !is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    let mut admin = app.connect().await;
    let mut say = async |sql: String| {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut admin).await.expect("done");
    };
    let url = url::Url::parse(&app.state.settings.database_url).unwrap();
    let database = url.path().trim_start_matches('/').to_owned();
    let write = async || {
        let all = (0..20).map(|_| app.state.store.write_probe());
        futures::future::join_all(all).await.into_iter().filter(|done| done.is_ok()).count()
    };
    assert_eq!(write().await, 20);

    say(format!("ALTER DATABASE {database} SET default_transaction_read_only = on")).await;
    let others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    say(format!("SELECT pg_terminate_backend(pid) {others}")).await;
    // The first to find that their connections are gone make new ones; a backend may need a moment to end.
    let began = Instant::now();
    while write().await > 0 {
        assert!(began.elapsed() < Duration::from_secs(5), "writes where nothing may be written");
    }

    say(format!("ALTER DATABASE {database} SET default_transaction_read_only = off")).await;
    let began = Instant::now();
    while write().await < 20 {
        assert!(began.elapsed() < Duration::from_secs(5), "still refuses to write");
    }
}

/// A client that hangs up leaves its statement without an answer.
#[tokio::test]
async fn a_request_that_is_given_up_takes_no_place_in_the_pool_with_it() {
    if !is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    let (state, proxy) = behind_proxy(&app).await;
    assert_eq!(use_all_connections(&state).await, 40);
    proxy.stop_answering();
    assert!(tokio::time::timeout(Duration::from_millis(300), use_all_connections(&state)).await.is_err());
    let began = Instant::now();
    while use_all_connections(&state).await < 40 {
        assert!(began.elapsed() < Duration::from_secs(15), "still without connections");
    }
}

#[tokio::test]
async fn a_node_hears_again_of_changes_after_its_connection_fell_silent() {
    if !is_postgres() {
        return;
    }
    let app = TestApp::start().await;
    let (state, proxy) = behind_proxy(&app).await;
    let sharing = tokio::spawn(nodes::share_changes_until_shutdown(state.clone()));
    let mut changes = state.changes.subscribe();
    let mut hears_within = async |seconds| {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(seconds) {
            app.state.store.notify_nodes("another").await.unwrap();
            if tokio::time::timeout(Duration::from_millis(200), changes.changed()).await.is_ok() {
                return true;
            }
        }
        false
    };
    assert!(hears_within(5).await);
    proxy.stop_answering();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(hears_within(30).await, "hears nothing of other nodes");
    state.shutdown.cancel();
    sharing.await.unwrap();
}

#[tokio::test]
async fn the_server_stops_in_time_and_is_not_ready_while_the_database_hangs() {
    if !is_postgres() {
        return;
    }
    let app = crate::program::start(|_| ()).await;
    app.admin().await;
    let mut url = url::Url::parse(&app.state.settings.database_url).unwrap();
    let proxy = Proxy::before(url.port().unwrap()).await;
    url.set_port(Some(proxy.port)).unwrap();
    let served = Served::start(&app, &[("DATABASE_URL", url.to_string())]).await;
    proxy.stop_answering_for_good();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let started = Instant::now();
    let answer = crate::program::get(served.address, "/readyz").await.expect("an answer");
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    let ended = served.stop(Duration::from_millis(9800)).await.expect("Docker kills after ten seconds");
    assert!(ended.success());
}
