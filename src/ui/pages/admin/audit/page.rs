//! `/admin/audit`: who did what to whom, when and from where.

use super::actions::{Actor, AuditAddress, AuditLine, AuditList, Party, list_events};
use super::detail::audit_detail;
use super::texts::{AuditTexts, texts};
use crate::domain::AuditKind;
use crate::locale::audit_kind::audit_kind;
use crate::ui::address::query;
use crate::ui::components::{Ago, Done, Frame, Icon, Place, SearchField, page};
use crate::ui::when_known::when_known;
use leptos::prelude::*;

const PATH: &str = "/admin/audit";

/// The log, newest first, through the filters of the address.
#[component]
pub fn AuditPage() -> impl IntoView {
    when_known(list_events(AuditAddress::read(query)), show)
}

fn words() -> &'static AuditTexts {
    texts(page().0.locale)
}

fn show(list: AuditList) -> impl IntoView {
    let words = words();
    let is_confirmed = page().0.notice.as_deref() == Some("confirmed");
    view! {
        <Frame title=words.title place=Place::Audit>
            {is_confirmed.then(|| view! { <Done>{words.confirmed}</Done> })}
            <div class="stack stack-s">
                <h1>{words.title}</h1>
                <p class="lede">{words.lede}</p>
            </div>
            <Filters list=&list/>
            <div class="stack" id="events"><Found list=list/></div>
        </Frame>
    }
}

/// What narrows the log down. With a script the lines follow what one types;
/// without, the button looks.
#[component]
fn Filters<'a>(
    /// What is asked for, and whom one may choose.
    list: &'a AuditList,
) -> impl IntoView + use<> {
    let (context, words) = (page().0, words());
    let address = &list.address;
    let chosen = address.actor.as_ref().map(|actor| actor.as_str().to_owned()).unwrap_or_default();
    let option = |value: String, name: String| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen>{name}</option> }
    };
    let others = [Actor::Console, Actor::Setup, Actor::Visitor, Actor::Worker];
    let others = others.map(|actor| option(actor.as_str().to_owned(), nobody_in_person(&actor).to_owned()));
    let people = list.actors.iter().map(|(id, name)| option(id.clone(), name.clone())).collect_view();
    let kinds = AuditKind::ALL.map(|kind| {
        let is_chosen = address.kind == Some(kind);
        view! { <option value=kind.as_str() selected=is_chosen>{audit_kind(context.locale, kind)}</option> }
    });
    view! {
        <form class="filters" role="search" method="get" action=PATH data-instant="events">
            <SearchField name="person" label=words.person hint=words.person_hint value=address.person.clone()/>
            <div class="field">
                <label for="actor">{words.actor}</label>
                <select id="actor" name="actor"><option value="">{words.any_actor}</option>{others}{people}</select>
            </div>
            <div class="field">
                <label for="kind">{words.kind}</label>
                <select id="kind" name="kind"><option value="">{words.any_kind}</option>{kinds}</select>
            </div>
            <div class="field">
                <label for="from">{words.from}</label>
                <input type="date" id="from" name="from" value=address.from.clone()/>
            </div>
            <div class="field">
                <label for="to">{words.to}</label>
                <input type="date" id="to" name="to" value=address.to.clone()/>
            </div>
            <button class="button button-secondary">{words.submit}</button>
        </form>
    }
}

/// The lines, or why there are none.
#[component]
fn Found(
    /// What was found.
    list: AuditList,
) -> impl IntoView {
    let words = words();
    let found =
        (!list.found.is_empty()).then(|| view! { <p class="muted">{(words.found)(&list.found.join(", "))}</p> });
    let found_more = list.found_more.then(|| view! { <p class="muted">{words.found_more}</p> });
    if list.lines.is_empty() {
        return view! { {found}{found_more}<div class="frame"><Nothing list=list/></div> }.into_any();
    }
    let pager = (list.newest.clone(), list.older.clone());
    view! {
        {found}
        {found_more}
        <div class="frame"><Table lines=list.lines/></div>
        <Pager newest=pager.0 older=pager.1/>
        <div class="actions"><Export address=list.address/></div>
    }
    .into_any()
}

/// Why there is nothing, and what to do next.
#[component]
fn Nothing(
    /// What was asked for.
    list: AuditList,
) -> impl IntoView {
    let words = words();
    let (heading, hint, link) = if list.found_nobody {
        ((words.nobody)(&list.address.person), words.nobody_hint, words.clear)
    } else if list.newest.is_some() && list.address.is_plain() {
        (words.end.to_owned(), words.end_hint, words.newest)
    } else {
        (words.nothing.to_owned(), words.nothing_hint, words.clear)
    };
    view! {
        <div class="empty">
            <Icon name="key"/>
            <h2>{heading}</h2>
            <p>{hint}</p>
            <a class="button button-secondary" href=PATH>{link}</a>
        </div>
    }
}

