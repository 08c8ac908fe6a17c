//! The table of the list of people: its columns, its rows, and the forms around it.

use super::actions::{UserList, UserTotal};
use super::menu::push_form;
use super::row::Rows;
use super::texts::list::{self, ListTexts};
use super::texts::table::TableTexts;
use super::texts::texts;
use crate::domain::{AdminAction, Locale, SortKey, StatusFilter, UserId, UserSort};
use crate::locale::number::number;
use crate::ui::admin_warnings::{AdminWarnings, MailAlert};
use crate::ui::components::chips::push_chips;
use crate::ui::components::page;
use crate::ui::markup::Markup;
use crate::ui::page_context::PageContext;
use crate::ui::pages::admin::groups::texts as group_texts;
use crate::ui::pages::admin::users::action::texts as action_texts;
use crate::ui::pages::admin::users::slips::texts as slips_texts;
use leptos::prelude::use_context;

/// How long the markup of a row is, about.
const ROW: usize = 1200;

/// What a column is called.
type Heading = fn(&TableTexts, &ListTexts) -> &'static str;

/// The columns between the box and the menu: what each is sorted by, its heading.
const COLUMNS: [(SortKey, Heading); 5] = [
    (SortKey::Name, |texts, _| texts.person),
    (SortKey::Email, |_, tools| tools.email),
    (SortKey::Status, |texts, _| texts.state),
    (SortKey::LastSignIn, |texts, _| texts.last_sign_in),
    (SortKey::Created, |_, tools| tools.created),
];

/// The rows; or why there are none, and what to do next. `done` is what has
/// just been done to one of them.
pub fn found(list: &UserList, done: Option<(&UserId, &str)>) -> String {
    let context = page().0;
    let warnings = use_context::<AdminWarnings>().unwrap_or_default();
    let is_paused = matches!(warnings.mail_alert, Some(MailAlert::Paused { .. }));
    let view = ListView {
        list,
        context: &context,
        texts: texts(context.locale).table,
        tools: list::texts(context.locale),
        rows: Rows { locale: context.locale, zone: &context.time_zone, now: context.now, is_paused, done },
    };
    let mut out = Markup::with_capacity(4096 + ROW * list.rows.len());
    let chips = list.address.chips(context.locale, &context.time_zone, &list.groups);
    let (icons, unfiltered) = (context.assets.path("icons.svg"), list.address.without_filters());
    push_chips(&mut out, context.locale, &icons, &chips, Some(&unfiltered));
    out.raw("<div class=\"frame\">");
    if !list.rows.is_empty() {
        view.table(&mut out);
    }
    view.nobody(&mut out);
    out.raw("</div>");
    if list.is_cut_short {
        out.raw("<p class=\"muted\">").text(view.texts.too_broad).raw("</p>");
    }
    view.pager(&mut out);
    out.into_string()
}

#[derive(Clone, Copy)]
struct ListView<'a> {
    list: &'a UserList,
    context: &'a PageContext,
    texts: &'static TableTexts,
    tools: &'static ListTexts,
    rows: Rows<'a>,
}

