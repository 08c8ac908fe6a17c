//! Another address: asked for with the password, confirmed by a link to the new one.

use super::*;
use crate::app::holds;
use chaveiro::domain::AdminAction;

#[tokio::test]
async fn the_account_keeps_its_address_until_the_new_one_has_confirmed() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let before = app.mails().len();
    request_address(&mut rui, "Rui.Lima@Example.net").await;
    app.deliver_all().await;
    let link_token = token(&app, NEW, CONFIRM);
    assert_eq!(recipients(&app, before), [NEW], "one mail, to the new address");
    let (mail, _) = link(&app, NEW, CONFIRM);
    assert!(!mail.raw.contains("Maria Souza"), "a stranger's name reaches the owner of the address");
    assert!(!mail.subject.contains(&link_token));
    let page = rui.get("/account").await;
    for words in ["Confirme o novo e-mail", NEW, RUI, "O e-mail da conta só muda depois que você confirmar"] {
        assert!(page.says(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains(&link_token), "the page gives the token away");

    for _ in 0..5 {
        let page = open_link(&app, CONFIRM, &link_token).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says(NEW));
        assert_eq!(page.headers["cache-control"], "no-store");
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        assert_eq!(open_link_by_head(&app, CONFIRM, &link_token).await, StatusCode::SEE_OTHER);
    }
    assert!(opens(&app, RUI).await && !opens(&app, NEW).await, "looking has changed the address");

    let before = app.mails().len();
    let done = app.browser().post(CONFIRM, &[("t", &link_token), ("password", OWN_PASSWORD)]).await;
    assert_eq!(done.location(), Some("/login?notice=email-changed"));
    assert!(!done.set_cookies().iter().any(|cookie| cookie.starts_with("session=")), "somebody is signed in by it");
    assert!(opens(&app, NEW).await && !opens(&app, RUI).await);
    assert!(is_signed_in(&mut rui).await, "the owner's sessions go on");
    assert!(!rui.get("/account").await.says("Confirme o novo e-mail"));
    app.deliver_all().await;
    let told = recipients(&app, before);
    assert!(told.iter().any(|to| to == RUI) && told.iter().any(|to| to == NEW), "{told:?}");
    assert_eq!(follow(&app, CONFIRM, &link_token).await, StatusCode::GONE, "the link works twice");
    assert_eq!(open_link(&app, CONFIRM, &link_token).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn in_the_own_browser_one_goes_on_where_one_is() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let link = request_address_change(&app, &mut rui, NEW).await;
    let done = rui.post(CONFIRM, &[("t", &link)]).await;
    assert_eq!(done.location(), Some("/account?notice=email-changed"));
    assert!(rui.get(done.location().unwrap()).await.says("E-mail alterado"));
    let story = app.audit_kinds(&app.id_of(NEW).await).await;
    assert!(
        story.iter().any(|kind| kind == "address_change_asked") && story.iter().any(|kind| kind == "address_changed")
    );
    app.deliver_all().await;
}

/// Else the owner of a mailbox that somebody typed gives it to that person's account by one click, or takes the account.
#[tokio::test]
async fn another_browser_has_to_show_that_the_account_is_its_readers() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let mut eva = app.member("eva@example.org").await;
    let link = request_address_change(&app, &mut rui, NEW).await;
    assert!(!rui.open(&format!("{CONFIRM}?t={link}")).await.text.contains("name=\"password\""), "its own browser");
    let before = app.row_counts().await;
    for browser in [&mut app.browser(), &mut eva] {
        let page = browser.open(&format!("{CONFIRM}?t={link}")).await;
        assert!(
            page.text.contains("name=\"password\"") && page.says("digite também a senha da conta"),
            "{}",
            page.text
        );
        assert!(!page.text.contains(RUI), "it says whose account it is: {}", page.text);
        let empty = browser.post(CONFIRM, &[("t", &link)]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.text);
        assert!(empty.says("Digite a senha") && empty.text.contains("href=\"#password\""), "{}", empty.text);
    }
    assert_eq!(app.row_counts().await, before);
    let wrong = eva.post(CONFIRM, &[("t", &link), ("password", "errada")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.says("Esta não é a senha da conta em que a alteração foi pedida"), "{}", wrong.text);
    assert!(wrong.text.contains("name=\"password\"") && !wrong.text.contains("errada"), "{}", wrong.text);
    assert!(app.audit_kinds(&app.id_of(RUI).await).await.iter().any(|kind| kind == "sign_in_failed"));
    assert!(opens(&app, RUI).await);

    // Who is signed in as somebody else there stays that.
    let done = eva.post(CONFIRM, &[("t", &link), ("password", OWN_PASSWORD)]).await;
    assert_eq!(done.location(), Some("/account?notice=other-email-changed"), "{}", done.text);
    let page = eva.get(done.location().unwrap()).await;
    assert!(page.says("E-mail da outra conta alterado") && page.says("eva@example.org"), "{}", page.text);
    assert!(opens(&app, NEW).await && opens(&app, "eva@example.org").await);
    app.deliver_all().await;
}

/// It is the password of an account: tries count there, as at the sign-in page, and end.
#[tokio::test]
async fn passwords_cannot_be_guessed_with_a_confirming_link() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let link = request_address_change(&app, &mut rui, NEW).await;
    let mut answers = Vec::new();
    for _ in 0..8 {
        answers.push(follow_with(&app, CONFIRM, &link, "errada").await);
    }
    assert_eq!(answers[0], StatusCode::UNAUTHORIZED);
    assert_eq!(answers.last(), Some(&StatusCode::TOO_MANY_REQUESTS), "{answers:?}");
    assert_eq!(follow(&app, CONFIRM, &link).await, StatusCode::TOO_MANY_REQUESTS, "the right one waits as well");
    // The session of the account needs no password, and does not wait.
    assert_eq!(rui.post(CONFIRM, &[("t", &link)]).await.location(), Some("/account?notice=email-changed"));
    app.deliver_all().await;
}

