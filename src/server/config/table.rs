//! The table of all settings: names, form, example, default and manual of each.
//!
//! It is the one place that knows them: the flags of the command line, `--help`, the messages about bad values, the
//! hint for a mistyped variable and the test that walks them all are made from it.

use super::setting::{Setting, confidential, file, secret, switch, value};

/// The setting with this variable.
pub(super) fn setting(variable: &str) -> &'static Setting {
    SETTINGS.iter().find(|setting| setting.variable == variable).unwrap_or_else(|| panic!("no setting {variable}"))
}

const SPAN: &str = "a span of time from one minute to ten years (a number alone counts seconds)";

/// Every setting, in the order of the manual.
pub const SETTINGS: &[Setting] = &[
    confidential(
        "DATABASE_URL",
        "the address of a database",
        "sqlite://data/chaveiro.db",
        "Where accounts are kept: a SQLite file, made when missing, or `postgres://user:password@host/database` when it \
         is outgrown. A password in it is percent-encoded. Default: `chaveiro.db` in the data directory.",
    ),
    file(
        "DATABASE_URL_FILE",
        "a file with the address of the database",
        "/run/secrets/database_url",
        "A file with the address of the database, if it holds a password.",
    ),
    value(
        "CHAVEIRO_DATA_DIR",
        "a folder",
        "/var/lib/chaveiro",
        Some("data"),
        "The folder for everything Chaveiro keeps: the default database, the secret key, automatic backups.",
    ),
    value(
        "CHAVEIRO_LISTEN",
        "an address with a port",
        "127.0.0.1:3000",
        Some("127.0.0.1:3000"),
        "Where the server listens.",
    ),
    value(
        "CHAVEIRO_PUBLIC_URL",
        "an address",
        "https://contas.example.org",
        None,
        "The address people type to get here. All links in mails come from it, never from a request. Plain http only for \
         loopback, unless CHAVEIRO_ALLOW_HTTP is on. Default: `http://localhost:` and the port of `--listen`, so \
         http://localhost:3000.",
    ),
    switch("CHAVEIRO_ALLOW_HTTP", "Allow a public address without TLS: passwords then cross the network in clear."),
    switch(
        "CHAVEIRO_SHOW_SETUP_ADDRESS",
        "Print the set-up address of the first administrator even where standard output is no terminal. What a service \
         prints is kept, and whoever reads it within 30 minutes could become the administrator. `--dev` always prints it.",
    ),
    confidential(
        "CHAVEIRO_SMTP_URL",
        "the address of a mail server",
        "smtps://user@mail.example.org",
        "The mail server: `smtps://user@host`, `smtp://user@host:587?tls=required`, or, on loopback, `smtp://host:port`. \
         Without it `serve` refuses to start, unless `--dev`.",
    ),
    secret("CHAVEIRO_SMTP_PASSWORD", "a password", "the password", "The password for the mail server."),
    file(
        "CHAVEIRO_SMTP_PASSWORD_FILE",
        "a file with a password",
        "/run/secrets/smtp_password",
        "A file with the password for the mail server. (`CHAVEIRO_SMTP_PASSWORD` holds it directly.)",
    ),
    switch("CHAVEIRO_SMTP_ALLOW_PLAINTEXT", "Allow mail without TLS to a server that is not on this machine."),
    file(
        "CHAVEIRO_SMTP_CA_FILE",
        "a file with a certificate (PEM)",
        "/etc/ssl/certs/mail.pem",
        "A file with a certificate (PEM) to trust besides the usual ones when speaking to the mail server.",
    ),
    value(
        "CHAVEIRO_MAIL_FROM",
        "a sender",
        "Chaveiro <contas@example.org>",
        Some("Chaveiro <chaveiro@localhost>"),
        "Who the mails come from.",
    ),
    value(
        "CHAVEIRO_MAIL_REPLY_TO",
        "an email address",
        "ajuda@example.org",
        None,
        "Where answers to the mails go; also named as the contact.",
    ),
    value(
        "CHAVEIRO_MAIL_PACE",
        "a number of mails in a second, minute or hour, or off",
        "300/min",
        Some("off"),
        "How fast mails may leave, of all nodes together: `10/s`, `300/min`, `1000/h`, or `off` for as fast as the mail \
         server takes them. Tries that fail count too.",
    ),
    value(
        "CHAVEIRO_ORGANIZATION",
        "a name on one line, with at most 200 characters",
        "Instituto Aurora",
        Some("Chaveiro"),
        "Shown on pages and in mails.",
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
         Default with SQLite: `secret.key` in the data directory, made at the first start. With PostgreSQL it must be \
         given, since all nodes share it.",
    ),
    value(
        "CHAVEIRO_TEMPORARY_PASSWORD",
        "one of digits:N, alphanumeric:N, unambiguous:N, words:N and cpf",
        "digits:6",
        Some("digits:6"),
        "How temporary passwords are generated: `digits:N` (3.3 bits each), `alphanumeric:N` (6.0 bits each), \
         `unambiguous:N` (5.8 bits each, no 0 O 1 l I), `words:N` (11 bits each), or `cpf`. Less than six digits' worth \
         (19.9 bits) is refused.",
    ),
    switch("CHAVEIRO_ALLOW_CPF", "Allow the preset `cpf`. A CPF is no secret: others know it."),
    switch(
        "CHAVEIRO_ALLOW_HANDOVER",
        "Allow temporary passwords to be handed over in person: shown once to the admin who asks, as a slip to print, and \
         the audit log says so.",
    ),
    switch(
        "CHAVEIRO_ALLOW_SELF_DELETION",
        "Allow people to delete their own accounts. An administrator can restore one for 30 days; the last \
         administrator's cannot be deleted.",
    ),
    value(
        "CHAVEIRO_TEMPORARY_PASSWORD_TTL",
        SPAN,
        "24h",
        Some("24h"),
        "How long a temporary password works, from its delivery on (NIST SP 800-63B-4: 24 h at most by email). A number \
         alone counts seconds, here as everywhere.",
    ),
    value(
        "CHAVEIRO_TEMPORARY_PASSWORD_ATTEMPTS",
        "a whole number from 1 to 100",
        "5",
        Some("5"),
        "How many wrong tries end a temporary password.",
    ),
    value(
        "CHAVEIRO_CODE_GUESSES_PER_DAY",
        "a whole number from 1 to 1000000",
        "100",
        Some("100"),
        "How many wrong guesses at short temporary passwords, of all people together, the sign-in page looks at in 24 \
         hours; then those work only with the link in their mail. 100 keep a stranger's chance below 1 in 10,000.",
    ),
    value(
        "CHAVEIRO_PASSWORD_MIN_LENGTH",
        "a whole number from 8 to 128",
        "15",
        Some("15"),
        "The least length of an own password, in code points (NIST SP 800-63B-4: 15 where it is the only factor).",
    ),
    value(
        "CHAVEIRO_ARGON2",
        "three numbers: KiB, passes, lanes",
        "19456,2,1",
        Some("19456,2,1"),
        "Cost of a password hash: memory (KiB, or with a unit, as 19MiB), passes, lanes. Older hashes are renewed at \
         sign-in.",
    ),
    value(
        "CHAVEIRO_PARALLEL_HASHES",
        "a whole number from 1 to 256",
        "4",
        None,
        "How many passwords are hashed at a time. Default: the number of cores.",
    ),
    value(
        "CHAVEIRO_SELF_REGISTRATION",
        "one of off, on and approval",
        "approval",
        Some("off"),
        "Whether visitors may register themselves: `off`, `on`, or `approval`, where an administrator lets each one in.",
    ),
    value(
        "CHAVEIRO_REGISTRATION_DOMAINS",
        "a list of domains",
        "example.org, example.com",
        None,
        "Domains whose addresses may register, separated by commas. Default: all.",
    ),
    value(
        "CHAVEIRO_TRUSTED_PROXIES",
        "a list of network addresses, networks, `loopback` and `private`",
        "172.16.0.0/12, fd00::/8",
        None,
        "Reverse proxies, separated by commas: network addresses (`10.0.0.2`), networks (`172.16.0.0/12`, `fd00::/8`), \
         `loopback` for this machine, or `private` for all private networks. Only they are believed about \
         `X-Forwarded-For`; `chaveiro doctor` shows what comes of it.",
    ),
    value(
        "CHAVEIRO_DEFAULT_LOCALE",
        "one of pt-BR and en",
        "pt-BR",
        Some("pt-BR"),
        "The language of pages for browsers that ask for neither: `pt-BR` or `en`.",
    ),
    value(
        "CHAVEIRO_TIME_ZONE",
        "a time zone of the IANA database",
        "America/Sao_Paulo",
        None,
        "The time zone of pages and mails; a person may choose another one. The command line and exports use UTC. \
         Default: America/Sao_Paulo where the language is `pt-BR`, else the system's.",
    ),
    value(
        "CHAVEIRO_SESSION_IDLE",
        SPAN,
        "12h",
        Some("12h"),
        "How long a session lasts unused. Admins: at most one hour.",
    ),
    value(
        "CHAVEIRO_SESSION_MAX",
        SPAN,
        "30d",
        Some("30d"),
        "How long a session lasts at all. Admins: at most 24 hours.",
    ),
    value(
        "CHAVEIRO_LOG_FORMAT",
        "one of text and json",
        "json",
        Some("text"),
        "How log lines look: `text`, or `json` for machines. What is logged: RUST_LOG.",
    ),
    value(
        "RUST_LOG",
        "a level or a filter",
        "info",
        Some("info"),
        "What is logged, as `info` or `info,chaveiro=debug`.",
    ),
];
