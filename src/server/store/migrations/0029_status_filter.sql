-- The people of one status, newest first, however many there are. Runs on SQLite and on PostgreSQL.

-- The number of users_by_status (0023), and then the order in which the list shows them.
CREATE INDEX users_of_status ON users ((
    CASE WHEN standing IN ('waiting', 'invited', 'exhausted', 'revoked') AND mail_state = 'failed' THEN 20000000000000
     WHEN standing = 'pending' THEN 10000000000000
     WHEN standing = 'exhausted' THEN 30000000000000
     WHEN standing = 'revoked' THEN 40000000000000
     WHEN standing = 'invited' THEN 50000000000000
          + CASE WHEN invited_until < 9000000000000 THEN invited_until ELSE 9000000000000 END
     WHEN standing = 'waiting' THEN 60000000000000
     WHEN standing = 'active' THEN 70000000000000
     WHEN standing = 'disabled' THEN 80000000000000
     WHEN standing = 'deleted' THEN 90000000000000
     ELSE 100000000000000 END), created_at, id);
