//! `/account`: the own account.

use super::actions::{OwnAccount, find_own_account};
use super::known_apps::KnownApps;
use super::own_texts::texts as own_texts;
use super::section::Section;
use super::sessions::Sessions;
use crate::domain::{Locale, Role, Timestamp};
use crate::error::Field;
use crate::locale;
use crate::server::oidc::AppLink;
use crate::ui::components::footer::own_name;
use crate::ui::components::moment::{deadline_mark, timed};
use crate::ui::components::user_fields::TimeZoneField;
use crate::ui::components::{Banner, Done, ErrorSummary, Frame, NavItem, NewPassword, Password, Tone, Username, page};
use crate::ui::pages::apps::page::InvitedApp;
use crate::ui::pages::apps::texts::texts as app_texts;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The notice of somebody who has just chosen a password.
pub const PASSWORD_CHOSEN: &str = "password-chosen";

/// Own data, password, sessions and language.
#[component]
pub fn AccountPage() -> impl IntoView {
    let is_new = page().0.notice.as_deref() == Some(PASSWORD_CHOSEN);
    when_loaded(find_own_account(is_new), show)
}

/// What was just done, with the app that a new person was invited for, or why a link did not do it.
#[component]
fn FlashMessage(
    /// The app, once a password is chosen.
    invited_app: Option<AppLink>,
) -> impl IntoView {
    let (context, texts) = page();
    let own = texts.account;
    let more = &own_texts(context.locale).section;
    let done = match context.notice.as_deref() {
        Some("password-changed") => Some(own.password_changed),
        Some(PASSWORD_CHOSEN) => Some(own.password_chosen),
        Some("registered") => Some(own.registered),
        Some("email-asked") => Some(more.email_link_sent),
        Some("email-canceled") => Some(more.email_canceled),
        Some("email-changed") => Some(more.email_changed),
        Some("other-email-changed") => Some(more.other_email_changed),
        Some("language-saved") => Some(own.language_saved),
        Some("time-zone-saved") => Some(own.time_zone_saved),
        Some("app-ended") => Some(app_texts(context.locale).ended),
        Some("session-ended") => Some(own.session_ended),
        Some("sessions-ended") => Some(own.sessions_ended),
        _ => None,
    };
    let link = texts.first_access_link;
    let link_message = match context.notice.as_deref() {
        Some("link-of-another") => Some(("mail", link.heading, link.of_another)),
        Some("link-over") => Some(("mail", link.heading, link.over)),
        Some("password-not-saved") => Some(("key", link.not_saved, link.chosen_before)),
        _ => None,
    };
    view! {
        {done.map(|done| view! { <Done>{done}</Done> })}
        {invited_app.map(|app| view! { <InvitedApp app=app/> })}
        {link_message.map(|(icon, heading, message)| view! {
            <Banner tone=Tone::Note icon=icon heading=heading><p>{message}</p></Banner>
        })}
    }
}

fn show(account: OwnAccount) -> impl IntoView {
    let (context, texts) = page();
    let own = texts.account;
    let more = &own_texts(context.locale).section;
    let sessions = account.sessions.clone();
    let apps = account.apps.clone();
    let invited_app = account.invited_app.clone();
    let account_zone = account.time_zone.clone();
    view! {
        <Frame title=own.title nav=NavItem::Account>
            <ErrorSummary/>
            <FlashMessage invited_app=invited_app/>
            <h1>{own.title}</h1>
            <div class="sections">
                <OwnData account=account/>
                <ChangePassword/>
                <Section id="sessions" title=own.sessions hint=own.sessions_hint>
                    <Sessions sessions=sessions/>
                </Section>
                <KnownApps apps=apps/>
                <Language/>
                <TimeZone own=account_zone/>
                <Section id="download" title=more.download_title hint=more.download_hint>
                    <div class="actions">
                        <a class="button button-secondary" href="/account/data.json" download>{more.download}</a>
                    </div>
                </Section>
                {context.allow_self_deletion.then(|| view! {
                    <Section id="delete" title=more.delete_title hint=more.delete_hint>
                        <div class="actions">
                            <a class="button button-danger" href="/account/delete">{more.delete}</a>
                        </div>
                    </Section>
                })}
            </div>
        </Frame>
    }
}

