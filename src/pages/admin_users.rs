//! `/admin/users`: everybody, and how their mail stands.

mod filters;
mod table;

use super::{query, when_known};
use crate::api::people::{PeopleAddress, PeopleList, list_people};
use crate::api::users::{MailTrouble, find_user, mail_trouble};
use crate::components::{ActNews, Banner, Done, ErrorSummary, Frame, Icon, Place, Tone, page};
use crate::error::AppError;
use crate::locale::console::people::texts;
use crate::locale::time;
use filters::{Counters, Filters};
use leptos::prelude::*;
use table::Found;

/// What the page shows.
struct Shown {
    list: PeopleList,
    trouble: Option<MailTrouble>,
    /// Whom the notice is about: id, name, address.
    about: Option<(String, String, String)>,
}

/// The list, newest first unless the address says otherwise; what has just
/// been done; what is wrong with the mail.
#[component]
pub fn UsersPage() -> impl IntoView {
    let address = PeopleAddress::read(query);
    let about = query("user");
    when_known(look(address, about), show)
}

async fn look(address: PeopleAddress, about: Option<String>) -> Result<Shown, AppError> {
    let list = list_people(address).await?;
    let trouble = mail_trouble().await?;
    let about = match about {
        Some(id) => find_user(&id).await?.map(|(name, email)| (id, name, email)),
        None => None,
    };
    Ok(Shown { list, trouble, about })
}

fn show(Shown { list, trouble, about }: Shown) -> impl IntoView {
    let (context, page_texts) = page();
    let (users, people) = (&page_texts.users, texts(context.locale));
    view! {
        <Frame title=users.title place=Place::Users>
            <ErrorSummary/>
            <News about=about/>
            <ActNews/>
            <MailWarning trouble=trouble/>
            <div class="page-head">
                <h1>{users.title}</h1>
                <div class="actions">
                    <a class="button button-secondary" href="/admin/users/import">{people.import}</a>
                    <a class="button" href="/admin/users/new"><Icon name="plus"/>{users.new_user}</a>
                </div>
            </div>
            <Counters list=&list/>
            <Filters address=&list.address/>
            <div class="stack" id="people"><Found list=&list/></div>
            <p class="visually-hidden" id="announcement" role="status"></p>
        </Frame>
    }
}

/// What has just been done, by name.
#[component]
fn News(
    /// Whom it is about.
    about: Option<(String, String, String)>,
) -> impl IntoView {
    let (context, texts) = page();
    let users = &texts.users;
    let (before, after) = match context.notice.as_deref()? {
        "set-up" => return Some(view! { <Done>{users.set_up}</Done> }.into_any()),
        "created" => (users.created_before, users.created_after),
        "sent-again" => (users.sent_again_before, users.sent_again_after),
        _ => return None,
    };
    let (id, name, email) = about?;
    let name = view! { <a href=format!("/admin/users/{id}")>{name}</a> };
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
