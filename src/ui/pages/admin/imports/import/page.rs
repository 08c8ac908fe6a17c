//! `/admin/imports/{id}`: a file before it is confirmed, while it is carried
//! out, and what has become of it.

use super::preview::Preview;
use super::problems::Problems;
use super::report::{Progress, Report};
use super::rows::RowsFilter;
use super::texts::{ImportTexts, texts};
use super::view::{ImportView, find_import};
use crate::domain::import::{ImportAction, ImportId, ImportState};
use crate::error::AppError;
use crate::ui::address::{flash_value, id, query};
use crate::ui::components::moment::{moment_mark, timed};
use crate::ui::components::password::is_password_due;
use crate::ui::components::{Banner, ConfirmPassword, Done, ErrorSummary, Frame, NavItem, Tone, page};
use crate::ui::live_topic::{Topic, version};
use crate::ui::pages::admin::users::import::page::ImportBadge;
use crate::ui::when_loaded::when_loaded;
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
    let filter = query("rows").as_deref().and_then(RowsFilter::parse).unwrap_or_default();
    let from = query("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    when_loaded(load(id, after, filter, from), show)
}

async fn load(id: String, after: i64, filter: RowsFilter, from: i64) -> Result<ImportQuery, AppError> {
    let id = ImportId::parse(&id).ok_or(AppError::NotFound)?;
    let topic = Topic::Import(id.clone());
    // Asked first: what changes meanwhile is shown once more, not missed.
    let version = version(&topic).await?;
    let view = find_import(&id, after, filter, from).await?;
    Ok(ImportQuery { live: (format!("import:{id}"), version), view })
}

fn show(ImportQuery { view, live }: ImportQuery) -> impl IntoView {
    let (context, _) = page();
    let texts = texts(context.locale);
    let title = format!("{} – {}", view.import.file_name, texts.upload.title);
    let by = view.uploaded_by.clone().unwrap_or_else(|| texts.command_line.to_owned());
    let by = (texts.by)(&by, &moment_mark(view.import.created_at));
    let is_preview = view.preview.is_some();
    let moved_on = context.notice.as_deref() == Some("moved-on");
    let done = match context.notice.as_deref() {
        Some("confirmed") => Some(texts.confirmed.to_owned()),
        Some("restored") => Some(texts.deleted.restored.to_owned()),
        Some("some-restored") => Some(texts.deleted.some_restored.to_owned()),
        Some("groups-made") => flash_value("done_count").and_then(|count| count.parse().ok()).map(texts.groups_made),
        _ => None,
    };
    let done = done.map(|done| view! { <Done>{done}</Done> });
    let body = match view.preview.clone() {
        Some(preview) => view! { <Preview view=view.clone() preview=preview texts=texts/> }.into_any(),
        None => view! { <Carried view=view.clone() texts=texts live=live/> }.into_any(),
    };
    view! {
        <Frame title=title nav=NavItem::Users>
            <ErrorSummary/>
            {moved_on.then(|| view! {
                <Banner tone=Tone::Note icon="clock" heading=(texts.state)(view.import.state)><p>{texts.moved_on}</p></Banner>
            })}
            <div class="page-head">
                <div class="stack stack-s">
                    <h1>{view.import.file_name.clone()}</h1>
                    <p class="muted">{timed(&by)}" · "{(texts.rows)(view.import.total)}</p>
                </div>
                <a class="button button-secondary" href="/admin/users/import">{texts.again}</a>
            </div>
            {done}
            <DeletedPeople view=view.clone() texts=texts/>
            {body}
            // A preview has them before its rows.
            {(!is_preview).then(|| view! { <Problems view=view texts=texts/> })}
        </Frame>
    }
}

/// The live part: the progress, then the report.
#[component]
fn Carried(
    /// The import.
    view: ImportView,
    /// The texts.
    texts: &'static ImportTexts,
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
            {(texts.report.announcement)(percent)}
        </p>
        <section class="stack" id="carried" data-live=topic data-version=version>
            <p><ImportBadge state=view.import.state texts=texts/></p>
            <Progress view=view.clone() texts=texts/>
            <Report view=view texts=texts/>
        </section>
    }
}

/// The deleted people in the file, who get nothing by themselves, and what can be done for all of them.
#[component]
fn DeletedPeople(
    /// The import.
    view: ImportView,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let (words, deleted, id) = (texts.deleted, view.counts.deleted, view.import.id);
    // A preview that makes administrators asks for the password further down, in another form.
    let asks_below = view.import.state == ImportState::Preview && view.import.admins > 0;
    (deleted > 0).then(|| {
        let choice = if asks_below && is_password_due() {
            let path = format!("/admin/confirm-password?next=/admin/imports/{id}");
            view! { <p><a class="button button-secondary" href=path>{words.confirm_first}</a></p> }.into_any()
        } else {
            view! {
                <form class="form" method="post" action="/admin/imports/act">
                    <input type="hidden" name="import" value=id.to_string()/>
                    <ConfirmPassword/>
                    <div class="actions">
                        <button class="button button-secondary" name="act" value=ImportAction::Restore.as_str()>
                            {words.restore}
                        </button>
                        <button class="button button-secondary" name="act" value=ImportAction::RestoreAndSend.as_str()>
                            {words.restore_and_send}
                        </button>
                    </div>
                </form>
            }
            .into_any()
        };
        view! {
            <Banner tone=Tone::Warning icon="user" heading=words.heading>
                <p>{(words.body)(deleted)}</p>
                {choice}
            </Banner>
        }
    })
}

/// A button that does something to the import.
#[component]
pub(super) fn ActionButton(
    /// Which import.
    id: ImportId,
    /// What it does.
    action: ImportAction,
    /// Its words.
    label: &'static str,
    /// Its class.
    class: &'static str,
) -> impl IntoView {
    view! {
        <form method="post" action="/admin/imports/act">
            <input type="hidden" name="import" value=id.to_string()/>
            <button class=class name="act" value=action.as_str()>{label}</button>
        </form>
    }
}
