//! `/admin/users/act`: asks before something is done to one account or to
//! several. With a script the question is asked in a dialog of the page before.

use super::actions::{AT_A_TIME, ActionQuestion, ActionTarget, Chosen, LeftOut, NAMED, action_question};
use super::texts::texts;
use crate::domain::AdminAction;
use crate::error::AppError;
use crate::locale::number::number;
use crate::ui::address::{queries, query};
use crate::ui::components::password::is_password_due;
use crate::ui::components::{ConfirmPassword, ErrorSummary, Frame, NavItem, QuestionHeading, page, submitted};
use crate::ui::markup::address;
use crate::ui::pages::admin::users::address::UserListAddress;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The question; or, after a refusal, the question again.
#[component]
pub fn ActionPage() -> impl IntoView {
    let form = submitted();
    // The button of one row names the action and the person together.
    let named =
        query("do").and_then(|named| named.split_once(' ').map(|(action, id)| (action.to_owned(), id.to_owned())));
    let named_action = named.as_ref().map(|(action, _)| action.clone());
    let action = form.hidden("act").map(str::to_owned).or_else(|| query("act")).or(named_action).unwrap_or_default();
    let chosen = match named {
        Some((_, id)) if form.hidden("users").is_none() => Chosen::Users(vec![id]),
        _ => chosen(),
    };
    when_loaded(async move { action_question(&action, chosen).await }, show)
}

/// Whom a question is about: those a refused form names, everybody on a list, or those ticked in it.
pub fn chosen() -> Chosen {
    match submitted().hidden("users") {
        Some(users) => Chosen::Users(users.split(' ').map(str::to_owned).collect()),
        None if query("all").is_some() => Chosen::List(query("back").unwrap_or_default()),
        None => Chosen::Users(queries("user")),
    }
}

fn show(question: ActionQuestion) -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale);
    let is_empty = question.to.is_empty() && question.left_out.is_empty();
    let left_out_alone = match (question.to.as_slice(), question.left_out.as_slice()) {
        ([], [LeftOut { id, display_name: Some(name), .. }]) => Some((id.clone(), name.clone())),
        _ => None,
    };
    let title = match (question.to.as_slice(), &left_out_alone) {
        (_, Some((_, name))) => (words.does_not_apply)(name),
        ([], None) if is_empty => words.nobody.to_owned(),
        ([], None) => words.applies_to_none.to_owned(),
        ([one], None) => (words.with)(question.action, &one.display_name),
        (several, None) => (words.with)(question.action, &(words.people)(several.len())),
    };
    let back = if left_out_alone.is_some() { "button button-secondary" } else { "button" };
    let heading = title.clone();
    let is_immediate = question.action.is_dangerous() && !(question.asks_password && is_password_due());
    view! {
        <Frame title=title nav=NavItem::Users>
            <ErrorSummary/>
            <div class="stack" data-question="">
                <QuestionHeading text=heading takes_focus=is_immediate/>
                {if question.to.is_empty() {
                    view! {
                        {is_empty.then(|| view! { <p>{words.nobody_hint}</p> })}
                        <LeftOuts left_out=question.left_out/>
                        <div class="actions">
                            {left_out_alone.map(|(id, name)| view! { <a class="button" href=format!("/admin/users/{id}")>{(words.open)(&name)}</a> })}
                            <a class=back href=list_address() data-cancel="">{words.back}</a>
                        </div>
                    }
                    .into_any()
                } else {
                    view! { <Question question=question/> }.into_any()
                }}
            </div>
        </Frame>
    }
}

