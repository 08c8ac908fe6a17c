-- Tokens that a form has used up in the last minutes: sent twice, it ends where
-- it ended the first time. Runs on SQLite and on PostgreSQL.
CREATE TABLE used_tokens (
    token_hash   TEXT   PRIMARY KEY NOT NULL,        -- SHA-256 of a session's cookie or a link's token
    used_for     TEXT   NOT NULL,
    user_id      TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    browser_hash TEXT   NOT NULL,                    -- of a registration: SHA-256 of its browser's cookie
    used_at      BIGINT NOT NULL
);
CREATE INDEX used_tokens_old ON used_tokens (used_at);
CREATE INDEX used_tokens_of_user ON used_tokens (user_id);
