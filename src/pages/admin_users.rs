//! `/admin/users`: everybody, and how their mail stands.

use super::{query, when_known};
use crate::api::users::{MailTrouble, UserList, UserRow, find_user, list_users, mail_trouble};
use crate::components::{ActNews, Banner, Done, ErrorSummary, Frame, Icon, Moment, Place, Tone, page};
use crate::error::AppError;
use crate::islands::{DeliveryWords, LiveDelivery, LiveState};
use crate::locale::time;
use leptos::prelude::*;

/// What the page shows.
struct Shown {
    list: UserList,
    trouble: Option<MailTrouble>,
    /// Whom the notice is about: id, name, address.
    about: Option<(String, String, String)>,
}

/// The table, newest first; what has just been done; what is wrong with the mail.
#[component]
pub fn UsersPage() -> impl IntoView {
    let number = query("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let about = query("user");
    when_known(look(number, about), show)
}

async fn look(number: i64, about: Option<String>) -> Result<Shown, AppError> {
    let list = list_users(number).await?;
    let trouble = mail_trouble().await?;
    let about = match about {
        Some(id) => find_user(&id).await?.map(|(name, email)| (id, name, email)),
        None => None,
    };
    Ok(Shown { list, trouble, about })
}

fn show(Shown { list, trouble, about }: Shown) -> impl IntoView {
    let (_, texts) = page();
    let users = &texts.users;
    let is_alone = list.total <= 1;
    view! {
        <Frame title=users.title place=Place::Users>
            <ErrorSummary/>
            <News list=&list about=about/>
            <ActNews/>
            <MailWarning trouble=trouble/>
            <div class="page-head">
                <h1>{users.title}</h1>
                <a class="button" href="/admin/users/new"><Icon name="plus"/>{users.new_user}</a>
            </div>
            <div class="frame">
                <Table list=&list/>
                {is_alone.then(|| view! {
                    <div class="empty">
                        <Icon name="key"/>
                        <h2>{users.empty}</h2>
                        <p>{users.empty_hint}</p>
                        <a class="button" href="/admin/users/new">{users.empty_submit}</a>
                    </div>
                })}
            </div>
            <Pager page=list.page pages=list.pages/>
            <p class="visually-hidden" id="announcement" role="status"></p>
        </Frame>
    }
}

/// What has just been done, by name.
#[component]
fn News<'a>(
    /// The rows, to which the name may lead.
    list: &'a UserList,
    /// Whom it is about.
    about: Option<(String, String, String)>,
) -> impl IntoView + use<> {
    let (context, texts) = page();
    let users = &texts.users;
    let (before, after) = match context.notice.as_deref()? {
        "set-up" => return Some(view! { <Done>{users.set_up}</Done> }.into_any()),
        "created" => (users.created_before, users.created_after),
        "sent-again" => (users.sent_again_before, users.sent_again_after),
        _ => return None,
    };
    let (id, name, email) = about?;
    let name = if list.users.iter().any(|user| user.id == id) {
        view! { <a href=format!("#user-{id}")>{name}</a> }.into_any()
    } else {
        view! { <strong>{name}</strong> }.into_any()
    };
    Some(view! { <Done>{before}{name}{after(&email)}</Done> }.into_any())
}

/// What is wrong with the mail, where it matters; nothing when nothing is.
#[component]
pub fn MailWarning(
    /// What is wrong.
    trouble: Option<MailTrouble>,
) -> impl IntoView {
    let (context, texts) = page();
    let users = &texts.users;
    let moment = move |since| time::moment(context.locale, since);
    trouble.map(|trouble| match trouble {
        MailTrouble::Paused { since, reason, answer } => view! {
            <Banner tone=Tone::Warning icon="pause" heading=users.paused>
                <p>{(users.paused_body)(&moment(since), &reason)}</p>
                {(!answer.is_empty()).then(|| view! { <p class="muted">{users.answer}" "<code>{answer}</code></p> })}
            </Banner>
        }
        .into_any(),
        MailTrouble::Late { since } => view! {
            <Banner tone=Tone::Warning icon="clock" heading=users.late>
                <p>{(users.late_body)(&moment(since))}</p>
            </Banner>
        }
        .into_any(),
    })
}

#[component]
fn Table<'a>(
    /// What it shows.
    list: &'a UserList,
) -> impl IntoView + use<> {
    let (_, texts) = page();
    let users = &texts.users;
    let first = (list.page - 1) * crate::api::users::PAGE_LENGTH + 1;
    let last = first + i64::try_from(list.users.len()).unwrap_or_default() - 1;
    let rows = list.users.iter().map(|user| view! { <Row user=user.clone()/> }).collect_view();
    view! {
        <table class="table">
            <caption>{(users.caption)(first, last, list.total)}</caption>
            <thead>
                <tr>
                    <th scope="col">{users.person}</th>
                    <th scope="col">{users.role}</th>
                    <th scope="col">{users.state}</th>
                    <th scope="col">{users.delivery}</th>
                    <th scope="col">{users.last_sign_in}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Row(
    /// Who.
    user: UserRow,
) -> impl IntoView {
    let (context, texts) = page();
    let users = &texts.users;
    let icons = context.assets.path("icons.svg");
    let words = DeliveryWords {
        none: users.no_delivery.to_owned(),
        try_again: users.try_again.to_owned(),
        send_again: users.send_again.to_owned(),
        send_again_hint: users.send_again_hint.to_owned(),
        send_again_submit: users.send_again_submit.to_owned(),
        answer: users.answer.to_owned(),
    };
    let last_sign_in = match user.last_sign_in_at {
        Some(at) => view! { <Moment at=at/> }.into_any(),
        None => view! { <span class="muted">{users.never}</span> }.into_any(),
    };
    view! {
        <tr id=format!("user-{}", user.id)>
            <th scope="row"><strong>{user.display_name.clone()}</strong><span class="sub">{user.email}</span></th>
            <td data-label=users.role><span>{(users.role_name)(user.role)}</span></td>
            <td data-label=users.state><LiveState status=user.status.clone() icons=icons.clone()/></td>
            <td data-label=users.delivery>
                <LiveDelivery
                    status=user.status
                    display_name=user.display_name
                    can_send_again=user.can_send_again
                    words=words
                    icons=icons
                />
            </td>
            <td data-label=users.last_sign_in>{last_sign_in}</td>
        </tr>
    }
}

/// Where one is in a list of several pages.
#[component]
fn Pager(
    /// This page.
    page: i64,
    /// How many there are.
    pages: i64,
) -> impl IntoView {
    let (_, texts) = crate::components::page();
    let users = &texts.users;
    let link = |to: i64, rel: &'static str, label: &'static str| {
        (1..=pages).contains(&to).then(|| {
            view! { <a class="button button-secondary" rel=rel href=format!("/admin/users?page={to}")>{label}</a> }
        })
    };
    (pages > 1).then(|| {
        view! {
            <nav class="pager" aria-label=users.pages>
                <p>{(users.page)(page, pages)}</p>
                <div class="actions">
                    {link(page - 1, "prev", users.previous)}
                    {link(page + 1, "next", users.next)}
                </div>
            </nav>
        }
    })
}
