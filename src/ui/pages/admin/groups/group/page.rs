//! `/admin/groups/{id}`: one group: its members, renaming and deleting it.

use crate::domain::{GroupId, UserId};
use crate::error::Field;
use crate::server::apps::NO_APP;
use crate::server::store::groups::GroupMember;
use crate::ui::address::{flash_value, id, query};
use crate::ui::changed_meanwhile::merge_base;
use crate::ui::components::field::described_by;
use crate::ui::components::user_fields::AppChoice;
use crate::ui::components::{ErrorSummary, Frame, Icon, LabeledField, LinesField, NavItem, problem_of, submitted};
use crate::ui::markup::address;
use crate::ui::pages::admin::groups::actions::{GroupView, find_group};
use crate::ui::pages::admin::groups::page::{FlashMessage, words};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The group whose slug the address has.
#[component]
pub fn GroupPage() -> impl IntoView {
    let slug = id();
    let page = query("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let removed = flash_value("user").and_then(|id| UserId::parse(&id));
    when_loaded(async move { find_group(&slug, page, removed).await }, show)
}

fn show(view: GroupView) -> impl IntoView {
    let words = words();
    let (slug, id) = (view.group.slug.to_string(), view.group.id.clone());
    let name = view.group.name.to_string();
    let (apps, app, removed) = (view.apps.clone(), view.app.clone(), view.removed.clone());
    view! {
        <Frame title=name.clone() nav=NavItem::Groups>
            <ErrorSummary/>
            <FlashMessage removed=removed/>
            <a class="back" href="/admin/groups">"← "{words.back}</a>
            <div class="page-head">
                <div class="stack stack-s">
                    <h1>{name.clone()}</h1>
                    <p class="muted">{words.slug}": "<code>{slug.clone()}</code>". "{words.slug_stays}</p>
                </div>
                // Below up to a hundred people it would not be found.
                <a class="button button-secondary" href="#rename">{words.rename_title}</a>
            </div>
            <div class="sections">
                <AddForm slug=slug.clone()/>
                <section class="stack" aria-labelledby="people">
                    <h2 id="people">{words.people}</h2>
                    <People view=view/>
                </section>
                <AppForm slug=slug.clone() apps=apps app=app/>
                <RenameForm slug=slug.clone() name=name/>
                <DeleteForm slug=slug id=id/>
            </div>
        </Frame>
    }
}

/// Who is in it, one page of them.
#[component]
fn People(
    /// The group.
    view: GroupView,
) -> impl IntoView {
    let words = words();
    if view.count == 0 {
        return view! { <p>{words.nobody}</p><p class="muted">{words.nobody_hint}</p> }.into_any();
    }
    let (page, pages) = (view.page, view.pages());
    let slug = view.group.slug.to_string();
    let caption = (words.count)(view.count);
    let ids: Vec<UserId> = view.members.iter().map(|member| member.id.clone()).collect();
    let rows = view.members.into_iter().enumerate().map(|(index, member)| {
        // The member who takes this position in the list.
        let beside = ids.get(index + 1).or_else(|| ids.get(index.checked_sub(1)?)).cloned();
        view! { <Row slug=slug.clone() page=page beside=beside member=member/> }
    });
    let rows = rows.collect_view();
    let link = |to: i64, rel: &'static str, label: &'static str| {
        let href = format!("/admin/groups/{slug}?page={to}");
        view! { <a class="button button-secondary" rel=rel href=href>{label}</a> }
    };
    let pager = (pages > 1).then(|| {
        view! {
            <nav class="pager" aria-label=words.pages>
                <p>{(words.page)(page, pages)}</p>
                <div class="actions">
                    {(page > 1).then(|| link(page - 1, "prev", words.previous))}
                    {(page < pages).then(|| link(page + 1, "next", words.next))}
                </div>
            </nav>
        }
    });
    view! {
        <p><a href=format!("/admin/users?group={slug}")>{words.in_list}</a></p>
        <div class="frame">
            <table class="table members">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.people}</th>
                        <th scope="col"><span class="visually-hidden">{words.actions}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {pager}
    }
    .into_any()
}

