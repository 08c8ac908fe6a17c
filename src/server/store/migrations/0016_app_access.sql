-- Who may use an app, and whose mailbox is proven. Runs on SQLite and on PostgreSQL.

CREATE TABLE app_groups (
    app_id   TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (app_id, group_id)
);

CREATE INDEX app_groups_of_group ON app_groups (group_id);

-- The address that its owner has shown to read, by a secret that was mailed there. Another address is
-- not proven by that: the claim `email_verified` compares the two.
ALTER TABLE users ADD COLUMN proven_email TEXT;

-- Whoever has chosen a password after a mail with a temporary one had arrived, at an address that
-- nobody changed, and never got a secret any other way.
UPDATE users SET proven_email = email
WHERE EXISTS (SELECT 1 FROM audit_events e WHERE e.target = users.id AND e.kind IN ('password_chosen', 'password_reset', 'user_registered'))
  AND NOT EXISTS (SELECT 1 FROM audit_events e WHERE e.target = users.id
                  AND e.kind IN ('temporary_password_revealed', 'address_changed', 'address_restored', 'admin_created'))
  AND NOT EXISTS (SELECT 1 FROM temporary_passwords p WHERE p.user_id = users.id AND p.preset = 'cpf');
