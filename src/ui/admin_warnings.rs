//! Warnings that every admin page shows above its content.

use crate::domain::Timestamp;
use crate::error::AppError;
use crate::server::outbox::{Late, find_lateness};
use crate::server::request_context::RequestContext;
use crate::server::{AppState, session};
use crate::ui::mail_queue::{Queue, queue};

/// Why mails do not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailAlert {
    /// An admin has paused the mails.
    Paused {
        /// When it began.
        since: Timestamp,
    },
    /// The mail server refuses us: nothing is sent until that is fixed.
    Refused {
        /// When it began.
        since: Timestamp,
        /// The step it refused, in plain words.
        reason: String,
    },
    /// Mails are late, as a whole.
    Late(Late),
}

/// What every admin page warns of. Looked up before the page is rendered, so that the version is not newer than what the
/// page shows.
#[derive(Clone, Debug, Default)]
pub struct AdminWarnings {
    /// What is wrong with the mails, if something is.
    pub mail_alert: Option<MailAlert>,
    /// The version of the outbox, on the page that shows it.
    pub outbox_version: Option<String>,
    /// Whether there were so many wrong guesses today that short temporary passwords work only with the link in their
    /// mail.
    pub are_codes_closed: bool,
}

/// The warnings for the page at `path`; none for others than admins.
pub async fn find_admin_warnings(state: &AppState, request_context: &RequestContext, path: &str) -> AdminWarnings {
    if !(path == "/admin" || path.starts_with("/admin/")) || session::require_admin(request_context).is_err() {
        return AdminWarnings::default();
    }
    let looked = async {
        let outbox_version =
            if path == "/admin/mail" { Some(state.store.find_version_of_outbox().await?) } else { None };
        let warnings = state.store.find_warnings().await?;
        let late = find_lateness(state, warnings.oldest_unsent).await?;
        let late = late.filter(|_| !request_context.is_warning_snoozed);
        let mail_alert = match queue(request_context, warnings.pause, late) {
            Queue::Paused { since } => Some(MailAlert::Paused { since }),
            Queue::Refused { since, reason, .. } => Some(MailAlert::Refused { since, reason }),
            Queue::Running { late } => late.map(MailAlert::Late),
        };
        let are_codes_closed = warnings.code_guesses >= state.settings.code_guesses_per_day;
        Ok::<_, AppError>(AdminWarnings { mail_alert, outbox_version, are_codes_closed })
    };
    // The page itself will say that the database does not answer.
    looked.await.unwrap_or_default()
}
