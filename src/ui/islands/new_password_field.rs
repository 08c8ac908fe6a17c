//! The box for a new password: it says while someone types what the password still
//! needs. What only the server knows it asks when someone leaves the box, and
//! suggests a password if asked to. `public/forms.js` shows and hides what was typed.
//!
//! All of its markup and words are the server's. This only moves them: a
//! newcomer waits for this bundle, and views that render themselves in the
//! browser would make it twice as large.

#[cfg(feature = "hydrate")]
mod advice;

use super::joined;
use crate::domain::{About, InvalidOwnPassword, Locale, OwnPassword, PasswordAdvice, PasswordPolicy};
use crate::locale::problems;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Element, Event, EventTarget, HtmlInputElement, HtmlTemplateElement};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use zeroize::Zeroizing;

/// Words change at most this often.
const PAUSE: Duration = Duration::from_millis(500);

/// A password box with advice. Nothing is written into the box but a suggestion that
/// was asked for, so what was typed before this came alive stays.
///
/// Among the children are the input, `.checks`, `.live`, and a `<template>`
/// with the button that suggests, which so exists only where it works.
#[island]
pub fn NewPasswordField(children: Children) -> impl IntoView {
    let field = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let field: Option<Element> = field.get_untracked().map(Into::into);
        if let Some(parts) = field.and_then(|field| Parts::find(&field)) {
            attach_listeners(Rc::new(parts));
        }
    });
    view! { <div class="new-password" node_ref=field>{children()}</div> }
}

/// The parts of one password box.
struct Parts {
    input: HtmlInputElement,
    /// The rules, and what is known of the person, as `data-…`.
    checks: Element,
    /// The sentence under the rules.
    sentence: Option<Element>,
    /// Asks for a suggestion.
    suggest: Option<Element>,
    /// Whether the box holds what was suggested.
    is_suggested: Cell<bool>,
    /// Whether a look at the password is due.
    is_waiting: Cell<bool>,
    /// How often the box changed: an answer about what it held before is late.
    turn: Cell<u32>,
    /// What the server says of what the box holds.
    advice: Cell<Option<PasswordAdvice>>,
}

impl Parts {
    /// Finds them, and puts the button where it belongs.
    fn find(field: &Element) -> Option<Self> {
        Some(Self {
            input: part(field, "input")?.unchecked_into(),
            suggest: replace_template(field, ".suggestion"),
            is_suggested: Cell::new(false),
            checks: part(field, ".checks")?,
            sentence: part(field, ".live"),
            is_waiting: Cell::new(false),
            turn: Cell::new(0),
            advice: Cell::new(None),
        })
    }

    /// Forgets what was said of something else.
    fn forget_advice(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
        self.advice.set(None);
        self.is_suggested.set(false);
        self.hide_error();
    }

    /// What the server refused is no longer in the box. Its words keep their room: nothing moves under who types.
    fn hide_error(&self) {
        let input = &self.input;
        if data(input, "aria-invalid") != "true" {
            return;
        }
        let id = input.id();
        _ = input.set_attribute("aria-invalid", "false");
        // The hint stays, the error goes.
        _ = input.set_attribute("aria-describedby", joined(&id, "-hint", "").as_str());
        let error = joined("#", &id, "-error");
        let line = joined(".error-summary li:has([href='#", &id, "'])");
        for stale in [error, line] {
            if let Ok(Some(stale)) = document().query_selector(&stale) {
                _ = stale.set_attribute("data-stale", "");
            }
        }
    }

    /// Says something under the rules. The same words again would be read out again.
    fn say(&self, words: &str) {
        if let Some(old) = self.sentence.as_ref().filter(|old| old.text_content().as_deref() != Some(words)) {
            old.set_text_content(Some(words));
        }
    }
}

fn attach_listeners(parts: Rc<Parts>) {
    let on = |target: &EventTarget, name: &str, handler: fn(&Rc<Parts>, Event)| {
        let parts = parts.clone();
        listen(target, name, move |event| handler(&parts, event));
    };
    let Some(form) = parts.input.form() else { return };
    // The name and the address in the same form count too.
    on(&form, "input", |parts, _| schedule_check(parts));
    on(&parts.input, "input", |parts, _| parts.forget_advice());
    #[cfg(feature = "hydrate")]
    advice::attach_listeners(&parts);
    if !parts.input.value().is_empty() {
        schedule_check(&parts);
    }
}

fn schedule_check(parts: &Rc<Parts>) {
    if !parts.is_waiting.replace(true) {
        let parts = parts.clone();
        set_timeout(
            move || {
                parts.is_waiting.set(false);
                check(&parts);
            },
            PAUSE,
        );
    }
}

/// Ticks off the rules, and says what is missing.
fn check(parts: &Parts) {
    let checks = &parts.checks;
    let typed = Zeroizing::new(parts.input.value());
    let (length, about, sentence) = judge(checks, &typed);
    let (common, advised) = read_advice(checks, parts.advice.get());
    // Adding to a common password does not help: that goes before its length.
    let sentence = if common == Some(false) || length == Some(true) && about != Some(false) {
        advised.unwrap_or(sentence)
    } else {
        sentence
    };
    let sentence = match &parts.suggest {
        Some(button) if parts.is_suggested.get() => data(button, "data-suggested"),
        _ => sentence,
    };
    mark(checks, ".length", length);
    mark(checks, ".about", about);
    mark(checks, ".common", common);
    parts.say(&sentence);
}

