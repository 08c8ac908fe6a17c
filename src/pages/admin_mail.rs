//! `/admin/mail`: what waits, what failed and why, and whether the mail server takes anything at all.

use super::{query, when_known};
use crate::api::mail::{MailRow, Outbox, Pace, Queue, Remedy, Shelf, find_outbox};
use crate::api::news::News;
use crate::components::{Badge, Done, ErrorSummary, Frame, Icon, Moment, Place, TextField, page, submitted};
use crate::domain::DeliveryState;
use crate::error::{AppError, Field};
use crate::locale;
use crate::locale::console::mail::{MailTexts, texts};
use crate::locale::console::mail_purpose::mail_purpose;
use crate::locale::time;
use leptos::prelude::*;

/// The queue in one sentence, its mails, and the form of the test mail.
#[component]
pub fn MailPage() -> impl IntoView {
    let shelf = query("show").as_deref().and_then(Shelf::parse).unwrap_or_default();
    let after = query("after");
    when_known(async move { find_outbox(shelf, after.as_deref()).await }, show)
}

/// The texts of this page.
fn words() -> &'static MailTexts {
    texts(page().0.locale)
}

fn show(outbox: Outbox) -> impl IntoView {
    let words = words();
    let version = use_context::<News>().and_then(|news| news.outbox_version);
    view! {
        <Frame title=words.title place=Place::Mail>
            <ErrorSummary/>
            <News/>
            <h1>{words.title}</h1>
            <section id="outbox" class="stack" aria-label=words.title data-live="mail" data-version=version>
                <State outbox=&outbox/>
                <Shelves outbox=&outbox/>
                <div class="frame">
                    {if outbox.mails.is_empty() {
                        view! { <Empty shelf=outbox.shelf/> }.into_any()
                    } else {
                        view! { <Table outbox=&outbox/> }.into_any()
                    }}
                </div>
                <Pager outbox=&outbox/>
            </section>
            <hr/>
            <Test/>
        </Frame>
    }
}

/// What has just been done.
#[component]
fn News() -> impl IntoView {
    let words = words();
    let done = match page().0.notice.as_deref()? {
        "tested" => words.done_tested,
        "paused" => words.done_paused,
        "resumed" => words.done_resumed,
        "retried" => words.done_retried,
        "retried-all" => words.done_retried_all,
        "nothing-to-retry" => words.done_nothing,
        _ => return None,
    };
    Some(view! { <Done>{done}</Done> })
}

/// The queue in one sentence, and the buttons that stop it, let it go on, and hurry it.
#[component]
fn State<'a>(
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
                <form method="post" action="/admin/mail/retry-all">
                    <button class="button button-secondary"><Icon name="refresh"/>{words.retry_all}</button>
                </form>
            </div>
        </div>
    }
}

fn sentence(outbox: &Outbox) -> AnyView {
    let (words, locale) = (words(), page().0.locale);
    match &outbox.queue {
        Queue::Moving { late } => {
            let counts = &outbox.counts;
            let sentence = match counts.open() {
                0 => words.all_quiet.to_owned(),
                _ => (words.moves)(counts.queued, counts.sending, counts.waiting),
            };
            let late = late.map(|since| (words.late)(&time::moment(locale, since)));
            view! {
                <p><Badge tone="ok" icon="check" word=words.moving/>" "{sentence}</p>
                {late.map(|late| view! { <p>{late}</p> })}
            }
            .into_any()
        }
        Queue::Paused { since } => view! {
            <p>
                <Badge tone="warn" icon="pause" word=words.standing/>" "
                {(words.paused)(&time::moment(locale, *since))}
            </p>
        }
        .into_any(),
        Queue::Refused { since, reason, hint, answer, next_probe } => view! {
            <p><Badge tone="bad" icon="alert" word=words.refused/>" "{reason.clone()}" "{*hint}</p>
            <p>{(words.refused_since)(&time::moment(locale, *since))}" "{(words.next_probe)(&time::hour(locale, *next_probe))}</p>
            <Answer answer=answer.clone()/>
        }
        .into_any(),
    }
}

