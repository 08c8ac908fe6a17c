//! What a person sees between an app and Chaveiro: the way on, or why there is none.

use super::texts::{Words, texts};
use crate::ui::components::{Frame, page};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use leptos_meta::Meta;

/// What has happened.
#[derive(Clone, Debug)]
pub enum Notice {
    /// The app gets its answer: the page goes on without a click.
    GoOn {
        /// What people call it.
        app: String,
        /// Where, with the answer.
        address: String,
    },
    /// The person may not use the app.
    NoAccess {
        /// What people call it.
        app: String,
        /// Where the app is told so.
        back: String,
    },
    /// The app got its answer before.
    Finished {
        /// What people call it.
        app: String,
        /// Where it begins.
        start: String,
    },
    /// It took too long, or it is another browser.
    Expired {
        /// What people call it.
        app: String,
        /// Where it begins.
        start: String,
    },
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
    goes_by_itself: bool,
}

/// Says what has happened, and leads on.
#[component]
pub fn NoticePage() -> impl IntoView {
    let (context, _) = page();
    let words = texts(context.locale);
    let notice = use_context::<Notice>().unwrap_or(Notice::Gone);
    let (title, lede, link) = content(words, notice);
    // Without JavaScript, and where a redirect would not do: see `web::oidc::sign_in::go_on`.
    let refresh = link.as_ref().filter(|link| link.goes_by_itself).map(|link| {
        let content = format!("0; url={}", link.address);
        view! { <Meta {..custom_attribute("http-equiv", "refresh")} content=content/> }
    });
    view! {
        {refresh}
        <Frame title=title.clone() entry=true>
            <div class="stack stack-s">
                <h1>{title}</h1>
                <p class="lede">{lede}</p>
            </div>
            {match link {
                Some(link) => view! { <p><a class="button" href=link.address>{link.label}</a></p> }.into_any(),
                None => view! { <p><a class="button button-quiet" href="/">{words.home}</a></p> }.into_any(),
            }}
        </Frame>
    }
}

fn content(words: &Words, notice: Notice) -> (String, String, Option<Link>) {
    let link = |address: String, label: String| Some(Link { address, label, goes_by_itself: false });
    match notice {
        Notice::GoOn { app, address } => {
            let go_on = Link { address, label: (words.go_on)(&app), goes_by_itself: true };
            ((words.go_on_title)(&app), words.go_on_lede.to_owned(), Some(go_on))
        }
        Notice::NoAccess { app, back } => {
            ((words.no_access)(&app), words.no_access_lede.to_owned(), link(back, (words.back)(&app)))
        }
        Notice::Finished { app, start } => {
            ((words.finished)(&app), words.finished_lede.to_owned(), link(start, (words.open)(&app)))
        }
        Notice::Expired { app, start } => {
            ((words.expired)(&app), words.expired_lede.to_owned(), link(start, (words.open)(&app)))
        }
        Notice::Gone => (words.gone.to_owned(), words.gone_lede.to_owned(), None),
        Notice::UnknownApp => (words.refused.to_owned(), words.unknown_app.to_owned(), None),
        Notice::OtherAddress => (words.refused.to_owned(), words.other_address.to_owned(), None),
        Notice::Malformed => (words.refused.to_owned(), words.malformed.to_owned(), None),
        Notice::BadLogout => (words.bad_logout.to_owned(), words.bad_logout_lede.to_owned(), None),
        Notice::SignedOut { app, address } => {
            let on = address.map(|address| {
                let label = app.as_deref().map_or_else(|| words.home.to_owned(), words.back);
                Link { address, label, goes_by_itself: true }
            });
            (words.signed_out.to_owned(), words.signed_out_lede.to_owned(), on)
        }
    }
}
