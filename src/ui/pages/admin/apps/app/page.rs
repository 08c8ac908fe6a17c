//! `/admin/apps/{id}`: one app, its secrets, who used it lately, and how to delete it.

use crate::domain::{AppAccess, AppAction, AppAddress, AppId, AppKind};
use crate::server::store::app_logouts::{LogoutEntry, LogoutState};
use crate::server::store::apps::{AppSecret, AppUse};
use crate::server::store::groups::Group;
use crate::ui::address::id;
use crate::ui::components::{
    Ago, Badge, Banner, CopyButton, Done, ErrorSummary, Frame, Icon, Moment, NavItem, Tone, page,
};
use crate::ui::markup::address;
use crate::ui::pages::admin::apps::actions::{AppView, ShownSecret, find_app};
use crate::ui::pages::admin::apps::page::{FlashMessage, words};
use crate::ui::pages::admin::groups::page::group_links;
use crate::ui::when_loaded::when_loaded;
use leptos::prelude::*;

/// The app whose id the address has.
#[component]
pub fn AppPage() -> impl IntoView {
    let id = id();
    when_loaded(async move { find_app(&id).await }, show)
}

fn show(view: AppView) -> impl IntoView {
    let words = words();
    let details = view.app.details.clone();
    let (id, name) = (view.app.id.clone(), details.name.to_string());
    let is_confidential = details.kind == AppKind::Confidential;
    let secrets = view.secrets.clone();
    let is_created = page().0.notice.as_deref() == Some("created");
    let set_up = is_created.then(|| format!("/admin/apps/{id}/recipes"));
    let (uses, logouts) = (view.uses.clone(), view.logouts.clone());
    view! {
        <Frame title=name.clone() nav=NavItem::Apps>
            <ErrorSummary/>
            <FlashMessage/>
            {set_up.map(|recipes| view! { <Done>{words.app_created}" "<a href=recipes>{words.recipes}</a></Done> })}
            <a class="back" href="/admin/apps">"← "{words.title}</a>
            <Secret/>
            <div class="page-head">
                <h1>{name.clone()}</h1>
                <a class="button button-secondary" href=format!("/admin/apps/{id}/edit")>{words.edit}</a>
            </div>
            <div class="sections">
                <Facts view=view/>
                <section class="stack" aria-labelledby="uses">
                    <h2 id="uses">{words.uses}</h2>
                    <Uses uses=uses/>
                </section>
                {(!logouts.is_empty()).then(|| view! { <Logouts id=id.clone() logouts=logouts/> })}
                <section class="stack" aria-labelledby="manage">
                    <h2 id="manage">{if is_confidential { words.manage } else { words.delete }}</h2>
                    {is_confidential.then(|| view! { <Secrets id=id.clone() secrets=secrets/> })}
                    <p>{words.delete_hint}</p>
                    <div class="actions">
                        <a class="button button-danger" href=action_path(&id, &AppAction::Delete) data-dialog="">{words.delete}</a>
                    </div>
                </section>
            </div>
        </Frame>
    }
}

/// The secret that was just made: shown here and nowhere else.
#[component]
fn Secret() -> impl IntoView {
    let words = words();
    let ShownSecret { secret, is_new_app } = use_context::<ShownSecret>()?;
    Some(view! {
        <Banner tone=Tone::Warning icon="key" heading=words.secret_once>
            <p>{is_new_app.then(|| view! { {words.app_created}" " })}{words.secret_once_body}</p>
            <p>
                <code id="client-secret">{secret.as_str().to_owned()}</code>" "
                <CopyButton text=secret.as_str().to_owned() label=words.copy_secret/>
            </p>
        </Banner>
    })
}

/// What the app is told and what it says.
#[component]
fn Facts(
    /// The app.
    view: AppView,
) -> impl IntoView {
    let words = words();
    let details = view.app.details;
    let lines = |addresses: &[AppAddress]| {
        let lines = addresses
            .iter()
            .map(|address| view! { <span class="line"><code>{address.as_str().to_owned()}</code></span><br/> });
        lines.collect_view()
    };
    let optional = |label: &'static str, address: Option<&AppAddress>| {
        let address = address?.as_str().to_owned();
        Some(view! { <dt>{label}</dt><dd><code>{address}</code></dd> })
    };
    let has_post_logout = !details.post_logout_uris.is_empty();
    let post_logout =
        has_post_logout.then(|| view! { <dt>{words.post_logout}</dt><dd>{lines(&details.post_logout_uris)}</dd> });
    let host = details.forward_auth_host();
    let is_oidc = host.is_none();
    let behind_proxy = host.map(|host| {
        let check = format!("{}/forward-auth/{}", view.issuer, details.client_id);
        view! {
            <dt>{words.host}</dt><dd><code>{host}</code></dd>
            <dt>{words.check}</dt><dd><code>{check}</code></dd>
        }
    });
    let redirects = is_oidc.then(|| {
        view! {
            <dt>{words.issuer}</dt><dd><code>{view.issuer.clone()}</code></dd>
            <dt>{words.redirects}</dt><dd>{lines(&details.redirect_uris)}</dd>
        }
    });
    let tokens = is_oidc.then(|| {
        view! {
            <dt>{words.claims}</dt><dd>{if details.claims_in_id_token { words.yes } else { words.no }}</dd>
            <dt>{words.algorithm}</dt><dd>{details.algorithm.as_str()}</dd>
        }
    });
    view! {
        <section class="stack" aria-labelledby="facts">
            <h2 id="facts">{words.facts}</h2>
            <dl class="facts">
                <dt>"Client ID"</dt><dd><code>{details.client_id.to_string()}</code></dd>
                <dt>{words.home}</dt><dd><a href=details.home_url.as_str().to_owned()>{details.home_url.as_str().to_owned()}</a></dd>
                {behind_proxy}
                {redirects}
                {post_logout}
                {optional(words.initiate, details.initiate_login_uri.as_ref())}
                {optional(words.backchannel, details.backchannel_logout_uri.as_ref())}
                <dt>{words.kind}</dt><dd>{(words.kind_of)(details.kind).0}</dd>
                <dt>{words.access}</dt><dd>{who_may_use(details.access, &view.groups)}</dd>
                {tokens}
                <dt>{words.created}</dt><dd><Moment at=view.app.created_at/></dd>
            </dl>
            <p><a href=format!("/admin/apps/{}/recipes", view.app.id)>{words.recipes}</a></p>
        </section>
    }
}

