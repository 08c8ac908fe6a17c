//! Invitations: what an admin can do, what it writes, and what it never shows.

use crate::app::{ADMIN_EMAIL, OWN_PASSWORD, TestApp, holds, new_user, race, rename_log_table, secret_in};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chaveiro::domain::{Channel, Cpf, DeliveryState, InvalidEmailAddress, Locale, Preset, Role, UserStatus};
use chaveiro::error::{AppError, Field, Problem};
use chaveiro::locale;
use chaveiro::locale::time::Zone;
use chaveiro::server::accounts;
use chaveiro::server::delivery::Outcome;
use chaveiro::server::session::Admin;
use http_body_util::BodyExt as _;

const NEW: &str = "/admin/users/new";
const CPF: &str = "529.982.247-25";

/// The form for a new person, with an address.
fn form(email: &str) -> [(&str, &str); 2] {
    [("display_name", "Maria Souza"), ("email", email)]
}

fn words(problem: &Problem) -> String {
    locale::problem(Locale::PtBr, &Zone::usual(Locale::PtBr), problem).into_owned()
}

#[tokio::test]
async fn an_invitation_is_answered_when_account_mail_and_log_are_stored_and_before_any_mail() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;

    let answer = admin.post(NEW, &form("Maria@Example.org")).await;

    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let account = app.account("maria@example.org").await;
    let expected = format!("/admin/users?notice=created&user={}", account.user.id);
    assert_eq!(answer.location(), Some(expected.as_str()));
    assert!(app.mails().is_empty(), "the request must not wait for the mail server");
    assert_eq!(account.status, UserStatus::Waiting);
    assert_eq!(account.delivery.expect("a delivery").state, DeliveryState::Queued);
    assert!(account.user.password_hash.is_none());
    assert_eq!(app.audit_kinds(&account.user.id).await, ["user_created"]);
    let admin_id = app.id_of(ADMIN_EMAIL).await;
    let actors = app.texts("SELECT actor FROM audit_events WHERE kind = 'user_created'").await;
    assert_eq!(actors, [Some(admin_id.as_str().to_owned())], "the log names the admin");
    assert_eq!(app.number("SELECT COUNT(*) FROM temporary_passwords").await, 0, "nothing is generated before delivery");

    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert_eq!(app.account("maria@example.org").await.status, UserStatus::Invited);
}

/// Were the three written one after another, an account without a mail would
/// be left when the second fails, and nobody could ever come in.
#[tokio::test]
async fn account_mail_and_log_are_stored_together_or_not_at_all() {
    // The bar of development mode has a link to the mails.
    let start = || TestApp::start_with(|settings| settings.dev = false);
    for (break_it, mend_it) in
        [("ALTER TABLE outbox RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO outbox"), rename_log_table()]
    {
        let app = start().await;
        let mut admin = app.admin().await;
        let before = app.row_counts().await;
        app.execute(break_it).await;

        let answer = admin.post(NEW, &form("maria@example.org")).await;

        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!answer.text.contains("elsewhere") && !answer.text.contains("outbox"), "{}", answer.text);
        app.execute(mend_it).await;
        assert_eq!(app.row_counts().await, before, "after `{break_it}` half an invitation was left");
    }
}

