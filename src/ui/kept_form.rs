//! A form whose session has ended: what was typed, held by the page that says so.

use crate::ui::components::{Banner, Frame, Tone, page, submitted};
use leptos::prelude::*;

/// The name of the button that asks for the form again, with what was typed.
pub const SHOW_AGAIN: &str = "show_again";

/// A form that was not sent, for the browser to hold on to while its owner signs in.
#[derive(Clone, Debug)]
pub struct KeptForm {
    /// Where it was sent.
    pub action: String,
    /// What was in it, but no password.
    pub fields: Vec<(String, String)>,
    /// Whether a password was in it.
    pub had_password: bool,
    /// Where a script goes on, which has kept what was typed by its own means.
    pub sign_in_path: String,
}

/// Says that the session has ended, and leads back to the form. It does not send the form: somebody else may have signed
/// in meanwhile, and nothing is done in their name that they have not seen.
#[component]
pub fn KeptFormPage(
    /// The form.
    kept: KeptForm,
) -> impl IntoView {
    let (_, texts) = page();
    let (title, texts) = (texts.login.session_ended, &texts.failure.kept_form);
    let hidden = |(name, value)| view! { <input type="hidden" name=name value=value/> };
    view! {
        <Frame title=title class="error-page stack">
            <h1>{title}</h1>
            <p class="lede">{texts.body}</p>
            {kept.had_password.then(|| view! { <p>{texts.passwords}</p> })}
            <form method="post" action=kept.action>
                {kept.fields.into_iter().map(hidden).collect_view()}
                <div class="actions">
                    <a class="button" href="/login" target="_blank" data-sign-in=kept.sign_in_path>{texts.sign_in}</a>
                    <button class="button button-secondary" name=SHOW_AGAIN value="yes">{texts.show_again}</button>
                </div>
            </form>
        </Frame>
    }
}

/// Above a form that is shown again with what was typed before the session ended.
#[component]
pub fn ShownAgain() -> impl IntoView {
    let texts = &page().1.failure.kept_form;
    let is_shown_again = submitted().is_shown_again;
    is_shown_again
        .then(|| view! { <Banner tone=Tone::Note icon="clock" heading=texts.not_sent><p>{texts.check}</p></Banner> })
}
