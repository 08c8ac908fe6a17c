-- Which version of the words and sort names the accounts were indexed with. When the program
-- makes others, its next start writes them anew. Runs on SQLite and on PostgreSQL.
CREATE TABLE search_index (
    id      TEXT   PRIMARY KEY NOT NULL CHECK (id = 'words'),
    version BIGINT NOT NULL
);
