//! The page between an app and Chaveiro: it leads on to the app, or says why it cannot.

use super::texts::{Words, texts};
use crate::server::oidc::AppLink;
use crate::ui::components::{Frame, PageHeading, page};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use leptos_meta::Meta;

/// What has happened.
#[derive(Clone, Debug)]
pub enum Notice {
    /// The app gets its answer: the page goes on without a click.
    GoOn(AppLink),
    /// The person may not use the app, and the link tells it so.
    NoAccess(AppLink),
    /// The app got its answer before; the link begins again.
    Finished(AppLink),
    /// It took too long, or it is another browser; the link begins again.
    Expired(AppLink),
    /// Nothing is known of it any more.
    Gone,
    /// No app has this client ID.
    UnknownApp,
    /// The app has not registered the address.
    OtherAddress,
    /// The request cannot be read.
    Malformed,
    /// An app wants to sign somebody out, and its request does not hold together.
    BadLogout,
    /// The person is signed out.
    SignedOut {
        /// What people call the app that wanted it.
        app: Option<String>,
        /// Where to go on, if anywhere.
        address: Option<String>,
    },
}

/// What the page leads to.
struct Link {
    address: String,
    label: String,
    /// Whether the page goes there without a click.
    is_followed: bool,
}

/// Says what has happened, and leads on.
#[component]
pub fn NoticePage() -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale);
    let notice = use_context::<Notice>().unwrap_or(Notice::Gone);
    let (title, lede, link) = content(words, notice);
    // Without JavaScript, and where a redirect would not do: see `web::oidc::sign_in::continue_sign_in`.
    let refresh = link.as_ref().filter(|link| link.is_followed).map(|link| {
        let content = format!("0; url={}", link.address);
        view! { <Meta {..custom_attribute("http-equiv", "refresh")} content=content/> }
    });
    view! {
        {refresh}
        <Frame title=title.clone() entry=true>
            <PageHeading title=title lede=lede/>
            {match link {
                Some(link) => view! { <p><a class="button" href=link.address>{link.label}</a></p> }.into_any(),
                None => view! { <p><a class="button button-quiet" href="/">{words.home}</a></p> }.into_any(),
            }}
        </Frame>
    }
}

fn content(words: &Words, notice: Notice) -> (String, String, Option<Link>) {
    let link = |address: String, label: String| Some(Link { address, label, is_followed: false });
    match notice {
        Notice::GoOn(AppLink { name, address }) => {
            let go_on = Link { address, label: (words.go_on)(&name), is_followed: true };
            ((words.go_on_title)(&name), words.go_on_lede.to_owned(), Some(go_on))
        }
        Notice::NoAccess(AppLink { name, address }) => {
            ((words.no_access)(&name), words.no_access_lede.to_owned(), link(address, (words.back)(&name)))
        }
        Notice::Finished(AppLink { name, address }) => {
            ((words.finished)(&name), words.finished_lede.to_owned(), link(address, (words.open)(&name)))
        }
        Notice::Expired(AppLink { name, address }) => {
            ((words.expired)(&name), words.expired_lede.to_owned(), link(address, (words.open)(&name)))
        }
        Notice::Gone => (words.gone.to_owned(), words.gone_lede.to_owned(), None),
        Notice::UnknownApp => (words.refused.to_owned(), words.unknown_app.to_owned(), None),
        Notice::OtherAddress => (words.refused.to_owned(), words.other_address.to_owned(), None),
        Notice::Malformed => (words.refused.to_owned(), words.malformed.to_owned(), None),
        Notice::BadLogout => (words.bad_logout.to_owned(), words.bad_logout_lede.to_owned(), None),
        Notice::SignedOut { app, address } => {
            let on = address.map(|address| {
                let label = app.as_deref().map_or_else(|| words.home.to_owned(), words.back);
                Link { address, label, is_followed: true }
            });
            (words.signed_out.to_owned(), words.signed_out_lede.to_owned(), on)
        }
    }
}
