//! `/admin/imports/{id}`: a file before it is confirmed, while it is carried
//! out, and what has become of it.

use super::actions::{ImportView, find_import};
use super::preview::Preview;
use super::problems::Problems;
use super::report::{Progress, Report};
use super::texts::{ImportTexts, texts};
use crate::domain::UserId;
use crate::domain::import::{ImportAction, ImportState};
use crate::error::AppError;
use crate::ui::address::{id, query};
use crate::ui::components::moment::{moment_mark, timed};
use crate::ui::components::{Banner, ErrorSummary, Frame, Place, Tone, page};
use crate::ui::live_topic::{Topic, version};
use crate::ui::pages::admin::users::import::page::StateBadge;
use crate::ui::when_known::when_known;
use leptos::prelude::*;

/// What the page shows.
struct ImportQuery {
    view: ImportView,
    /// Names what changes, and its version.
    live: (String, String),
}

/// One import, at whatever point it is.
#[component]
pub fn ImportPage() -> impl IntoView {
    let id = id();
    let after = query("after").and_then(|after| after.parse().ok()).unwrap_or(0);
    when_known(look(id, after), show)
}

async fn look(id: String, after: i64) -> Result<ImportQuery, AppError> {
    let topic = Topic::Import(UserId::parse(&id).ok_or(AppError::NotFound)?);
    // Asked first: what changes meanwhile is shown once more, not missed.
    let version = version(&topic).await?;
    let view = find_import(&id, after).await?;
    Ok(ImportQuery { live: (format!("import:{id}"), version), view })
}

fn show(ImportQuery { view, live }: ImportQuery) -> impl IntoView {
    let (context, _) = page();
    let said = texts(context.locale);
    let title = format!("{} – {}", view.import.file_name, said.upload.title);
    let by = view.uploaded_by.clone().unwrap_or_else(|| said.console.to_owned());
    let by = (said.by)(&by, &moment_mark(view.import.created_at));
    let is_preview = view.import.state == ImportState::Preview;
    let moved_on = context.notice.as_deref() == Some("moved-on");
    let body = if is_preview {
        view! { <Preview view=view.clone() said=said/> }.into_any()
    } else {
        view! { <Carried view=view.clone() said=said live=live/> }.into_any()
    };
    view! {
        <Frame title=title place=Place::Users>
            <ErrorSummary/>
            {moved_on.then(|| view! {
                <Banner tone=Tone::Note icon="clock" heading=(said.state)(view.import.state)><p>{said.moved_on}</p></Banner>
            })}
            <div class="page-head">
                <div class="stack stack-s">
                    <h1>{view.import.file_name.clone()}</h1>
                    <p class="muted">{timed(&by)}" · "{(said.rows)(view.import.total)}</p>
                </div>
                <a class="button button-secondary" href="/admin/users/import">{said.again}</a>
            </div>
            {body}
            <Problems view=view said=said/>
        </Frame>
    }
}

/// What changes by itself: the progress, then the report.
#[component]
fn Carried(
    /// The import.
    view: ImportView,
    /// The texts.
    said: &'static ImportTexts,
    /// Names what changes, and its version.
    live: (String, String),
) -> impl IntoView {
    let (topic, version) = live;
    let done = view.import.planned - view.counts.ready;
    let percent = match view.import.state {
        ImportState::Done => 100,
        _ => done * 4 / view.import.planned.max(1) * 25 % 100,
    };
    view! {
        <p class="visually-hidden" id="said" role="status" data-live=topic.clone() data-version=version.clone()>
            {(said.report.said)(percent)}
        </p>
        <section class="stack" id="carried" data-live=topic data-version=version>
            <p><StateBadge state=view.import.state said=said/></p>
            <Progress view=view.clone() said=said/>
            <Report view=view said=said/>
        </section>
    }
}

/// A button that does something to the import.
#[component]
pub(super) fn ActButton(
    /// Which import.
    id: String,
    /// What it does.
    act: ImportAction,
    /// Its words.
    label: &'static str,
    /// Its class.
    class: &'static str,
) -> impl IntoView {
    view! {
        <form method="post" action="/admin/imports/act">
            <input type="hidden" name="import" value=id/>
            <button class=class name="act" value=act.as_str()>{label}</button>
        </form>
    }
}
