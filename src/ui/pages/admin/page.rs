//! `/admin`: the overview: what needs an admin, and the state of accounts and mails.

use super::actions::{Overview, find_overview};
use super::funnel::Funnel;
use super::mail::texts::texts as mail_texts;
use super::needs::Needs;
use super::texts::{odds, short_codes, texts};
use crate::locale::number::number;
use crate::ui::components::{Counters, Frame, NavItem, page};
use crate::ui::when_known::when_known;
use leptos::prelude::*;

/// What needs an admin, the people by status and lately, the emails, and how safe temporary passwords are.
#[component]
pub fn OverviewPage() -> impl IntoView {
    when_known(find_overview(), show)
}

fn show(overview: Overview) -> impl IntoView {
    let (context, _) = page();
    let (locale, said) = (context.locale, texts(context.locale));
    let guesses = (said.guesses)(&number(locale, overview.guesses), &number(locale, overview.guesses_allowed));
    let mail = mail_texts(locale);
    let queue = match overview.mails.open() {
        0 => mail.all_quiet.to_owned(),
        _ => (mail.moves)(overview.mails.queued, overview.mails.sending, overview.mails.waiting),
    };
    view! {
        <Frame title=said.title nav=NavItem::Overview>
            <h1>{said.title}</h1>
            <Needs overview=&overview/>
            <section class="stack stack-s" aria-labelledby="people">
                <h2 id="people">{said.people}</h2>
                <Counters counts=&overview.counts/>
            </section>
            <Funnel days=&overview.added begin=overview.added_since/>
            <section class="stack stack-s" aria-labelledby="mails">
                <h2 id="mails">{said.mails}</h2>
                <p>{queue}</p>
                <p>{(said.mails_given_up)(overview.mails_given_up)}</p>
                {(overview.mails_given_up > 0).then(|| view! {
                    <p><a href="/admin/mail?show=failed">{said.mails_link}</a></p>
                })}
                <p><a href="/admin/mail">{said.queue_link}</a></p>
            </section>
            <section class="stack stack-s" aria-labelledby="codes">
                <h2 id="codes">{said.codes}</h2>
                <p>{odds(locale, overview.preset, overview.guesses_allowed, overview.attempts_allowed)}</p>
                {overview.short_passwords.map(|short| view! { <p>{short_codes(locale, short)}</p> })}
                <p>{guesses}</p>
                <p><a href="/admin/audit?kind=sign_in_failed">{said.log}</a></p>
            </section>
        </Frame>
    }
}
