-- Apps that sign people in through Chaveiro (OpenID Connect). Runs on SQLite and on PostgreSQL.

CREATE TABLE apps (
    id                     TEXT   PRIMARY KEY NOT NULL,
    client_id              TEXT   NOT NULL UNIQUE,
    name                   TEXT   NOT NULL,
    home_url               TEXT   NOT NULL,
    redirect_uris          TEXT   NOT NULL,        -- one a line
    post_logout_uris       TEXT   NOT NULL,        -- one a line
    initiate_login_uri     TEXT,
    backchannel_logout_uri TEXT,
    kind                   TEXT   NOT NULL CHECK (kind IN ('confidential', 'public')),
    access                 TEXT   NOT NULL CHECK (access IN ('everybody', 'groups')),
    claims_in_id_token     BIGINT NOT NULL,        -- 1: the ID token has the claims of the scopes, not userinfo alone
    algorithm              TEXT   NOT NULL CHECK (algorithm IN ('RS256', 'ES256')),
    created_at             BIGINT NOT NULL,
    created_by             TEXT                    -- the admin; none: the command line
);

CREATE INDEX apps_name ON apps (name, id);

-- Client secrets: while one is replaced, two of them work.
CREATE TABLE app_secrets (
    id         TEXT   PRIMARY KEY NOT NULL,
    app_id     TEXT   NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    hash       TEXT   NOT NULL,                    -- SHA-256; a secret has 256 random bits
    created_at BIGINT NOT NULL,
    ended_at   BIGINT
);

CREATE INDEX app_secrets_of_app ON app_secrets (app_id);

-- Keys that sign ID tokens and logout tokens. One is announced before it signs, and its public half is
-- shown until nothing it signed is looked at any more (server/oidc/signing_keys.rs).
CREATE TABLE signing_keys (
    kid        TEXT   PRIMARY KEY NOT NULL,
    algorithm  TEXT   NOT NULL CHECK (algorithm IN ('RS256', 'ES256')),
    sealed     TEXT   NOT NULL,                    -- PKCS#8, encrypted; see server/keys.rs
    public_jwk TEXT   NOT NULL,
    created_at BIGINT NOT NULL,                    -- announced from then on
    active_at  BIGINT NOT NULL                     -- signs from then on, until a newer one does
);
