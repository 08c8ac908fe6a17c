//! What costs nothing, however many people and mails there are. How the databases
//! read is asked of them; nothing here is timed.

use crate::app::{TestApp, address, is_postgres, new_user};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chaveiro::domain::{AdminAction, Role, StatusFilter, UserSort};
use chaveiro::server::accounts;
use chaveiro::server::store::hot_statements::HOT_STATEMENTS;
use chaveiro::server::store::user_list::{ListPosition, UserQuery, UserTotal};
use chaveiro::server::store::user_overview::UserOverview;
use futures::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Row as _};

const MAILS: i64 = 3000;

/// How the database would carry `sql` out.
async fn plan(app: &TestApp, sql: &str) -> String {
    // Values of a kind that fits everywhere, in the place of what would be bound.
    let sql = (1..=9).fold(sql.to_owned(), |sql, number| sql.replace(&format!("LIMIT ${number}"), "LIMIT 25"));
    let sql = (1..=9).fold(sql, |sql, number| sql.replace(&format!("${number}"), "'1795000000000'"));
    let explain = if is_postgres() { "EXPLAIN" } else { "EXPLAIN QUERY PLAN" };
    let mut connection = app.connect().await;
    if is_postgres() {
        // It reads tables of some thousand rows whole, whatever indexes they have. Asked not to, it
        // still does where no index would answer, and that is what is looked for.
        sqlx::raw_sql("SET enable_seqscan = off").execute(&mut connection).await.expect("set");
    }
    let rows = sqlx::query(AssertSqlSafe(format!("{explain} {sql}"))).fetch_all(&mut connection).await.expect("a plan");
    let lines = rows.iter().map(|row| row.try_get::<String, _>(if is_postgres() { 0 } else { 3 }).expect("a line"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Unsent mails of as many people, most of them not due for long.
async fn with_a_long_queue() -> TestApp {
    let app = TestApp::start().await;
    app.queue("maria@example.org").await;
    let mut connection = app.connect().await;
    let values: Vec<String> = (0..MAILS)
        .map(|number| {
            let (id, at) = (format!("00000000-0000-7000-8000-{number:012}"), 1_795_000_000_000);
            format!(
                "('{id}', (SELECT MAX(id) FROM users), 'password_changed', 'waiting', 1, {}, {at}, {}, {})",
                at + 1_000_000 + number,
                at - 1_000_000 + number,
                number % 2
            )
        })
        .collect();
    let sql = format!(
        "INSERT INTO outbox (id, user_id, purpose, state, attempts, not_before, created_at, updated_at, held_by_server)
         VALUES {}",
        values.join(", ")
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("mails");
    if is_postgres() {
        // What its housekeeping does within some minutes.
        sqlx::raw_sql("ANALYZE").execute(&mut connection).await.expect("done");
    }
    app
}

/// SQLite once found unsent mails by their state: each idle worker, each page of the console and
/// each mail that was taken read the whole queue, and a mail server that was down slowed everything.
#[tokio::test]
async fn every_statement_that_runs_all_the_time_takes_its_index() {
    let app = with_a_long_queue().await;
    for hot in HOT_STATEMENTS.iter() {
        let plan = plan(&app, hot.sql).await;
        assert!(plan.contains(hot.index), "{}\n{plan}", hot.sql);
        let reads_all = if is_postgres() { "Seq Scan on outbox " } else { "outbox_state" };
        // The one that asks for the last hundred of each state reads no more of them.
        let is_limited = HOT_STATEMENTS.iter().any(|other| other.sql == hot.sql && other.index == "outbox_state");
        assert!(!plan.contains(reads_all) || !is_postgres() && is_limited, "{}\n{plan}", hot.sql);
    }
}

#[tokio::test]
async fn one_mail_taken_releases_what_waited_for_the_mail_server_a_thousand_at_a_time() {
    let app = with_a_long_queue().await;
    let held = "SELECT COUNT(*) FROM outbox WHERE held_by_server = 1 AND not_before > 1795000000000";
    let mut left = app.number(held).await;
    assert_eq!(left, 1500);
    let first = app.take_mail(std::time::Duration::from_secs(60)).await;
    app.state.store.set_sent(&first, &address("someone@example.org"), None, "250 ok").await.unwrap();
    left -= 1000;
    assert_eq!(app.number(held).await, left);
    let next = app.take_mail(std::time::Duration::from_secs(60)).await;
    app.state.store.set_sent(&next, &address("someone@example.org"), None, "250 ok").await.unwrap();
    assert_eq!(app.number(held).await, 0);
}

/// What a count over all rows says.
const TRUTH: [(StatusFilter, &str); 11] = [
    (StatusFilter::Pending, "standing = 'pending'"),
    (StatusFilter::Waiting, "standing = 'waiting' AND COALESCE(mail_state, '') <> 'failed'"),
    (StatusFilter::Failed, "standing IN ('waiting', 'invited', 'exhausted', 'revoked') AND mail_state = 'failed'"),
    (StatusFilter::Invited, "standing = 'invited' AND invited_until > $now AND COALESCE(mail_state, '') <> 'failed'"),
    (StatusFilter::Expired, "standing = 'invited' AND invited_until <= $now AND COALESCE(mail_state, '') <> 'failed'"),
    (StatusFilter::Exhausted, "standing = 'exhausted' AND COALESCE(mail_state, '') <> 'failed'"),
    (StatusFilter::Revoked, "standing = 'revoked' AND COALESCE(mail_state, '') <> 'failed'"),
    (StatusFilter::Active, "standing = 'active'"),
    (StatusFilter::Never, "last_sign_in_at IS NULL AND standing <> 'deleted'"),
    (StatusFilter::Disabled, "standing = 'disabled'"),
    (StatusFilter::Deleted, "standing = 'deleted'"),
];

async fn assert_counts_are_true(app: &TestApp, when: &str) {
    let counts = app.state.store.count_users_by_status().await.unwrap();
    let mut connection = app.connect().await;
    for (status, condition) in TRUTH {
        let condition = condition.replace("$now", &app.state.clock.now().as_millis().to_string());
        let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM users WHERE {condition}"));
        let row = sqlx::query(sql).fetch_one(&mut connection).await.expect("an answer");
        assert_eq!(counts.of(status), row.try_get::<i64, _>(0).unwrap(), "{} {when}", status.as_str());
    }
    let all = app.number("SELECT COUNT(*) FROM users WHERE standing <> 'deleted'").await;
    assert_eq!(counts.all, all, "{when}");
}

#[tokio::test]
async fn the_counters_are_those_of_a_count_over_all_people_at_every_step() {
    let app = TestApp::start().await;
    assert_counts_are_true(&app, "with nobody").await;
    let _admin = app.admin().await;
    assert_counts_are_true(&app, "with an admin").await;
    for number in 0..6 {
        app.queue_for(&new_user("Rui Lima", &format!("rui{number}@example.org"), Role::Member)).await;
    }
    assert_counts_are_true(&app, "when all are queued").await;
    app.deliver_all().await;
    assert_counts_are_true(&app, "when all are invited").await;
    let _member = app.member("maria@example.org").await;
    assert_counts_are_true(&app, "when one has chosen a password").await;
    app.apply_action(AdminAction::Disable, "maria@example.org").await;
    app.apply_action(AdminAction::Revoke, "rui0@example.org").await;
    app.apply_action(AdminAction::Delete, "rui1@example.org").await;
    assert_counts_are_true(&app, "after what an admin did").await;
    app.state.store.fold_user_counts().await.unwrap();
    assert_counts_are_true(&app, "after adding up").await;
    let rows = app.number("SELECT COUNT(*) FROM user_counts").await;
    assert!(rows <= 8, "{rows} rows are left of so few people");
    // Invitations of one hour end in its middle, and not only at full hours.
    for _ in 0..30 {
        app.advance(3601);
        assert_counts_are_true(&app, "as time passes").await;
    }
    // What has ended long ago is added up to one number; who is invited again leaves it.
    app.advance(3 * 24 * 60 * 60);
    app.state.store.fold_user_counts().await.unwrap();
    assert_counts_are_true(&app, "long after").await;
    app.execute("UPDATE users SET invited_until = invited_until + 864000000 WHERE email = 'rui2@example.org'").await;
    app.execute("UPDATE users SET standing = 'waiting', mail_state = 'failed' WHERE email = 'rui3@example.org'").await;
    assert_counts_are_true(&app, "after an invitation from long ago").await;
    app.execute("DELETE FROM users WHERE email = 'rui4@example.org'").await;
    app.state.store.fold_user_counts().await.unwrap();
    assert_counts_are_true(&app, "when a row is gone").await;
    let app = app.restarted(|_| ()).await;
    assert_counts_are_true(&app, "after a new start").await;
}

#[tokio::test]
async fn the_room_of_many_changes_is_given_back() {
    let app = TestApp::start().await;
    let _member = app.member("maria@example.org").await;
    app.execute(
        "INSERT INTO user_counts (standing, mail_failed, signed_in, until_hour, people)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
         SELECT 'active', 0, 1, 0, CASE WHEN i % 2 = 0 THEN 1 ELSE -1 END FROM n",
    )
    .await;
    assert_counts_are_true(&app, "after many changes").await;
    assert!(app.number("SELECT COUNT(*) FROM user_counts").await <= 8);
    if is_postgres() {
        assert!(app.number("SELECT pg_relation_size('user_counts')").await <= 5 * 8192);
    }
}

/// A database of an earlier version has people and no counters.
#[tokio::test]
async fn counting_begins_with_who_is_there() {
    let app = TestApp::start().await;
    app.queue("maria@example.org").await;
    let drop = if is_postgres() { "DROP FUNCTION users_count CASCADE" } else { "DROP TRIGGER users_counted" };
    sqlx::raw_sql(drop).execute(&mut app.connect().await).await.unwrap();
    if !is_postgres() {
        for trigger in ["DROP TRIGGER users_counted_insert", "DROP TRIGGER users_counted_delete"] {
            app.execute(trigger).await;
        }
    }
    app.execute("DELETE FROM user_counts").await;
    let app = app.restarted(|_| ()).await;
    assert_counts_are_true(&app, "after the upgrade").await;
    app.queue("rui@example.org").await;
    assert_counts_are_true(&app, "and later").await;
}

const PEOPLE: usize = 6400;

/// The first half is `alto`, the second `baixo`; all are `todos`, every eighth is `oitavo`; each has two words with `x`.
async fn with_common_words() -> TestApp {
    let app = TestApp::start().await;
    let mut connection = app.connect().await;
    let id = |number: usize| format!("019ff000-0000-7000-8000-{number:012}");
    let user = |number: usize| {
        let at = 1_790_000_000_000 + number;
        format!("('{}', 'p{number}@example.org', 'P {number:06}', 'member', 'en', {at}, 'p {number:06}')", id(number))
    };
    let words = |number: usize| {
        let half = if number < PEOPLE / 2 { "alto" } else { "baixo" };
        let eighth = number.is_multiple_of(8).then_some("oitavo");
        let of_two = ["a", "b"].map(|letter| format!("x{number:06}{letter}"));
        let words = [half, "todos"].into_iter().chain(eighth).map(str::to_owned).chain(of_two);
        words.map(move |word| format!("('{}', '{}')", hex::encode(word), id(number)))
    };
    let users: Vec<String> = (0..PEOPLE).map(user).collect();
    let words: Vec<String> = (0..PEOPLE).flat_map(words).collect();
    for (columns, rows) in [
        ("users (id, email, display_name, role, locale, created_at, sort_name)", users),
        ("user_words (word, user_id)", words),
    ] {
        let sql = format!("INSERT INTO {columns} VALUES {}", rows.join(", "));
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("rows");
    }
    if is_postgres() {
        sqlx::raw_sql("ANALYZE").execute(&mut connection).await.expect("done");
    }
    app
}

/// How many there are, whether the search was cut short, and the number of the first row.
async fn search(app: &TestApp, typed: &str) -> (UserTotal, bool, Option<usize>) {
    let store = &app.state.store;
    let people = store.list_users(UserQuery::new(typed, None, None, UserSort::NEWEST)).await.unwrap();
    let total = store.count_users(&people).await.unwrap();
    let rows = store.list_user_rows(&people, &ListPosition::Skip(0), 26).await.unwrap();
    let newest_first = rows.windows(2).all(|pair| pair[0].created_at > pair[1].created_at);
    assert!(newest_first, "{typed}");
    let first = rows.first().map(|row| row.user.display_name.as_str()[2..].parse().unwrap());
    (total, people.is_cut_short(), first)
}

/// Two words that a third of a million people have, and nobody both, once read the whole table
/// three times, for three seconds.
#[tokio::test]
async fn a_search_for_common_words_looks_at_some_people_and_says_so() {
    let app = with_common_words().await;
    let last = PEOPLE - 1;
    assert_eq!(search(&app, "todos").await, (UserTotal::MoreThan(1000), true, Some(last)));
    // The newest of those who have it, though it is far from the newest of all.
    assert_eq!(search(&app, "alto").await, (UserTotal::MoreThan(1000), true, Some(PEOPLE / 2 - 1)));
    assert_eq!(search(&app, "alto baixo").await, (UserTotal::MoreThan(0), true, None));
    // Half as many people as words were read.
    assert_eq!(search(&app, "x").await, (UserTotal::MoreThan(501), true, Some(last)));
    // One rare word is enough to know them all.
    let (_, is_cut_short, first) = search(&app, "oitavo").await;
    assert_eq!((is_cut_short, first), (false, Some(PEOPLE - 8)));
    assert_eq!(search(&app, "oitavo alto").await, (UserTotal::Exactly(400), false, Some(PEOPLE / 2 - 8)));
    assert_eq!(search(&app, "todos nobody").await, (UserTotal::Exactly(0), false, None));

    let mut admin = app.admin().await;
    let cut = admin.get("/admin/users?q=alto+baixo").await;
    assert!(cut.says("Acrescente outra palavra à busca"), "{}", cut.text);
    assert!(!admin.get("/admin/users?q=oitavo").await.says("Acrescente outra palavra à busca"));
}

/// A file leaves nobody out.
#[tokio::test]
async fn an_export_of_a_search_is_whole() {
    let app = with_common_words().await;
    for (typed, expected) in [("alto", PEOPLE / 2), ("todos", PEOPLE), ("alto baixo", 0), ("oitavo baixo", 400)] {
        let query = UserQuery::new(typed, None, None, UserSort::parse("name").unwrap());
        let batches = accounts::list_people(&app.state, query).await.unwrap();
        let rows: Vec<_> = batches.try_concat().await.unwrap();
        assert_eq!(rows.len(), expected, "{typed}");
    }
}

/// Pages of a common word follow one another without a gap, in every order and in both directions.
#[tokio::test]
async fn pages_of_a_common_word_follow_one_another() {
    let app = with_common_words().await;
    let store = &app.state.store;
    for sort in UserSort::ALL {
        let people = store.list_users(UserQuery::new("todos", None, None, sort)).await.unwrap();
        let whole = store.list_user_rows(&people, &ListPosition::Skip(0), 75).await.unwrap();
        let names = |rows: &[UserOverview]| rows.iter().map(|row| row.user.id.clone()).collect::<Vec<_>>();
        let second = ListPosition::After(people.edge(&whole[24]));
        let second = store.list_user_rows(&people, &second, 25).await.unwrap();
        assert_eq!(names(&second), names(&whole[25..50]), "{}", sort.as_str());
        let before = ListPosition::Before(people.edge(&whole[50]));
        let before = store.list_user_rows(&people, &before, 25).await.unwrap();
        assert_eq!(names(&before), names(&whole[25..50]), "{}", sort.as_str());
    }
}

#[tokio::test]
async fn buffers_for_hashes_are_given_back_after_a_quiet_time() {
    let app = TestApp::start().await;
    let hasher = &app.state.hasher;
    hasher.hash("x").await.unwrap();
    let begun = hasher.begun();
    hasher.hash("x").await.unwrap();
    hasher.release_memory_if_quiet(begun);
    assert!(hasher.kept_bytes() > 0, "somebody has just signed in");
    hasher.release_memory_if_quiet(hasher.begun());
    assert_eq!(hasher.kept_bytes(), 0);
    hasher.hash("x").await.unwrap();
}

/// What repeats in a page compresses better: an attacker who can put text into one with a secret, and sees
/// how long it is, could guess that secret.
#[tokio::test]
async fn pages_are_compressed_but_none_with_a_secret() {
    let app = TestApp::start_with(|settings| settings.allow_handover = true).await;
    let admin = app.admin().await;
    app.queue("maria@example.org").await;
    let id = app.id_of("maria@example.org").await;
    let person = format!("/admin/users/{}", id.as_str());
    let hand_over = format!("{person}/hand-over");
    let compressed = ["/admin", "/admin/users", "/admin/users/new", "/admin/mail", "/admin/audit", person.as_str()];
    let plain = ["/account", "/account/email", "/dev/outbox", "/admin/confirm-password", hand_over.as_str()];
    for (paths, coding) in [(compressed.as_slice(), Some("gzip")), (plain.as_slice(), None)] {
        for path in paths {
            let request = Request::get(*path).header(header::ACCEPT_ENCODING, "gzip, deflate, br");
            let answer = admin.begin(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            let found = answer.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap());
            assert_eq!(found, coding, "{path}");
        }
    }
    for path in ["/setup?t=x", "/reset-password", "/register/confirm", "/account/email/confirm", "/account/email/undo"]
    {
        let request = Request::get(path).header(header::ACCEPT_ENCODING, "gzip, br").body(Body::empty()).unwrap();
        let answer = app.browser().begin(request).await;
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING), "{path}");
    }
}

/// A page of 25 people, as sent and as made.
#[tokio::test]
async fn the_list_of_people_is_small() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for number in 0..30 {
        app.queue_for(&new_user(
            &format!("Maria {number} da Silva"),
            &format!("maria{number}@example.org"),
            Role::Member,
        ))
        .await;
    }
    for delivered in [false, true] {
        if delivered {
            app.deliver_all().await;
        }
        let made = admin.get("/admin/users").await.text.len();
        let request =
            Request::get("/admin/users").header(header::ACCEPT_ENCODING, "gzip, br").body(Body::empty()).unwrap();
        let sent = axum::body::to_bytes(admin.begin(request).await.into_body(), 100_000).await.unwrap().len();
        assert!(made <= 35_500 && sent <= 12_000, "{made} bytes made, {sent} sent; delivered: {delivered}");
    }
}
