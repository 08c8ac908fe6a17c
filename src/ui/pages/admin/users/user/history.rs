//! What happens to an account: its mails that are under way, and the log.

use super::texts::texts;
use super::texts::timeline::{actor, event_sentence};
use super::timeline::{TimelineEvent, TimelineMail};
use crate::domain::{DeliveryState, UserId};
use crate::locale::{next_try, sent_later};
use crate::server::email::kinds;
use crate::ui::address::query;
use crate::ui::components::moment::{deadline_mark, hour_mark, timed};
use crate::ui::components::{Ago, DeliveryBadge, MailServerAnswer, page};
use crate::ui::pages::admin::mail::retry::{RetriedFrom, RetryButton, can_be_retried_now};
use leptos::prelude::*;

/// A mail that has not ended, or went to an earlier address.
#[component]
fn MailRow(
    /// The mail.
    mail: TimelineMail,
    /// For whom.
    user: UserId,
) -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale).timeline;
    let has_ended = matches!(mail.state, DeliveryState::Sent | DeliveryState::Failed | DeliveryState::Obsolete);
    let class = (!has_ended).then_some("open");
    let to = mail.to.map(|email| format!(" {}", (words.sent_to)(&email)));
    let attempts = (mail.attempts > 0).then(|| format!(" · {}", (words.attempts)(mail.attempts)));
    let next = mail.next_try_at.map(|at| format!(" {}", next_try(context.locale, &hour_mark(at), mail.is_paused)));
    let can_be_retried = can_be_retried_now(mail.state, mail.is_paused) || mail.send_at.is_some();
    let retry = can_be_retried.then(|| {
        view! {
            <RetryButton
                mail=mail.id.clone()
                state=mail.state
                is_for_later=mail.send_at.is_some()
                from=RetriedFrom::Person(user)
            />
        }
    });
    let reason = (!mail.reason.is_empty()).then(|| view! { <p>{mail.reason}{next.map(|next| timed(&next))}</p> });
    let later = mail.send_at.map(|at| sent_later(context.locale, &deadline_mark(at)));
    let later = later.map(|later| view! { <p>{timed(&later)}</p> });
    view! {
        <li class=class id=format!("mail-{}", mail.id)>
            <div class="stack stack-s">
                <p><strong>{kinds::name(mail.purpose, context.locale)}</strong>{to}</p>
                {reason}
                {later}
                <p class="sub"><Ago at=mail.updated_at/>{attempts}</p>
                <MailServerAnswer answer=mail.answer label=words.server_answer/>
                <p><DeliveryBadge state=mail.state/></p>
                {retry}
            </div>
        </li>
    }
}

/// The log of the account, newest first.
#[component]
pub fn Timeline(
    /// The person's id.
    id: UserId,
    /// The mails that have not ended, newest first.
    mails: Vec<TimelineMail>,
    /// What was logged.
    events: Vec<TimelineEvent>,
    /// The last one shown, when earlier ones follow.
    earlier: Option<i64>,
) -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale).timeline;
    let is_earlier = query("before").is_some();
    let mails = if is_earlier { Vec::new() } else { mails };
    let is_empty = events.is_empty() && mails.is_empty();
    let mails = mails.into_iter().map(|mail| view! { <MailRow mail=mail user=id.clone()/> }).collect_view();
    let rows = events.into_iter().map(|event| view! { <EventRow event=event/> }).collect_view();
    let link = |href: String, rel: &'static str, label: &'static str| {
        view! { <a class="button button-secondary" rel=rel href=href>{label}</a> }
    };
    view! {
        <section class="stack" aria-labelledby="timeline">
            <div class="stack stack-s">
                <h2 id="timeline">{words.title}</h2>
                <p class="muted">{words.hint}</p>
            </div>
            <div class="stack">
                {if is_empty {
                    view! { <p class="muted">{words.empty}</p> }.into_any()
                } else {
                    view! { <ol class="rows frame">{mails}{rows}</ol> }.into_any()
                }}
                {(is_earlier || earlier.is_some()).then(|| view! {
                    <nav class="pager" aria-label=words.title>
                        <div class="actions">
                            {is_earlier.then(|| link(format!("/admin/users/{id}#timeline"), "prev", words.latest))}
                            {earlier.map(|seq| {
                                link(format!("/admin/users/{id}?before={seq}#timeline"), "next", words.earlier)
                            })}
                        </div>
                    </nav>
                })}
            </div>
        </section>
    }
}

#[component]
fn EventRow(
    /// What happened.
    event: TimelineEvent,
) -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale).timeline;
    let what = match event.kind {
        Some(kind) => event_sentence(context.locale, kind, event.detail.as_deref(), event.purpose),
        // A kind that only another version knows is shown as it is written.
        None => event.kind_text.clone(),
    };
    let who = format!(" · {}", actor(context.locale, event.who));
    let from = event.address.map(|address| format!(" · {} {address}", words.from_address));
    let reason = (!event.reason.is_empty()).then(|| view! { <p>{event.reason}</p> });
    view! {
        <li id=format!("event-{}", event.seq)>
            <div class="stack stack-s">
                <p><strong>{what}</strong></p>
                {reason}
                <p class="sub"><Ago at=event.at/>{who}{from}</p>
                <MailServerAnswer answer=event.answer label=words.server_answer/>
            </div>
        </li>
    }
}
