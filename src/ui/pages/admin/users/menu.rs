//! The "⋯" of a row: why a mail has not arrived, and what can be done to the account.
//!
//! The buttons belong to the form around the table, which asks before an action, and to the one that
//! sends again at once, see [`push_form`]: forms of its own in each row would be half of the page.

use super::row::Rows;
use super::texts::list::ListTexts;
use super::texts::table::TableTexts;
use crate::domain::{AdminAction, DeliveryState, UserStatus};
use crate::locale::mail_problem::{MailAnswer, detail_label, mail_answer};
use crate::server::store::user_overview::UserOverview;
use crate::ui::markup::Markup;
use crate::ui::pages::admin::users::action::texts as action_texts;

/// The actions of the menu besides sending again, in its order. Less usual ones are on the person's page.
const fn actions(status: UserStatus) -> &'static [AdminAction] {
    match status {
        UserStatus::Pending => &[AdminAction::Approve, AdminAction::Refuse],
        UserStatus::Waiting | UserStatus::Failed | UserStatus::Invited | UserStatus::Exhausted => {
            &[AdminAction::Revoke]
        }
        UserStatus::Expired | UserStatus::Revoked => &[AdminAction::Delete],
        UserStatus::Active => &[AdminAction::Disable, AdminAction::Delete],
        UserStatus::Disabled => &[AdminAction::Enable, AdminAction::Delete],
        UserStatus::Deleted => &[AdminAction::Restore],
    }
}

/// The form that sends again at once. `back` leads to the list as it is shown.
pub fn push_form(out: &mut Markup, back: &str) {
    out.raw("<form id=\"again\" method=\"post\" action=\"/admin/users/send-again\">");
    out.raw("<input type=\"hidden\" name=\"back\" value=\"").text(back).raw("\"></form>");
}

/// The menu of one row.
pub(super) fn push(out: &mut Markup, rows: Rows<'_>, account: &UserOverview, texts: &TableTexts, tools: &ListTexts) {
    let id = account.user.id.as_str();
    let name = account.user.display_name.as_str();
    out.raw("<details class=\"menu\"><summary aria-label=\"").text(&(tools.menu_of)(name)).raw("\"></summary><div>");
    if let Some(reason) = rows.reason(account) {
        out.raw("<p>").text(&reason).raw("</p>");
        let answer = account.delivery.as_ref().and_then(|mail| mail.last_answer.as_deref());
        if let Some(answer) = answer.and_then(|answer| mail_answer(rows.locale, answer)) {
            let (label, words) = match &answer {
                MailAnswer::Server(words) => (texts.answer, words),
                MailAnswer::Detail(words) => (detail_label(rows.locale), words),
            };
            out.raw("<p class=\"muted\">").text(label).raw(" <code>").text(words).raw("</code></p>");
        }
    }
    if account.status == UserStatus::Failed {
        out.raw("<a href=\"/admin/users/").text(id).raw("/edit\">").text(tools.edit).raw("</a>");
    }
    push_resend(out, rows, account, texts);
    for action in actions(account.status) {
        out.raw("<button name=\"do\" value=\"").raw(action.as_str()).raw(" ").text(id).raw("\">");
        out.text((action_texts::texts(rows.locale).label)(*action)).raw("</button>");
    }
    out.raw("</div></details>");
}

/// Sends another temporary password. Whose earlier one still works is asked about first, since the new
/// mail ends it; for others the button names the newest mail, so that asked twice, one is sent.
fn push_resend(out: &mut Markup, rows: Rows<'_>, account: &UserOverview, texts: &TableTexts) {
    let mail = account.delivery.as_ref();
    // One on its way brings a password anyhow.
    let comes = account.status == UserStatus::Waiting && mail.is_some_and(|mail| mail.state != DeliveryState::Waiting);
    if !AdminAction::Resend.applies_to(account.status) || comes {
        return;
    }
    let id = account.user.id.as_str();
    match (account.status, mail) {
        (UserStatus::Invited, _) => out.raw("<button name=\"do\" value=\"send-again ").text(id),
        (_, Some(mail)) => out.raw("<button form=\"again\" name=\"mail\" value=\"").text(mail.id.as_str()),
        (_, None) => out.raw("<button form=\"again\" name=\"user\" value=\"").text(id),
    };
    out.raw("\">");
    out.text(match account.status {
        UserStatus::Waiting => texts.retry_now,
        _ => (action_texts::texts(rows.locale).label)(AdminAction::Resend),
    });
    out.raw("</button>");
}
