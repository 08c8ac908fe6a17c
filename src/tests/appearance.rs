//! The organization's name, logo, color and words, on pages and in mails.

use crate::app::{Browser, TestApp};
use axum::http::StatusCode;
use chaveiro::domain::appearance::{parse_introduction, parse_signature};
use chaveiro::domain::{AccentColor, InvalidAccentColor, InvalidLogo, InvalidMailWords};
use chaveiro::server::AppState;
use chaveiro::server::appearance::{current, logo};
use chaveiro::server::session::Admin;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use std::io::Cursor;
use std::sync::Arc;
use tokio::sync::Barrier;

const PAGE: &str = "/admin/appearance";

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixels = RgbaImage::from_fn(width, height, |x, y| Rgba([200, (x % 256) as u8, (y % 256) as u8, 255]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(pixels).write_to(&mut file, format).expect("an image");
    file.into_inner()
}

async fn upload(browser: &mut Browser, file: &[u8]) -> crate::app::Answer {
    let head = "--x\r\ncontent-disposition: form-data; name=\"logo\"; filename=\"logo.png\"\r\n\r\n";
    let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
    browser.post_body("/admin/appearance/logo", "multipart/form-data; boundary=x", body).await
}

/// Another node on the same database.
async fn another_node(app: &TestApp) -> AppState {
    AppState::open((*app.state.settings).clone(), app.state.clock.clone()).await.expect("a second node")
}

#[test]
fn a_color_is_refused_with_its_contrast_and_one_that_would_do() {
    for (text, hex) in [("#1f5f4a", "#1f5f4a"), ("1F5F4A", "#1f5f4a"), ("#123", "#112233"), (" #000000 ", "#000000")] {
        assert_eq!(AccentColor::parse(text).map(|color| color.to_string()), Ok(hex.to_owned()), "{text}");
    }
    for text in ["", "green", "#12345", "#1234567", "#12345g", "rgb(0,0,0)", "#１２３"] {
        assert_eq!(AccentColor::parse(text), Err(InvalidAccentColor::Form), "{text}");
    }
    for text in ["#ffcc00", "#ffffff", "#8fd3b6", "#777777", "#ff0000"] {
        let Err(InvalidAccentColor::TooPale { hundredths, darker }) = AccentColor::parse(text) else {
            panic!("{text} was accepted");
        };
        assert!(hundredths < 450, "{text}: {hundredths}");
        assert!(AccentColor::parse(&darker).is_ok(), "{text} suggests {darker}");
    }
    let pale = AccentColor::parse("#ffcc00").unwrap_err().to_string();
    assert!(pale.contains("only 1.1:1 where 4.5:1 is needed"), "{pale}");
}

/// WCAG's formula once more, with nothing of the program's.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |hex: &str| {
        let channel = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(channel(1)) + 0.7152 * linear(channel(3)) + 0.0722 * linear(channel(5))
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_accepted_color_can_be_read_wherever_it_is_used() {
    let mut accepted = 0;
    for r in (0..=255).step_by(51) {
        for g in (0..=255).step_by(51) {
            for b in (0..=255).step_by(51) {
                let Ok(color) = AccentColor::parse(&format!("#{r:02x}{g:02x}{b:02x}")) else { continue };
                accepted += 1;
                let light = color.on_light();
                // --paper, --surface, --sunk, the page of a mail, --on-accent.
                for background in ["#f5f1e7", "#fffdf9", "#ebe4d4", "#f5f1e8", "#fffdf8", &color.soft_on_light()] {
                    assert!(contrast(&light, background) >= 4.5, "{light} on {background}");
                }
                let dark = color.on_dark();
                for background in ["#101412", "#1b211e", "#28302b", "#121614", "#101412", &color.soft_on_dark()] {
                    assert!(contrast(&dark, background) >= 4.5, "{dark} on {background} (from {color})");
                }
                assert!(
                    contrast(&color.strong_on_light(), "#fffdf9") >= 4.5
                        && contrast(&color.strong_on_dark(), "#101412") >= 4.5
                );
            }
        }
    }
    assert!(accepted > 50, "{accepted}");
}

#[test]
fn a_placeholder_that_nothing_fills_is_refused_by_its_name() {
    for good in [
        "",
        "Olá, {nome}!",
        "{name} {email} {organization} {organização} {organizacao} {site} { Nome }",
        "a { b",
        "a } b {",
    ] {
        assert!(parse_introduction(good).is_ok(), "{good}");
    }
    let unknown = |name: &str| Err(InvalidMailWords::UnknownPlaceholder(name.to_owned()));
    assert_eq!(parse_introduction("Olá, {nomе}"), unknown("nomе"), "a Cyrillic letter in it");
    assert_eq!(parse_introduction("{senha}"), unknown("senha"));
    assert_eq!(parse_signature("a {} b"), unknown(""));
    assert_eq!(parse_introduction(&"á".repeat(1001)), Err(InvalidMailWords::TooLong { most: 1000 }));
    assert_eq!(parse_signature(&"a\n".repeat(9)), Err(InvalidMailWords::TooManyLines { most: 8 }));
    assert_eq!(parse_introduction(" a \r\n\r\n\r\n\r\nb\u{7} \n\n").as_deref(), Ok("a\n\nb"));
}

#[test]
fn a_logo_is_written_anew_and_small_or_refused() {
    let read = logo::read(&picture(1200, 300, ImageFormat::WebP)).expect("a WebP image");
    assert_eq!((read.width, read.height), (240, 60));
    assert!(read.png.starts_with(b"\x89PNG") && read.png.len() <= 100 * 1024, "{read:?}");
    let small = logo::read(&picture(40, 20, ImageFormat::Png)).expect("a PNG image");
    assert_eq!((small.width, small.height), (40, 20), "never larger than it is");

    // What a file says beside its pixels is not kept.
    let mut with_text = picture(40, 20, ImageFormat::Png);
    let end = with_text.len() - 12;
    let chunk = b"tEXtComment\0<script>alert(1)</script>";
    let mut changed_png = u32::try_from(chunk.len() - 4).unwrap().to_be_bytes().to_vec();
    changed_png.extend(chunk);
    changed_png.extend(0xDEAD_BEEF_u32.to_be_bytes());
    with_text.splice(end..end, changed_png);
    if let Ok(read) = logo::read(&with_text) {
        assert!(!read.png.windows(7).any(|window| window == b"<script"));
    }

    assert_eq!(logo::read(b""), Err(InvalidLogo::Missing));
    assert_eq!(logo::read(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), Err(InvalidLogo::OtherFormat));
    assert_eq!(logo::read(b"GIF89a...................."), Err(InvalidLogo::OtherFormat));
    assert_eq!(logo::read(&vec![0x89; InvalidLogo::MAX_BYTES + 1]), Err(InvalidLogo::TooLarge));
    let whole = picture(300, 300, ImageFormat::Png);
    assert_eq!(logo::read(&whole[..whole.len() / 2]), Err(InvalidLogo::Damaged));
    // A header that promises sixteen thousand million pixels: nothing of it is decoded.
    let mut bomb = picture(1, 1, ImageFormat::Png);
    bomb[16..20].copy_from_slice(&120_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&120_000_u32.to_be_bytes());
    assert!(matches!(logo::read(&bomb), Err(InvalidLogo::TooManyPixels { .. } | InvalidLogo::Damaged)));
    assert!(matches!(
        logo::read(&picture(4097, 2, ImageFormat::Png)),
        Err(InvalidLogo::TooManyPixels { width: 4097, height: 2 })
    ));
}

#[tokio::test]
async fn what_an_admin_sets_shows_on_pages_and_in_mails_and_on_the_other_node() {
    let app = TestApp::start().await;
    let other = another_node(&app).await;
    let mut admin = app.admin().await;
    let saved = admin
        .post(
            PAGE,
            &[
                ("organization_name", "Colégio <Sol>"),
                ("accent_color", "#7a1fa2"),
                ("introduction_pt_br", "Bem-vindo, {nome}!\n\nEste acesso vale em {site}.\nDúvidas? <secretaria>"),
                ("signature_pt_br", "Secretaria\n{organização}"),
                ("introduction_en", ""),
                ("signature_en", "The office"),
            ],
        )
        .await;
    assert_eq!(saved.location(), Some("/admin/appearance?notice=saved"), "{}", saved.text);

    let login = app.browser().get("/login").await;
    assert!(login.says("Colégio <Sol>"), "{}", login.text);
    let style = login.text.split("href=\"").find_map(|part| part.strip_prefix("/appearance/")).expect("a style sheet");
    let style = format!("/appearance/{}", style.split('"').next().unwrap());
    let sheet = app.browser().get(&style).await;
    assert_eq!(sheet.headers["content-type"], "text/css; charset=utf-8");
    assert_eq!(sheet.headers["cache-control"], "public, max-age=31536000, immutable");
    assert!(sheet.says("--accent: light-dark(#7a1fa2, "), "{}", sheet.text);
    assert!(login.headers["content-security-policy"].to_str().unwrap().contains("style-src 'self';"));

    app.invite("maria@example.org").await;
    let mail = app.mails().pop().expect("a mail");
    assert!(mail.subject.ends_with("Colégio <Sol>"), "{}", mail.subject);
    let intro = "Olá, Maria Souza.\n\nBem-vindo, Maria Souza!\n\nEste acesso vale em localhost:3000.\nDúvidas? <secretaria>\n\n";
    assert!(mail.text.starts_with(intro), "{}", mail.text);
    assert!(
        mail.text.contains("\n\nSecretaria\nColégio <Sol>\n\nColégio <Sol> · mensagem automática\n"),
        "{}",
        mail.text
    );
    assert!(mail.html.contains("Dúvidas? &lt;secretaria&gt;") && mail.html.contains("background-color:#7a1fa2"));
    assert!(!mail.html.contains("#1f5f4a"), "a green is left");
    assert_eq!(mail.html.matches("<a ").count(), 1);

    assert_eq!(current(&other).await.appearance.organization, "Instituto Aurora", "looked at a moment ago");
    app.advance(3);
    let there = current(&other).await;
    assert_eq!(there.appearance.organization, "Colégio <Sol>");
    assert_eq!(there.style.as_ref().map(|file| file.path.clone()), Some(style));

    let details = app.texts("SELECT detail FROM audit_events WHERE kind = 'appearance_changed'").await;
    let [Some(detail)] = &details[..] else { panic!("{details:?}") };
    assert_eq!(detail, "organization, accent_color, introduction_pt_br, signature_pt_br, signature_en");
    // The same once more is no change.
    let again = [("organization_name", "Colégio <Sol>"), ("accent_color", "#7a1fa2")];
    admin.post(PAGE, &again).await;
    admin.post(PAGE, &again).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'appearance_changed'").await, 2);
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let fields =
        [("accent_color", "#ffcc00"), ("introduction_pt_br", "Oi {apelido}"), ("organization_name", "Colégio Sol")];
    let refused = admin.post(PAGE, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("o contraste é 1,1:1 e precisa ser 4,5:1"), "{}", refused.text);
    assert!(refused.says("Não conhecemos {apelido}."), "{}", refused.text);
    assert!(refused.says("Oi {apelido}</textarea>") && refused.says("value=\"Colégio Sol\""));
    assert_eq!(app.number("SELECT COUNT(*) FROM appearance").await, 0);

    // In the frame too, where the rest of the page is not.
    let framed = admin.post("/admin/appearance/preview", &fields).await;
    assert!(framed.says("Não conhecemos {apelido}."), "{}", framed.text);
}

#[tokio::test]
async fn a_preview_is_the_mail_with_what_is_typed_and_keeps_nothing() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let fields = [
        ("organization_name", "Colégio Sol"),
        ("introduction_en", "Welcome, {name}."),
        ("preview_locale", "en"),
        ("preview_part", "text"),
    ];
    let before = app.row_counts().await;
    let text = admin.post("/admin/appearance/preview", &fields).await;
    assert!(
        text.says("Subject: Your account is ready – Colégio Sol")
            || text.says("Assunto: Your account is ready – Colégio Sol"),
        "{}",
        text.text
    );
    assert!(text.says("Welcome, Ana Souza.") && text.says("000000"), "{}", text.text);
    let html = admin.post("/admin/appearance/preview", &fields[..3]).await;
    assert!(html.text.starts_with("<!DOCTYPE html>") && html.says("Welcome, Ana Souza."));
    let policy = html.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'")
            && policy.contains("frame-ancestors 'self'")
            && policy.ends_with("sandbox")
    );
    assert_eq!(app.row_counts().await, before);

    let sent = admin.post("/admin/appearance/send", &fields[..3]).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    assert!(sent.says("Welcome, {name}.</textarea>"), "what was typed stays");
    let mail = app.mails().pop().expect("a mail");
    assert_eq!((mail.to.as_str(), mail.text.contains("Welcome, Ana Admin.")), (crate::app::ADMIN_EMAIL, true));
    assert_eq!(app.number("SELECT COUNT(*) FROM appearance").await, 0);

    let mut member = app.member("maria@example.org").await;
    for path in ["/admin/appearance/preview", "/admin/appearance/send", "/admin/appearance/logo", PAGE] {
        assert_eq!(member.post(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_logo_is_on_pages_and_in_the_mail_itself() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let refused = upload(&mut admin, b"<svg/>").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("O arquivo não é PNG nem WebP."), "{}", refused.text);

    let stored = upload(&mut admin, &picture(480, 120, ImageFormat::WebP)).await;
    assert_eq!(stored.location(), Some("/admin/appearance?notice=logo-saved"), "{}", stored.text);
    let login = app.browser().get("/login").await;
    let address = login
        .text
        .split("src=\"")
        .find_map(|part| part.split('"').next()?.strip_prefix("/appearance/"))
        .expect("a logo");
    let file = app.browser().get(&format!("/appearance/{address}")).await;
    assert_eq!((file.status, &file.headers["content-type"]), (StatusCode::OK, &"image/png".parse().unwrap()));
    let stale = app.browser().get("/appearance/0000.png").await;
    assert_eq!(stale.headers["cache-control"], "no-store", "a node that is behind");

    app.invite("maria@example.org").await;
    let mail = app.mails().pop().expect("a mail");
    assert!(mail.html.contains("src=\"data:image/png;base64,"), "development shows it");
    let parsed = mail_parser::MessageParser::default().parse(mail.raw.as_bytes()).expect("a mail").clone();
    let html = parsed.body_html(0).expect("HTML");
    assert!(html.contains("src=\"cid:logo\"") && !html.contains("http-equiv"));
    let picture = parsed.attachments().next().expect("the logo");
    assert_eq!(mail_parser::MimeHeaders::content_id(picture), Some("logo"));
    assert!(picture.contents().starts_with(b"\x89PNG"));
    assert!(mail.raw.find("text/plain") < mail.raw.find("multipart/related"), "the text comes first");

    let removed = admin.post("/admin/appearance/remove-logo", &[]).await;
    assert_eq!(removed.location(), Some("/admin/appearance?notice=logo-removed"));
    assert!(!app.browser().get("/login").await.says("/appearance/"));
}

#[tokio::test]
async fn the_operators_settings_hold_until_an_admin_sets_others() {
    let app = TestApp::start_with(|settings| {
        settings.accent_color = Some(AccentColor::parse("#123456").unwrap());
        settings.logo = Some(logo::read(&picture(20, 20, ImageFormat::Png)).unwrap());
    })
    .await;
    let shown = current(&app.state).await;
    assert_eq!(shown.appearance.accent, AccentColor::parse("#123456").ok());
    assert!(shown.logo.is_some());
    let mut admin = app.admin().await;
    admin.post(PAGE, &[("organization_name", "Instituto Aurora"), ("accent_color", "#7a1fa2")]).await;
    let shown = current(&app.state).await;
    assert_eq!(shown.appearance.accent, AccentColor::parse("#7a1fa2").ok());
    let names = app.texts("SELECT organization FROM appearance").await;
    assert_eq!(names, [None], "the setting's own name is left to the setting");
}

/// A name chosen at registration must not be mailed to a stranger.
#[tokio::test]
async fn a_mail_that_calls_nobody_by_name_does_not_by_the_signature_either() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    admin.post(PAGE, &[("signature_pt_br", "Para {nome}"), ("organization_name", "")]).await;
    let fields = [
        ("display_name", "Ganhe em premio.example"),
        ("email", "eva@example.org"),
        ("password", "um sapo azul dorme aqui"),
    ];
    app.browser().post("/register", &fields).await;
    app.deliver_all().await;
    let mail = app.mails().pop().expect("a mail");
    assert!(mail.text.contains("Para eva@example.org") && !mail.text.contains("premio"), "{}", mail.text);
}

/// The first change of all has no row yet that could be locked.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_first_changes_at_once_are_both_kept() {
    for round in 0..10 {
        let app = TestApp::start().await;
        let by = Admin::from_cli().by().clone();
        let (store, other) = (app.state.store.clone(), app.state.store.clone());
        let (at_once, by_other) = (Arc::new(Barrier::new(2)), by.clone());
        let wait = Arc::clone(&at_once);
        let named = tokio::spawn(async move {
            wait.wait().await;
            store.set_appearance(|look| look.organization = Some("Escola Aurora".to_owned()), &by).await
        });
        let colored = tokio::spawn(async move {
            at_once.wait().await;
            other.set_appearance(|look| look.accent_color = Some("#1f5f4a".to_owned()), &by_other).await
        });
        assert!(named.await.unwrap().unwrap() && colored.await.unwrap().unwrap(), "round {round}");
        let (_, look) = app.state.store.find_appearance().await.unwrap().expect("an appearance");
        let kept = (look.organization.as_deref(), look.accent_color.as_deref());
        assert_eq!(kept, (Some("Escola Aurora"), Some("#1f5f4a")), "round {round}");
    }
}
