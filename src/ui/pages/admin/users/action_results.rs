//! What became of an act on several people, by name.

use crate::domain::AdminAction;
use crate::ui::address::query;
use crate::ui::components::{Banner, Tone, page};
use crate::ui::pages::admin::users::act::actions::{ActionResult, act_outcomes};
use crate::ui::pages::admin::users::act::texts as action_texts;
use leptos::prelude::*;

/// Says to whom the act of the address was done, and to whom not and why;
/// nothing when the address tells of none.
#[component]
pub fn ActionResults() -> impl IntoView {
    let (context, _) = page();
    let given = |name| query(name).unwrap_or_default();
    let act = AdminAction::parse(&given("act")).filter(|_| context.notice.as_deref() == Some("acted"))?;
    let (done, refused) = (given("done"), given("refused"));
    let known = Suspend::new(async move {
        let outcomes = act_outcomes(&done, &refused).await.unwrap_or_default();
        view! { <Outcomes act=act outcomes=outcomes/> }
    });
    Some(view! { <Suspense>{known}</Suspense> })
}

#[component]
fn Outcomes(
    /// What was asked for.
    act: AdminAction,
    /// What became of it, of each.
    outcomes: Vec<ActionResult>,
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
        let why = outcome.refused.map(|code| format!(": {}", (words.because)(&code)));
        view! { <li>{name}{why}</li> }
    };
    let (done_count, refused_count) = (done.len(), refused.len());
    let done = done.into_iter().map(item).collect_view();
    let refused = refused.into_iter().map(item).collect_view();
    view! {
        {(done_count > 0).then(|| view! {
            <Banner tone=Tone::Success icon="check" heading=texts.form.done>
                <p>{(words.done)(act, done_count)}</p>
                <ul>{done}</ul>
            </Banner>
        })}
        {(refused_count > 0).then(|| view! {
            <Banner tone=Tone::Warning icon="alert" heading=texts.form.problem>
                <p>{(words.not_done)(refused_count)}</p>
                <ul>{refused}</ul>
            </Banner>
        })}
    }
}
