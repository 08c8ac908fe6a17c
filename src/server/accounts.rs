//! What can be done with accounts: one file each. Every endpoint, page and command uses these.

mod admin_action;
mod audit;
mod change_password;
mod confirm_password;
mod create;
mod devices;
mod edit;
mod first_access;
mod forgotten_password;
mod groups;
mod hand_over;
mod language;
mod links;
mod own_address;
mod own_data;
mod own_password;
mod password_check;
mod registration;
mod repeated_form;
mod resend;
mod setup;
mod sign_in;
mod sign_out;
mod signed_in;
mod taken;
mod user_list;

pub use admin_action::{apply_action, apply_action_from_form, require_confirmation_for};
pub use audit::{AUDIT_EXPORT_HEADER, AuditFilter, MAX_PEOPLE, export_audit, find_audit_filter};
pub use change_password::change_password;
pub use confirm_password::{confirm_password, confirmed_admin};
pub use create::{create_admin, create_user};
pub use devices::remember_device;
pub use edit::{ShownDetails, UserEdit, edit_user, find_cpf};
pub use first_access::{FirstAccessLink, choose_password, choose_password_by_link, find_first_access_link};
pub use forgotten_password::{find_password_link, request_password_reset, reset_password};
pub use groups::{NO_GROUP, change_members, create_group, delete_group, find_people, read_groups, rename_group};
pub use hand_over::{HandedOver, hand_over};
pub use language::set_language;
pub use links::link_hash;
pub use own_address::{
    NewAddress, NewAddressRequest, confirm_address, find_earlier_address, find_new_address, request_address_change,
    undo_address,
};
pub use own_data::{delete_own_account, has_just_deleted_account, own_data};
pub use own_password::finish_with_password;
pub use registration::{
    Confirmation, Confirmed, RegistrationRequest, confirm_registration, find_confirmation, register,
};
pub use repeated_form::{Repeated, repeat_form};
pub use resend::resend_temporary_password;
pub use setup::{check_setup_link, set_up};
pub use sign_in::sign_in;
pub use sign_out::{end_other_sessions, end_session, end_session_of, sign_out};
pub use signed_in::{Device, SignedIn};
pub use user_list::{EXPORT_HEADER, export_people, groups_of, list_people, note_people_export};

use admin_action::refused_action;
use own_password::{check_typed, first_password, new_password_of, new_password_unlike, refused};
use taken::{taken, taken_by};
