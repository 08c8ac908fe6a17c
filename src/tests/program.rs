//! The real program, on the database of a test.

use crate::app::TestApp;
use chaveiro::server::config::Settings;
use zeroize::Zeroizing;

const KEY: &str = "a key of more than thirty-two letters";

/// What the program did: whether it says that it worked, and what it printed.
pub struct Ran {
    pub worked: bool,
    pub out: String,
    pub error: String,
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
pub async fn run(app: &TestApp, arguments: &[&str], settings: &[(&str, String)]) -> Ran {
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_chaveiro"));
    command.args(arguments).env_clear();
    command.env("DATABASE_URL", &app.state.settings.database_url).env("CHAVEIRO_SECRET_KEY", KEY);
    command.envs(settings.iter().map(|(name, value)| (*name, value.as_str()))).env("RUST_LOG", "error");
    let ran = command.output().await.expect("the program");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { worked: ran.status.success(), out: text(&ran.stdout), error: text(&ran.stderr) }
}
