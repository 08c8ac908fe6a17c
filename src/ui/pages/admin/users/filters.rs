//! What narrows the list down: the search, the filters, the counters; all in one line.

use super::actions::UserList;
use super::address::{CREATED, Column, HIDE, LAST_SIGN_IN, PAGE_LENGTH, PAGE_LENGTHS};
use super::texts::{list, texts};
use crate::domain::{GroupSlug, Locale, Role, UserSort};
use crate::locale::role as role_name;
use crate::server::day_range::Days;
use crate::ui::components::counters::push_counters;
use crate::ui::components::day_field::{push_day, push_unfinished};
use crate::ui::markup::Markup;

/// A choice among the filters: a field of the form and of the address.
struct Choice<'a> {
    /// Its name there.
    name: &'static str,
    label: &'static str,
    /// Values and what each is called; the first is the usual one, which the address leaves out.
    options: Vec<(&'a str, &'a str)>,
    chosen: &'a str,
}

/// The choices in the order of the page.
fn choices(locale: Locale, list: &UserList) -> Vec<Choice<'_>> {
    let address = &list.address;
    let (texts, tools) = (texts(locale).filters, list::texts(locale));
    let roles = Role::ALL.map(|role| (role.as_str(), role_name(locale, role)));
    let sorts = UserSort::ALL.map(|sort| (sort_value(sort), (texts.sort)(sort)));
    let lengths = PAGE_LENGTHS.map(|length| match length {
        PAGE_LENGTH => ("", "25"),
        50 => ("50", "50"),
        _ => ("100", "100"),
    });
    let groups = list.groups.iter().map(|group| (group.slug.as_str(), group.name.as_str()));
    let group = Choice {
        name: "group",
        label: texts.group,
        options: std::iter::once(("", texts.any_group)).chain(groups).collect(),
        chosen: address.group.as_ref().map_or("", GroupSlug::as_str),
    };
    let group = (!list.groups.is_empty() || address.group.is_some()).then_some(group);
    let others = [
        Choice {
            name: "role",
            label: texts.role,
            options: [&[("", texts.any_role)][..], &roles].concat(),
            chosen: address.role.map_or("", Role::as_str),
        },
        Choice { name: "sort", label: texts.sort_label, options: sorts.to_vec(), chosen: sort_value(address.sort) },
        Choice {
            name: "per",
            label: tools.per_page,
            options: lengths.to_vec(),
            chosen: match address.per {
                50 => "50",
                100 => "100",
                _ => "",
            },
        },
    ];
    group.into_iter().chain(others).collect()
}

const fn sort_value(sort: UserSort) -> &'static str {
    match sort {
        UserSort::NEWEST => "",
        other => other.as_str(),
    }
}

/// The line above the rows. With a script the list follows what one types and chooses; without, the button looks.
pub fn tools(locale: Locale, icons: &str, list: &UserList) -> String {
    let (people, tools, address) = (texts(locale), list::texts(locale), &list.address);
    let texts = people.filters;
    let mut out = Markup::with_capacity(4096);
    out.raw("<h1>").text(people.title).raw("</h1>");
    out.raw("<form class=\"search\" role=\"search\" action=\"/admin/users\" data-instant=\"people counters\">");
    out.raw("<label class=\"visually-hidden\" for=\"q\">").text(texts.search);
    out.raw("</label><input type=\"search\" id=\"q\" name=\"q\" autocomplete=\"off\" spellcheck=\"false\" enterkeyhint=\"search\"");
    out.raw(" aria-keyshortcuts=\"/\"").attribute("placeholder", Some(texts.search_hint));
    out.attribute("value", Some(&address.q)).raw(">");
    out.raw("<details class=\"menu sheet\" name=\"menu\"><summary class=\"button button-secondary\">")
        .text(tools.filters);
    out.raw("</summary><div>");
    let (filters, view): (Vec<_>, Vec<_>) =
        choices(locale, list).into_iter().partition(|choice| !matches!(choice.name, "sort" | "per"));
    for choice in &filters {
        push_choice(&mut out, choice);
    }
    push_days(&mut out, locale, icons, texts.created, CREATED, &address.created);
    push_days(&mut out, locale, icons, texts.last_sign_in, LAST_SIGN_IN, &address.last_sign_in);
    push_unfinished(&mut out, locale);
    let is_usual = address.hidden.is_empty() && view.iter().all(|choice| choice.chosen.is_empty());
    out.raw("<details class=\"more\"").raw(if is_usual { "" } else { " open" }).raw("><summary>");
    out.text(texts.view).raw("</summary><div>");
    for choice in &view {
        push_choice(&mut out, choice);
    }
    push_columns(&mut out, locale, &address.hidden);
    out.raw("</div></details><div class=\"actions\"><button class=\"button\">").text(texts.submit);
    out.raw("</button></div></div></details>");
    if let Some(status) = address.status {
        out.raw("<input type=\"hidden\" name=\"status\" value=\"").raw(status.as_str()).raw("\">");
    }
    out.raw("</form>");
    push_counters(&mut out, locale, &list.counts, Some(address));
    out.raw("<div class=\"actions\"><a class=\"button button-secondary\" href=\"/admin/users/import\">")
        .text(people.import);
    out.raw("</a><a class=\"button\" href=\"/admin/users/new\">").text(people.new_user).raw("</a></div>");
    out.into_string()
}

