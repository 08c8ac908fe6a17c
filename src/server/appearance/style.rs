//! The style sheet of an own color: the values of `style/main.css` that are made of it.

use crate::domain::AccentColor;

/// Comes after `style.css`.
pub(super) fn sheet(accent: AccentColor) -> String {
    let pair = |light: &str, dark: &str| format!("light-dark({light}, {dark})");
    let (light, dark) = (accent.on_light(), accent.on_dark());
    format!(
        ":root {{\n  --accent: {};\n  --accent-strong: {};\n  --accent-soft: {};\n  --on-accent: light-dark(#fffdf9, #101412);\n}}\n\
         .entry {{ --leaf: {}; }}\n",
        pair(&light, &dark),
        pair(&accent.strong_on_light(), &accent.strong_on_dark()),
        pair(&accent.soft_on_light(), &accent.soft_on_dark()),
        pair(&light, &accent.surface_on_dark()),
    )
}
