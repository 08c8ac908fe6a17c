//! The footer of every page: whose site it is, and the switches of language and colors.

use super::{Icon, page, submitted};
use crate::domain::Locale;
use crate::ui::address::PageAddress;
use crate::ui::kept_form::{NOT_TYPED, SHOW_AGAIN, TYPED};
use crate::ui::page_context::{PageContext, Theme};
use leptos::prelude::*;

/// What a language calls itself.
pub const fn own_name(locale: Locale) -> &'static str {
    locale.pick("Português", "English")
}

/// The last lines of every page.
#[component]
pub fn Footer() -> impl IntoView {
    let (context, texts) = page();
    let texts = texts.frame;
    let submitted = submitted();
    let typed = submitted.typed_form().map(|(action, values)| (action.to_owned(), written(values)));
    let typed = typed.filter(|(_, written)| !written.is_empty());
    // A button that says what is wanted: to the switch itself, or to the form that is to be shown again.
    let button_name = |switch| if typed.is_some() { SHOW_AGAIN } else { switch };
    let languages = Locale::ALL.map(|locale| {
        let pressed = if locale == context.locale { "true" } else { "false" };
        view! {
            <button name=button_name("locale") value=locale.as_str() lang=locale.as_str() aria-pressed=pressed>
                {own_name(locale)}
            </button>
        }
    });
    let themes = Theme::ALL.map(|theme| {
        let pressed = if theme == context.theme { "true" } else { "false" };
        let (icon, name) = match theme {
            Theme::System => ("contrast", texts.theme_system),
            Theme::Light => ("sun", texts.theme_light),
            Theme::Dark => ("moon", texts.theme_dark),
        };
        view! {
            <button name=button_name("theme") value=theme.as_str() aria-pressed=pressed title=name>
                <Icon name=icon/><span class="visually-hidden">{name}</span>
            </button>
        }
    });
    let action = |switch: &str| typed.as_ref().map_or(switch, |(action, _)| action).to_owned();
    let hidden = || match &typed {
        Some((_, written)) => view! { <input type="hidden" name=TYPED value=written.clone()/> }.into_any(),
        None => back_here(&context).into_any(),
    };
    view! {
        <footer class="foot">
            <p>{(texts.about)(&context.organization)}</p>
            <div class="foot-tools">
                <form class="switch" method="post" action=action("/language") aria-label=texts.language>
                    {hidden()}
                    <Icon name="globe"/>
                    {languages}
                </form>
                <form class="switch" method="post" action=action("/theme") aria-label=texts.theme>
                    {hidden()}
                    {themes}
                </form>
            </div>
        </footer>
    }
}

/// What leads to this page again, and what it says of what was just done, to be said again in the other language.
fn back_here(context: &PageContext) -> impl IntoView {
    // With what it needs to be itself (`t`, `next`, `page`, `part`).
    let query = expect_context::<PageAddress>().query;
    let here = if query.is_empty() { context.path.clone() } else { format!("{}?{query}", context.path) };
    let flash = context.flash.as_ref().map(|flash| flash.sealed().to_owned());
    view! {
        <input type="hidden" name="next" value=here/>
        {flash.map(|sealed| view! { <input type="hidden" name="flash" value=sealed/> })}
    }
}

/// What was typed into the form of this page, as in an address. The page has none that would lead to it: without a script it
/// would be lost.
fn written(typed: &[(String, String)]) -> String {
    let typed = typed.iter().filter(|(name, _)| !NOT_TYPED.contains(&name.as_str()));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish()
}
