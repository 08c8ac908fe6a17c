//! One person's row: made the same way for the page and for a row that changes while one looks.

use super::menu;
use super::texts::list::{self, ListTexts};
use super::texts::table::TableTexts;
use super::texts::texts;
use crate::domain::{DeliveryState, Locale, Role, Timestamp, UserId, UserStatus};
use crate::locale;
use crate::locale::status::{broken_record, nothing_sent};
use crate::locale::time::{self, Zone};
use crate::server::store::user_overview::UserOverview;
use crate::ui::components::moment::push_ago;
use crate::ui::markup::Markup;
use serde_json::json;

/// For whom rows are written.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// In which language.
    pub locale: Locale,
    /// By whose clock.
    pub zone: &'a Zone,
    /// The time the row is written for.
    pub now: Timestamp,
    /// Whether an admin has paused the mails.
    pub is_paused: bool,
    /// What has just been done to whom, if to one person: it is said in their row.
    pub done: Option<(&'a UserId, &'a str)>,
}

/// An address of so many bytes has room at every width.
const FITS: usize = 20;

/// The colors behind initials: `.face-0` and so on.
const FACES: u32 = 6;

impl Rows<'_> {
    /// An account whose row changed, as the JSON of a live event: the cells that
    /// change, by their numbers, and what is said to those who do not see them.
    pub fn event(self, account: &UserOverview) -> String {
        let cell = |write: fn(Self, &mut Markup, &UserOverview)| {
            let mut out = Markup::default();
            write(self, &mut out, account);
            out.into_string()
        };
        let announcement = format!("{}: {}", account.user.display_name.as_str(), self.label(account));
        let cells = json!({ "3": cell(Self::state), "4": cell(Self::seen), "6": cell(Self::menu) });
        json!({ "user": account.user.id.as_str(), "version": version(account), "cells": cells, "said": announcement })
            .to_string()
    }

    /// The row. Its cells have no classes: the style knows them by their numbers.
    pub fn row(self, out: &mut Markup, account: &UserOverview) {
        let (texts, tools) = self.texts();
        let id = account.user.id.as_str();
        let name = account.user.display_name.as_str();
        let is_done = self.done.is_some_and(|(done, _)| done.as_str() == id);
        out.raw("<tr id=\"user-").text(id).raw("\" data-version=\"").text(&version(account)).raw("\"");
        out.raw(if is_done { " class=\"done\"" } else { "" });
        out.raw("><td><label><input type=\"checkbox\" name=\"user\" value=\"").text(id);
        out.raw("\" aria-label=\"")
            .text(&(texts.mark_one)(name))
            .raw("\"></label></td><th scope=\"row\"><div class=\"");
        let face = id.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % FACES;
        out.raw(["face-0", "face-1", "face-2", "face-3", "face-4", "face-5"][face as usize]);
        out.raw("\" data-face=\"").text(&initials(name)).raw("\"><a href=\"/admin/users/").text(id);
        out.raw("\">").text(name).raw("</a>");
        if account.user.role == Role::Admin {
            out.raw("<span class=\"tag\">").text(tools.admin).raw("</span>");
        }
        let email = account.user.email.as_str();
        out.raw("</div></th><td");
        if email.len() > FITS {
            // In a narrow column its end is cut off: the title has all of it.
            out.attribute("title", Some(email)).raw(">").address(email);
        } else {
            out.raw(">").text(email);
        }
        out.raw("</td><td>");
        self.state(out, account);
        out.raw("</td><td>");
        self.seen(out, account);
        out.raw("</td><td>").text(&time::date(self.locale, self.zone, account.created_at)).raw("</td><td>");
        self.menu(out, account);
        out.raw("</td></tr>");
    }

    fn texts(self) -> (&'static TableTexts, &'static ListTexts) {
        (texts(self.locale).table, list::texts(self.locale))
    }

    fn label(self, account: &UserOverview) -> &'static str {
        match account.status {
            _ if !account.user.broken.is_empty() => broken_record(self.locale),
            UserStatus::Waiting if account.delivery.is_none() => nothing_sent(self.locale),
            state => locale::user_status(self.locale, state),
        }
    }

    /// The status of the account, since when, and what holds it up.
    fn state(self, out: &mut Markup, account: &UserOverview) {
        out.raw("<span class=\"badge badge-").raw(tone(account)).raw("\">").text(self.label(account)).raw("</span>");
        if let Some(since) = since(account) {
            out.raw(" ");
            push_ago(out, self.locale, self.zone, self.now, since);
        }
        if let Some((id, done)) = self.done
            && *id == account.user.id
        {
            out.raw("<span class=\"sub said\">").text(done).raw("</span>");
        } else if let Some(reason) = self.reason(account) {
            // In one line its end is cut off: the title has all of it.
            out.raw("<span class=\"sub\"").attribute("title", Some(&reason)).raw(">").text(&reason).raw("</span>");
        }
    }

    /// When the newest mail is tried again, or that mails are paused; and why it has not gone out.
    pub(super) fn reason(self, account: &UserOverview) -> Option<String> {
        let mail = account.delivery.as_ref()?;
        if let Some(at) = mail.send_at.filter(|_| account.status == UserStatus::Waiting) {
            return Some(locale::sent_later(self.locale, &time::moment(self.locale, self.zone, at)));
        }
        let is_shown = match mail.state {
            DeliveryState::Waiting => account.status == UserStatus::Waiting,
            DeliveryState::Failed => account.status == UserStatus::Failed,
            _ => false,
        };
        let (step, answer) =
            (mail.step.as_deref().unwrap_or_default(), mail.last_answer.as_deref().unwrap_or_default());
        is_shown.then(|| {
            let reason = locale::delivery_reason(self.locale, mail.state, step, answer);
            let Some(next) = mail.next_try_at else { return reason };
            let hour = time::hour(self.locale, self.zone, next);
            format!("{} {reason}", locale::next_try(self.locale, &hour, self.is_paused))
        })
    }

    fn seen(self, out: &mut Markup, account: &UserOverview) {
        match account.last_sign_in_at {
            Some(at) => push_ago(out, self.locale, self.zone, self.now, at),
            None => {
                out.text(self.texts().0.never);
            }
        }
    }

    fn menu(self, out: &mut Markup, account: &UserOverview) {
        let (texts, tools) = self.texts();
        menu::push(out, self, account, texts, tools);
    }
}

