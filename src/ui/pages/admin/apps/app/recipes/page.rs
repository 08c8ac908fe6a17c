//! `/admin/apps/{id}/recipes`: how programs are set up, with the values of this app.

use super::programs::{RECIPES, Recipe, filled};
use super::proxies::PROXY_RECIPES;
use super::texts::texts;
use crate::domain::{AppAddress, AppKind, Locale};
use crate::ui::address::id;
use crate::ui::components::{CopyButton, Frame, NavItem, page};
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
    let locale = page().0.locale;
    let (words, recipe_texts) = (words(), texts(locale));
    let details = view.app.details;
    let (name, client_id) = (details.name.to_string(), details.client_id.to_string());
    let title = (recipe_texts.title)(&name);
    let secret = if locale == Locale::PtBr { "SEGREDO" } else { "SECRET" };
    let (all, lede): (&[Recipe], _) = match details.kind {
        AppKind::ForwardAuth => (&PROXY_RECIPES, recipe_texts.lede_of_proxies),
        AppKind::Confidential | AppKind::Public => (&RECIPES, recipe_texts.lede),
    };
    let edit = format!("/admin/apps/{}/edit", view.app.id);
    let redirects: Vec<&AppAddress> = details.redirect_uris.iter().collect();
    let backchannels: Vec<&AppAddress> = details.backchannel_logout_uri.iter().collect();
    let name_of = |recipe: &Recipe| if recipe.program.is_empty() { recipe_texts.other } else { recipe.program };
    let links = all.iter().enumerate().map(|(index, recipe)| {
        view! { <li><a href=format!("#recipe-{index}")>{name_of(recipe)}</a></li> }
    });
    let links = links.collect_view();
    let recipes = all.iter().enumerate().map(|(index, recipe)| {
        let program = name_of(recipe);
        let fill = |text: &str| filled(text, &view.issuer, &client_id, &details.home_url, secret);
        let text = fill(recipe.text);
        let address = |label: &'static str, path: Option<&str>, registered: &[&AppAddress]| {
            path.map(|path| {
                let address = fill(&format!("{{home}}{path}"));
                let is_registered = registered.iter().any(|one| one.as_str() == address);
                view! { <p>{label}": "<code>{address}</code>" – "<Registered is_registered=is_registered edit=edit.clone()/></p> }
            })
        };
        let redirect = address(recipe_texts.redirect, recipe.redirect, &redirects);
        let backchannel = address(words.backchannel, recipe.backchannel, &backchannels);
        let heading = format!("recipe-{index}");
        let (id, label) = (heading.clone(), heading.clone());
        view! {
            <section class="stack" aria-labelledby=heading>
                <div class="page-head">
                    <h2 id=id>{program}</h2>
                    <CopyButton text=text.clone() label=(recipe_texts.copy)(program)/>
                </div>
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
            <nav aria-label=recipe_texts.list><ul class="names">{links}</ul></nav>
            {recipes}
        </Frame>
    }
}

/// Whether an address that a program uses is one of the app's; the way to make it one.
#[component]
fn Registered(
    /// Whether it is.
    is_registered: bool,
    /// The form about the app.
    edit: String,
) -> impl IntoView {
    let recipe_texts = texts(page().0.locale);
    if is_registered {
        return recipe_texts.registered.into_any();
    }
    view! { {recipe_texts.not_registered}". "<a href=edit>{recipe_texts.register}</a> }.into_any()
}
