//! What a browser asks about a new password when someone leaves the box, and
//! the password it suggests.
//!
//! Never at a key, and never in an address. Whatever fails is let go: there is
//! no advice then, and the form is judged by the server all the same.

use super::{Parts, data, judge, listen, min_length, schedule_check};
use crate::domain::PasswordAdvice;
use crate::domain::password_advice::{PREFIX_LENGTH, forms_to_look_up};
use crate::domain::words::{generate_words, suggested_words};
use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{Promise, Uint8Array};
use leptos::prelude::window;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{Crypto, Event, EventInit, RequestInit, Response, UrlSearchParams};
use zeroize::Zeroizing;

/// Asks whenever someone leaves the box with something new in it, and suggests
/// whenever the button is pressed.
pub(super) fn attach_listeners(parts: &Rc<Parts>) {
    let advisor = Rc::new(Advisor { parts: parts.clone(), looked_up: Cell::default(), lists: Lists::default() });
    if let Some(button) = &parts.suggest {
        let advisor = advisor.clone();
        listen(button, "click", move |_| spawn_local(suggest(advisor.clone())));
    }
    // Not `change`: it says nothing where something was typed and taken back.
    listen(&parts.input, "blur", move |_| spawn_local(look_up(advisor.clone())));
}

/// What was asked about one box.
struct Advisor {
    parts: Rc<Parts>,
    /// In which turn of the box.
    looked_up: Cell<Option<u32>>,
    lists: Lists,
}

/// Asks the list of common passwords first, which learns nothing; and only of
/// what is not in it and keeps the rules, what an attacker would make of it.
async fn look_up(advisor: Rc<Advisor>) {
    let Advisor { parts, looked_up, lists } = &*advisor;
    let turn = parts.turn.get();
    let is_late = || parts.turn.get() != turn;
    if looked_up.replace(Some(turn)) == Some(turn) {
        return;
    }
    let typed = Zeroizing::new(parts.input.value());
    let advice = if lists.hold(&typed).await {
        Some(PasswordAdvice::Common)
    } else if !is_late() && keeps_the_rules(parts, &typed) {
        let answer = post("/password-advice/estimate", "password", &typed).await;
        answer.and_then(|answer| PasswordAdvice::parse(&answer))
    } else {
        None
    };
    if !is_late() {
        parts.advice.set(advice);
        schedule_check(parts);
    }
}

fn keeps_the_rules(parts: &Parts, typed: &str) -> bool {
    let (length, about, _) = judge(&parts.checks, typed);
    length == Some(true) && about != Some(false)
}

/// What was answered about common passwords: of each beginning of a hash, once.
#[derive(Default)]
struct Lists {
    answers: RefCell<Vec<(String, String)>>,
}

impl Lists {
    /// Whether a form of `password` is on the list; not, where nobody can tell.
    async fn hold(&self, password: &str) -> bool {
        for form in forms_to_look_up(password) {
            let Some(hash) = sha256(&form).await else { return false };
            let (prefix, rest) = hash.split_at(PREFIX_LENGTH);
            let known = self
                .answers
                .borrow()
                .iter()
                .find(|(looked_up, _)| looked_up == prefix)
                .map(|(_, answer)| answer.clone());
            let answer = match known {
                Some(answer) => answer,
                None => {
                    let Some(answer) = post("/password-advice/listed", "prefix", prefix).await else { return false };
                    self.answers.borrow_mut().push((prefix.to_owned(), answer.clone()));
                    answer
                }
            };
            if answer.lines().any(|listed| listed == rest) {
                return true;
            }
        }
        false
    }
}

/// In hexadecimal digits. Browsers compute it only where nobody can listen:
/// over https, and on the machine itself.
async fn sha256(text: &str) -> Option<String> {
    let subtle = crypto()?.subtle();
    if subtle.is_undefined() {
        return None;
    }
    let digest = subtle.digest_with_str_and_u8_array("SHA-256", text.as_bytes()).ok()?;
    let digest = JsFuture::from(digest).await.ok()?;
    let digit = |number: u8| char::from(b"0123456789abcdef"[usize::from(number)]);
    let digits = |byte: u8| [digit(byte >> 4), digit(byte & 15)];
    Some(Uint8Array::new(&digest).to_vec().into_iter().flat_map(digits).collect())
}

/// Puts random words into the box, to be seen, and says so.
async fn suggest(advisor: Rc<Advisor>) {
    let parts = &advisor.parts;
    let Some(button) = &parts.suggest else { return };
    let list = text(window().fetch_with_str(&data(button, "data-words"))).await;
    if let Some(list) = list {
        let words = suggested_words(min_length(&parts.checks) as usize);
        parts.input.set_value(&generate_words(&list, words, random_number));
        tell(parts, "suggested");
        // As if it had been typed.
        tell(parts, "input");
        tell(parts, "change");
        parts.is_suggested.set(true);
        spawn_local(look_up(advisor.clone()));
    } else {
        parts.say(&data(button, "data-not-suggested"));
    }
}

fn tell(parts: &Parts, name: &str) {
    let options = EventInit::new();
    options.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict(name, &options) {
        _ = parts.input.dispatch_event(&event);
    }
}

/// From the browser's own generator.
///
/// # Panics
/// When it has no randomness to give: the words would then be known.
fn random_number() -> u32 {
    let mut bytes = [0; 4];
    let filled = crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    filled.expect("a browser must give random bytes");
    u32::from_ne_bytes(bytes)
}

fn crypto() -> Option<Crypto> {
    window().crypto().ok()
}

/// Posts one field; the answer, where there is one.
async fn post(path: &str, name: &str, value: &str) -> Option<String> {
    let fields = UrlSearchParams::new().ok()?;
    fields.append(name, value);
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&fields);
    text(window().fetch_with_str_and_init(path, &request)).await
}

/// The text of an answer, if it is one to the question.
async fn text(looked_up: Promise) -> Option<String> {
    let response: Response = JsFuture::from(looked_up).await.ok()?.unchecked_into();
    if response.status() != 200 {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}
