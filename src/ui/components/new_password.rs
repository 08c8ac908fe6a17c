//! The field for a new password, with its rules and a suggestion.

use super::field::LabeledField;
use super::password::Secret;
use super::{CopyButton, Icon, page};
use crate::domain::Locale;
use crate::error::Field;
use crate::ui::islands::NewPasswordField;
use crate::ui::response::request_context;
use leptos::prelude::*;

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
            data-temporary=owner.is_some().then_some(Field::Password.as_str())
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
