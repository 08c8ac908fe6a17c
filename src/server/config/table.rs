//! The table of all settings: names, form, example, default and manual of each.
//!
//! It is the one place that knows them: the flags of the command line, `--help`, the messages about bad values, the
//! hint for a mistyped variable and the test that walks them all are made from it.

use super::setting::{Setting, confidential, file, secret, switch, value};

/// The setting with this variable.
pub(super) fn setting(variable: &str) -> &'static Setting {
    SETTINGS.iter().find(|setting| setting.variable == variable).unwrap_or_else(|| panic!("no setting {variable}"))
}

const SPAN: &str = "a duration from one minute to ten years, such as 30min or 24h (a plain number is seconds)";

/// Every setting, in the order of the manual.
pub const SETTINGS: &[Setting] = &[
    confidential(
        "DATABASE_URL",
        "the address of a database",
        "sqlite://data/chaveiro.db",
        "The database: a SQLite file, created if missing, or `postgres://user:password@host/database`. Percent-encode the password. Default: `chaveiro.db` in the data directory.",
    ),
    file(
        "DATABASE_URL_FILE",
        "a file with the address of the database",
        "/run/secrets/database_url",
        "A file with the database address, if it contains a password.",
    ),
    value(
        "CHAVEIRO_DATA_DIR",
        "a folder",
        "/var/lib/chaveiro",
        Some("data"),
        "The folder for Chaveiro's files: the default database, the secret key, automatic backups.",
    ),
    value(
        "CHAVEIRO_LISTEN",
        "an address with a port",
        "127.0.0.1:3000",
        Some("127.0.0.1:3000"),
        "The address and port the server listens on.",
    ),
    value(
        "CHAVEIRO_PUBLIC_URL",
        "an address",
        "https://contas.example.org",
        None,
        "The address people use. All links in emails use it, never the address of a request. Plain http only on loopback, unless CHAVEIRO_ALLOW_HTTP is on. Default: `http://localhost:` and the port of `--listen`, so \
         http://localhost:3000.",
    ),
    switch("CHAVEIRO_ALLOW_HTTP", "Allow a public address without TLS: passwords are then sent unencrypted."),
    switch(
        "CHAVEIRO_SHOW_SETUP_ADDRESS",
        "Print the setup link for the first admin even when standard output is not a terminal. Anyone who reads a service's log within 30 minutes could become the admin. `--dev` always prints it.",
    ),
    confidential(
        "CHAVEIRO_SMTP_URL",
        "the address of a mail server",
        "smtps://user@mail.example.org",
        "The mail server: `smtps://user@host`, `smtp://user@host:587?tls=required`, or, on loopback, `smtp://host:port`. \
         Required by `serve`, except with `--dev`.",
    ),
    secret("CHAVEIRO_SMTP_PASSWORD", "a password", "the password", "The password for the mail server."),
    file(
        "CHAVEIRO_SMTP_PASSWORD_FILE",
        "a file with a password",
        "/run/secrets/smtp_password",
        "A file with the password for the mail server. (`CHAVEIRO_SMTP_PASSWORD` holds it directly.)",
    ),
    switch("CHAVEIRO_SMTP_ALLOW_PLAINTEXT", "Allow sending email without TLS to a server on another machine."),
    file(
        "CHAVEIRO_SMTP_CA_FILE",
        "a file with a certificate (PEM)",
        "/etc/ssl/certs/mail.pem",
        "A file with a certificate (PEM) to trust, besides the usual ones, when connecting to the mail server.",
    ),
    value(
        "CHAVEIRO_MAIL_FROM",
        "a sender",
        "Chaveiro <contas@example.org>",
        Some("Chaveiro <chaveiro@localhost>"),
        "The sender of the emails.",
    ),
    value(
        "CHAVEIRO_MAIL_REPLY_TO",
        "an email address",
        "ajuda@example.org",
        None,
        "Where replies to the emails go; also shown as the contact.",
    ),
    value(
        "CHAVEIRO_MAIL_PACE",
        "a number of emails per second, minute or hour, or off",
        "300/min",
        Some("off"),
        "The sending limit, over all nodes: `10/s`, `300/min`, `1000/h`, or `off` for no limit. Failed tries count too.",
    ),
    value(
        "CHAVEIRO_ORGANIZATION",
        "a name on one line, with at most 200 characters",
        "Instituto Aurora",
        Some("Chaveiro"),
        "The organization's name, shown on pages and in emails. Admins can change it at `/admin/appearance`.",
    ),
    file(
        "CHAVEIRO_LOGO",
        "a PNG or WebP image",
        "/etc/chaveiro/logo.png",
        "The organization's logo, shown on pages and in emails: a PNG or WebP image of at most 1 MiB and 4096 × 4096 pixels, shown at most 240 × 64. Admins can change it at `/admin/appearance`.",
    ),
    value(
        "CHAVEIRO_ACCENT_COLOR",
        "a color as #rrggbb",
        "#1f5f4a",
        None,
        "The color of buttons and links, on pages and in emails. Refused if its contrast with the background is below 4.5:1; for dark mode, a lighter tone is used. Admins can change it at `/admin/appearance`.",
    ),
    secret(
        "CHAVEIRO_SECRET_KEY",
        "a secret key",
        "XrTmyCuUTVBZ9RkFhUvfZL9qW3bWqNBBTFZhLFbIhY8=",
        "The secret key: the pepper, and keys derived from it.",
    ),
    file(
        "CHAVEIRO_SECRET_KEY_FILE",
        "a file with a secret key",
        "/run/secrets/chaveiro_key",
        "A file with the secret key: the pepper, and keys derived from it. (`CHAVEIRO_SECRET_KEY` holds it directly.) \
         Default with SQLite: `secret.key` in the data directory, created at the first start. Required with PostgreSQL, because all nodes share it.",
    ),
    value(
        "CHAVEIRO_TEMPORARY_PASSWORD",
        "one of digits:N, alphanumeric:N, unambiguous:N, words:N and cpf",
        "digits:6",
        Some("digits:6"),
        "How temporary passwords are generated: `digits:N` (3.3 bits each), `alphanumeric:N` (6.0 bits each), \
         `unambiguous:N` (5.8 bits each, no 0 O 1 l I), `words:N` (11 bits each), or `cpf`. At least as strong as six digits (19.9 bits).",
    ),
    switch("CHAVEIRO_ALLOW_CPF", "Allow the preset `cpf`. A CPF is not a secret: other people know it."),
    switch(
        "CHAVEIRO_ALLOW_HANDOVER",
        "Allow admins to hand over temporary passwords in person: shown once to the admin, as a sign-in slip to print, and recorded in the audit log.",
    ),
    switch(
        "CHAVEIRO_ALLOW_SELF_DELETION",
        "Allow people to delete their own accounts. An admin can restore them for 30 days. The last admin can't be deleted.",
    ),
    value(
        "CHAVEIRO_TEMPORARY_PASSWORD_TTL",
        SPAN,
        "24h",
        Some("24h"),
        "How long a temporary password works, from delivery (NIST SP 800-63B-4: at most 24 h by email). A plain number is seconds.",
    ),
    value(
        "CHAVEIRO_REMINDER_DAYS",
        "a number of days from 1 to 365, or off",
        "7",
        Some("off"),
        "After how many days people who haven't signed in get a reminder with a new temporary password: at most three per person. `off` sends none. The first time it's set, everyone invited longer ago gets one.",
    ),
    value(
        "CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS",
        "a whole number from 1 to 100",
        "5",
        Some("5"),
        "How many wrong tries lock a temporary password.",
    ),
    value(
        "CHAVEIRO_CODE_GUESSES_PER_DAY",
        "a whole number from 1 to 1000000",
        "100",
        Some("100"),
        "How many wrong short temporary passwords, over all accounts, the sign-in page accepts in 24 hours; after that, they work only with the link in the email. 100 keeps a stranger's chance below 1 in 10,000.",
    ),
    value(
        "CHAVEIRO_PASSWORD_MIN_LENGTH",
        "a whole number from 8 to 128",
        "15",
        Some("15"),
        "The minimum length of passwords people choose, in characters (NIST SP 800-63B-4: 15 when it's the only factor).",
    ),
    value(
        "CHAVEIRO_ARGON2",
        "three numbers: KiB, passes, lanes",
        "19456,2,1",
        Some("19456,2,1"),
        "Cost of a password hash: memory (KiB, or with a unit, as 19MiB), passes, lanes. Older hashes are updated at sign-in; until then, a sign-in with such an account takes as long as before, which tells it apart.",
    ),
    value(
        "CHAVEIRO_PARALLEL_HASHES",
        "a whole number from 1 to 256",
        "4",
        None,
        "How many passwords are hashed at the same time. Default: the number of cores.",
    ),
    value(
        "CHAVEIRO_SELF_REGISTRATION",
        "one of off, on and approval",
        "approval",
        Some("off"),
        "Whether visitors can register: `off`, `on`, or `approval` (an admin approves each registration).",
    ),
    value(
        "CHAVEIRO_REGISTRATION_DOMAINS",
        "a list of domains",
        "example.org, example.com",
        None,
        "Email domains that can register, separated by commas. People at such an address can change it only to another such one. Default: all.",
    ),
    value(
        "CHAVEIRO_TRUSTED_PROXIES",
        "a list of network addresses, networks, `loopback` and `private`",
        "172.16.0.0/12, fd00::/8",
        None,
        "Reverse proxies, separated by commas: network addresses (`10.0.0.2`), networks (`172.16.0.0/12`, `fd00::/8`), \
         `loopback` for this machine, or `private` for all private networks, where no visitors are on one: they could fake their address. Only these are trusted for `X-Forwarded-For`, and may ask at `/forward-auth`; `chaveiro doctor` shows the result.",
    ),
    value(
        "CHAVEIRO_DEFAULT_LOCALE",
        "one of pt-BR and en",
        "pt-BR",
        Some("pt-BR"),
        "The language of pages when the browser asks for neither `pt-BR` nor `en`.",
    ),
    value(
        "CHAVEIRO_TIME_ZONE",
        "a time zone of the IANA database",
        "America/Sao_Paulo",
        None,
        "The time zone of pages and emails; people can choose their own. Exports use UTC; the command line shows the times of its terminal (`TZ`). Default: America/Sao_Paulo if the language is `pt-BR`, otherwise the system's.",
    ),
    value(
        "CHAVEIRO_SESSION_IDLE",
        SPAN,
        "12h",
        Some("12h"),
        "How long an unused session lasts. Admins: at most 1 hour.",
    ),
    value(
        "CHAVEIRO_SESSION_MAX",
        SPAN,
        "30d",
        Some("30d"),
        "How long a session lasts in total. Admins: at most 24 hours.",
    ),
    value(
        "CHAVEIRO_AUDIT_RETENTION",
        "a duration from one day to ten years, such as 400d, or `off`",
        "400d",
        Some("400d"),
        "How long events stay in the audit log; older ones are removed, and what remains still verifies. `off` keeps all.",
    ),
    value(
        "CHAVEIRO_IMPORT_ROWS",
        "a number from 1 to 100000",
        "50000",
        Some("20000"),
        "How many rows an imported file may have. Its size follows: 256 bytes a row, at least 5 MiB (25 MiB for 100000 rows). A proxy in front must let files of that size through.",
    ),
    value(
        "CHAVEIRO_LOG_FORMAT",
        "one of text and json",
        "json",
        Some("text"),
        "Log format: `text`, or `json` for programs. RUST_LOG sets what is logged.",
    ),
    value(
        "RUST_LOG",
        "a level or a filter",
        "info",
        Some("info"),
        "What is logged: a level or a filter, such as `info` or `info,chaveiro=debug`. Commands other than `serve` log only warnings and errors unless it is set.",
    ),
];
