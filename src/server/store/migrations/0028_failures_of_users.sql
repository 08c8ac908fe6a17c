-- Whose address a wrong password was typed at: the count goes with the account, not with who has the address
-- next. Runs on SQLite and on PostgreSQL.

ALTER TABLE sign_in_failures ADD COLUMN user_id TEXT REFERENCES users (id) ON DELETE CASCADE;
CREATE INDEX sign_in_failures_of_user ON sign_in_failures (user_id) WHERE user_id IS NOT NULL;
