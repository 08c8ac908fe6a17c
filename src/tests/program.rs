//! The real program, on the database of a test.

use crate::app::{Answer, TestApp};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use chaveiro::server::config::Settings;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use zeroize::Zeroizing;

const KEY: &str = "a key of more than thirty-two letters";

/// Whether the program succeeded, and what it printed.
pub struct ProgramOutput {
    pub succeeded: bool,
    pub status: Option<i32>,
    pub out: String,
    pub error: String,
}

impl From<std::process::Output> for ProgramOutput {
    fn from(output: std::process::Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            succeeded: output.status.success(),
            status: output.status.code(),
            out: text(&output.stdout),
            error: text(&output.stderr),
        }
    }
}

/// A Chaveiro whose database the program can open.
pub async fn start(change: impl FnOnce(&mut Settings)) -> TestApp {
    TestApp::start_with(|settings| {
        settings.secret_key = Zeroizing::new(KEY.as_bytes().to_vec());
        change(settings);
    })
    .await
}

/// Runs `chaveiro` with these arguments and settings, and no others.
pub async fn run(app: &TestApp, arguments: &[&str], settings: &[(&str, String)]) -> ProgramOutput {
    command(app, arguments, settings).output().await.expect("the program").into()
}

/// Runs `chaveiro` with this on its standard input.
pub async fn run_with_input(app: &TestApp, arguments: &[&str], input: &[u8]) -> ProgramOutput {
    use tokio::io::AsyncWriteExt as _;
    let mut command = command(app, arguments, &[]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program");
    child.stdin.take().expect("its input").write_all(input).await.expect("it reads");
    child.wait_with_output().await.expect("the program").into()
}

/// Runs `chaveiro` for somebody who reads nothing of what it prints; its exit status and what it complains of.
pub async fn run_with_closed_output(app: &TestApp, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = command(app, arguments, &[]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
    drop(child.stdout.take());
    let ran = child.wait_with_output().await.expect("the program");
    (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned())
}

/// Runs `chaveiro` with its output redirected as a shell writes it; its exit status and what it complains of.
pub async fn run_redirected(app: &TestApp, redirection: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &format!("exec \"$0\" \"$@\" {redirection}"), env!("CARGO_BIN_EXE_chaveiro")]).args(arguments);
    let ran = with_settings(shell, app, &[]).output().await.expect("the program");
    (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned())
}

/// Runs `chaveiro serve` with these settings and no others, and gives back what it said and how long it took to end.
pub async fn refused_start(settings: &[(&str, String)]) -> (String, Duration) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chaveiro"));
    command.arg("serve").env_clear().kill_on_drop(true);
    command.env("CHAVEIRO_SECRET_KEY", KEY).env("CHAVEIRO_SMTP_URL", "smtp://127.0.0.1:25");
    command.env("CHAVEIRO_LISTEN", "127.0.0.1:0").envs(settings.iter().map(|(name, value)| (*name, value.as_str())));
    let began = std::time::Instant::now();
    let ran = tokio::time::timeout(Duration::from_secs(30), command.output()).await;
    let ran = ran.expect("it starts, or does not end").expect("the program");
    assert!(!ran.status.success());
    (String::from_utf8_lossy(&ran.stderr).trim().to_owned(), began.elapsed())
}

