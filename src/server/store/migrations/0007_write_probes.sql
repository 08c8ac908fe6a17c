-- Rows that are written and deleted at once, to see whether writing works again
-- after it has failed. Runs on SQLite and on PostgreSQL.
CREATE TABLE write_probes (
    id     TEXT PRIMARY KEY NOT NULL,
    filler TEXT NOT NULL
);
