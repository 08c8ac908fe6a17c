//! Fields for passwords. What they hold is never shown again.

use super::field::{LabeledField, described_by};
use super::{CopyButton, Icon, page, problem_of, submitted};
use crate::domain::Locale;
use crate::error::Field;
use crate::ui::islands::NewPasswordField;
use crate::ui::response::request_context;
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
    /// Whose it is going to be, where nobody is signed in and a mailed link says it.
    #[prop(optional_no_strip)]
    owner: Option<String>,
    /// Whether the page begins here, unless a form was refused.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let (context, texts) = page();
    let id = field.as_str();
    let minimum = context.password_min_length;
    view! {
        <LabeledField field=field label=label hint=(texts.form.password_rule)(minimum)>
            <NewPasswordField>
                <Secret
                    field=field
                    autocomplete="new-password"
                    rules=format!("minlength: {minimum}; allowed: ascii-printable, unicode;")
                    has_hint=true
                    name=name
                    first=first
                />
                <Checks field=id owner=owner/>
            </NewPasswordField>
        </LabeledField>
    }
}

/// The box, and the button that shows what it holds, which `public/forms.js` brings to light.
#[component]
fn Secret(
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
    let said = texts.password;
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
                    data-show=said.show
                    data-hide=said.hide
                    data-shown=said.shown
                    data-hidden=said.hidden
                >
                    <Icon name="eye"/>
                    <span>{said.show}</span>
                    " "
                    <span class="visually-hidden">{name}</span>
                </button>
            </template>
            <p class="visually-hidden" role="status"></p>
        </div>
    }
}

/// What a new password must be, and a suggestion. A script ticks it off while
/// someone types, and picks the words.
#[component]
fn Checks(
    /// The id of the box.
    field: &'static str,
    /// Whose password it is going to be, where nobody is signed in.
    owner: Option<String>,
) -> impl IntoView {
    let (context, texts) = page();
    let said = texts.password;
    let minimum = context.password_min_length;
    let words = match context.locale {
        Locale::PtBr => "words_pt_br.txt",
        Locale::En => "words_en.txt",
    };
    let person = context.person.clone().map(|person| (person.display_name, person.email)).unzip();
    let rule = |class: &'static str, text: String| {
        view! { <li class=class><Icon name="key"/><span><span class="visually-hidden"></span>{text}</span></li> }
    };
    view! {
        <ul
            class="checks"
            data-min-length=minimum
            data-display-name=person.0
            data-email=person.1.or(owner)
            data-names=request_context().0.password_names()
            data-met=said.met
            data-unmet=said.unmet
            data-one-missing=said.one_missing
            data-some-missing=said.some_missing
            data-good=said.good
            data-repeats=said.repeats
            data-sequence=said.sequence
            data-date=said.date
            data-quick=said.quick
        >
            {rule("length", (said.long_enough)(minimum))}
            {rule("about", said.not_about_you.to_owned())}
            {rule("common", said.not_common.to_owned())}
        </ul>
        <p class="live" role="status"></p>
        <div class="actions">
            <template class="suggestion">
                <button
                    type="button"
                    class="button button-secondary suggest"
                    data-words=context.assets.path(words)
                    data-suggested=said.suggested
                    data-not-suggested=said.not_suggested
                >
                    {said.suggest}
                </button>
            </template>
            <CopyButton from=field label=said.copy/>
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
