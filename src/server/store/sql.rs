//! Conditions that many statements share, as text: sqlx takes only constant SQL.

/// Mails that have not ended: neither sent, given up, nor no longer needed.
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
pub(in crate::server::store) use {open_password, unsent};