/// Marks a rule as kept or not; as neither while nothing is typed.
fn mark(checks: &Element, rule: &str, kept: Option<bool>) {
    let Some(rule) = part(checks, rule) else { return };
    let (class, icon, word) = match kept {
        None => ("", "key", ""),
        Some(true) => ("met", "check", "data-met"),
        Some(false) => ("unmet", "x", "data-unmet"),
    };
    let classes = rule.class_list();
    _ = classes.remove_2("met", "unmet");
    if !class.is_empty() {
        _ = classes.add_1(class);
    }
    set_icon(&rule, icon);
    set_text(part(&rule, ".visually-hidden"), &data(checks, word));
}

/// How far a password has come: whether it is long enough, whether it is more
/// than what others know of the person, and a sentence. The rules are the
/// server's own. Where the page does not know the name or the address, it cannot
/// say that the second rule is kept.
fn judge(checks: &Element, typed: &str) -> (Option<bool>, Option<bool>, String) {
    if typed.is_empty() {
        return (None, None, String::new());
    }
    let own = |name: &str, field: &str| {
        let known = data(checks, name);
        if known.is_empty() { value_of(field) } else { known }
    };
    let display_name = own("data-display-name", "display_name");
    let email = own("data-email", "email");
    // Where the same form asks for the temporary password, that is in sight.
    let temporary_password = value_of(&data(checks, "data-temporary"));
    let about = About {
        email: &email,
        display_name: &display_name,
        names: &data(checks, "data-names"),
        temporary_password: &temporary_password,
    };
    let policy = |min_length| PasswordPolicy { min_length };
    let problem = OwnPassword::parse(typed, &policy(min_length(checks)), &about).err();
    let is_short = matches!(problem, Some(InvalidOwnPassword::TooShort { .. }));
    // A short one is looked at once more for what it is made of.
    let content = if is_short { OwnPassword::parse(typed, &policy(0), &about).err() } else { problem };
    let is_about = matches!(
        content,
        Some(
            InvalidOwnPassword::ContainsName
                | InvalidOwnPassword::ContainsEmail
                | InvalidOwnPassword::ContainsOrganization
                | InvalidOwnPassword::Cpf
                | InvalidOwnPassword::SameAsTemporary
        )
    );
    let is_long = matches!(problem, Some(InvalidOwnPassword::TooLong { .. }));
    let sentence = match problem {
        None => data(checks, "data-good"),
        Some(InvalidOwnPassword::TooShort { minimum }) => {
            let length = OwnPassword::normalise(typed).chars().count();
            match (minimum as usize).saturating_sub(length) {
                1 => data(checks, "data-one-missing"),
                missing => data(checks, "data-some-missing").replace('#', &missing.to_string()),
            }
        }
        Some(other) => message_for(other),
    };
    let is_known = !display_name.is_empty() && !email.is_empty();
    (Some(!is_short && !is_long), if is_about || is_known { Some(!is_about) } else { None }, sentence)
}

/// What the server said, as a mark and a sentence: whether it is no common
/// password, and what there is to say, if there is something.
fn read_advice(checks: &Element, advice: Option<PasswordAdvice>) -> (Option<bool>, Option<String>) {
    match advice {
        None => (None, None),
        Some(PasswordAdvice::Good) => (Some(true), None),
        Some(PasswordAdvice::Common) => (Some(false), Some(message_for(InvalidOwnPassword::TooCommon))),
        Some(weak) => (Some(true), Some(data(checks, joined("data-", weak.as_str(), "").as_str()))),
    }
}

/// The server's words for a problem, in the language of the page.
fn message_for(problem: InvalidOwnPassword) -> String {
    let language = document().document_element().and_then(|html| html.get_attribute("lang"));
    problems::password(language.and_then(|tag| Locale::parse(&tag)).unwrap_or_default(), problem).into_owned()
}

/// Puts the content of a template in its place.
fn replace_template(within: &Element, selector: &str) -> Option<Element> {
    let template: HtmlTemplateElement = part(within, selector)?.unchecked_into();
    let content = template.content().first_element_child()?;
    template.replace_with_with_node_1(&content).ok()?;
    Some(content)
}

fn min_length(checks: &Element) -> u32 {
    data(checks, "data-min-length").parse().unwrap_or_default()
}

fn part(of: &Element, selector: &str) -> Option<Element> {
    of.query_selector(selector).ok().flatten()
}

fn data(of: &Element, name: &str) -> String {
    of.get_attribute(name).unwrap_or_default()
}

fn set_text(of: Option<Element>, text: &str) {
    if let Some(of) = of {
        of.set_text_content(Some(text));
    }
}

/// Changes a picture to another one of the same file.
fn set_icon(within: &Element, name: &str) {
    let Some(shown) = part(within, "use") else { return };
    let mut address = data(&shown, "href");
    address.truncate(address.find('#').map_or(0, |end| end + 1));
    address.push_str(name);
    _ = shown.set_attribute("href", &address);
}

/// What another field of the page holds.
fn value_of(id: &str) -> String {
    let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    field.map(|input| input.value()).unwrap_or_default()
}

/// Listens for as long as the page lives.
fn listen(target: &EventTarget, name: &str, listener: impl Fn(Event) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(listener).into_js_value();
    _ = target.add_event_listener_with_callback(name, listener.unchecked_ref());
}
