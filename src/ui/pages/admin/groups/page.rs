//! `/admin/groups`: all groups.

use super::actions::list_groups;
use super::texts::{GroupTexts, texts};
use crate::server::store::groups::Group;
use crate::ui::address::flash_value;
use crate::ui::components::{Done, Frame, Icon, NavItem, page};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The groups, by name, and the way to another.
#[component]
pub fn GroupsPage() -> impl IntoView {
    when_loaded(async move { list_groups().await }, show)
}

/// The texts of these pages.
pub(super) fn words() -> &'static GroupTexts {
    texts(page().0.locale)
}

/// What has just been done.
#[component]
pub(super) fn FlashMessage(
    /// The name of whom it has taken out of a group.
    #[prop(optional_no_strip)]
    removed: Option<String>,
) -> impl IntoView {
    let words = words();
    let count = flash_value("done_count").and_then(|count| count.parse().ok()).unwrap_or_default();
    let done = match (page().0.notice.as_deref()?, removed) {
        ("added", _) => (words.added)(count),
        ("removed", Some(name)) => (words.removed_one)(&name),
        ("removed", None) => (words.removed)(count),
        (notice, _) => (words.done)(notice)?.to_owned(),
    };
    Some(view! { <Done>{done}</Done> })
}

fn show(groups: Vec<(Group, i64)>) -> impl IntoView {
    let words = words();
    view! {
        <Frame title=words.title nav=NavItem::Groups>
            <FlashMessage/>
            <div class="page-head">
                <h1>{words.title}</h1>
                <a class="button" href="/admin/groups/new"><Icon name="plus"/>{words.create}</a>
            </div>
            <p class="lede">{words.lede}</p>
            <div class="frame">
                {if groups.is_empty() {
                    view! {
                        <div class="empty">
                            <Icon name="users"/>
                            <h2>{words.empty}</h2>
                            <p>{words.empty_hint}</p>
                        </div>
                    }
                    .into_any()
                } else {
                    view! { <Table groups=groups/> }.into_any()
                }}
            </div>
        </Frame>
    }
}

#[component]
fn Table(
    /// The groups.
    groups: Vec<(Group, i64)>,
) -> impl IntoView {
    let words = words();
    let caption = (words.caption)(i64::try_from(groups.len()).unwrap_or_default());
    let rows = groups.into_iter().map(|(group, count)| {
        view! {
            <tr>
                <th scope="row"><a href=format!("/admin/groups/{}", group.slug)>{group.name.to_string()}</a></th>
                <td data-label=words.slug><code>{group.slug.to_string()}</code></td>
                <td data-label=words.people><span>{(words.count)(count)}</span></td>
            </tr>
        }
    });
    view! {
        <table class="table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.name}</th>
                    <th scope="col">{words.slug}</th>
                    <th scope="col">{words.people}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// The names of groups in a row, each with a link to its page.
pub fn group_links(groups: &[Group]) -> impl IntoView + use<> {
    let links = groups.iter().enumerate().map(|(index, group)| {
        let comma = if index > 0 { ", " } else { "" };
        view! { {comma}<a href=format!("/admin/groups/{}", group.slug)>{group.name.to_string()}</a> }
    });
    links.collect_view()
}
