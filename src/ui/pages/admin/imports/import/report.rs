//! The progress of an import, and its result.

use super::page::ActionButton;
use super::texts::ImportTexts;
use super::view::ImportView;
use crate::domain::DeliveryState;
use crate::domain::import::{ImportAction, ImportState};
use crate::locale::number::number;
use crate::ui::components::moment::{deadline_mark, timed};
use crate::ui::components::{Banner, Tone, page};
use crate::ui::pages::admin::users::slips::texts as slips_texts;
use leptos::prelude::*;

/// How far it has come, and what can be done about it; or why it ended early.
#[component]
pub fn Progress(
    /// The import.
    view: ImportView,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let texts = texts.report;
    let (import, left) = (view.import, view.counts.ready);
    let (id, done) = (import.id, import.planned - left);
    let secondary = "button button-secondary";
    let notice = match import.state {
        ImportState::Paused => Some((Tone::Note, texts.paused, texts.paused_body.to_owned())),
        ImportState::Cancelled if import.lost_right => {
            Some((Tone::Warning, texts.cancelled, (texts.no_longer_admin)(left)))
        }
        ImportState::Cancelled => Some((Tone::Note, texts.cancelled, (texts.cancelled_body)(left))),
        _ => None,
    };
    let notice = notice.map(|(tone, heading, body)| {
        view! { <Banner tone=tone icon="pause" heading=heading><p>{body}</p></Banner> }
    });
    let toggle = match import.state {
        ImportState::Running => Some((ImportAction::Pause, texts.pause, secondary)),
        ImportState::Paused => Some((ImportAction::Resume, texts.resume, "button")),
        _ => None,
    };
    let buttons = toggle.map(|(action, label, class)| {
        view! {
            <div class="stack stack-s">
                <p>
                    <progress max=import.planned value=done aria-label=texts.progress_label></progress>
                    <strong>{(texts.progress)(done, import.planned)}</strong>
                </p>
                <p class="muted">{texts.leave}</p>
                <div class="actions">
                    <ActionButton id=id.clone() action=action label=label class=class/>
                    <ActionButton id=id action=ImportAction::Cancel label=texts.cancel class="button button-danger"/>
                </div>
                <p class="hint">{texts.cancel_hint}</p>
            </div>
        }
    });
    view! { {notice} {buttons} }
}

/// What was created, apart from what was delivered.
#[component]
pub fn Report(
    /// The import.
    view: ImportView,
    /// The texts.
    texts: &'static ImportTexts,
) -> impl IntoView {
    let texts = texts.report;
    let (counts, import) = (view.counts, view.import.id);
    let context = page().0;
    let later = view.import.send_at.filter(|at| *at > context.now);
    let later = later.map(|at| view! { <p><strong>{timed(&(texts.mails_later)(&deadline_mark(at)))}</strong></p> });
    let rejected = counts.wrong + counts.refused;
    let has_failed = view.mails.iter().any(|(state, _)| *state == Some(DeliveryState::Failed));
    let mut mails: Vec<(&'static str, i64)> = Vec::new();
    for (state, count) in view.mails {
        let name = (texts.mail)(state);
        match mails.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += count,
            None => mails.push((name, count)),
        }
    }
    mails.sort_unstable();
    let fact = |(name, count): (&'static str, i64)| view! { <dt>{name}</dt><dd>{number(context.locale, count)}</dd> };
    let accounts = [
        (texts.created, counts.created),
        (texts.skipped, counts.known + counts.deleted),
        (texts.rejected, rejected),
        (texts.left, counts.ready),
    ];
    view! {
        <h2>{texts.title}</h2>
        <div class="pair">
            <section class="frame stack stack-s" aria-labelledby="accounts">
                <h3 id="accounts">{texts.accounts}</h3>
                <dl class="facts">{accounts.map(fact)}</dl>
            </section>
            <section class="frame stack stack-s" aria-labelledby="mails">
                <h3 id="mails">{texts.mails}</h3>
                <p class="hint">{texts.mails_hint}</p>
                {later}
                <dl class="facts">{mails.into_iter().map(fact).collect_view()}</dl>
            </section>
        </div>
        <div class="actions">
            <a class="button button-secondary" href="/admin/users">{texts.people}</a>
            {(context.allow_handover && counts.created > 0).then(|| view! {
                <a class="button button-secondary" href=format!("/admin/users/slips?import={import}")>
                    {slips_texts::texts(context.locale).label}
                </a>
            })}
            {has_failed.then(|| view! { <a class="button button-secondary" href="/admin/users?status=failed">{texts.to_mails}</a> })}
        </div>
    }
}
