//! What was found: the rows, what can be done with several of them, and the way to more.

use super::actions::{PAGE_LENGTH, UserList, UserTotal};
use super::status::{Cells, version};
use super::texts::texts;
use crate::domain::{AdminAction, SortKey, StatusFilter, UserSort};
use crate::locale::number::number;
use crate::locale::role;
use crate::server::store::user_overview::UserOverview;
use crate::ui::components::{Ago, Icon, page};
use crate::ui::pages::admin::users::act::texts as action_texts;
use leptos::prelude::*;

/// The rows; or why there are none, and what to do next.
#[component]
pub fn Found<'a>(
    /// What was found.
    list: &'a UserList,
) -> impl IntoView + use<> {
    let rows = (!list.rows.is_empty()).then(|| view! { <Together status=list.address.status/><Table list=list/> });
    view! {
        <div class="frame">
            {rows}
            <Nobody list=list/>
        </div>
        {list.is_cut_short.then(|| view! { <p class="muted">{texts(page().0.locale).table.too_broad}</p> })}
        <Pager list=list/>
    }
}

/// Nobody yet, nobody found, nobody in this part: three different things.
#[component]
fn Nobody<'a>(
    /// What was found.
    list: &'a UserList,
) -> impl IntoView + use<> {
    let (context, _) = page();
    let said = texts(context.locale).table;
    let address = &list.address;
    let is_whole = address.q.is_empty() && address.status.is_none() && address.role.is_none();
    if is_whole && list.counts.all <= 1 {
        return Some(
            view! {
                <div class="empty">
                    <Icon name="key"/>
                    <h2>{said.empty}</h2>
                    <p>{said.empty_hint}</p>
                    <a class="button" href="/admin/users/new">{said.empty_submit}</a>
                </div>
            }
            .into_any(),
        );
    }
    if !list.rows.is_empty() {
        return None;
    }
    let is_search = !address.q.is_empty();
    let (heading, hint) = if is_search {
        ((said.not_found)(&address.q), said.not_found_hint)
    } else {
        (said.nobody.to_owned(), said.nobody_hint)
    };
    let is_narrowed = address.status.is_some() || address.role.is_some();
    let clear = is_search.then(|| {
        view! { <a class="button" href=address.without_search()>{said.clear}</a> }
    });
    let show_all = (is_narrowed || !is_search).then(|| {
        view! { <a class="button button-secondary" href="/admin/users">{said.show_all}</a> }
    });
    Some(
        view! {
            <div class="empty">
                <Icon name="users"/>
                <h2>{heading}</h2>
                <p>{hint}</p>
                <div class="actions">{clear}{show_all}</div>
            </div>
        }
        .into_any(),
    )
}

/// What can be done with several people at once. The boxes in the rows belong to this form.
#[component]
fn Together(
    /// The part of the list that is shown.
    status: Option<StatusFilter>,
) -> impl IntoView {
    let locale = page().0.locale;
    let said = texts(locale).table;
    let offered: &[AdminAction] =
        if status == Some(StatusFilter::Pending) { &AdminAction::FOR_WAITING } else { &AdminAction::TOGETHER };
    let acts = offered.iter().copied().map(|act| {
        let class = if matches!(act, AdminAction::Delete | AdminAction::Refuse) {
            "button button-danger button-small"
        } else {
            "button button-secondary button-small"
        };
        view! { <button class=class name="act" value=act.as_str()>{(action_texts::texts(locale).label)(act)}</button> }
    });
    let acts = acts.collect_view();
    view! {
        <form class="together" id="together" method="get" action="/admin/users/act" data-dialog="">
            <label class="mark scripted"><input type="checkbox" data-all="together"/><span>{said.mark_all}</span></label>
            <div class="actions" role="group" aria-labelledby="together-label">
                <span id="together-label">{said.together}</span>
                {acts}
            </div>
        </form>
    }
}

