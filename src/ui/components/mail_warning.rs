//! What is wrong with the mails, on every page of the console.

use super::moment::{moment_mark, timed};
use super::{Banner, Tone, page};
use crate::ui::news::{MailTrouble, News};
use crate::ui::pages::admin::mail::texts::texts;
use leptos::prelude::*;

/// Why mails do not leave, if they do not, with the way to the outbox. On the
/// page of the outbox it keeps itself up to date.
#[component]
pub fn MailWarning() -> impl IntoView {
    let (context, _) = page();
    let news = use_context::<News>().unwrap_or_default();
    let is_outbox = news.outbox_version.is_some();
    if news.mail_trouble.is_none() && !is_outbox {
        return None;
    }
    let texts = texts(context.locale);
    let told = news.mail_trouble.map(|trouble| {
        let (icon, heading, body) = match trouble {
            MailTrouble::Paused { since } => ("pause", texts.warn_paused, (texts.paused)(&moment_mark(since))),
            MailTrouble::Refused { since, reason } => {
                ("alert", texts.warn_refused, (texts.warn_refused_body)(&moment_mark(since), &reason))
            }
            MailTrouble::Late { since } => ("clock", texts.warn_late, (texts.warn_late_body)(&moment_mark(since))),
        };
        view! {
            <Banner tone=Tone::Warning icon=icon heading=heading>
                <p>{timed(&body)}</p>
                {(!is_outbox).then(|| view! { <p><a href="/admin/mail">{texts.warn_link}</a></p> })}
            </Banner>
        }
    });
    Some(view! {
        <section id="mail-warning" aria-label=texts.warn_label data-live=is_outbox.then_some("mail") data-version=news.outbox_version>
            {told}
        </section>
    })
}
