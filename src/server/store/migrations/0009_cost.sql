-- Costs that do not grow with the number of people and mails. Runs on SQLite and on PostgreSQL.

-- Over expressions that the queries repeat word for word (store/outbox.rs): SQLite, which keeps no
-- statistics, else finds unsent mails by outbox_state and reads all of them, however few are due.
DROP INDEX outbox_due;
DROP INDEX outbox_open;
CREATE INDEX outbox_due ON outbox ((CASE WHEN state IN ('queued', 'sending', 'waiting') THEN not_before END), id)
    WHERE CASE WHEN state IN ('queued', 'sending', 'waiting') THEN not_before END IS NOT NULL;
CREATE INDEX outbox_open ON outbox ((CASE WHEN state IN ('queued', 'sending', 'waiting') THEN created_at END), id)
    WHERE CASE WHEN state IN ('queued', 'sending', 'waiting') THEN created_at END IS NOT NULL;
CREATE INDEX outbox_held ON outbox ((CASE WHEN state = 'waiting' AND held_by_server = 1 THEN not_before END))
    WHERE CASE WHEN state = 'waiting' AND held_by_server = 1 THEN not_before END IS NOT NULL;

-- How many people have each status: the sum of all rows with the same key. Triggers on users add a row
-- for each change and never touch an earlier one, so that transactions do not wait for each other
-- (store/user_counts.rs); the rows are added up from time to time.
CREATE TABLE user_counts (
    standing    TEXT   NOT NULL,
    mail_failed BIGINT NOT NULL,               -- 1: the newest mail with a temporary password failed for good
    signed_in   BIGINT NOT NULL,               -- 1: they have signed in before
    until_hour  BIGINT NOT NULL,               -- of invited people: the hour since 1970 in which the invitation ends; else 0
    people      BIGINT NOT NULL
);
