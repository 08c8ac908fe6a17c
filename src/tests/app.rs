//! A whole Chaveiro with a stopped clock, and the people who use it.

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chaveiro::domain::import::FileLimits;
use chaveiro::domain::{
    AdminAction, Channel, DisplayName, EmailAddress, Locale, NewUser, PasswordPolicy, Preset, Role, Timestamp, UserId,
};
use chaveiro::locale::time::Zone;
use chaveiro::server::clock::Clock;
use chaveiro::server::config::{SelfRegistration, Settings, TrustedProxies};
use chaveiro::server::delivery::{self, Outcome};
use chaveiro::server::email::{CapturedMail, MemoryOutbox, Sender, SmtpSettings, Transport};
use chaveiro::server::password::argon2_params;
use chaveiro::server::session::Admin;
use chaveiro::server::store::outbox::{Delivery, TakenDelivery};
use chaveiro::server::store::rate_limit::sign_in::Reservation;
use chaveiro::server::store::sign_ins::SignInForm;
use chaveiro::server::store::user_overview::UserOverview;
use chaveiro::server::{AppState, accounts, timing};
use http_body_util::BodyExt as _;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;
use tower::ServiceExt as _;
use zeroize::Zeroizing;

pub const ADMIN_EMAIL: &str = "admin@example.org";
pub const ADMIN_PASSWORD: &str = "oito cavalos bem dormidos";
pub const OWN_PASSWORD: &str = "quatro janelas e um rio";

/// One Chaveiro. Its database and its files go when it goes.
pub struct TestApp {
    pub state: AppState,
    pub outbox: MemoryOutbox,
    router: axum::Router,
    /// Before the folder, which has SQLite's database in it.
    unseen_mail: UnseenMail,
    pub folder: tempfile::TempDir,
}

/// Fails a test that ends while mails are queued that no worker has looked at: whether they can be
/// sent, and what they say, nobody knows then. A test that means it says [`TestApp::leave_mail`].
struct UnseenMail {
    database_url: String,
    is_meant: AtomicBool,
}

