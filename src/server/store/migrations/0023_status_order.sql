-- The list of people in the order of their status. Runs on SQLite and on PostgreSQL.

-- Over an expression that the query repeats word for word (store/user_list/status_order.rs). Who was invited is
-- sorted by when that ends, so that those for whom it has ended, which no statement writes down, come before the others.
-- Without the status itself, which would have PostgreSQL count the expired by it and not by users_standing.
CREATE INDEX users_by_status ON users ((
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
     ELSE 100000000000000 END), id);
