//! `/admin/confirm-password`: the own password again, on the way to something sensitive.

use super::texts as confirm_password;
use crate::error::Field;
use crate::ui::address::query;
use crate::ui::components::{ErrorSummary, Frame, Icon, PageHeading, Password, Username, page};
use leptos::prelude::*;

/// Asks for the password; `next` in the address is where it leads.
#[component]
pub fn ConfirmPasswordPage() -> impl IntoView {
    let (context, texts) = page();
    let words = confirm_password::texts(context.locale);
    view! {
        <Frame title=words.title>
            <div class="stack" data-question>
                <ErrorSummary/>
                <PageHeading title=words.title lede=words.lede/>
                <form class="form" method="post" action="/admin/confirm-password" novalidate>
                    {query("next").map(|next| view! { <input type="hidden" name="next" value=next/> })}
                    <Username/>
                    <Password
                        field=Field::CurrentPassword
                        label=texts.form.confirm_password
                        name=texts.password.current_password
                    />
                    <div class="actions">
                        <button class="button"><Icon name="key"/>{words.submit}</button>
                        <a class="button button-quiet" href="/admin/users" data-cancel>{words.cancel}</a>
                    </div>
                </form>
            </div>
        </Frame>
    }
}
