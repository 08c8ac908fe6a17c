//! Fields for passwords that exist already. What they hold is never shown again.

use super::field::{LabeledField, described_by};
use super::{Icon, page, problem_of, submitted};
use crate::error::Field;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

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
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether the page begins here, unless a form was refused.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    view! {
        <LabeledField field=field label=label hint=hint>
            <Secret
                field=field
                autocomplete="current-password"
                has_hint=hint.is_some()
                name=name
                optional=optional
                first=first
            />
        </LabeledField>
    }
}

/// A field for a temporary password that was mailed: in sight, since it is copied from there and works once.
#[component]
pub fn Code(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What is said before it.
    hint: &'static str,
    /// Whether it is nothing but digits.
    is_numeric: bool,
) -> impl IntoView {
    let id = field.as_str();
    view! {
        <LabeledField field=field label=label hint=hint>
            <input
                class="code-input"
                id=id
                name=id
                type="text"
                inputmode=is_numeric.then_some("numeric")
                required
                autofocus=submitted().error.is_none()
                autocomplete="one-time-code"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described_by(field, true)
                aria-invalid=problem_of(field).map(|_| "true")
            />
        </LabeledField>
    }
}

/// Whether sensitive actions ask for the password.
pub fn is_password_due() -> bool {
    page().0.person.as_ref().is_some_and(|person| !person.confirmed)
}

/// Asks for the admin's own password where the last time is too long ago for a
/// sensitive action; nothing where it is not.
#[component]
pub fn ConfirmPassword(
    /// When it is needed, where it is not always.
    #[prop(optional, into)]
    hint: Option<&'static str>,
) -> impl IntoView {
    let (_, texts) = page();
    is_password_due().then(|| {
        view! {
            <Username/>
            <Password
                field=Field::CurrentPassword
                label=texts.form.confirm_password
                hint=hint.unwrap_or(texts.form.confirm_password_hint)
                name=texts.password.current_password
                optional=hint.is_some()
            />
        }
    })
}

/// The box, and the button that shows what it holds, which `public/forms.js` brings to light.
#[component]
pub(super) fn Secret(
    /// Which field.
    field: Field,
    /// What a password manager may fill in.
    autocomplete: &'static str,
    /// What it has to know to make one up.
    #[prop(optional, into)]
    rules: Option<String>,
    /// Whether there is a hint before it.
    has_hint: bool,
    /// Which password.
    name: &'static str,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether the page begins here, unless a form was refused.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let (_, texts) = page();
    let words = texts.password;
    let id = field.as_str();
    debug_assert!(field.is_secret(), "{id} would be shown again in a refused form");
    view! {
        <div class="secret">
            <input
                id=id
                name=id
                type="password"
                required=!optional
                autofocus=first && submitted().error.is_none()
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described_by(field, has_hint)
                aria-invalid=problem_of(field).map(|_| "true")
                {..custom_attribute("passwordrules", rules)}
            />
            <template>
                <button
                    type="button"
                    class="button button-secondary"
                    aria-controls=id
                    data-show=words.show
                    data-hide=words.hide
                    data-shown=words.shown
                    data-hidden=words.hidden
                >
                    <Icon name="eye"/>
                    <span>{words.show}</span>
                    " "
                    <span class="visually-hidden">{name}</span>
                </button>
            </template>
            <p class="visually-hidden" role="status"></p>
        </div>
    }
}

/// Tells password managers whose password it is. Out of sight, out of the way
/// of the keyboard; the server does not read it.
#[component]
pub fn Username() -> impl IntoView {
    page().0.person.clone().map(|person| username(person.email))
}

/// The same where nobody is signed in and a mailed link says who it is: in
/// sight, so that people see whose password they choose.
#[component]
pub fn LinkOwner(
    /// Their address.
    email: String,
) -> impl IntoView {
    let (_, texts) = page();
    view! {
        <div class="owner">
            <p><span class="muted">{texts.form.email}</span>" "<strong>{email.clone()}</strong></p>
            {username(email)}
        </div>
    }
}

fn username(email: String) -> impl IntoView {
    let (_, texts) = page();
    view! {
        <input
            class="visually-hidden"
            type="text"
            name="username"
            value=email
            autocomplete="username"
            aria-label=texts.form.username
            readonly
            tabindex="-1"
        />
    }
}
