-- Mails for later. Runs on SQLite and on PostgreSQL.

-- The time an admin has chosen for the mails of an import; none: as soon as they can.
ALTER TABLE imports ADD COLUMN send_at BIGINT;
-- The same of a mail, until it is taken or somebody sends it at once. Its created_at and not_before say the same:
-- it is as old as it has been due. Tells it from a mail that was queued while a clock was ahead, which leaves at once.
ALTER TABLE outbox ADD COLUMN send_at BIGINT;
-- Over an expression that the queries repeat word for word (store/outbox/index.rs).
CREATE INDEX outbox_ahead ON outbox ((CASE WHEN state IN ('queued', 'sending', 'waiting') AND send_at IS NULL THEN not_before END))
    WHERE CASE WHEN state IN ('queued', 'sending', 'waiting') AND send_at IS NULL THEN not_before END IS NOT NULL;
