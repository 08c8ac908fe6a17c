//! The field for a new password, with its rules and a suggestion.

use super::field::LabeledField;
use super::password::Secret;
use super::{CopyButton, Icon, page};
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
    let words = texts.password;
    let minimum = context.password_min_length;
    let word_list = context.locale.pick("words_pt_br.txt", "words_en.txt");
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
            data-met=words.met
            data-unmet=words.unmet
            data-one-missing=words.one_missing
            data-some-missing=words.some_missing
            data-good=words.good
            data-repeats=words.repeats
            data-sequence=words.sequence
            data-date=words.date
            data-quick=words.quick
        >
            {rule("length", (words.long_enough)(minimum))}
            {rule("about", words.not_about_you.to_owned())}
            {rule("common", words.not_common.to_owned())}
        </ul>
        <p class="live" role="status"></p>
        <div class="actions">
            <template class="suggestion">
                <button
                    type="button"
                    class="button button-secondary suggest"
                    data-words=context.assets.path(word_list)
                    data-suggested=words.suggested
                    data-not-suggested=words.not_suggested
                >
                    {words.suggest}
                </button>
            </template>
            <CopyButton from=field label=words.copy/>
        </div>
    }
}
