//! How fast the console is at a hundred thousand accounts, or at as many as `--accounts` says: the whole request,
//! through the real router, as a signed-in admin gets it; and the queries behind the list of people against one bare
//! query along an index.
//!
//! `make bench` runs it on both databases.

#[path = "../tests/app.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod app;
mod import;
mod users;

use app::{Browser, TestApp, is_postgres};
use chaveiro::domain::{Role, StatusFilter, UserSort};
use chaveiro::server::store::user_list::{ListPosition, UserQuery};
use std::time::{Duration, Instant};

/// How often each query is asked.
const ROUNDS: usize = 40;

/// What is asked, and how often it took how long.
struct Case {
    name: String,
    path: String,
    /// What the list of people asks the database; none for other pages.
    query: Option<UserQuery>,
    page: Vec<Duration>,
    store: Vec<Duration>,
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know whether it compiles.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let accounts = std::env::args().skip_while(|argument| argument != "--accounts").nth(1);
    let accounts = accounts.map_or(100_000, |text| text.parse().expect("a number"));
    users::fill(&app, accounts).await;
    let mut cases = cases(&mut admin, accounts / 25).await;
    let mut bare = Vec::new();
    // The first round fills the caches; the others are asked in turn, so that
    // what else the machine does hits all alike.
    for round in 0..=ROUNDS {
        let before = bare_query(&app).await;
        for case in &mut cases {
            let page = ask(&mut admin, &case.path).await;
            let store = match &case.query {
                Some(query) => Some(look(&app, query).await),
                None => None,
            };
            if round > 0 {
                case.page.push(page);
                case.store.extend(store);
            }
        }
        if round > 0 {
            bare.push(before);
        }
    }
    report(&app, accounts, &mut cases, &mut bare).await;
    import::measure(&app).await;
    app.leave_mail();
}

async fn cases(admin: &mut Browser, pages: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: &str, typed: &str, status: Option<StatusFilter>, role: Option<Role>, sort: UserSort| {
        let parameters = [
            ("q", typed),
            ("status", status.map_or("", StatusFilter::as_str)),
            ("role", role.map_or("", Role::as_str)),
            ("sort", sort.as_str()),
        ];
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        cases.push(Case {
            name: name.to_owned(),
            path: format!("/admin/users?{query}"),
            query: Some(UserQuery::new(typed, status, role, sort)),
            page: Vec::new(),
            store: Vec::new(),
        });
    };
    let newest = UserSort::NEWEST;
    add("all", "", None, None, newest);
    for status in StatusFilter::ALL {
        add(&format!("status {}", status.as_str()), "", Some(status), None, newest);
    }
    for sort in ["name", "-email", "last_sign_in"] {
        add(&format!("sorted by {sort}"), "", None, None, UserSort::parse(sort).expect("an order"));
    }
    add("admins, by name", "", None, Some(Role::Admin), UserSort::parse("name").expect("an order"));
    for typed in ["m", "c", "ma", "maria", "joão sil", "m s", "maria joao", "zanetti", "ana.souza7", "nobody at all"] {
        add(&format!("search “{typed}”"), typed, None, None, newest);
    }
    add(
        "search “m”, expired, by name",
        "m",
        Some(StatusFilter::Expired),
        None,
        UserSort::parse("name").expect("an order"),
    );
    add("search “s”, failed", "s", Some(StatusFilter::Failed), None, newest);
    for (name, page) in
        [("one of the last pages, by its link", pages * 95 / 100), ("the middle page, typed", pages / 2)]
    {
        let path = format!("/admin/users?page={page}");
        let path = if name.ends_with("link") {
            let shown = admin.get(&path).await.text;
            let (_, link) = shown.split_once("rel=\"next\" href=\"").expect("a next page");
            html_escape::decode_html_entities(link.split_once('"').expect("an address").0).into_owned()
        } else {
            path
        };
        let query = Some(UserQuery::new("", None, None, newest));
        cases.push(Case { name: name.to_owned(), path, query, page: Vec::new(), store: Vec::new() });
    }
    cases.extend(other_pages(admin).await);
    cases
}

