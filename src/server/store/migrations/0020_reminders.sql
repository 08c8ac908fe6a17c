-- Reminders to people who have not come in. Runs on SQLite and on PostgreSQL.

ALTER TABLE users ADD COLUMN reminders BIGINT NOT NULL DEFAULT 0;   -- how many were sent, ever
