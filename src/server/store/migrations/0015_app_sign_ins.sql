-- Signing in to apps: requests, codes, tokens, and the news that a session has ended. Runs on SQLite and on PostgreSQL.

-- What an app has asked for, while the person signs in. The address holds the handle alone, and the
-- browser that began has a cookie beside it.
CREATE TABLE authorization_requests (
    handle_hash    TEXT   PRIMARY KEY NOT NULL,    -- SHA-256
    browser_hash   TEXT   NOT NULL,                -- SHA-256 of the cookie
    app_id         TEXT   NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    redirect_uri   TEXT   NOT NULL,
    scope          TEXT   NOT NULL,
    state          TEXT,                           -- percent-encoded, as it came
    nonce          TEXT,
    code_challenge TEXT   NOT NULL,
    fresh_since    BIGINT,                         -- the password must have been given after that
    login_hint     TEXT,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    finished_at    BIGINT                          -- its code was given out
);

CREATE INDEX authorization_requests_browser ON authorization_requests (browser_hash, created_at);
CREATE INDEX authorization_requests_end ON authorization_requests (expires_at);

-- One app in one session. When the session ends, the row stays and tells whom the app has yet to sign
-- out: the logout token leaves after the transaction that ended the session, and no crash loses it.
CREATE TABLE app_sessions (
    id                TEXT   PRIMARY KEY NOT NULL, -- the claim `sid`
    app_id            TEXT   NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    user_id           TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session_hash      TEXT   REFERENCES sessions (token_hash) ON DELETE SET NULL,
    created_at        BIGINT NOT NULL,
    logout_state      TEXT   NOT NULL DEFAULT 'open' CHECK (logout_state IN ('open', 'delivered', 'failed')),
    logout_attempts   BIGINT NOT NULL DEFAULT 0,
    logout_not_before BIGINT NOT NULL DEFAULT 0,   -- the next attempt
    logout_at         BIGINT,                      -- the last attempt
    logout_answer     TEXT,                        -- what came of it
    UNIQUE (session_hash, app_id)
);

-- Over the expression that the query repeats (store/app_logouts.rs): SQLite else takes that of session_hash,
-- where all that were told stand too.
CREATE INDEX app_sessions_due ON app_sessions ((CASE WHEN session_hash IS NULL AND logout_state = 'open' THEN logout_not_before END), id)
    WHERE CASE WHEN session_hash IS NULL AND logout_state = 'open' THEN logout_not_before END IS NOT NULL;
CREATE INDEX app_sessions_of_user ON app_sessions (user_id, app_id);
CREATE INDEX app_sessions_of_app ON app_sessions (app_id, created_at);
CREATE INDEX app_sessions_told ON app_sessions (logout_at) WHERE logout_state <> 'open';

-- Codes and tokens end with the session, and with the app's part in it.
CREATE TABLE authorization_codes (
    code_hash      TEXT   PRIMARY KEY NOT NULL,    -- SHA-256
    grant_id       TEXT   NOT NULL,                -- what it was exchanged for, and what that was renewed to
    app_id         TEXT   NOT NULL,
    app_session_id TEXT   NOT NULL REFERENCES app_sessions (id) ON DELETE CASCADE,
    session_hash   TEXT   NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    user_id        TEXT   NOT NULL,
    redirect_uri   TEXT   NOT NULL,
    scope          TEXT   NOT NULL,
    nonce          TEXT,
    code_challenge TEXT   NOT NULL,
    auth_time      BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    used_at        BIGINT                          -- kept after that: a second use ends what the first one got
);

CREATE INDEX authorization_codes_of_session ON authorization_codes (session_hash);
CREATE INDEX authorization_codes_of_app_session ON authorization_codes (app_session_id);
CREATE INDEX authorization_codes_end ON authorization_codes (expires_at);

CREATE TABLE access_tokens (
    token_hash     TEXT   PRIMARY KEY NOT NULL,    -- SHA-256
    grant_id       TEXT   NOT NULL,
    app_id         TEXT   NOT NULL,
    app_session_id TEXT   NOT NULL REFERENCES app_sessions (id) ON DELETE CASCADE,
    session_hash   TEXT   NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    user_id        TEXT   NOT NULL,
    scope          TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL
);

CREATE INDEX access_tokens_of_session ON access_tokens (session_hash);
CREATE INDEX access_tokens_of_app_session ON access_tokens (app_session_id);
CREATE INDEX access_tokens_of_grant ON access_tokens (grant_id);
CREATE INDEX access_tokens_end ON access_tokens (expires_at);

CREATE TABLE refresh_tokens (
    token_hash     TEXT   PRIMARY KEY NOT NULL,    -- SHA-256
    grant_id       TEXT   NOT NULL,
    app_id         TEXT   NOT NULL,
    app_session_id TEXT   NOT NULL REFERENCES app_sessions (id) ON DELETE CASCADE,
    session_hash   TEXT   NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
    user_id        TEXT   NOT NULL,
    scope          TEXT   NOT NULL,
    auth_time      BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    rotated_at     BIGINT                          -- another one took its place
);

CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_hash);
CREATE INDEX refresh_tokens_of_app_session ON refresh_tokens (app_session_id);
CREATE INDEX refresh_tokens_of_grant ON refresh_tokens (grant_id);
CREATE INDEX refresh_tokens_rotated ON refresh_tokens (rotated_at) WHERE rotated_at IS NOT NULL;

-- Which apps know a person, and since when.
CREATE TABLE app_uses (
    user_id       TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    app_id        TEXT   NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    first_used_at BIGINT NOT NULL,
    last_used_at  BIGINT NOT NULL,
    PRIMARY KEY (user_id, app_id)
);

CREATE INDEX app_uses_of_app ON app_uses (app_id, last_used_at);
