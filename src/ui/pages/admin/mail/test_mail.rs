//! A mail without a secret, to try the mail server.

use super::page::words;
use crate::error::{AppError, Field};
use crate::ui::components::{Icon, MailServerAnswer, Once, TextField, page, submitted};
use leptos::prelude::*;

/// The form of the test mail; after a failure with the mail server's words.
#[component]
pub fn TestMail() -> impl IntoView {
    let words = words();
    let own_email = page().0.person.as_ref().map(|person| person.email.clone());
    let answer = match submitted().error {
        Some(AppError::MailNotTaken { answer, .. }) => answer,
        _ => String::new(),
    };
    view! {
        <section class="stack" aria-labelledby="test">
            <h2 id="test">{words.test}</h2>
            <MailServerAnswer answer=answer label=words.answer/>
            <form class="form" method="post" action="/admin/mail" novalidate>
                <Once/>
                <TextField
                    field=Field::Email
                    label=words.test_email
                    hint=words.test_hint
                    autocomplete="email"
                    initial=own_email
                />
                <div class="actions">
                    <button class="button">
                        <Icon name="send"/><span data-busy=words.test_submitting>{words.test_submit}</span>
                    </button>
                </div>
            </form>
        </section>
    }
}
