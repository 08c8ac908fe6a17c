-- Events that are committed and not yet in the chain of the audit log: only PostgreSQL has any, for a moment
-- (store/audit/unlinked.rs). Runs on SQLite and on PostgreSQL.
CREATE TABLE audit_unlinked (
    id         TEXT   PRIMARY KEY NOT NULL,
    place      BIGINT NOT NULL DEFAULT 0,      -- the order of writing; PostgreSQL numbers them
    at         BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    target     TEXT,
    address    TEXT,
    request_id TEXT,
    detail     TEXT,
    seal       TEXT   NOT NULL                 -- keyed hash over the rest: what no program wrote is not linked
);
CREATE INDEX audit_unlinked_place ON audit_unlinked (place);

-- What has happened, linked or not.
CREATE VIEW audit_log AS
    SELECT at, kind, actor, target, detail FROM audit_events
    UNION ALL
    SELECT at, kind, actor, target, detail FROM audit_unlinked;
