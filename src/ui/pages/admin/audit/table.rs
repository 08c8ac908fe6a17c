//! The lines of the log as a table, a part for each day.

use super::actions::AuditLine;
use super::days::{Entry, by_day, name_of};
use super::detail::audit_detail;
use super::page::{PartyName, words};
use crate::locale::audit_kind::audit_kind;
use crate::ui::components::{Ago, page};
use leptos::prelude::*;
use std::collections::HashSet;

/// The events of a page of the log.
#[component]
pub fn Table(
    /// Newest first.
    lines: Vec<AuditLine>,
) -> impl IntoView {
    let (context, words) = (page().0, words());
    let caption = (words.caption)(lines.len());
    let days = by_day(context.locale, &context.time_zone, context.now, lines).into_iter().map(|day| {
        let rows = day.entries.into_iter().map(|entry| match entry {
            Entry::One(line) => view! { <Row line=*line/> }.into_any(),
            Entry::Many(lines) => view! { <ManyRow lines=lines/> }.into_any(),
        });
        view! {
            <tbody>
                <tr class="day"><th colspan="6" scope="rowgroup">{day.heading}</th></tr>
                {rows.collect_view()}
            </tbody>
        }
    });
    view! {
        <table class="table log">
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
            {days.collect_view()}
        </table>
    }
}

/// A kind that only a later version knows is shown as it is written.
fn kind_of(line: &AuditLine) -> String {
    line.kind.map_or_else(|| line.kind_text.clone(), |kind| audit_kind(page().0.locale, kind).to_owned())
}

fn detail_of(line: &AuditLine) -> Option<String> {
    let context = page().0;
    line.detail.as_ref().map(|detail| audit_detail(context.locale, &context.time_zone, line.kind, detail))
}

fn none() -> AnyView {
    view! { <span class="muted">{words().none}</span> }.into_any()
}

#[component]
fn Row(
    /// What happened.
    line: AuditLine,
) -> impl IntoView {
    let words = words();
    let (kind, detail) = (kind_of(&line), detail_of(&line));
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

/// What was done to many at once: the newest line summarizes all, which unfold behind it.
#[component]
fn ManyRow(
    /// Newest first; at least one.
    lines: Vec<AuditLine>,
) -> impl IntoView {
    let words = words();
    let count = lines.len();
    let people: HashSet<_> = lines.iter().filter_map(|line| line.target.as_ref()).collect();
    let others = people.len().saturating_sub(1);
    let first = lines.first()?.clone();
    let name = first.target.as_ref().and_then(name_of).map(str::to_owned).unwrap_or_default();
    let origin = first.address.clone().map_or_else(none, |address| view! { <span>{address}</span> }.into_any());
    let kind = kind_of(&first);
    let all = lines.into_iter().map(|line| {
        let detail = detail_of(&line).map(|detail| format!(" · {detail}"));
        let target = line.target.map(|target| view! { <PartyName party=target/> });
        view! { <li>{target}<span class="sub">{words.number}" "{line.seq}" · "{line.exactly}{detail}</span></li> }
    });
    Some(view! {
        <tr>
            <th scope="row"><strong>{kind}</strong><span class="sub">{(words.many)(count)}</span></th>
            <td data-label=words.when><Ago at=first.at/></td>
            <td data-label=words.who><PartyName party=first.actor/></td>
            <td data-label=words.whom>
                <details class="why">
                    <summary>{(words.and_others)(&name, others)}</summary>
                    <div><ul class="names">{all.collect_view()}</ul></div>
                </details>
            </td>
            <td data-label=words.origin>{origin}</td>
            <td data-label=words.details>{none()}</td>
        </tr>
    })
}
