//! What a list is narrowed down by: each filter in a word, as a link to the list without it.

use crate::domain::Locale;
use crate::ui::markup::Markup;

/// A filter that is set.
pub struct Chip {
    /// What it is about.
    pub label: &'static str,
    /// What it asks for.
    pub value: String,
    /// The list without it.
    pub without: String,
}

/// The filters that are set, those without a value left out; `icons` is the address of the pictures. With `clear`, the
/// list without any of them, where there are some.
pub fn push_chips(out: &mut Markup, locale: Locale, icons: &str, chips: &[Chip], clear: Option<&str>) {
    let (remove, clear_all) = match locale {
        Locale::PtBr => ("Remover filtro", "Limpar filtros"),
        Locale::En => ("Remove filter", "Clear filters"),
    };
    let mut chips = chips.iter().filter(|chip| !chip.value.is_empty()).peekable();
    if chips.peek().is_none() {
        return;
    }
    out.raw("<ul class=\"chips\">");
    for Chip { label, value, without } in chips {
        out.raw("<li><a href=\"").text(without).raw("\" aria-label=\"").raw(remove).raw(" ").text(label).raw(": ");
        out.text(value).raw("\">").text(label).raw(": <strong>").text(value);
        out.raw("</strong><svg class=\"icon\" aria-hidden=\"true\"><use href=\"").text(icons);
        out.raw("#x\"></use></svg></a></li>");
    }
    if let Some(clear) = clear {
        out.raw("<li><a class=\"clear\" href=\"").text(clear).raw("\">").raw(clear_all).raw("</a></li>");
    }
    out.raw("</ul>");
}