impl Drop for UnseenMail {
    fn drop(&mut self) {
        if std::thread::panicking() || self.is_meant.load(Ordering::SeqCst) {
            return;
        }
        let url = self.database_url.clone();
        // In a thread of its own: no runtime waits for another one.
        let queued = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await?;
                let rows = sqlx::query("SELECT purpose FROM outbox WHERE state = 'queued'");
                let rows = rows.fetch_all(&mut connection).await?;
                rows.iter().map(|row| sqlx::Row::try_get::<String, _>(row, 0)).collect::<Result<Vec<_>, _>>()
            })
        });
        // Where a test has destroyed its database there is nothing to ask.
        if let Ok(queued) = queued.join().expect("an answer") {
            assert!(queued.is_empty(), "the test ends with unseen mail in the outbox: {}", queued.join(", "));
        }
    }
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// Starts with settings that differ from the usual ones.
    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        // As the program does first of all.
        chaveiro::server::process::keep_files_private();
        let folder = tempfile::tempdir().expect("a folder");
        let outbox = MemoryOutbox::default();
        let mut settings = settings(database(&folder).await, Transport::Memory(outbox.clone()));
        change(&mut settings);
        let unseen_mail = UnseenMail { database_url: settings.database_url.clone(), is_meant: AtomicBool::new(false) };
        let state = AppState::open(settings, Clock::stopped_at(Timestamp::from_millis(1_795_000_000_000)))
            .await
            .expect("the database opens");
        let router = chaveiro::web::router(&state);
        Self { state, outbox, folder, router, unseen_mail }
    }

    /// The same after a new start of the program, with settings that differ.
    pub async fn restarted(self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = (*self.state.settings).clone();
        change(&mut settings);
        self.state.store.close().await;
        let state = AppState::open(settings, self.state.clock.clone()).await.expect("the database opens again");
        let router = chaveiro::web::router(&state);
        Self { state, outbox: self.outbox, folder: self.folder, router, unseen_mail: self.unseen_mail }
    }

    /// Starts with a mail server on a socket.
    pub async fn start_with_smtp(address: std::net::SocketAddr, change: impl FnOnce(&mut SmtpSettings)) -> Self {
        let mut smtp = SmtpSettings::parse(&format!("smtp://{address}"), None, false).expect("an address");
        change(&mut smtp);
        Self::start_with(|settings| settings.transport = Some(Transport::Smtp(smtp))).await
    }

    /// A browser that has not been here before.
    pub fn browser(&self) -> Browser {
        let public_url = &self.state.settings.public_url;
        let host = match (self.state.settings.dev, public_url.host_str()) {
            (false, Some(host)) => host.to_owned(),
            _ => "localhost".to_owned(),
        };
        Browser { router: self.router.clone(), cookies: BTreeMap::new(), address: None, host }
    }

    /// A browser that comes from `address`; that of others comes from nowhere
    /// and meets no limit of networks.
    pub fn browser_at(&self, address: &str) -> Browser {
        Browser { address: Some(address.parse().expect("an address")), ..self.browser() }
    }

    /// A browser that is served by another node on the same database.
    pub async fn browser_of_another_node(&self) -> Browser {
        self.browser_of_node_with(self.state.clock.clone()).await
    }

    /// The same, where that node has a clock of its own.
    pub async fn browser_of_node_with(&self, clock: Clock) -> Browser {
        let state = AppState::open((*self.state.settings).clone(), clock).await.expect("a node");
        Browser { router: chaveiro::web::router(&state), ..self.browser() }
    }

    /// A browser in which an administrator is signed in.
    pub async fn admin(&self) -> Browser {
        let admin = new_user("Ana Admin", ADMIN_EMAIL, Role::Admin);
        let made = accounts::create_admin(&self.state, &Admin::from_cli(), &admin, ADMIN_PASSWORD).await;
        made.expect("an administrator");
        let mut browser = self.browser();
        let answer = browser.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser
    }

    /// Another browser in which the administrator of [`TestApp::admin`] signs in.
    pub async fn sign_in_admin(&self) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
        browser
    }

    /// Whether the temporary password begins a first access; earlier wrong ones don't make it wait.
    pub async fn begins_first_access(&self, email: &str, temporary_password: &str) -> bool {
        self.execute("DELETE FROM sign_in_failures").await;
        self.browser().sign_in(email, temporary_password).await.location() == Some("/first-access")
    }

    /// Says that this test ends with mail in the outbox.
    pub fn leave_mail(&self) {
        self.unseen_mail.is_meant.store(true, Ordering::SeqCst);
    }

    /// Makes an account; its mail stays in the outbox.
    pub async fn queue(&self, email: &str) {
        self.queue_for(&new_user("Maria Souza", email, Role::Member)).await;
    }

    pub async fn queue_for(&self, user: &NewUser) {
        self.leave_mail();
        let made = accounts::create_user(&self.state, &Admin::from_cli(), None, user, Channel::Mail).await;
        made.expect("an account");
    }

    /// Makes an account and delivers its mail; returns the temporary password.
    pub async fn invite(&self, email: &str) -> String {
        self.queue(email).await;
        assert_eq!(self.deliver_all().await.last(), Some(&Outcome::Sent));
        self.last_password()
    }

    /// Makes an account whose owner has chosen [`OWN_PASSWORD`]; returns their browser.
    pub async fn member(&self, email: &str) -> Browser {
        let temporary = self.invite(email).await;
        let browser = self.choose_own_password(email, &temporary).await;
        self.deliver_all().await;
        browser
    }

    /// Signs in with a temporary password and chooses [`OWN_PASSWORD`]; returns the browser.
    pub async fn choose_own_password(&self, email: &str, temporary: &str) -> Browser {
        let mut browser = self.browser();
        let signed_in = browser.sign_in(email, temporary).await;
        assert_eq!(signed_in.location(), Some("/first-access"), "{}", signed_in.text);
        let chosen = browser.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
        // To the apps, where there are some.
        assert!(chosen.location().is_some_and(|to| to.ends_with("?notice=password-chosen")), "{}", chosen.text);
        browser
    }

    /// Registers and confirms, in one browser; returns the browser and where it was sent.
    pub async fn register(&self, email: &str, password: &str) -> (Browser, Answer) {
        let mut browser = self.browser();
        let fields = [("display_name", "Eva Lima"), ("email", email), ("password", password)];
        let answer = browser.post("/register", &fields).await;
        assert_eq!(answer.location(), Some("/register?notice=mail-sent"), "{}", answer.text);
        self.deliver_all().await;
        let mails = self.mails();
        let mail = mails.iter().rev().find(|mail| mail.to == email).expect("a mail");
        let confirmed = browser.post("/register/confirm", &[("t", &token_in(&mail.text))]).await;
        (browser, confirmed)
    }

    /// The mail with this person's temporary password was given up.
    pub async fn fail_mail_to(&self, email: &str) {
        let mut connection = self.connect().await;
        for sql in [
            "UPDATE outbox SET state = 'failed', step = 'recipient', last_answer = '550 5.1.1 User unknown'
             WHERE user_id = (SELECT id FROM users WHERE email = $1)",
            "UPDATE users SET mail_state = 'failed' WHERE email = $1",
        ] {
            sqlx::query(sql).bind(email.to_owned()).execute(&mut connection).await.expect("an answer");
        }
    }

    /// Does what an admin can do to an account.
    pub async fn apply_action(&self, action: AdminAction, email: &str) {
        let id = self.account(email).await.user.id;
        let done = accounts::apply_action(&self.state, &Admin::from_cli(), action, &id).await;
        done.expect("an action that applies");
    }

    /// Runs the worker by hand until nothing is due.
    pub async fn deliver_all(&self) -> Vec<Outcome> {
        self.unseen_mail.is_meant.store(false, Ordering::SeqCst);
        let mut outcomes = Vec::new();
        loop {
            match delivery::deliver_next(&self.state).await.expect("the database answers") {
                Outcome::NothingDue | Outcome::NotBefore(_) => return outcomes,
                outcome => outcomes.push(outcome),
            }
            assert!(outcomes.len() < 1000, "the worker goes round in circles");
        }
    }

    pub fn mails(&self) -> Vec<CapturedMail> {
        let mut mails = self.outbox.list();
        mails.sort_by_key(|mail| mail.id);
        mails
    }

    /// The temporary password of the newest mail that has one.
    pub fn last_password(&self) -> String {
        let mails = self.mails();
        let found = mails.iter().rev().find_map(|mail| password_in(&mail.text));
        found.expect("a mail with a temporary password")
    }

    pub async fn account(&self, email: &str) -> UserOverview {
        let address = EmailAddress::parse(email).expect("an address");
        let user = self.state.store.find_user_by_email(&address).await.expect("the database answers");
        let account = self.state.store.find_user_overview(&user.expect("this account").id).await;
        account.expect("the database answers").expect("this account")
    }

    pub async fn id_of(&self, email: &str) -> UserId {
        self.account(email).await.user.id
    }

    pub fn advance(&self, seconds: u64) {
        self.state.clock.advance(Duration::from_secs(seconds));
    }

    /// The database itself, for facts that no page tells; with all events in the log's chain.
    pub async fn connect(&self) -> sqlx::AnyConnection {
        // Where a test has taken a table away, there is nothing to link.
        let _ = self.state.store.link_events().await;
        <sqlx::AnyConnection as sqlx::Connection>::connect(&self.state.settings.database_url)
            .await
            .expect("the database")
    }

    /// The one number that `sql` asks for.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let row = sqlx::query(sql).fetch_one(&mut self.connect().await).await.expect("an answer");
        sqlx::Row::try_get(&row, 0).expect("a number")
    }

    /// The texts in the one column that `sql` asks for.
    pub async fn texts(&self, sql: &'static str) -> Vec<Option<String>> {
        let rows = sqlx::query(sql).fetch_all(&mut self.connect().await).await.expect("an answer");
        rows.iter().map(|row| sqlx::Row::try_get(row, 0).expect("a text")).collect()
    }

    /// Takes the next mail from the outbox, as a worker that then dies.
    pub async fn take_mail(&self, lease: Duration) -> Delivery {
        let due = self.state.store.find_due_work().await.expect("the database answers");
        match self.state.store.take_delivery(due, lease, None).await.expect("the database answers") {
            TakenDelivery::Mail(delivery) => *delivery,
            other => panic!("no mail: {other:?}"),
        }
    }

    /// The kinds of all lines in the log about `target`, oldest first.
    pub async fn audit_kinds(&self, target: &UserId) -> Vec<String> {
        let sql = "SELECT kind FROM audit_events WHERE target = $1 ORDER BY seq";
        let query = sqlx::query(sql).bind(target.as_str().to_owned());
        let rows = query.fetch_all(&mut self.connect().await).await.expect("an answer");
        rows.iter().map(|row| sqlx::Row::try_get(row, 0).expect("a kind")).collect()
    }

    /// Changes what no verb changes yet; how many rows.
    pub async fn execute(&self, sql: &'static str) -> u64 {
        sqlx::query(sql).execute(&mut self.connect().await).await.expect("done").rows_affected()
    }

    /// The tables of the schema, without the record of migrations.
    async fn tables(&self) -> Vec<String> {
        let sql = if is_postgres() {
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'
             ORDER BY tablename"
        } else {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> '_sqlx_migrations' AND name NOT LIKE 'sqlite_%'
             ORDER BY name"
        };
        self.texts(sql).await.into_iter().flatten().collect()
    }

    /// How many rows each table has: two equal lists mean that nothing was written.
    pub async fn row_counts(&self) -> Vec<(String, i64)> {
        let mut connection = self.connect().await;
        let mut counts = Vec::new();
        for table in self.tables().await {
            let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
            let row = sqlx::query(sql).fetch_one(&mut connection).await.expect("an answer");
            counts.push((table, sqlx::Row::try_get(&row, 0).expect("a number")));
        }
        counts
    }

    /// Everything the database has written down: its files, or every row as text.
    pub async fn written_down(&self) -> Vec<Vec<u8>> {
        if !is_postgres() {
            let files = std::fs::read_dir(self.folder.path()).expect("the folder");
            return files.map(|file| std::fs::read(file.expect("a file").path()).expect("bytes")).collect();
        }
        let mut connection = self.connect().await;
        let mut rows = Vec::new();
        for table in self.tables().await {
            let sql = sqlx::AssertSqlSafe(format!("SELECT CAST(t AS TEXT) FROM {table} t"));
            for row in sqlx::query(sql).fetch_all(&mut connection).await.expect("rows") {
                rows.push(sqlx::Row::try_get::<String, _>(&row, 0).expect("a text").into_bytes());
            }
        }
        rows
    }
}

