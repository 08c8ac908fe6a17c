//! Pages that Chaveiro shows on the hosts of apps behind a proxy: whole in themselves, since what is at
//! `/assets` there is the app's.

use super::app_host_texts::texts;
use crate::domain::{AppDetails, Locale};
use crate::server::config::Settings;
use crate::ui::markup::Markup;
use axum::http::StatusCode;
use leptos::nonce::Nonce;

/// What has happened.
#[derive(Clone, Debug)]
pub enum Notice {
    /// The person may not use the app.
    NoAccess,
    /// The browser has not kept a cookie.
    NoCookie {
        /// Where the person wanted to go.
        address: String,
    },
    /// The code does not work, or not any more.
    NoCode {
        /// Where the person wanted to go.
        address: String,
    },
    /// There is nothing to do.
    SignedIn {
        /// Where the person wanted to go.
        address: String,
    },
}

impl Notice {
    /// The status of the page.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NoAccess => StatusCode::FORBIDDEN,
            Self::NoCookie { .. } | Self::NoCode { .. } => StatusCode::BAD_REQUEST,
            Self::SignedIn { .. } => StatusCode::OK,
        }
    }

    /// Its name, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoAccess => "no_access",
            Self::NoCookie { .. } => "no_cookie",
            Self::NoCode { .. } => "code_not_valid",
            Self::SignedIn { .. } => "signed_in",
        }
    }
}

const STYLE: &str = "
:root { color-scheme: light dark; --page: #f6f7f6; --card: #fff; --ink: #17201b; --quiet: #52605a; --line: #dde3df; --accent: #1f6f50; --on: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --page: #121614; --card: #1b211e; --ink: #e9ece9; --quiet: #a7b2ac; --line: #2d3732; --accent: #8fd3b6; --on: #121614; }
}
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; box-sizing: border-box;
       background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { box-sizing: border-box; width: 100%; max-width: 440px; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.organization { margin: 0 0 20px; color: var(--quiet); font-size: 14px; }
h1 { margin: 0 0 8px; font-size: 22px; line-height: 1.3; overflow-wrap: anywhere; }
p { margin: 0 0 24px; color: var(--quiet); }
a { display: inline-block; padding: 10px 16px; border-radius: 8px; background: var(--accent); color: var(--on); font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 480px) { main { padding: 24px 20px; } }
";

/// The page in `locale`; `nonce` is in its `Content-Security-Policy`.
pub fn page(locale: Locale, settings: &Settings, app: &AppDetails, notice: &Notice, nonce: &Nonce) -> String {
    let (words, name) = (texts(locale), app.name.as_str());
    let open = (words.open)(name);
    let (title, lede, address, label) = match notice {
        Notice::NoAccess => {
            let apps = settings.public_url.join("apps").map(String::from).unwrap_or_default();
            ((words.no_access)(name), words.no_access_lede.to_owned(), apps, words.apps.to_owned())
        }
        Notice::NoCookie { address } => {
            (words.no_cookie.to_owned(), (words.no_cookie_lede)(name), address.clone(), open)
        }
        Notice::NoCode { address } => ((words.no_code)(name), words.no_code_lede.to_owned(), address.clone(), open),
        Notice::SignedIn { address } => {
            ((words.signed_in)(name), words.signed_in_lede.to_owned(), address.clone(), open)
        }
    };
    let mut page = Markup::with_capacity(3000);
    page.raw("<!DOCTYPE html><html lang=\"").text(locale.as_str());
    page.raw(
        "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
    );
    page.raw("<meta name=\"robots\" content=\"noindex\"><title>").text(&title).raw("</title>");
    page.raw("<style nonce=\"").text(&nonce.to_string()).raw("\">").raw(STYLE).raw("</style></head><body><main>");
    page.raw("<div class=\"organization\">").text(&settings.organization).raw("</div><h1>").text(&title);
    page.raw("</h1><p>").text(&lede).raw("</p><a href=\"").text(&address).raw("\">").text(&label);
    page.raw("</a></main></body></html>");
    page.into_string()
}
