//! Fields for passwords. What they hold is never shown again.

use super::field::{FieldError, described_by};
use super::{page, problem_of};
use crate::error::Field;
use crate::islands::{Advice, PasswordField, PasswordWords};
use leptos::prelude::*;

fn words(password: &'static str) -> PasswordWords {
    let (_, texts) = page();
    let said = &texts.password;
    PasswordWords {
        show: said.show.to_owned(),
        hide: said.hide.to_owned(),
        password: password.to_owned(),
        shown: said.shown.to_owned(),
        hidden: said.hidden.to_owned(),
    }
}

/// A field for a password that exists already.
#[component]
pub fn Password(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What is said before it.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Which password, in the name of the button that shows it.
    name: &'static str,
) -> impl IntoView {
    let (context, _) = page();
    let id = field.as_str();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <FieldError field=field/>
            <PasswordField
                name=id.to_owned()
                autocomplete="current-password".to_owned()
                described_by=described_by(field, hint.is_some())
                invalid=problem_of(field).is_some()
                rules=None
                advice=None
                words=words(name)
                icons=context.assets.path("icons.svg")
            />
        </div>
    }
}

/// A field for a password someone makes up now, with the rule before it, and
/// advice while they type.
#[component]
pub fn NewPassword(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// Which password, in the name of the button that shows it.
    name: &'static str,
) -> impl IntoView {
    let (context, texts) = page();
    let id = field.as_str();
    let said = &texts.password;
    let minimum = context.password_min_length;
    let (display_name, email) =
        context.person.as_ref().map(|person| (person.display_name.clone(), person.email.clone())).unwrap_or_default();
    let advice = Advice {
        locale: context.locale,
        min_length: minimum,
        display_name,
        email,
        organization: context.organization.clone(),
        rules: [(said.long_enough)(minimum), said.not_about_you.to_owned(), said.not_common.to_owned()],
        met: said.met.to_owned(),
        unmet: said.unmet.to_owned(),
        one_missing: said.one_missing.to_owned(),
        some_missing: said.some_missing.to_owned(),
        good: said.good.to_owned(),
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="hint" id=format!("{id}-hint")>{(texts.form.password_rule)(minimum)}</p>
            <FieldError field=field/>
            <PasswordField
                name=id.to_owned()
                autocomplete="new-password".to_owned()
                described_by=described_by(field, true)
                invalid=problem_of(field).is_some()
                rules=Some(format!("minlength: {minimum}; allowed: ascii-printable, unicode;"))
                advice=Some(advice)
                words=words(name)
                icons=context.assets.path("icons.svg")
            />
        </div>
    }
}

/// Tells password managers whose password it is. Out of sight, out of the way
/// of the keyboard; the server does not read it.
#[component]
pub fn Username() -> impl IntoView {
    let (context, texts) = page();
    context.person.map(|person| {
        view! {
            <input
                class="visually-hidden"
                type="text"
                name="username"
                value=person.email
                autocomplete="username"
                aria-label=texts.form.username
                readonly
                tabindex="-1"
            />
        }
    })
}
