//! What the pages of the administrator's console say. One file per page: its
//! texts, in every language, or it does not compile.

pub mod actions;
pub mod audit;
pub mod audit_detail;
pub mod audit_kind;
pub mod confirm_password;
pub mod edit;
pub mod hand_over;
pub mod import;
pub mod mail;
pub mod mail_purpose;
pub mod new_user;
pub mod overview;
pub mod user;
pub mod user_list;