#[component]
fn Table<'a>(
    /// What it shows.
    list: &'a UserList,
) -> impl IntoView + use<> {
    let (context, _) = page();
    let said = texts(context.locale).table;
    let rows = list.rows.iter().map(|account| view! { <Row account=account/> }).collect_view();
    let heading = |key: SortKey, label: &'static str| {
        let sorted = list.address.sort;
        let is_sorted = sorted.key == key;
        let order = if sorted.is_descending() { "descending" } else { "ascending" };
        let to = list.address.sorted(UserSort { key, is_reversed: is_sorted && !sorted.is_reversed });
        view! { <th scope="col" aria-sort=is_sorted.then_some(order)><a href=to>{label}</a></th> }
    };
    view! {
        <table class="table">
            <caption>{caption(list)}</caption>
            <thead>
                <tr>
                    <th scope="col"><span class="visually-hidden">{said.mark}</span></th>
                    {heading(SortKey::Name, said.person)}
                    <th scope="col">{said.role}</th>
                    <th scope="col">{said.state}</th>
                    <th scope="col">{said.delivery}</th>
                    {heading(SortKey::LastSignIn, said.last_sign_in)}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn caption(list: &UserList) -> String {
    let locale = page().0.locale;
    let said = texts(locale).table;
    if list.total == UserTotal::Exactly(1) {
        return said.caption_one.to_owned();
    }
    let first = (list.page - 1) * PAGE_LENGTH + 1;
    let last = first + i64::try_from(list.rows.len()).unwrap_or_default() - 1;
    let number = |count| number(locale, count);
    (said.caption)(&number(first), &number(last), &total(list.total), (said.order)(list.address.sort))
}

fn total(total: UserTotal) -> String {
    let locale = page().0.locale;
    let said = texts(locale).table;
    match total {
        UserTotal::Exactly(total) => number(locale, total),
        UserTotal::MoreThan(total) => (said.more_than)(&number(locale, total)),
    }
}

#[component]
fn Row<'a>(
    /// Who.
    account: &'a UserOverview,
) -> impl IntoView + use<> {
    let (context, _) = page();
    let said = texts(context.locale).table;
    let icons = context.assets.path("icons.svg");
    let cells = Cells { locale: context.locale, zone: &context.time_zone, now: context.now, icons: &icons };
    let id = account.user.id.as_str();
    let name = account.user.display_name.as_str();
    let last_sign_in = match account.last_sign_in_at {
        Some(at) => view! { <Ago at=at/> }.into_any(),
        None => view! { <span class="muted">{said.never}</span> }.into_any(),
    };
    view! {
        <tr id=format!("user-{id}") data-version=version(account)>
            <td class="pick">
                <label class="mark">
                    <input type="checkbox" name="user" value=id.to_owned() form="together" aria-label=(said.mark_one)(name)/>
                </label>
            </td>
            <th scope="row">
                <a href=format!("/admin/users/{id}")>{name.to_owned()}</a>
                <span class="sub">{account.user.email.as_str().to_owned()}</span>
            </th>
            <td data-label=said.role><span>{role(context.locale, account.user.role)}</span></td>
            <td data-label=said.state data-cell="state">{cells.state(account)}</td>
            <td data-label=said.delivery data-cell="delivery">
                {cells.delivery(account)}
            </td>
            <td data-label=said.last_sign_in>{last_sign_in}</td>
        </tr>
    }
}

/// Where one is in a list of several pages, and the list as a file.
#[component]
fn Pager<'a>(
    /// The page.
    list: &'a UserList,
) -> impl IntoView + use<> {
    let (context, _) = page();
    let said = texts(context.locale).table;
    let link = |to: &Option<String>, rel: &'static str, label: &'static str| {
        to.clone().map(|to| view! { <a class="button button-secondary" rel=rel href=to>{label}</a> })
    };
    let number = |count| number(context.locale, count);
    let pages = match list.total {
        UserTotal::Exactly(_) => number(list.pages),
        UserTotal::MoreThan(_) => (said.more_than)(&number(list.pages)),
    };
    let pager = (list.pages > 1).then(|| {
        view! {
            <nav class="pager" aria-label=said.pages>
                <p>{(said.page)(&number(list.page), &pages)}</p>
                <div class="actions">
                    {link(&list.previous, "prev", said.previous)}
                    {link(&list.next, "next", said.next)}
                </div>
            </nav>
        }
    });
    let export = (!list.rows.is_empty()).then(|| {
        view! { <p><a href=list.address.list("/admin/users/export")>{said.export}</a></p> }
    });
    view! { {pager}{export} }
}
