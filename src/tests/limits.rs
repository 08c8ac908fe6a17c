//! `docs/limits.md`, written from the constants the program keeps to.

use chaveiro::domain::import::FileProblem;
use chaveiro::domain::{AdminAction, OwnPassword};
use chaveiro::server::config::Config;
use chaveiro::server::rate_limit::*;
use chaveiro::server::store::devices::{DEVICE_KEPT, DEVICES_PER_PERSON};
use chaveiro::server::store::outbox::{TESTS_AT_MOST, TESTS_IN};
use chaveiro::server::store::registrations::WAITING_PER_ADDRESS;
use chaveiro::server::store::sessions::SESSIONS_PER_PERSON;
use chaveiro::server::{delivery, event_streams, password, session};
use chaveiro::ui::pages::admin::users::act::actions::AT_A_TIME;
use chaveiro::web::{connections, forms, imports, listener};
use std::fmt::Write as _;
use std::time::Duration;

/// What is limited, to how much, and what happens then.
struct Row(&'static str, String, &'static str);

/// To add a limit, add its row here: one function for each part of the page.
fn parts() -> [(&'static str, Vec<Row>); 8] {
    [
        ("Signing in", signing_in()),
        ("Temporary passwords and links", temporary_passwords()),
        ("Mails", mails()),
        ("What an administrator does", administration()),
        ("Self-registration", registration()),
        ("Sessions", sessions()),
        ("Hashing", hashing()),
        ("Requests and connections", requests()),
    ]
}

fn signing_in() -> Vec<Row> {
    vec![
        Row(
            "Wrong tries at one address, whether it has an account or not",
            format!("{TRIES_WITHOUT_WAIT}"),
            "from then on a wait before each next try",
        ),
        Row(
            "That wait",
            format!("{}, doubled each time, at most {}", time(FIRST_WAIT), time(LONGEST_WAIT)),
            "429 with `Retry-After`; forgotten a day after the last wrong try; a browser the owner has signed in with does not wait",
        ),
        Row(
            "Wrong tries in a row at one account's own password",
            format!("{WRONG_IN_A_ROW}"),
            "the right one fails as well, with the same answer, until a reset by mail or an administrator",
        ),
        Row(
            "Wrong tries from one network (IPv4 address, IPv6 /64)",
            format!("{NETWORK_FAILURES} in {}", time(NETWORK_FAILURES_IN)),
            "429 with `Retry-After` at every door that checks a password; a right one clears nothing but itself",
        ),
        Row(
            "Different addresses tried wrongly from one network",
            format!("{NETWORK_ACCOUNTS} in {}", time(NETWORK_ACCOUNTS_IN)),
            "the same",
        ),
        Row("A browser stays known to the accounts that used it", time(DEVICE_KEPT), "it is a stranger again"),
        Row(
            "Known browsers of one account",
            format!("{DEVICES_PER_PERSON}"),
            "the longest unused one is a stranger again",
        ),
    ]
}

fn temporary_passwords() -> Vec<Row> {
    vec![
        Row(
            "Wrong tries at a temporary password on the sign-in page",
            setting("CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS"),
            "that door is closed for it and its owner is told; the link in its mail still opens, with as many tries of its own",
        ),
        Row(
            "Wrong tries at short temporary passwords of all people together, on the sign-in page",
            format!("{} in {}", setting("CHAVEIRO_CODE_GUESSES_PER_DAY"), time(CODE_GUESSES_IN)),
            "that door is closed for short ones and the administrators are told; the links in the mails still open, and what is \
             drawn meanwhile is `unambiguous:10`",
        ),
        Row(
            "Short temporary passwords alive at a time, of all people",
            format!("{}", MOST_SHORT),
            "the next is drawn as `unambiguous:10`, whatever the setting says",
        ),
        Row(
            "Wrong tries at one person's short temporary passwords, of all they ever had",
            format!("those of {MOST_EXHAUSTED}"),
            "one whose tries would exceed that is drawn as `unambiguous:10`",
        ),
        Row("A temporary password works, from its delivery", setting("CHAVEIRO_TEMPORARY_PASSWORD_TTL"), "it is dead"),
        Row("How it is drawn", setting("CHAVEIRO_TEMPORARY_PASSWORD"), "under 6 digits' worth is refused at start"),
        Row("A link that sets a password works", time(PASSWORD_LINK), "410; it works once"),
        Row("A link that confirms a new address works", time(UNCONFIRMED), "410; until it is used nothing changes"),
        Row("A link back to the earlier address works", time(UNDO_LINK), "410; it works once"),
        Row(
            "The address that makes the first administrator works",
            time(SETUP_LINK),
            "410; it works once, and a new start prints another while there is none",
        ),
    ]
}

fn mails() -> Vec<Row> {
    vec![
        Row(
            "Mails to one address that strangers can set off, all features together",
            format!("{MAILS_AN_HOUR} in {}, {MAILS_A_DAY} in {}", time(MAILS_HOUR), time(MAILS_DAY)),
            "the same answer, no mail",
        ),
        Row(
            "A mail that finds no taker is tried for",
            time(delivery::GIVEN_UP_AFTER),
            "given up; the console says why",
        ),
        Row(
            "What became of a mail is kept for",
            time(MAILS_KEPT),
            "only the log knows; that of a temporary password is kept until an own one is chosen",
        ),
        Row("Mails in all, if the operator sets a pace", setting("CHAVEIRO_MAIL_PACE"), "they leave later"),
        Row(
            "Test mails, by all administrators together",
            format!("{TESTS_AT_MOST} in {}", time(TESTS_IN)),
            "429 with `Retry-After`",
        ),
    ]
}

fn administration() -> Vec<Row> {
    vec![
        Row("Accounts that one act is done to", format!("{AT_A_TIME}"), "those after them stay as they are"),
        Row("A deleted account can be restored for", time(AdminAction::GRACE), "it is gone for good"),
    ]
}

fn registration() -> Vec<Row> {
    vec![
        Row("Whether visitors may register", setting("CHAVEIRO_SELF_REGISTRATION"), "404"),
        Row(
            "Registrations from one network",
            format!("{REGISTRATIONS_OF_NETWORK} in {}", time(REGISTRATIONS_IN)),
            "429 with `Retry-After`; the form keeps what was typed",
        ),
        Row("Registrations in all", format!("{REGISTRATIONS_IN_ALL} in {}", time(REGISTRATIONS_IN)), "the same"),
        Row(
            "Registrations of one address that wait for the click",
            format!("{WAITING_PER_ADDRESS}"),
            "the same answer, no mail",
        ),
        Row("A registration waits for the click", time(UNCONFIRMED), "it is forgotten"),
    ]
}

fn sessions() -> Vec<Row> {
    vec![
        Row("A session lasts unused", setting("CHAVEIRO_SESSION_IDLE"), "sign in again"),
        Row("A session lasts at all", setting("CHAVEIRO_SESSION_MAX"), "sign in again"),
        Row(
            "An administrator's session",
            format!("{} unused, {} at all", time(session::ADMIN_IDLE), time(session::ADMIN_MAX)),
            "sign in again",
        ),
        Row(
            "The session of a temporary password",
            time(session::FIRST_ACCESS_SESSION),
            "sign in again; it opens one page",
        ),
        Row(
            "A form sent again, beside the password it has set, ends where it did the first time for",
            time(REPEATED_FORM),
            "its link or session is over",
        ),
        Row("A given password counts for sensitive acts", time(session::CONFIRMED_FOR), "it is asked for again"),
        Row("Sessions of one person", format!("{SESSIONS_PER_PERSON}"), "the longest unused one ends"),
    ]
}

fn hashing() -> Vec<Row> {
    vec![
        Row(
            "The cost of a hash (Argon2id: KiB, passes, lanes)",
            setting("CHAVEIRO_ARGON2"),
            "less than OWASP names is refused at start",
        ),
        Row("Hashes at a time", setting("CHAVEIRO_PARALLEL_HASHES"), "the next ones queue"),
        Row("The queue", format!("{}", password::LONGEST_QUEUE), "503 with `Retry-After`; it counts as no try"),
        Row("The wait in it", time(password::LONGEST_WAIT), "the same"),
        Row(
            "The length of a password",
            format!(
                "{} characters at least, {} at most; {} bytes typed",
                setting("CHAVEIRO_PASSWORD_MIN_LENGTH"),
                OwnPassword::MAX_LENGTH,
                OwnPassword::MAX_INPUT_BYTES
            ),
            "refused before anything is hashed",
        ),
    ]
}

fn requests() -> Vec<Row> {
    vec![
        Row("A form or a program's request", size(forms::LARGEST_FORM), "413"),
        Row(
            "A file of people",
            format!("{}, {} rows", size(FileProblem::MOST_BYTES), FileProblem::MOST_ROWS),
            "413, or the page says so",
        ),
        Row("A header", size(listener::LARGEST_HEADER), "431"),
        Row("A header arrives within, and a connection stays idle for", time(listener::HEADER_TIMEOUT), "closed"),
        Row("A form arrives within", time(forms::SLOWEST_FORM), "408"),
        Row("A file of people arrives within", time(imports::SLOWEST_UPLOAD), "408"),
        Row("An answer is made within", time(chaveiro::web::middleware::authorize::SLOWEST_ANSWER), "503"),
        Row("A client takes nothing of its answer for", time(listener::SLOWEST_READER), "closed"),
        Row(
            "Connections in all, where the system allows so many open files",
            format!("{}", connections::MOST_CONNECTIONS),
            "the one that has waited longest without a whole request is closed; if all are being answered, the new one",
        ),
        Row(
            "Connections from one network (IPv4 address, IPv6 /64)",
            format!("{}", connections::MOST_PER_ADDRESS),
            "the same among those of that network",
        ),
        Row("Connections from one IPv6 /48", format!("{}", connections::MOST_PER_SITE), "the same"),
        Row(
            "Open files and sockets kept for the database and mail",
            format!("{}", connections::RESERVED_DESCRIPTORS),
            "as many connections less, where the system allows few",
        ),
        Row(
            "Pages of one session that are kept up to date at a time",
            format!("{}", event_streams::MOST_PER_SESSION),
            "429 with `Retry-After`; the page stays as it was made",
        ),
        Row("Such pages in all", format!("{}", event_streams::MOST_STREAMS), "the same"),
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
    let mut page = "# Limits\n\nWhat there may be too much of, and what happens then (OWASP ASVS 5.0, 6.1.1). Made from the constants of \
                    the program;\n`UPDATE_DOCS=1 cargo test --features ssr --test integration limits::` writes it anew. Tries, mails, \
                    registrations\nand sessions are counted in the database: a new start forgets none of it, and several nodes share it. \
                    Networks and\naddresses typed stand there as keyed hashes.\n\nNo stranger locks anybody out for good: a browser the owner \
                    has signed in with does not wait to sign in, a reset\nby mail opens the account unless strangers have used up the \
                    mails of the day, an administrator can unlock at any time, and\nsessions that are open stay open.\n"
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
