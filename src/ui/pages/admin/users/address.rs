//! The address of the list of people: what it asks for, and the addresses that links of the list lead to.

use super::texts::texts;
use crate::domain::{GroupSlug, Locale, Role, StatusFilter, UserId, UserSort};
use crate::locale::role as role_name;
use crate::locale::time::{self, Zone};
use crate::server::csv::separator_parameter;
use crate::server::day_range::{Days, InvalidDays};
use crate::server::store::groups::Group;
use crate::server::store::user_list::UserQuery;
use crate::ui::components::chips::Chip;

/// Rows on a page, unless the address asks for more.
pub const PAGE_LENGTH: i64 = 25;
/// The lengths one can choose from.
pub const PAGE_LENGTHS: [i64; 3] = [PAGE_LENGTH, 50, 100];
/// The first and the last day on which accounts were made.
pub const CREATED: [&str; 2] = ["created_from", "created_to"];
/// The first and the last day on which people last signed in.
pub const LAST_SIGN_IN: [&str; 2] = ["seen_from", "seen_to"];
/// Columns to leave out.
pub const HIDE: &str = "hide";

/// A column that one may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The address.
    Email,
    /// When they last signed in.
    LastSignIn,
    /// When the account was made.
    Created,
}

impl Column {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 3] = [Self::Email, Self::LastSignIn, Self::Created];

    /// As in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::LastSignIn => "last_sign_in",
            Self::Created => "created",
        }
    }

    /// What the style knows a table without it by. The cells stay, since live events name them by number.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Email => " no-email",
            Self::LastSignIn => " no-seen",
            Self::Created => " no-created",
        }
    }
}

/// What the address of a list asks for. Every value means something:
/// what cannot be read is as if it were not there.
#[derive(Clone, Debug)]
pub struct UserListAddress {
    /// What was typed into the search box.
    pub q: String,
    /// Only people with this status.
    pub status: Option<StatusFilter>,
    /// Only those.
    pub role: Option<Role>,
    /// Only who is in it.
    pub group: Option<GroupSlug>,
    /// Only whose account was made on these days.
    pub created: Days,
    /// Only people who last signed in on these days.
    pub last_sign_in: Days,
    /// The columns that are not shown.
    pub hidden: Vec<Column>,
    /// In this order.
    pub sort: UserSort,
    /// So many rows on a page.
    pub per: i64,
    /// Which page, from 1.
    pub(super) page: i64,
    pub(super) after: Option<UserId>,
    pub(super) before: Option<UserId>,
}

impl UserListAddress {
    /// Longer than any name with its address.
    const MAX_SEARCH_LENGTH: usize = 500;

