//! `/confirm-password`: the own password again, since an app wants to be sure.

use crate::error::Field;
use crate::ui::address::query;
use crate::ui::components::{ErrorSummary, Frame, PageHeading, Password, Username, page};
use crate::ui::pages::oauth::texts::texts;
use leptos::prelude::*;

/// Asks for the password; `next` in the address is where it leads.
#[component]
pub fn ConfirmOwnPasswordPage() -> impl IntoView {
    let (context, common) = page();
    let words = texts(context.locale);
    view! {
        <Frame title=words.confirm>
            <ErrorSummary/>
            <PageHeading title=words.confirm lede=words.confirm_lede/>
            <form class="form" method="post" action="/confirm-password" novalidate>
                {query("next").map(|next| view! { <input type="hidden" name="next" value=next/> })}
                <Username/>
                <Password
                    field=Field::CurrentPassword
                    label=common.form.confirm_password
                    name=common.password.current_password
                />
                <button class="button">{words.confirm_submit}</button>
            </form>
            {query("next").map(|next| view! {
                <form method="post" action="/logout">
                    <input type="hidden" name="next" value=next/>
                    <button class="button button-quiet">{words.other_account}</button>
                </form>
            })}
        </Frame>
    }
}
