//! That somebody guesses at temporary passwords, on every admin page.

use super::{Banner, Tone, page};
use crate::ui::admin_warnings::AdminWarnings;
use crate::ui::pages::admin::texts::texts;
use leptos::prelude::*;

/// That short temporary passwords open only by the link in their mail, while they do.
#[component]
pub fn CodesWarning() -> impl IntoView {
    let (context, _) = page();
    let texts = texts(context.locale);
    use_context::<AdminWarnings>().filter(|warnings| warnings.are_codes_closed).map(|_| {
        view! {
            <Banner tone=Tone::Warning icon="alert" heading=texts.closed>
                <p>{texts.closed_body}</p>
                <p><a href="/admin/audit?kind=sign_in_failed">{texts.log}</a></p>
            </Banner>
        }
    })
}
