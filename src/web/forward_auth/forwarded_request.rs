//! What a proxy says of the request it asks about.
//!
//! Caddy and Traefik send `X-Forwarded-Method`, `-Host` and `-Uri`, and pass our redirect on. nginx's
//! `auth_request` knows 2xx, 401 and 403 only; it sends what it was told to, by custom (ingress-nginx,
//! Authelia) `X-Original-Method` and `X-Original-URL`, and takes the address of the sign-in out of `Location`.

use axum::http::{HeaderMap, header};
use percent_encoding::{CONTROLS, percent_encode};

/// What was asked of the app.
#[derive(Debug)]
pub struct ForwardedRequest {
    /// By `GET`, `POST` …
    pub method: String,
    /// As the browser sent it, with a port or without.
    pub host: String,
    /// With the query, percent-encoded as it came.
    pub path: String,
    /// How the proxy sends a browser on.
    pub how: RedirectStyle,
}

/// How a proxy sends a browser on to the sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectStyle {
    /// It passes our 302 on.
    Redirect,
    /// It makes one of the `Location` of our 401.
    Location,
}

impl ForwardedRequest {
    /// Reads the headers of a proxy.
    ///
    /// # Errors
    /// Says which one is missing.
    pub fn parse(headers: &HeaderMap) -> Result<Self, &'static str> {
        match (text(headers, "x-forwarded-uri"), text(headers, "x-forwarded-method")) {
            (Some(path), Some(method)) => {
                let host = text(headers, "x-forwarded-host").ok_or("X-Forwarded-Host is missing")?;
                Ok(Self { method, host: first(&host), path, how: RedirectStyle::Redirect })
            }
            (uri, _) => match text(headers, "x-original-url") {
                Some(url) => {
                    let method = text(headers, "x-original-method").ok_or("X-Original-Method is missing")?;
                    let (host, path) = host_and_path(&url).ok_or("X-Original-URL is not a whole address")?;
                    Ok(Self { method, host, path, how: RedirectStyle::Location })
                }
                None if uri.is_some() => Err("X-Forwarded-Method is missing"),
                None => Err("X-Forwarded-Uri is missing (nginx: X-Original-URL)"),
            },
        }
    }

    /// Whether somebody opens a page: not a form that is sent, nor what a script or an image asks for.
    pub fn is_visit(&self, headers: &HeaderMap) -> bool {
        let says = |name: &str, what: &str| text(headers, name).is_some_and(|value| value.contains(what));
        let is_read = matches!(self.method.as_str(), "GET" | "HEAD");
        let is_page = says(header::ACCEPT.as_str(), "text/html") && !says("x-requested-with", "XMLHttpRequest");
        is_read && is_page && (says("sec-fetch-mode", "navigate") || !headers.contains_key("sec-fetch-mode"))
    }
}

/// The host that a browser has asked a proxy for.
pub fn host_of(headers: &HeaderMap) -> Option<String> {
    let host = text(headers, "x-forwarded-host").or_else(|| text(headers, header::HOST.as_str()))?;
    Some(first(&host).to_ascii_lowercase())
}

/// The value of a header that is there and not empty; what is not ASCII in it percent-encoded.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let text = percent_encode(headers.get(name)?.as_bytes(), CONTROLS).to_string();
    (!text.is_empty()).then_some(text)
}

/// A proxy behind another one may add to what that one wrote.
fn first(list: &str) -> String {
    list.split(',').next().unwrap_or_default().trim().to_owned()
}

fn host_and_path(url: &str) -> Option<(String, String)> {
    let (_, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    (!host.is_empty()).then(|| (host.to_owned(), path))
}
