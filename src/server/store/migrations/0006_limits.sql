-- Limits, counted where all nodes see them. Runs on SQLite and on PostgreSQL.

-- Wrong tries from before the last quiet day: they cause no wait any more, but
-- still count among the hundred in a row that end a password.
ALTER TABLE sign_in_failures ADD COLUMN earlier BIGINT NOT NULL DEFAULT 0;
-- 1: the address has an account, so its count is kept. Nobody is told.
ALTER TABLE sign_in_failures ADD COLUMN is_known BIGINT NOT NULL DEFAULT 0;
CREATE INDEX sign_in_failures_untouched ON sign_in_failures (updated_at);

-- Held while something is counted against a limit, so that two at once do not
-- both take the last place: a network, or all registrations.
CREATE TABLE limit_guards (
    name    TEXT   PRIMARY KEY NOT NULL,
    held_at BIGINT NOT NULL
);
CREATE INDEX limit_guards_untouched ON limit_guards (held_at);

-- Tries that were wrong, or may yet turn out to be; a right one is taken out.
CREATE TABLE network_tries (
    id       TEXT   PRIMARY KEY NOT NULL,
    network  TEXT   NOT NULL,                  -- keyed hash of an IPv4 address or an IPv6 /64
    subject  TEXT   NOT NULL,                  -- keyed hash of the address typed
    tried_at BIGINT NOT NULL,
    is_wrong BIGINT NOT NULL DEFAULT 0         -- 0: still being looked at
);
CREATE INDEX network_tries_of_network ON network_tries (network, tried_at);
CREATE INDEX network_tries_old ON network_tries (tried_at);

-- One row for each registration somebody sent off, whatever became of it.
CREATE TABLE registration_wishes (
    id      TEXT   PRIMARY KEY NOT NULL,
    network TEXT,                              -- as above; none: unknown
    made_at BIGINT NOT NULL
);
CREATE INDEX registration_wishes_old ON registration_wishes (made_at);

-- Since when the owner, whose address is confirmed, waits to be let in by an administrator.
ALTER TABLE users ADD COLUMN awaits_approval_since BIGINT;
