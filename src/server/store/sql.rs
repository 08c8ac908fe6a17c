//! Conditions that many statements share, as text: most SQL is constant, which sqlx asks for.

/// Mails that have not ended: neither sent, failed, nor obsolete.
macro_rules! unsent {
    () => {
        "state IN ('queued', 'sending', 'waiting')"
    };
    ($table:literal) => {
        concat!($table, "state IN ('queued', 'sending', 'waiting')")
    };
}
/// Temporary passwords that nobody has used and nothing has ended, whatever the time.
macro_rules! open_password {
    () => {
        "used_at IS NULL AND revoked_at IS NULL"
    };
    ($table:literal) => {
        concat!($table, "used_at IS NULL AND ", $table, "revoked_at IS NULL")
    };
}
/// What [`super::users::user`] reads.
macro_rules! user_columns {
    () => {
        "id, email, display_name, role, locale, time_zone, password_hash, disabled_at, deleted_at"
    };
    ("u.") => {
        "u.id, u.email, u.display_name, u.role, u.locale, u.time_zone, u.password_hash, u.disabled_at, u.deleted_at"
    };
}
/// 1 for an account that nothing its owner does can open: disabled, deleted, waiting for approval (which is disabled as
/// well), or with a canceled invitation.
macro_rules! is_closed {
    () => {
        "CAST(CASE WHEN disabled_at IS NOT NULL OR deleted_at IS NOT NULL OR standing = 'revoked' THEN 1 ELSE 0 END AS BIGINT)"
    };
}
/// Administrators, the deleted among them. SQLite keeps no statistics and would look for the few along the whole of
/// another index that has all other columns; `deleted_at` only theirs has.
macro_rules! admins {
    () => {
        "role = 'admin' AND COALESCE(deleted_at, 0) >= 0"
    };
    ($table:literal) => {
        concat!($table, "role = 'admin' AND COALESCE(", $table, "deleted_at, 0) >= 0")
    };
}
/// Takes a lock of PostgreSQL that is held until the commit. Each has a number of its own.
macro_rules! advisory_lock {
    (create_audit_log) => {
        "DO $$ BEGIN PERFORM pg_advisory_xact_lock(4711); END $$;"
    };
    (create_user_counts) => {
        "DO $$ BEGIN PERFORM pg_advisory_xact_lock(4712); END $$;"
    };
    (short_passwords) => {
        "DO $$ BEGIN PERFORM pg_advisory_xact_lock(4713); END $$;"
    };
}
pub(in crate::server::store) use {admins, advisory_lock, is_closed, open_password, unsent, user_columns};
