-- Where the last attempt of a mail went: its person may have another address since. Runs on SQLite and on PostgreSQL.

ALTER TABLE outbox ADD COLUMN tried_email TEXT;
-- The number of that attempt; a node of the version before counts on and writes neither.
ALTER TABLE outbox ADD COLUMN tried_attempt BIGINT;
