//! The open sessions of a person.

use crate::domain::UserId;
use crate::ui::components::{Ago, Badge, page};
use crate::ui::pages::account::sessions::browser_name;
use crate::ui::pages::admin::users::user::actions::OpenSession;
use crate::ui::pages::admin::users::user::texts as words;
use leptos::prelude::*;

/// The open sessions, each with what ends it. The reader's own ends by signing out.
#[component]
pub fn Sessions(
    /// The person's id.
    id: UserId,
    /// All of them, the latest used first.
    sessions: Vec<OpenSession>,
) -> impl IntoView {
    let (context, texts) = page();
    let words = words::texts(context.locale);
    let is_empty = sessions.is_empty();
    let rows = sessions.into_iter().map(|session| {
        let name = browser_name(texts.account, &session.agent);
        let from = Some(session.address).filter(|address| !address.is_empty());
        let end = (!session.is_own).then(|| {
            view! {
                <form method="post" action="/admin/users/end-session">
                    <input type="hidden" name="user" value=id.to_string()/>
                    <input type="hidden" name="session" value=session.handle/>
                    <button class="button button-secondary button-small">
                        {words.end_session}" "<span class="visually-hidden">{name.clone()}</span>
                    </button>
                </form>
            }
        });
        view! {
            <li>
                <div>
                    <strong>{name}</strong>
                    {session.is_own.then(|| view! { " "<Badge tone="ok" icon="check" word=texts.account.this_session/> })}
                    <span class="sub">
                        {from.map(|address| format!("{address} · "))}{texts.account.last_seen}" "<Ago at=session.last_seen_at/>
                    </span>
                </div>
                {end}
            </li>
        }
    });
    view! {
        <section class="stack stack-s" aria-labelledby="sessions">
            <h2 id="sessions">{words.sessions}</h2>
            {if is_empty {
                view! { <p class="muted">{words.no_sessions}</p> }.into_any()
            } else {
                view! { <ul class="rows frame">{rows.collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}
