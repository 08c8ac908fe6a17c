//! `/admin`: the overview: what needs an admin, and the state of accounts and mails.

use super::actions::{Overview, find_overview};
use super::funnel::Funnel;
use super::mail::texts::texts as mail_texts;
use super::needs::Needs;
use super::texts::{odds, short_codes, texts};
use crate::locale::number::number;
use crate::ui::components::{Counters, Frame, NavItem, page};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// What needs an admin, the people by status and lately, the emails, and how safe temporary passwords are.
#[component]
pub fn OverviewPage() -> impl IntoView {
    when_loaded(find_overview(), show)
}

fn show(overview: Overview) -> impl IntoView {
    let (context, _) = page();
    let (locale, texts) = (context.locale, texts(context.locale));
    let guesses = (texts.guesses)(&number(locale, overview.guesses), &number(locale, overview.guesses_allowed));
    let mail = mail_texts(locale);
    let queue = match overview.mails.open() {
        0 => mail.all_quiet.to_owned(),
        total => (mail.queued_mails)(total, overview.mails.sending, overview.mails.waiting),
    };
    view! {
        <Frame title=texts.title nav=NavItem::Overview>
            <h1>{texts.title}</h1>
            <Needs overview=&overview/>
            <section class="stack stack-s" aria-labelledby="people">
                <h2 id="people">{texts.people}</h2>
                <Counters counts=&overview.counts/>
            </section>
            <Funnel days=&overview.added begin=overview.added_since/>
            <section class="stack stack-s" aria-labelledby="mails">
                <h2 id="mails">{texts.mails}</h2>
                <p>{queue}</p>
                <p>{(texts.failed_mails)(overview.failed_mails)}</p>
                {(overview.failed_mails > 0).then(|| view! {
                    <p><a href="/admin/mail?show=failed">{texts.mails_link}</a></p>
                })}
                <p><a href="/admin/mail">{texts.queue_link}</a></p>
            </section>
            <section class="stack stack-s" aria-labelledby="codes">
                <h2 id="codes">{texts.codes}</h2>
                <p>{odds(locale, overview.preset, overview.guesses_allowed, overview.attempts_allowed)}</p>
                {overview.short_passwords.map(|short| view! { <p>{short_codes(locale, short)}</p> })}
                <p>{guesses}</p>
                <p><a href="/admin/audit?kind=sign_in_failed">{texts.log}</a></p>
            </section>
        </Frame>
    }
}
