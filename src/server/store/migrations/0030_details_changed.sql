-- When somebody's details were last changed, however many events they have. Runs on SQLite and on PostgreSQL.

CREATE INDEX audit_events_details ON audit_events (target, at)
    WHERE kind IN ('user_created', 'user_registered', 'admin_created', 'user_edited', 'address_changed', 'address_restored');
