-- The second door: a link beside the code. Runs on SQLite and on PostgreSQL.

-- The link in the mail of a temporary password has tries of its own, which
-- nobody without the link can use up.
ALTER TABLE temporary_passwords ADD COLUMN link_hash TEXT;          -- SHA-256 of the link's token; none: handed over in person
ALTER TABLE temporary_passwords ADD COLUMN link_attempts BIGINT NOT NULL DEFAULT 0;
-- 1: so few values that only counting all guesses together protects it.
ALTER TABLE temporary_passwords ADD COLUMN is_short BIGINT NOT NULL DEFAULT 1;

CREATE UNIQUE INDEX temporary_passwords_link ON temporary_passwords (link_hash);
CREATE INDEX temporary_passwords_short ON temporary_passwords (expires_at) WHERE is_short = 1 AND hash IS NOT NULL;

-- Guesses at short temporary passwords of anybody on the sign-in page, for a day each.
CREATE TABLE code_guesses (
    id TEXT   PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX code_guesses_at ON code_guesses (at);

-- Held by who counts a guess, so that of many at once none is overlooked.
CREATE TABLE code_budget (
    id      TEXT   PRIMARY KEY NOT NULL CHECK (id = 'budget'),
    taken   BIGINT NOT NULL,
    told_at BIGINT NOT NULL                    -- when the administrators last heard that it is used up
);
INSERT INTO code_budget (id, taken, told_at) VALUES ('budget', 0, 0);
