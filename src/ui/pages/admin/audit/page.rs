//! `/admin/audit`: who did what to whom, when and from where.

use super::actions::{Actor, AuditAddress, AuditList, AuditParty, PEOPLE, list_events};
use super::table::Table;
use super::texts::{AuditTexts, texts};
use crate::domain::AuditKind;
use crate::locale::audit_kind::audit_kind;
use crate::locale::time;
use crate::server::csv::separator_parameter;
use crate::ui::address::query;
use crate::ui::components::chips::{Chip, push_chips};
use crate::ui::components::day_field::{push_day, push_unfinished};
use crate::ui::components::{Done, Frame, Icon, NavItem, SearchField, page};
use crate::ui::markup::Markup;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

const PATH: &str = "/admin/audit";

/// The log, newest first, through the filters of the address.
#[component]
pub fn AuditPage() -> impl IntoView {
    when_loaded(list_events(AuditAddress::read(query)), show)
}

pub(super) fn words() -> &'static AuditTexts {
    texts(page().0.locale)
}

fn show(list: AuditList) -> impl IntoView {
    let words = words();
    let context = page().0;
    let is_confirmed = context.notice.as_deref() == Some("confirmed");
    let removed = list.kept_for_days.map(|days| format!(" {}", (words.removed)(days)));
    view! {
        <Frame title=words.title nav=NavItem::Audit>
            {is_confirmed.then(|| view! { <Done>{words.confirmed}</Done> })}
            <div class="stack stack-s">
                <h1>{words.title}</h1>
                <p class="lede">{words.lede}{removed}</p>
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
    let chosen = address.actor_value().to_owned();
    let option = |value: String, name: String| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen>{name}</option> }
    };
    let others = [Actor::Cli, Actor::Setup, Actor::Visitor, Actor::Worker];
    let others = others.map(|actor| option(actor.as_str().to_owned(), actor_name(&actor).to_owned()));
    let [first, last] = address.days().problems();
    let icons = context.assets.path("icons.svg");
    let day = |name, label, day: &str, problem| {
        let mut out = Markup::default();
        push_day(&mut out, context.locale, &icons, name, label, day, problem);
        if name == "to" {
            push_unfinished(&mut out, context.locale);
        }
        out.into_string()
    };
    let only_people = option(PEOPLE.to_owned(), words.only_people.to_owned());
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
                <select id="actor" name="actor"><option value="">{words.any_actor}</option>{only_people}{others}{people}</select>
            </div>
            <div class="field">
                <label for="kind">{words.kind}</label>
                <select id="kind" name="kind"><option value="">{words.any_kind}</option>{kinds}</select>
            </div>
            <div class="field" inner_html=day("from", words.from, &address.from, first)></div>
            <div class="field" inner_html=day("to", words.to, &address.to, last)></div>
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
        return view! { <Chips list=&list/>{found}{found_more}<div class="frame"><Nothing list=list/></div> }
            .into_any();
    }
    let pager = (list.newest.clone(), list.older.clone());
    view! {
        <Chips list=&list/>
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
    } else if let Some(problem) = list.address.days().problem() {
        (words.invalid_days.to_owned(), (words.invalid_days_hint)(problem), words.clear)
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

/// What the lines are narrowed down by, each with the way to be without it.
#[component]
fn Chips<'a>(
    /// What was asked for.
    list: &'a AuditList,
) -> impl IntoView + use<> {
    let (context, words) = (page().0, words());
    let address = &list.address;
    let actor = match &address.actor {
        Some(actor) => match list.actors.iter().find(|(id, _)| id == actor.as_str()) {
            Some((_, name)) => name.clone(),
            None => actor_name(actor).to_owned(),
        },
        None if address.is_by_people => words.only_people.to_owned(),
        None => String::new(),
    };
    let kind = address.kind.map(|kind| audit_kind(context.locale, kind).to_owned()).unwrap_or_default();
    let zone = &context.time_zone;
    let day_label = |day: &str| time::day_in_words(context.locale, zone, day);
    let chips = [
        ("person", words.person, address.person.clone()),
        ("actor", words.actor, actor),
        ("kind", words.kind, kind),
        ("from", words.from, day_label(&address.from)),
        ("to", words.to, day_label(&address.to)),
    ]
    .map(|(name, label, value)| Chip { label, value, without: address.without(name) });
    let mut out = Markup::default();
    push_chips(&mut out, context.locale, &context.assets.path("icons.svg"), &chips, None);
    let chips = out.into_string();
    (!chips.is_empty()).then(|| view! { <div inner_html=chips></div> })
}

/// Who it is, as a link to their page when there is one.
#[component]
pub(super) fn PartyName(
    /// The person or program.
    party: AuditParty,
) -> impl IntoView {
    match party {
        AuditParty::Person { id, name } => view! { <a href=format!("/admin/users/{id}")>{name}</a> }.into_any(),
        AuditParty::Gone(id) => view! { <div>{words().gone}<span class="sub">{id}</span></div> }.into_any(),
        AuditParty::Other(actor) => view! { <span class="muted">{actor_name(&actor)}</span> }.into_any(),
    }
}

fn actor_name(actor: &Actor) -> &'static str {
    let words = words();
    match actor {
        Actor::Cli => words.command_line,
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
        let file = address.list("/admin/audit/export", separator_parameter(page().0.locale));
        view! { <a class="button button-secondary" href=file>{label}</a> }.into_any()
    } else {
        view! { <a class="button button-secondary" href=address.confirmation() data-dialog>{label}</a> }.into_any()
    }
}