/// Runs `n` tasks at once, each made with its number; what came of them, in the order of the numbers.
pub async fn race<F>(n: usize, task: impl FnMut(usize) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let tasks: Vec<_> = (0..n).map(task).map(tokio::spawn).collect();
    let mut outcomes = Vec::with_capacity(n);
    for task in tasks {
        outcomes.push(task.await.expect("a task that ends"));
    }
    outcomes
}

/// Counts a guess at somebody's temporary passwords, from a browser that does not wait; how many it may be compared
/// with.
pub async fn guess_at(state: AppState, email: String, guesses_a_day: i64) -> usize {
    let email = EmailAddress::parse(&email).expect("an address");
    let subject = state.keys.failure_subject(email.as_str());
    let form = SignInForm { email: &email, subject: &subject, network: None, is_known_device: true, guesses_a_day };
    match state.store.reserve_sign_in(&form, |_| true).await.expect("the database answers") {
        Reservation::Attempt(counted) => counted.guess.open.len(),
        other => panic!("not counted: {other:?}"),
    }
}

/// How many transactions `request` committed that write. A statement that writes without one is not counted.
pub async fn count_write_transactions<T>(request: impl Future<Output = T>) -> (T, usize) {
    let (answer, timing) = timing::measure(request).await;
    let writes = timing.split(", ").find(|part| part.starts_with("write;"));
    let count = writes.and_then(|part| part.split('"').nth(1)).map_or(0, |count| count.parse().expect("a number"));
    (answer, count)
}

