//! A letter as HTML, for mail programs of any age.
//!
//! One column of at most 600 pixels, styles on the elements, system fonts, no
//! image and nothing to load. Programs that know `prefers-color-scheme` show it
//! dark by the classes in [`HEAD`]; the others ignore them.

use html_escape::{encode_double_quoted_attribute as attribute, encode_text as escaped};

use super::letter::{Block, Written};
use crate::domain::AccentColor;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const FONT: &str = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONOSPACE: &str = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

// A program that makes links of digits would turn a password into a telephone number.
const HEAD: &str = r#"<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #121614 !important; }
  .card { background-color: #1b211e !important; border-color: #2d3732 !important; }
  .ink { color: #e9ece9 !important; }
  .quiet { color: #a7b2ac !important; }
  .accent { color: #8fd3b6 !important; }
  .bar { background-color: #3f8a6d !important; }
  .number { background-color: #25332c !important; color: #8fd3b6 !important; }
  .button { background-color: #8fd3b6 !important; color: #121614 !important; }
  .shown { background-color: #222c27 !important; border-color: #3a4c43 !important; }
  .rule { border-color: #2d3732 !important; }
}
@media (max-width: 480px) {
  .inner { padding-left: 22px !important; padding-right: 22px !important; }
}
</style>"#;

/// What the logo's part of the mail is called (RFC 2392).
pub(super) const LOGO_ID: &str = "logo";

/// The HTML part, with `\n` at the line ends. The logo is another part of the mail.
pub(super) fn render(letter: &Written) -> String {
    render_with(letter, &format!("cid:{LOGO_ID}"))
}

/// Renders a letter for a browser, with the logo inside.
pub(super) fn render_for_screen(letter: &Written) -> String {
    let png = letter.logo.as_ref().map(|logo| STANDARD.encode(&logo.png)).unwrap_or_default();
    render_with(letter, &format!("data:image/png;base64,{png}"))
}

fn render_with(letter: &Written, logo: &str) -> String {
    let blocks: String = letter.blocks.iter().map(block).collect();
    let page = format!(
        r#"<!DOCTYPE html>
<html lang="{language}" dir="ltr">
<head>
{HEAD}
<title>{subject}</title>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f5f1e8">
<div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:transparent">{preheader}{filler}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;background-color:#f5f1e8">
<tr><td align="center" style="padding:32px 12px 40px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;table-layout:fixed;text-align:left">
{logo}<tr><td class="accent" style="{FONT};font-size:18px;line-height:26px;font-weight:600;color:#1f5f4a;padding:0 4px 16px;overflow-wrap:anywhere;word-break:break-word">{organization}</td></tr>
<tr><td class="bar" style="height:4px;line-height:4px;font-size:4px;background-color:#1f5f4a;border-radius:10px 10px 0 0">&nbsp;</td></tr>
<tr><td class="card inner" style="background-color:#fffdf8;border:1px solid #e4ddcd;border-top:0;border-radius:0 0 10px 10px;padding:34px 40px 30px">
{blocks}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"#,
        language = letter.language,
        subject = escaped(&letter.subject),
        preheader = escaped(&letter.preheader),
        // Keeps the letter itself, and so the password, out of what a locked
        // telephone shows of a new mail.
        filler = "&#847;&zwnj;&nbsp;".repeat(70),
        organization = escaped(&letter.organization),
        logo = logo_row(letter, logo),
    );
    match letter.accent {
        Some(accent) => in_color(&page, accent),
        None => page,
    }
}

/// White behind it: most logos are made for paper.
fn logo_row(letter: &Written, address: &str) -> String {
    let Some(logo) = &letter.logo else { return String::new() };
    format!(
        "<tr><td style=\"padding:0 4px 12px\"><img src=\"{address}\" width=\"{}\" height=\"{}\" alt=\"\" \
         style=\"display:block;border:0;max-width:100%;height:auto;padding:6px 8px;background-color:#ffffff;\
         border-radius:6px\"></td></tr>\n",
        logo.width, logo.height
    )
}

/// The page in an own color: its greens are replaced, each by what is made of that color for the same task.
///
/// None of them can be in the words of a letter as markup: those are escaped, and colors in them are words.
fn in_color(page: &str, accent: AccentColor) -> String {
    let (light, dark) = (accent.on_light(), accent.on_dark());
    let (soft, soft_dark) = (accent.soft_on_light(), accent.soft_on_dark());
    let replacements = [
        ("color:#1f5f4a", format!("color:{light}")),
        ("color:#e3efe8", format!("color:{soft}")),
        ("color:#eef5f0;border:1px solid #c3d9cc", format!("color:{soft};border:1px solid {light}")),
        ("color: #8fd3b6", format!("color: {dark}")),
        ("color: #3f8a6d", format!("color: {dark}")),
        ("color: #25332c", format!("color: {soft_dark}")),
        (
            "color: #222c27 !important; border-color: #3a4c43",
            format!("color: {soft_dark} !important; border-color: {dark}"),
        ),
    ];
    replacements.iter().fold(page.to_owned(), |page, (ours, theirs)| page.replace(ours, theirs))
}

fn block(block: &Block) -> String {
    match block {
        Block::Greeting(words) => format!(
            "<h1 class=\"ink\" style=\"margin:0 0 16px;{FONT};font-size:24px;line-height:32px;font-weight:600;\
             color:#1d2320;overflow-wrap:anywhere;word-break:break-word\">{}</h1>\n",
            escaped(words)
        ),
        Block::Paragraph(words) => paragraph(words, "0 0 20px"),
        Block::Own(lines) => own(lines),
        Block::Button { label, link } => button(label, link),
        Block::Secret(secret) => self::secret(secret),
        Block::Note(words) => note(words),
        Block::Step(number, words, below) => step(*number, words, below),
        Block::Footer(words) => format!(
            "<p class=\"quiet rule\" style=\"margin:28px 0 0;padding:20px 0 0;border-top:1px solid #e4ddcd;{FONT};\
             font-size:16px;line-height:24px;color:#5b635e;overflow-wrap:anywhere;word-break:break-word\">{}</p>\n",
            escaped(words)
        ),
    }
}

fn paragraph(words: &str, margin: &str) -> String {
    format!(
        "<p class=\"ink\" style=\"margin:{margin};{FONT};font-size:17px;line-height:27px;color:#1d2320;\
         overflow-wrap:anywhere;word-break:break-word\">{}</p>\n",
        escaped(words)
    )
}

fn own(lines: &str) -> String {
    let lines: Vec<_> = lines.lines().map(|line| escaped(line).into_owned()).collect();
    format!(
        "<p class=\"ink\" style=\"margin:0 0 20px;{FONT};font-size:17px;line-height:27px;color:#1d2320;\
         overflow-wrap:anywhere;word-break:break-word\">{}</p>\n",
        lines.join("<br>\n")
    )
}

fn note(words: &str) -> String {
    format!(
        "<p class=\"quiet\" style=\"margin:10px 0 20px;{FONT};font-size:16px;line-height:24px;color:#5b635e;\
         overflow-wrap:anywhere;word-break:break-word\">{}</p>\n",
        escaped(words)
    )
}

fn step(number: u8, words: &str, below: &[Block]) -> String {
    let below: String = below.iter().map(block).collect();
    format!(
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
         style=\"width:100%;table-layout:fixed;margin:0 0 8px\">\n<tr>\
         <td width=\"42\" valign=\"top\" style=\"width:42px\">\
         <div class=\"number\" style=\"width:28px;height:28px;border-radius:14px;background-color:#e3efe8;\
         {FONT};font-size:16px;line-height:28px;font-weight:600;text-align:center;color:#1f5f4a\">{number}</div></td>\n\
         <td valign=\"top\">\n{}{below}</td></tr>\n</table>\n",
        paragraph(words, "0 0 12px"),
    )
}

/// The address is shown below the button as text, so that people see where it
/// leads and can copy it; only the button is a link.
fn button(label: &str, link: &str) -> String {
    format!(
        "<p style=\"margin:0;{FONT};font-size:17px;line-height:24px\"><a class=\"button\" href=\"{}\" \
         style=\"display:inline-block;padding:13px 24px;background-color:#1f5f4a;border-radius:8px;color:#fffdf8;\
         font-weight:600;text-decoration:none\">{}</a></p>\n{}",
        attribute(link),
        escaped(label),
        note(link),
    )
}

/// No white space inside: a click selects the secret and nothing else.
fn secret(secret: &str) -> String {
    format!(
        "<div class=\"shown\" style=\"margin:0;padding:18px 20px;background-color:#eef5f0;border:1px solid #c3d9cc;\
         border-radius:8px;text-align:center\"><code class=\"ink\" translate=\"no\" style=\"{MONOSPACE};font-size:{}px;\
         line-height:1.4;font-weight:600;letter-spacing:1px;color:#1d2320;overflow-wrap:anywhere;\
         -webkit-user-select:all;user-select:all\">{}</code></div>\n",
        if secret.chars().count() > 20 { 20 } else { 28 },
        escaped(secret)
    )
}