#[tokio::test]
async fn an_administrator_changes_their_own_address_the_same_way() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let fields = [("email", "ana.lima@example.net"), ("current_password", crate::app::ADMIN_PASSWORD)];
    assert_eq!(admin.post("/account/email", &fields).await.location(), Some("/account?notice=email-asked"));
    app.deliver_all().await;
    let link = token(&app, "ana.lima@example.net", CONFIRM);
    assert_eq!(follow_with(&app, CONFIRM, &link, crate::app::ADMIN_PASSWORD).await, StatusCode::SEE_OTHER);
    let list = admin.get("/admin/users?q=ana.lima").await;
    assert!(list.says("ana.lima@example.net"), "the new address is not found: {}", list.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn without_the_password_or_a_new_address_nothing_is_asked_for() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let before = app.mails().len();
    for (email, password, words) in [
        (NEW, "", "Digite a senha"),
        (NEW, "errada", "Esta não é sua senha atual"),
        ("rui.lima@", OWN_PASSWORD, "Digite um e-mail completo"),
        ("RUI@example.org", OWN_PASSWORD, "Este já é o e-mail da sua conta"),
    ] {
        let refused = rui.post("/account/email", &[("email", email), ("current_password", password)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        assert!(refused.says(words) && refused.text.contains(&format!("value=\"{email}\"")), "{}", refused.text);
        assert!(!refused.text.contains(OWN_PASSWORD));
    }
    app.deliver_all().await;
    assert_eq!(app.mails().len(), before);
    assert_eq!(app.number("SELECT COUNT(*) FROM address_changes").await, 0);
}

/// Wrong passwords in an open session are tries at signing in.
#[tokio::test]
async fn a_person_who_found_an_open_session_cannot_try_passwords() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let mut last = StatusCode::OK;
    for _ in 0..8 {
        last = rui.post("/account/email", &[("email", NEW), ("current_password", "errada")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_taken_address_is_answered_as_a_free_one_and_its_owner_is_left_alone() {
    let app = TestApp::start().await;
    app.member("taken@example.org").await;
    app.member("gone@example.org").await;
    app.apply_action(AdminAction::Delete, "gone@example.org").await;
    app.advance(DAY);
    let mut rui = app.member(RUI).await;
    let before = app.mails().len();
    let mut answers = Vec::new();
    for email in ["taken@example.org", "gone@example.org", "free1@example.org"] {
        let answer = request_address(&mut rui, email).await;
        let mut headers: Vec<_> = answer.headers.keys().map(|name| name.as_str().to_owned()).collect();
        headers.sort();
        app.deliver_all().await;
        let page = rui.get("/account").await.text.replace(email, "…");
        let page = page.split("nonce=\"").map(|part| part.get(24..).unwrap_or(part)).collect::<String>();
        let page: String = page.split("<main").nth(1).expect("a page").to_owned();
        answers.push((answer.status, answer.location().map(str::to_owned), headers, answer.text, page));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:#?}");
    assert_eq!(recipients(&app, before), ["free1@example.org"]);
}

#[tokio::test]
async fn a_link_to_an_address_that_somebody_got_meanwhile_is_not_valid() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let link = request_address_change(&app, &mut rui, NEW).await;
    app.queue(NEW).await;
    assert_eq!(open_link(&app, CONFIRM, &link).await.status, StatusCode::GONE);
    assert_eq!(follow(&app, CONFIRM, &link).await, StatusCode::GONE);
    assert!(opens(&app, RUI).await);
}

#[tokio::test]
async fn a_link_expires_after_a_day_and_a_later_request_replaces_it() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let late = request_address_change(&app, &mut rui, NEW).await;
    app.advance(DAY + 60);
    assert_eq!(open_link(&app, CONFIRM, &late).await.status, StatusCode::GONE);
    assert_eq!(follow(&app, CONFIRM, &late).await, StatusCode::GONE);
    rui.sign_in(RUI, OWN_PASSWORD).await;
    assert!(!rui.get("/account").await.says("Confirme o novo e-mail"));

    let first = request_address_change(&app, &mut rui, NEW).await;
    let second = request_address_change(&app, &mut rui, "other@example.net").await;
    assert_eq!(follow(&app, CONFIRM, &first).await, StatusCode::GONE, "the earlier request still works");
    assert_eq!(follow(&app, CONFIRM, &second).await, StatusCode::SEE_OTHER);
    assert!(opens(&app, "other@example.net").await);
    for nonsense in ["", "x", "../../etc/passwd", &"A".repeat(43)] {
        assert_eq!(follow(&app, CONFIRM, nonsense).await, StatusCode::GONE, "{nonsense}");
        assert_eq!(follow(&app, UNDO, nonsense).await, StatusCode::GONE, "{nonsense}");
    }
    app.deliver_all().await;
}

#[tokio::test]
async fn a_request_replaced_before_its_mail_left_sends_one_mail_only() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let before = app.mails().len();
    request_address(&mut rui, NEW).await;
    request_address(&mut rui, "other@example.net").await;
    app.deliver_all().await;
    assert_eq!(recipients(&app, before), ["other@example.net"]);
}

#[tokio::test]
async fn a_change_is_canceled_before_or_after_its_mail_left_and_its_link_sets_nothing() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let link = request_address_change(&app, &mut rui, NEW).await;
    assert!(rui.get("/account").await.says("Cancelar alteração de e-mail"));
    let answer = rui.post("/account/email/cancel", &[]).await;
    assert_eq!(answer.location(), Some("/account?notice=email-canceled"));
    let page = rui.get("/account?notice=email-canceled").await;
    assert!(page.says("Alteração de e-mail cancelada") && !page.says("Confirme o novo e-mail"));
    assert_eq!(follow(&app, CONFIRM, &link).await, StatusCode::GONE);
    assert_eq!(rui.post("/account/email/cancel", &[]).await.location(), Some("/account"), "nothing waits");

    let before = app.mails().len();
    request_address(&mut rui, NEW).await;
    for _ in 0..2 {
        assert_eq!(rui.post("/account/email/cancel", &[]).await.status, StatusCode::SEE_OTHER, "sent twice");
    }
    app.deliver_all().await;
    assert_eq!(recipients(&app, before), Vec::<String>::new());
    let story = app.audit_kinds(&app.id_of(RUI).await).await;
    let canceled = story.iter().filter(|kind| *kind == "address_change_canceled").count();
    assert_eq!(canceled, 2, "one for each that was canceled: {story:?}");
    assert_eq!(app.browser().post("/account/email/cancel", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_link_dies_with_the_account_and_with_a_change_of_password() {
    let app = TestApp::start().await;
    for action in [AdminAction::Disable, AdminAction::Delete] {
        let email = format!("{}@example.org", action.as_str());
        let mut person = app.member(&email).await;
        let link = request_address_change(&app, &mut person, &format!("new.{email}")).await;
        app.apply_action(action, &email).await;
        assert_eq!(open_link(&app, CONFIRM, &link).await.status, StatusCode::GONE, "{action:?}");
        assert_eq!(follow(&app, CONFIRM, &link).await, StatusCode::GONE, "{action:?}");
        app.apply_action(
            if action == AdminAction::Disable { AdminAction::Enable } else { AdminAction::Restore },
            &email,
        )
        .await;
        assert_eq!(follow(&app, CONFIRM, &link).await, StatusCode::GONE, "{action:?}: it lives again with the account");
    }
    let mut rui = app.member(RUI).await;
    let link = request_address_change(&app, &mut rui, NEW).await;
    let fields = [("current_password", OWN_PASSWORD), ("new_password", "nove pontes sobre o rio")];
    assert_eq!(rui.post("/account", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        follow(&app, CONFIRM, &link).await,
        StatusCode::GONE,
        "somebody with the old password moves the account"
    );
    app.deliver_all().await;
}

#[tokio::test]
async fn a_forgotten_password_ends_what_was_asked_for_with_the_old_one() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let link = request_address_change(&app, &mut rui, NEW).await;
    app.advance(HOUR);
    app.browser().post("/forgot-password", &[("email", RUI)]).await;
    app.deliver_all().await;
    let reset = token(&app, RUI, "/reset-password");
    let fields = [("t", reset.as_str()), ("new_password", "nove pontes sobre o rio")];
    assert_eq!(app.browser().post("/reset-password", &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(follow(&app, CONFIRM, &link).await, StatusCode::GONE);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_address_that_several_people_type_is_not_flooded() {
    let app = TestApp::start().await;
    let mut people = Vec::new();
    for number in 0..3 {
        people.push(app.member(&format!("person{number}@example.org")).await);
    }
    let before = app.mails().len();
    let mut sent = Vec::new();
    for _ in 0..3 {
        for person in &mut people {
            for _ in 0..2 {
                let answer = request_address(person, NEW).await;
                assert_eq!(answer.location(), Some("/account?notice=email-asked"), "the limit shows");
                assert!(person.get("/account").await.says(NEW));
                app.deliver_all().await;
            }
        }
        sent.push(app.mails().len() - before);
        app.advance(HOUR + 1);
    }
    assert_eq!(sent, [3, 6, 6], "three an hour, six a day");
}

#[tokio::test]
async fn one_account_does_not_write_to_the_whole_world() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let before = app.mails().len();
    for hour in 0..3 {
        for number in 0..4 {
            let answer = request_address(&mut rui, &format!("stranger{hour}{number}@example.net")).await;
            let expected = if hour < 2 && number < 3 { StatusCode::SEE_OTHER } else { StatusCode::TOO_MANY_REQUESTS };
            assert_eq!(answer.status, expected, "{hour} h, {number}");
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                // Six a day: after those, until the first of them is a day old.
                let wait: i64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
                let expected = if hour == 0 { 0..=HOUR } else { DAY - 3 * HOUR..=DAY };
                assert!(expected.contains(&u64::try_from(wait).unwrap()), "{hour} h, {number}: {wait} s");
            }
            app.deliver_all().await;
        }
        app.advance(HOUR + 1);
    }
    assert_eq!(app.mails().len(), before + 6);
    app.advance(DAY);
    rui.sign_in(RUI, OWN_PASSWORD).await;
    assert_eq!(request_address(&mut rui, NEW).await.status, StatusCode::SEE_OTHER);
    app.deliver_all().await;
}

/// A member of the site counts the mails that strangers caused, too.
#[tokio::test]
async fn mails_to_a_typed_address_are_counted_over_all_features() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    for _ in 0..3 {
        let fields = [("display_name", "Eva"), ("email", NEW), ("password", "nove pontes sobre o rio")];
        app.browser().post("/register", &fields).await;
    }
    app.deliver_all().await;
    let before = app.mails().len();
    request_address(&mut rui, NEW).await;
    app.deliver_all().await;
    assert_eq!(app.mails().len(), before);
}

#[tokio::test]
async fn neither_token_is_written_down_and_what_ended_is_forgotten_after_a_day() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    let (confirm, undo) = change_address_by_links(&app, &mut rui, RUI, NEW).await;
    let files = app.written_down().await;
    assert!(files.iter().any(|bytes| holds(bytes, NEW)), "looking in the wrong place");
    assert!(!files.iter().any(|bytes| holds(bytes, &confirm) || holds(bytes, &undo)), "a token is written down");
    app.state.store.delete_ended_address_changes().await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM address_changes").await, 1, "mails are no longer counted");
    app.advance(3 * DAY + 60);
    app.state.store.delete_ended_address_changes().await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM address_changes").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM address_undos").await, 0);
}

/// Else one mailbox of the organization could register again and again, each account moving elsewhere.
#[tokio::test]
async fn who_is_at_an_address_that_may_register_moves_only_to_another_such_one() {
    let app = TestApp::start_with(|settings| settings.registration_domains = vec!["example.org".to_owned()]).await;
    let mut inside = app.member("rui@example.org").await;
    let mut outside = app.member("ana@partner.example").await;
    let form = |email| [("email", email), ("current_password", OWN_PASSWORD)];
    let refused = inside.post("/account/email", &form("rui@elsewhere.example")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Só aceitamos e-mails da organização."), "{}", refused.text);
    for (browser, email) in [(&mut inside, "rui.lima@example.org"), (&mut outside, "ana@elsewhere.example")] {
        let asked = browser.post("/account/email", &form(email)).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{email}: {}", asked.text);
    }
    app.deliver_all().await;
}
