//! `/admin`: how everything stands.

use super::actions::{Overview, find_overview};
use super::texts::{odds, texts};
use crate::locale::number::number;
use crate::ui::components::{Counters, Frame, Place, page};
use crate::ui::when_known::when_known;
use leptos::prelude::*;

/// The people by how they stand, and how safe temporary passwords are.
#[component]
pub fn OverviewPage() -> impl IntoView {
    when_known(find_overview(), show)
}

fn show(overview: Overview) -> impl IntoView {
    let (context, _) = page();
    let (locale, said) = (context.locale, texts(context.locale));
    let guesses = (said.guesses)(&number(locale, overview.guesses), &number(locale, overview.guesses_allowed));
    view! {
        <Frame title=said.title place=Place::Overview>
            <h1>{said.title}</h1>
            <section class="stack stack-s" aria-labelledby="people">
                <h2 id="people">{said.people}</h2>
                <Counters counts=&overview.counts/>
            </section>
            <section class="stack stack-s" aria-labelledby="mails">
                <h2 id="mails">{said.mails}</h2>
                <p>{(said.mails_given_up)(overview.mails_given_up)}</p>
                {(overview.mails_given_up > 0).then(|| view! {
                    <p><a href="/admin/mail?show=failed">{said.mails_link}</a></p>
                })}
            </section>
            <section class="stack stack-s" aria-labelledby="codes">
                <h2 id="codes">{said.codes}</h2>
                <p>{odds(locale, overview.preset, overview.guesses_allowed, overview.attempts_allowed)}</p>
                <p>{guesses}</p>
                <p><a href="/admin/audit?kind=sign_in_failed">{said.log}</a></p>
            </section>
        </Frame>
    }
}