/// Whether `secret` stands in `bytes`: as it is, in hexadecimal, or in base64,
/// whose letters depend on where in the text a secret begins.
pub fn holds(bytes: &[u8], secret: &str) -> bool {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    let mut forms =
        vec![secret.as_bytes().to_vec(), hex::encode(secret).into_bytes(), hex::encode_upper(secret).into_bytes()];
    for start in 0..3 {
        let shifted = [&b"xx"[..start], secret.as_bytes()].concat();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = engine.encode(&shifted);
            // The letters at the ends also hold bits of the neighbours.
            let from = if start == 0 { 0 } else { 4 };
            forms.push(encoded.as_bytes()[from..encoded.len() - 2].to_vec());
        }
    }
    forms.iter().any(|form| bytes.windows(form.len()).any(|window| window == form))
}

/// What stands alone on a line and has this many letters and digits.
pub fn secret_in(text: &str, length: usize) -> Option<String> {
    text.lines()
        .map(str::trim)
        .find(|line| line.len() == length && line.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .map(str::to_owned)
}

/// The token of the one link in a mail that has one.
pub fn token_in(text: &str) -> String {
    let (_, rest) = text.split_once("?t=").expect("a link with a token");
    rest.chars().take_while(|character| !character.is_whitespace()).collect()
}

/// What the form of a page sends as its name.
pub fn once_in(page: &str) -> Option<&str> {
    page.split_once("name=\"once\" value=\"")?.1.split('"').next()
}

/// The six digits alone on a line.
pub fn password_in(text: &str) -> Option<String> {
    text.lines()
        .map(str::trim)
        .find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
}

pub fn address(email: &str) -> EmailAddress {
    EmailAddress::parse(email).expect("an address")
}

pub fn new_user(name: &str, email: &str, role: Role) -> NewUser {
    NewUser {
        email: EmailAddress::parse(email).expect("an address"),
        display_name: DisplayName::parse(name).expect("a name"),
        role,
        locale: Locale::PtBr,
        cpf: None,
        preset: None,
        groups: BTreeSet::new(),
        app: None,
    }
}

fn settings(database_url: String, transport: Transport) -> Settings {
    let public_url = url::Url::parse("http://localhost:3000/").expect("an address");
    Settings {
        database_url,
        listen: "127.0.0.1:0".parse().expect("an address"),
        public_url: public_url.clone(),
        dev: true,
        sender: Sender {
            from: "Chaveiro <chaveiro@localhost>".parse().expect("a sender"),
            reply_to: None,
            organization: "Instituto Aurora".to_owned(),
            public_url,
            time_zone: Zone::usual(Locale::PtBr),
            look: Default::default(),
        },
        transport: Some(transport),
        mail_interval: None,
        organization: "Instituto Aurora".to_owned(),
        accent_color: None,
        logo: None,
        secret_key: Zeroizing::new(vec![7; 32]),
        preset: Preset::Digits(6),
        allow_cpf: false,
        allow_handover: false,
        allow_self_deletion: false,
        temporary_password_ttl: Duration::from_secs(24 * 3600),
        temporary_password_attempts: 5,
        reminder_after: None,
        code_guesses_per_day: 100,
        password_policy: PasswordPolicy { min_length: 15 },
        // The least Argon2 takes: these tests are about everything else.
        argon2: argon2_params(8, 1, 1).expect("parameters"),
        parallel_hashes: 2,
        self_registration: SelfRegistration::On,
        registration_domains: Vec::new(),
        show_setup_address: false,
        trusted_proxies: TrustedProxies::default(),
        default_locale: Locale::PtBr,
        time_zone: Zone::usual(Locale::PtBr),
        data_dir: "data".into(),
        session_idle: Duration::from_secs(12 * 3600),
        session_max: Duration::from_secs(30 * 24 * 3600),
        audit_retention: None,
        import_limits: FileLimits::of_rows(20_000),
    }
}

/// An empty database: a file, or a fresh one of the PostgreSQL server in
/// `TEST_DATABASE_URL`.
#[expect(clippy::disallowed_methods, reason = "tests have no config")]
pub async fn database(folder: &tempfile::TempDir) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        return format!("sqlite://{}", folder.path().join("chaveiro.db").display());
    };
    let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
    sqlx::any::install_default_drivers();
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&server).await.expect("PostgreSQL");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await
        .expect("a database");
    let mut url = url::Url::parse(&server).expect("an address");
    url.set_path(&name);
    url.into()
}