#[tokio::test]
async fn an_address_that_is_taken_in_any_letter_case_is_a_field_error_and_writes_nothing() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    assert_eq!(admin.post(NEW, &form("bob@example.org")).await.status, StatusCode::SEE_OTHER);
    let before = app.row_counts().await;

    for email in ["bob@example.org", "Bob@Example.org", "BOB@EXAMPLE.ORG", "  bob@example.ORG  ", ADMIN_EMAIL] {
        let answer = admin.post(NEW, &form(email)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        assert!(answer.says(&words(&Problem::EmailTaken)), "{email}: {}", answer.text);
        assert!(answer.says("Maria Souza"), "what was typed is shown again");
        let owner = app.id_of(&email.trim().to_lowercase()).await;
        assert!(answer.text.contains(&format!("<a href=\"/admin/users/{owner}\">")), "{email}: {}", answer.text);

        let answer = admin.post_as_program(NEW, &form(email)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.code().as_deref(), Some("invalid_form"));
        assert!(answer.text.contains("\"field\":\"email\""), "{}", answer.text);
    }
    assert_eq!(app.row_counts().await, before);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_invitations_of_one_address_at_once_make_one_account_and_one_mail() {
    let app = TestApp::start().await;
    let admin = app.admin().await;

    let answers = race(50, |number| {
        let mut admin = admin.clone();
        let email: String = "bob@example.org"
            .char_indices()
            .map(|(at, letter)| if (number >> (at % 6)) & 1 == 1 { letter.to_ascii_uppercase() } else { letter })
            .collect();
        async move { admin.post_as_program(NEW, &form(&email)).await }
    });
    let mut made = 0;
    for answer in answers.await {
        match answer.status {
            StatusCode::SEE_OTHER => made += 1,
            StatusCode::UNPROCESSABLE_ENTITY => assert!(answer.text.contains("\"field\":\"email\""), "{}", answer.text),
            other => panic!("{other}: {}", answer.text),
        }
    }

    assert_eq!(made, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE role = 'member'").await, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'user_created'").await, 1);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert_eq!(app.mails().len(), 1);
}

#[tokio::test]
async fn every_wrong_field_of_an_invitation_is_named_at_once() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let before = app.row_counts().await;

    let fields = [
        ("display_name", " "),
        ("email", "nobody"),
        ("role", "owner"),
        ("locale", "fr"),
        ("cpf", "529.982.247-26"),
        ("temporary_password", "digits:4"),
    ];
    let answer = admin.post_as_program(NEW, &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (field, _) in fields {
        assert!(answer.text.contains(&format!("\"field\":\"{field}\"")), "{field}: {}", answer.text);
    }
    let page = admin.post(NEW, &fields).await;
    assert!(page.says(&words(&Problem::Email(InvalidEmailAddress::Malformed))), "{}", page.text);
    assert_eq!(app.row_counts().await, before);
}

#[tokio::test]
async fn role_language_and_kind_of_secret_are_those_that_were_chosen() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let chosen = [("role", "admin"), ("locale", "en"), ("temporary_password", "unambiguous:12"), ("cpf", "")];

    let answer = admin.post(NEW, &[&form("rui@example.org")[..], &chosen].concat()).await;

    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let rui = app.account("rui@example.org").await.user;
    assert_eq!((rui.role, rui.locale), (Role::Admin, Locale::En));
    app.deliver_all().await;
    let mails = app.mails();
    let secret = secret_in(&mails[0].text, 12).expect("a secret of twelve characters");
    assert!(
        secret.chars().all(|character| Preset::Unambiguous(12).alphabet().contains(character)),
        "an ambiguous letter"
    );
    assert_eq!(app.browser().sign_in("rui@example.org", &secret).await.location(), Some("/first-access"));
}

#[tokio::test]
async fn a_cpf_has_one_account_and_is_stored_nowhere_in_clear() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let with_cpf = |email, cpf| [&form(email)[..], &[("cpf", cpf)]].concat();
    let made = admin.post(NEW, &with_cpf("maria@example.org", CPF)).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let before = app.row_counts().await;

    for same in [CPF, "52998224725", " 529 982 247 25 "] {
        let answer = admin.post(NEW, &with_cpf("rui@example.org", same)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{same}");
        assert!(answer.says(&words(&Problem::CpfTaken)), "{}", answer.text);
    }

    assert_eq!(app.row_counts().await, before);
    let written = app.written_down().await;
    assert!(written.iter().any(|bytes| holds(bytes, "maria@example.org")), "looking in the wrong place");
    for cpf in [CPF, "52998224725"] {
        assert!(!written.iter().any(|bytes| holds(bytes, cpf)), "the database knows {cpf}");
    }
    let id = app.id_of("maria@example.org").await;
    let sealed = app.state.store.find_sealed_cpf(&id).await.unwrap().expect("a sealed CPF");
    assert_eq!(app.state.keys.open_cpf(&sealed, &id).expect("our own seal").digits(), "52998224725");
    let stranger = chaveiro::server::keys::Keys::derive(&[8; 32]);
    assert!(stranger.open_cpf(&sealed, &id).is_none(), "another secret key opened the seal");
    app.deliver_all().await;
}