/// Who one is here.
#[component]
fn OwnData(
    /// One's own.
    account: OwnAccount,
) -> impl IntoView {
    let (context, texts) = page();
    let (own, form) = (texts.account, texts.form);
    let more = &own_texts(context.locale).section;
    let is_admin = context.person.as_ref().is_some_and(|person| person.is_admin);
    let role = if is_admin { Role::Admin } else { Role::Member };
    view! {
        <Section id="own-data" title=own.data hint=(!is_admin).then_some(more.data_hint)>
            <div class="stack">
                {account.new_email.map(|(email, until)| view! { <Waiting email=email until=until/> })}
                <dl class="facts">
                    <dt>{form.display_name}</dt><dd>{account.display_name}</dd>
                    <dt>{form.email}</dt><dd>{account.email}</dd>
                    {account.cpf.map(|cpf| view! { <dt>"CPF"</dt><dd>{cpf}</dd> })}
                    <dt>{own.role}</dt><dd>{locale::role(context.locale, role)}</dd>
                </dl>
                <div class="actions">
                    {is_admin.then(|| view! {
                        <a class="button button-secondary" href=format!("/admin/users/{}/edit", account.id)>{more.change_name}</a>
                    })}
                    <a class="button button-secondary" href="/account/email">{more.change_email}</a>
                    {account.leads_to_apps.then(|| view! {
                        <a class="button button-secondary" href="/apps">{texts.frame.own_apps}</a>
                    })}
                </div>
            </div>
        </Section>
    }
}

/// Asks for the current password and another one.
#[component]
fn ChangePassword() -> impl IntoView {
    let (_, texts) = page();
    let own = texts.account;
    view! {
        <Section id="change-password" title=own.password hint=own.password_hint>
            <form class="form" method="post" action="/account" novalidate>
                <Username/>
                <Password
                    field=Field::CurrentPassword
                    label=own.current_password
                    name=texts.password.current_password
                />
                <NewPassword
                    field=Field::NewPassword
                    label=texts.form.new_password
                    name=texts.password.new_password
                />
                <button class="button">{own.change_password}</button>
            </form>
        </Section>
    }
}

/// Of the pages and the mails.
#[component]
fn Language() -> impl IntoView {
    let (context, texts) = page();
    let own = texts.account;
    let languages = Locale::ALL.map(|locale| {
        view! {
            <option value=locale.as_str() lang=locale.as_str() selected=locale == context.locale>
                {own_name(locale)}
            </option>
        }
    });
    view! {
        <Section id="language" title=own.language hint=own.language_hint>
            <form class="form" method="post" action="/language">
                <input type="hidden" name="next" value="/account"/>
                <input type="hidden" name="notice" value="language-saved"/>
                <div class="field">
                    <label for="locale">{own.language}</label>
                    <select class="input-short" id="locale" name="locale">{languages}</select>
                </div>
                <button class="button button-secondary">{own.save_language}</button>
            </form>
        </Section>
    }
}

/// Of the pages and the mails, too.
#[component]
fn TimeZone(
    /// The one they have chosen, if they have.
    own: Option<String>,
) -> impl IntoView {
    let (_, texts) = page();
    let words = texts.account;
    view! {
        <Section id="time-zone" title=words.time_zone hint=words.time_zone_hint>
            <form class="form" method="post" action="/account/time-zone">
                <TimeZoneField initial=own/>
                <button class="button button-secondary">{words.save_time_zone}</button>
            </form>
        </Section>
    }
}

/// A new address that is still to be confirmed.
#[component]
fn Waiting(
    /// The new address.
    email: String,
    /// When its link expires.
    until: Timestamp,
) -> impl IntoView {
    let (context, _) = page();
    let more = &own_texts(context.locale).section;
    view! {
        <Banner tone=Tone::Note icon="mail" heading=more.waiting>
            <p>{timed(&(more.waiting_body)(&email, &deadline_mark(until)))}</p>
            <form method="post" action="/account/email/cancel">
                <button class="button button-secondary button-small">{more.cancel_change}</button>
            </form>
        </Banner>
    }
}
