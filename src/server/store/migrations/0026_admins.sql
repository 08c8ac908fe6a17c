-- Who administers, without a look at the table. Runs on SQLite and on PostgreSQL.

-- With all that the queries ask of administrators: `admins!` in store/sql.rs.
DROP INDEX users_admins;
CREATE INDEX users_admins ON users (sort_name, id, standing, deleted_at) WHERE role = 'admin';
