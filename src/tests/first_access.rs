//! The way from the mailed password to an own one.

use crate::app::{OWN_PASSWORD, TestApp, rename_log_table, secret_in};
use crate::delivery::password_of;
use crate::smtp_sink::{Fault, Script, SmtpSink, Stage};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, InvalidOwnPassword, Locale, Preset, UserStatus};
use chaveiro::locale::problems;
use chaveiro::server::delivery::Outcome;
use std::time::Duration;
use unicode_normalization::UnicodeNormalization as _;

const MARIA: &str = "mariana.costa@example.org";

#[tokio::test]
async fn a_person_comes_from_the_mail_to_an_own_account() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let form = [("display_name", "Maria Souza"), ("email", MARIA)];
    assert_eq!(admin.post("/admin/users/new", &form).await.status, StatusCode::SEE_OTHER);
    app.advance(1);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let temporary = app.last_password();

    app.advance(1);
    let mut maria = app.browser();
    assert_eq!(maria.get("/").await.location(), Some("/login"));
    assert_eq!(maria.get("/login").await.status, StatusCode::OK);
    let answer = maria.sign_in(MARIA, &temporary).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/first-access")));
    assert_eq!(maria.get("/account").await.location(), Some("/first-access"), "the rest is closed");
    let page = maria.get("/first-access").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("name=\"new_password\""), "{}", page.text);
    assert!(page.text.contains(MARIA), "password managers look for the address: {}", page.text);
    app.advance(1);
    let answer = maria.post("/first-access", &[("username", MARIA), ("new_password", OWN_PASSWORD)]).await;
    assert_eq!(answer.location(), Some("/account?notice=password-chosen"), "{}", answer.text);
    app.advance(1);
    let account = maria.get("/account").await;
    assert_eq!(account.status, StatusCode::OK);
    assert!(account.says("Maria Souza"));
    assert_eq!(maria.get("/").await.location(), Some("/account"));
    assert_eq!(maria.get("/first-access").await.location(), Some("/"), "there is nothing left to choose");

    assert_eq!(app.account(MARIA).await.status, UserStatus::Active);
    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));
    let mut kinds = app.audit_kinds(&app.id_of(MARIA).await).await;
    // These two bear the same millisecond.
    kinds[1..3].sort();
    let story = ["user_created", "mail_accepted", "temporary_password_drawn", "signed_in", "password_chosen"];
    assert_eq!(kinds[..5], story);
    app.deliver_all().await;
}

/// The tab was closed half-way, or the mail scanner was first.
#[tokio::test]
async fn signing_in_does_not_use_the_temporary_password_up() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;

    for time in 1..=20 {
        let answer = app.browser().sign_in(MARIA, &temporary).await;
        assert_eq!(answer.location(), Some("/first-access"), "time {time}");
    }
    assert_eq!(app.number("SELECT attempts FROM temporary_passwords").await, 0, "right tries are no wrong tries");
    assert_eq!(app.number("SELECT COUNT(*) FROM temporary_passwords WHERE used_at IS NULL").await, 1);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
}

#[tokio::test]
async fn the_temporary_password_is_used_up_when_the_change_commits() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let mut maria = app.browser();
    maria.sign_in(MARIA, &temporary).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM temporary_passwords WHERE hash IS NOT NULL").await, 1);

    // A change that cannot commit uses nothing up.
    let (break_it, mend_it) = rename_log_table();
    app.execute(break_it).await;
    let answer = maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    app.execute(mend_it).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE password_hash IS NOT NULL").await, 0);
    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.location(), Some("/first-access"));

    let answer = maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(app.texts("SELECT hash FROM temporary_passwords").await, [None], "the hash outlived its use");
    assert_eq!(app.number("SELECT COUNT(*) FROM temporary_passwords WHERE used_at IS NOT NULL").await, 1);
    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.status, StatusCode::UNAUTHORIZED);
    app.deliver_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_two_concurrent_first_accesses_wins_and_only_its_password_works() {
    let app = TestApp::start().await;
    for round in 0..20 {
        let email = format!("maria{round}@example.org");
        let temporary = app.invite(&email).await;
        let choices = ["quatro janelas e um rio", "sete pontes sobre o mar"];
        let mut tasks = Vec::new();
        for choice in choices {
            let mut browser = app.browser();
            browser.sign_in(&email, &temporary).await;
            tasks.push(tokio::spawn(async move { browser.post("/first-access", &[("new_password", choice)]).await }));
        }

        let mut winners = Vec::new();
        for (task, choice) in tasks.into_iter().zip(choices) {
            let answer = task.await.unwrap();
            match answer.location() {
                Some("/account?notice=password-chosen") => winners.push(choice),
                Some(other) => assert!(other.starts_with("/login"), "round {round}: {other}"),
                None => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "round {round}: {}", answer.text),
            }
        }

        assert_eq!(winners.len(), 1, "round {round}: {winners:?}");
        for choice in choices {
            let works = app.browser().sign_in(&email, choice).await.status == StatusCode::SEE_OTHER;
            assert_eq!(works, choice == winners[0], "round {round}: {choice}");
        }
        let both = [Outcome::Sent, Outcome::Sent];
        assert_eq!(app.deliver_all().await, both, "round {round}: a notice of the password, one of the other device");
    }
}

