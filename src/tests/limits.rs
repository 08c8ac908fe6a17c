//! `docs/limits.md`, written from the constants the program keeps to.

use chaveiro::domain::appearance::{MAX_INTRODUCTION_LENGTH, MAX_SIGNATURE_LENGTH};
use chaveiro::domain::import::FileLimits;
use chaveiro::domain::{AdminAction, InvalidLogo, OwnPassword};
use chaveiro::server::config::Config;
use chaveiro::server::email::{MAX_CONNECTIONS, Timeouts};
use chaveiro::server::oidc::request::{MAX_REQUEST_SIZE, MAX_STATE_LENGTH, MAX_VALUE_LENGTH};
use chaveiro::server::rate_limit::*;
use chaveiro::server::store::apps::SECRETS_AT_A_TIME;
use chaveiro::server::{event_streams, password};
use chaveiro::ui::pages::admin::users::action::actions::AT_A_TIME;
use chaveiro::web::oidc::programs::MAX_TOKEN_REQUEST_SIZE;
use chaveiro::web::{connections, form_body, imports, listener};
use std::fmt::Write as _;
use std::time::Duration;

/// What is limited, to how much, and what happens then.
struct Row(&'static str, String, &'static str);

/// To add a limit, add its row here: one function for each part of the page.
fn parts() -> [(&'static str, Vec<Row>); 9] {
    [
        ("Signing in", signing_in()),
        ("Temporary passwords and links", temporary_passwords()),
        ("Emails", mails()),
        ("What an administrator does", administration()),
        ("Self-registration", registration()),
        ("Sessions", sessions()),
        ("Signing in to apps", apps()),
        ("Hashing", hashing()),
        ("Requests and connections", requests()),
    ]
}

fn signing_in() -> Vec<Row> {
    vec![
        Row(
            "Wrong tries at one address, whether it has an account or not",
            format!("{FAILURES_WITHOUT_WAIT}"),
            "a wait before each further try",
        ),
        Row(
            "That wait",
            format!("{}, doubled each time, at most {}", time(FIRST_WAIT), time(MAX_LOCKOUT)),
            "429 with `Retry-After`; reset a day after the last wrong try; browsers the owner has signed in with don't wait; people who are signed in wait only for wrong tries in their session",
        ),
        Row(
            "Wrong tries in a row at one account's password",
            format!("{MAX_FAILURES_IN_A_ROW}"),
            "the right password fails too, with the same answer, until a reset by email or by an admin",
        ),
        Row(
            "Wrong tries from one network (IPv4 address, IPv6 /64)",
            format!(
                "{NETWORK_FAILURES} in {}; {NETWORKS_OF_SITE} times as many from one IPv6 /48",
                time(NETWORK_FAILURES_IN)
            ),
            "429 with `Retry-After` on every endpoint that checks a password; a right password resets only its own count; browsers the owner has signed in with and people who are signed in are counted apart",
        ),
        Row(
            "Different addresses tried wrongly from one network",
            format!(
                "{NETWORK_ACCOUNTS} in {}; {NETWORKS_OF_SITE} times as many from one IPv6 /48",
                time(NETWORK_ACCOUNTS_IN)
            ),
            "the same",
        ),
        Row("A browser stays known to the accounts that used it", time(DEVICE_KEPT), "it counts as unknown again"),
        Row(
            "Known browsers of one account",
            format!("{DEVICES_PER_PERSON}"),
            "the longest unused one counts as unknown again",
        ),
    ]
}

fn temporary_passwords() -> Vec<Row> {
    vec![
        Row(
            "Wrong tries at a temporary password on the sign-in page",
            setting("CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS"),
            "the sign-in page no longer accepts it and its owner is notified; the link in the email still works, with as many tries of its own",
        ),
        Row(
            "Wrong tries at short temporary passwords on the sign-in page, over all accounts",
            format!("{} in {}", setting("CHAVEIRO_CODE_GUESSES_PER_DAY"), time(CODE_GUESSES_IN)),
            "the sign-in page no longer accepts short ones and admins are notified; the links in the emails still work, and new temporary passwords are `unambiguous:10`",
        ),
        Row(
            "Valid short temporary passwords at a time, over all accounts",
            format!("{}", MAX_SHORT_PASSWORDS),
            "the next one is generated as `unambiguous:10`, whatever the setting",
        ),
        Row(
            "Wrong tries at all short temporary passwords one person ever had",
            format!("those of {MAX_EXHAUSTED_PASSWORDS}"),
            "the next one is generated as `unambiguous:10`",
        ),
        Row("A temporary password works, from its delivery", setting("CHAVEIRO_TEMPORARY_PASSWORD_TTL"), "it expires"),
        Row("How it is generated", setting("CHAVEIRO_TEMPORARY_PASSWORD"), "weaker than 6 digits is refused at start"),
        Row("A link that sets a password works", time(PASSWORD_LINK), "410; it works once"),
        Row(
            "A link that confirms a new address works",
            time(UNCONFIRMED),
            "410; nothing changes until it is used, with the password where the account is not signed in",
        ),
        Row("A link back to the earlier address works", time(UNDO_LINK), "410; it works once"),
        Row(
            "The setup link for the first admin works",
            time(SETUP_LINK),
            "410; it works once; each start on a terminal, or with `--show-setup-address`, prints another while there is no admin",
        ),
    ]
}

fn mails() -> Vec<Row> {
    let timeouts = Timeouts::default();
    vec![
        Row(
            "Emails to one address that strangers can trigger, over all features",
            format!("{MAX_MAILS_AN_HOUR} in {}, {MAX_MAILS_A_DAY} in {}", time(MAILS_HOUR), time(MAILS_DAY)),
            "the same answer, no email",
        ),
        Row(
            "Emails to one person that say their password was changed",
            format!("{MAX_MAILS_AN_HOUR} in {}", time(MAILS_HOUR)),
            "the password is changed and the audit log says so, no email",
        ),
        Row(
            "Requests for a forgotten password from one network",
            format!(
                "{PASSWORD_REQUESTS_OF_NETWORK} in {}; {NETWORKS_OF_SITE} times as many from one IPv6 /48",
                time(PASSWORD_REQUESTS_IN)
            ),
            "429 with `Retry-After`; the form keeps what was typed",
        ),
        Row(
            "A request for a forgotten password waits, while emails are paused",
            time(PASSWORD_REQUEST_KEPT),
            "it is dropped, and no email is sent",
        ),
        Row(
            "The mail server answers within",
            format!(
                "{} a step, {} in all before the end of an email, {} at its end; 55 seconds in all for a test email",
                time(timeouts.step),
                time(timeouts.before_dot),
                time(timeouts.final_answer)
            ),
            "it counts as silent; the admin pages say at which step",
        ),
        Row(
            "Connections to the mail server at a time, of each node",
            format!("{MAX_CONNECTIONS}; 1 until the server has let one in"),
            "the next emails wait for one of them; where the server allows fewer, for one of those",
        ),
        Row("Delivery of an email is tried for", time(MAIL_FAILS_AFTER), "delivery failed; the admin pages say why"),
        Row(
            "The result of a delivery is kept for",
            time(MAILS_KEPT),
            "only the audit log has it; for a temporary password it is kept until the person chooses a password",
        ),
        Row(
            "An event of the audit log is kept for",
            setting("CHAVEIRO_AUDIT_RETENTION"),
            "it is removed; what remains still verifies, because the place where it begins is sealed",
        ),
        Row(
            "Emails in total, if the operator sets a limit",
            setting("CHAVEIRO_MAIL_PACE"),
            "they are sent later, those of registrations last",
        ),
        Row(
            "Test emails, over all admins",
            format!("{MAX_TEST_MAILS} in {}", time(TEST_MAILS_IN)),
            "429 with `Retry-After`",
        ),
    ]
}

fn administration() -> Vec<Row> {
    vec![
        Row("Accounts changed by one action", format!("{AT_A_TIME}"), "the others are not changed"),
        Row(
            "Reminders to somebody who doesn't sign in",
            format!("{MAX_REMINDERS}, each `CHAVEIRO_REMINDER_DAYS` after the email before"),
            "no more are sent",
        ),
        Row("Sign-in slips printed at a time", format!("{SLIPS_AT_A_TIME}"), "the others get none"),
        Row(
            "A logo for pages and emails",
            format!(
                "{} MiB, {} × {} pixels",
                InvalidLogo::MAX_BYTES >> 20,
                InvalidLogo::MAX_PIXELS,
                InvalidLogo::MAX_PIXELS
            ),
            "a larger one is refused before it is decoded",
        ),
        Row(
            "Own words in emails",
            format!("{MAX_INTRODUCTION_LENGTH} characters of introduction, {MAX_SIGNATURE_LENGTH} of signature"),
            "longer ones are refused",
        ),
        Row("A deleted account can be restored for", time(AdminAction::GRACE), "it is erased"),
    ]
}

fn registration() -> Vec<Row> {
    vec![
        Row("Whether visitors can register", setting("CHAVEIRO_SELF_REGISTRATION"), "404"),
        Row(
            "Registrations from one network",
            format!(
                "{REGISTRATIONS_OF_NETWORK} in {}; {NETWORKS_OF_SITE} times as many from one IPv6 /48",
                time(REGISTRATIONS_IN)
            ),
            "429 with `Retry-After`; the form keeps what was typed",
        ),
        Row("Registrations in total", format!("{REGISTRATIONS_IN_ALL} in {}", time(REGISTRATIONS_IN)), "the same"),
        Row("Unconfirmed registrations of one address", format!("{WAITING_PER_ADDRESS}"), "the same answer, no email"),
        Row("A registration waits for confirmation", time(UNCONFIRMED), "it is deleted"),
    ]
}

fn sessions() -> Vec<Row> {
    vec![
        Row("A session lasts unused", setting("CHAVEIRO_SESSION_IDLE"), "sign in again"),
        Row("A session lasts in total", setting("CHAVEIRO_SESSION_MAX"), "sign in again"),
        Row(
            "An admin's session",
            format!("{} unused, {} in total", time(ADMIN_IDLE), time(ADMIN_MAX)),
            "sign in again",
        ),
        Row(
            "The session of a temporary password",
            time(FIRST_ACCESS_SESSION),
            "sign in again; it can open only one page",
        ),
        Row("What was just done is told by the next page within", time(FLASH_KEPT), "it is never told"),
        Row(
            "A form sent again after it set a password leads to the same result for",
            time(REPEATED_FORM),
            "its link or session is over",
        ),
        Row("A confirmed password counts for sensitive actions for", time(CONFIRMED_FOR), "it is asked again"),
        Row("Sessions of one person", format!("{SESSIONS_PER_PERSON}"), "the longest unused one ends"),
    ]
}

fn apps() -> Vec<Row> {
    vec![
        Row(
            "A request of an app waits for its person to sign in",
            time(AUTHORIZATION_REQUEST),
            "a page that names the app and leads to where it begins; for that it is kept a day longer",
        ),
        Row("Requests of one browser that wait", format!("{PENDING_REQUESTS}"), "the oldest are forgotten"),
        Row(
            "More that begin to wait, from one network",
            format!(
                "{AUTHORIZATION_REQUESTS_OF_NETWORK} in {}; {NETWORKS_OF_SITE} times as many from one IPv6 /48",
                time(AUTHORIZATION_REQUESTS_IN)
            ),
            "429 with `Retry-After`; in a browser where one waits, the new one takes the place of the oldest",
        ),
        Row("A request of an app", size(MAX_REQUEST_SIZE), "400, a page of ours"),
        Row(
            "Its `state`, and its `nonce`",
            format!("{}, {}", size(MAX_STATE_LENGTH), size(MAX_VALUE_LENGTH)),
            "`invalid_request`; both are forgotten once it is answered, or its time is over",
        ),
        Row(
            "Codes of one app in one session that it has not exchanged",
            format!("{UNUSED_CODES}"),
            "the oldest are forgotten",
        ),
        Row(
            "Ended sign-ins of one person that one app has not been notified of yet",
            format!("{PENDING_LOGOUTS}, then a wait of {}", time(PENDING_LOGOUTS_RETRY)),
            "429 with `Retry-After` at the next sign-in to that app; those it did not answer to do not count",
        ),
        Row(
            "Sign-ins of one person to apps, each app once for each session",
            format!("{MAX_APP_SIGN_INS_AN_HOUR} in {}", time(HOUR)),
            "429 with `Retry-After` at the next one that would be logged",
        ),
        Row(
            "The password typed again is logged",
            format!("once in {} for each person", time(CONFIRMATIONS_LOGGED)),
            "it counts all the same, without an event",
        ),
        Row(
            "A sign-in to an app that the person may not use is logged",
            format!("once in {}", time(REFUSALS_LOGGED)),
            "the same page, without an event",
        ),
        Row(
            "A second use of a code or refresh token of one app is logged",
            format!("once in {} for each person", time(REFUSALS_LOGGED)),
            "the tokens end all the same, without an event",
        ),
        Row(
            "A download of one's own data is logged",
            format!("once in {}", time(REFUSALS_LOGGED)),
            "the same file, without an event",
        ),
        Row(
            "A code works",
            format!("{}, once", time(AUTHORIZATION_CODE)),
            "`invalid_grant`; a second use ends the tokens of the first",
        ),
        Row(
            "An address asked for before a sign-in by forward-auth, percent-encoded",
            size(MAX_DEEP_LINK_LENGTH),
            "the app's home page instead",
        ),
        Row(
            "Cookies of one app by forward-auth in one session",
            format!("{FORWARD_AUTH_COOKIES}"),
            "the oldest end; all end with the session",
        ),
        Row("An ID token is valid", time(ID_TOKEN), "apps refuse it; it still shows whom to sign out"),
        Row("An access token works", time(ACCESS_TOKEN), "401; it ends sooner with its session"),
        Row(
            "A refresh token works",
            "as long as its session, once".to_owned(),
            "`invalid_grant`; its use gives the next one",
        ),
        Row(
            "Refresh tokens of one app that work in one session",
            format!("{REFRESH_TOKENS}"),
            "those unused for longest end",
        ),
        Row("Access tokens of one app in one session", format!("{ACCESS_TOKENS}"), "the oldest end"),
        Row(
            "Refresh tokens of one app renewed in one session",
            format!("{RENEWALS} in {}", time(RENEWALS_IN)),
            "429 with `Retry-After`",
        ),
        Row(
            "The same refresh token again gets the same answer",
            time(REFRESH_GRACE),
            "later its use ends all tokens that came of it",
        ),
        Row(
            "Wrong client secrets from one network, or for one app",
            "as wrong passwords".to_owned(),
            "429 with `Retry-After`; the right secret never waits, and people's sign-ins aren't affected",
        ),
        Row(
            "Client secrets of one app that work at a time",
            format!("{SECRETS_AT_A_TIME}"),
            "the oldest ends when another is made",
        ),
        Row(
            "A client secret given from outside",
            format!("{CLIENT_SECRET_MIN_LENGTH} characters or more"),
            "a shorter one is refused",
        ),
        Row("A form of an app", size(MAX_TOKEN_REQUEST_SIZE), "413"),
        Row(
            "A signing key signs",
            format!("{}, shown {} before", time(SIGNING_KEY), time(SIGNING_KEY_ANNOUNCED)),
            "the next one signs; of the one before the public half is kept for 30 days",
        ),
        Row(
            "An app is told of an ended session",
            format!("for {}", time(LOGOUT_FAILS_AFTER)),
            "given up; the audit log says so, and its tokens had ended at once",
        ),
    ]
}

fn hashing() -> Vec<Row> {
    vec![
        Row(
            "The cost of a hash (Argon2id: KiB, passes, lanes)",
            setting("CHAVEIRO_ARGON2"),
            "less than OWASP recommends is refused at start",
        ),
        Row("Hashes at the same time", setting("CHAVEIRO_PARALLEL_HASHES"), "the next ones wait in a queue"),
        Row(
            "The hash of an email's temporary password",
            format!(
                "waits while as many requests as there are cores are being answered, at most {} seconds",
                password::open_requests::MAX_PAUSE.as_secs_f32()
            ),
            "it takes its turn",
        ),
        Row(
            "The queue, before which come people who are signed in or whose browser is known",
            format!("{}", password::MAX_QUEUE_LENGTH),
            "503 with `Retry-After`; it does not count as a try",
        ),
        Row(
            "Places in the queue of one IPv4 address or IPv6 /48",
            format!("{}", password::MAX_OF_NETWORK),
            "its next ones wait for a place",
        ),
        Row("The wait in the queue", time(password::QUEUE_TIMEOUT), "the same"),
        Row(
            "The length of a password",
            format!(
                "at least {} characters, at most {}; {} bytes typed",
                setting("CHAVEIRO_PASSWORD_MIN_LENGTH"),
                OwnPassword::MAX_LENGTH,
                OwnPassword::MAX_INPUT_BYTES
            ),
            "refused before hashing",
        ),
    ]
}

fn requests() -> Vec<Row> {
    vec![
        Row("A form or an API request", size(form_body::MAX_FORM_SIZE), "413"),
        Row(
            "An import file",
            format!(
                "{} rows, up to {}; {} to {}, as the rows need",
                setting("CHAVEIRO_IMPORT_ROWS"),
                FileLimits::MAX_ROWS,
                size(FileLimits::of_rows(1).bytes()),
                size(FileLimits::of_rows(FileLimits::MAX_ROWS).bytes()),
            ),
            "413, or an error on the page",
        ),
        Row(
            "A header",
            format!(
                "{}, of which the last piece may reach up to twice that; 100 fields",
                size(listener::MAX_HEADER_SIZE)
            ),
            "431",
        ),
        Row("A header arrives within, and a connection is idle for at most", time(listener::HEADER_TIMEOUT), "closed"),
        Row("A form arrives within", time(form_body::FORM_TIMEOUT), "408"),
        Row("An import file arrives within", time(imports::UPLOAD_TIMEOUT), "408"),
        Row("A response is ready within", time(chaveiro::web::middleware::authorize::RESPONSE_TIMEOUT), "503"),
        Row("A client stops reading its response for", time(listener::WRITE_TIMEOUT), "closed"),
        Row(
            "Connections in total, if the system allows that many open files",
            format!("{}", connections::MAX_CONNECTIONS),
            "the connection that has waited longest without a complete request is closed; if all are being answered, the new one",
        ),
        Row(
            "Connections from one network (IPv4 address, IPv6 /64)",
            format!("{}", connections::MAX_PER_ADDRESS),
            "the same among the connections of that network",
        ),
        Row("Connections from one IPv6 /48", format!("{}", connections::MAX_PER_SITE), "the same"),
        Row(
            "Open files and sockets reserved for the database and email",
            format!("{}", connections::RESERVED_DESCRIPTORS),
            "fewer connections, if the system allows few open files",
        ),
        Row(
            "Live pages of one session",
            format!("{}", event_streams::MAX_PER_SESSION),
            "429 with `Retry-After`; the page does not update",
        ),
        Row("Live pages in total", format!("{}", event_streams::MAX_STREAMS), "the same"),
    ]
}

/// The default of a setting, and its name.
fn setting(name: &str) -> String {
    let command = <Config as clap::Args>::augment_args(clap::Command::new("chaveiro"));
    let argument = command.get_arguments().find(|argument| argument.get_env().is_some_and(|env| env == name));
    let values = argument.unwrap_or_else(|| panic!("no setting {name}")).get_default_values();
    let default = values.first().map_or("the number of cores", |value| value.to_str().expect("text"));
    format!("{default} (`{name}`)")
}

fn time(time: Duration) -> String {
    let seconds = time.as_secs();
    let (count, unit) = match seconds {
        seconds if seconds.is_multiple_of(86_400) => (seconds / 86_400, "day"),
        seconds if seconds.is_multiple_of(3600) => (seconds / 3600, "hour"),
        seconds if seconds.is_multiple_of(60) => (seconds / 60, "minute"),
        seconds => (seconds, "second"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn size(bytes: usize) -> String {
    if bytes.is_multiple_of(1024 * 1024) {
        format!("{} MiB", bytes / 1024 / 1024)
    } else {
        format!("{} KiB", bytes / 1024)
    }
}

fn page() -> String {
    let mut page = "# Limits\n\nAll limits, and what happens when they are reached (OWASP ASVS 5.0, 6.1.1). Generated from the program's \
                    constants:\n`UPDATE_DOCS=1 cargo test --features ssr --test integration limits::` updates this page. Tries, emails, \
                    registrations\nand sessions are counted in the database: a restart doesn't reset them, and several nodes share \
                    them. Networks and\nemail addresses are stored as keyed hashes.\n\nStrangers can't lock anyone out permanently: \
                    browsers where the owner has signed in don't wait to sign in, a reset\nby email works unless strangers have used up \
                    the emails of the day, an admin can unlock at any time, and\nopen sessions stay open.\n"
        .to_owned();
    for (title, rows) in parts() {
        write!(page, "\n## {title}\n\n| What | Limit | Then |\n|---|---|---|\n").unwrap();
        for Row(what, limit, then) in rows {
            writeln!(page, "| {what} | {limit} | {then} |").unwrap();
        }
    }
    page
}

#[test]
#[expect(clippy::disallowed_methods, reason = "tests have no config")]
fn the_page_about_limits_says_what_the_program_does() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/limits.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, page()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == page(), "docs/limits.md is not up to date; renew it with UPDATE_DOCS=1, as it says itself");
}

/// `augment_args` shows what `--help` shows: a setting that is renamed fails here, not in the page.
#[test]
fn the_limits_the_operator_sets_are_shown_with_their_defaults() {
    assert_eq!(setting("CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS"), "5 (`CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS`)");
    assert_eq!(setting("CHAVEIRO_TEMPORARY_PASSWORD_TTL"), "24h (`CHAVEIRO_TEMPORARY_PASSWORD_TTL`)");
}
