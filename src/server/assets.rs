//! Style, icons and bundles: inside the program, under names that hold their hash.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::sync::{Arc, OnceLock};
use tower::ServiceExt as _;

/// Where the files of the site are to be found. Cheap to clone.
#[derive(Clone)]
pub struct Assets {
    paths: Arc<std::collections::HashMap<String, String>>,
    router: axum::Router,
}

/// All of them are below this address.
pub const PREFIX: &str = "/assets";

impl Assets {
    /// The files of the site, as they were when the program was built.
    pub fn load() -> Self {
        static LOADED: OnceLock<Assets> = OnceLock::new();
        LOADED.get_or_init(Self::load_once).clone()
    }

    fn load_once() -> Self {
        let site = memory_serve::load!().index_file(None).enable_hashed_routes(true);
        // What is read again for each request would also be compressed again each time.
        let site = site.enable_brotli(!cfg!(site_from_disk)).enable_gzip(!cfg!(site_from_disk));
        let manifest = site.manifest();
        let paths = [
            "style.css",
            "icons.svg",
            "inter.woff2",
            "favicon.svg",
            "forms.js",
            "islands.js",
            "words_pt_br.txt",
            "words_en.txt",
            "console.js",
            "newcomer.js",
            "newcomer.wasm",
            "admin.js",
            "admin.wasm",
        ]
        .into_iter()
        .filter_map(|name| {
            let hashed = manifest.get(&format!("/{name}"))?;
            Some((name.to_owned(), format!("{PREFIX}{hashed}")))
        })
        .collect();
        Self { paths: Arc::new(paths), router: site.into_router() }
    }

    /// The address of a file, good for a year; its plain name when it was not built.
    pub fn path(&self, name: &str) -> String {
        self.paths.get(name).cloned().unwrap_or_else(|| format!("{PREFIX}/{name}"))
    }

    /// Answers a request for a file; 404 for one there is not, which nobody keeps: another version, or a node of it,
    /// may have the file (RFC 9111, 4.2.2, lets a proxy keep it otherwise).
    pub async fn serve(&self, file: &str, mut request: Request) -> Response {
        // The router of the files knows them by their names alone.
        *request.uri_mut() = format!("/{file}").parse().unwrap_or_default();
        let mut response = self.router.clone().oneshot(request).await.into_response();
        if response.status() == StatusCode::NOT_FOUND {
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }
}