/// A CPF is no secret: the operator must have said that they accept that.
#[tokio::test]
async fn the_cpf_is_no_temporary_password_unless_the_operator_allows_it() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let before = app.row_counts().await;
    let fields = [&form("maria@example.org")[..], &[("cpf", CPF), ("temporary_password", "cpf")]].concat();

    let answer = admin.post(NEW, &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says(&words(&Problem::PresetNotAllowed)), "{}", answer.text);
    assert_eq!(app.row_counts().await, before);
}

#[tokio::test]
async fn where_it_is_allowed_the_cpf_is_required_and_opens_the_first_access() {
    let app = TestApp::start_with(|settings| settings.allow_cpf = true).await;
    let mut admin = app.admin().await;
    let preset = ("temporary_password", "cpf");

    let without = admin.post(NEW, &[&form("maria@example.org")[..], &[preset]].concat()).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.says(&words(&Problem::CpfMissing)), "{}", without.text);

    let with = admin.post(NEW, &[&form("maria@example.org")[..], &[("cpf", CPF), preset]].concat()).await;
    assert_eq!(with.status, StatusCode::SEE_OTHER, "{}", with.text);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert!(app.mails()[0].text.contains("52998224725"));
    for typed in ["52998224725", CPF] {
        let answer = app.browser().sign_in("maria@example.org", typed).await;
        assert_eq!(answer.location(), Some("/first-access"), "{typed}");
    }
}

#[tokio::test]
async fn without_a_cpf_the_preset_of_the_setting_is_refused_too() {
    let app = TestApp::start_with(|settings| (settings.allow_cpf, settings.preset) = (true, Preset::Cpf)).await;
    let missing = AppError::field(Field::Cpf, Problem::CpfMissing);
    let mut maria = new_user("Maria Souza", "maria@example.org", Role::Member);

    let refused = accounts::create_user(&app.state, &Admin::from_cli(), None, &maria, Channel::Mail).await;
    assert_eq!(refused, Err(missing));

    maria.cpf = Some(Cpf::parse(CPF).unwrap());
    let made = accounts::create_user(&app.state, &Admin::from_cli(), None, &maria, Channel::Mail).await;
    assert!(made.is_ok(), "{made:?}");
    app.deliver_all().await;
}

#[tokio::test]
async fn nobody_but_an_admin_makes_accounts_or_sends_again() {
    let app = TestApp::start().await;
    let member = app.member("rui@example.org").await;
    let temporary = app.invite("eva@example.org").await;
    let mut eva = app.browser();
    eva.sign_in("eva@example.org", &temporary).await;
    let eva_id = app.id_of("eva@example.org").await;
    let before = app.row_counts().await;

    let visitor = app.browser();
    let askers = [
        ("a visitor", visitor, "", StatusCode::UNAUTHORIZED, "not_signed_in"),
        ("a member", member, "", StatusCode::FORBIDDEN, "forbidden"),
        ("a temporary session", eva, "/first-access", StatusCode::FORBIDDEN, "password_change_required"),
    ];
    for (who, mut browser, sent_to, status, code) in askers {
        for (path, fields) in
            [(NEW, form("intruder@example.org").to_vec()), ("/admin/users/send-again", vec![("user", eva_id.as_str())])]
        {
            let page = browser.post(path, &fields).await;
            match sent_to {
                "" => assert_eq!(page.status, status, "{who} at {path}"),
                elsewhere => assert!(
                    page.location().is_some_and(|to| to.split('?').next() == Some(elsewhere)),
                    "{who} at {path}"
                ),
            }
            let program = browser.post_as_program(path, &fields).await;
            assert_eq!((program.status, program.code().as_deref()), (status, Some(code)), "{who} at {path}");
        }
    }
    assert_eq!(app.row_counts().await, before);
}