fn push_choice(out: &mut Markup, choice: &Choice<'_>) {
    let &Choice { name, label, chosen, .. } = choice;
    out.raw("<div class=\"field\"><label for=\"")
        .raw(name)
        .raw("\">")
        .text(label)
        .raw("</label><select id=\"")
        .raw(name);
    out.raw("\" name=\"").raw(name).raw("\">");
    for (value, label) in &choice.options {
        out.raw("<option value=\"").text(value).raw(if *value == chosen { "\" selected>" } else { "\">" });
        out.text(label).raw("</option>");
    }
    out.raw("</select></div>");
}

/// From one day to another.
fn push_days(out: &mut Markup, locale: Locale, icons: &str, heading: &str, names: [&'static str; 2], days: &Days) {
    let (texts, [first, last]) = (texts(locale).filters, days.problems());
    out.raw("<fieldset class=\"days\"><legend>").text(heading).raw("</legend>");
    for (name, label, day, problem) in [(names[0], texts.from, &days.from, first), (names[1], texts.to, &days.to, last)]
    {
        out.raw("<div class=\"field\">");
        push_day(out, locale, icons, name, label, day, problem);
        out.raw("</div>");
    }
    out.raw("</fieldset>");
}

/// The columns that one may leave out.
fn push_columns(out: &mut Markup, locale: Locale, hidden: &[Column]) {
    let (texts, tools) = (texts(locale), list::texts(locale));
    out.raw("<fieldset class=\"columns\"><legend>").text(texts.filters.hide).raw("</legend>");
    for column in Column::ALL {
        out.raw("<label class=\"mark\"><input type=\"checkbox\" name=\"").raw(HIDE).raw("\" value=\"");
        out.raw(column.as_str()).raw(if hidden.contains(&column) { "\" checked>" } else { "\">" });
        out.text(match column {
            Column::Email => tools.email,
            Column::LastSignIn => texts.table.last_sign_in,
            Column::Created => tools.created,
        });
        out.raw("</label>");
    }
    out.raw("</fieldset>");
}

/// The keys of the page, for who asks with `?`.
pub fn keys(locale: Locale) -> String {
    let tools = list::texts(locale);
    let mut out = Markup::with_capacity(512);
    out.raw("<div class=\"stack\"><h2>").text(tools.keys).raw("</h2><dl class=\"facts\">");
    for (key, does) in
        [("/", tools.key_search), ("Ctrl K", tools.key_palette), ("?", tools.key_help), ("Esc", tools.key_close)]
    {
        out.raw("<dt><kbd>").raw(key).raw("</kbd></dt><dd>").text(does).raw("</dd>");
    }
    out.raw("</dl><div class=\"actions\"><a class=\"button\" href=\"/admin/users\" data-cancel>").text(tools.close);
    out.raw("</a></div></div>");
    out.into_string()
}
