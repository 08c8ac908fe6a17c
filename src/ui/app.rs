//! Which address is which page.

use crate::ui::page_context::{Failure, PageContext, Theme};
use crate::ui::pages::account::delete::page::DeleteAccountPage;
use crate::ui::pages::account::email::links::{ConfirmEmailPage, UndoEmailPage};
use crate::ui::pages::account::email::page::EmailPage;
use crate::ui::pages::account::page::AccountPage;
use crate::ui::pages::admin::audit::page::AuditPage;
use crate::ui::pages::admin::confirm_password::page::ConfirmPasswordPage;
use crate::ui::pages::admin::imports::import::page::ImportPage;
use crate::ui::pages::admin::mail::page::MailPage;
use crate::ui::pages::admin::page::OverviewPage;
use crate::ui::pages::admin::users::act::page::ActionPage;
use crate::ui::pages::admin::users::import::page::ImportsPage;
use crate::ui::pages::admin::users::new::page::NewUserPage;
use crate::ui::pages::admin::users::page::UsersPage;
use crate::ui::pages::admin::users::user::edit::page::EditPage;
use crate::ui::pages::admin::users::user::hand_over::page::HandOverPage;
use crate::ui::pages::admin::users::user::page::UserPage;
use crate::ui::pages::dev::outbox::page::{CapturedMailPage, OutboxPage};
use crate::ui::pages::error::page::{ErrorPage, NotFoundPage};
use crate::ui::pages::first_access::page::FirstAccessPage;
use crate::ui::pages::forgot_password::page::ForgotPasswordPage;
use crate::ui::pages::login::page::LoginPage;
use crate::ui::pages::register::confirm::page::ConfirmPage;
use crate::ui::pages::register::page::RegisterPage;
use crate::ui::pages::reset_password::page::ResetPasswordPage;
use crate::ui::pages::setup::page::SetupPage;
use leptos::attr::custom::custom_attribute;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::SsrMode;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

/// The whole document.
pub fn shell() -> impl IntoView {
    // Only islands come to life in the browser; the rest of the page is a plain document.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let context = expect_context::<PageContext>();
    let (theme, scheme) = match context.theme {
        Theme::System => (None, "light dark"),
        Theme::Light => (Some("light"), "light"),
        Theme::Dark => (Some("dark"), "dark"),
    };
    let bundle = if use_context::<Failure>().is_some() { None } else { bundle(&context.path) };
    view! {
        <!DOCTYPE html>
        <html lang=context.locale.as_str() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=scheme/>
                <link rel="icon" href=context.assets.path("favicon.svg") type="image/svg+xml"/>
                <link rel="stylesheet" href=context.assets.path("style.css")/>
                {theme_colors(&context)}
                {bundle.map(|name| bundle_links(&context, name))}
                <script type="module" src=context.assets.path("forms.js") nonce=use_nonce()></script>
                <script type="module" src=context.assets.path("islands.js") nonce=use_nonce()></script>
                {context.path.starts_with("/admin/").then(|| view! {
                    <script type="module" src=context.assets.path("console.js") nonce=use_nonce()></script>
                })}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The bundle that holds the islands of a page.
fn bundle(path: &str) -> Option<&'static str> {
    match path {
        "/login" | "/first-access" | "/forgot-password" | "/reset-password" | "/register" | "/register/confirm"
        | "/setup" | "/account" | "/account/email" | "/account/delete" => Some("newcomer"),
        path if path.starts_with("/admin/") => Some("admin"),
        _ => None,
    }
}

/// The colour of the browser's own frame: that of the door on the pages of the
/// entrance, that of the header elsewhere.
fn theme_colors(context: &PageContext) -> impl IntoView + use<> {
    let is_link = matches!(context.path.as_str(), "/account/email/confirm" | "/account/email/undo");
    let is_entry = is_link || (!context.path.starts_with("/account") && bundle(&context.path) == Some("newcomer"));
    let (light, dark) = if is_entry { ("#1f5f4a", "#173f32") } else { ("#fffdf9", "#1b211e") };
    let light = (context.theme != Theme::Dark).then_some(light);
    let dark = (context.theme != Theme::Light).then_some(dark);
    let depends = context.theme == Theme::System;
    let color = move |color: &'static str, media: &'static str| {
        view! { <meta name="theme-color" {..custom_attribute("media", depends.then_some(media))} content=color/> }
    };
    (
        light.map(|light| color(light, "(prefers-color-scheme: light)")),
        dark.map(|dark| color(dark, "(prefers-color-scheme: dark)")),
    )
}

/// Fetches a bundle early; `islands.js` finds it here and wakes it.
fn bundle_links(context: &PageContext, name: &str) -> impl IntoView + use<> {
    let program = context.assets.path(&format!("{name}.wasm"));
    view! {
        <link rel="modulepreload" id="bundle" href=context.assets.path(&format!("{name}.js")) data-wasm=program.clone()/>
        <link rel="preload" r#as="fetch" type="application/wasm" crossorigin="anonymous" href=program/>
    }
}

/// Address to page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            {match use_context::<Failure>() {
                Some(Failure(error)) => view! { <ErrorPage error=error/> }.into_any(),
                None => view! { <Addresses/> }.into_any(),
            }}
        </Router>
    }
}

#[component]
fn Addresses() -> impl IntoView {
    view! {
        <Routes fallback=NotFoundPage>
            <Route path=path!("/setup") view=SetupPage ssr=SsrMode::Async/>
            <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async/>
            <Route path=path!("/first-access") view=FirstAccessPage ssr=SsrMode::Async/>
            <Route path=path!("/forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
            <Route path=path!("/reset-password") view=ResetPasswordPage ssr=SsrMode::Async/>
            <Route path=path!("/register") view=RegisterPage ssr=SsrMode::Async/>
            <Route path=path!("/register/confirm") view=ConfirmPage ssr=SsrMode::Async/>
            <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
            <Route path=path!("/account/email") view=EmailPage ssr=SsrMode::Async/>
            <Route path=path!("/account/email/confirm") view=ConfirmEmailPage ssr=SsrMode::Async/>
            <Route path=path!("/account/email/undo") view=UndoEmailPage ssr=SsrMode::Async/>
            <Route path=path!("/account/delete") view=DeleteAccountPage ssr=SsrMode::Async/>
            <Route path=path!("/admin") view=OverviewPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/users") view=UsersPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/users/import") view=ImportsPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/imports/:id") view=ImportPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/users/new") view=NewUserPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/audit") view=AuditPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/confirm-password") view=ConfirmPasswordPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/users/act") view=ActionPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/users/:id") view=UserPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/users/:id/edit") view=EditPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/users/:id/hand-over") view=HandOverPage ssr=SsrMode::Async/>
            <Route path=path!("/admin/mail") view=MailPage ssr=SsrMode::Async/>
            <Route path=path!("/dev/outbox") view=OutboxPage ssr=SsrMode::Async/>
            <Route path=path!("/dev/outbox/:id") view=CapturedMailPage ssr=SsrMode::Async/>
        </Routes>
    }
}
