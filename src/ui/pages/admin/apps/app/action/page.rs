//! `/admin/apps/act`: asks before an app is deleted, or its secrets change. With a script the question is asked in
//! a dialog of the app's page.

use super::texts::{AppQuestionKind, texts};
use crate::domain::{AppAction, AppKind};
use crate::error::AppError;
use crate::server::store::apps::AppSecret;
use crate::ui::address::query;
use crate::ui::components::password::is_password_due;
use crate::ui::components::{ConfirmPassword, NavItem, QuestionFrame, page, submitted};
use crate::ui::pages::admin::apps::actions::{AppView, find_app};
use crate::ui::pages::admin::apps::page::words;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// What is asked.
struct AppQuestion {
    action: AppQuestionKind,
    /// The action as the form sends it.
    sent: String,
    view: AppView,
}

/// The question; or, after a refusal, the question again.
#[component]
pub fn AppActionPage() -> impl IntoView {
    let form = submitted();
    let given = |name: &str| form.hidden(name).map(str::to_owned).or_else(|| query(name)).unwrap_or_default();
    let (id, sent) = (given("app"), given("act"));
    when_loaded(async move { app_question(&id, sent).await }, show)
}

async fn app_question(id: &str, sent: String) -> Result<AppQuestion, AppError> {
    let view = find_app(id).await?;
    let is_confidential = view.app.details.kind == AppKind::Confidential;
    let action = match AppAction::parse(&sent) {
        Some(AppAction::Delete) => AppQuestionKind::Delete,
        Some(AppAction::Rotate) if is_confidential => {
            AppQuestionKind::Rotate { working: i64::try_from(open(&view.secrets).count()).unwrap_or(i64::MAX) }
        }
        Some(AppAction::EndSecret(id)) if open(&view.secrets).skip(1).any(|secret| secret.id == id) => {
            AppQuestionKind::EndSecret
        }
        _ => return Err(AppError::NotFound),
    };
    Ok(AppQuestion { action, sent, view })
}

fn open(secrets: &[AppSecret]) -> impl Iterator<Item = &AppSecret> {
    secrets.iter().filter(|secret| secret.ended_at.is_none())
}

fn show(AppQuestion { action, sent, view }: AppQuestion) -> impl IntoView {
    let texts = texts(page().0.locale);
    let title = (texts.title)(action, view.app.details.name.as_str());
    let newest = open(&view.secrets).next().map(|secret| secret.id.to_string());
    // After a refusal it is still the same question.
    let beside = submitted().hidden("beside").map(str::to_owned).or(newest);
    let beside = beside.filter(|_| matches!(action, AppQuestionKind::Rotate { .. }));
    let class = if action.is_dangerous() { "button button-danger" } else { "button" };
    let for_good = Some((texts.for_good)(action)).filter(|text| !text.is_empty());
    let id = view.app.id.to_string();
    view! {
        <QuestionFrame title=title.clone() nav=NavItem::Apps takes_focus=action.is_dangerous() && !is_password_due()>
            <p>{(texts.effect)(action)}</p>
            {for_good.map(|for_good| view! { <p><strong>{for_good}</strong></p> })}
            <form class="form" method="post" action="/admin/apps/act" novalidate>
                <input type="hidden" name="app" value=id.clone()/>
                // Sent again by a reload, the form adds no further secret.
                {beside.map(|beside| view! { <input type="hidden" name="beside" value=beside/> })}
                <input type="hidden" name="act" value=sent/>
                <ConfirmPassword/>
                <div class="actions">
                    <button class=class>{title}</button>
                    <a class="button button-quiet" href=format!("/admin/apps/{id}") data-cancel="">{words().cancel}</a>
                </div>
            </form>
        </QuestionFrame>
    }
}
