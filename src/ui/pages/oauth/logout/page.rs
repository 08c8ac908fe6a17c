//! `/oauth/logout/confirm`: asks before an app signs somebody out whom it has not named.

use crate::ui::address::query;
use crate::ui::components::{ErrorSummary, Frame, PageHeading, page};
use crate::ui::pages::oauth::texts::texts;
use leptos::prelude::*;

/// Asks.
#[component]
pub fn LogoutPage() -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale);
    if context.person.is_none() {
        return view! {
            <Frame title=words.signed_out entry=true>
                <PageHeading title=words.signed_out lede=words.signed_out_lede/>
                <p><a class="button button-quiet" href="/">{words.home}</a></p>
            </Frame>
        }
        .into_any();
    }
    let fields = ["client_id", "post_logout_redirect_uri", "state"]
        .map(|name| query(name).map(|value| view! { <input type="hidden" name=name value=value/> }));
    view! {
        <Frame title=words.sign_out entry=true>
            <ErrorSummary/>
            <PageHeading title=words.sign_out lede=words.sign_out_lede/>
            <form class="form" method="post" action="/oauth/logout/confirm" novalidate>
                {fields}
                <div class="actions">
                    <button class="button">{words.sign_out_submit}</button>
                    <a class="button button-quiet" href="/">{words.stay}</a>
                </div>
            </form>
        </Frame>
    }
    .into_any()
}