#[component]
fn Row(
    /// Of which group.
    slug: String,
    /// On which page.
    page: i64,
    /// The next one, or else the one before.
    beside: Option<UserId>,
    /// The member.
    member: GroupMember,
) -> impl IntoView {
    let words = words();
    let label = (words.remove_one)(&member.display_name);
    view! {
        <tr id=format!("user-{}", member.id)>
            <th scope="row">
                <a href=format!("/admin/users/{}", member.id)>{member.display_name}</a>
                <span class="sub" inner_html=address(&member.email)></span>
            </th>
            <td>
                <form method="post" action="/admin/groups/act/remove">
                    <input type="hidden" name="group" value=slug/>
                    <input type="hidden" name="member" value=member.id.to_string()/>
                    <input type="hidden" name="page" value=page/>
                    {beside.map(|beside| view! { <input type="hidden" name="beside" value=beside.to_string()/> })}
                    <button class="button button-secondary button-small" aria-label=label>{words.remove}</button>
                </form>
            </td>
        </tr>
    }
}

/// Puts people in, by their addresses.
#[component]
fn AddForm(
    /// Into which group.
    slug: String,
) -> impl IntoView {
    let words = words();
    view! {
        <section class="stack" aria-labelledby="add">
            <h2 id="add">{words.add_title}</h2>
            <form class="form" method="post" action="/admin/groups/act/add" novalidate>
                <input type="hidden" name="group" value=slug/>
                <LinesField field=Field::Members label=words.add_label hint=words.add_hint/>
                <div class="actions"><button class="button"><Icon name="plus"/>{words.add}</button></div>
            </form>
        </section>
    }
}

/// Says which app its people are invited for; nothing where it may use none.
#[component]
fn AppForm(
    /// Which group.
    slug: String,
    /// The apps it may use: their client IDs and names.
    apps: Vec<(String, String)>,
    /// The one chosen before.
    app: Option<String>,
) -> impl IntoView {
    let words = words();
    let shown = merge_base(&submitted(), Field::App, app.clone().unwrap_or_else(|| NO_APP.to_owned()));
    (!apps.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="invited-for">
                <h2 id="invited-for">{words.app_title}</h2>
                <form class="form" method="post" action="/admin/groups/act/app" novalidate>
                    <input type="hidden" name="group" value=slug/>
                    <input type="hidden" name="shown" value=shown/>
                    <AppChoice all=apps hint=words.app_hint initial=app/>
                    <div class="actions"><button class="button button-secondary">{words.app_save}</button></div>
                </form>
            </section>
        }
    })
}

/// Gives it another name.
#[component]
fn RenameForm(
    /// Which group.
    slug: String,
    /// Its name now.
    name: String,
) -> impl IntoView {
    let words = words();
    let shown = merge_base(&submitted(), Field::GroupName, name.clone());
    let value = submitted().given(Field::GroupName).map_or(name, str::to_owned);
    view! {
        <section class="stack" aria-labelledby="rename">
            <h2 id="rename">{words.rename_title}</h2>
            <form class="form" method="post" action="/admin/groups/act/rename" novalidate>
                <input type="hidden" name="group" value=slug/>
                <input type="hidden" name="shown" value=shown/>
                <LabeledField field=Field::GroupName label=words.name>
                    <input
                        id="group_name"
                        name="group_name"
                        type="text"
                        required
                        autocomplete="off"
                        value=value
                        aria-describedby=described_by(Field::GroupName, false)
                        aria-invalid=problem_of(Field::GroupName).map(|_| "true")
                    />
                </LabeledField>
                <div class="actions"><button class="button button-secondary">{words.rename}</button></div>
            </form>
        </section>
    }
}

/// Deletes it.
#[component]
fn DeleteForm(
    /// Which group.
    slug: String,
    /// The same, where another may get its slug.
    id: GroupId,
) -> impl IntoView {
    let words = words();
    view! {
        <section class="stack" aria-labelledby="delete">
            <h2 id="delete">{words.delete_title}</h2>
            <p>{words.delete_hint}</p>
            <details class="sure">
                <summary class="button button-danger">{words.delete}</summary>
                <form method="post" action="/admin/groups/act/delete">
                    <input type="hidden" name="group" value=slug/>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <button class="button button-danger">{words.delete_sure}</button>
                </form>
            </details>
        </section>
    }
}