/// A CPF is no secret, and eleven digits are long enough where the operator says so.
#[tokio::test]
async fn a_cpf_is_no_password() {
    let app = TestApp::start_with(|settings| settings.password_policy.min_length = 8).await;
    let temporary = app.invite(MARIA).await;
    let mut maria = app.browser();
    maria.sign_in(MARIA, &temporary).await;
    for password in [
        "52998224725",
        "529.982.247-25",
        "CPF 529 982 247 25",
        "529982247255299822 4725",
        "529982247252026",
        "12 52998224725!",
    ] {
        let answer = maria.post("/first-access", &[("new_password", password)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}: {}", answer.text);
        assert!(answer.says(&problems::password(Locale::PtBr, InvalidOwnPassword::Cpf)), "{password}: {}", answer.text);
    }
    let other = maria.post("/first-access", &[("new_password", "52998224725 sete barcas")]).await;
    assert_eq!(other.location(), Some("/account?notice=password-chosen"), "{}", other.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_refused_password_gets_a_reason_and_is_never_shown_again() {
    use InvalidOwnPassword as I;
    let app = TestApp::start_with(|settings| settings.preset = Preset::Alphanumeric(20)).await;
    let temporary = {
        app.queue(MARIA).await;
        app.deliver_all().await;
        secret_in(&app.mails()[0].text, 20).expect("a temporary password")
    };
    let mut maria = app.browser();
    assert_eq!(maria.sign_in(MARIA, &temporary).await.location(), Some("/first-access"));

    let spaced = temporary.chars().map(|letter| format!("{letter} ")).collect::<String>();
    let flip =
        |letter: char| if letter.is_uppercase() { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() };
    let flipped: String = temporary.chars().map(flip).collect();
    let dotted = spaced.trim().replace(' ', ".");
    let (many, wide) = ("janela rio mar ".repeat(18), "窓".repeat(342));
    let too_long = I::TooLong { maximum: 256 };
    let refused = [
        ("", I::Empty),
        ("xqzw", I::TooShort { minimum: 15 }),
        ("janela rio mãe", I::TooShort { minimum: 15 }),
        ("janela rio ma\u{303}e", I::TooShort { minimum: 15 }),
        ("passwordpassword", I::TooCommon),
        ("Maria Souza 12345", I::ContainsName),
        ("mariana.costa+example", I::ContainsEmail),
        ("InstitutoAurora!!", I::ContainsOrganization),
        ("Chaveiro chaveiro", I::ContainsOrganization),
        ("http://localhost:3000/", I::ContainsOrganization),
        (temporary.as_str(), I::SameAsTemporary),
        (spaced.as_str(), I::SameAsTemporary),
        (flipped.as_str(), I::SameAsTemporary),
        (dotted.as_str(), I::SameAsTemporary),
        ("quatro janelas\0e um rio", I::ForbiddenCharacter),
        (&many[..257], too_long),
        (&many, too_long),
        (&wide, too_long),
    ];
    for (password, problem) in refused {
        let answer = maria.post("/first-access", &[("new_password", password)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{problem:?}: {}", answer.text);
        let reason = problems::password(Locale::PtBr, problem);
        assert!(answer.says(&reason), "{problem:?}: `{reason}` is not on the page\n{}", answer.text);
        assert!(password.is_empty() || !answer.says(password), "{problem:?}: the page repeats the password");
        assert!(answer.text.contains("name=\"new_password\""), "{problem:?}: the form is gone");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE password_hash IS NOT NULL").await, 0);
    assert_eq!(app.number("SELECT attempts FROM temporary_passwords").await, 0, "a refused choice is no wrong try");

    let fifteen = "janelas rio mãe";
    assert_eq!(fifteen.chars().count(), 15);
    let answer = maria.post("/first-access", &[("new_password", fifteen)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    app.deliver_all().await;
}

/// The mailed words are known to everybody who can read the mail, whatever stands between them.
#[tokio::test]
async fn the_words_of_the_temporary_password_are_no_password_without_their_separators_either() {
    let app = TestApp::start_with(|settings| settings.preset = Preset::Words(4)).await;
    app.queue(MARIA).await;
    app.deliver_all().await;
    let mail = &app.mails()[0].text;
    // Not the link, whose token may have as many.
    let is_phrase = |line: &&str| line.matches('-').count() == 3 && !line.contains([' ', '/']);
    let temporary = mail.lines().map(str::trim).find(is_phrase).expect("a temporary password").to_owned();
    let mut maria = app.browser();
    assert_eq!(maria.sign_in(MARIA, &temporary).await.location(), Some("/first-access"));
    let reason = problems::password(Locale::PtBr, InvalidOwnPassword::SameAsTemporary);
    for password in [temporary.replace('-', ""), temporary.replace('-', "_").to_uppercase(), temporary.clone()] {
        let answer = maria.post("/first-access", &[("new_password", &password)]).await;
        assert!(answer.says(&reason), "{password}: {}", answer.text);
    }
    let longer = format!("{temporary} e mais uma");
    let answer = maria.post("/first-access", &[("new_password", &longer)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn two_spellings_of_one_text_are_one_password() {
    let app = TestApp::start().await;
    let text = "São João é a estação do avô";
    let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
    assert_ne!(composed, decomposed);

    for (number, (chosen, typed)) in [(&composed, &decomposed), (&decomposed, &composed)].into_iter().enumerate() {
        let email = format!("maria{number}@example.org");
        let temporary = app.invite(&email).await;
        let mut maria = app.browser();
        maria.sign_in(&email, &temporary).await;
        let answer = maria.post("/first-access", &[("new_password", chosen)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(app.browser().sign_in(&email, typed).await.status, StatusCode::SEE_OTHER);
        assert_eq!(app.browser().sign_in(&email, chosen).await.status, StatusCode::SEE_OTHER);
        app.deliver_all().await;
    }
}

#[tokio::test]
async fn after_the_choice_all_earlier_sessions_are_dead_and_one_notice_leaves() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let (mut maria, mut elsewhere) = (app.browser(), app.browser());
    maria.sign_in(MARIA, &temporary).await;
    elsewhere.sign_in(MARIA, &temporary).await;
    let mut old = maria.clone();
    let before = app.number("SELECT COUNT(*) FROM sessions").await;
    assert_eq!(before, 2);

    assert_eq!(maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await.status, StatusCode::SEE_OTHER);

    assert_ne!(maria.cookies["session"], old.cookies["session"], "the session is the old one");
    assert_eq!(maria.get("/account").await.status, StatusCode::OK);
    for (who, browser) in [("the old cookie", &mut old), ("the second session", &mut elsewhere)] {
        for path in ["/first-access", "/account"] {
            let answer = browser.get(path).await;
            assert!(answer.location().is_some_and(|to| to.starts_with("/login")), "{who} still opens {path}");
        }
        let answer = browser.post_as_program("/first-access", &[("new_password", "sete pontes sobre o mar")]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{who} still chooses");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 1);

    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let mails = app.mails();
    assert_eq!(mails.len(), 2, "one invitation and one notice");
    let notice = &mails[1];
    assert_eq!(notice.to, MARIA);
    for part in [&notice.text, &notice.html, &notice.raw, &notice.subject] {
        assert!(!part.contains(OWN_PASSWORD) && !part.contains(&temporary), "the notice holds a secret");
    }
}

/// The mail names a minute; the password must not end before it.
#[tokio::test]
async fn a_temporary_password_ends_at_the_minute_a_day_after_its_delivery() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let now = app.state.clock.now().as_millis() / 1000;
    let end = (now + 24 * 3600 + 59) / 60 * 60;

    app.advance(u64::try_from(end - now - 1).unwrap());
    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.location(), Some("/first-access"), "a second too early");
    app.advance(1);
    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.status, StatusCode::UNAUTHORIZED, "a second too late");
    assert_eq!(app.account(MARIA).await.status, UserStatus::Expired);
    app.state.store.delete_spent_hashes().await.unwrap();
    assert_eq!(app.texts("SELECT hash FROM temporary_passwords").await, [None]);
}

#[tokio::test]
async fn the_day_begins_with_the_delivery_however_long_the_mail_has_waited() {
    let app = TestApp::start().await;
    app.queue(MARIA).await;

    app.advance(30 * 3600);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Waiting);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let temporary = app.last_password();

    app.advance(24 * 3600 - 60);
    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.location(), Some("/first-access"));
    app.advance(120);
    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn five_wrong_tries_in_its_life_end_a_temporary_password() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let wrong = if temporary == "000000" { "000001" } else { "000000" };

    // Waiting between the tries wins nothing: they count for life.
    for time in 1..=4 {
        assert_eq!(app.browser().sign_in(MARIA, wrong).await.status, StatusCode::UNAUTHORIZED);
        app.advance(3600);
        if time == 4 {
            let right = app.browser().sign_in(MARIA, &temporary).await;
            assert_eq!(right.location(), Some("/first-access"), "four wrong tries ended it");
        }
    }
    assert_eq!(app.number("SELECT attempts FROM temporary_passwords").await, 4);
    assert_eq!(app.browser().sign_in(MARIA, wrong).await.status, StatusCode::UNAUTHORIZED);
    app.advance(3600);

    assert_eq!(app.browser().sign_in(MARIA, &temporary).await.status, StatusCode::UNAUTHORIZED, "a sixth try counted");
    assert_eq!(app.account(MARIA).await.status, UserStatus::Exhausted);
    assert_eq!(app.number("SELECT attempts FROM temporary_passwords").await, 5);
    // Who holds the link of the mail can still come in by it (first_access_link.rs).
    app.state.store.delete_spent_hashes().await.unwrap();
    assert_ne!(app.texts("SELECT hash FROM temporary_passwords").await, [None]);
    app.execute("UPDATE temporary_passwords SET link_attempts = 5").await;
    app.state.store.delete_spent_hashes().await.unwrap();
    assert_eq!(app.texts("SELECT hash FROM temporary_passwords").await, [None]);

    // The way out: another one.
    let mut admin = app.admin().await;
    let id = app.id_of(MARIA).await;
    admin.post("/admin/users/send-again", &[("user", id.as_str())]).await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent, Outcome::Sent], "the notice, and another");
    app.advance(3600);
    assert_eq!(app.browser().sign_in(MARIA, &app.last_password()).await.location(), Some("/first-access"));
    assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
}

/// The mail was read by somebody else, so another is sent; its first attempt
/// ends without an answer. Who came in by the earlier one must not finish.
#[tokio::test]
async fn a_session_of_an_earlier_mail_ends_when_its_temporary_password_ends() {
    let sink = SmtpSink::start(Script::default());
    let app = TestApp::start_with_smtp(sink.address(), |smtp| {
        smtp.timeouts.final_answer = Duration::from_millis(300);
    })
    .await;
    app.queue(MARIA).await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let stolen = password_of(&sink.mails()[0]);
    let mut thief = app.browser();
    assert_eq!(thief.sign_in(MARIA, &stolen).await.location(), Some("/first-access"));

    sink.set_script(Script::default().at(Stage::Ack, Fault::HangUp));
    app.apply_action(AdminAction::Resend, MARIA).await;
    assert_eq!(app.deliver_all().await, [Outcome::Waiting]);
    sink.set_script(Script::default());
    app.advance(60);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);

    let answer = thief.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert!(answer.location().is_some_and(|to| to.starts_with("/login")), "{}", answer.text);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Invited);
}

/// Somebody guesses while the person is at the form: they may finish.
#[tokio::test]
async fn wrong_tries_of_others_do_not_interrupt_a_choice_that_has_begun() {
    let app = TestApp::start().await;
    let temporary = app.invite(MARIA).await;
    let mut maria = app.browser();
    maria.sign_in(MARIA, &temporary).await;
    for _ in 0..5 {
        app.browser().sign_in(MARIA, "000000").await;
    }
    app.state.store.delete_spent_hashes().await.unwrap();

    let answer = maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    app.deliver_all().await;
}
