//! The mails: the state of each, why, and what is left to do.

use super::actions::{MailRow, Outbox, QueueTab};
use super::page::words;
use super::remedy::Remedy;
use super::retry::{RetriedFrom, RetryButton};
use crate::domain::{DeliveryState, Timestamp, UserId};
use crate::locale::{next_try, sent_later};
use crate::server::email::kinds;
use crate::ui::components::moment::{deadline_mark, hour_mark, timed};
use crate::ui::components::{Ago, DeliveryBadge, Icon, MailServerAnswer, page};
use crate::ui::mail_queue::Queue;
use crate::ui::markup::address;
use leptos::prelude::*;

/// A page of mails.
#[component]
pub fn Table<'a>(
    /// What is shown.
    outbox: &'a Outbox,
) -> impl IntoView + use<> {
    let words = words().table;
    let caption = match outbox.tab {
        QueueTab::Open => words.caption_open,
        QueueTab::Failed => words.caption_failed,
        QueueTab::Sent => words.caption_sent,
    };
    let tab = outbox.tab;
    let is_paused = matches!(outbox.queue, Queue::Paused { .. });
    let row = |row: &MailRow| view! { <Row row=row.clone() tab=tab is_paused=is_paused/> };
    let rows = outbox.mails.iter().map(row).collect_view();
    view! {
        <table class="table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.person}</th>
                    <th scope="col">{words.purpose}</th>
                    <th scope="col">{words.state}</th>
                    <th scope="col">{words.attempts}</th>
                    <th scope="col">{words.changed}</th>
                    {(tab == QueueTab::Failed).then(|| view! { <th scope="col">{words.remedy}</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Row(
    /// The mail.
    row: MailRow,
    /// The list it is in.
    tab: QueueTab,
    /// Whether an admin has paused the mails.
    is_paused: bool,
) -> impl IntoView {
    let words = words().table;
    let remedy = row.remedy();
    let can_be_retried = row.can_be_retried(is_paused);
    let MailRow { mail, reason, hint } = row;
    let person = match &mail.user_id {
        Some(id) => {
            view! { <a href=format!("/admin/users/{}", id.as_str())>{mail.display_name.clone()}</a> }.into_any()
        }
        None => view! { <strong>{mail.display_name.clone()}</strong> }.into_any(),
    };
    let retry = can_be_retried.then(|| {
        view! {
            <RetryButton
                mail=mail.id.clone()
                state=mail.state
                is_for_later=mail.send_at.is_some()
                name=Some(mail.display_name.clone())
                from=RetriedFrom::List(tab)
            />
        }
        .into_any()
    });
    let (in_state, in_remedy) = if remedy.is_some() { (None, retry) } else { (retry, None) };
    let user_id = mail.user_id.clone();
    view! {
        <tr id=format!("mail-{}", mail.id)>
            <th scope="row">
                {person}<span class="sub" inner_html=address(&mail.email)></span>
                {user_id.is_none().then(|| view! { <span class="sub">{words.unconfirmed}</span> })}
            </th>
            <td data-label=words.purpose><span>{kinds::name(mail.purpose, page().0.locale)}</span></td>
            <td data-label=words.state>
                <StateCell
                    state=mail.state
                    reason=reason
                    hint=hint
                    answer=mail.last_answer.unwrap_or_default()
                    next_try_at=mail.next_try_at
                    send_at=mail.send_at
                    is_paused=is_paused
                />
                {in_state}
            </td>
            <td data-label=words.attempts><span>{mail.attempts}</span></td>
            <td data-label=words.changed><Ago at=mail.updated_at/></td>
            {remedy.map(|remedy| view! { <RemedyCell remedy=remedy user_id=user_id retry=in_remedy/> })}
        </tr>
    }
}

/// What to do about a mail that failed, and where.
#[component]
fn RemedyCell(
    /// What to do.
    remedy: Remedy,
    /// Whose account it is about, if the person has one.
    user_id: Option<UserId>,
    /// The button that tries it again, where it can be.
    retry: Option<AnyView>,
) -> impl IntoView {
    let words = words().table;
    let user = user_id.filter(|_| remedy != Remedy::Nothing);
    view! {
        <td data-label=words.remedy>
            <span>{(words.remedy_of)(remedy)}</span>
            <div class="actions">
                {retry}
                {user.map(|id| view! { <a href=format!("/admin/users/{id}")>{words.open_person}</a> })}
            </div>
        </td>
    }
}

/// A state in a word, why, and when it goes on.
#[component]
fn StateCell(
    /// The state.
    state: DeliveryState,
    /// Why, in plain words.
    reason: String,
    /// What to do about the mail server.
    hint: &'static str,
    /// The mail server's words.
    answer: String,
    /// When it is tried next.
    next_try_at: Option<Timestamp>,
    /// The time an admin has chosen for it.
    send_at: Option<Timestamp>,
    /// Whether an admin has paused all.
    is_paused: bool,
) -> impl IntoView {
    let locale = page().0.locale;
    let next = next_try_at.filter(|_| state == DeliveryState::Waiting);
    let next = next.map(|at| next_try(locale, &hour_mark(at), is_paused));
    let later = send_at.map(|at| sent_later(locale, &deadline_mark(at)));
    view! {
        <DeliveryBadge state=state/>
        {(!reason.is_empty()).then(|| view! { <span class="sub">{reason}" "{hint}</span> })}
        {later.map(|later| view! { <span class="sub">{timed(&later)}</span> })}
        {next.map(|next| view! { <span class="sub">{timed(&next)}</span> })}
        <MailServerAnswer answer=answer label=words().answer/>
    }
}

/// What an empty list means, and what comes next.
#[component]
pub fn Empty(
    /// Which list.
    tab: QueueTab,
) -> impl IntoView {
    let words = words().table;
    let (icon, heading, hint) = match tab {
        QueueTab::Open => ("check", words.empty_open, words.empty_open_hint),
        QueueTab::Failed => ("check", words.empty_failed, words.empty_failed_hint),
        QueueTab::Sent => ("mail", words.empty_sent, words.empty_sent_hint),
    };
    view! {
        <div class="empty">
            <Icon name=icon/>
            <h2>{heading}</h2>
            <p>{hint}</p>
            {(tab == QueueTab::Open).then(|| view! {
                <a class="button" href="/admin/users/new">{words.empty_open_link}</a>
            })}
        </div>
    }
}

/// The way to more mails, and back to the first.
#[component]
pub fn Pager<'a>(
    /// What is shown.
    outbox: &'a Outbox,
) -> impl IntoView + use<> {
    let words = words().table;
    let here = format!("/admin/mail?show={}", outbox.tab.as_str());
    let next = outbox.next.as_ref().map(|next| format!("{here}&after={next}"));
    (next.is_some() || !outbox.is_first).then(|| {
        view! {
            <nav class="pager" aria-label=words.pages>
                <div class="actions">
                    {(!outbox.is_first).then(|| view! {
                        <a class="button button-secondary" href=here>{words.first_page}</a>
                    })}
                    {next.map(|next| view! {
                        <a class="button button-secondary" rel="next" href=next>{words.next_page}</a>
                    })}
                </div>
            </nav>
        }
    })
}
