-- Groups of people, for apps that ask who is in which. Runs on SQLite and on PostgreSQL.

CREATE TABLE groups (
    id         TEXT   PRIMARY KEY NOT NULL,
    slug       TEXT   NOT NULL UNIQUE,          -- as GroupSlug::parse leaves it; never changes
    name       TEXT   NOT NULL,
    sort_name  TEXT   NOT NULL UNIQUE,          -- the name without accents, in lower case
    created_at BIGINT NOT NULL
);

CREATE TABLE user_groups (
    group_id TEXT   NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    user_id  TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, user_id)
);

CREATE INDEX user_groups_of_user ON user_groups (user_id);
