//! `/admin/users/import`: where a file of people is chosen, and the newest imports.

use super::texts::UploadTexts;
use crate::domain::import::{FileProblem, ImportState};
use crate::locale::import::{file_problem, rows_at_most};
use crate::ui::components::{Ago, Badge, Done, Frame, Icon, NavItem, page, submitted};
use crate::ui::pages::admin::imports::import::actions::{Import, list_recent_imports};
use crate::ui::pages::admin::imports::import::texts::{ImportTexts, texts};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// Asks for a file; says what it has to look like before, and why it was refused after.
#[component]
pub fn ImportsPage() -> impl IntoView {
    when_loaded(list_recent_imports(), show)
}

fn show(recent: Vec<Import>) -> impl IntoView {
    let (context, all) = page();
    let texts = texts(context.locale);
    let upload = texts.upload;
    let refused = submitted().file.map(|problem: FileProblem| file_problem(context.locale, &problem));
    let discarded = context.notice.as_deref() == Some("discarded");
    view! {
        <Frame title=upload.title nav=NavItem::Users>
            {refused.clone().map(|reason| view! {
                <div class="error-summary" role="alert" tabindex="-1" autofocus>
                    <Icon name="alert"/>
                    <h2>{all.form.problem}</h2>
                    <ul><li><a href="#file">{reason}</a></li></ul>
                </div>
            })}
            {discarded.then(|| view! { <Done>{upload.discarded}</Done> })}
            <h1>{upload.title}</h1>
            <p class="lede">{upload.lede}</p>
            <div class="beside">
                <form class="form" method="post" action="/admin/users/import" enctype="multipart/form-data" novalidate>
                    <FileField texts=upload refused=refused/>
                    <div class="actions">
                        <button class="button">
                            <Icon name="check"/><span data-busy=upload.submitting>{upload.submit}</span>
                        </button>
                        <a class="button button-secondary" href="/admin/users/import/template.csv" download>
                            <Icon name="file"/>{upload.template}
                        </a>
                    </div>
                </form>
                <aside class="frame stack" aria-labelledby="shape">
                    <h2 id="shape">{upload.shape}</h2>
                    <ol class="steps">{upload.shape_steps.map(|step| view! { <li><p>{step}</p></li> })}</ol>
                    <details class="more">
                        <summary>{upload.excel}</summary>
                        <div><ul>{upload.excel_hints.map(|hint| view! { <li>{hint}</li> })}</ul></div>
                    </details>
                </aside>
            </div>
            <section class="stack" aria-labelledby="recent">
                <h2 id="recent">{upload.recent}</h2>
                <Recent imports=recent texts=texts/>
            </section>
        </Frame>
    }
}

#[component]
fn FileField(
    /// The texts.
    texts: &'static UploadTexts,
    /// Why the last file was refused.
    refused: Option<String>,
) -> impl IntoView {
    let (context, all) = page();
    let is_refused = refused.is_some();
    let limits = context.import_limits;
    let hint = (texts.file_hint)(limits.mebibytes(), &rows_at_most(context.locale, limits));
    view! {
        <div class="field">
            <label for="file">{texts.file}</label>
            <p class="hint" id="file-hint">{hint}</p>
            {refused.map(|reason| view! {
                <p class="error" id="file-error">
                    <Icon name="alert"/>
                    <span><span class="visually-hidden">{all.form.error}</span>{reason}</span>
                </p>
            })}
            <input
                id="file"
                name="file"
                type="file"
                accept=".csv,.tsv,.txt,.xlsx,.ods,.xls,.html,.htm,text/csv,text/plain,text/tab-separated-values"
                required
                aria-describedby=if is_refused { "file-hint file-error" } else { "file-hint" }
                aria-invalid=is_refused.then_some("true")
            />
        </div>
    }
}

#[component]
fn Recent(
    /// The newest imports.
    imports: Vec<Import>,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    if imports.is_empty() {
        return view! {
            <div class="frame empty">
                <Icon name="file"/>
                <h3>{texts.upload.none}</h3>
                <p>{texts.upload.none_hint}</p>
            </div>
        }
        .into_any();
    }
    let rows = imports.into_iter().map(|import| {
        view! {
            <li>
                <span>
                    <a href=format!("/admin/imports/{}", import.id)>{import.file_name}</a>
                    <span class="sub"><Ago at=import.created_at/>" · "{(texts.rows)(import.total)}</span>
                </span>
                <ImportBadge state=import.state texts=texts/>
            </li>
        }
    });
    view! { <ul class="frame rows">{rows.collect_view()}</ul> }.into_any()
}

/// The state of an import, as an icon and a word.
#[component]
pub fn ImportBadge(
    /// Its state.
    state: ImportState,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let (tone, icon) = match state {
        ImportState::Preview => ("wait", "eye"),
        ImportState::Running => ("wait", "refresh"),
        ImportState::Paused => ("warn", "pause"),
        ImportState::Cancelled => ("off", "x"),
        ImportState::Done => ("ok", "check"),
    };
    view! { <Badge tone=tone icon=icon word=(texts.state)(state)/> }
}
