-- What the administrator's console needs. Runs on SQLite and on PostgreSQL;
-- what has to be checked anew is made anew, since SQLite changes no constraint.

-- How an account stands, kept beside it: a list of a hundred thousand is
-- searched and counted by it. Always computed from the facts by one statement
-- (store/standing.rs), in the transaction that changes them.
ALTER TABLE users ADD COLUMN standing TEXT NOT NULL DEFAULT 'waiting';
ALTER TABLE users ADD COLUMN invited_until BIGINT;      -- the deadline of the temporary password that counts
ALTER TABLE users ADD COLUMN mail_state TEXT;           -- of the newest mail with a temporary password
ALTER TABLE users ADD COLUMN deleted_at BIGINT;         -- can be restored for 30 days from then on
ALTER TABLE users ADD COLUMN sort_name TEXT NOT NULL DEFAULT '';   -- the name without accents, in lower case

-- One index for each order of the list. It also holds what the list is narrowed
-- down by, so that the rows left out are passed over without being read.
DROP INDEX users_newest;
CREATE INDEX users_created ON users (created_at, id, standing, role);
CREATE INDEX users_name ON users (sort_name, id, standing, role);
CREATE INDEX users_email ON users (email, id, standing, role);
CREATE INDEX users_seen ON users (COALESCE(last_sign_in_at, 0), id, standing, role);
CREATE INDEX users_standing ON users (standing, invited_until, mail_state, last_sign_in_at, role);
CREATE INDEX users_missing_mail ON users (id) WHERE mail_state = 'failed';
CREATE INDEX users_deleted ON users (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX users_admins ON users (sort_name, id) WHERE role = 'admin';

-- The words of names and addresses, for search. A word is written as the
-- hexadecimal of its UTF-8, which every collation sorts alike, so that a range
-- of the index is a prefix on both databases.
CREATE TABLE user_words (
    word    TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (word, user_id)
);

CREATE INDEX user_words_of_user ON user_words (user_id, word);

-- The tries a secret has in its life are a fact of the secret.
ALTER TABLE temporary_passwords ADD COLUMN attempts_allowed BIGINT NOT NULL DEFAULT 5;

-- When the owner last gave the password: sensitive acts ask for it again.
ALTER TABLE sessions ADD COLUMN confirmed_at BIGINT NOT NULL DEFAULT 0;

-- Paused by an administrator: then no mail is tried until they resume.
ALTER TABLE outbox_pause ADD COLUMN by_operator BIGINT NOT NULL DEFAULT 0;

-- One row: when the next mail may leave, where the operator sets a pace.
-- In microseconds since 1970: three mails a second are 333,333 apart.
CREATE TABLE outbox_pace (
    id      TEXT   PRIMARY KEY NOT NULL CHECK (id = 'pace'),
    next_at BIGINT NOT NULL
);
INSERT INTO outbox_pace (id, next_at) VALUES ('pace', 0);

-- Another purpose, and an address of its own for the one mail that must not go
-- to the account's: the notice to the address an account had before.
CREATE TABLE outbox_anew (
    id              TEXT   PRIMARY KEY NOT NULL,
    user_id         TEXT   REFERENCES users (id) ON DELETE CASCADE,
    registration_id TEXT   REFERENCES registrations (id) ON DELETE CASCADE,
    purpose         TEXT   NOT NULL CHECK (purpose IN ('temporary_password', 'confirm_registration', 'already_registered',
                                                       'password_changed', 'address_changed', 'set_password', 'approval_asked', 'registration_approved',
                                                       'registration_refused', 'confirm_address',
                                                       'own_address_changed', 'address_restored', 'role_changed',
                                                       'account_deleted', 'new_device', 'code_exhausted', 'codes_closed')),
    preset          TEXT,                      -- what to draw; none: the setting
    origin          TEXT,                      -- network address a notice tells of
    earlier_email   TEXT,                      -- where the notice goes, if not to the account's address
    state           TEXT   NOT NULL CHECK (state IN ('queued', 'sending', 'waiting', 'sent', 'failed', 'obsolete')),
    attempts        BIGINT NOT NULL DEFAULT 0,
    not_before      BIGINT NOT NULL,           -- due from then on; while sending: end of the lease
    step            TEXT,                      -- where the last attempt ended
    last_answer     TEXT,                      -- the mail server's words
    held_by_server  BIGINT NOT NULL DEFAULT 0, -- 1: the last attempt failed for the server's sake, not for this mail's
    withdrawn       BIGINT NOT NULL DEFAULT 0, -- 1: nothing may be drawn for it any more, although it is on its way
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    CHECK ((user_id IS NULL) <> (registration_id IS NULL))
);
INSERT INTO outbox_anew (id, user_id, registration_id, purpose, preset, origin, state, attempts, not_before, step,
                         last_answer, held_by_server, created_at, updated_at)
    SELECT id, user_id, registration_id, purpose, preset, origin, state, attempts, not_before, step,
           last_answer, held_by_server, created_at, updated_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_anew RENAME TO outbox;

CREATE INDEX outbox_due ON outbox (not_before, id) WHERE state IN ('queued', 'sending', 'waiting');
CREATE INDEX outbox_of_user ON outbox (user_id, created_at);
CREATE INDEX outbox_of_registration ON outbox (registration_id);
CREATE INDEX outbox_changes ON outbox (updated_at);
CREATE INDEX outbox_open ON outbox (created_at, id) WHERE state IN ('queued', 'sending', 'waiting');
CREATE INDEX outbox_state ON outbox (state, updated_at, id);

-- The log, numbered and chained: each row holds a keyed hash over itself and
-- the hash of the row before. Rows from before the chain have none.
CREATE TABLE audit_events_anew (
    seq        BIGINT PRIMARY KEY NOT NULL,
    id         TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    actor      TEXT   NOT NULL,                -- a user's id, or console, setup, visitor, worker
    target     TEXT,                           -- a user's id
    address    TEXT,
    request_id TEXT,
    detail     TEXT,
    hash       TEXT   NOT NULL
);
INSERT INTO audit_events_anew (seq, id, at, kind, actor, target, address, request_id, detail, hash)
    SELECT ROW_NUMBER() OVER (ORDER BY at, id), id, at, kind, actor, target, address, request_id, detail, ''
    FROM audit_events;
DROP TABLE audit_events;
ALTER TABLE audit_events_anew RENAME TO audit_events;

CREATE INDEX audit_events_target ON audit_events (target, at, seq);
CREATE INDEX audit_events_actor ON audit_events (actor, at, seq);
CREATE INDEX audit_events_actor_kind ON audit_events (actor, kind, at, seq);
CREATE INDEX audit_events_kind ON audit_events (kind, at, seq);
-- Over expressions, so that only who asks for no actor, kind or person takes it
-- (store/audit/list.rs): PostgreSQL would else walk along it in search of the rare.
CREATE INDEX audit_events_at ON audit_events ((at + 0), (seq + 0));

-- The last link of the chain. Whoever adds one holds this row until the commit.
CREATE TABLE audit_head (
    id           TEXT   PRIMARY KEY NOT NULL CHECK (id = 'head'),
    seq          BIGINT NOT NULL,
    hash         TEXT   NOT NULL,
    before_chain BIGINT NOT NULL,              -- rows from before the chain
    seal         TEXT   NOT NULL               -- keyed hash over the three: a row that was cut off shows
);
INSERT INTO audit_head (id, seq, hash, before_chain, seal)
    SELECT 'head', COALESCE(MAX(seq), 0), '', COALESCE(MAX(seq), 0), '' FROM audit_events;

-- Held by who takes an administrator away, so that two at once cannot take the last.
CREATE TABLE admin_guard (
    id    TEXT   PRIMARY KEY NOT NULL CHECK (id = 'guard'),
    taken BIGINT NOT NULL
);
INSERT INTO admin_guard (id, taken) VALUES ('guard', 0);

-- A file of people. Looked through first ('preview'), then carried out row by
-- row by a job that finds its place again after a crash.
CREATE TABLE imports (
    id           TEXT   PRIMARY KEY NOT NULL,
    file_name    TEXT   NOT NULL,
    header       TEXT   NOT NULL,              -- the names of its columns, as a JSON array
    actor        TEXT   NOT NULL,              -- who uploaded it; as in audit_events
    confirmed_by TEXT,                         -- in whose name the accounts are made
    state        TEXT   NOT NULL CHECK (state IN ('preview', 'running', 'paused', 'cancelled', 'done')),
    total        BIGINT NOT NULL,              -- rows
    planned      BIGINT NOT NULL,              -- rows from which an account is to be made
    admins       BIGINT NOT NULL,              -- those of them that make an administrator
    lost_right   BIGINT NOT NULL DEFAULT 0,    -- 1: cancelled because who confirmed it is no active admin any more
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    lease_until  BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX imports_state ON imports (state, created_at);

CREATE TABLE import_rows (
    import_id TEXT   NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    line      BIGINT NOT NULL,                 -- where the row begins in the file, from 1
    state     TEXT   NOT NULL CHECK (state IN ('ready', 'known', 'wrong', 'created', 'refused')),
    cells     TEXT   NOT NULL,                 -- the row as it was, encrypted (it may hold a CPF)
    problem   TEXT   NOT NULL DEFAULT '',      -- why it is wrong or was refused, as JSON
    user_id   TEXT,
    PRIMARY KEY (import_id, line)
);

CREATE INDEX import_rows_state ON import_rows (import_id, state, line);
CREATE INDEX import_rows_user ON import_rows (user_id);
