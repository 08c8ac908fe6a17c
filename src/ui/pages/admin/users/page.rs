//! `/admin/users`: the list of people, with their status and their newest mail.

use super::action_results::{ActionResults, LatestAction, latest_action};
use super::actions::{UserList, find_user, list_people};
use super::address::UserListAddress;
use super::table::found;
use super::texts::texts;
use super::{filters, user};
use crate::domain::UserId;
use crate::error::AppError;
use crate::server::store::users::User;
use crate::ui::address::{flash_value, queries};
use crate::ui::components::{Done, ErrorSummary, Frame, NavItem, page};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// What the page shows.
struct UsersQuery {
    list: UserList,
    /// What has just been done to one person, when they are on the page.
    done: Option<LatestAction>,
    /// Whom the notice is about.
    about: Option<User>,
}

/// The list, newest first unless the address says otherwise; what has just
/// been done.
#[component]
pub fn UsersPage() -> impl IntoView {
    let address = UserListAddress::read(queries);
    let notice = page().0.notice.clone();
    let about = flash_value("user").and_then(|id| UserId::parse(&id));
    when_loaded(load(address, about, latest_action(notice.as_deref())), show)
}

async fn load(
    address: UserListAddress,
    about: Option<UserId>,
    done: Option<LatestAction>,
) -> Result<UsersQuery, AppError> {
    let list = list_people(address).await?;
    let row = |id: &UserId| list.rows.iter().find(|account| account.user.id == *id);
    let done = done.filter(|done| row(&done.id).is_some());
    let about = match about.filter(|_| done.is_none()) {
        None => None,
        Some(id) => match row(&id) {
            Some(account) => Some(account.user.clone()),
            None => find_user(&id).await?,
        },
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
            <FlashMessage about=about/>
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
fn FlashMessage(
    /// Whom it is about.
    about: Option<User>,
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
    let user = about?;
    let name = view! { <a href=format!("/admin/users/{}", user.id)>{user.display_name.to_string()}</a> };
    Some(view! { <Done>{before}{name}{after(user.email.as_str())}</Done> }.into_any())
}
