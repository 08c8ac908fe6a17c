//! The header of every page.

use super::{Icon, NavItem, page};
use crate::ui::page_context::Person;
use crate::ui::pages::apps::actions::has_own_apps;
use leptos::prelude::*;

/// The bar of development mode; nothing elsewhere.
#[component]
pub fn DevelopmentBar() -> impl IntoView {
    let (context, texts) = page();
    let texts = texts.frame;
    context.dev.then(|| {
        view! {
            <aside class="bar" aria-label=texts.dev_label>
                <p><Icon name="alert"/>" "{texts.dev}" "<a href="/dev/outbox">{texts.dev_link}</a></p>
            </aside>
        }
    })
}

/// The name of the site, where the administrator may go, and who is signed in.
#[component]
pub fn Header(
    /// The current entry of the navigation.
    nav: NavItem,
) -> impl IntoView {
    let (context, _) = page();
    let is_admin = context.person.as_ref().is_some_and(|person| person.is_admin && !person.must_choose);
    let logo = format!("{}#logo", context.assets.path("icons.svg"));
    view! {
        <header class="top">
            <a class="brand" href="/">
                {match context.logo.clone() {
                    Some(own) => view! {
                        <img class="own-logo" src=own.path width=own.width height=own.height alt=""/>
                    }.into_any(),
                    None => view! {
                        <svg class="logo" aria-hidden="true"><use_ href=logo></use_></svg>
                    }.into_any(),
                }}
                <b>{context.organization.clone()}</b>
            </a>
            {is_admin.then(|| view! { <Palette/><Navigation nav=nav/> })}
            {context.person.clone().map(|person| view! { <OwnLinks person=person nav=nav/> })}
        </header>
    }
}

/// The search for people and pages that `public/console.js` fills and opens, with Ctrl K.
#[component]
fn Palette() -> impl IntoView {
    let texts = page().1.frame;
    view! {
        <template id="palette">
            <div class="palette stack stack-s" data-all=texts.palette_all>
                <h2>{texts.palette}</h2>
                <label class="visually-hidden" for="palette-box">{texts.palette_box}</label>
                <input
                    type="search"
                    id="palette-box"
                    autocomplete="off"
                    spellcheck="false"
                    autofocus
                    placeholder=texts.palette_box
                />
                <ul></ul>
            </div>
        </template>
    }
}

/// The pages of administrators.
#[component]
fn Navigation(
    /// The current entry.
    nav: NavItem,
) -> impl IntoView {
    let texts = page().1.frame;
    let current = move |here: NavItem| (here == nav).then_some("page");
    view! {
        <nav class="nav" aria-label=texts.nav>
            <ul>
                <li><a href="/admin" aria-current=current(NavItem::Overview)>{texts.overview}</a></li>
                <li><a href="/admin/users" aria-current=current(NavItem::Users)>{texts.users}</a></li>
                <li><a href="/admin/users/new" aria-current=current(NavItem::NewUser)>{texts.new_user}</a></li>
                <li><a href="/admin/groups" aria-current=current(NavItem::Groups)>{texts.groups}</a></li>
                <li><a href="/admin/apps" aria-current=current(NavItem::Apps)>{texts.apps}</a></li>
                <li><a href="/admin/mail" aria-current=current(NavItem::Mail)>{texts.mail}</a></li>
                <li><a href="/admin/audit" aria-current=current(NavItem::Audit)>{texts.audit}</a></li>
                <li><a href="/admin/appearance" aria-current=current(NavItem::Appearance)>{texts.appearance}</a></li>
            </ul>
        </nav>
    }
}

/// The pages of the person who is signed in, and the way out.
#[component]
fn OwnLinks(
    /// The person.
    person: Person,
    /// The current entry of the navigation.
    nav: NavItem,
) -> impl IntoView {
    let texts = page().1.frame;
    // `/account` leads an admin to theirs: the admin pages have no room left, and ask the database for
    // nothing more.
    let may_have_apps = !person.must_choose && !person.is_admin;
    let current = move |here: NavItem| (here == nav).then_some("page");
    view! {
        <div class="me">
            {may_have_apps.then(|| {
                let link = Suspend::new(async move {
                    has_own_apps().await.then(|| view! {
                        <a href="/apps" aria-current=current(NavItem::OwnApps)>
                            <Icon name="key"/><span>{texts.own_apps}</span>
                        </a>
                    })
                });
                view! { <Suspense>{link}</Suspense> }
            })}
            {(!person.must_choose).then(|| view! {
                <a href="/account" aria-current=current(NavItem::Account)>
                    <Icon name="user"/><span>{person.display_name}</span>
                </a>
            })}
            <form method="post" action="/logout">
                <button class="button button-quiet"><Icon name="sign-out"/>{texts.sign_out}</button>
            </form>
        </div>
    }
}
