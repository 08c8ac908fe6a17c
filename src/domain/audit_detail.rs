//! What events of the audit log add to their kind, where the store writes it in a fixed form and pages put it into words.

use super::Role;

/// `user_created`: no mail was sent; an admin hands the temporary password over in person.
pub const IN_PERSON: &str = "in person";

/// `user_registered`: an administrator still has to approve.
pub const AWAITS_APPROVAL: &str = "pending";

/// `password_forgotten`: nothing was mailed, since such a mail was in the queue already.
pub const ALREADY_QUEUED: &str = "on its way already";

/// `password_forgotten`, `address_change_asked`: nothing was mailed, since the address has reached its limit. The time of
/// the next mail follows.
pub const TOO_MANY_MAILS: &str = "too many mails";

/// `role_changed`: from which role to which.
pub fn role_change(before: Role, after: Role) -> String {
    format!("{before} → {after}")
}

/// Reads what [`role_change`] wrote.
pub fn parse_role_change(detail: &str) -> Option<(Role, Role)> {
    let (before, after) = detail.split_once(" → ")?;
    Some((Role::parse(before)?, Role::parse(after)?))
}

/// `users_exported`, `rejected_rows_exported`: how many rows a file has; `is_more` where they were not counted to the end.
pub fn rows(count: i64, is_more: bool) -> String {
    let noun = if count == 1 { "row" } else { "rows" };
    format!("{}{count} {noun}", if is_more { "more than " } else { "" })
}

/// Reads what [`rows`] wrote.
pub fn parse_rows(detail: &str) -> Option<(i64, bool)> {
    let counted = detail.strip_prefix("more than ");
    let (count, _) = counted.unwrap_or(detail).split_once(" row")?;
    Some((count.parse().ok()?, counted.is_some()))
}
