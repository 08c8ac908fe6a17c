//! The box of a list that is searched.

use leptos::prelude::*;

/// A box for words to look for, with its label. Shows what was looked for.
#[component]
pub fn SearchField(
    /// Its name and its id.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// What can be typed.
    hint: &'static str,
    /// What was looked for.
    value: String,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                type="search"
                id=name
                name=name
                value=value
                placeholder=hint
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
            />
        </div>
    }
}