/// Limits after which a silent mail server is given up soon.
pub fn short_timeouts(smtp: &mut SmtpSettings) {
    smtp.timeouts.step = Duration::from_secs(5);
    smtp.timeouts.final_answer = Duration::from_millis(500);
}

/// The same, with a user name and a password for the mail server.
pub fn short_timeouts_and_login(smtp: &mut SmtpSettings) {
    short_timeouts(smtp);
    smtp.credentials = Some(("contas".to_owned(), Zeroizing::new("hunter2-hunter2".to_owned())));
}

/// Whether these tests run on PostgreSQL.
#[expect(clippy::disallowed_methods, reason = "tests have no config")]
pub fn is_postgres() -> bool {
    std::env::var_os("TEST_DATABASE_URL").is_some()
}

/// Statements that take away, and give back, the table into which a transaction writes its events.
pub fn rename_log_table() -> (&'static str, &'static str) {
    if is_postgres() {
        ("ALTER TABLE audit_unlinked RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO audit_unlinked")
    } else {
        ("ALTER TABLE audit_events RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO audit_events")
    }
}

/// Keeps cookies, follows nothing, and says where it was sent.
#[derive(Clone)]
pub struct Browser {
    router: axum::Router,
    pub cookies: BTreeMap<String, String>,
    pub address: Option<std::net::IpAddr>,
    /// The `Host` it asks for.
    pub host: String,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// Where it leads, with what the page there will say once.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION)?.to_str().ok()
    }

    /// Whether a person can read these words on the page.
    pub fn says(&self, words: &str) -> bool {
        // Leptos sets `<!>` between two pieces of text, and addresses may break at `<wbr>`.
        html_escape::decode_html_entities(&self.text.replace("<!>", "").replace("<wbr>", "")).contains(words)
    }

    /// The `error` of an answer for a program.
    pub fn code(&self) -> Option<String> {
        let body: serde_json::Value = serde_json::from_str(&self.text).ok()?;
        Some(body.get("error")?.as_str()?.to_owned())
    }

    /// How many seconds it asks one to wait.
    pub fn retry_after(&self) -> Option<u64> {
        self.headers.get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok()
    }

    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().expect("text")).collect()
    }
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        let answer = self.send(Request::get(path).header(header::ACCEPT, "text/html")).await;
        self.after_cookie_check(answer).await
    }

    /// Opens a link whose token goes from the address into a cookie: the page it leads to.
    pub async fn open(&mut self, link: &str) -> Answer {
        let answer = self.get(link).await;
        match (answer.location(), link.split_once('?')) {
            (Some(to), Some((path, _))) if to == path => self.get(path).await,
            _ => answer,
        }
    }

    /// The answer, with the address to which the look for its cookie leads on.
    async fn after_cookie_check(&mut self, mut answer: Answer) -> Answer {
        if let Some(check) = answer.location().filter(|path| path.starts_with("/login/continue?")).map(str::to_owned) {
            let on = self.send(Request::get(check).header(header::ACCEPT, "text/html")).await;
            answer.headers.insert(header::LOCATION, on.headers[header::LOCATION].clone());
            append_message_to_location(&mut answer.headers);
        }
        answer
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_body(path, "application/x-www-form-urlencoded", body).await
    }

    pub async fn post_body(&mut self, path: &str, content_type: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, content_type)
            .body(body.into())
            .expect("a request");
        let answer = self.send_request(request).await;
        self.after_cookie_check(answer).await
    }

    /// As a program does, which wants no pages.
    pub async fn post_as_program(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        self.send_request(request).await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/login", &[("email", email), ("password", password)]).await
    }

    pub async fn send(&mut self, request: axum::http::request::Builder) -> Answer {
        self.send_request(request.body(Body::empty()).expect("a request")).await
    }

    /// Sends a request and does not wait for the end of what comes back.
    pub async fn begin(&self, mut request: Request<Body>) -> Response<Body> {
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().expect("a header"));
        }
        if !request.headers().contains_key(header::HOST) {
            request.headers_mut().insert(header::HOST, self.host.parse().expect("a header"));
        }
        if let Some(address) = self.address {
            request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::new(address, 4321)));
        }
        self.router.clone().oneshot(request).await.expect("no failure")
    }

    /// Sends a request without a word of its own: neither cookies nor `Host`.
    pub async fn send_unchanged(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("no failure");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn send_request(&mut self, request: Request<Body>) -> Answer {
        let response = self.begin(request).await;
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("text");
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a cookie");
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = body.collect().await.expect("a body").to_bytes();
        let mut headers = parts.headers;
        append_message_to_location(&mut headers);
        Answer { status: parts.status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

/// Writes what the next page will say, which is in a cookie, into the address the answer leads to.
fn append_message_to_location(headers: &mut HeaderMap) {
    let cookies = headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().expect("text"));
    let sealed = cookies.filter_map(|cookie| cookie.split_once("flash=")).map(|(_, value)| value);
    let Some(message) = sealed.filter_map(|value| value.split_once('.')).map(|(message, _)| message).next() else {
        return;
    };
    let message = String::from_utf8(URL_SAFE_NO_PAD.decode(message).expect("base64")).expect("text");
    let pairs = message.splitn(3, ' ').last().expect("three parts");
    let Some(location) = headers.get(header::LOCATION).map(|location| location.to_str().expect("text")) else { return };
    let (address, fragment) = location.split_at(location.find('#').unwrap_or(location.len()));
    let joint = if address.contains('?') { '&' } else { '?' };
    let with_message = format!("{address}{joint}{pairs}{fragment}");
    headers.insert(header::LOCATION, with_message.parse().expect("a header"));
}
