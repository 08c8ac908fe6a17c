//! The footer of every page: whose site it is, and the switches of language and colours.

use super::{Icon, page};
use crate::domain::Locale;
use crate::ui::address::PageAddress;
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
    // This page again, with what it needs to be itself (`t`, `next`, `page`, `part`).
    let query = expect_context::<PageAddress>().query;
    let here = if query.is_empty() { context.path.clone() } else { format!("{}?{query}", context.path) };
    let languages = Locale::ALL.map(|locale| {
        let pressed = if locale == context.locale { "true" } else { "false" };
        view! {
            <button name="locale" value=locale.as_str() lang=locale.as_str() aria-pressed=pressed>
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
            <button name="theme" value=theme.as_str() aria-pressed=pressed title=name>
                <Icon name=icon/><span class="visually-hidden">{name}</span>
            </button>
        }
    });
    view! {
        <footer class="foot">
            <p>{(texts.about)(&context.organization)}</p>
            <div class="foot-tools">
                <form class="switch" method="post" action="/language" aria-label=texts.language>
                    <input type="hidden" name="next" value=here.clone()/>
                    {flash_field(&context)}
                    <Icon name="globe"/>
                    {languages}
                </form>
                <form class="switch" method="post" action="/theme" aria-label=texts.theme>
                    <input type="hidden" name="next" value=here/>
                    {flash_field(&context)}
                    {themes}
                </form>
            </div>
        </footer>
    }
}

/// What this page says of what was just done, for it to be said again in the other language.
fn flash_field(context: &PageContext) -> Option<AnyView> {
    let sealed = context.flash.as_ref()?.sealed().to_owned();
    Some(view! { <input type="hidden" name="flash" value=sealed/> }.into_any())
}
