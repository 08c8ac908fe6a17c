//! What is wrong with the mails, on every page of the console.

use super::moment::{moment_mark, timed};
use super::{Banner, Icon, Tone, page};
use crate::server::outbox::Late;
use crate::ui::address::PageAddress;
use crate::ui::news::{MailTrouble, News};
use crate::ui::pages::admin::mail::texts::{MailPageTexts, texts};
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
            MailTrouble::Late(late) => return late_warning(late, is_outbox),
        };
        view! {
            <Banner tone=Tone::Warning icon=icon heading=heading>
                <p>{timed(&body)}</p>
                {(!is_outbox).then(|| view! { <p><a href="/admin/mail">{texts.warn_link}</a></p> })}
            </Banner>
        }
        .into_any()
    });
    Some(view! {
        <section id="mail-warning" aria-label=texts.warn_label data-live=is_outbox.then_some("mail") data-version=news.outbox_version>
            {told}
        </section>
    })
}

/// That mails are late, in one line, which can be put aside; on the page of the queue it stays.
fn late_warning(late: Late, is_outbox: bool) -> AnyView {
    let (context, _) = page();
    let texts = texts(context.locale);
    let query = expect_context::<PageAddress>().query;
    let here = if query.is_empty() { context.path.clone() } else { format!("{}?{query}", context.path) };
    let ways = (!is_outbox).then(|| {
        view! {
            <a href="/admin/mail">{texts.warn_link}</a>
            <form method="post" action="/admin/mail/put-aside">
                <input type="hidden" name="back" value=here/>
                <button class="button button-quiet">{texts.put_aside}</button>
            </form>
        }
    });
    view! {
        <div class="banner banner-warning banner-line" role="status">
            <Icon name="clock"/>
            <p>{timed(&late_sentence(late, texts))}</p>
            {ways}
        </div>
    }
    .into_any()
}

/// In what way mails are late, in a sentence.
pub fn late_sentence(late: Late, texts: &MailPageTexts) -> String {
    match late {
        Late::NothingTaken { since } => (texts.nothing_taken)(&moment_mark(since)),
        Late::Share { put_off, tried } => (texts.put_off)(put_off, tried),
    }
}
