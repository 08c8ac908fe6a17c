//! The document around every page.

use crate::server::access::Access;
use crate::ui::address::query;
use crate::ui::kept_form::KeptForm;
use crate::ui::page_context::{PageContext, Theme};
use crate::ui::page_route::{PageRoute, ShownPage};
use crate::ui::pages::error::page::ErrorPage;
use leptos::attr::custom::custom_attribute;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use std::sync::Arc;

/// The whole document.
pub fn shell() -> impl IntoView {
    // Only islands come to life in the browser; the rest of the page is a plain document.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let context = expect_context::<Arc<PageContext>>();
    let (theme, scheme) = match context.theme {
        Theme::System => (None, "light dark"),
        Theme::Light => (Some("light"), "light"),
        Theme::Dark => (Some("dark"), "dark"),
    };
    let shown = expect_context::<ShownPage>();
    let route = match shown {
        ShownPage::Page(route) => Some(route),
        ShownPage::Failure(_) => None,
    };
    let bundle = route.and_then(|route| route.bundle);
    // The header says `no-referrer`, with which browsers send `Origin: null` with a form; Safari before 16.4 sends no
    // `Sec-Fetch-Site` either, and every form of it would be refused. Where no address holds a token, ours is told to
    // ourselves; to others still nothing is.
    let has_form = route.is_some() || use_context::<KeptForm>().is_some();
    let tells_origin = has_form && query("t").is_none();
    view! {
        <!DOCTYPE html>
        <html lang=context.locale.as_str() data-theme=theme data-now=context.now.as_millis()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=scheme/>
                {tells_origin.then(|| view! { <meta name="referrer" content="same-origin"/> })}
                <link rel="icon" href=context.assets.path("favicon.svg") type="image/svg+xml"/>
                <link rel="preload" r#as="font" type="font/woff2" crossorigin="anonymous" href=context.assets.path("inter.woff2")/>
                <link rel="stylesheet" href=context.assets.path("style.css")/>
                {context.style.clone().map(|style| view! { <link rel="stylesheet" href=style/> })}
                {theme_colors(&context, route.is_some_and(PageRoute::is_entry))}
                <script type="module" src=context.assets.path("forms.js") nonce=use_nonce()></script>
                {bundle.map(|bundle| bundle_links(&context, bundle.as_str()))}
                {route.is_some_and(|route| route.access == Access::Admin).then(|| view! {
                    <script type="module" src=context.assets.path("console.js") nonce=use_nonce()></script>
                })}
                <MetaTags/>
            </head>
            <body>
                <App shown=shown/>
            </body>
        </html>
    }
}

/// The color of the browser's own frame: on the pages before one is signed in
/// that of their background, elsewhere that of the header.
fn theme_colors(context: &PageContext, is_entry: bool) -> impl IntoView + use<> {
    let own = context.accent.map(|accent| (accent.on_light(), accent.surface_on_dark()));
    let ours = || ("#1f5f4a".to_owned(), "#173f32".to_owned());
    let (light, dark) = if is_entry { own.unwrap_or_else(ours) } else { ("#fffdf9".to_owned(), "#1b211e".to_owned()) };
    let light = (context.theme != Theme::Dark).then_some(light);
    let dark = (context.theme != Theme::Light).then_some(dark);
    let depends = context.theme == Theme::System;
    let color = move |color: String, media: &'static str| {
        view! { <meta name="theme-color" {..custom_attribute("media", depends.then_some(media))} content=color/> }
    };
    (
        light.map(|light| color(light, "(prefers-color-scheme: light)")),
        dark.map(|dark| color(dark, "(prefers-color-scheme: dark)")),
    )
}

/// Fetches a bundle early; `islands.js` finds it here and wakes it. Only on pages where the same
/// Rust runs in the browser: what a few lines of script can do is in `forms.js`.
fn bundle_links(context: &PageContext, name: &str) -> impl IntoView + use<> {
    let program = context.assets.path(&format!("{name}.wasm"));
    view! {
        <link rel="modulepreload" id="bundle" href=context.assets.path(&format!("{name}.js")) data-wasm=program.clone()/>
        <link rel="preload" r#as="fetch" type="application/wasm" crossorigin="anonymous" href=program/>
        <script type="module" src=context.assets.path("islands.js") nonce=use_nonce()></script>
    }
}

/// The page, or why there is none.
#[component]
fn App(
    /// What the page shows.
    shown: ShownPage,
) -> impl IntoView {
    provide_meta_context();
    match shown {
        ShownPage::Page(route) => (route.view)(),
        ShownPage::Failure(error) => view! { <ErrorPage error=error/> }.into_any(),
    }
}
