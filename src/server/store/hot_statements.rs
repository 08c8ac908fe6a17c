//! The statements that run for each page, each mail or each second.

use super::audit::unlinked;
use super::{
    administration, app_logouts, apps, imports, outbox, user_counts, user_list, user_overview, user_status, users,
    versions,
};
use std::sync::LazyLock;

/// A statement, and the index it must take, however many rows there are. A
/// test has both databases explain how they read it.
#[derive(Clone, Copy, Debug)]
pub struct HotStatement {
    /// With `$1` and so on.
    pub sql: &'static str,
    /// Part of its plan on both databases.
    pub index: &'static str,
}

const fn hot(sql: &'static str, index: &'static str) -> HotStatement {
    HotStatement { sql, index }
}

/// Those that link the audit log's events, on PostgreSQL alone: see `store/audit/unlinked.rs`.
pub const LINK_EVENTS: [&str; 2] = [unlinked::ROWS_AFTER, unlinked::DELETE_LINKED];

/// All the others.
pub static HOT_STATEMENTS: LazyLock<[HotStatement; 27]> = LazyLock::new(|| {
    [
        hot(outbox::DUE, "outbox_due"),
        hot(outbox::DUE, "outbox_ahead"),
        hot(outbox::TAKE.as_str(), "outbox_due"),
        hot(outbox::FIND_OLDEST_UNSENT, "outbox_open"),
        hot(outbox::WARNINGS, "outbox_open"),
        hot(outbox::LAST_ATTEMPTS, "outbox_state"),
        hot(outbox::LAST_ATTEMPTS, "outbox_due"),
        hot(outbox::OPEN_MAILS, "outbox_open"),
        hot(outbox::COUNT_FAILED, "outbox_state"),
        hot(outbox::RELEASE_HELD, "outbox_held"),
        hot(outbox::NEWEST_CHANGE, "outbox_changes"),
        hot(versions::OUTBOX_VERSION, "outbox_changes"),
        hot(versions::WATCHED_VERSION, "outbox_changes"),
        hot(user_overview::CHANGED_SINCE, "outbox_changes"),
        hot(user_counts::COUNTS, "users_standing"),
        hot(user_list::status_order::FIRST_BY_STATUS, "users_by_status"),
        hot(user_list::status_order::NEWEST_OF_STATUS, "users_of_status"),
        hot(user_list::ADMINS, "users_admins"),
        hot(administration::OTHER_ADMIN, "users_admins"),
        hot(administration::ACTIVE_ADMINS, "users_admins"),
        hot(user_status::REFRESH, "outbox_of_user"),
        hot(user_status::REFRESH, "temporary_passwords_of_user"),
        hot(imports::ROWS_IN_STATE, "import_rows_state"),
        hot(imports::ROWS_IN_EITHER_STATE, "import_rows_state"),
        hot(app_logouts::DUE_LOGOUT, "app_sessions_due"),
        hot(users::DETAILS_CHANGED_AT, "audit_events_details"),
        hot(apps::FIND_BY_HOST, "apps_forward_auth_host"),
    ]
});
