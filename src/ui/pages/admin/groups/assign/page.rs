//! `/admin/groups/assign`: asks which group the selected people come into. With a script it
//! is asked in a dialog of the list of people.

use super::actions::{AssignQuestion, assign_question};
use crate::domain::UserId;
use crate::error::Field;
use crate::locale::number::number;
use crate::ui::components::field::described_by;
use crate::ui::components::{LabeledField, NavItem, QuestionFrame, page, problem_of, submitted};
use crate::ui::pages::admin::groups::page::words;
use crate::ui::pages::admin::users::action::actions::AT_A_TIME;
use crate::ui::pages::admin::users::action::page::{AppliesToNobody, chosen};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The question; or, after a refusal, the question again.
#[component]
pub fn AssignPage() -> impl IntoView {
    let chosen = chosen();
    when_loaded(async move { assign_question(chosen).await }, show)
}

fn show(question: AssignQuestion) -> impl IntoView {
    if question.people.is_empty() {
        return view! { <AppliesToNobody left_out=Vec::new()/> }.into_any();
    }
    let words = words();
    let count = i64::try_from(question.people.len()).unwrap_or_default();
    let title = (words.assign_title)(&(words.count)(count));
    view! { <QuestionFrame title=title nav=NavItem::Users><Question question=question/></QuestionFrame> }.into_any()
}

#[component]
fn Question(
    /// What is asked.
    question: AssignQuestion,
) -> impl IntoView {
    let (words, locale) = (words(), page().0.locale);
    let more = i64::try_from(question.people.len() - question.names.len().min(question.people.len()));
    let more = more.ok().filter(|more| *more > 0).map(|more| view! { <li>{(words.and_more)(more)}</li> });
    let names = question.names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
    let ids = question.people.iter().map(UserId::as_str).collect::<Vec<_>>().join(" ");
    let chosen = submitted().value(Field::Groups);
    let options = question.groups.into_iter().map(|group| {
        let is_chosen = group.slug.as_str() == chosen;
        view! { <option value=group.slug.to_string() selected=is_chosen>{group.name.to_string()}</option> }
    });
    let options = options.collect_view();
    // None is chosen at first, so that Enter alone puts nobody into the first of the list.
    let none = view! { <option value="" selected=chosen.is_empty()>{words.assign_choose}</option> };
    let most = i64::try_from(AT_A_TIME).unwrap_or_default();
    view! {
        <ul class="names">{names}{more}</ul>
        {question.is_cut_short.then(|| view! { <p>{(words.assign_cut_short)(&number(locale, most))}</p> })}
        <form class="form" method="post" action="/admin/groups/assign" novalidate>
            <input type="hidden" name="users" value=ids/>
            <LabeledField field=Field::Groups label=words.assign_label>
                <select
                    id="groups"
                    name="groups"
                    aria-describedby=described_by(Field::Groups, false)
                    aria-invalid=problem_of(Field::Groups).map(|_| "true")
                >
                    {none}
                    {options}
                </select>
            </LabeledField>
            <div class="actions">
                <button class="button" name="change" value="add">{words.add}</button>
                <button class="button button-secondary" name="change" value="remove">{words.remove_all}</button>
                <a class="button button-quiet" href="/admin/users" data-cancel="">{words.cancel}</a>
            </div>
        </form>
    }
}
