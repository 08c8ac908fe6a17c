//! `/admin/apps/{id}/recipes`: how programs are set up, with the values of this app.

use super::programs::{RECIPES, Recipe, filled};
use super::proxies::PROXY_RECIPES;
use crate::domain::{AppKind, Locale};
use crate::ui::address::id;
use crate::ui::components::{Frame, NavItem, page};
use crate::ui::pages::admin::apps::actions::{AppView, find_app};
use crate::ui::pages::admin::apps::page::words;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// All recipes.
#[component]
pub fn RecipesPage() -> impl IntoView {
    let id = id();
    when_loaded(async move { find_app(&id).await }, show)
}

fn show(view: AppView) -> impl IntoView {
    let (words, locale) = (words(), page().0.locale);
    let details = view.app.details;
    let (name, client_id) = (details.name.to_string(), details.client_id.to_string());
    let title = (words.recipes_title)(&name);
    let secret = if locale == Locale::PtBr { "SEGREDO" } else { "SECRET" };
    let (all, lede): (&[Recipe], _) = match details.kind {
        AppKind::ForwardAuth => (&PROXY_RECIPES, words.recipes_lede_of_proxies),
        AppKind::Confidential | AppKind::Public => (&RECIPES, words.recipes_lede),
    };
    let recipes = all.iter().enumerate().map(|(index, recipe)| {
        let program = if recipe.program.is_empty() { words.recipes_other } else { recipe.program };
        let fill = |text: &str| filled(text, &view.issuer, &client_id, &details.home_url, secret);
        let text = fill(recipe.text);
        let address = |label: &'static str, path: Option<&str>| {
            path.map(|path| view! { <p>{label}": "<code>{fill(&format!("{{home}}{path}"))}</code></p> })
        };
        let redirect = address(words.recipes_redirect, recipe.redirect);
        let backchannel = address(words.backchannel, recipe.backchannel);
        let heading = format!("recipe-{index}");
        let (id, label) = (heading.clone(), heading.clone());
        view! {
            <section class="stack" aria-labelledby=heading>
                <h2 id=id>{program}</h2>
                {redirect}
                {backchannel}
                <pre class="frame answer" tabindex="0" aria-labelledby=label><code>{text}</code></pre>
            </section>
        }
    });
    let recipes = recipes.collect_view();
    view! {
        <Frame title=title.clone() nav=NavItem::Apps>
            <a class="back" href=format!("/admin/apps/{}", view.app.id)>"← "{(words.back_to)(&name)}</a>
            <h1>{title}</h1>
            <p class="lede">{lede}</p>
            {recipes}
        </Frame>
    }
}
