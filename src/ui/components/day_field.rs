//! A day that a list is filtered by.

use crate::domain::Locale;
use crate::server::day_range::InvalidDays;
use crate::ui::markup::Markup;

/// Writes the label of a day, what is wrong with it, and its box. What is no day stays in the box for correction: a box
/// for dates would drop it.
pub fn push_day(
    out: &mut Markup,
    locale: Locale,
    icons: &str,
    name: &'static str,
    label: &str,
    day: &str,
    problem: Option<InvalidDays>,
) {
    out.raw("<label for=\"").raw(name).raw("\">").text(label).raw("</label>");
    if let Some(problem) = problem {
        out.raw("<p class=\"error\" id=\"")
            .raw(name)
            .raw("-error\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"");
        out.text(icons).raw("#alert\"></use></svg><span>").raw(problem_text(locale, problem)).raw("</span></p>");
    }
    let kind = if problem == Some(InvalidDays::Unreadable) { "text" } else { "date" };
    out.raw("<input type=\"").raw(kind).raw("\" id=\"").raw(name).raw("\" name=\"").raw(name).raw("\"");
    if problem.is_some() {
        out.raw(" aria-invalid=\"true\" aria-describedby=\"").raw(name).raw("-error\"");
    }
    out.attribute("value", Some(day).filter(|day| !day.is_empty())).raw(">");
}

/// Writes what is wrong with a date that is not typed to its end, once for all days of a form, behind the last of them. A
/// browser gives no value of such a date: the style shows this for as long.
pub fn push_unfinished(out: &mut Markup, locale: Locale) {
    let text = locale.pick("Digite uma data válida para filtrar.", "Enter a valid date to filter by it.");
    out.raw("<p class=\"unfinished\">").raw(text).raw("</p>");
}

const fn problem_text(locale: Locale, problem: InvalidDays) -> &'static str {
    match (locale, problem) {
        (Locale::PtBr, InvalidDays::Unreadable) => "Esta data não existe. Informe como <time>2026-11-22</time>.",
        (Locale::PtBr, InvalidDays::Reversed) => "Esta data é anterior à inicial.",
        (Locale::En, InvalidDays::Unreadable) => "This date doesn't exist. Enter it like <time>2026-11-22</time>.",
        (Locale::En, InvalidDays::Reversed) => "This date comes before the first one.",
    }
}
