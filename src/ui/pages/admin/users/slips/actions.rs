//! Sign-in slips of several people: whom they are for, and what is on them.

use crate::domain::import::ImportId;
use crate::domain::text_enum::text_enum;
use crate::domain::{AdminAction, UserId};
use crate::error::AppError;
use crate::server::rate_limit::SLIPS_AT_A_TIME;
use crate::ui::pages::admin::users::action::actions::{AT_A_TIME, ActionQuestion, Chosen, action_question};
use crate::ui::pages::admin::users::user::hand_over::actions::Slip;
use crate::ui::response::{AdminRequest, admin_request};
use std::sync::Arc;

text_enum! {
    /// How many slips are on a sheet.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum PerSheet {
        /// Two by two, with the steps.
        #[default]
        Four = "4",
        /// Two by four.
        Eight = "8",
    }
}

impl PerSheet {
    /// The same as a number.
    pub const fn count(self) -> usize {
        match self {
            Self::Four => 4,
            Self::Eight => 8,
        }
    }
}

/// Whom slips are for.
#[derive(Clone, Debug)]
pub enum SlipsFor {
    /// The selected, or everybody on a list.
    Chosen(Chosen),
    /// Those whom an import has made.
    Import(String),
}

/// The slips, as one answer shows them: stored nowhere.
#[derive(Clone)]
pub struct Sheets {
    /// The slips, sorted by name.
    pub slips: Arc<Vec<Slip>>,
    /// The names of those without one, and whether that was because the server was busy.
    pub left_out: Arc<Vec<(String, bool)>>,
    /// How many are on a sheet.
    pub per_sheet: PerSheet,
}

/// Whom slips can be printed for, and whom not.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`] where the operator has not allowed it.
pub async fn slips_question(whom: SlipsFor) -> Result<ActionQuestion, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    if !state.settings.allow_handover {
        return Err(AppError::NotFound);
    }
    let chosen = match whom {
        SlipsFor::Chosen(chosen) => chosen,
        SlipsFor::Import(id) => {
            let id = ImportId::parse(&id).ok_or(AppError::NotFound)?;
            let limit = i64::try_from(AT_A_TIME).unwrap_or(i64::MAX);
            let people = state.store.list_users_of_import(&id, limit).await?;
            Chosen::Users(people.iter().map(UserId::to_string).collect())
        }
    };
    // Whom it can be mailed to, it can be handed to as well.
    let mut question = action_question(AdminAction::Resend.as_str(), chosen).await?;
    if question.to.len() > SLIPS_AT_A_TIME {
        question.to.truncate(SLIPS_AT_A_TIME);
        question.is_cut_short = true;
    }
    Ok(question)
}
