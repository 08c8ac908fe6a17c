-- Kinds of mail are an open list. Runs on SQLite and on PostgreSQL.

-- The program alone knows the kinds of mail, so that a new one needs no
-- migration; what only one kind knows stands in a column for them all. SQLite
-- cannot drop a CHECK, so the table is laid out anew. The version before reads
-- and writes the same columns and can run beside.
CREATE TABLE outbox_12 (
    id              TEXT   PRIMARY KEY NOT NULL,
    user_id         TEXT   REFERENCES users (id) ON DELETE CASCADE,
    registration_id TEXT   REFERENCES registrations (id) ON DELETE CASCADE,
    purpose         TEXT   NOT NULL,           -- as in domain/delivery.rs
    preset          TEXT,                      -- what to draw; none: the setting
    origin          TEXT,                      -- network address a notice tells of
    earlier_email   TEXT,                      -- where the notice goes, if not to the account's address
    payload         TEXT,                      -- what only this kind knows: a JSON object, or none
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
INSERT INTO outbox_12 (id, user_id, registration_id, purpose, preset, origin, earlier_email, state, attempts, not_before,
                      step, last_answer, held_by_server, withdrawn, created_at, updated_at)
    SELECT id, user_id, registration_id, purpose, preset, origin, earlier_email, state, attempts, not_before,
           step, last_answer, held_by_server, withdrawn, created_at, updated_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_12 RENAME TO outbox;

CREATE INDEX outbox_of_user ON outbox (user_id, created_at);
CREATE INDEX outbox_of_registration ON outbox (registration_id);
CREATE INDEX outbox_changes ON outbox (updated_at);
CREATE INDEX outbox_state ON outbox (state, updated_at, id);
-- Over expressions that the queries repeat word for word (store/outbox/index.rs), as in 0009.
CREATE INDEX outbox_due ON outbox ((CASE WHEN state IN ('queued', 'sending', 'waiting') THEN not_before END), id)
    WHERE CASE WHEN state IN ('queued', 'sending', 'waiting') THEN not_before END IS NOT NULL;
CREATE INDEX outbox_open ON outbox ((CASE WHEN state IN ('queued', 'sending', 'waiting') THEN created_at END), id)
    WHERE CASE WHEN state IN ('queued', 'sending', 'waiting') THEN created_at END IS NOT NULL;
CREATE INDEX outbox_held ON outbox ((CASE WHEN state = 'waiting' AND held_by_server = 1 THEN not_before END))
    WHERE CASE WHEN state = 'waiting' AND held_by_server = 1 THEN not_before END IS NOT NULL;
