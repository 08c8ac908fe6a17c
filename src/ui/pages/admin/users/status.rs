//! How an account and its newest mail stand: in its row, and as it changes.

use super::texts::table::TableTexts;
use super::texts::texts;
use crate::domain::{DeliveryState, Locale, Timestamp};
use crate::locale;
use crate::locale::time::{self, Zone};
use crate::server::store::user_overview::UserOverview;
use crate::ui::components::{account_badge, ago, delivery_badge};
use crate::ui::islands::icon;
use leptos::prelude::*;
use serde_json::json;

/// For whom the cells of a row are made that change while one looks.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    /// In which language.
    pub locale: Locale,
    /// By which clock.
    pub zone: &'a Zone,
    /// When.
    pub now: Timestamp,
    /// The address of the pictures.
    pub icons: &'a str,
}

/// Another text when the cells show something else.
pub fn version(account: &UserOverview) -> String {
    let mail = account.delivery.as_ref();
    format!(
        "{} {} {} {}",
        account.state_word(),
        mail.map(|mail| mail.state.as_str()).unwrap_or_default(),
        mail.map(|mail| mail.updated_at.as_millis()).unwrap_or_default(),
        mail.and_then(|mail| mail.next_try_at).map(Timestamp::as_millis).unwrap_or_default(),
    )
}

impl Cells<'_> {
    /// An account whose row changed, as the JSON of a live event: the two cells of
    /// its row that change, and what is said to those who do not see them.
    pub fn event(self, account: &UserOverview) -> String {
        let (state, delivery) = (self.state(account).to_html(), self.delivery(account).to_html());
        let mail = account.delivery.as_ref().map(|mail| locale::delivery_state(self.locale, mail.state));
        let (mail, label) = (mail.unwrap_or_default(), self.state_label(account));
        let said = format!("{}: {mail}, {label}", account.user.display_name.as_str());
        let cells = json!({ "state": state, "delivery": delivery });
        let (id, version) = (account.user.id.as_str(), version(account));
        json!({ "user": id, "version": version, "cells": cells, "said": said }).to_string()
    }

    /// How the account stands.
    pub fn state(self, account: &UserOverview) -> AnyView {
        account_badge(account.state, self.state_label(account), self.icons).into_any()
    }

    fn state_label(self, account: &UserOverview) -> &'static str {
        match account.user.broken.as_slice() {
            [] => locale::user_status(self.locale, account.state),
            _ => locale::status::broken_record(self.locale),
        }
    }

    /// How the newest mail with a temporary password stands, why, and what to do about it.
    pub fn delivery(self, account: &UserOverview) -> AnyView {
        let Self { locale, zone, now, icons } = self;
        let said = texts(locale).table;
        let can_send_again = account.user.password_hash.is_none() && !account.user.disabled;
        let Some(mail) = &account.delivery else {
            let ask = can_send_again.then(|| ask(account, said, icons));
            return view! { <span class="muted">{said.no_delivery}</span>{ask} }.into_any();
        };
        let mark = delivery_badge(locale, mail.state, icons);
        let time = ago(locale, zone, now, mail.updated_at);
        if !matches!(mail.state, DeliveryState::Waiting | DeliveryState::Failed) {
            let is_over = !matches!(mail.state, DeliveryState::Queued | DeliveryState::Sending);
            let ask = (can_send_again && is_over).then(|| ask(account, said, icons));
            return view! { {mark}<span class="sub">{time}</span>{ask} }.into_any();
        }
        let (step, answer) =
            (mail.step.as_deref().unwrap_or_default(), mail.last_answer.as_deref().unwrap_or_default());
        let mut reason = locale::delivery_reason(locale, mail.state, step, answer);
        if let Some(next) = mail.next_try_at {
            reason.push(' ');
            reason.push_str(&locale::next_try(locale, &time::hour(locale, zone, next)));
        }
        let answer = mail.last_answer.clone().filter(|answer| !answer.is_empty());
        let answer = answer.map(|answer| view! { <p class="muted">{said.answer}" "<code>{answer}</code></p> });
        view! {
            <details class="why" open=mail.state == DeliveryState::Failed>
                <summary>{mark}<span class="sub">{time}</span></summary>
                <div>
                    <p>{reason}</p>
                    {answer}
                    {can_send_again.then(|| resend(account, said.try_again, icons))}
                </div>
            </details>
        }
        .into_any()
    }
}

/// Whether another temporary password is to be sent.
fn ask(account: &UserOverview, said: &TableTexts, icons: &str) -> impl IntoView + use<> {
    view! {
        <details class="why">
            <summary>{said.resend}</summary>
            <div>
                <p>{said.send_again_hint}</p>
                {resend(account, said.send_again_submit, icons)}
            </div>
        </details>
    }
}

/// The form names the newest mail: asked twice, one mail is sent.
fn resend(account: &UserOverview, label: &'static str, icons: &str) -> impl IntoView + use<> {
    let mail = account.delivery.as_ref().map(|mail| mail.id.clone()).unwrap_or_default();
    let name = account.user.display_name.as_str().to_owned();
    view! {
        <form method="post" action="/admin/users/send-again">
            <input type="hidden" name="user" value=account.user.id.as_str().to_owned()/>
            <input type="hidden" name="mail" value=mail/>
            <button class="button button-secondary button-small">
                {icon(icons, "refresh")}
                <span>{label}<span class="visually-hidden">" ("{name}")"</span></span>
            </button>
        </form>
    }
}
