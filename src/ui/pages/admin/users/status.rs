//! How an account and its newest mail stand, in words: in its row, and as it changes.

use crate::domain::{DeliveryState, LiveStatus, Locale, Timestamp};
use crate::locale::{
    self,
    time::{self, Zone},
};
use crate::server::clock;
use crate::server::store::user_overview::UserOverview;

/// An account's status as the JSON of a live event.
pub fn live_status(account: &UserOverview, locale: Locale, zone: &Zone, now: Timestamp) -> Option<String> {
    serde_json::to_string(&status(account, locale, zone, now)).ok()
}

/// How an account and its newest mail stand, in words.
pub(super) fn status(account: &UserOverview, locale: Locale, zone: &Zone, now: Timestamp) -> LiveStatus {
    let delivery = account.delivery.as_ref();
    let changed = delivery.map(|mail| mail.updated_at);
    let state = delivery.map(|delivery| delivery.state);
    let mut reason = String::new();
    let mut answer = String::new();
    if let Some(mail) = delivery.filter(|mail| matches!(mail.state, DeliveryState::Waiting | DeliveryState::Failed)) {
        reason = locale::delivery_reason(locale, mail.state, mail.step.as_deref().unwrap_or_default());
        if let Some(next) = mail.next_try_at {
            reason.push(' ');
            reason.push_str(&locale::next_try(locale, &time::hour(locale, zone, next)));
        }
        answer = mail.last_answer.clone().unwrap_or_default();
    }
    LiveStatus {
        user_id: account.user.id.as_str().to_owned(),
        state: account.state,
        state_label: match account.user.broken.as_slice() {
            [] => locale::user_status(locale, account.state).to_owned(),
            _ => locale::status::broken_record(locale).to_owned(),
        },
        mail_id: delivery.map(|mail| mail.id.clone()).unwrap_or_default(),
        delivery: state,
        delivery_label: state.map(|state| locale::delivery_state(locale, state)).unwrap_or_default().to_owned(),
        changed_at: delivery.map(|mail| clock::rfc3339(mail.updated_at)).unwrap_or_default(),
        changed_label: changed
            .map(|at| time::relative(locale, now, at).unwrap_or_else(|| time::date(locale, zone, at)))
            .unwrap_or_default(),
        changed_exact: changed.map(|at| time::exact(locale, zone, at)).unwrap_or_default(),
        is_relative: changed.is_some_and(|at| time::relative(locale, now, at).is_some()),
        reason,
        answer,
    }
}
