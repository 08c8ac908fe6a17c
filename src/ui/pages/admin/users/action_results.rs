//! What became of actions, by name: in the row of one person, or above the list.

use crate::domain::{AdminAction, UserId};
use crate::locale::number::number;
use crate::ui::address::flash_value;
use crate::ui::components::{Banner, Tone, page};
use crate::ui::pages::admin::users::action::actions::{ActionResult, action_outcomes};
use crate::ui::pages::admin::users::action::texts as action_texts;
use leptos::prelude::*;

/// The action that was just applied to one person.
pub struct LatestAction {
    /// The action.
    pub action: AdminAction,
    /// The person's id.
    pub id: UserId,
}

/// The action that the flash message is about, if it is about one person: their row shows it.
pub fn latest_action(notice: Option<&str>) -> Option<LatestAction> {
    let id = |name| flash_value(name).and_then(|id| UserId::parse(&id));
    match notice? {
        "sent-again" => Some(LatestAction { action: AdminAction::Resend, id: id("user")? }),
        "acted" => Some(LatestAction { action: AdminAction::parse(&flash_value("act")?)?, id: id("done")? })
            .filter(|_| flash_value("refused").is_none()),
        _ => None,
    }
}

/// Says to whom the action was done, and to whom not and why; nothing when none was done just now.
#[component]
pub fn ActionResults() -> impl IntoView {
    let (context, _) = page();
    let given = |name| flash_value(name).unwrap_or_default();
    let action = AdminAction::parse(&given("act")).filter(|_| context.notice.as_deref() == Some("acted"))?;
    let (done, refused) = (given("done"), given("refused"));
    let counted = ["done_count", "refused_count"].map(|name| given(name).parse().unwrap_or(0));
    let known = Suspend::new(async move {
        let outcomes = action_outcomes(&done, &refused).await.unwrap_or_default();
        view! { <Outcomes action=action outcomes=outcomes counted=counted/> }
    });
    Some(view! { <Suspense>{known}</Suspense> })
}

#[component]
fn Outcomes(
    /// What was asked for.
    action: AdminAction,
    /// What became of it, of each.
    outcomes: Vec<ActionResult>,
    /// How many it was done to and how many not, where they are too many to be named.
    counted: [usize; 2],
) -> impl IntoView {
    let (context, texts) = page();
    let words = action_texts::texts(context.locale);
    let (refused, done): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|outcome| outcome.refused.is_some());
    let item = move |outcome: ActionResult| {
        let name = outcome.display_name.unwrap_or_else(|| words.unknown.to_owned());
        let name = match outcome.id {
            Some(id) => view! { <a href=format!("/admin/users/{id}")>{name}</a> }.into_any(),
            None => name.into_any(),
        };
        let why = outcome.refused.map(|code| format!(": {}", (words.results.because)(&code)));
        view! { <li>{name}{why}</li> }
    };
    let (done_count, refused_count) = (counted[0].max(done.len()), counted[1].max(refused.len()));
    let more = move |count: usize, named: usize| {
        let rest = i64::try_from(count.saturating_sub(named)).unwrap_or_default();
        (rest > 0).then(|| view! { <li>{(words.more)(&number(context.locale, rest))}</li> })
    };
    let (more_done, more_refused) = (more(done_count, done.len()), more(refused_count, refused.len()));
    let done = done.into_iter().map(item).collect_view();
    let refused = refused.into_iter().map(item).collect_view();
    view! {
        {(done_count > 0).then(|| view! {
            <Banner tone=Tone::Success icon="check" heading=texts.form.done>
                <p>{(words.results.done)(action, done_count)}</p>
                <ul>{done}{more_done}</ul>
            </Banner>
        })}
        {(refused_count > 0).then(|| view! {
            <Banner tone=Tone::Warning icon="alert" heading=texts.form.problem>
                <p>{(words.results.not_done)(refused_count)}</p>
                <ul>{refused}{more_refused}</ul>
            </Banner>
        })}
    }
}
