//! `/admin/mail`: what waits, what failed and why, and whether the mail server takes anything at all.

use super::actions::{Outbox, QueueTab, find_outbox};
use super::queue::State;
use super::table::{Empty, Pager, Table};
use super::test_mail::TestMail;
use super::texts::{MailPageTexts, texts};
use crate::ui::address::query;
use crate::ui::admin_warnings::AdminWarnings;
use crate::ui::components::{Done, ErrorSummary, Frame, NavItem, page};
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The queue in one sentence, its mails, and the form of the test mail.
#[component]
pub fn MailPage() -> impl IntoView {
    let tab = query("show").as_deref().and_then(QueueTab::parse).unwrap_or_default();
    let after = query("after");
    when_loaded(async move { find_outbox(tab, after.as_deref()).await }, show)
}

/// The texts of this page.
pub(super) fn words() -> &'static MailPageTexts {
    texts(page().0.locale)
}

fn show(outbox: Outbox) -> impl IntoView {
    let words = words();
    let version = use_context::<AdminWarnings>().and_then(|warnings| warnings.outbox_version);
    view! {
        <Frame title=words.title nav=NavItem::Mail>
            <ErrorSummary/>
            <FlashMessage/>
            <h1>{words.title}</h1>
            <section id="outbox" class="stack" aria-label=words.title data-live="mail" data-version=version>
                <State outbox=&outbox/>
                <QueueTabs outbox=&outbox/>
                {settled(&outbox).map(|settled| view! { <p class="muted">{settled}</p> })}
                <div class="frame">
                    {if outbox.mails.is_empty() {
                        view! { <Empty tab=outbox.tab/> }.into_any()
                    } else {
                        view! { <Table outbox=&outbox/> }.into_any()
                    }}
                </div>
                <Pager outbox=&outbox/>
            </section>
            <hr/>
            <TestMail/>
        </Frame>
    }
}

/// That the list also has mails that failed and need nobody, beside those that the tab counts.
fn settled(outbox: &Outbox) -> Option<String> {
    let failed = outbox.counts.failed;
    let settled = failed.failed - failed.needs_action;
    (outbox.tab == QueueTab::Failed && settled > 0).then(|| (words().table.settled)(failed.needs_action, settled))
}

/// What has just been done.
#[component]
fn FlashMessage() -> impl IntoView {
    let words = words();
    let done = match page().0.notice.as_deref()? {
        "tested" => words.done_tested,
        "tested-before" => words.tested_before,
        "paused" => words.done_paused,
        "resumed" => words.done_resumed,
        "retried" => words.done_retried,
        "retried-all" => words.done_retried_all,
        "nothing-to-retry" => words.done_nothing,
        _ => return None,
    };
    Some(view! { <Done>{done}</Done> })
}

/// The three lists, with how many are in each; of those that failed, how many somebody has to act on.
#[component]
fn QueueTabs<'a>(
    /// What is shown.
    outbox: &'a Outbox,
) -> impl IntoView + use<> {
    let words = words();
    let (counts, current) = (outbox.counts, outbox.tab);
    let tabs = QueueTab::ALL.map(|tab| {
        let (label, count) = match tab {
            QueueTab::Open => (words.table.open, counts.open()),
            QueueTab::Failed => (words.table.failed, counts.failed.needs_action),
            QueueTab::Sent => (words.table.sent, counts.sent),
        };
        let href = format!("/admin/mail?show={}", tab.as_str());
        let is_current = (tab == current).then_some("page");
        view! { <li><a href=href aria-current=is_current>{label}" ("{count}")"</a></li> }
    });
    view! { <nav class="tabs" aria-label=words.table.tabs><ul>{tabs}</ul></nav> }
}
