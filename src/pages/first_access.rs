//! `/first-access`: the one page a temporary password opens.

use crate::components::{ErrorSummary, Frame, NewPassword, Username, page};
use crate::error::Field;
use leptos::prelude::*;

/// Asks for a password of one's own.
#[component]
pub fn FirstAccessPage() -> impl IntoView {
    let (_, texts) = page();
    let first_access = &texts.first_access;
    view! {
        <Frame title=first_access.title entry=true>
            <ErrorSummary/>
            <div class="stack stack-s">
                <h1>{first_access.title}</h1>
                <p class="lede">{first_access.lede}</p>
            </div>
            <form class="form" method="post" action="/first-access" novalidate>
                <Username/>
                <NewPassword field=Field::NewPassword label=texts.form.new_password name=texts.password.password/>
                <button class="button">{first_access.submit}</button>
            </form>
            <p class="hint">{first_access.not_you}</p>
        </Frame>
    }
}
