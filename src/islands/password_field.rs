//! The password box: it shows what was typed, on demand, and says while
//! someone types what a new password still needs.

#![expect(missing_docs, reason = "the macro makes a struct and gives it no comment")]

use super::changing_icon;
use crate::domain::{About, InvalidOwnPassword, Locale, OwnPassword, PasswordPolicy};
use crate::locale::problems;
use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{HtmlInputElement, PageTransitionEvent};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use zeroize::Zeroizing;

/// What the button and its voice say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasswordWords {
    /// The button's first word while the password is hidden.
    pub show: String,
    /// The button's first word while it can be read.
    pub hide: String,
    /// The rest of the button's name: which password.
    pub password: String,
    /// Said when the password was shown.
    pub shown: String,
    /// Said when it was hidden.
    pub hidden: String,
}

/// What to say about a new password, and whose it is going to be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Advice {
    /// The language of the sentences about problems.
    pub locale: Locale,
    /// The rule that the server will apply.
    pub min_length: u32,
    /// The person's name; empty where the form asks for it.
    pub display_name: String,
    /// Their address; empty where the form asks for it.
    pub email: String,
    /// Whose site it is.
    pub organization: String,
    /// The rules, in words: length, not about oneself, not common.
    pub rules: [String; 3],
    /// Before a rule that is kept.
    pub met: String,
    /// Before a rule that is not.
    pub unmet: String,
    /// One character is missing.
    pub one_missing: String,
    /// Some are missing; `{}` stands for how many.
    pub some_missing: String,
    /// Nothing is missing.
    pub good: String,
}

/// Whether a rule is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Met,
    Unmet,
}

/// Words change at most this often.
const PAUSE: Duration = Duration::from_millis(500);

/// A password box with a button that shows and hides it, which only exists
/// where it works. The box itself is the browser's: nothing is ever written
/// into it, so what was typed before this came alive stays.
#[island]
pub fn PasswordField(
    /// The `name` and `id` of the input.
    name: String,
    /// `current-password` or `new-password`.
    autocomplete: String,
    /// The ids of its hint and its error.
    described_by: Option<String>,
    /// Whether the server has refused it.
    invalid: bool,
    /// For password managers that make one up: `passwordrules`.
    rules: Option<String>,
    /// What to say about a new password; nothing for one that exists.
    advice: Option<Advice>,
    /// What the button says.
    words: PasswordWords,
    /// The address of the icons.
    icons: String,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    // Nothing before the first click, then whether the password can be read.
    let visible = RwSignal::new(None::<bool>);
    let alive = RwSignal::new(false);
    let icons = StoredValue::new(icons);
    let words = StoredValue::new(words);
    let id = StoredValue::new(name.clone());
    let show = move |shown: bool| {
        if let Some(input) = input.get_untracked() {
            input.set_type(if shown { "text" } else { "password" });
        }
        visible.set(Some(shown));
    };
    let hide = move || {
        if visible.get_untracked() == Some(true) {
            show(false);
        }
    };
    Effect::new(move |_| {
        alive.set(true);
        let form = input.get_untracked().and_then(|input| input.form());
        if let Some(form) = form {
            // At once, not with the next redraw: browsers keep what a text field holds.
            _ = event_listener(form, "submit", move |_| hide());
        }
        _ = window_event_listener_untyped("pageshow", move |event| {
            if event.unchecked_ref::<PageTransitionEvent>().persisted() {
                hide();
            }
        });
    });
    let is_shown = move || visible.get() == Some(true);
    let button = move || {
        alive.get().then(|| {
            view! {
                <button
                    type="button"
                    class="button button-secondary"
                    aria-controls=id.get_value()
                    on:click=move |_| show(!visible.get_untracked().unwrap_or_default())
                >
                    {changing_icon(icons, move || if is_shown() { "eye-off" } else { "eye" })}
                    {move || words.with_value(|words| if is_shown() { words.hide.clone() } else { words.show.clone() })}
                    " "
                    <span class="visually-hidden">{words.with_value(|words| words.password.clone())}</span>
                </button>
            }
        })
    };
    let said = move || {
        words.with_value(|words| match visible.get() {
            None => String::new(),
            Some(true) => words.shown.clone(),
            Some(false) => words.hidden.clone(),
        })
    };
    view! {
        <div class="secret">
            <input
                node_ref=input
                id=name.clone()
                name=name
                type="password"
                required
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=invalid.then_some("true")
                {..custom_attribute("passwordrules", rules)}
            />
            {button}
        </div>
        <p class="visually-hidden" role="status">{said}</p>
        {advice.map(|advice| advise(input, advice, icons))}
    }
}