    /// Reads an address by its parameters.
    pub fn read(values: impl Fn(&str) -> Vec<String>) -> Self {
        let parameter = |name: &str| values(name).pop().filter(|value| !value.is_empty());
        let hidden: Vec<String> = values(HIDE).iter().flat_map(|names| names.split(',').map(str::to_owned)).collect();
        let id = |name| parameter(name).and_then(|id| UserId::parse(&id));
        let q = parameter("q").unwrap_or_default();
        Self {
            q: q.trim().chars().take(Self::MAX_SEARCH_LENGTH).collect(),
            status: parameter("status").and_then(|status| StatusFilter::parse(&status)),
            role: parameter("role").and_then(|role| Role::parse(&role)),
            group: parameter("group").and_then(|group| GroupSlug::parse(&group).ok()),
            created: Days::read(CREATED, parameter),
            last_sign_in: Days::read(LAST_SIGN_IN, parameter),
            hidden: Column::ALL
                .into_iter()
                .filter(|column| hidden.iter().any(|name| name == column.as_str()))
                .collect(),
            sort: parameter("sort").and_then(|sort| UserSort::parse(&sort)).unwrap_or(UserSort::NEWEST),
            per: parameter("per")
                .and_then(|per| per.parse().ok())
                .filter(|per| PAGE_LENGTHS.contains(per))
                .unwrap_or(PAGE_LENGTH),
            page: parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1),
            after: id("after"),
            before: id("before"),
        }
    }

    /// Reads the query of an address.
    pub fn parse(query: &str) -> Self {
        Self::read(|name| {
            let pairs = form_urlencoded::parse(query.as_bytes());
            pairs.filter(|(found, _)| found == name).map(|(_, value)| value.into_owned()).collect()
        })
    }

    /// The address of just what is shown, with more in it: the same page too.
    pub fn same(&self, more: &[(&str, &str)]) -> String {
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let id = |id: &Option<UserId>| id.as_ref().map_or_else(String::new, UserId::to_string);
        let (after, before) = (id(&self.after), id(&self.before));
        let place = [("page", page.as_str()), ("after", after.as_str()), ("before", before.as_str())];
        self.with("/admin/users", &[&place, more].concat())
    }

    /// The query of that address, for the field by which a form leads back; never empty.
    pub fn back(&self) -> String {
        self.same(&[]).split_once('?').map_or_else(|| "page=1".to_owned(), |(_, query)| query.to_owned())
    }

    /// The address of this list under `path`, from its top.
    pub fn list(&self, path: &str) -> String {
        self.with(path, &[])
    }

    /// The address of this list as a file for spreadsheets of this language.
    pub fn export(&self, locale: Locale) -> String {
        self.with("/admin/users/export", separator_parameter(locale).as_slice())
    }

    /// The address of this list in another order.
    pub fn sorted(&self, sort: UserSort) -> String {
        Self { sort, ..self.clone() }.list("/admin/users")
    }

    /// The address of the same list of people with another status.
    pub fn of_status(&self, status: Option<StatusFilter>) -> String {
        Self { status, ..self.clone() }.list("/admin/users")
    }

    /// The address of this list without the search.
    pub fn without_search(&self) -> String {
        Self { q: String::new(), ..self.clone() }.list("/admin/users")
    }

    /// The address of this list without the filters, but of the same status.
    pub fn without_filters(&self) -> String {
        let (role, group, created, last_sign_in) = (None, None, Days::default(), Days::default());
        Self { role, group, created, last_sign_in, ..self.clone() }.list("/admin/users")
    }

    /// The filters that are set, each with the way to be without it. Days are those of `zone`.
    pub fn chips(&self, locale: Locale, zone: &Zone, groups: &[Group]) -> Vec<Chip> {
        let texts = texts(locale).filters;
        let day = |day: &str| time::day_in_words(locale, zone, day);
        let days = |days: &Days| match (days.from.as_str(), days.to.as_str()) {
            ("", "") => String::new(),
            (from, "") => (texts.from_day)(&day(from)),
            ("", to) => (texts.to_day)(&day(to)),
            (from, to) => (texts.from_to)(&day(from), &day(to)),
        };
        let group = self.group.as_ref().map(|slug| {
            let named = groups.iter().find(|group| group.slug == *slug);
            named.map_or_else(|| slug.to_string(), |group| group.name.to_string())
        });
        let role = self.role.map(|role| role_name(locale, role).to_owned());
        let list = |address: Self| address.list("/admin/users");
        vec![
            Chip {
                label: texts.group,
                value: group.unwrap_or_default(),
                without: list(Self { group: None, ..self.clone() }),
            },
            Chip {
                label: texts.role,
                value: role.unwrap_or_default(),
                without: list(Self { role: None, ..self.clone() }),
            },
            Chip {
                label: texts.created,
                value: days(&self.created),
                without: list(Self { created: Days::default(), ..self.clone() }),
            },
            Chip {
                label: texts.last_sign_in,
                value: days(&self.last_sign_in),
                without: list(Self { last_sign_in: Days::default(), ..self.clone() }),
            },
        ]
    }

    /// The same list under `path`, with more in the address.
    pub fn with(&self, path: &str, more: &[(&str, &str)]) -> String {
        let per = self.per.to_string();
        let hidden: Vec<&str> = self.hidden.iter().map(|column| column.as_str()).collect();
        let hidden = hidden.join(",");
        let parts = [
            ("q", self.q.as_str()),
            ("status", self.status.map_or("", StatusFilter::as_str)),
            ("role", self.role.map_or("", Role::as_str)),
            ("group", self.group.as_ref().map_or("", GroupSlug::as_str)),
            (CREATED[0], self.created.from.as_str()),
            (CREATED[1], self.created.to.as_str()),
            (LAST_SIGN_IN[0], self.last_sign_in.from.as_str()),
            (LAST_SIGN_IN[1], self.last_sign_in.to.as_str()),
            (HIDE, hidden.as_str()),
            ("sort", if self.sort == UserSort::NEWEST { "" } else { self.sort.as_str() }),
            ("per", if self.per == PAGE_LENGTH { "" } else { per.as_str() }),
        ];
        let parts = parts.iter().chain(more).filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parts).finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Whether anything but words narrows it down.
    pub fn is_filtered(&self) -> bool {
        self.status.is_some() || self.has_filters()
    }

    /// Whether anything but words and the status does.
    pub fn has_filters(&self) -> bool {
        let is_by_day = [&self.created, &self.last_sign_in].into_iter().any(|days| *days != Days::default());
        is_by_day || self.role.is_some() || self.group.is_some()
    }

    /// What is wrong with the days asked for.
    pub fn problem(&self) -> Option<InvalidDays> {
        [&self.created, &self.last_sign_in].into_iter().find_map(Days::problem)
    }

    /// As the store is asked. Days are those of `zone`.
    pub fn query(&self, zone: &Zone) -> UserQuery {
        UserQuery::new(&self.q, self.status, self.role, self.sort)
            .in_group(self.group.clone())
            .in_ranges(self.created.range(zone), self.last_sign_in.range(zone))
    }
}