impl ListView<'_> {
    const fn locale(&self) -> Locale {
        self.context.locale
    }

    fn table(self, out: &mut Markup) {
        push_form(out, &self.list.address.back());
        out.raw("<form class=\"people\" id=\"together\" action=\"/admin/users/act\" data-dialog>");
        self.selection(out);
        out.raw("<table class=\"table dense");
        for column in &self.list.address.hidden {
            out.raw(column.class());
        }
        out.raw("\"><caption>").text(&self.caption()).raw("</caption><thead><tr>");
        out.raw("<th scope=\"col\"><label class=\"scripted\"><input type=\"checkbox\" data-all=\"together\"");
        out.attribute("aria-label", Some(self.texts.mark_all)).raw("></label><span class=\"visually-hidden\">");
        out.text(self.texts.mark).raw("</span></th>");
        for (key, heading) in COLUMNS {
            out.raw("<th scope=\"col\"");
            self.sortable(out, key, heading(self.texts, self.tools));
            out.raw("</th>");
        }
        out.raw("<th scope=\"col\"><span class=\"visually-hidden\">").text(self.tools.menu);
        out.raw("</span></th></tr></thead><tbody>");
        for account in &self.list.rows {
            self.rows.row(out, account);
        }
        out.raw("</tbody></table></form>");
    }

    fn sortable(self, out: &mut Markup, key: SortKey, heading: &'static str) {
        let sorted = self.list.address.sort;
        let is_sorted = sorted.key == key;
        if is_sorted {
            out.raw(if sorted.is_descending() { " aria-sort=\"descending\"" } else { " aria-sort=\"ascending\"" });
        }
        let to = self.list.address.sorted(UserSort { key, is_reversed: is_sorted && !sorted.is_reversed });
        out.raw("><a href=\"").text(&to).raw("\">").text(heading).raw("</a>");
    }

    /// What can be done with the selected rows; shown once there are some.
    fn selection(self, out: &mut Markup) {
        out.raw("<div class=\"selection\">");
        out.raw("<input type=\"hidden\" name=\"back\" value=\"").text(&self.list.address.back()).raw("\">");
        out.raw("<p>").text(self.tools.selected).raw(" <strong data-selected></strong></p>");
        if self.list.pages > 1 {
            let all = match self.list.total {
                UserTotal::Exactly(total) => (self.tools.select_all)(&number(self.locale(), total)),
                UserTotal::MoreThan(_) => self.tools.select_all_found.to_owned(),
            };
            out.raw("<label class=\"mark\"><input type=\"checkbox\" name=\"all\" value=\"1\" data-total=\"");
            out.text(&self.total()).raw("\">").text(&all).raw("</label>");
        }
        out.raw("<div class=\"actions\" role=\"group\"").attribute("aria-label", Some(self.tools.actions)).raw(">");
        let (offered, has_account): (&[AdminAction], _) = match self.list.address.status {
            Some(StatusFilter::Pending) => (&AdminAction::FOR_WAITING, false),
            Some(StatusFilter::Deleted) => (&AdminAction::FOR_DELETED, false),
            _ => (&AdminAction::TOGETHER, true),
        };
        for action in offered {
            let is_red = matches!(action, AdminAction::Delete | AdminAction::Refuse);
            out.raw("<button class=\"button button-small ");
            out.raw(if is_red { "button-danger" } else { "button-secondary" });
            out.raw("\" name=\"act\" value=\"").raw(action.as_str()).raw("\">");
            out.text((action_texts::texts(self.locale()).label)(*action)).raw("</button>");
        }
        if self.context.allow_handover && has_account {
            out.raw("<button class=\"button button-small button-secondary\" formaction=\"/admin/users/slips\">");
            out.text(slips_texts::texts(self.locale()).label).raw("</button>");
        }
        if !self.list.groups.is_empty() && has_account {
            out.raw("<button class=\"button button-small button-secondary\" formaction=\"/admin/groups/assign\">");
            out.text(group_texts::texts(self.locale()).assign).raw("</button>");
        }
        out.raw("<button type=\"reset\" class=\"button button-quiet button-small\">").text(self.tools.clear);
        out.raw("</button></div></div>");
    }

    fn caption(self) -> String {
        let list = self.list;
        if list.total == UserTotal::Exactly(1) {
            return self.texts.caption_one.to_owned();
        }
        let first = (list.page - 1) * list.address.per + 1;
        let last = first + i64::try_from(list.rows.len()).unwrap_or_default() - 1;
        let number = |count| number(self.locale(), count);
        (self.texts.caption)(&number(first), &number(last), &self.total(), (self.texts.order)(list.address.sort))
    }

    fn total(self) -> String {
        match self.list.total {
            UserTotal::Exactly(total) => number(self.locale(), total),
            UserTotal::MoreThan(total) => (self.texts.more_than)(&number(self.locale(), total)),
        }
    }

    /// Nobody yet, nobody found, nobody in this part: three different things.
    fn nobody(self, out: &mut Markup) {
        let (list, texts) = (self.list, self.texts);
        let address = &list.address;
        let is_whole = address.q.is_empty() && !address.is_filtered();
        let icon = |out: &mut Markup, name: &'static str| {
            out.raw("<div class=\"empty\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"");
            out.text(&self.context.assets.path("icons.svg")).raw(name).raw("\"></use></svg>");
        };
        if is_whole && list.counts.all <= 1 {
            icon(out, "#key");
            out.raw("<h2>").text(texts.empty).raw("</h2><p>").text(texts.empty_hint);
            out.raw("</p><a class=\"button\" href=\"/admin/users/new\">").text(texts.empty_submit).raw("</a></div>");
            return;
        }
        if !list.rows.is_empty() {
            return;
        }
        let is_search = !address.q.is_empty();
        icon(out, "#users");
        if let Some(problem) = address.problem() {
            out.raw("<h2>").text(texts.invalid_days).raw("</h2><p>").text((texts.invalid_days_hint)(problem));
        } else if is_search {
            out.raw("<h2>").text(&(texts.not_found)(&address.q)).raw("</h2><p>").text(texts.not_found_hint);
        } else if address.has_filters() {
            out.raw("<h2>").text(texts.nobody_filtered).raw("</h2><p>").text(texts.nobody_filtered_hint);
        } else {
            out.raw("<h2>").text(texts.nobody).raw("</h2><p>").text(texts.nobody_hint);
        }
        out.raw("</p><div class=\"actions\">");
        if is_search {
            out.raw("<a href=\"")
                .text(&address.without_search())
                .raw("\" class=\"button\">")
                .text(texts.clear)
                .raw("</a>");
        }
        if address.is_filtered() || !is_search {
            out.raw("<a class=\"button button-secondary\" href=\"/admin/users\">").text(texts.show_all).raw("</a>");
        }
        out.raw("</div></div>");
    }

    /// Where one is in a list of several pages, and the list as a file.
    fn pager(self, out: &mut Markup) {
        let (list, texts) = (self.list, self.texts);
        if list.rows.is_empty() {
            return;
        }
        out.raw("<div class=\"pager\">");
        if list.pages > 1 {
            let number = |count| number(self.locale(), count);
            let pages = match list.total {
                UserTotal::Exactly(_) => number(list.pages),
                UserTotal::MoreThan(_) => (texts.more_than)(&number(list.pages)),
            };
            out.raw("<nav").attribute("aria-label", Some(texts.pages)).raw("><p>");
            out.text(&(texts.page)(&number(list.page), &pages)).raw("</p>");
            let beside = [("prev", &list.previous, texts.previous), ("next", &list.next, texts.next)];
            for (rel, to, label) in beside {
                if let Some(to) = to {
                    out.raw("<a class=\"button button-secondary button-small\" rel=\"").raw(rel);
                    out.raw("\" href=\"").text(to).raw("\">").text(label).raw("</a>");
                }
            }
            out.raw("</nav>");
        }
        out.raw("<a href=\"").text(&list.address.export(self.locale())).raw("\">").text(texts.export).raw("</a></div>");
    }
}