/// The pages beside the list of people.
async fn other_pages(admin: &mut Browser) -> Vec<Case> {
    let list = admin.get("/admin/users?q=zanetti").await.text;
    let (_, person) = list.split_once("href=\"/admin/users/0").expect("somebody of that name");
    let person = format!("0{}", person.split_once('"').expect("an address").0);
    let page = |name: &str, path: String| Case {
        name: name.to_owned(),
        path,
        query: None,
        page: Vec::new(),
        store: Vec::new(),
    };
    vec![
        page("the overview", "/admin".to_owned()),
        page("one person", format!("/admin/users/{person}")),
        page("the email queue", "/admin/mail".to_owned()),
        page("failed emails", "/admin/mail?show=failed".to_owned()),
        page("the log", "/admin/audit".to_owned()),
        page("the log, by people", "/admin/audit?actor=people".to_owned()),
        page("the log, a frequent kind", "/admin/audit?kind=mail_accepted".to_owned()),
        page("the log, a rare kind", "/admin/audit?kind=user_disabled".to_owned()),
        page("the log, people called “maria”", "/admin/audit?person=maria".to_owned()),
        page("the log, one day", "/admin/audit?from=2026-11-01&to=2026-11-01".to_owned()),
    ]
}

/// The whole request.
async fn ask(admin: &mut Browser, path: &str) -> Duration {
    let begin = Instant::now();
    let answer = admin.get(path).await;
    let took = begin.elapsed();
    assert!(answer.status.is_success(), "{path}: {}", answer.text);
    took
}

/// What the database does for the first page of it.
async fn look(app: &TestApp, query: &UserQuery) -> Duration {
    let begin = Instant::now();
    let people = app.state.store.list_users(query.clone()).await.expect("an answer");
    app.state.store.count_users(&people).await.expect("an answer");
    app.state.store.list_user_rows(&people, &ListPosition::Skip(0), 26).await.expect("an answer");
    begin.elapsed()
}

/// 25 rows along an index, nothing else.
async fn bare_query(app: &TestApp) -> Duration {
    let mut connection = app.connect().await;
    let sql =
        "SELECT id, email, display_name, role, standing, last_sign_in_at FROM users ORDER BY created_at DESC LIMIT 25";
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let begin = Instant::now();
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.expect("an answer");
        best = best.min(begin.elapsed());
        assert_eq!(rows.len(), 25);
    }
    best
}

fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1000.0
}

async fn report(app: &TestApp, accounts: usize, cases: &mut [Case], bare: &mut [Duration]) {
    let sql = if is_postgres() { "SELECT version()" } else { "SELECT 'SQLite ' || sqlite_version()" };
    let row = sqlx::query(sql).fetch_one(&mut app.connect().await).await.expect("an answer");
    let version: String = sqlx::Row::try_get(&row, 0).expect("a text");
    let bare = percentile(bare, 50);
    let mut all: Vec<Duration> = cases.iter().flat_map(|case| case.page.iter().copied()).collect();
    println!("### {}\n", version.split(" on ").next().unwrap_or(&version));
    println!(
        "{accounts} accounts. The whole mix: p50 {:.1} ms, p95 {:.1} ms.",
        percentile(&mut all, 50),
        percentile(&mut all, 95)
    );
    println!("The bare query takes {bare:.2} ms (p50).\n");
    println!("| list | request p50 | request p95 | its queries p50 | × the bare query |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for case in cases {
        let (p50, p95) = (percentile(&mut case.page, 50), percentile(&mut case.page, 95));
        if case.store.is_empty() {
            println!("| {} | {p50:.1} ms | {p95:.1} ms | | |", case.name);
        } else {
            let store = percentile(&mut case.store, 50);
            println!("| {} | {p50:.1} ms | {p95:.1} ms | {store:.1} ms | {:.0} |", case.name, store / bare);
        }
    }
    println!();
}
