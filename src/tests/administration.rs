//! What admins do to accounts: each action in each state, and what follows from it.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, OWN_PASSWORD, TestApp, new_user};
use crate::program;
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, DeliveryState, Role, UserId, UserStatus};
use chaveiro::error::AppError;
use chaveiro::server::accounts;
use chaveiro::server::config::SelfRegistration;
use chaveiro::server::delivery::Outcome;
use chaveiro::server::session::Admin;

const MARIA: &str = "maria@example.org";
const RUI: &str = "rui@example.org";

async fn apply_action(app: &TestApp, action: AdminAction, id: &UserId) -> Result<(), AppError> {
    accounts::apply_action(&app.state, &Admin::from_cli(), action, id).await
}

async fn state_of(app: &TestApp, email: &str) -> UserStatus {
    app.account(email).await.status
}

async fn post_action(browser: &mut Browser, action: AdminAction, ids: &[&UserId]) -> Answer {
    let users = ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ");
    browser.post("/admin/users/act", &[("act", action.as_str()), ("users", &users)]).await
}

/// A person in this state; returns their temporary password, where one was mailed.
async fn person_in(app: &TestApp, state: UserStatus, email: &str) -> Option<String> {
    if state == UserStatus::Waiting {
        app.queue_for(&new_user("Maria Souza", email, Role::Member)).await;
        return None;
    }
    if state == UserStatus::Failed {
        app.queue_for(&new_user("Maria Souza", email, Role::Member)).await;
        app.fail_mail_to(email).await;
        return None;
    }
    if state == UserStatus::Active {
        app.member(email).await;
        return None;
    }
    if state == UserStatus::Pending {
        app.register(email, OWN_PASSWORD).await;
        return None;
    }
    let temporary = app.invite(email).await;
    match state {
        UserStatus::Expired => app.advance(24 * 3600 + 60),
        UserStatus::Exhausted => {
            for _ in 0..5 {
                app.execute("DELETE FROM sign_in_failures").await;
                app.browser().sign_in(email, "000000").await;
            }
            app.execute("DELETE FROM sign_in_failures").await;
        }
        UserStatus::Revoked => app.apply_action(AdminAction::Revoke, email).await,
        UserStatus::Disabled => app.apply_action(AdminAction::Disable, email).await,
        UserStatus::Deleted => app.apply_action(AdminAction::Delete, email).await,
        UserStatus::Pending | UserStatus::Waiting | UserStatus::Failed | UserStatus::Invited | UserStatus::Active => {}
    }
    Some(temporary)
}

/// The status an action leads to from each status.
fn afterwards(action: AdminAction, before: UserStatus) -> UserStatus {
    match action {
        AdminAction::Revoke => UserStatus::Revoked,
        AdminAction::RequirePassword => UserStatus::Waiting,
        AdminAction::Disable => UserStatus::Disabled,
        AdminAction::Delete | AdminAction::Refuse => UserStatus::Deleted,
        AdminAction::Approve => UserStatus::Active,
        AdminAction::RestoreAndSend => UserStatus::Waiting,
        // What was invited when it was closed has its deadline still; what was deleted has lost it.
        AdminAction::Enable => UserStatus::Invited,
        AdminAction::Restore | AdminAction::Resend
            if matches!(before, UserStatus::Deleted | UserStatus::Revoked | UserStatus::Failed) =>
        {
            if action == AdminAction::Restore { UserStatus::Revoked } else { UserStatus::Waiting }
        }
        _ => before,
    }
}

