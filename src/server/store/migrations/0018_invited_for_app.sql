-- The app that somebody is invited for. Runs on SQLite and on PostgreSQL.

-- Once a password is chosen, the page leads there: to the person's own, or else to that of a group of theirs.
ALTER TABLE users ADD COLUMN app_id TEXT REFERENCES apps (id) ON DELETE SET NULL;
ALTER TABLE groups ADD COLUMN app_id TEXT REFERENCES apps (id) ON DELETE SET NULL;

-- For the end of an app.
CREATE INDEX users_of_app ON users (app_id) WHERE app_id IS NOT NULL;
CREATE INDEX groups_of_app ON groups (app_id) WHERE app_id IS NOT NULL;
