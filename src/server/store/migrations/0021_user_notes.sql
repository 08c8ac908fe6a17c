-- What admins note about a person, for one another.
CREATE TABLE user_notes (
    user_id    TEXT   PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    note       TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);