#[tokio::test]
async fn each_action_applies_in_its_statuses_and_is_refused_in_all_others() {
    for state in UserStatus::ALL {
        let app = TestApp::start_with(|settings| settings.self_registration = SelfRegistration::Approval).await;
        let mut emails = Vec::new();
        for (number, action) in AdminAction::ALL.into_iter().enumerate() {
            let email = format!("person{number}@example.org");
            person_in(&app, state, &email).await;
            emails.push((action, email));
        }
        // Mails made in one millisecond are not newer or older than each other.
        app.advance(1);
        for (action, email) in emails {
            let id = app.id_of(&email).await;
            assert_eq!(state_of(&app, &email).await, state, "{action:?}: the test itself");
            let (events, sent) =
                (app.number("SELECT COUNT(*) FROM audit_events").await, apply_action(&app, action, &id).await);
            if action.applies_to(state) {
                assert_eq!(sent, Ok(()), "{action:?} {state:?}");
                assert_eq!(state_of(&app, &email).await, afterwards(action, state), "{action:?} {state:?}");
                // There are no wrong tries to forget.
                let logged = i64::from(action != AdminAction::Unlock);
                assert_eq!(
                    app.number("SELECT COUNT(*) FROM audit_events").await,
                    events + logged,
                    "{action:?} {state:?}"
                );
            } else {
                assert_eq!(sent, Err(AppError::DoesNotApply), "{action:?} {state:?}");
                assert_eq!(state_of(&app, &email).await, state, "{action:?} {state:?}");
                assert_eq!(app.number("SELECT COUNT(*) FROM audit_events").await, events, "{action:?} {state:?}");
            }
        }
        app.deliver_all().await;
    }
}

