//! `/admin/users/import`: where a file of people is chosen, and the newest imports.

use super::texts::UploadTexts;
use crate::domain::import::{FileProblem, ImportState};
use crate::locale::import::{file_problem, rows_at_most};
use crate::ui::components::{Ago, Badge, Done, Frame, Icon, NavItem, page, submitted};
use crate::ui::pages::admin::imports::import::actions::{Import, recent_imports};
use crate::ui::pages::admin::imports::import::texts::{ImportTexts, texts};
use crate::ui::when_known::when_known;
use leptos::prelude::*;

/// Asks for a file; says what it has to look like before, and why it was refused after.
#[component]
pub fn ImportsPage() -> impl IntoView {
    when_known(recent_imports(), show)
}

fn show(recent: Vec<Import>) -> impl IntoView {
    let (context, all) = page();
    let all_said = texts(context.locale);
    let said = all_said.upload;
    let refused = submitted().file.map(|problem: FileProblem| file_problem(context.locale, &problem));
    let discarded = context.notice.as_deref() == Some("discarded");
    view! {
        <Frame title=said.title nav=NavItem::Users>
            {refused.clone().map(|reason| view! {
                <div class="error-summary" role="alert" tabindex="-1" autofocus>
                    <Icon name="alert"/>
                    <h2>{all.form.problem}</h2>
                    <ul><li><a href="#file">{reason}</a></li></ul>
                </div>
            })}
            {discarded.then(|| view! { <Done>{said.discarded}</Done> })}
            <h1>{said.title}</h1>
            <p class="lede">{said.lede}</p>
            <div class="beside">
                <form class="form" method="post" action="/admin/users/import" enctype="multipart/form-data" novalidate>
                    <FileField said=said refused=refused/>
                    <div class="actions">
                        <button class="button">
                            <Icon name="check"/><span data-busy=said.submitting>{said.submit}</span>
                        </button>
                        <a class="button button-secondary" href="/admin/users/import/template.csv" download>
                            <Icon name="file"/>{said.template}
                        </a>
                    </div>
                </form>
                <aside class="frame stack" aria-labelledby="shape">
                    <h2 id="shape">{said.shape}</h2>
                    <ol class="steps">{said.shape_steps.map(|step| view! { <li><p>{step}</p></li> })}</ol>
                    <details class="more">
                        <summary>{said.excel}</summary>
                        <div><ul>{said.excel_hints.map(|hint| view! { <li>{hint}</li> })}</ul></div>
                    </details>
                </aside>
            </div>
            <section class="stack" aria-labelledby="recent">
                <h2 id="recent">{said.recent}</h2>
                <Recent imports=recent said=all_said/>
            </section>
        </Frame>
    }
}

#[component]
fn FileField(
    /// The texts.
    said: &'static UploadTexts,
    /// Why the last file was refused.
    refused: Option<String>,
) -> impl IntoView {
    let (context, all) = page();
    let is_refused = refused.is_some();
    let limits = context.import_limits;
    let hint = (said.file_hint)(limits.mebibytes(), &rows_at_most(context.locale, limits));
    view! {
        <div class="field">
            <label for="file">{said.file}</label>
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
                accept=".csv,.tsv,.txt,.xlsx,.ods,text/csv,text/plain,text/tab-separated-values"
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
    said: &'static ImportTexts,
) -> impl IntoView {
    if imports.is_empty() {
        return view! {
            <div class="frame empty">
                <Icon name="file"/>
                <h3>{said.upload.none}</h3>
                <p>{said.upload.none_hint}</p>
            </div>
        }
        .into_any();
    }
    let rows = imports.into_iter().map(|import| {
        view! {
            <li>
                <span>
                    <a href=format!("/admin/imports/{}", import.id)>{import.file_name}</a>
                    <span class="sub"><Ago at=import.created_at/>" · "{(said.rows)(import.total)}</span>
                </span>
                <ImportBadge state=import.state said=said/>
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
    said: &'static ImportTexts,
) -> impl IntoView {
    let (tone, icon) = match state {
        ImportState::Preview => ("wait", "eye"),
        ImportState::Running => ("wait", "refresh"),
        ImportState::Paused => ("warn", "pause"),
        ImportState::Cancelled => ("off", "x"),
        ImportState::Done => ("ok", "check"),
    };
    view! { <Badge tone=tone icon=icon word=(said.state)(state)/> }
}
