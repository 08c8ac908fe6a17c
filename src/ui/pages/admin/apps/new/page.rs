//! `/admin/apps/new`: adds an app.

use crate::ui::components::{ConfirmPassword, ErrorSummary, Frame, NavItem};
use crate::ui::pages::admin::apps::actions::{AppForm, find_app_form};
use crate::ui::pages::admin::apps::form::AppFields;
use crate::ui::pages::admin::apps::page::words;
use crate::ui::response::new_id;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// Asks what it is.
#[component]
pub fn NewAppPage() -> impl IntoView {
    when_loaded(async move { find_app_form(None).await }, show)
}

fn show(form: AppForm) -> impl IntoView {
    let words = words();
    view! {
        <Frame title=words.new_title nav=NavItem::Apps>
            <ErrorSummary/>
            <h1>{words.new_title}</h1>
            <form class="form" method="post" action="/admin/apps/new" novalidate>
                <input type="hidden" name="app" value=new_id()/>
                <AppFields form=form/>
                <ConfirmPassword/>
                <div class="actions">
                    <button class="button"><span data-busy=words.saving>{words.create}</span></button>
                    <a class="button button-quiet" href="/admin/apps">{words.cancel}</a>
                </div>
            </form>
        </Frame>
    }
}