#[component]
fn Table(
    /// Newest first.
    lines: Vec<AuditLine>,
) -> impl IntoView {
    let words = words();
    let caption = (words.caption)(lines.len());
    let rows = lines.into_iter().map(|line| view! { <Row line=line/> }).collect_view();
    view! {
        <table class="table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.what}</th>
                    <th scope="col">{words.when}</th>
                    <th scope="col">{words.who}</th>
                    <th scope="col">{words.whom}</th>
                    <th scope="col">{words.origin}</th>
                    <th scope="col">{words.details}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Row(
    /// What happened.
    line: AuditLine,
) -> impl IntoView {
    let (context, words) = (page().0, words());
    let detail = line.detail.map(|detail| audit_detail(context.locale, &context.time_zone, line.kind, &detail));
    // A kind that only a later version knows is shown as it is written.
    let kind = line.kind.map_or(line.kind_text, |kind| audit_kind(context.locale, kind).to_owned());
    let none = || view! { <span class="muted">{words.none}</span> }.into_any();
    let target = line.target.map_or_else(none, |target| view! { <PartyName party=target/> }.into_any());
    let origin = line.address.map_or_else(none, |address| view! { <span>{address}</span> }.into_any());
    let request = line.request_id.map(|request| view! { <dt>{words.request}</dt><dd>{request}</dd> });
    let hash = if line.hash.is_empty() { words.no_hash.to_owned() } else { line.hash };
    view! {
        <tr>
            <th scope="row"><strong>{kind}</strong>{detail.map(|detail| view! { <span class="sub">{detail}</span> })}</th>
            <td data-label=words.when><Ago at=line.at/></td>
            <td data-label=words.who><PartyName party=line.actor/></td>
            <td data-label=words.whom>{target}</td>
            <td data-label=words.origin>{origin}</td>
            <td data-label=words.details>
                <details class="why">
                    <summary>{words.number}" "{line.seq}</summary>
                    <div>
                        <dl>
                            <dt>{words.exactly}</dt><dd>{line.exactly}</dd>
                            {request}
                            <dt>{words.hash}</dt><dd>{hash}</dd>
                        </dl>
                    </div>
                </details>
            </td>
        </tr>
    }
}

/// Who it is, as a link to their page when there is one.
#[component]
fn PartyName(
    /// Who.
    party: Party,
) -> impl IntoView {
    match party {
        Party::Person { id, name } => view! { <a href=format!("/admin/users/{id}")>{name}</a> }.into_any(),
        Party::Gone(id) => view! { <div>{words().gone}<span class="sub">{id}</span></div> }.into_any(),
        Party::Other(actor) => view! { <span class="muted">{nobody_in_person(&actor)}</span> }.into_any(),
    }
}

fn nobody_in_person(actor: &Actor) -> &'static str {
    let words = words();
    match actor {
        Actor::Console => words.console,
        Actor::Setup => words.setup,
        Actor::Visitor => words.visitor,
        Actor::Worker => words.worker,
        Actor::User(_) => words.gone,
    }
}

/// To the newest and to older lines.
#[component]
fn Pager(
    /// Leads to the newest.
    newest: Option<String>,
    /// Leads to older ones.
    older: Option<String>,
) -> impl IntoView {
    let words = words();
    let link = |to: Option<String>, rel: &'static str, label: &'static str| {
        to.map(|to| view! { <a class="button button-secondary" rel=rel href=to>{label}</a> })
    };
    (newest.is_some() || older.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=words.pages>
                <div class="actions">{link(newest, "first", words.newest)}{link(older, "next", words.older)}</div>
            </nav>
        }
    })
}

/// Takes all these lines away as a file; first to the password when it is due.
#[component]
fn Export(
    /// Which lines.
    address: AuditAddress,
) -> impl IntoView {
    let is_confirmed = page().0.person.as_ref().is_some_and(|person| person.confirmed);
    let label = words().export;
    if is_confirmed {
        let file = address.list("/admin/audit/export", None);
        view! { <a class="button button-secondary" href=file>{label}</a> }.into_any()
    } else {
        view! { <a class="button button-secondary" href=address.confirmation() data-dialog>{label}</a> }.into_any()
    }
}
