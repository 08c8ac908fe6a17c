//! `/admin/users`: the list of people, with their status and their newest mail.

use super::action_results::{ActionResults, LatestAction, latest_action};
use super::actions::{UserList, find_user, list_people};
use super::address::UserListAddress;
use super::table::found;
use super::texts::texts;
use super::{filters, user};
use crate::error::AppError;
use crate::ui::address::{flash_value, queries};
use crate::ui::components::{Done, ErrorSummary, Frame, NavItem, page};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// What the page shows.
struct UsersQuery {
    list: UserList,
    /// What has just been done to one person, when they are on the page.
    done: Option<LatestAction>,
    /// Whom the notice is about: id, name, address.
    about: Option<(String, String, String)>,
}

/// The list, newest first unless the address says otherwise; what has just
/// been done.
#[component]
pub fn UsersPage() -> impl IntoView {
    let address = UserListAddress::read(queries);
    let notice = page().0.notice.clone();
    when_loaded(load(address, flash_value("user"), latest_action(notice.as_deref())), show)
}

async fn load(
    address: UserListAddress,
    about: Option<String>,
    done: Option<LatestAction>,
) -> Result<UsersQuery, AppError> {
    let list = list_people(address).await?;
    let row = |id: &str| list.rows.iter().find(|account| account.user.id.as_str() == id);
    let done = done.filter(|done| row(done.id.as_str()).is_some());
    let about = match about.filter(|_| done.is_none()) {
        None => None,
        Some(id) => match row(&id) {
            Some(account) => {
                Some((account.user.display_name.as_str().to_owned(), account.user.email.as_str().to_owned()))
            }
            None => find_user(&id).await?,
        }
        .map(|(name, email)| (id, name, email)),
    };
    Ok(UsersQuery { list, done, about })
}

fn show(UsersQuery { list, done, about }: UsersQuery) -> impl IntoView {
    let locale = page().0.locale;
    let people = texts(locale);
    let done = done.map(|done| {
        let name = list.rows.iter().find(|account| account.user.id == done.id);
        let name = name.map_or("", |account| account.user.display_name.as_str());
        let done_text = (user::texts::texts(locale).done)(done.action, name);
        (done, done_text)
    });
    let rows = found(&list, done.as_ref().map(|(done, done_text)| (&done.id, done_text.as_str())));
    view! {
        <Frame title=people.title nav=NavItem::Users class="stack list">
            <ErrorSummary/>
            <News about=about/>
            {done.is_none().then(|| view! { <ActionResults/> })}
            <div class="tools" inner_html=filters::tools(locale, &page().0.assets.path("icons.svg"), &list)></div>
            <div class="stack" id="people" inner_html=rows></div>
            <p class="visually-hidden" id="announcement" role="status"></p>
            <template id="keys" inner_html=filters::keys(locale)></template>
        </Frame>
    }
}

/// What has just been done, by name.
#[component]
fn News(
    /// Whom it is about.
    about: Option<(String, String, String)>,
) -> impl IntoView {
    let (context, _) = page();
    let people = texts(context.locale);
    let (before, after) = match context.notice.as_deref()? {
        "confirmed" => return Some(view! { <Done>{people.confirmed}</Done> }.into_any()),
        "set-up" => {
            let test = (!context.dev).then(|| view! { " "<a href="/admin/mail#test">{people.test_mail}</a> });
            return Some(view! { <Done>{people.set_up}{test}</Done> }.into_any());
        }
        "created" => (people.created_before, people.created_after),
        "sent-again" => (people.sent_again_before, people.sent_again_after),
        _ => return None,
    };
    let (id, name, email) = about?;
    let name = view! { <a href=format!("/admin/users/{id}")>{name}</a> };
    Some(view! { <Done>{before}{name}{after(&email)}</Done> }.into_any())
}
