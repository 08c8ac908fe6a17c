//! `/admin/apps/{id}/edit`: edits an app.

use crate::ui::address::id;
use crate::ui::changed_meanwhile::shown_again;
use crate::ui::components::{ConfirmPassword, ErrorSummary, Frame, NavItem, submitted};
use crate::ui::pages::admin::apps::actions::{AppForm, find_app_form};
use crate::ui::pages::admin::apps::form::AppFields;
use crate::ui::pages::admin::apps::page::words;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The form, filled in.
#[component]
pub fn EditAppPage() -> impl IntoView {
    let id = id();
    when_loaded(async move { find_app_form(Some(id)).await }, show)
}

fn show(form: AppForm) -> impl IntoView {
    let words = words();
    let id = form.id.as_ref().map(ToString::to_string).unwrap_or_default();
    let title = (words.edit_title)(&form.typed.name);
    let (submitted, shown) = shown_again(submitted(), &form.typed);
    provide_context(submitted);
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
