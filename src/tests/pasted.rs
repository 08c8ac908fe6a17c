//! Characters nobody sees, pasted along with a temporary password or an address, change nothing;
//! and what could be nobody's temporary password costs no try.

use crate::app::{OWN_PASSWORD, TestApp, new_user, secret_in};
use crate::first_access_link::{choose, last_link, open};
use axum::http::StatusCode;
use chaveiro::domain::{InvalidEmailAddress, Locale, Preset, Role};
use chaveiro::error::Problem;
use chaveiro::locale;
use chaveiro::locale::time::Zone;

const MARIA: &str = "maria@example.org";

#[tokio::test]
async fn a_temporary_password_is_read_as_it_was_meant_at_both_entry_points() {
    let app = TestApp::start().await;
    let code = app.invite(MARIA).await;
    let link = last_link(&app);
    let (start, end) = code.split_at(3);
    let wide: String = code.chars().map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap()).collect();
    let spellings = [
        format!("\u{200B}{code}"),
        format!("\u{FEFF}{code}\u{2060}"),
        format!("{start}\u{AD}{end}"),
        wide,
        format!("{start}\u{2013}{end}"),
        format!("{start}-{end}"),
        format!("“{code}”"),
        format!("{start}\u{A0}{end}\r\n"),
    ];
    for typed in &spellings {
        let signed_in = app.browser().sign_in(MARIA, typed).await;
        assert_eq!(signed_in.location(), Some("/first-access"), "{typed:?}");
    }
    assert_eq!(app.number("SELECT CAST(SUM(attempts) AS BIGINT) FROM temporary_passwords").await, 0);

    let (mut maria, _) = open(&app, &link).await;
    let chosen = choose(&mut maria, &format!("\u{200B}{start}\u{2212}{end}"), OWN_PASSWORD).await;
    assert_eq!(chosen.location(), Some("/account?notice=password-chosen"), "{}", chosen.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn words_are_read_in_any_case_and_with_any_dash() {
    let app = TestApp::start().await;
    let mut user = new_user("Maria Souza", MARIA, Role::Member);
    user.preset = Some(Preset::Words(4));
    app.queue_for(&user).await;
    app.deliver_all().await;
    let text = app.mails().last().unwrap().text.clone();
    let words =
        text.lines().map(str::trim).find(|line| line.split('-').count() == 4 && !line.contains([' ', '/'])).unwrap();
    for typed in [words.to_uppercase(), words.replace('-', "\u{2013}"), format!("«{}»", words.replace('-', " "))] {
        assert_eq!(app.browser().sign_in(MARIA, &typed).await.location(), Some("/first-access"), "{typed}");
    }
}

/// Own passwords are another matter: everything in them counts.
#[tokio::test]
async fn an_own_password_is_taken_as_it_is() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    for typed in
        [format!("\u{200B}{OWN_PASSWORD}"), OWN_PASSWORD.replace(' ', "\u{A0}"), OWN_PASSWORD.replace(' ', "-")]
    {
        assert_eq!(app.browser().sign_in(MARIA, &typed).await.status, StatusCode::UNAUTHORIZED, "{typed:?}");
    }
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    app.deliver_all().await;
}

