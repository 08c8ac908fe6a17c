-- Apps without a sign-in of their own: a proxy in front of them asks Chaveiro. Runs on SQLite and on PostgreSQL.

-- The host people open such an app at, with its port where that is not the usual one. Where there is one,
-- the app's kind is 'forward-auth', whatever the column `kind` says, whose check both databases cannot change.
ALTER TABLE apps ADD COLUMN forward_auth_host TEXT;

CREATE UNIQUE INDEX apps_forward_auth_host ON apps (forward_auth_host);

-- The cookie of such an app's host. It ends with the session, and with the app's part in it.
CREATE TABLE forward_auth_cookies (
    token_hash     TEXT   PRIMARY KEY NOT NULL,    -- SHA-256
    grant_id       TEXT   NOT NULL,                -- of the code it was given for
    app_id         TEXT   NOT NULL,
    app_session_id TEXT   NOT NULL REFERENCES app_sessions (id) ON DELETE CASCADE,
    session_hash   TEXT   NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    created_at     BIGINT NOT NULL,
    refused_at     BIGINT                          -- the first time its owner was not allowed to use the app
);

CREATE INDEX forward_auth_cookies_of_session ON forward_auth_cookies (session_hash);
CREATE INDEX forward_auth_cookies_of_app_session ON forward_auth_cookies (app_session_id, created_at);
CREATE INDEX forward_auth_cookies_of_app ON forward_auth_cookies (app_id);
CREATE INDEX forward_auth_cookies_of_grant ON forward_auth_cookies (grant_id);
