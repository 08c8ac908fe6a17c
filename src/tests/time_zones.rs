//! Whose clock tells the time: the installation's, or the one a person has chosen; and how pages and mails say it.

use crate::app::{ADMIN_EMAIL, TestApp};
use axum::http::StatusCode;
use chaveiro::domain::{Locale, Timestamp};
use chaveiro::locale::time::{self, Zone};
use std::time::Duration;

const MARIA: &str = "maria@example.org";

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

#[test]
fn a_moment_is_named_with_its_zone_in_both_languages_and_to_the_second() {
    let at = Timestamp::from_millis(1_795_626_059_000);
    for (name, portuguese, english) in [
        (
            "America/Sao_Paulo",
            "25/11/2026 às 14:00:59 (horário de Brasília, UTC−03:00)",
            "November 25, 2026 at 2:00:59 PM (Brasília time, UTC−03:00)",
        ),
        (
            "America/Manaus",
            "25/11/2026 às 13:00:59 (horário de Manaus, UTC−04:00)",
            "November 25, 2026 at 1:00:59 PM (Manaus time, UTC−04:00)",
        ),
        (
            "Europe/Lisbon",
            "25/11/2026 às 17:00:59 (horário de Lisboa, UTC+00:00)",
            "November 25, 2026 at 5:00:59 PM (Lisbon time, UTC+00:00)",
        ),
        (
            "Asia/Kolkata",
            "25/11/2026 às 22:30:59 (horário de Kolkata, UTC+05:30)",
            "November 25, 2026 at 10:30:59 PM (Kolkata time, UTC+05:30)",
        ),
        ("UTC", "25/11/2026 às 17:00:59 (UTC)", "November 25, 2026 at 5:00:59 PM (UTC)"),
    ] {
        assert_eq!(time::exact(Locale::PtBr, &zone(name), at), portuguese);
        assert_eq!(time::exact(Locale::En, &zone(name), at), english);
    }
}

/// The words of CLDR, by which a browser renews them.
#[test]
fn how_long_ago_is_said_as_a_browser_says_it() {
    let now = Timestamp::from_millis(1_795_000_000_000);
    for (seconds, portuguese, english) in [
        (0, "agora", "now"),
        (59, "agora", "now"),
        (60, "há 1 minuto", "1 minute ago"),
        (3599, "há 59 minutos", "59 minutes ago"),
        (3600, "há 1 hora", "1 hour ago"),
        (86_399, "há 23 horas", "23 hours ago"),
        (86_400, "há 1 dia", "1 day ago"),
        (2_591_999, "há 29 dias", "29 days ago"),
    ] {
        let past = now.minus(Duration::from_secs(seconds));
        assert_eq!(time::relative(Locale::PtBr, now, past).as_deref(), Some(portuguese));
        assert_eq!(time::relative(Locale::En, now, past).as_deref(), Some(english));
    }
    let ahead = now.plus(Duration::from_secs(7200));
    assert_eq!(time::relative(Locale::PtBr, now, ahead).as_deref(), Some("em 2 horas"));
    assert_eq!(time::relative(Locale::En, now, ahead).as_deref(), Some("in 2 hours"));
    assert_eq!(time::relative(Locale::En, now, now.minus(Duration::from_secs(2_592_000))), None);
}

#[test]
fn a_span_of_time_is_said_without_rounding() {
    for (seconds, portuguese, english) in [
        (1, "1 segundo", "1 second"),
        (90, "90 segundos", "90 seconds"),
        (60, "1 minuto", "1 minute"),
        (600, "10 minutos", "10 minutes"),
        (5400, "90 minutos", "90 minutes"),
        (3600, "1 hora", "1 hour"),
        (86_400, "24 horas", "24 hours"),
    ] {
        assert_eq!(time::span(Locale::PtBr, Duration::from_secs(seconds)), portuguese);
        assert_eq!(time::span(Locale::En, Duration::from_secs(seconds)), english);
    }
}

#[test]
fn the_last_days_of_the_calendar_are_days_too() {
    for zone in ["America/Sao_Paulo", "UTC", "Pacific/Kiritimati"] {
        let zone = Zone::parse(zone).unwrap();
        for day in ["9999-12-29", "9999-12-30", "9999-12-31"] {
            let (begin, end) = time::day(&zone, day).expect(day);
            assert!(begin <= end && end.as_millis() > 253_402_000_000_000, "{day}");
        }
        assert!(time::day(&zone, "9999-12-32").is_none());
    }
}