#[tokio::test]
async fn nobody_can_be_acted_on_who_does_not_exist() {
    let app = TestApp::start().await;
    let nobody = UserId::parse("0190a7c0-0000-7000-8000-000000000000").unwrap();
    for action in AdminAction::ALL {
        assert_eq!(apply_action(&app, action, &nobody).await, Err(AppError::NotFound), "{action:?}");
    }
    let mut admin = app.admin().await;
    for path in ["0190a7c0-0000-7000-8000-000000000000", "1", "act%20", "%00"] {
        assert_eq!(admin.get(&format!("/admin/users/{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = post_action(&mut admin, AdminAction::Disable, &[&nobody]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text);
}

#[tokio::test]
async fn the_page_of_a_person_shows_their_history_and_the_next_step() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let form = [("display_name", "Maria Souza"), ("email", MARIA), ("cpf", "111.444.777-35")];
    admin.post("/admin/users/new", &form).await;
    let id = app.id_of(MARIA).await;
    let path = format!("/admin/users/{id}");

    let waiting = admin.get(&path).await;
    assert_eq!(waiting.status, StatusCode::OK, "{}", waiting.text);
    for words in [
        "Maria Souza",
        MARIA,
        "Na fila",
        "será enviada por e-mail em instantes",
        "Conta criada",
        "Ana Admin",
        "***.444.777-**",
    ] {
        assert!(waiting.says(words), "{words}: {}", waiting.text);
    }
    assert!(!waiting.says("111.444.777-35"), "the whole CPF is shown");
    assert!(waiting.text.contains(&format!("data-live=\"user:{id}\"")));

    app.advance(60);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let invited = admin.get(&path).await;
    for words in ["Convite enviado", "vale até", "aceito pelo servidor de e-mail", "Detalhe técnico"] {
        assert!(invited.says(words), "{words}: {}", invited.text);
    }
    let secret = app.last_password();
    assert!(!invited.says(&secret), "the page holds the secret");
    assert_ne!(version(&waiting), version(&invited), "nobody would fetch the page again");

    app.browser().sign_in(MARIA, "000000").await;
    let tried = admin.get(&path).await;
    assert!(tried.says("Senha errada") && tried.says("visitante") && tried.says("Desbloquear"));
    assert!(!invited.says("Desbloquear"), "there is nothing to unlock");
    let mut maria = app.browser();
    maria.sign_in(MARIA, &secret).await;
    maria.post("/first-access", &[("new_password", OWN_PASSWORD)]).await;
    let active = admin.get(&path).await;
    for words in ["Acesso ativo", "a própria pessoa", "Senha criada", "Encerrar", "Exigir nova senha"] {
        assert!(active.says(words), "{words}: {}", active.text);
    }
    assert!(
        !active.says("Reenviar senha temporária") && !active.says("Restaurar"),
        "actions that do not apply are offered"
    );
    app.deliver_all().await;
}

fn version(answer: &Answer) -> String {
    let after = answer.text.split("data-version=\"").nth(1).expect("a version");
    after.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_long_history_is_paged_by_a_hundred_events_and_none_is_lost() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    for _ in 0..60 {
        app.apply_action(AdminAction::Disable, MARIA).await;
        app.apply_action(AdminAction::Enable, MARIA).await;
    }
    let mut path = format!("/admin/users/{id}");
    let (mut disabled, mut created, mut pages) = (0, 0, 0);
    loop {
        let answer = admin.get(&path).await;
        let text = html_escape::decode_html_entities(&answer.text).into_owned();
        disabled += text.matches("<strong>Acesso desativado</strong>").count();
        created += text.matches("<strong>Conta criada</strong>").count();
        pages += 1;
        let marker = format!("href=\"/admin/users/{id}?before=");
        let Some(rest) = text.split(&marker).nth(1) else { break };
        let seq: String = rest.chars().take_while(char::is_ascii_digit).collect();
        path = format!("/admin/users/{id}?before={seq}");
        assert!(pages < 5, "the pages do not end");
    }
    assert_eq!((disabled, created, pages), (60, 1, 2));
}

#[tokio::test]
async fn the_question_names_whom_it_is_about_and_whom_not() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("ana@example.org").await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    app.queue_for(&new_user("Rui Lima", RUI, Role::Member)).await;
    app.apply_action(AdminAction::Disable, RUI).await;
    let (maria, rui, ana) = (app.id_of(MARIA).await, app.id_of(RUI).await, app.id_of("ana@example.org").await);
    let one = admin.get(&format!("/admin/users/act?act=disable&user={maria}")).await;
    assert!(one.text.contains(">Desativar Maria Souza</h1>") && one.text.contains("data-question"), "{}", one.text);
    assert!(one.text.contains("button-danger") && one.says("Cancelar") && one.says("sessões terminam"));
    let both = admin.get(&format!("/admin/users/act?act=disable&user={maria}&user={rui}&user=nobody")).await;
    assert!(both.says("Não serão alteradas") && both.says("Rui Lima: estado: desativado"), "{}", both.text);
    assert!(both.text.contains(&format!("value=\"{maria}\"")), "left out, yet in the form: {}", both.text);
    // They have nothing to sign in again with.
    let delete = format!("/admin/users/act?act=delete&user={maria}");
    let new = admin.get(&delete).await;
    assert!(new.says("Se restaurar a conta, reenvie a senha temporária.") && new.says("na conta"), "{}", new.text);
    assert!(!new.says("entrar de novo") && !one.says("entrar de novo"), "{}", new.text);
    let several = admin.get(&format!("{delete}&user={ana}")).await;
    assert!(several.says("entrar de novo") && several.says("ninguém mais entra nas contas"), "{}", several.text);
    let none = admin.get("/admin/users/act?act=disable").await;
    assert!(none.says("Nenhuma pessoa selecionada") && none.text.contains("href=\"/admin/users\""));
    let no_action = admin.get(&format!("/admin/users/act?act=bless&user={maria}")).await;
    assert_eq!(no_action.status, StatusCode::NOT_FOUND);
    assert_eq!(state_of(&app, MARIA).await, UserStatus::Waiting, "asking does nothing");
}

#[tokio::test]
async fn an_action_on_several_tells_by_name_what_became_of_each() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue_for(&new_user("Maria Souza", MARIA, Role::Member)).await;
    app.queue_for(&new_user("Rui Lima", RUI, Role::Member)).await;
    app.apply_action(AdminAction::Disable, RUI).await;
    let (maria, rui, ana) = (app.id_of(MARIA).await, app.id_of(RUI).await, app.id_of(ADMIN_EMAIL).await);
    let answer = post_action(&mut admin, AdminAction::Disable, &[&ana, &maria, &rui]).await;
    let path = answer.location().expect("an address").to_owned();
    assert_eq!(
        path,
        format!("/admin/users?notice=acted&act=disable&done={maria}&refused={rui}:does_not_apply,{ana}:last_admin")
    );
    let list = admin.get(&path).await;
    for words in
        ["Acesso desativado para 1 pessoa", "Rui Lima</a>: não se aplica", "Ana Admin</a>: é o único administrador"]
    {
        assert!(list.text.contains(words), "{words}: {}", list.text);
    }
    assert_eq!(state_of(&app, MARIA).await, UserStatus::Disabled);
    assert_eq!(state_of(&app, ADMIN_EMAIL).await, UserStatus::Active);

    let one = post_action(&mut admin, AdminAction::Enable, &[&maria]).await;
    assert_eq!(one.location(), Some(format!("/admin/users/{maria}?notice=enable").as_str()));
    assert!(admin.get(&format!("/admin/users/{maria}")).await.says("reativado"));
    let last = post_action(&mut admin, AdminAction::Disable, &[&ana]).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.says("único administrador") && last.says("Desativar Ana Admin"), "{}", last.text);
}

