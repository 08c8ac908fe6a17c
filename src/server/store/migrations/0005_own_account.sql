-- What people do to their own accounts. Runs on SQLite and on PostgreSQL.

-- Browsers in which the owner of an account has signed in, told by a cookie
-- that outlives sessions. A sign-in from any other one is told by mail.
CREATE TABLE devices (
    user_id      TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash   TEXT   NOT NULL,               -- SHA-256 of the cookie
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, token_hash)
);

CREATE INDEX devices_last_used ON devices (last_used_at);

-- New addresses that people have asked for. Each account has at most one that
-- is open; those that ended are kept for a day, since mails to a typed address
-- are counted.
CREATE TABLE address_changes (
    id         TEXT   PRIMARY KEY NOT NULL,
    user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email      TEXT   NOT NULL,                 -- the new one
    is_mailed  BIGINT NOT NULL,                 -- 0: too many mails went there lately, so none was queued
    token_hash TEXT,                            -- SHA-256 of the token in the mail, drawn when that leaves
    address    TEXT,                            -- network address it was asked for from
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at   BIGINT                           -- used, replaced or withdrawn
);

CREATE INDEX address_changes_of_user ON address_changes (user_id);
CREATE INDEX address_changes_email ON address_changes (email, created_at);
CREATE INDEX address_changes_token ON address_changes (token_hash);
CREATE INDEX address_changes_created ON address_changes (created_at);

-- Links that restore the address an account had before, mailed to that address.
CREATE TABLE address_undos (
    token_hash TEXT   PRIMARY KEY NOT NULL,     -- SHA-256 of the token in the mail
    user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email      TEXT   NOT NULL,                 -- the earlier one
    changed_at BIGINT NOT NULL,                 -- when it was replaced
    expires_at BIGINT NOT NULL
);

CREATE INDEX address_undos_of_user ON address_undos (user_id);
CREATE INDEX address_undos_end ON address_undos (expires_at);
