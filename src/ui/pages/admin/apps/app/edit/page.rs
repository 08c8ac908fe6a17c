//! `/admin/apps/{id}/edit`: changes what an app says.

use crate::error::{AppError, Field};
use crate::server::apps::typed::TypedApp;
use crate::ui::address::id;
use crate::ui::components::{ConfirmPassword, ErrorSummary, Frame, NavItem, submitted};
use crate::ui::pages::admin::apps::actions::{AppForm, app_form};
use crate::ui::pages::admin::apps::form::AppFields;
use crate::ui::pages::admin::apps::page::words;
use crate::ui::pages::admin::apps::shown::typed_since;
use crate::ui::when_known::when_known;
use leptos::prelude::*;

/// The form, filled in.
#[component]
pub fn EditAppPage() -> impl IntoView {
    let id = id();
    when_known(async move { app_form(Some(id)).await }, show)
}

fn show(form: AppForm) -> impl IntoView {
    let words = words();
    let id = form.id.as_ref().map(ToString::to_string).unwrap_or_default();
    let title = (words.edit_title)(&form.typed.name);
    let shown = given(&form);
    view! {
        <Frame title=title.clone() nav=NavItem::Apps>
            <ErrorSummary/>
            <h1>{title}</h1>
            <form class="form" method="post" action="/admin/apps/edit" novalidate>
                <input type="hidden" name="app" value=id.clone()/>
                <input type="hidden" name="shown" value=shown/>
                <AppFields form=form/>
                <ConfirmPassword/>
                <div class="actions">
                    <button class="button"><span data-busy=words.saving>{words.save}</span></button>
                    <a class="button button-quiet" href=format!("/admin/apps/{id}")>{words.cancel}</a>
                </div>
            </form>
        </Frame>
    }
}

/// What the form goes by. After a refusal that is what it showed at first; where something was changed elsewhere, the
/// form shows that and goes by it, but for what was typed.
fn given(form: &AppForm) -> String {
    let submitted = submitted();
    let sent = submitted.hidden("shown").map(str::to_owned);
    let old: Option<TypedApp> = sent.as_deref().and_then(|sent| serde_json::from_str(sent).ok());
    let now = serde_json::to_string(&form.typed).unwrap_or_default();
    match (old, &submitted.error) {
        (Some(old), Some(AppError::ChangedMeanwhile(_))) => {
            let typed = |field| submitted.given(field).map(str::to_owned);
            let (untouched, groups) = typed_since(&old, &form.typed, typed);
            provide_context(submitted.without(&untouched).with(Field::Groups, groups));
            now
        }
        (Some(_), _) => sent.unwrap_or(now),
        _ => now,
    }
}
