-- How the site and its mails look, as an admin has set it at /admin/appearance: one row, or none.
-- An empty column means that the setting of the operator holds.

CREATE TABLE appearance (
    id                 TEXT   PRIMARY KEY NOT NULL CHECK (id = 'site'),
    version            TEXT   NOT NULL,              -- a new UUID with each change: what nodes compare
    organization       TEXT,
    accent_color       TEXT,                         -- #rrggbb
    logo               TEXT,                         -- a PNG that we have written, base64
    introduction_pt_br TEXT   NOT NULL DEFAULT '',
    signature_pt_br    TEXT   NOT NULL DEFAULT '',
    introduction_en    TEXT   NOT NULL DEFAULT '',
    signature_en       TEXT   NOT NULL DEFAULT '',
    changed_at         BIGINT NOT NULL
);