#[test]
fn every_zone_that_can_be_chosen_is_one() {
    let names = Zone::names();
    assert!(names.len() > 300 && names.contains(&"America/Sao_Paulo".to_owned()) && names.contains(&"UTC".to_owned()));
    for name in &names {
        assert!(Zone::parse(name).is_some(), "{name}");
    }
    for rubbish in ["", "Etc/Unknown", "America/Nowhere", "-03:00", "../../etc/passwd"] {
        assert!(Zone::parse(rubbish).is_none(), "{rubbish}");
    }
}

#[tokio::test]
async fn lists_say_how_long_ago_and_the_moment_itself_to_pointer_keyboard_and_programs() {
    let app = TestApp::start_with(|settings| settings.time_zone = zone("America/Manaus")).await;
    let mut admin = app.admin().await;
    app.advance(5 * 60);
    let page = admin.get("/admin/users").await;
    assert!(page.text.contains("data-now=\"1795000300000\""), "{}", page.text);
    assert!(page.text.contains("há 5 minutos"), "{}", page.text);
    assert!(
        page.text.contains("title=\"18/11/2026 às")
            && page.text.contains("(horário de Manaus, UTC−04:00)\" tabindex=\"0\" data-relative"),
        "{}",
        page.text
    );
    // After a month the date says more.
    app.advance(31 * 24 * 3600);
    admin.sign_in(ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
    let page = admin.get("/admin/audit").await;
    assert!(page.says("18/11/2026") && !page.text.contains("há 31 dias"), "{}", page.text);
    // Every time on a page is one for programs too.
    for path in ["/admin/users", "/admin/audit", "/admin/mail", "/account"] {
        let page = admin.get(path).await;
        for time in page.text.split("<time").skip(1) {
            let tag = time.split('>').next().unwrap();
            assert!(tag.contains("datetime=\"2026-") && tag.contains("title=\""), "{path}: {tag}");
        }
    }
}

#[tokio::test]
async fn who_has_chosen_a_zone_sees_and_is_written_to_by_that_clock() {
    let app = TestApp::start().await;
    let mut maria = app.member(MARIA).await;
    let account = maria.get("/account").await;
    assert!(account.says("Padrão da organização (horário de Brasília)"), "{}", account.text);
    let saved = maria.post("/account/time-zone", &[("time_zone", "Europe/Lisbon")]).await;
    assert_eq!(saved.location(), Some("/account?notice=time-zone-saved"), "{}", saved.text);
    let account = maria.get("/account").await;
    assert!(account.text.contains("(horário de Lisboa, UTC+00:00)"), "{}", account.text);
    assert!(account.text.contains("<option selected>Europe/Lisbon</option>"), "{}", account.text);

    let changed = [("current_password", crate::app::OWN_PASSWORD), ("new_password", "sete gatos no telhado azul")];
    maria.post("/account", &changed).await;
    app.deliver_all().await;
    let mail = app.mails().pop().unwrap();
    assert!(mail.text.contains("(horário de Lisboa)") && mail.html.contains("(horário de Lisboa)"), "{}", mail.text);

    let refused = maria.post("/account/time-zone", &[("time_zone", "America/Nowhere")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    maria.post("/account/time-zone", &[("time_zone", Zone::USUAL)]).await;
    assert!(maria.get("/account").await.text.contains("(horário de Brasília, UTC−03:00)"));
}

#[tokio::test]
async fn an_admin_sets_a_zone_and_a_form_without_it_leaves_it() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    let id = app.id_of(MARIA).await;
    let form = admin.get(&format!("/admin/users/{id}/edit")).await;
    assert!(form.text.contains("name=\"time_zone\""), "{}", form.text);
    let id = id.to_string();
    let fields = [
        ("user", id.as_str()),
        ("display_name", "Maria Souza"),
        ("email", MARIA),
        ("role", "member"),
        ("locale", "pt-BR"),
    ];
    let zone_of = async || app.account(MARIA).await.user.time_zone.map(|zone| zone.name().to_owned());

    let saved = admin.post("/admin/users/edit", &[&fields[..], &[("time_zone", "america/manaus")]].concat()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(zone_of().await.as_deref(), Some("America/Manaus"));
    let kinds = app.audit_kinds(&app.id_of(MARIA).await).await;
    assert_eq!(kinds.last().map(String::as_str), Some("user_edited"));

    admin.post("/admin/users/edit", &fields).await;
    assert_eq!(zone_of().await.as_deref(), Some("America/Manaus"));
    assert_eq!(app.audit_kinds(&app.id_of(MARIA).await).await.len(), kinds.len(), "nothing was changed");

    let refused = admin.post("/admin/users/edit", &[&fields[..], &[("time_zone", "Mars/Base")]].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    admin.post("/admin/users/edit", &[&fields[..], &[("time_zone", Zone::USUAL)]].concat()).await;
    assert_eq!(zone_of().await, None);
}
