//! What is wrong with the mails, on every admin page.

use super::moment::{moment_mark, timed};
use super::{Banner, Icon, Tone, page};
use crate::server::outbox::Late;
use crate::ui::address::PageAddress;
use crate::ui::admin_warnings::{AdminWarnings, MailAlert};
use crate::ui::pages::admin::mail::texts::texts;
use crate::ui::pages::admin::mail::texts::warning::WarningTexts;
use leptos::prelude::*;

/// Why mails do not leave, if they do not, with the way to the outbox, whose own page says it itself.
#[component]
pub fn MailWarning() -> impl IntoView {
    let (context, _) = page();
    let texts = texts(context.locale);
    let words = texts.warning;
    let alert = use_context::<AdminWarnings>()?.mail_alert.filter(|_| context.path != "/admin/mail")?;
    let (icon, heading, body) = match alert {
        MailAlert::Paused { since } => ("pause", words.paused, (texts.paused)(&moment_mark(since))),
        MailAlert::Refused { since, reason } => {
            ("alert", words.refused, (words.refused_since)(&moment_mark(since), &reason))
        }
        MailAlert::Late(late) => return Some(late_warning(late)),
    };
    let banner = view! {
        <section id="mail-warning" aria-label=words.label>
            <Banner tone=Tone::Warning icon=icon heading=heading>
                <p>{timed(&body)}</p>
                <p><a href="/admin/mail">{words.open_queue}</a></p>
            </Banner>
        </section>
    };
    Some(banner.into_any())
}

/// That mails are late, in one line, which can be put aside.
fn late_warning(late: Late) -> AnyView {
    let (context, _) = page();
    let words = texts(context.locale).warning;
    let query = expect_context::<PageAddress>().query;
    let here = if query.is_empty() { context.path.clone() } else { format!("{}?{query}", context.path) };
    view! {
        <section id="mail-warning" aria-label=words.label>
            <div class="banner banner-warning banner-line" role="status">
                <Icon name="clock"/>
                <p>{timed(&late_sentence(late, words))}</p>
                <a href="/admin/mail">{words.open_queue}</a>
                <form method="post" action="/admin/mail/put-aside">
                    <input type="hidden" name="back" value=here/>
                    <button class="button button-quiet">{words.hide}</button>
                </form>
            </div>
        </section>
    }
    .into_any()
}

/// In what way mails are late, in a sentence.
pub fn late_sentence(late: Late, words: &WarningTexts) -> String {
    match late {
        Late::NothingTaken { since } => (words.none_sent)(&moment_mark(since)),
        Late::Share { put_off, tried } => (words.many_put_off)(put_off, tried),
    }
}