/// The rules under the box, ticked off while someone types, and a sentence.
fn advise(input: NodeRef<html::Input>, advice: Advice, icons: StoredValue<String>) -> impl IntoView {
    let length = RwSignal::new(Mark::Open);
    let about = RwSignal::new(Mark::Open);
    let sentence = RwSignal::new(String::new());
    let [long_enough, not_about_you, not_common] = advice.rules.clone();
    let advice = StoredValue::new(advice);
    let look = move || {
        let Some(input) = input.get_untracked() else { return };
        let typed = Zeroizing::new(input.value());
        let (new_length, new_about, new_sentence) = advice.with_value(|advice| judge(advice, &typed));
        length.set(new_length);
        about.set(new_about);
        if sentence.with_untracked(|sentence| *sentence != new_sentence) {
            sentence.set(new_sentence);
        }
    };
    let is_waiting = StoredValue::new(false);
    let look_soon = move || {
        if !is_waiting.get_value() {
            is_waiting.set_value(true);
            set_timeout(
                move || {
                    is_waiting.set_value(false);
                    look();
                },
                PAUSE,
            );
        }
    };
    Effect::new(move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(form) = input.form() {
            // The name and the address in the same form count too.
            _ = event_listener(form, "input", move |_| look_soon());
        }
        // Something may have been typed before.
        if !input.value().is_empty() {
            look_soon();
        }
    });
    let met = StoredValue::new(advice.with_value(|advice| [advice.met.clone(), advice.unmet.clone()]));
    let rule = move |mark: RwSignal<Mark>, text: String| {
        let class = move || match mark.get() {
            Mark::Open => "",
            Mark::Met => "met",
            Mark::Unmet => "unmet",
        };
        let name = move || match mark.get() {
            Mark::Open => "key",
            Mark::Met => "check",
            Mark::Unmet => "x",
        };
        let word = move || {
            met.with_value(|[met, unmet]| match mark.get() {
                Mark::Open => String::new(),
                Mark::Met => met.clone(),
                Mark::Unmet => unmet.clone(),
            })
        };
        view! {
            <li class=class>
                {changing_icon(icons, name)}
                <span><span class="visually-hidden">{word}</span>{text}</span>
            </li>
        }
    };
    view! {
        <ul class="checks">
            {rule(length, long_enough)}
            {rule(about, not_about_you)}
            {rule(RwSignal::new(Mark::Open), not_common)}
        </ul>
        <p class="live" role="status">{move || sentence.get()}</p>
    }
}

/// How far a password has come: its length, whether it is more than what
/// others know of the person, and a sentence. The rules are the server's own.
fn judge(advice: &Advice, typed: &str) -> (Mark, Mark, String) {
    if typed.is_empty() {
        return (Mark::Open, Mark::Open, String::new());
    }
    let own = |known: &String, field: &str| if known.is_empty() { value_of(field) } else { known.clone() };
    let (display_name, email) = (own(&advice.display_name, "display_name"), own(&advice.email, "email"));
    let about = About { email: &email, display_name: &display_name, organization: &advice.organization };
    let policy = |min_length| PasswordPolicy { min_length };
    let problem = OwnPassword::parse(typed, &policy(advice.min_length), &about).err();
    let is_short = matches!(problem, Some(InvalidOwnPassword::TooShort { .. }));
    // A short one is looked at once more for what it is made of.
    let content = if is_short { OwnPassword::parse(typed, &policy(0), &about).err() } else { problem };
    let is_about = matches!(
        content,
        Some(
            InvalidOwnPassword::ContainsName
                | InvalidOwnPassword::ContainsEmail
                | InvalidOwnPassword::ContainsOrganization
        )
    );
    let is_long = matches!(problem, Some(InvalidOwnPassword::TooLong { .. }));
    let mark = |unmet| if unmet { Mark::Unmet } else { Mark::Met };
    let sentence = match problem {
        None => advice.good.clone(),
        Some(InvalidOwnPassword::TooShort { minimum }) => {
            let length = OwnPassword::normalise(typed).chars().count();
            match (minimum as usize).saturating_sub(length) {
                1 => advice.one_missing.clone(),
                missing => advice.some_missing.replacen("{}", &missing.to_string(), 1),
            }
        }
        Some(other) => problems::password(advice.locale, other).into_owned(),
    };
    (mark(is_short || is_long), mark(is_about), sentence)
}

/// What another field of the page holds.
fn value_of(id: &str) -> String {
    document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
        .map(|input| input.value())
        .unwrap_or_default()
}

/// Listens for as long as the page lives.
fn event_listener(
    target: impl AsRef<leptos::web_sys::EventTarget>,
    name: &str,
    listener: impl Fn(leptos::web_sys::Event) + 'static,
) -> Result<(), leptos::wasm_bindgen::JsValue> {
    let listener = leptos::wasm_bindgen::closure::Closure::<dyn Fn(leptos::web_sys::Event)>::new(listener);
    let listener = listener.into_js_value();
    target.as_ref().add_event_listener_with_callback(name, listener.unchecked_ref())
}