fn command(app: &TestApp, arguments: &[&str], settings: &[(&str, String)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chaveiro"));
    command.args(arguments);
    with_settings(command, app, settings)
}

fn with_settings(mut command: Command, app: &TestApp, settings: &[(&str, String)]) -> Command {
    command.env_clear();
    command.env("DATABASE_URL", &app.state.settings.database_url).env("CHAVEIRO_SECRET_KEY", KEY);
    command.env("RUST_LOG", "error").envs(settings.iter().map(|(name, value)| (*name, value.as_str())));
    command
}

/// `chaveiro serve --dev`, which answers. It is killed when it goes.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

impl Served {
    /// Starts it beside the router of the test, and waits until it is ready.
    pub async fn start(app: &TestApp, settings: &[(&str, String)]) -> Self {
        Self::start_after(app, ":", settings).await
    }

    /// The same in a shell that does `first`, whose limits and signals it then has.
    pub async fn start_after(app: &TestApp, first: &str, settings: &[(&str, String)]) -> Self {
        // Somebody else may get the port that was free a moment ago.
        for _ in 0..3 {
            let ready = tokio::time::timeout(Duration::from_secs(30), Self::start_once(app, first, settings)).await;
            if let Some(served) = ready.expect("the program is ready in time") {
                return served;
            }
        }
        panic!("the program does not start; what it said stands above");
    }

    /// Nothing when the program ends instead.
    async fn start_once(app: &TestApp, first: &str, settings: &[(&str, String)]) -> Option<Self> {
        let address = std::net::TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a port");
        let settings = [settings, &[("CHAVEIRO_LISTEN", address.to_string())]].concat();
        let mut shell = Command::new("/bin/sh");
        let script = format!("{first}; exec \"$0\" serve --dev");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_chaveiro")]);
        let mut command = with_settings(shell, app, &settings);
        let mut child = command.stdout(Stdio::null()).kill_on_drop(true).spawn().expect("the program");
        while child.try_wait().expect("a process of ours").is_none() {
            let answer = get(address, "/readyz").await;
            if answer.is_some_and(|answer| answer.status == StatusCode::OK) {
                return Some(Self { child, address });
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        None
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id().expect("a process of ours")
    }

    /// SIGTERM: how it ended, if it did so within this time.
    pub async fn stop(mut self, within: Duration) -> Option<std::process::ExitStatus> {
        let sent = std::process::Command::new("kill").args(["-TERM", &self.id().to_string()]).status();
        assert!(sent.expect("kill").success());
        Some(tokio::time::timeout(within, self.child.wait()).await.ok()?.expect("a process of ours"))
    }

    /// No file may grow beyond so many bytes, as on a full disk, or any may again.
    pub fn limit_files(&self, bytes: Option<u64>) {
        let limit = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
        let id = self.id().to_string();
        let done = std::process::Command::new("prlimit").args(["--pid", &id, &format!("--fsize={limit}:")]).status();
        assert!(done.expect("prlimit of util-linux").success());
    }

    /// SIGKILL: it can put nothing in order, and answers nothing that it has begun.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("a process of ours");
    }
}

/// Posts a form on a socket, as a program that comes from `network` by a
/// proxy. Nothing when there was no whole answer.
pub async fn post(address: SocketAddr, network: &str, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: application/json\r\n\
         X-Forwarded-For: {network}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    exchange(address, &request).await
}

/// Gets an address on a socket. Nothing when there was no whole answer.
pub async fn get(address: SocketAddr, path: &str) -> Option<Answer> {
    exchange(address, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).await
}

/// HTTP/1.1 as far as these tests need it: one request, and its answer up to the end of the connection.
async fn exchange(address: SocketAddr, request: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    let (head, text) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':')?;
        headers.append(name.parse::<HeaderName>().ok()?, HeaderValue::from_str(value.trim()).ok()?);
    }
    Some(Answer { status, headers, text: text.to_owned() })
}

/// What `chaveiro serve`, outside development mode, prints on a standard output that is no terminal
/// until it has said how to make the first administrator.
pub async fn printed_by_serve(app: &TestApp, settings: &[(&str, String)]) -> String {
    use tokio::io::AsyncBufReadExt as _;
    let address = std::net::TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a port");
    let usual = [
        ("CHAVEIRO_LISTEN", address.to_string()),
        ("CHAVEIRO_SMTP_URL", "smtp://127.0.0.1:9".to_owned()),
        ("CHAVEIRO_MAIL_FROM", "Chaveiro <chaveiro@example.org>".to_owned()),
    ];
    let mut command = command(app, &["serve"], &[&usual[..], settings].concat());
    let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("the program");
    let mut lines = tokio::io::BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut printed = String::new();
    let reading = async {
        while let Ok(Some(line)) = lines.next_line().await {
            printed = format!("{printed}{line}\n");
            if line.contains("/setup?t=") || line.contains("--show-setup-address") {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reading).await.expect("it says so in time");
    printed
}