/// Only the owner ever sees the secret. This reads every byte an admin's
/// browser can get while an account is made, mailed and watched.
#[tokio::test]
async fn nothing_an_admin_receives_holds_the_temporary_password_or_a_hash() {
    let app = TestApp::start_with(|settings| (settings.dev, settings.preset) = (false, Preset::Alphanumeric(16))).await;
    let mut admin = app.admin().await;
    let live = Request::get("/admin/users/live").body(Body::empty()).unwrap();
    let mut events = admin.begin(live).await.into_body();
    let mut received = Vec::new();

    let made = admin.post(NEW, &form("maria@example.org")).await;
    let list = made.location().expect("a place to go on").to_owned();
    received.extend(made.text.into_bytes());
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let secret = secret_in(&app.mails()[0].text, 16).expect("a temporary password");
    let id = app.id_of("maria@example.org").await;
    let again = admin.post("/admin/users/send-again", &[("user", id.as_str())]).await;
    received.extend(again.text.into_bytes());
    let refused = admin.post(NEW, &form("maria@example.org")).await;
    received.extend(refused.text.into_bytes());
    for path in [list.as_str(), "/admin/users", NEW, "/account", "/", "/readyz", "/dev/outbox", "/dev/outbox.json"] {
        let answer = admin.get(path).await;
        received.extend(format!("{:?}", answer.headers).into_bytes());
        received.extend(answer.text.into_bytes());
    }
    let mut received_events = Vec::new();
    while !String::from_utf8_lossy(&received_events).contains("\"version\":\"invited") {
        let frame = events.frame().await.expect("an event").unwrap();
        received_events.extend(frame.into_data().unwrap_or_default());
    }
    received.extend(received_events);

    let text = String::from_utf8_lossy(&received);
    assert!(text.contains("maria@example.org"), "looking in the wrong place");
    assert!(!holds(&received, &secret), "an admin can read the temporary password");
    for sign in ["$argon2", "argon2id", "password_hash"] {
        assert!(!text.contains(sign), "an admin can read {sign}");
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn after_sending_again_the_old_password_works_until_the_new_mail_is_accepted() {
    let app = TestApp::start_with(|settings| settings.preset = Preset::Alphanumeric(16)).await;
    let mut admin = app.admin().await;
    admin.post(NEW, &form("maria@example.org")).await;
    app.deliver_all().await;
    let old = secret_in(&app.mails()[0].text, 16).expect("a password");
    let id = app.id_of("maria@example.org").await;

    let answer = admin.post("/admin/users/send-again", &[("user", id.as_str())]).await;

    assert_eq!(answer.location(), Some(format!("/admin/users?notice=sent-again&user={id}").as_str()));
    let early = app.browser().sign_in("maria@example.org", &old).await;
    assert_eq!(early.location(), Some("/first-access"), "the old one ended before the new one was accepted");

    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let new = secret_in(&app.mails()[1].text, 16).expect("a password");
    assert_ne!(old, new);
    let late = app.browser().sign_in("maria@example.org", &old).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED, "the old one works beside the new one");
    assert_eq!(app.browser().sign_in("maria@example.org", &new).await.location(), Some("/first-access"));
    assert_eq!(app.number("SELECT COUNT(*) FROM temporary_passwords WHERE hash IS NOT NULL").await, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'temporary_password_requested'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn asking_twice_quickly_sends_one_mail() {
    let app = TestApp::start().await;
    app.invite("maria@example.org").await;
    let admin = app.admin().await;
    let id = app.id_of("maria@example.org").await;

    let answers = race(10, |_| {
        let (mut admin, id) = (admin.clone(), id.clone());
        async move { admin.post("/admin/users/send-again", &[("user", id.as_str())]).await }
    });
    for answer in answers.await {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert_eq!(app.mails().len(), 2);
}

/// The page of the second click still shows the mail of before the first.
#[tokio::test]
async fn a_click_on_a_page_that_is_out_of_date_sends_nothing_more() {
    let app = TestApp::start().await;
    app.invite("maria@example.org").await;
    let mut admin = app.admin().await;
    let id = app.id_of("maria@example.org").await;
    let newest = async || app.account("maria@example.org").await.delivery.expect("a delivery").id;
    let shown = newest().await;
    // Whose password works is asked about first; the question says when it was asked.
    let list = admin.get("/admin/users").await;
    assert!(list.text.contains(&format!("name=\"do\" value=\"send-again {id}\"")), "{}", list.text);
    let question = admin.get(&format!("/admin/users/act?back=&do=send-again+{id}")).await;
    assert!(question.text.contains("name=\"asked\" value=\"1"), "{}", question.text);
    app.advance(60);
    let fields = [("user", id.as_str()), ("mail", shown.as_str())];

    assert_eq!(admin.post("/admin/users/send-again", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    app.advance(60);
    assert_eq!(admin.post("/admin/users/send-again", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(app.deliver_all().await.is_empty(), "the second click sent another mail");

    let shown = newest().await;
    let fields = [("user", id.as_str()), ("mail", shown.as_str())];
    assert_eq!(admin.post("/admin/users/send-again", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.deliver_all().await, [Outcome::Sent], "a page that is up to date may ask");
}

#[tokio::test]
async fn a_mail_on_its_way_is_enough() {
    let app = TestApp::start().await;
    app.queue("maria@example.org").await;
    app.take_mail(std::time::Duration::from_secs(120)).await;
    let mut admin = app.admin().await;
    let id = app.id_of("maria@example.org").await;
    assert_eq!(admin.post("/admin/users/send-again", &[("user", id.as_str())]).await.status, StatusCode::SEE_OTHER);
    assert!(app.deliver_all().await.is_empty());
    app.advance(120);
    assert_eq!(app.deliver_all().await, [Outcome::Sent], "its worker died, and it left all the same");
    assert_eq!(app.mails().len(), 1);
}

/// The first mail may have reached the wrong person, who is at the form.
#[tokio::test]
async fn a_session_of_an_earlier_mail_ends_when_a_newer_one_is_accepted() {
    let app = TestApp::start().await;
    let temporary = app.invite("maria@example.org").await;
    let mut early = app.browser();
    early.sign_in("maria@example.org", &temporary).await;
    let mut admin = app.admin().await;
    let id = app.id_of("maria@example.org").await;
    app.advance(60);
    admin.post("/admin/users/send-again", &[("user", id.as_str())]).await;
    assert_eq!(early.get("/first-access").await.status, StatusCode::OK, "nothing has been accepted yet");

    assert_eq!(app.deliver_all().await, [Outcome::Sent]);

    let choice = early.post_as_program("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    assert_eq!(choice.status, StatusCode::UNAUTHORIZED, "{}", choice.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE role = 'member' AND password_hash IS NOT NULL").await, 0);
    let answer = app.browser().sign_in("maria@example.org", &app.last_password()).await;
    assert_eq!(answer.location(), Some("/first-access"));
}

#[tokio::test]
async fn nothing_is_sent_again_to_those_who_need_nothing() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    app.invite("eva@example.org").await;
    app.execute("UPDATE users SET disabled_at = 1 WHERE email = 'eva@example.org'").await;
    let mut admin = app.admin().await;
    let (rui, eva) = (app.id_of("rui@example.org").await, app.id_of("eva@example.org").await);
    let before = app.row_counts().await;

    for user in [rui.as_str(), eva.as_str(), "0190a7c0-0000-7000-8000-000000000000", "", "' OR 1=1 --"] {
        let answer = admin.post_as_program("/admin/users/send-again", &[("user", user)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{user}: {}", answer.text);
    }
    assert_eq!(app.row_counts().await, before);
    assert!(app.deliver_all().await.is_empty());
    let mut rui = app.browser();
    assert_eq!(rui.sign_in("rui@example.org", OWN_PASSWORD).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_answer_for_a_browser_is_a_page_and_one_for_a_program_is_json() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;

    let page = admin.post(NEW, &form("nobody")).await;
    assert!(page.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"), "{:?}", page.headers);
    let json = admin.post_as_program(NEW, &form("nobody")).await;
    assert!(json.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("application/json"));
}

/// A double click, a proxy that repeats, a reload: the form's id makes them one request.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_that_is_sent_twice_makes_one_account_and_gets_the_same_answer() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let page = admin.clone().get(NEW).await;
    let (_, id) = page.text.split_once("name=\"user\" value=\"").expect("an id in the form");
    let id = id.split('"').next().unwrap().to_owned();
    let answers = race(10, |_| {
        let (mut admin, id) = (admin.clone(), id.clone());
        async move { admin.post(NEW, &[&form("maria@example.org")[..], &[("user", &id)]].concat()).await }
    });
    for answer in answers.await {
        let expected = format!("/admin/users?notice=created&user={id}");
        assert_eq!(answer.location(), Some(expected.as_str()), "{} {}", answer.status, answer.text);
    }
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'user_created'").await, 1);
}

#[tokio::test]
async fn an_id_that_is_taken_changes_no_account_and_is_no_fault_of_the_server() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = "0190a7c0-0000-7000-8000-000000000000";
    let with_id = |email, id| [&form(email)[..], &[("user", id)]].concat();
    let made = admin.post(NEW, &with_id("maria@example.org", id)).await;
    assert_eq!(made.location(), Some(format!("/admin/users?notice=created&user={id}").as_str()));

    let before = app.row_counts().await;
    let own = app.id_of(ADMIN_EMAIL).await;
    let other_name = [("display_name", "Another Name"), ("email", "maria@example.org"), ("user", id)];
    let other_role = [&with_id("maria@example.org", id)[..], &[("role", "admin")]].concat();
    for fields in [&other_name[..], &other_role, &with_id(ADMIN_EMAIL, own.as_str())] {
        let answer = admin.post_as_program(NEW, fields).await;
        assert!(answer.status.is_client_error(), "{fields:?}: {} {}", answer.status, answer.text);
    }
    assert_eq!(app.row_counts().await, before);
    let maria = app.account("maria@example.org").await.user;
    assert_eq!((maria.id.as_str(), maria.display_name.as_str(), maria.role), (id, "Maria Souza", Role::Member));

    for nonsense in ["", "x", "' OR 1=1 --"] {
        let email = format!("person{}@example.org", nonsense.len());
        let answer = admin.post(NEW, &[&form(&email)[..], &[("user", nonsense)]].concat()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{nonsense}: {}", answer.text);
    }
    app.deliver_all().await;
}

/// Seen: Safari shows the filled form again on the way back, and the next person was typed into it.
#[tokio::test]
async fn a_form_that_is_filled_in_again_for_somebody_else_asks_and_then_adds_them() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = "0190a7c0-0000-7000-8000-000000000000";
    let with_id = |email, id| [&form(email)[..], &[("user", id)]].concat();
    let made = admin.post(NEW, &with_id("maria@example.org", id)).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);

    let question = admin.post(NEW, &with_id("rui@example.org", id)).await;
    assert_eq!(question.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(question.text.contains("já foi usado para cadastrar Maria Souza"), "{}", question.text);
    assert!(question.text.contains("rui@example.org"), "what was typed is lost");
    let (_, next) = question.text.split_once("name=\"user\" value=\"").expect("an id in the form");
    let next = next.split('"').next().unwrap();
    assert_ne!(next, id);

    let made = admin.post(NEW, &with_id("rui@example.org", next)).await;
    let rui = app.id_of("rui@example.org").await;
    assert_eq!(made.location(), Some(format!("/admin/users?notice=created&user={rui}").as_str()), "{}", made.text);
    assert_eq!(app.deliver_all().await, [Outcome::Sent, Outcome::Sent]);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'user_created'").await, 2);
}

/// The columns that lists are filtered by are written with a new account, not derived from its facts.
#[tokio::test]
async fn the_stored_status_of_a_new_account_matches_the_derived_one() {
    const STATUS: &str =
        "SELECT email || ' ' || standing || ' ' || COALESCE(mail_state, '') || ' ' || COALESCE(invited_until, 0)
                          FROM users ORDER BY email";
    let app = TestApp::start_with(|settings| settings.allow_handover = true).await;
    app.admin().await;
    for (email, channel) in [("maria@example.org", Channel::Mail), ("rui@example.org", Channel::InPerson)] {
        let person = new_user("Maria Souza", email, Role::Member);
        accounts::create_user(&app.state, &Admin::from_cli(), None, &person, channel).await.expect("an account");
    }
    let written = app.texts(STATUS).await;

    // Without the version of the index, a start derives the status of everybody.
    app.execute("DELETE FROM search_index").await;
    let app = app.restarted(|_| ()).await;

    assert_eq!(app.texts(STATUS).await, written);
    assert!(written.contains(&Some("maria@example.org waiting queued 0".to_owned())), "{written:?}");
    assert!(written.contains(&Some("rui@example.org waiting  0".to_owned())), "{written:?}");
    app.deliver_all().await;
}
