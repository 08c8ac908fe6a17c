//! Phrases of mail servers, in small letters, as manuals and bug trackers quote them.

pub(super) mod limits;
pub(super) mod recipient;
pub(super) mod sender;
pub(super) mod sign_in;
