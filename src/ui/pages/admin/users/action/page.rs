//! `/admin/users/act`: asks before something is done to one account or to
//! several. With a script the question is asked in a dialog of the page before.

use super::actions::{AT_A_TIME, ActionQuestion, ActionTarget, Chosen, LeftOut, NAMED, action_question};
use super::texts::texts;
use crate::domain::AdminAction;
use crate::error::AppError;
use crate::locale::number::number;
use crate::locale::{in_sentence, user_status};
use crate::ui::address::{queries, query};
use crate::ui::components::password::is_password_due;
use crate::ui::components::{ConfirmPassword, NavItem, QuestionFrame, page, submitted};
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
    if question.to.is_empty() {
        return view! { <AppliesToNobody left_out=question.left_out/> }.into_any();
    }
    let words = texts(page().0.locale);
    let title = match question.to.as_slice() {
        [one] => (words.question.title)(question.action, &one.display_name),
        several => (words.question.title)(question.action, &(words.people)(several.len())),
    };
    let takes_focus = question.action.is_dangerous() && !(question.asks_password && is_password_due());
    let (effects, answer) = (effects(&question), answer_form(&question, title.clone()));
    let names = match question.to.as_slice() {
        // The heading has the name.
        [one] => view! { <p class="muted">{one.email.clone()}</p> }.into_any(),
        _ => view! { <Names to=question.to/> }.into_any(),
    };
    view! {
        <QuestionFrame title=title nav=NavItem::Users takes_focus=takes_focus>
            {effects}
            {names}
            <LeftOuts left_out=question.left_out/>
            {answer}
        </QuestionFrame>
    }
    .into_any()
}

/// In place of the question where nobody was chosen, or the action applies to none of them.
#[component]
pub fn AppliesToNobody(
    /// Those who were chosen.
    left_out: Vec<LeftOut>,
) -> impl IntoView {
    let words = texts(page().0.locale).question;
    let is_empty = left_out.is_empty();
    let only_one = match left_out.as_slice() {
        [LeftOut { id, display_name: Some(name), .. }] => Some((id.clone(), name.clone())),
        _ => None,
    };
    let title = match &only_one {
        Some((_, name)) => (words.does_not_apply)(name),
        None if is_empty => words.nobody.to_owned(),
        None => words.applies_to_none.to_owned(),
    };
    let back = if only_one.is_some() { "button button-secondary" } else { "button" };
    let open = only_one
        .map(|(id, name)| view! { <a class="button" href=format!("/admin/users/{id}")>{(words.open)(&name)}</a> });
    view! {
        <QuestionFrame title=title nav=NavItem::Users>
            {is_empty.then(|| view! { <p>{words.nobody_hint}</p> })}
            <LeftOuts left_out=left_out/>
            <div class="actions">
                {open}
                <a class=back href=list_address() data-cancel="">{words.back}</a>
            </div>
        </QuestionFrame>
    }
}

/// What the action does, and what it means for those chosen.
fn effects(question: &ActionQuestion) -> impl IntoView + use<> {
    let locale = page().0.locale;
    let words = texts(locale).question;
    let action = question.action;
    let without_password = question.to.iter().any(|target| !target.has_password);
    let is_several = question.to.len() > 1;
    let without_password = without_password.then(|| (words.without_password)(action, is_several));
    let without_password = without_password.filter(|text| !text.is_empty());
    // People who have never signed in have nothing to sign in again with.
    let has_password = question.to.iter().any(|target| target.has_password);
    let is_about_signing_in = matches!(action, AdminAction::Disable | AdminAction::Delete);
    let for_good = (has_password || !is_about_signing_in).then(|| (words.for_good)(action));
    let for_good = for_good.filter(|text| !text.is_empty());
    let ends_own_session =
        question.own && matches!(action, AdminAction::Disable | AdminAction::Delete | AdminAction::RequirePassword);
    let cut_short = question.is_cut_short.then(|| {
        let most = i64::try_from(AT_A_TIME).unwrap_or_default();
        (words.first_only)(&number(locale, most))
    });
    view! {
        <p>{(words.effect)(action, is_several)}</p>
        {without_password.map(|text| view! { <p>{text}</p> })}
        {for_good.map(|text| view! { <p><strong>{text}</strong></p> })}
        {ends_own_session.then(|| view! { <p><strong>{words.includes_reader}</strong></p> })}
        {cut_short.map(|text| view! { <p><strong>{text}</strong></p> })}
    }
}

/// The form that does it.
fn answer_form(question: &ActionQuestion, button: String) -> impl IntoView + use<> {
    let words = texts(page().0.locale).question;
    let action = question.action;
    // After a refusal it is still the same question, unless the answer was what happened since.
    let is_answered = matches!(submitted().error, Some(AppError::UndoneMeanwhile { .. }));
    let shown_at = submitted().hidden("asked").filter(|_| !is_answered).map(str::to_owned);
    let shown_at = shown_at.unwrap_or_else(|| question.shown_at.to_string());
    let list = back_to_list();
    let back = match question.to.as_slice() {
        [one] if list.is_none() => format!("/admin/users/{}", one.id),
        _ => list_address(),
    };
    let ids = question.to.iter().map(|target| target.id.as_str()).collect::<Vec<_>>().join(" ");
    let class = if action.is_dangerous() { "button button-danger" } else { "button" };
    view! {
        <form class="form" method="post" action="/admin/users/act" novalidate>
            <input type="hidden" name="act" value=action.as_str()/>
            <input type="hidden" name="users" value=ids/>
            <input type="hidden" name="asked" value=shown_at/>
            {list.map(|list| view! { <input type="hidden" name="back" value=list/> })}
            {question.asks_password.then(|| view! { <ConfirmPassword/> })}
            <div class="actions">
                <button class=class>{button}</button>
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
pub fn list_address() -> String {
    UserListAddress::parse(&back_to_list().unwrap_or_default()).same(&[])
}

/// The names of those chosen, the first of many.
#[component]
pub fn Names(
    /// Whom it is done to.
    to: Vec<ActionTarget>,
) -> impl IntoView {
    let words = texts(page().0.locale).question;
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
    let locale = page().0.locale;
    let texts = texts(locale);
    let words = texts.question;
    (!left_out.is_empty()).then(|| {
        let more = more_of(left_out.len());
        let names = left_out.into_iter().take(NAMED).map(|person| {
            let why = person
                .status
                .map(|status| format!(": {}", (words.left_out_because)(&in_sentence(user_status(locale, status)))));
            view! { <li>{person.display_name.unwrap_or_else(|| texts.unknown.to_owned())}{why}</li> }
        });
        view! {
            <div>
                <h2>{words.left_out}</h2>
                <ul class="names">{names.collect_view()}{more}</ul>
            </div>
        }
    })
}
