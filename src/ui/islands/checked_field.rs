//! A field that says what is wrong with it before the form is sent.

#![expect(missing_docs, reason = "the macro makes a struct and gives it no comment")]

use super::icon;
use crate::domain::{DisplayName, EmailAddress, InvalidDisplayName, InvalidEmailAddress, Locale};
use crate::error::Field;
use crate::locale::problems;
use leptos::html;
use leptos::prelude::*;
use std::borrow::Cow;
use std::time::Duration;

/// After this pause in typing, problems are announced.
const PAUSE: Duration = Duration::from_millis(900);

/// A field for an e-mail address or a name, checked by the rules of the server
/// and in its words, when one leaves it or pauses. It never holds up the form,
/// and nothing is ever written into it.
#[island]
pub fn CheckedField(
    /// [`Field::Email`] or [`Field::DisplayName`].
    field: Field,
    /// The language of the sentences.
    locale: Locale,
    /// Its label.
    label: String,
    /// What is said before the field.
    hint: Option<String>,
    /// What was typed before the server refused the form.
    value: Option<String>,
    /// Why the server refused it.
    error: Option<String>,
    /// Said before an error, for those who do not see its colour.
    error_word: String,
    /// Whether the page begins here.
    autofocus: bool,
    /// The address of the icons.
    icons: String,
) -> impl IntoView {
    let id = field.as_str();
    let is_email = matches!(field, Field::Email);
    let input = NodeRef::<html::Input>::new();
    let error = RwSignal::new(error);
    // How often something was typed: what the server refused stays refused until then.
    let typed = StoredValue::new(0_u32);
    let check = move |also_empty: bool| {
        let Some(input) = input.get_untracked() else { return };
        let value = input.value();
        let problem = problem(is_email, locale, &value, also_empty);
        if error.with_untracked(|error| error.as_deref() != problem.as_deref()) {
            error.set(problem.map(Cow::into_owned));
        }
    };
    let on_input = move |_| after_pause(typed, move || check(false));
    let on_blur = move |_| {
        if typed.get_value() > 0 {
            check(true);
        }
    };
    let hint_id = super::joined(id, "-hint", "");
    let error_id = super::joined(id, "-error", "");
    let described_by = described_by(hint.as_ref().map(|_| hint_id.clone()), error_id.clone(), error);
    let wrong = move || {
        error.get().map(|sentence| {
            view! {
                // Announced when it comes up here; the server's is announced by the summary.
                <p class="error" id=error_id.clone() role=move || (typed.get_value() > 0).then_some("alert")>
                    {icon(&icons, "alert")}
                    <span><span class="visually-hidden">{error_word.clone()}</span>{sentence}</span>
                </p>
            }
        })
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {wrong}
            <input
                node_ref=input
                id=id
                name=id
                type=if is_email { "email" } else { "text" }
                required
                autofocus=autofocus
                autocomplete="off"
                inputmode=is_email.then_some("email")
                autocapitalize=is_email.then_some("none")
                spellcheck=is_email.then_some("false")
                value=value
                aria-describedby=described_by
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:input=on_input
                on:blur=on_blur
            />
        </div>
    }
}

/// Counts something typed, and calls `then` once nothing more was typed for [`PAUSE`].
fn after_pause(typed: StoredValue<u32>, then: impl Fn() + 'static) {
    let now = typed.get_value().wrapping_add(1);
    typed.set_value(now);
    set_timeout(
        move || {
            if typed.get_value() == now {
                then();
            }
        },
        PAUSE,
    );
}

/// The ids of what describes the field: its hint, and its error while there is one.
fn described_by(
    hint_id: Option<String>,
    error_id: String,
    error: RwSignal<Option<String>>,
) -> impl Fn() -> Option<String> {
    move || match (&hint_id, error.with(Option::is_some)) {
        (None, false) => None,
        (Some(hint_id), false) => Some(hint_id.clone()),
        (None, true) => Some(error_id.clone()),
        (Some(hint_id), true) => Some(super::joined(hint_id, " ", &error_id)),
    }
}

/// What is wrong with the address or the name. An empty one only counts once the field is left.
fn problem(is_email: bool, locale: Locale, value: &str, also_empty: bool) -> Option<Cow<'static, str>> {
    if is_email {
        match EmailAddress::parse(value) {
            Err(InvalidEmailAddress::Empty) if !also_empty => None,
            checked => checked.err().map(|problem| problems::email(locale, problem)),
        }
    } else {
        match DisplayName::parse(value) {
            Err(InvalidDisplayName::Empty) if !also_empty => None,
            checked => checked.err().map(|problem| problems::display_name(locale, problem).into()),
        }
    }
}