#[component]
fn Question(
    /// What is asked.
    question: ActionQuestion,
) -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale);
    let action = question.action;
    // After a refusal it is still the same question, unless the answer was what happened since.
    let is_answered = matches!(submitted().error, Some(AppError::UndoneMeanwhile { .. }));
    let shown_at = submitted().hidden("asked").filter(|_| !is_answered).map(str::to_owned);
    let shown_at = shown_at.unwrap_or_else(|| question.shown_at.to_string());
    let list = back_to_list();
    let (back, button) = match question.to.as_slice() {
        [one] if list.is_none() => (format!("/admin/users/{}", one.id), (words.with)(action, &one.display_name)),
        [one] => (list_address(), (words.with)(action, &one.display_name)),
        several => (list_address(), (words.with)(action, &(words.people)(several.len()))),
    };
    let cut_short = question.is_cut_short.then(|| {
        let most = i64::try_from(AT_A_TIME).unwrap_or_default();
        view! { <p><strong>{(words.first_only)(&number(context.locale, most))}</strong></p> }
    });
    let ids = question.to.iter().map(|target| target.id.as_str()).collect::<Vec<_>>().join(" ");
    let more = (words.without_password)(action);
    let more = (!more.is_empty() && question.to.iter().any(|target| !target.has_password)).then_some(more);
    let for_good = Some((words.for_good)(action)).filter(|text| !text.is_empty());
    let ends_own_session =
        question.own && matches!(action, AdminAction::Disable | AdminAction::Delete | AdminAction::RequirePassword);
    let names = match question.to.as_slice() {
        // The heading has the name.
        [one] => view! { <p class="muted">{one.email.clone()}</p> }.into_any(),
        _ => view! { <Names to=question.to/> }.into_any(),
    };
    view! {
        <p>{(words.effect)(action)}</p>
        {more.map(|more| view! { <p>{more}</p> })}
        {for_good.map(|for_good| view! { <p><strong>{for_good}</strong></p> })}
        {ends_own_session.then(|| view! { <p><strong>{words.own}</strong></p> })}
        {cut_short}
        {names}
        <LeftOuts left_out=question.left_out/>
        <form class="form" method="post" action="/admin/users/act" novalidate>
            <input type="hidden" name="act" value=action.as_str()/>
            <input type="hidden" name="users" value=ids/>
            <input type="hidden" name="asked" value=shown_at/>
            {list.map(|list| view! { <input type="hidden" name="back" value=list/> })}
            {question.asks_password.then(|| view! { <ConfirmPassword/> })}
            <div class="actions">
                <button class=if action.is_dangerous() { "button button-danger" } else { "button" }>{button}</button>
                <a class="button button-quiet" href=back data-cancel="">{(words.cancel)(action)}</a>
            </div>
        </form>
    }
}

/// The query of the list that asked, if one did.
fn back_to_list() -> Option<String> {
    let form = submitted();
    form.hidden("back").map(str::to_owned).or_else(|| queries("back").pop())
}

/// That list; or the whole list.
fn list_address() -> String {
    UserListAddress::parse(&back_to_list().unwrap_or_default()).same(&[])
}

/// The names of those chosen, the first of many.
#[component]
pub fn Names(
    /// Whom it is done to.
    to: Vec<ActionTarget>,
) -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale);
    let more = more_of(to.len());
    let names = to.into_iter().take(NAMED).map(|target| {
        view! { <li>{target.display_name}" "<span class="muted" inner_html=address(&target.email)></span></li> }
    });
    view! {
        <div>
            <p>{words.targets}</p>
            <ul class="names">{names.collect_view()}{more}</ul>
        </div>
    }
}

/// How many of so many are not named.
fn more_of(count: usize) -> Option<impl IntoView> {
    let (context, _) = page();
    let rest = i64::try_from(count.saturating_sub(NAMED)).unwrap_or_default();
    (rest > 0).then(|| view! { <li>{(texts(context.locale).more)(&number(context.locale, rest))}</li> })
}

/// Who is left out, and why.
#[component]
pub fn LeftOuts(
    /// Whom it is not done to.
    left_out: Vec<LeftOut>,
) -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale);
    (!left_out.is_empty()).then(|| {
        let more = more_of(left_out.len());
        let names = left_out.into_iter().take(NAMED).map(|person| {
            let why = person.status.map(|state| format!(": {}", (words.left_out_because)((words.state)(state))));
            view! { <li>{person.display_name.unwrap_or_else(|| words.unknown.to_owned())}{why}</li> }
        });
        view! {
            <div>
                <h2>{words.left_out}</h2>
                <ul class="names">{names.collect_view()}{more}</ul>
            </div>
        }
    })
}
