//! The state of the email queue, as pages show it.

use crate::domain::{DeliveryState, Timestamp};
use crate::locale;
use crate::server::outbox::Late;
use crate::server::request_context::RequestContext;
use crate::server::store::outbox::Pause;
use std::time::Duration;

/// How the queue is.
#[derive(Clone, Debug)]
pub enum Queue {
    /// Mails are being sent.
    Running {
        /// In what way mails are late, if they are.
        late: Option<Late>,
    },
    /// An admin has paused it.
    Paused {
        /// When it began.
        since: Timestamp,
    },
    /// The mail server refuses us.
    Refused {
        /// When it began.
        since: Timestamp,
        /// The step it refused, in plain words.
        reason: String,
        /// What to do about it.
        hint: &'static str,
        /// The mail server's words.
        answer: String,
        /// When one mail is tried again.
        next_probe: Timestamp,
    },
}

/// The status of the queue: whether it is paused, and in what way mails are late.
pub fn queue(request_context: &RequestContext, pause: Option<Pause>, late: Option<Late>) -> Queue {
    match pause {
        Some(pause) if pause.by_operator => Queue::Paused { since: pause.since },
        Some(pause) => Queue::Refused {
            since: pause.since,
            reason: locale::delivery_reason(request_context.locale, DeliveryState::Waiting, &pause.step, &pause.answer),
            hint: locale::delivery_hint(request_context.locale, &pause.step, &pause.answer),
            answer: pause.answer,
            next_probe: pause.next_probe,
        },
        None => Queue::Running { late },
    }
}

/// How fast mails may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// So many in a minute.
    PerMinute(u128),
    /// So many in an hour.
    PerHour(u128),
}

impl Pace {
    /// The pace of one mail in each `interval`.
    pub fn of(interval: Duration) -> Self {
        let rounded = |span: Duration| (span.as_nanos() + interval.as_nanos() / 2) / interval.as_nanos().max(1);
        let (minute, hour) = (Duration::from_secs(60), Duration::from_secs(60 * 60));
        let is_whole = (rounded(minute) * interval.as_nanos()).abs_diff(minute.as_nanos()) < interval.as_nanos() / 100;
        if is_whole { Self::PerMinute(rounded(minute)) } else { Self::PerHour(rounded(hour)) }
    }
}