#[tokio::test]
async fn sensitive_actions_ask_for_the_password_again_after_ten_minutes() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    let maria = app.id_of(MARIA).await;
    let question = format!("/admin/users/act?act=delete&user={maria}");
    app.advance(600);
    assert!(!admin.get(&question).await.text.contains("name=\"current_password\""));
    app.advance(60);
    assert!(admin.get(&question).await.text.contains("name=\"current_password\""));
    assert!(!admin.get(&question.replace("delete", "disable")).await.text.contains("name=\"current_password\""));

    let missing = post_action(&mut admin, AdminAction::Delete, &[&maria]).await;
    assert_eq!(missing.status, StatusCode::FORBIDDEN);
    assert!(missing.says("Excluir Maria Souza") && missing.text.contains("name=\"current_password\""));
    let with = |password: &'static str| [("act", "delete"), ("users", maria.as_str()), ("current_password", password)];
    let wrong = admin.post("/admin/users/act", &with("not the right one")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!wrong.text.contains("not the right one"), "a password is shown");
    assert_eq!(app.number("SELECT MAX(failures) FROM sign_in_failures").await, 1, "a wrong one counts as a try");
    assert_eq!(state_of(&app, MARIA).await, UserStatus::Active);
    let right = admin.post("/admin/users/act", &with(ADMIN_PASSWORD)).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text);
    assert_eq!(state_of(&app, MARIA).await, UserStatus::Deleted);
    app.advance(300);
    assert_eq!(post_action(&mut admin, AdminAction::Restore, &[&maria]).await.status, StatusCode::SEE_OTHER);
    let again = post_action(&mut admin, AdminAction::Delete, &[&maria]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "a right password lasts");
}

#[tokio::test]
async fn actions_that_take_access_away_end_sessions_at_once() {
    for action in [AdminAction::Disable, AdminAction::Delete, AdminAction::RequirePassword] {
        let app = TestApp::start().await;
        let mut maria = app.member(MARIA).await;
        assert_eq!(maria.get("/account").await.status, StatusCode::OK);
        app.apply_action(action, MARIA).await;
        assert!(maria.get("/account").await.location().is_some_and(|to| to.starts_with("/login")), "{action:?}");
        app.advance(1);
        assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.status, StatusCode::UNAUTHORIZED, "{action:?}");
        app.deliver_all().await;
    }
}

#[tokio::test]
async fn a_required_password_is_mailed_and_leads_to_a_new_one() {
    let app = TestApp::start().await;
    app.member(MARIA).await;
    app.apply_action(AdminAction::RequirePassword, MARIA).await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let mut maria = app.browser();
    assert_eq!(maria.sign_in(MARIA, &app.last_password()).await.location(), Some("/first-access"));
    let chosen = maria.post("/first-access", &[("new_password", "sete barcos no porto velho")]).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text);
    assert_eq!(state_of(&app, MARIA).await, UserStatus::Active);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_deleted_account_can_be_restored_for_thirty_days_and_is_gone_afterwards() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    let id = app.id_of(MARIA).await;
    let cleanup = || async {
        let before = app.state.clock.now().minus(AdminAction::GRACE);
        app.state.store.delete_accounts_deleted_before(before).await.unwrap();
    };
    app.apply_action(AdminAction::Delete, MARIA).await;
    assert!(admin.get(&format!("/admin/users/{id}")).await.says("pode restaurá-la até"));
    app.advance(30 * 86400);
    cleanup().await;
    app.apply_action(AdminAction::Restore, MARIA).await;
    assert_eq!(state_of(&app, MARIA).await, UserStatus::Active);
    assert_eq!(app.browser().sign_in(MARIA, OWN_PASSWORD).await.location(), Some("/"));

    app.apply_action(AdminAction::Delete, MARIA).await;
    app.advance(30 * 86400 + 1);
    cleanup().await;
    assert_eq!(apply_action(&app, AdminAction::Restore, &id).await, Err(AppError::NotFound));
    let left = "SELECT COUNT(*) FROM users WHERE email = 'maria@example.org'";
    assert_eq!(app.number(left).await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM user_words WHERE word = '6d61726961'").await, 0, "her words stay");
    let kinds = app.audit_kinds(&id).await;
    assert_eq!(kinds.last().map(String::as_str), Some("user_erased"));
    app.queue(MARIA).await;
    assert_eq!(
        app.account(MARIA).await.delivery.map(|mail| mail.state),
        Some(DeliveryState::Queued),
        "her address is free"
    );
}

