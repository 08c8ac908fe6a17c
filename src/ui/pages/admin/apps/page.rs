//! `/admin/apps`: all apps.

use super::actions::list_apps;
use super::app::action::texts as actions;
use super::texts::{AppTexts, texts};
use crate::domain::AppAccess;
use crate::server::store::apps::App;
use crate::ui::address::flash_value;
use crate::ui::components::{Done, Frame, Icon, NavItem, page};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The apps, by name, and the way to another.
#[component]
pub fn AppsPage() -> impl IntoView {
    when_loaded(async move { list_apps().await }, show)
}

/// The texts of these pages.
pub(super) fn words() -> &'static AppTexts {
    texts(page().0.locale)
}

/// What has just been done.
#[component]
pub(super) fn FlashMessage() -> impl IntoView {
    let (words, notice) = (words(), page().0.notice.clone()?);
    let done = match flash_value("done").filter(|_| notice == "deleted") {
        Some(name) => (actions::texts(page().0.locale).deleted)(&name),
        None => (words.done)(&notice)?.to_owned(),
    };
    Some(view! { <Done>{done}</Done> })
}

fn show(apps: Vec<App>) -> impl IntoView {
    let words = words();
    view! {
        <Frame title=words.title nav=NavItem::Apps>
            <FlashMessage/>
            <div class="page-head">
                <h1>{words.title}</h1>
                <a class="button" href="/admin/apps/new"><Icon name="plus"/>{words.create}</a>
            </div>
            <p class="lede">{words.lede}</p>
            <div class="frame">
                {if apps.is_empty() {
                    view! {
                        <div class="empty">
                            <Icon name="key"/>
                            <h2>{words.empty}</h2>
                            <p>{words.empty_hint}</p>
                        </div>
                    }
                    .into_any()
                } else {
                    view! { <Table apps=apps/> }.into_any()
                }}
            </div>
        </Frame>
    }
}

#[component]
fn Table(
    /// The apps.
    apps: Vec<App>,
) -> impl IntoView {
    let words = words();
    let caption = (words.caption)(i64::try_from(apps.len()).unwrap_or_default());
    let rows = apps.into_iter().map(|app| {
        let who = match app.details.access {
            AppAccess::Everybody => words.everybody.to_owned(),
            AppAccess::Groups => (words.groups_count)(i64::try_from(app.details.groups.len()).unwrap_or_default()),
        };
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("/admin/apps/{}", app.id)>{app.details.name.to_string()}</a>
                    <span class="sub">{app.details.home_url.as_str().to_owned()}</span>
                </th>
                <td data-label="Client ID"><code>{app.details.client_id.to_string()}</code></td>
                <td data-label=words.access><span>{who}</span></td>
            </tr>
        }
    });
    view! {
        <table class="table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.name}</th>
                    <th scope="col">"Client ID"</th>
                    <th scope="col">{words.access}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
