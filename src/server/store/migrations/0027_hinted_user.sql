-- Whom an app means by an ID token that it shows. Runs on SQLite and on PostgreSQL.

-- The `sub` of its `id_token_hint`: nobody else gets the code.
ALTER TABLE authorization_requests ADD COLUMN hinted_user TEXT;
