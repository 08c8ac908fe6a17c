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
