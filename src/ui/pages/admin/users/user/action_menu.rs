//! What can be done to an account: the one action that fits its status, and the others in a menu.

use super::actions::UserDetail;
use super::next::Next;
use super::texts as words;
use crate::domain::{AdminAction, UserStatus};
use crate::ui::components::{CopyButton, page};
use crate::ui::pages::admin::mail::remedy::Remedy;
use crate::ui::pages::admin::users::action::texts as action_texts;
use leptos::prelude::*;

/// The action that fits best.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Primary {
    /// Change what the account says.
    Edit,
    /// The same, since its mail does not arrive: another address gets another mail.
    CorrectAddress,
    /// Show a temporary password, for who is there.
    HandOver,
    /// An action that is asked about first.
    Action(AdminAction),
}

/// The action that fits the status of the account. Nothing comes before a mail that is on its way.
fn primary(person: &UserDetail) -> Primary {
    let is_locked = person.next.iter().any(|next| matches!(next, Next::PasswordBlocked | Next::LockedUntil(_)));
    match person.status {
        _ if is_locked && person.actions.contains(&AdminAction::Unlock) => Primary::Action(AdminAction::Unlock),
        UserStatus::Failed => match remedy(person) {
            Some(Remedy::CheckAddress | Remedy::AskToBeLetIn) => Primary::CorrectAddress,
            Some(Remedy::AddCpf) => Primary::Edit,
            _ => Primary::Action(AdminAction::Resend),
        },
        UserStatus::Waiting if !person.next.contains(&Next::NothingSent) => Primary::Edit,
        UserStatus::Waiting if person.can_hand_over => Primary::HandOver,
        UserStatus::Waiting
        | UserStatus::Invited
        | UserStatus::Expired
        | UserStatus::Exhausted
        | UserStatus::Revoked => Primary::Action(AdminAction::Resend),
        UserStatus::Pending => Primary::Action(AdminAction::Approve),
        UserStatus::Active => Primary::Edit,
        UserStatus::Disabled => Primary::Action(AdminAction::Enable),
        UserStatus::Deleted => Primary::Action(AdminAction::Restore),
    }
}

/// What is left to do about the mail that failed, if one did.
fn remedy(person: &UserDetail) -> Option<Remedy> {
    person.next.iter().find_map(|next| match next {
        Next::MailFailed { remedy, .. } => Some(*remedy),
        _ => None,
    })
}

/// One button, and the rest behind "⋯".
#[component]
pub fn ActionMenu<'a>(
    /// The person they are for.
    person: &'a UserDetail,
) -> impl IntoView + use<> {
    let (context, _) = page();
    let (words, labels) = (words::texts(context.locale), action_texts::texts(context.locale));
    let path = format!("/admin/users/{}", person.id);
    let action_path = |action: AdminAction| format!("/admin/users/act?act={}&user={}", action.as_str(), person.id);
    let first = primary(person);
    let (href, label, asks) = match first {
        Primary::Edit => (format!("{path}/edit"), words.edit, false),
        Primary::CorrectAddress => (format!("{path}/edit?focus=email"), words.correct_address, false),
        Primary::HandOver => (format!("{path}/hand-over"), words.hand_over, true),
        Primary::Action(action) => (action_path(action), (labels.label)(action), true),
    };
    let edit = (person.status != UserStatus::Deleted && !matches!(first, Primary::Edit | Primary::CorrectAddress))
        .then(|| view! { <a href=format!("{path}/edit")>{words.edit}</a> });
    let hand_over = (person.can_hand_over && first != Primary::HandOver)
        .then(|| view! { <a href=format!("{path}/hand-over") data-dialog="">{words.hand_over}</a> });
    let others = person.actions.iter().filter(|action| first != Primary::Action(**action));
    let others: Vec<_> = others
        .map(|action| {
            let class = action.is_dangerous().then_some("danger");
            view! { <a class=class href=action_path(*action) data-dialog="">{(labels.label)(*action)}</a> }
        })
        .collect();
    view! {
        <div class="actions" role="group" aria-label=words.actions>
            <a class="button" href=href data-dialog=asks.then_some("")>{label}</a>
            <details class="menu">
                <summary class="button button-secondary" aria-label=words.more_actions title=words.more_actions>"⋯"</summary>
                <div>
                    {edit}
                    {hand_over}
                    {others}
                    <CopyButton text=person.id.to_string() label=words.copy_id is_line=true/>
                </div>
            </details>
        </div>
    }
}
