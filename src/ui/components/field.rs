//! Form fields: label, hint, error and input.

use super::{Icon, page, problem_of, submitted};
use crate::domain::Locale;
use crate::error::Field;
use crate::ui::markup::Markup;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

/// What is wrong with a field, between its label and its input.
#[component]
pub fn FieldError(
    /// Which field.
    field: Field,
) -> impl IntoView {
    let (_, texts) = page();
    problem_of(field).map(|sentence| {
        view! {
            <p class="error" id=format!("{}-error", field.as_str())>
                <Icon name="alert"/>
                <span><span class="visually-hidden">{texts.form.error}</span>{sentence}</span>
            </p>
        }
    })
}

/// The ids that describe a field, for `aria-describedby`: its hint, its error.
pub fn described_by(field: Field, has_hint: bool) -> Option<String> {
    let id = field.as_str();
    match (has_hint, problem_of(field).is_some()) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// What is said before a field, if there is something to say.
#[derive(Clone, Debug, Default)]
pub struct Hint(Option<String>);

impl From<&'static str> for Hint {
    fn from(text: &'static str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}

impl From<Option<String>> for Hint {
    fn from(text: Option<String>) -> Self {
        Self(text)
    }
}

impl From<Option<&'static str>> for Hint {
    fn from(text: Option<&'static str>) -> Self {
        Self(text.map(str::to_owned))
    }
}

/// A control with its label, what is said before it, and what was wrong with it.
#[component]
pub fn LabeledField(
    /// Which field: the id of the control.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What is said before it; [`described_by`] then names it.
    #[prop(optional, into)]
    hint: Hint,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let (_, texts) = page();
    let id = field.as_str();
    view! {
        <div class="field">
            <label for=id>
                {label}
                {optional.then(|| view! { " "<span class="optional">{texts.form.optional}</span> })}
            </label>
            {hint.0.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <FieldError field=field/>
            {children()}
        </div>
    }
}

/// What was typed into a field, or else what is so now.
pub fn typed_or(field: Field, initial: String) -> String {
    submitted().given(field).map_or(initial, str::to_owned)
}

/// A field for a name, an e-mail address or a number, with its label, what is
/// said before it, and what was wrong with it. Shows what was typed.
#[component]
pub fn TextField(
    /// Which field: its name and its id.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What is said before it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What a browser may fill in.
    autocomplete: &'static str,
    /// Whether the page begins here, unless a form was refused.
    #[prop(optional)]
    first: bool,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether it holds digits only, and few.
    #[prop(optional)]
    numeric: bool,
    /// What it holds before anybody typed.
    #[prop(optional_no_strip)]
    initial: Option<String>,
) -> impl IntoView {
    let submitted = submitted();
    let id = field.as_str();
    let is_email = field == Field::Email;
    let given = submitted.given(field).filter(|given| !given.is_empty()).map(str::to_owned).or(initial);
    let inputmode = if is_email { Some("email") } else { numeric.then_some("numeric") };
    let describes = described_by(field, hint.is_some());
    view! {
        <LabeledField field=field label=label hint=hint optional=optional>
            <input
                id=id
                name=id
                type=if is_email { "email" } else { "text" }
                required=!optional
                autofocus=first && submitted.error.is_none()
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize=is_email.then_some("none")
                spellcheck=is_email.then_some("false")
                value=given
                aria-describedby=describes
                aria-invalid=problem_of(field).map(|_| "true")
                {..custom_attribute("class", numeric.then_some("input-short"))}
            />
        </LabeledField>
    }
}

/// A field of several lines, with its label, what is said before it, and what was wrong with it.
#[component]
pub fn LinesField(
    /// Which field: its name and its id.
    field: Field,
    /// Its label.
    label: &'static str,
    /// What is said before it.
    hint: &'static str,
    /// What it holds before anybody has typed.
    #[prop(optional)]
    initial: String,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The language of what is written in it, if that is prose.
    #[prop(optional, into)]
    prose: Option<Locale>,
) -> impl IntoView {
    let id = field.as_str();
    // As markup: Leptos writes an empty text as a blank, which would be part of the value.
    let mut value = Markup::default();
    value.text(submitted().given(field).unwrap_or(&initial));
    view! {
        <LabeledField field=field label=label hint=hint optional=optional>
            <textarea
                id=id
                name=id
                rows=if prose.is_some() { "5" } else { "3" }
                required=!optional
                autocomplete="off"
                autocapitalize=if prose.is_some() { "sentences" } else { "none" }
                spellcheck=if prose.is_some() { "true" } else { "false" }
                lang=prose.map(Locale::as_str)
                aria-describedby=described_by(field, true)
                aria-invalid=problem_of(field).map(|_| "true")
                inner_html=value.into_string()
            ></textarea>
        </LabeledField>
    }
}