#[tokio::test]
async fn input_that_cannot_be_a_temporary_password_uses_no_attempt_at_either_entry_point() {
    let app = TestApp::start().await;
    let code = app.invite(MARIA).await;
    let link = last_link(&app);
    let attempts = "SELECT CAST(SUM(attempts + link_attempts) AS BIGINT) FROM temporary_passwords";
    let impossible = ["12345", "1234567", "12345x", "minha senha de sempre", "O12345", "٠١٢٣٤٥"];
    let (mut maria, _) = open(&app, &link).await;
    for typed in impossible {
        for _ in 0..2 {
            let sign_in = async |email| {
                let answer = app.browser().post_as_program("/login", &[("email", email), ("password", typed)]).await;
                (answer.status, answer.text)
            };
            let (known, unknown) = (sign_in(MARIA).await, sign_in("ninguem@example.org").await);
            assert_eq!(known, unknown, "{typed}");
            assert_eq!(known.0, StatusCode::UNAUTHORIZED, "{typed}");
            let by_link = choose(&mut maria, typed, OWN_PASSWORD).await;
            assert_eq!(by_link.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(by_link.says("Restam 5 tentativas"), "{typed}: {}", by_link.text);
            app.advance(3600);
        }
    }
    assert_eq!(app.number(attempts).await, 0);
    assert_eq!(app.state.store.count_code_guesses().await.unwrap(), 0, "the day's budget is spent");
    // They count at the address and for the network, as tries at an own password do.
    let failures = "SELECT CAST(SUM(failures + earlier) AS BIGINT) FROM sign_in_failures";
    assert_eq!(app.number(failures).await, 24);
    assert_eq!(app.browser().sign_in(MARIA, &code).await.location(), Some("/first-access"));

    // What has its form does cost one.
    let wrong = if code == "000000" { "000001" } else { "000000" };
    app.browser().sign_in(MARIA, wrong).await;
    choose(&mut maria, wrong, OWN_PASSWORD).await;
    assert_eq!(app.number(attempts).await, 2);
}

/// Of two that are open, a guess counts at those it may be one at.
#[tokio::test]
async fn a_guess_counts_at_the_secrets_whose_form_it_has() {
    let app = TestApp::start().await;
    let mut user = new_user("Maria Souza", MARIA, Role::Member);
    user.preset = Some(Preset::STRONG);
    app.queue_for(&user).await;
    app.deliver_all().await;
    let strong = secret_in(&app.mails().last().unwrap().text, 10).unwrap();
    app.browser().sign_in(MARIA, "000000").await;
    assert_eq!(app.number("SELECT attempts FROM temporary_passwords").await, 0);
    app.browser().sign_in(MARIA, "2222222222").await;
    assert_eq!(app.number("SELECT attempts FROM temporary_passwords").await, 1);
    assert_eq!(app.browser().sign_in(MARIA, &strong).await.location(), Some("/first-access"));
}

#[tokio::test]
async fn an_address_is_read_as_it_was_meant_wherever_it_is_typed() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    for typed in [
        "maria@example.org\u{200B}",
        "\u{FEFF}maria@example.org",
        "mailto:maria@example.org",
        "Maria <maria@example.org>",
    ] {
        assert_eq!(app.browser().sign_in(typed, OWN_PASSWORD).await.location(), Some("/"), "{typed:?}");
        let forgotten = app.browser().post("/forgot-password", &[("email", typed)]).await;
        assert_eq!(forgotten.location(), Some("/forgot-password?notice=mail-sent"), "{typed:?}");
    }
    let form = [
        ("display_name", "Eva Lima"),
        ("email", "Eva Lima <eva@example.org>\u{200B}"),
        ("password", "sete pontes sobre o mar"),
    ];
    assert_eq!(app.browser().post("/register", &form).await.location(), Some("/register?notice=mail-sent"));
    assert_eq!(app.texts("SELECT email FROM registrations").await, [Some("eva@example.org".to_owned())]);
    let made =
        admin.post("/admin/users/new", &[("display_name", "Ivo"), ("email", "\u{2060}mailto:ivo@example.org")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let id = app.id_of("ivo@example.org").await.to_string();
    let edit = [
        ("user", id.as_str()),
        ("display_name", "Ivo"),
        ("email", "<ivo.lima@example.org>\u{AD}"),
        ("role", "member"),
        ("locale", "pt-BR"),
    ];
    let edited = admin.post("/admin/users/edit", &edit).await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", edited.text);
    app.id_of("ivo.lima@example.org").await;
    app.deliver_all().await;
}

#[tokio::test]
async fn what_nobody_sees_inside_an_address_is_named_wherever_it_is_typed() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let typed = "ma\u{200B}ria@example.org";
    let sentence = locale::problem(
        Locale::PtBr,
        &Zone::usual(Locale::PtBr),
        &Problem::Email(InvalidEmailAddress::Invisible { character: '\u{200B}' }),
    );
    let answers = [
        app.browser().sign_in(typed, OWN_PASSWORD).await,
        app.browser().post("/forgot-password", &[("email", typed)]).await,
        app.browser().post("/register", &[("display_name", "M"), ("email", typed), ("password", OWN_PASSWORD)]).await,
        admin.post("/admin/users/new", &[("display_name", "M"), ("email", typed)]).await,
        admin.post("/account/email", &[("email", typed), ("current_password", "x")]).await,
    ];
    for answer in answers {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says(&sentence), "{}", answer.text);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1, "somebody was made");
}
