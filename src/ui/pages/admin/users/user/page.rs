//! `/admin/users/{id}`: one account, what comes next, and what happened so far.

use super::actions::{Next, UserDetail, Who, person};
use super::history::{Mails, Timeline};
use super::texts as words;
use crate::domain::{AdminAction, UserStatus};
use crate::locale::role;
use crate::locale::status::{broken_columns, broken_record};
use crate::ui::address::{id, query};
use crate::ui::components::footer::own_name;
use crate::ui::components::moment::{deadline_mark, hour_mark, moment_mark, timed};
use crate::ui::components::{Done, Frame, Icon, Moment, Place, StateBadge, page};
use crate::ui::pages::admin::groups::texts as group_texts;
use crate::ui::pages::admin::users::act::texts as action_texts;
use crate::ui::pages::admin::users::texts as people;
use crate::ui::when_known::when_known;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

/// The account; what is done to it starts here.
#[component]
pub fn UserPage() -> impl IntoView {
    let id = id();
    let before = query("before").and_then(|seq| seq.parse().ok());
    when_known(async move { person(&id, before).await }, show)
}

fn show(person: UserDetail) -> impl IntoView {
    let (context, _) = page();
    let words = words::texts(context.locale);
    let topic = format!("user:{}", person.id);
    let version = person.version.clone();
    view! {
        <Frame title=person.display_name.clone() place=Place::Users>
            <News name=person.display_name.clone()/>
            <a class="back" href="/admin/users">"← "{words.back}</a>
            <section
                class="stack"
                id="person"
                {..custom_attribute("data-live", topic)}
                {..custom_attribute("data-version", version)}
            >
                <Head person=&person/>
                <div class="sections">
                    <Facts person=&person/>
                    <Sessions sessions=person.sessions/>
                    <Mails mails=person.mails/>
                    <Timeline id=person.id events=person.events earlier=person.earlier/>
                </div>
            </section>
        </Frame>
    }
}

/// What has just been done.
#[component]
fn News(
    /// To whom.
    name: String,
) -> impl IntoView {
    let (context, _) = page();
    let words = words::texts(context.locale);
    let news = match context.notice.as_deref()? {
        "saved" => words.saved.to_owned(),
        "created-in-person" => words.created_in_person.to_owned(),
        act => (words.done)(AdminAction::parse(act)?, &name),
    };
    Some(view! { <Done>{news}</Done> })
}

/// Who it is, how the account stands, what comes next, and what can be done.
#[component]
fn Head<'a>(
    /// Who.
    person: &'a UserDetail,
) -> impl IntoView + use<> {
    let (context, _) = page();
    let (words, labels) = (words::texts(context.locale), action_texts::texts(context.locale));
    let next =
        person.next.iter().map(|next| view! { <p>{timed(&sentence(next, person.can_hand_over))}</p> }).collect_view();
    let path = format!("/admin/users/{}", person.id);
    let can_be_edited = person.state != UserStatus::Deleted;
    let buttons: Vec<_> = person
        .acts
        .iter()
        .map(|act| {
            let class = if act.is_dangerous() { "button button-danger" } else { "button button-secondary" };
            let href = format!("/admin/users/act?act={}&user={}", act.as_str(), person.id);
            view! { <a class=class href=href data-dialog="">{(labels.label)(*act)}</a> }
        })
        .collect();
    view! {
        <div class="page-head">
            <div class="stack stack-s">
                <h1>{person.display_name.clone()}</h1>
                <p>{person.email.clone()}" "<StateBadge state=person.state/></p>
                {(!person.broken.is_empty()).then(|| view! {
                    <p class="error"><Icon name="alert"/>{broken_record(context.locale)}": "{broken_columns(context.locale, &person.broken)}</p>
                })}
            </div>
            {can_be_edited.then(|| view! {
                <a class="button button-secondary" href=format!("{path}/edit")>{words.edit}</a>
            })}
        </div>
        <div class="frame next">
            <h2><Icon name="clock"/>{words.next}</h2>
            {next}
        </div>
        <div class="actions" role="group" aria-label=words.acts>
            {person.can_hand_over.then(|| view! {
                <a class="button button-secondary" href=format!("{path}/hand-over") data-dialog="">
                    {words.hand_over}
                </a>
            })}
            {buttons}
        </div>
    }
}

