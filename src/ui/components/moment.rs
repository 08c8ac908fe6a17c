//! Points in time on a page: short for people, to the second and with the zone in the title.

use super::page;
use crate::domain::{Locale, Timestamp};
use crate::locale::time::{self, Zone};
use crate::server::clock::rfc3339;
use crate::ui::markup::Markup;
use leptos::prelude::*;

/// When something happened: date and hour.
#[component]
pub fn Moment(
    /// The time to show.
    at: Timestamp,
) -> impl IntoView {
    let (context, _) = page();
    element(Style::Moment, context.locale, &context.time_zone, context.now, at)
}

/// How long ago something happened or in how long it will, for lists. A script keeps it true; the focus shows the
/// moment itself, as a pointer does.
#[component]
pub fn Ago(
    /// The time to show.
    at: Timestamp,
) -> impl IntoView {
    let (context, _) = page();
    element(Style::Relative, context.locale, &context.time_zone, context.now, at)
}

/// Writes a point in time as markup, for a row of a long list.
pub fn push_ago(out: &mut Markup, locale: Locale, zone: &Zone, now: Timestamp, at: Timestamp) {
    let relative = time::relative(locale, now, at);
    out.raw("<time").attribute("datetime", Some(&rfc3339(at)));
    out.attribute("title", Some(&time::exact(locale, zone, at)));
    match relative {
        Some(words) => out.raw(" tabindex=\"0\" data-relative>").text(&words),
        None => out.raw(" tabindex=\"0\">").text(&time::date(locale, zone, at)),
    };
    out.raw("</time>");
}

/// How a moment is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Moment,
    Deadline,
    Hour,
    Relative,
}

impl Style {
    const ALL: [(Self, char); 4] =
        [(Self::Moment, 'm'), (Self::Deadline, 'd'), (Self::Hour, 'h'), (Self::Relative, 'r')];
}

fn element(style: Style, locale: Locale, zone: &Zone, now: Timestamp, at: Timestamp) -> AnyView {
    let relative = (style == Style::Relative).then(|| time::relative(locale, now, at)).flatten();
    let is_relative = relative.is_some();
    let words = relative.unwrap_or_else(|| match style {
        Style::Moment => time::moment(locale, zone, at),
        Style::Deadline => time::deadline(locale, zone, at),
        Style::Hour => time::hour(locale, zone, at),
        Style::Relative => time::date(locale, zone, at),
    });
    view! {
        <time
            datetime=rfc3339(at)
            title=time::exact(locale, zone, at)
            tabindex=(style == Style::Relative).then_some("0")
            data-relative=is_relative.then_some("")
        >
            {words}
        </time>
    }
    .into_any()
}

/// Surround a moment in a text that was made by a function of `locale`; nothing that people type is there.
const BEGIN: char = '\u{E000}';
const END: char = '\u{E001}';

fn mark(style: char, at: Timestamp) -> String {
    format!("{BEGIN}{style}{}{END}", at.as_millis())
}

/// The place of a moment in a sentence, for [`timed`].
pub fn moment_mark(at: Timestamp) -> String {
    mark('m', at)
}

/// The same for a deadline, which names its zone.
pub fn deadline_mark(at: Timestamp) -> String {
    mark('d', at)
}

/// A mark for an hour of today.
pub fn hour_mark(at: Timestamp) -> String {
    mark('h', at)
}

/// A sentence with the moments in it that were marked.
pub fn timed(sentence: &str) -> AnyView {
    let (context, _) = page();
    timed_in(sentence, context.locale, &context.time_zone)
}

/// Replaces the marks for somebody else, in their language and time zone.
pub fn timed_in(sentence: &str, locale: Locale, zone: &Zone) -> AnyView {
    let now = page().0.now;
    let mut pieces = sentence.split(BEGIN);
    let mut parts = vec![pieces.next().unwrap_or_default().to_owned().into_any()];
    for piece in pieces {
        let (marked, rest) = piece.split_once(END).unwrap_or(("", piece));
        if let Some((style, at)) = read_mark(marked) {
            parts.push(element(style, locale, zone, now, at));
        }
        parts.push(rest.to_owned().into_any());
    }
    parts.into_any()
}

fn read_mark(marked: &str) -> Option<(Style, Timestamp)> {
    let mut letters = marked.chars();
    let letter = letters.next()?;
    let style = Style::ALL.iter().find(|(_, name)| *name == letter)?.0;
    Some((style, Timestamp::from_millis(letters.as_str().parse().ok()?)))
}
