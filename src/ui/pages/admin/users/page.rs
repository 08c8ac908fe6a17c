//! `/admin/users`: everybody, and how their mail stands.

use super::action_results::ActionResults;
use super::actions::{UserList, UserListAddress, find_user, list_people};
use super::filters::Filters;
use super::table::Found;
use super::texts::texts;
use crate::error::AppError;
use crate::ui::address::query;
use crate::ui::components::{Counters, Done, ErrorSummary, Frame, Icon, Place, page};
use crate::ui::when_known::when_known;
use leptos::prelude::*;

/// What the page shows.
struct UsersQuery {
    list: UserList,
    /// Whom the notice is about: id, name, address.
    about: Option<(String, String, String)>,
}

/// The list, newest first unless the address says otherwise; what has just
/// been done.
#[component]
pub fn UsersPage() -> impl IntoView {
    let address = UserListAddress::read(query);
    let about = query("user");
    when_known(look(address, about), show)
}

async fn look(address: UserListAddress, about: Option<String>) -> Result<UsersQuery, AppError> {
    let list = list_people(address).await?;
    let about = match about {
        Some(id) => find_user(&id).await?.map(|(name, email)| (id, name, email)),
        None => None,
    };
    Ok(UsersQuery { list, about })
}

fn show(UsersQuery { list, about }: UsersQuery) -> impl IntoView {
    let people = texts(page().0.locale);
    view! {
        <Frame title=people.title place=Place::Users>
            <ErrorSummary/>
            <News about=about/>
            <ActionResults/>
            <div class="page-head">
                <h1>{people.title}</h1>
                <div class="actions">
                    <a class="button button-secondary" href="/admin/users/import">{people.import}</a>
                    <a class="button" href="/admin/users/new"><Icon name="plus"/>{people.new_user}</a>
                </div>
            </div>
            <Counters counts=&list.counts shown=Some(list.address.status)/>
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
    let (context, _) = page();
    let people = texts(context.locale);
    let (before, after) = match context.notice.as_deref()? {
        "confirmed" => return Some(view! { <Done>{people.confirmed}</Done> }.into_any()),
        "set-up" => return Some(view! { <Done>{people.set_up}</Done> }.into_any()),
        "created" => (people.created_before, people.created_after),
        "sent-again" => (people.sent_again_before, people.sent_again_after),
        _ => return None,
    };
    let (id, name, email) = about?;
    let name = view! { <a href=format!("/admin/users/{id}")>{name}</a> };
    Some(view! { <Done>{before}{name}{after(&email)}</Done> }.into_any())
}
