-- Runs on SQLite and on PostgreSQL. Columns are TEXT or BIGINT (see store.rs);
-- times are milliseconds since 1970, identifiers are UUIDv7 as text.

CREATE TABLE users (
    id              TEXT   PRIMARY KEY NOT NULL,
    email           TEXT   NOT NULL UNIQUE,    -- as EmailAddress::parse leaves it
    display_name    TEXT   NOT NULL,
    role            TEXT   NOT NULL CHECK (role IN ('admin', 'member')),
    locale          TEXT   NOT NULL CHECK (locale IN ('pt-BR', 'en')),
    password_hash   TEXT,                      -- of the person's OWN password, or none
    cpf_sealed      TEXT,                      -- encrypted; see server/keys.rs
    cpf_index       TEXT   UNIQUE,             -- keyed hash, so that one CPF has one account
    created_at      BIGINT NOT NULL,
    created_by      TEXT,                      -- the admin; none: the command line, the set-up page, or the person
    disabled_at     BIGINT,
    last_sign_in_at BIGINT
);

CREATE INDEX users_newest ON users (created_at, id);

-- Registrations that wait for the click in the mail. Several may wait for one
-- address: only who reads its mail can make one of them an account.
CREATE TABLE registrations (
    id            TEXT   PRIMARY KEY NOT NULL,
    email         TEXT   NOT NULL,
    display_name  TEXT   NOT NULL,
    locale        TEXT   NOT NULL CHECK (locale IN ('pt-BR', 'en')),
    password_hash TEXT   NOT NULL,
    browser_hash  TEXT   NOT NULL,             -- SHA-256 of the cookie of the browser that registered
    token_hash    TEXT   UNIQUE,               -- SHA-256 of the token in the newest mail
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL
);

CREATE INDEX registrations_email ON registrations (email);

-- Mails to be sent. A row names a user, never an address, a body or a secret:
-- those are looked up, or drawn, at the moment of delivery.
CREATE TABLE outbox (
    id              TEXT   PRIMARY KEY NOT NULL,
    user_id         TEXT   REFERENCES users (id) ON DELETE CASCADE,
    registration_id TEXT   REFERENCES registrations (id) ON DELETE CASCADE,
    purpose         TEXT   NOT NULL CHECK (purpose IN ('temporary_password', 'confirm_registration', 'already_registered', 'password_changed')),
    preset          TEXT,                      -- what to draw; none: the setting
    origin          TEXT,                      -- network address a notice tells of
    state           TEXT   NOT NULL CHECK (state IN ('queued', 'sending', 'waiting', 'sent', 'failed', 'obsolete')),
    attempts        BIGINT NOT NULL DEFAULT 0,
    not_before      BIGINT NOT NULL,           -- due from then on; while sending: end of the lease
    step            TEXT,                      -- where the last attempt ended
    last_answer     TEXT,                      -- the mail server's words
    held_by_server  BIGINT NOT NULL DEFAULT 0, -- 1: the last attempt failed for the server's sake, not for this mail's
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    CHECK ((user_id IS NULL) <> (registration_id IS NULL))
);

CREATE INDEX outbox_due ON outbox (not_before, id) WHERE state IN ('queued', 'sending', 'waiting');
CREATE INDEX outbox_of_user ON outbox (user_id, created_at);
CREATE INDEX outbox_changes ON outbox (updated_at);

-- One row, or none: the queue stands still because the mail server refuses us.
CREATE TABLE outbox_pause (
    id           TEXT   PRIMARY KEY NOT NULL CHECK (id = 'pause'),
    since        BIGINT NOT NULL,
    next_probe   BIGINT NOT NULL,
    step         TEXT   NOT NULL,
    answer       TEXT   NOT NULL
);

-- One row per secret we drew. Its hash is cleared at the end of its life.
CREATE TABLE temporary_passwords (
    id           TEXT   PRIMARY KEY NOT NULL,
    user_id      TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    outbox_id    TEXT   NOT NULL,
    preset       TEXT   NOT NULL,
    hash         TEXT,
    drawn_at     BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    delivered_at BIGINT,
    attempts     BIGINT NOT NULL DEFAULT 0,
    used_at      BIGINT,
    revoked_at   BIGINT
);

CREATE INDEX temporary_passwords_of_user ON temporary_passwords (user_id, drawn_at);

CREATE TABLE sessions (
    token_hash   TEXT   PRIMARY KEY NOT NULL,  -- SHA-256 of the cookie
    user_id      TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose      TEXT   NOT NULL CHECK (purpose IN ('full', 'first_access')),
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    address      TEXT   NOT NULL,
    agent        TEXT   NOT NULL
);

CREATE INDEX sessions_of_user ON sessions (user_id);

-- Wrong tries by address typed, whether an account has it or not, so that
-- waiting tells nobody which addresses are known.
CREATE TABLE sign_in_failures (
    subject    TEXT   PRIMARY KEY NOT NULL,    -- keyed hash of the address
    failures   BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- The address printed at the first start. Spent when the first admin exists.
CREATE TABLE setup_links (
    token_hash TEXT   PRIMARY KEY NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Tells the secret key this database was written with from any other.
CREATE TABLE secret_key_mark (
    id   TEXT PRIMARY KEY NOT NULL CHECK (id = 'mark'),
    mark TEXT NOT NULL
);

-- Who did what to whom. Append-only: triggers refuse the rest (see store.rs).
CREATE TABLE audit_events (
    id         TEXT   PRIMARY KEY NOT NULL,
    at         BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    actor      TEXT   NOT NULL,                -- a user's id, or console, setup, visitor, worker
    target     TEXT,                           -- a user's id
    address    TEXT,
    request_id TEXT,
    detail     TEXT
);

CREATE INDEX audit_events_target ON audit_events (target, at);