/// What comes next, in a sentence.
fn sentence(next: &Next, can_hand_over: bool) -> String {
    let (context, _) = page();
    let (locale, words) = (context.locale, words::texts(context.locale));
    let (moment, deadline) = (|at: &_| moment_mark(*at), |at: &_| deadline_mark(*at));
    match next {
        Next::MailLeaves => words.mail_leaves.to_owned(),
        Next::MailTriedAgain { at, reason } => format!("{reason} {}", crate::locale::next_try(locale, &hour_mark(*at))),
        Next::MailFailed { reason } => format!("{reason} {}", words.mail_failed),
        Next::NothingSent if can_hand_over => words.nothing_sent_in_person.to_owned(),
        Next::NothingSent => words.nothing_sent.to_owned(),
        Next::ValidUntil(at) => (words.valid_until)(&deadline(at)),
        Next::ExpiredAt(at) => (words.expired_at)(&moment(at)),
        Next::Exhausted => words.exhausted.to_owned(),
        Next::Revoked => words.revoked.to_owned(),
        Next::Pending => words.pending.to_owned(),
        Next::InUse => words.in_use.to_owned(),
        Next::Disabled => words.disabled.to_owned(),
        Next::Deleted { at, until } => (words.deleted)(&moment(at), &deadline(until)),
        Next::PasswordBlocked => words.password_blocked.to_owned(),
        Next::LockedUntil(at) => (words.locked_until)(&hour_mark(*at)),
    }
}

/// What the account says.
#[component]
fn Facts<'a>(
    /// Who.
    person: &'a UserDetail,
) -> impl IntoView + use<> {
    let locale = page().0.locale;
    let (words, columns) = (words::texts(locale), people::texts(locale).table);
    let cpf = person.cpf.clone().unwrap_or_else(|| words.no_cpf.to_owned());
    let last_sign_in = match person.last_sign_in_at {
        Some(at) => view! { <Moment at=at/> }.into_any(),
        None => columns.never.into_any(),
    };
    let in_groups = group_texts::texts(locale);
    let groups: Vec<_> = person
        .groups
        .iter()
        .enumerate()
        .map(|(index, (slug, name))| {
            let comma = if index > 0 { ", " } else { "" };
            view! { {comma}<a href=format!("/admin/groups/{slug}")>{name.clone()}</a> }
        })
        .collect();
    let groups = if groups.is_empty() { in_groups.none.into_any() } else { groups.into_any() };
    let creator = person.created_by.clone().map(|who| format!(" {} {}", words.by, name_of(who)));
    view! {
        <section aria-labelledby="facts">
            <h2 id="facts">{words.facts}</h2>
            <dl class="facts">
                <dt>{columns.role}</dt><dd>{role(locale, person.role)}</dd>
                <dt>{words.language}</dt><dd>{own_name(person.locale)}</dd>
                <dt>"CPF"</dt><dd>{cpf}</dd>
                <dt>{in_groups.of_person}</dt><dd>{groups}</dd>
                <dt>{words.created}</dt><dd><Moment at=person.created_at/>{creator}</dd>
                <dt>{columns.last_sign_in}</dt><dd>{last_sign_in}</dd>
            </dl>
        </section>
    }
}

/// Who did something, as part of a sentence.
pub(super) fn name_of(who: Who) -> String {
    let (context, _) = page();
    let words = words::texts(context.locale);
    match who {
        Who::Somebody(name) => name,
        Who::Themselves => words.themselves.to_owned(),
        Who::Gone => words.gone.to_owned(),
        Who::Console => words.console.to_owned(),
        Who::Setup => words.setup.to_owned(),
        Who::Visitor => words.visitor.to_owned(),
        Who::Program => words.program.to_owned(),
    }
}

/// How many sessions are open.
#[component]
fn Sessions(
    /// When each was last used, the latest first.
    sessions: Vec<crate::domain::Timestamp>,
) -> impl IntoView {
    let (context, _) = page();
    let words = words::texts(context.locale);
    let count = sessions.len();
    let said = match sessions.first() {
        Some(at) => view! { <p>{(words.open_sessions)(count)}" "<Moment at=*at/>"."</p> }.into_any(),
        None => view! { <p class="muted">{words.no_sessions}</p> }.into_any(),
    };
    view! {
        <section aria-labelledby="sessions">
            <h2 id="sessions">{words.sessions}</h2>
            {said}
        </section>
    }
}
