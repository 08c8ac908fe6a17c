//! What admins note about a person.

use crate::domain::{Timestamp, UserId};
use crate::error::Field;
use crate::ui::changed_meanwhile::merge_base;
use crate::ui::components::field::described_by;
use crate::ui::components::{Ago, LabeledField, page, problem_of, submitted};
use crate::ui::markup::Markup;
use crate::ui::pages::admin::users::user::texts::texts;
use leptos::prelude::*;

/// The note, and the form that changes it. Outside of what keeps itself up to date: what somebody is typing stays.
#[component]
pub fn Note(
    /// About whom.
    id: UserId,
    /// The one there is, and when it was changed.
    note: Option<(String, Timestamp)>,
) -> impl IntoView {
    let words = texts(page().0.locale).note;
    let (text, changed) = note.unzip();
    let form = submitted();
    let now = changed.map_or(0, |at: Timestamp| at.as_millis()).to_string();
    let shown = merge_base(&form, Field::Note, now);
    let text = text.unwrap_or_default();
    let is_open = problem_of(Field::Note).is_some();
    // As markup: Leptos writes an empty text as a blank, which would be part of the value.
    let mut value = Markup::default();
    value.text(submitted().given(Field::Note).unwrap_or(&text));
    let label = if text.is_empty() { words.add } else { words.edit };
    view! {
        <section class="stack stack-s" aria-labelledby="note-heading">
            <h2 id="note-heading">{words.heading}</h2>
            {(!text.is_empty()).then(|| view! { <p class="note">{text}</p> })}
            {changed.map(|at| view! { <p class="muted">{words.changed_at}" "<Ago at=at/></p> })}
            <details class="more" open=is_open>
                <summary>{label}</summary>
                <form class="form" method="post" action="/admin/users/note" novalidate>
                    <input type="hidden" name="user" value=id.to_string()/>
                    <input type="hidden" name="shown" value=shown/>
                    <LabeledField field=Field::Note label=words.heading hint=words.hint>
                        <textarea
                            id="note"
                            name="note"
                            rows="4"
                            aria-describedby=described_by(Field::Note, true)
                            aria-invalid=problem_of(Field::Note).map(|_| "true")
                            inner_html=value.into_string()
                        ></textarea>
                    </LabeledField>
                    <button class="button button-secondary">{words.save}</button>
                </form>
            </details>
        </section>
    }
}
