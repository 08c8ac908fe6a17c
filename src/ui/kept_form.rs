//! A form whose session has ended: what was typed, held by the page that says so.

use crate::ui::components::{Banner, Frame, Tone, page, submitted};
use crate::ui::page_context::ShownAgainAfter;
use leptos::prelude::*;

/// The name of a button that asks for the form again, with what was typed. Its value may be a language or colors to show
/// it in.
pub const SHOW_AGAIN: &str = "show_again";
/// The field of the switches below a page that has what was typed into its form, written as in an address. In fields of
/// their own the names would be twice on the page.
pub const TYPED: &str = "typed";
/// Fields that a page generates anew, or that tell it nothing; and the token of a link, which no page shows.
pub const NOT_TYPED: [&str; 5] = [SHOW_AGAIN, "once", "link", "t", "username"];

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

/// Above a form that is shown again with what was typed before.
#[component]
pub fn ShownAgain() -> impl IntoView {
    let texts = &page().1.failure.kept_form;
    submitted().shown_again.map(|after| {
        let check = match after {
            ShownAgainAfter::SessionEnd => texts.check_after_session,
            ShownAgainAfter::Switch => texts.check,
        };
        view! { <Banner tone=Tone::Note icon="clock" heading=texts.not_sent><p>{check}</p></Banner> }
    })
}