/// Who may use the app: everybody, or its groups.
fn who_may_use(access: AppAccess, groups: &[Group]) -> AnyView {
    let words = words();
    match access {
        AppAccess::Everybody => words.everybody.into_any(),
        AppAccess::Groups if groups.is_empty() => words.nobody_may.into_any(),
        AppAccess::Groups => group_links(groups).into_any(),
    }
}

/// The question before something is done to the app.
fn action_path(id: &AppId, action: &AppAction) -> String {
    format!("/admin/apps/act?act={action}&app={id}")
}

/// The secrets that work, what ends the older, and what makes another.
#[component]
fn Secrets(
    /// The app's id.
    id: AppId,
    /// The newest first.
    secrets: Vec<AppSecret>,
) -> impl IntoView {
    let words = words();
    let open: Vec<AppSecret> = secrets.into_iter().filter(|secret| secret.ended_at.is_none()).collect();
    let rows = open.into_iter().enumerate().map(|(index, secret)| {
        let name = if index == 0 { words.newest_secret } else { words.older_secret };
        let end = action_path(&id, &AppAction::EndSecret(secret.id));
        view! {
            <li>
                <div><strong>{name}</strong><span class="sub">{words.secret_since}" "<Ago at=secret.created_at/></span></div>
                {(index > 0).then(|| view! {
                    <a class="button button-secondary button-small" href=end data-dialog="">{words.end_secret}</a>
                })}
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <ul class="rows frame">{rows}</ul>
        <div class="actions">
            <a class="button button-secondary" href=action_path(&id, &AppAction::Rotate) data-dialog="">
                <Icon name="refresh"/>{words.rotate}
            </a>
        </div>
    }
}

#[component]
fn Uses(
    /// The last first.
    uses: Vec<AppUse>,
) -> impl IntoView {
    let words = words();
    if uses.is_empty() {
        return view! { <p class="muted">{words.no_uses}</p> }.into_any();
    }
    let rows = uses.into_iter().map(|used| {
        view! {
            <li>
                <div>
                    <a href=format!("/admin/users/{}", used.user_id)>{used.display_name}</a>
                    <span class="sub" inner_html=address(&used.email)></span>
                </div>
                <span><Ago at=used.last_used_at/></span>
            </li>
        }
    });
    view! { <ul class="rows frame">{rows.collect_view()}</ul> }.into_any()
}

/// What the app was told of sessions that ended.
#[component]
fn Logouts(
    /// The app's id.
    id: AppId,
    /// The last first.
    logouts: Vec<LogoutEntry>,
) -> impl IntoView {
    let words = words();
    let has_failed = logouts.iter().any(|entry| entry.state == LogoutState::Failed);
    let rows = logouts.into_iter().map(|entry| {
        let (tone, icon, word) = match entry.state {
            LogoutState::Open => ("wait", "clock", words.logout_open),
            LogoutState::Delivered => ("ok", "check", words.logout_delivered),
            LogoutState::Failed => ("bad", "alert", words.logout_failed),
        };
        view! {
            <li>
                <div>
                    <a href=format!("/admin/users/{}", entry.user_id)>{words.logout_of}</a>
                    <span class="sub">{(words.attempts)(entry.attempts)}{entry.last_attempt_at.map(|at| view! { " · "<Ago at=at/> })}</span>
                    {entry.answer.map(|answer| view! { <span class="sub">{answer}</span> })}
                </div>
                <Badge tone=tone icon=icon word=word/>
            </li>
        }
    });
    view! {
        <section class="stack" aria-labelledby="logouts">
            <h2 id="logouts">{words.logouts}</h2>
            <ul class="rows frame">{rows.collect_view()}</ul>
            {has_failed.then(|| view! {
                <form method="post" action="/admin/apps/retry">
                    <input type="hidden" name="app" value=id.to_string()/>
                    <button class="button button-secondary">{words.retry}</button>
                </form>
            })}
        </section>
    }
}
