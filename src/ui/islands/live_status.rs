//! How an account and its newest mail stand, kept up to date while one looks.

#![expect(missing_docs, reason = "the macro makes a struct and gives it no comment")]

use super::{changing_icon, icon};
use crate::domain::{DeliveryState, LiveStatus, UserStatus};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The words around a delivery.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeliveryWords {
    /// In place of a delivery.
    pub none: String,
    /// The button after a failure.
    pub try_again: String,
    /// Opens the question whether to send again.
    pub resend: String,
    /// What sending again does.
    pub send_again_hint: String,
    /// The button that does it.
    pub send_again_submit: String,
    /// Before the mail server's own words.
    pub answer: String,
}

/// The badge that says where an account stands.
#[island]
pub fn LiveState(
    /// How it stood when the page was made.
    status: LiveStatus,
    /// The address of the icons.
    icons: String,
) -> impl IntoView {
    let status = RwSignal::new(status);
    let icons = StoredValue::new(icons);
    #[cfg(feature = "hydrate-admin")]
    events::watch(status, String::new());
    let state = move || status.with(|status| status.state);
    view! {
        <span class=move || account_look(state()).0>
            {changing_icon(icons, move || account_look(state()).1)}
            {move || status.with(|status| status.state_label.clone())}
        </span>
    }
}

/// How the newest mail with a temporary password stands, why, and what to do about it.
#[island]
pub fn LiveDelivery(
    /// How it stood when the page was made.
    status: LiveStatus,
    /// Whose it is, for the announcement.
    display_name: String,
    /// Whether another temporary password can be sent.
    can_send_again: bool,
    /// The words.
    words: DeliveryWords,
    /// The address of the icons.
    icons: String,
) -> impl IntoView {
    let status = RwSignal::new(status);
    #[cfg(feature = "hydrate-admin")]
    events::watch(status, display_name.clone());
    let texts = StoredValue::new((words, icons, display_name));
    let badge = move |state: DeliveryState, label: String| {
        let (class, name) = delivery_look(state);
        view! { <span class=class>{texts.with_value(|(_, icons, _)| icon(icons, name))}{label}</span> }
    };
    let resend = move |user: String, mail: String, repeat: bool| {
        let (label, name, picture) = texts.with_value(|(words, icons, name)| {
            let label = if repeat { &words.try_again } else { &words.send_again_submit };
            (label.clone(), name.clone(), icon(icons, "refresh"))
        });
        view! {
            <form method="post" action="/admin/users/send-again">
                <input type="hidden" name="user" value=user/>
                <input type="hidden" name="mail" value=mail/>
                <button class="button button-secondary button-small">
                    {picture}
                    <span>{label}<span class="visually-hidden">" ("{name}")"</span></span>
                </button>
            </form>
        }
    };
    let ask = move |user: String, mail: String| {
        let (question, hint) = texts.with_value(|(words, _, _)| (words.resend.clone(), words.send_again_hint.clone()));
        view! {
            <details class="why">
                <summary>{question}</summary>
                <div>
                    <p>{hint}</p>
                    {resend(user, mail, false)}
                </div>
            </details>
        }
    };
    move || {
        let status = status.get();
        let (user, mail) = (status.user_id, status.mail_id);
        let Some(state) = status.delivery else {
            let none = texts.with_value(|(words, _, _)| words.none.clone());
            return view! {
                <span class="muted">{none}</span>
                {can_send_again.then(|| ask(user, mail))}
            }
            .into_any();
        };
        let mark = badge(state, status.delivery_label);
        let time = view! {
            <time
                datetime=status.changed_at
                title=status.changed_exact
                tabindex="0"
                data-relative=status.is_relative.then_some("")
            >
                {status.changed_label}
            </time>
        };
        if status.reason.is_empty() {
            let is_over = !matches!(state, DeliveryState::Queued | DeliveryState::Sending);
            return view! {
                {mark}
                <span class="sub">{time}</span>
                {(can_send_again && is_over).then(|| ask(user, mail))}
            }
            .into_any();
        }
        let answer = (!status.answer.is_empty()).then(|| {
            let before = texts.with_value(|(words, _, _)| words.answer.clone());
            view! { <p class="muted">{before}" "<code>{status.answer}</code></p> }
        });
        view! {
            <details class="why" open=matches!(state, DeliveryState::Failed)>
                <summary>{mark}<span class="sub">{time}</span></summary>
                <div>
                    <p>{status.reason}</p>
                    {answer}
                    {can_send_again.then(|| resend(user, mail, true))}
                </div>
            </details>
        }
        .into_any()
    }
}

/// The class and the picture of an account's badge.
pub const fn account_look(state: UserStatus) -> (&'static str, &'static str) {
    match state {
        UserStatus::Pending => ("badge badge-warn", "clock"),
        UserStatus::Waiting => ("badge badge-wait", "clock"),
        UserStatus::Invited => ("badge badge-warn", "mail"),
        UserStatus::Expired => ("badge badge-bad", "clock"),
        UserStatus::Exhausted => ("badge badge-bad", "x"),
        UserStatus::Revoked => ("badge badge-bad", "x"),
        UserStatus::Active => ("badge badge-ok", "check"),
        UserStatus::Disabled => ("badge badge-off", "pause"),
        UserStatus::Deleted => ("badge badge-off", "x"),
    }
}

/// The class and the picture of a mail's badge.
pub const fn delivery_look(state: DeliveryState) -> (&'static str, &'static str) {
    match state {
        DeliveryState::Queued => ("badge badge-wait", "queue"),
        DeliveryState::Sending => ("badge badge-wait", "send"),
        DeliveryState::Waiting => ("badge badge-warn", "clock"),
        DeliveryState::Sent => ("badge badge-ok", "check"),
        DeliveryState::Failed => ("badge badge-bad", "alert"),
        DeliveryState::Obsolete => ("badge badge-off", "x"),
    }
}

/// One connection for all cells of the page.
#[cfg(feature = "hydrate-admin")]
mod events {
    use crate::domain::LiveStatus;
    use leptos::prelude::*;
    use std::cell::RefCell;
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::closure::Closure;
    use web_sys::{EventSource, MessageEvent};

    struct Watched {
        status: RwSignal<LiveStatus>,
        /// Announced by this name; not announced without one.
        name: String,
    }

    thread_local! {
        static WATCHED: RefCell<Vec<Watched>> = const { RefCell::new(Vec::new()) };
    }

    /// Keeps `status` up to date; opens the connection when it is the first.
    pub fn watch(status: RwSignal<LiveStatus>, name: String) {
        let is_first = WATCHED.with_borrow_mut(|watched| {
            watched.push(Watched { status, name });
            watched.len() == 1
        });
        if is_first {
            listen();
        }
    }

    fn listen() {
        let Ok(source) = EventSource::new("/admin/users/live") else { return };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
            let news = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
            if let Some(news) = news {
                WATCHED.with_borrow(|watched| update(watched, &news));
            }
        });
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }

    fn update(watched: &[Watched], news: &LiveStatus) {
        for Watched { status, name } in watched {
            let is_news = status.with_untracked(|old| old.user_id == news.user_id && old != news);
            if is_news {
                status.set(news.clone());
                if !name.is_empty() {
                    announce(name, news);
                }
            }
        }
    }

    /// Says it once, in the page's one polite region.
    fn announce(name: &str, news: &LiveStatus) {
        let Some(region) = document().get_element_by_id("announcement") else { return };
        let mut text = super::super::joined(name, ": ", &news.delivery_label);
        text.push_str(", ");
        text.push_str(&news.state_label);
        region.set_text_content(Some(&text));
    }
}