/// The tries of a temporary password are final: only another one lets the person in.
#[tokio::test]
async fn nothing_promises_that_unlocking_revives_a_temporary_password() {
    let app = program::start(|_| ()).await;
    let mut admin = app.admin().await;
    let secret = app.invite(MARIA).await;
    let path = format!("/admin/users/{}", app.id_of(MARIA).await);
    for _ in 0..5 {
        app.browser().sign_in(MARIA, "000000").await;
        app.advance(60);
    }
    app.browser().sign_in(MARIA, "000000").await;
    assert_eq!(app.account(MARIA).await.status, UserStatus::Exhausted);
    let locked = admin.get(&path).await;
    assert!(locked.says("reenvie a senha temporária") && !locked.says("esbloquear"), "{}", locked.text);
    assert!(!locked.says("pode tentar de novo"), "{}", locked.text);
    let question = admin.get(&format!("/admin/users/act?act=unlock&user={}", app.id_of(MARIA).await)).await;
    assert!(question.says("continua sem funcionar"), "{}", question.text);
    let done = post_action(&mut admin, AdminAction::Unlock, &[&app.id_of(MARIA).await]).await;
    let page = admin.get(done.location().expect("the person")).await;
    assert!(page.says("continua sem funcionar") && !page.says("já pode tentar"), "{}", page.text);
    assert_eq!(app.browser().sign_in(MARIA, &secret).await.status, StatusCode::UNAUTHORIZED);
    let said = program::run(&app, &["user", "unlock", "--email", MARIA], &[]).await;
    assert!(said.succeeded && said.out.contains("still doesn't work"), "{} {}", said.out, said.error);
    app.deliver_all().await;
}

/// Back at the question, after the answer.
#[tokio::test]
async fn a_question_that_has_been_answered_names_the_person_and_leads_to_them() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.invite(MARIA).await;
    let id = app.id_of(MARIA).await;
    app.apply_action(AdminAction::Delete, MARIA).await;
    let page = admin.get(&format!("/admin/users/act?act=delete&user={id}")).await;
    assert!(page.says("Esta ação não se aplica a Maria Souza") && page.says("estado: excluído"), "{}", page.text);
    assert!(page.text.contains(&format!("href=\"/admin/users/{id}\"")), "{}", page.text);
}

/// As making somebody an administrator does (OWASP ASVS 5.0, 7.5.1).
#[tokio::test]
async fn letting_an_administrator_in_again_asks_for_the_password_and_a_member_does_not() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue_for(&new_user("Bia Alves", "bia@example.org", Role::Admin)).await;
    app.member(RUI).await;
    let (bia, rui) = (app.id_of("bia@example.org").await, app.id_of(RUI).await);
    let password = [("current_password", ADMIN_PASSWORD)];
    for (taken, given) in [(AdminAction::Disable, AdminAction::Enable), (AdminAction::Delete, AdminAction::Restore)] {
        for email in ["bia@example.org", RUI] {
            app.apply_action(taken, email).await;
        }
        // The password was given long ago, and the session is in use.
        app.advance(1000);
        let question = async |admin: &mut Browser, id: &UserId| {
            let page = admin.get(&format!("/admin/users/act?act={}&user={id}", given.as_str())).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            page.text.contains("name=\"current_password\"")
        };
        assert!(question(&mut admin, &bia).await && !question(&mut admin, &rui).await, "{given:?}");
        for ids in [&[&bia][..], &[&rui, &bia]] {
            let refused = post_action(&mut admin, given, ids).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{given:?}: {}", refused.text);
        }
        assert!(!matches!(state_of(&app, RUI).await, UserStatus::Active), "nothing was done before the question");
        assert_eq!(post_action(&mut admin, given, &[&rui]).await.status, StatusCode::SEE_OTHER);
        let form = [("act", given.as_str()), ("users", bia.as_str()), password[0]];
        assert_eq!(admin.post("/admin/users/act", &form).await.status, StatusCode::SEE_OTHER, "{given:?}");
        app.advance(1000);
    }
    app.deliver_all().await;
}
