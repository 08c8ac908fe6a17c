//! `/admin/users/{id}`: one account, what comes next, and what happened so far.

use super::action_menu::ActionMenu;
use super::actions::{UserDetail, find_user_detail};
use super::history::Timeline;
use super::next::Next;
use super::note::section::Note;
use super::sessions::list::Sessions;
use super::texts as words;
use super::texts::timeline::actor;
use crate::domain::{AdminAction, UserStatus};
use crate::locale::role;
use crate::locale::status::{broken_columns, broken_record};
use crate::ui::address::{id, query};
use crate::ui::components::footer::own_name;
use crate::ui::components::moment::{deadline_mark, hour_mark, moment_mark, timed};
use crate::ui::components::{CopyButton, Done, ErrorSummary, Frame, Icon, Moment, NavItem, StatusBadge, page};
use crate::ui::pages::admin::groups::page::group_links;
use crate::ui::pages::admin::groups::texts as group_texts;
use crate::ui::pages::admin::mail::remedy::Remedy;
use crate::ui::pages::admin::mail::texts as mail;
use crate::ui::pages::admin::users::texts as people;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The account; what is done to it starts here.
#[component]
pub fn UserPage() -> impl IntoView {
    let id = id();
    let before = query("before").and_then(|seq| seq.parse().ok());
    when_loaded(async move { find_user_detail(&id, before).await }, show)
}

fn show(person: UserDetail) -> impl IntoView {
    let (context, _) = page();
    let words = words::texts(context.locale);
    let topic = format!("user:{}", person.id);
    let version = person.version.clone();
    let live = |id: &'static str, part: AnyView| {
        view! { <div class="stack" id=id data-live=topic.clone() data-version=version.clone()>{part}</div> }
    };
    let (title, status) = (person.display_name.clone(), person.status);
    let head = live("person", view! { <Head person=&person/> }.into_any());
    let facts = view! {
        <Facts person=&person/>
        <Sessions id=person.id.clone() sessions=person.sessions/>
    };
    let facts = live("person-facts", facts.into_any());
    let note = view! { <Note id=person.id.clone() note=person.note/> };
    let story = view! { <Timeline id=person.id mails=person.mails events=person.events earlier=person.earlier/> };
    let story = live("person-story", story.into_any());
    view! {
        <Frame title=title.clone() nav=NavItem::Users>
            <ErrorSummary/>
            <FlashMessage name=title status=status/>
            <a class="back" href="/admin/users">"← "{words.back}</a>
            {head}
            <div class="person">
                <div class="stack side">{facts}{note}</div>
                {story}
            </div>
        </Frame>
    }
}

/// What has just been done.
#[component]
fn FlashMessage(
    /// The person's name.
    name: String,
    /// The status of the account.
    status: UserStatus,
) -> impl IntoView {
    let (context, _) = page();
    let words = words::texts(context.locale);
    let message = match context.notice.as_deref()? {
        "retried" => mail::texts(context.locale).done_retried.to_owned(),
        "saved" => words.saved.to_owned(),
        "saved-and-sent" => words.saved_and_sent.to_owned(),
        "created-in-person" => words.created_in_person.to_owned(),
        "noted" => words.note.saved.to_owned(),
        "session-ended" => words.session_ended.to_owned(),
        action => match AdminAction::parse(action)? {
            AdminAction::Unlock if !AdminAction::unlock_helps(status) => (words.unlocked_without_effect)(&name),
            action => (words.done)(action, &name),
        },
    };
    Some(view! { <Done>{message}</Done> })
}

/// Who it is, the status of the account, what comes next, the action that fits it, and the others.
#[component]
fn Head<'a>(
    /// The person.
    person: &'a UserDetail,
) -> impl IntoView + use<> {
    let (context, _) = page();
    let words = words::texts(context.locale);
    let next =
        person.next.iter().map(|next| view! { <p>{timed(&sentence(next, person.can_hand_over))}</p> }).collect_view();
    view! {
        <div class="page-head">
            <div class="stack stack-s">
                <h1>{person.display_name.clone()}</h1>
                <p>
                    {person.email.clone()}" "<CopyButton text=person.email.clone() label=words.copy_email/>" "
                    <StatusBadge status=person.status nothing_sent=person.next.contains(&Next::NothingSent)/>
                </p>
                {(!person.broken.is_empty()).then(|| view! {
                    <p class="error"><Icon name="alert"/>{broken_record(context.locale)}": "{broken_columns(context.locale, &person.broken)}</p>
                })}
            </div>
        </div>
        <div class="frame next">
            <div class="stack stack-s">{next}</div>
            <ActionMenu person=person/>
        </div>
    }
}

/// What comes next, in a sentence.
fn sentence(next: &Next, can_hand_over: bool) -> String {
    let (context, _) = page();
    let (locale, words) = (context.locale, words::texts(context.locale).next);
    let (moment, deadline) = (|at: &_| moment_mark(*at), |at: &_| deadline_mark(*at));
    match next {
        Next::MailLeaves => words.mail_leaves.to_owned(),
        Next::MailPaused => words.mail_paused.to_owned(),
        Next::MailLater(at) => (words.mail_later)(&deadline(at)),
        Next::MailTriedAgain { at, reason } => {
            format!("{reason} {}", crate::locale::next_try(locale, &hour_mark(*at), false))
        }
        // The mail server may have accepted it after all.
        Next::MailFailed { reason, remedy: remedy @ Remedy::AskWhetherItArrived } => {
            format!("{reason} {}", (words.mail_remedy)(*remedy))
        }
        Next::MailFailed { reason, remedy } => {
            format!("{} {reason} {}", words.mail_failed, (words.mail_remedy)(*remedy))
        }
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
    /// The person.
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
    let groups =
        if person.groups.is_empty() { in_groups.none.into_any() } else { group_links(&person.groups).into_any() };
    let creator = person.created_by.clone().map(|who| format!(" {} {}", words.by, actor(locale, who)));
    view! {
        <section class="stack stack-s" aria-labelledby="facts">
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
