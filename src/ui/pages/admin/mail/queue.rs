//! The state of the email queue, with the buttons that pause it, resume it and retry at once.

use super::actions::Outbox;
use super::page::words;
use crate::ui::components::mail_warning::late_sentence;
use crate::ui::components::moment::{hour_mark, moment_mark, timed};
use crate::ui::components::{Badge, Icon, MailServerAnswer};
use crate::ui::mail_queue::{Pace, Queue};
use leptos::prelude::*;

/// The queue in one sentence, and the buttons that stop it, let it go on, and hurry it.
#[component]
pub fn State<'a>(
    /// What is shown.
    outbox: &'a Outbox,
) -> impl IntoView + use<> {
    let words = words();
    let pace = outbox.pace.map(|pace| match pace {
        Pace::PerMinute(mails) => (words.per_minute)(mails),
        Pace::PerHour(mails) => (words.per_hour)(mails),
    });
    let is_paused = matches!(outbox.queue, Queue::Paused { .. });
    let (action, icon, label) = if is_paused {
        ("/admin/mail/resume", "send", words.resume)
    } else {
        ("/admin/mail/pause", "pause", words.pause)
    };
    view! {
        <div class="page-head">
            <div class="stack stack-s">
                {sentence(outbox)}
                {pace.map(|pace| view! { <p class="muted">{pace}</p> })}
            </div>
            <div class="actions">
                <form method="post" action=action>
                    <button class="button button-secondary"><Icon name=icon/>{label}</button>
                </form>
                {(!is_paused).then(|| view! {
                    <form method="post" action="/admin/mail/retry-all">
                        <button class="button button-secondary"><Icon name="refresh"/>{words.retry_all}</button>
                    </form>
                })}
            </div>
        </div>
    }
}

fn sentence(outbox: &Outbox) -> AnyView {
    let words = words();
    match &outbox.queue {
        Queue::Running { late } => {
            let counts = &outbox.counts;
            let sentence = match counts.open() {
                0 => words.all_quiet.to_owned(),
                total => (words.queued_mails)(total, counts.sending, counts.waiting),
            };
            let late = late.map(|late| late_sentence(late, words.warning));
            view! {
                <p><Badge tone="ok" icon="check" word=words.running/>" "{sentence}</p>
                {late.map(|late| view! { <p>{timed(&late)}</p> })}
            }
            .into_any()
        }
        Queue::Paused { since } => view! {
            <p>
                <Badge tone="warn" icon="pause" word=words.paused_badge/>" "
                {timed(&(words.paused)(&moment_mark(*since)))}
            </p>
        }
        .into_any(),
        Queue::Refused { since, reason, hint, answer, next_probe } => view! {
            <p><Badge tone="bad" icon="alert" word=words.refused/>" "{reason.clone()}" "{*hint}</p>
            <p>{timed(&(words.refused_since)(&moment_mark(*since)))}" "{timed(&(words.next_probe)(&hour_mark(*next_probe)))}</p>
            <MailServerAnswer answer=answer.clone() label=words.answer/>
        }
        .into_any(),
    }
}
