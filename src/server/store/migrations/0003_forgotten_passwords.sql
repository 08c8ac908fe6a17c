-- Forgotten passwords. Runs on SQLite and on PostgreSQL.

-- Somebody has asked at this address. The worker looks whose it is, so that
-- asking takes the same time for every address; the row goes with the answer.
CREATE TABLE password_requests (
    id         TEXT   PRIMARY KEY NOT NULL,
    email      TEXT   NOT NULL,
    address    TEXT,                           -- network address, for the log
    request_id TEXT,
    created_at BIGINT NOT NULL
);

CREATE INDEX password_requests_oldest ON password_requests (created_at, id);

-- Links that set a password, drawn when their mail leaves.
CREATE TABLE password_links (
    token_hash TEXT   PRIMARY KEY NOT NULL,    -- SHA-256 of the token in the mail
    user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

CREATE INDEX password_links_of_user ON password_links (user_id);
CREATE INDEX password_links_end ON password_links (expires_at);
