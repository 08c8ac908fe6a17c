//! `/admin/groups/new`: makes a group.

use crate::error::Field;
use crate::ui::components::{ErrorSummary, Frame, NavItem, TextField, page};
use crate::ui::pages::admin::groups::texts::texts;
use crate::ui::response::new_id;
use leptos::prelude::*;

/// Asks what it is called.
#[component]
pub fn NewGroupPage() -> impl IntoView {
    let words = texts(page().0.locale);
    view! {
        <Frame title=words.new_title nav=NavItem::Groups>
            <ErrorSummary/>
            <h1>{words.new_title}</h1>
            <form class="form" method="post" action="/admin/groups/new" novalidate>
                <input type="hidden" name="group" value=new_id()/>
                <TextField field=Field::GroupName label=words.name autocomplete="off" first=true/>
                <TextField
                    field=Field::GroupSlug
                    label=words.slug
                    hint=words.slug_hint
                    autocomplete="off"
                    optional=true
                />
                <div class="actions">
                    <button class="button"><span data-busy=words.creating>{words.create}</span></button>
                    <a class="button button-quiet" href="/admin/groups">{words.cancel}</a>
                </div>
            </form>
        </Frame>
    }
}
