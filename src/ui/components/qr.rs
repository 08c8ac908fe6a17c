//! A QR code as a drawing in the page: written once, shown wherever it is needed.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// White around the code, in modules (ISO/IEC 18004, 6.3.8).
const QUIET_ZONE: usize = 4;

/// The drawing itself, which shows nothing; [`QrMark`] does. Nothing where `text` is too long for one.
#[component]
pub fn QrSymbol(
    /// What a camera reads.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    drawing(&text).map(|(size, path)| {
        view! {
            <svg class="visually-hidden" aria-hidden="true" width="0" height="0">
                <symbol id="qr" viewBox=format!("0 0 {size} {size}")>
                    <path fill="#fff" d=format!("M0 0h{size}v{size}h-{size}z")></path>
                    <path fill="#000" shape-rendering="crispEdges" d=path></path>
                </symbol>
            </svg>
        }
    })
}

/// Shows the code of the page's [`QrSymbol`].
#[component]
pub fn QrMark(
    /// What it is, for who does not see it.
    label: &'static str,
) -> impl IntoView {
    view! { <svg class="qr" role="img" aria-label=label><use_ href="#qr"></use_></svg> }
}

/// The side in modules, and the dark ones as a path: each run of them in a row is one rectangle.
pub fn drawing(text: &str) -> Option<(usize, String)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|module| **module == Color::Dark).count();
            if run > 0 {
                path += &format!("M{} {}h{run}v1h-{run}z", x + QUIET_ZONE, y + QUIET_ZONE);
            }
            x += run.max(1);
        }
    }
    Some((width + 2 * QUIET_ZONE, path))
}
