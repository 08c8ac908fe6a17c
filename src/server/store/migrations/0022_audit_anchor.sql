-- Where the log begins once old events have been removed: the number and hash of the last removed
-- event, sealed with the secret key. Nothing has been removed while the number is 0.
CREATE TABLE audit_anchor (
    id   TEXT   NOT NULL PRIMARY KEY CHECK (id = 'anchor'),
    seq  BIGINT NOT NULL,
    hash TEXT   NOT NULL,
    seal TEXT   NOT NULL
);
INSERT INTO audit_anchor (id, seq, hash, seal) VALUES ('anchor', 0, '', '');
