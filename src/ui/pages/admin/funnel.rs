//! The people added in the last 30 days on the overview: how many got their email and how many signed in.

use super::texts::texts;
use crate::domain::{Locale, Timestamp};
use crate::locale::number::number;
use crate::locale::time;
use crate::server::store::recent_users::{AddedPeople, DAY};
use crate::ui::components::page;
use leptos::prelude::*;

/// Heights and widths in the units of the drawing.
const HEIGHT: i64 = 96;
const STEP: i64 = 20;
const BAR: i64 = 14;

/// The sums, a bar for each day, and the same as a table.
#[component]
pub fn Funnel<'a>(
    /// From the first day to today.
    days: &'a [AddedPeople],
    /// When the first day began.
    begin: Timestamp,
) -> impl IntoView + use<> {
    let (context, _) = page();
    let locale = context.locale;
    let texts = &texts(locale).funnel;
    let sum = days.iter().fold(AddedPeople::default(), |sum, day| sum.plus(*day));
    let steps = [
        ((texts.created)(sum.created), sum.created),
        ((texts.delivered)(sum.delivered), sum.delivered),
        ((texts.signed_in)(sum.signed_in), sum.signed_in),
    ];
    let steps = steps.map(|(name, count)| {
        view! { <li><strong>{number(locale, count)}</strong>" "{name}{share(locale, count, sum.created)}</li> }
    });
    let date = |day: usize| {
        let at = begin.as_millis() + i64::try_from(day).unwrap_or_default() * DAY + DAY / 2;
        time::date(locale, &context.time_zone, Timestamp::from_millis(at))
    };
    let shown = (sum.created > 0).then(|| {
        let label = (texts.chart)(&date(0), &number(locale, sum.created), &number(locale, sum.signed_in));
        (chart(days, label), table(days, &date, locale))
    });
    view! {
        <section class="stack stack-s" aria-labelledby="added">
            <h2 id="added">{texts.title}</h2>
            <ul class="funnel">{steps}</ul>
            {shown}
        </section>
    }
}

/// ` (80%)`, of a number that is not nothing.
fn share(locale: Locale, part: i64, whole: i64) -> Option<String> {
    (whole > 0 && part < whole).then(|| match part * 100 / whole {
        0 if part > 0 => format!(" ({})", texts(locale).funnel.below_one_percent),
        percent => format!(" ({}%)", number(locale, percent)),
    })
}

/// A bar for each day: all people added, and within it those who signed in.
fn chart(days: &[AddedPeople], label: String) -> impl IntoView + use<> {
    let highest = days.iter().map(|day| day.created).max().unwrap_or_default().max(1);
    let width = i64::try_from(days.len()).unwrap_or_default() * STEP;
    let bars = days.iter().zip(0_i64..).filter(|(day, _)| day.created > 0).map(|(day, index)| {
        let bar = |count: i64, class: &'static str| {
            let height = (count * HEIGHT / highest).max(i64::from(count > 0) * 2);
            view! { <rect class=class x=index * STEP + (STEP - BAR) / 2 y=HEIGHT - height width=BAR height=height></rect> }
        };
        (bar(day.created, "bar-all"), bar(day.signed_in, "bar-part"))
    });
    view! {
        <svg class="chart" viewBox=format!("0 0 {width} {HEIGHT}") role="img" aria-label=label preserveAspectRatio="none">
            {bars.collect_view()}
        </svg>
    }
}

/// The days on which somebody was added, newest first.
fn table(days: &[AddedPeople], date: &dyn Fn(usize) -> String, locale: Locale) -> impl IntoView + use<> {
    let texts = &texts(locale).funnel;
    // They head columns.
    let (created, delivered, signed_in) = ((texts.created)(2), (texts.delivered)(2), (texts.signed_in)(2));
    let rows = days.iter().enumerate().rev().filter(|(_, added)| added.created > 0).map(|(day, added)| {
        view! {
            <tr>
                <th scope="row">{date(day)}</th>
                <td data-label=created>{number(locale, added.created)}</td>
                <td data-label=delivered>{number(locale, added.delivered)}</td>
                <td data-label=signed_in>{number(locale, added.signed_in)}</td>
            </tr>
        }
    });
    view! {
        <details>
            <summary>{texts.table}</summary>
            <div class="frame">
                <table class="table">
                    <caption class="visually-hidden">{texts.title}</caption>
                    <thead><tr>
                        <th scope="col">{texts.day}</th>
                        <th scope="col">{created}</th>
                        <th scope="col">{delivered}</th>
                        <th scope="col">{signed_in}</th>
                    </tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}
