//! A temporary password that an admin hands over in person.

use crate::domain::{AdminAction, Locale, Timestamp, UserId};
use crate::error::AppError;
use crate::locale::time::Zone;
use crate::ui::response::{AdminRequest, admin_request};
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What is on the slip. Known to one answer only: it is stored nowhere, and
/// nothing prints the code but the page it is for.
#[derive(Clone)]
pub struct Slip {
    /// The person's id.
    pub id: UserId,
    /// Their name.
    pub display_name: String,
    /// What they sign in with.
    pub email: String,
    /// Their language, which is the slip's.
    pub locale: Locale,
    /// By whose clock it says until when.
    pub time_zone: Zone,
    /// Where they sign in.
    pub site: String,
    /// The temporary password.
    pub code: Arc<Zeroizing<String>>,
    /// When it stops working.
    pub valid_until: Timestamp,
}

impl fmt::Debug for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slip").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The id and the name of whom a temporary password can be handed over to.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`] where the
/// operator has not allowed it; [`AppError::DoesNotApply`].
pub async fn hand_over_question(id: &str) -> Result<(UserId, String), AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    let id = UserId::parse(id).filter(|_| state.settings.allow_handover).ok_or(AppError::NotFound)?;
    let account = state.store.find_user_overview(&id).await?.ok_or(AppError::NotFound)?;
    if !AdminAction::Resend.applies_to(account.status) {
        return Err(AppError::DoesNotApply);
    }
    Ok((id, account.user.display_name.as_str().to_owned()))
}