/// The mail server's own words, for those who want them.
#[component]
fn Answer(
    /// The words; nothing is shown when there are none.
    answer: String,
) -> impl IntoView {
    let words = words();
    (!answer.is_empty()).then(|| {
        view! {
            <details class="why">
                <summary>{words.answer}</summary>
                <div><code>{answer}</code></div>
            </details>
        }
    })
}

/// The three lists, with how many are in each.
#[component]
fn Shelves<'a>(
    /// What is shown.
    outbox: &'a Outbox,
) -> impl IntoView + use<> {
    let words = words();
    let (counts, current) = (outbox.counts, outbox.shelf);
    let tabs = Shelf::ALL.map(|shelf| {
        let (label, count) = match shelf {
            Shelf::Open => (words.open, counts.open()),
            Shelf::Failed => (words.failed, counts.failed),
            Shelf::Sent => (words.sent, counts.sent),
        };
        let href = format!("/admin/mail?show={}", shelf.as_str());
        let is_current = (shelf == current).then_some("page");
        view! { <li><a href=href aria-current=is_current>{label}" ("{count}")"</a></li> }
    });
    view! { <nav class="tabs" aria-label=words.shelves><ul>{tabs}</ul></nav> }
}

#[component]
fn Table<'a>(
    /// What is shown.
    outbox: &'a Outbox,
) -> impl IntoView + use<> {
    let words = words();
    let caption = match outbox.shelf {
        Shelf::Open => words.caption_open,
        Shelf::Failed => words.caption_failed,
        Shelf::Sent => words.caption_sent,
    };
    let shelf = outbox.shelf;
    let rows = outbox.mails.iter().map(|row| view! { <Row row=row.clone() shelf=shelf/> }).collect_view();
    view! {
        <table class="table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.person}</th>
                    <th scope="col">{words.purpose}</th>
                    <th scope="col">{words.state}</th>
                    <th scope="col">{words.attempts}</th>
                    <th scope="col">{words.changed}</th>
                    {(shelf == Shelf::Failed).then(|| view! { <th scope="col">{words.remedy}</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Row(
    /// The mail.
    row: MailRow,
    /// The list it is in.
    shelf: Shelf,
) -> impl IntoView {
    let words = words();
    let remedy = row.remedy();
    let can_be_retried = row.can_be_retried();
    let MailRow { mail, reason, hint } = row;
    let person = match &mail.user_id {
        Some(id) => {
            view! { <a href=format!("/admin/users/{}", id.as_str())>{mail.display_name.clone()}</a> }.into_any()
        }
        None => view! { <strong>{mail.display_name.clone()}</strong> }.into_any(),
    };
    let retry = can_be_retried.then(|| {
        let label = if mail.state == DeliveryState::Waiting { words.retry_now } else { words.retry };
        view! {
            <form method="post" action="/admin/mail/retry">
                <input type="hidden" name="mail" value=mail.id.clone()/>
                <input type="hidden" name="show" value=shelf.as_str()/>
                <button class="button button-secondary button-small">
                    {label}<span class="visually-hidden">": "{mail.display_name.clone()}</span>
                </button>
            </form>
        }
    });
    let (in_state, in_remedy) = if remedy.is_some() { (None, retry) } else { (retry, None) };
    let user_id = mail.user_id.clone();
    view! {
        <tr id=format!("mail-{}", mail.id)>
            <th scope="row">
                {person}<span class="sub">{mail.email}</span>
                {user_id.is_none().then(|| view! { <span class="sub">{words.unconfirmed}</span> })}
            </th>
            <td data-label=words.purpose><span>{mail_purpose(page().0.locale, mail.purpose)}</span></td>
            <td data-label=words.state>
                <StateCell
                    state=mail.state
                    reason=reason
                    hint=hint
                    answer=mail.last_answer.unwrap_or_default()
                    next_try_at=mail.next_try_at
                />
                {in_state}
            </td>
            <td data-label=words.attempts><span>{mail.attempts}</span></td>
            <td data-label=words.changed><Moment at=mail.updated_at/></td>
            {remedy.map(|remedy| view! {
                <td data-label=words.remedy>
                    <span>{remedy_words(remedy)}</span>
                    <div class="actions">
                        {in_remedy}
                        {user_id.filter(|_| remedy != Remedy::Nothing).map(|id| view! {
                            <a href=format!("/admin/users/{}", id.as_str())>{words.open_person}</a>
                        })}
                    </div>
                </td>
            })}
        </tr>
    }
}

fn remedy_words(remedy: Remedy) -> &'static str {
    let words = words();
    match remedy {
        Remedy::CheckAddress => words.check_address,
        Remedy::AddCpf => words.add_cpf,
        Remedy::ReadAnswer => words.read_answer,
        Remedy::OnlyANotice => words.only_a_notice,
        Remedy::AskAgain => words.ask_again,
        Remedy::RegisterAgain => words.register_again,
        Remedy::Nothing => words.nothing_to_do,
    }
}

/// A state in a word, why, and when it goes on.
#[component]
fn StateCell(
    /// The state.
    state: DeliveryState,
    /// Why, in plain words.
    reason: String,
    /// What to do about the mail server.
    hint: &'static str,
    /// The mail server's words.
    answer: String,
    /// When it is tried next.
    next_try_at: Option<crate::domain::Timestamp>,
) -> impl IntoView {
    let locale = page().0.locale;
    let (tone, icon) = match state {
        DeliveryState::Queued => ("wait", "queue"),
        DeliveryState::Sending => ("wait", "send"),
        DeliveryState::Waiting => ("warn", "clock"),
        DeliveryState::Sent => ("ok", "check"),
        DeliveryState::Failed => ("bad", "alert"),
        DeliveryState::Obsolete => ("off", "x"),
    };
    let next = next_try_at.filter(|_| state == DeliveryState::Waiting).map(|at| locale::next_try(locale, at));
    view! {
        <Badge tone=tone icon=icon word=locale::delivery_state(locale, state)/>
        {(!reason.is_empty()).then(|| view! { <span class="sub">{reason}" "{hint}</span> })}
        {next.map(|next| view! { <span class="sub">{next}</span> })}
        <Answer answer=answer/>
    }
}

/// What an empty list means, and what comes next.
#[component]
fn Empty(
    /// Which list.
    shelf: Shelf,
) -> impl IntoView {
    let words = words();
    let (icon, heading, hint) = match shelf {
        Shelf::Open => ("check", words.empty_open, words.empty_open_hint),
        Shelf::Failed => ("check", words.empty_failed, words.empty_failed_hint),
        Shelf::Sent => ("mail", words.empty_sent, words.empty_sent_hint),
    };
    view! {
        <div class="empty">
            <Icon name=icon/>
            <h2>{heading}</h2>
            <p>{hint}</p>
            {(shelf == Shelf::Open).then(|| view! {
                <a class="button" href="/admin/users/new">{words.empty_open_link}</a>
            })}
        </div>
    }
}

#[component]
fn Pager<'a>(
    /// What is shown.
    outbox: &'a Outbox,
) -> impl IntoView + use<> {
    let words = words();
    let here = format!("/admin/mail?show={}", outbox.shelf.as_str());
    let next = outbox.next.as_ref().map(|next| format!("{here}&after={next}"));
    (next.is_some() || !outbox.is_first).then(|| {
        view! {
            <nav class="pager" aria-label=words.pages>
                <div class="actions">
                    {(!outbox.is_first).then(|| view! {
                        <a class="button button-secondary" href=here>{words.first_page}</a>
                    })}
                    {next.map(|next| view! {
                        <a class="button button-secondary" rel="next" href=next>{words.next_page}</a>
                    })}
                </div>
            </nav>
        }
    })
}

/// The form of the test mail; after a failure with the mail server's words.
#[component]
fn Test() -> impl IntoView {
    let words = words();
    let answer = match submitted().error {
        Some(AppError::MailNotTaken { answer, .. }) => answer,
        _ => String::new(),
    };
    view! {
        <section class="stack" aria-labelledby="test">
            <h2 id="test">{words.test}</h2>
            <Answer answer=answer/>
            <form class="form" method="post" action="/admin/mail" novalidate>
                <TextField field=Field::Email label=words.test_email hint=words.test_hint autocomplete="email"/>
                <div class="actions">
                    <button class="button">
                        <Icon name="send"/><span data-busy=words.test_submitting>{words.test_submit}</span>
                    </button>
                </div>
            </form>
        </section>
    }
}