/// Another text when the cells show something else.
fn version(account: &UserOverview) -> String {
    let mail = account.delivery.as_ref();
    let (changed, next) = mail.map_or((0, 0), |mail| {
        (mail.updated_at.as_millis(), mail.next_try_at.map_or(0, |next| next.as_millis() - mail.updated_at.as_millis()))
    });
    format!("{}{changed:x}{next:x}", account.status_word())
}

const fn tone(account: &UserOverview) -> &'static str {
    match account.status {
        UserStatus::Pending | UserStatus::Invited => "warn",
        UserStatus::Waiting => "wait",
        UserStatus::Failed | UserStatus::Expired | UserStatus::Exhausted | UserStatus::Revoked => "bad",
        UserStatus::Active => "ok",
        UserStatus::Disabled | UserStatus::Deleted => "off",
    }
}

/// Since when the account has its status, where that is known and no other column says it.
fn since(account: &UserOverview) -> Option<Timestamp> {
    let mailed = account.delivery.as_ref().map(|mail| mail.updated_at);
    match account.status {
        UserStatus::Pending => Some(account.created_at),
        UserStatus::Waiting => mailed.or(Some(account.created_at)),
        UserStatus::Failed | UserStatus::Invited => mailed,
        UserStatus::Expired => account.invited_until,
        UserStatus::Deleted => account.deleted_at,
        UserStatus::Active | UserStatus::Exhausted | UserStatus::Revoked | UserStatus::Disabled => None,
    }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}
