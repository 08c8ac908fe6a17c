//! Changing what an account says, and what follows from another address.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, OWN_PASSWORD, TestApp, new_user, password_in};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, Cpf, Role, UserId, UserStatus};
use chaveiro::server::delivery::Outcome;

const MARIA: &str = "maria@example.org";
const MARIAS_NEW: &str = "maria.souza@example.org";

/// Posts the form as the page fills it in, with these fields changed or added.
async fn edit(browser: &mut Browser, id: &UserId, changes: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("user", id.as_str()),
        ("display_name", "Maria Souza"),
        ("email", MARIA),
        ("role", "member"),
        ("locale", "pt-BR"),
        ("cpf", ""),
    ];
    for change in changes {
        fields.retain(|(name, _)| *name != change.0);
        fields.push(*change);
    }
    browser.post("/admin/users/edit", &fields).await
}

async fn cpf_of(app: &TestApp, id: &UserId) -> Option<Cpf> {
    let sealed = app.state.store.find_sealed_cpf(id).await.unwrap()?;
    app.state.keys.open_cpf(&sealed, id)
}

#[tokio::test]
async fn name_role_and_language_are_changed_and_the_log_says_so() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    let page = admin.get(&format!("/admin/users/{id}/edit")).await;
    for given in ["value=\"Maria Souza\"", "value=\"maria@example.org\""] {
        assert!(page.text.contains(given), "{given}: {}", page.text);
    }
    assert!(page.says("enviaremos uma nova senha temporária para o novo endereço"), "{}", page.text);
    let changes = [("display_name", "María Souza Lima"), ("locale", "en"), ("role", "admin")];
    let saved = edit(&mut admin, &id, &changes).await;
    assert_eq!(saved.location(), Some(format!("/admin/users/{id}?notice=saved").as_str()), "{}", saved.text);
    let account = app.account(MARIA).await;
    assert_eq!((account.user.display_name.as_str(), account.user.role), ("María Souza Lima", Role::Admin));
    let story = admin.get(saved.location().unwrap()).await;
    for words in ["Alterações salvas", "Papel alterado de usuário para administrador", "Dados alterados"] {
        assert!(story.says(words), "{words}: {}", story.text);
    }
    let events = app.number("SELECT COUNT(*) FROM audit_events").await;
    let nothing = edit(&mut admin, &id, &changes).await;
    assert_eq!(nothing.status, StatusCode::SEE_OTHER);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events").await, events, "nothing changed, yet it was logged");
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_changes_nothing() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    let before = app.row_counts().await;
    for (changes, words) in [
        ([("email", "maria@"), ("display_name", "Maria S.")], "Digite um e-mail completo"),
        ([("email", ADMIN_EMAIL), ("display_name", "Maria S.")], "Já existe uma conta com este e-mail"),
        ([("cpf", "123"), ("display_name", "Maria S.")], "O CPF precisa ter 11 dígitos"),
        ([("role", "owner"), ("display_name", "Maria S.")], "Escolha uma das opções"),
    ] {
        let refused = edit(&mut admin, &id, &changes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}: {}", refused.text);
        assert!(refused.says(words) && refused.text.contains("value=\"Maria S.\""), "{changes:?}: {}", refused.text);
        assert!(refused.says("Editar Maria Souza"));
    }
    assert_eq!(app.row_counts().await, before);
}

#[tokio::test]
async fn an_invited_persons_new_address_gets_a_fresh_code_and_the_old_one_is_void() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let old = app.invite(MARIA).await;
    let id = app.id_of(MARIA).await;
    app.advance(1);
    assert_eq!(edit(&mut admin, &id, &[("email", MARIAS_NEW)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.account(MARIAS_NEW).await.status, UserStatus::Waiting);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    let mail = app.mails().last().cloned().expect("a mail");
    assert!(mail.to.contains(MARIAS_NEW), "{:?}", mail.to);
    let fresh = password_in(&mail.text).expect("a code");
    assert_eq!(app.browser().sign_in(MARIA, &old).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().sign_in(MARIAS_NEW, &old).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().sign_in(MARIAS_NEW, &fresh).await.location(), Some("/first-access"));
}

#[tokio::test]
async fn both_addresses_of_an_active_person_get_a_notice_in_their_language() {
    for (locale, subject) in [("pt-BR", "Seu e-mail foi alterado"), ("en", "Your email")] {
        let app = TestApp::start().await;
        let mut admin = app.admin().await;
        app.member(MARIA).await;
        let id = app.id_of(MARIA).await;
        edit(&mut admin, &id, &[("locale", locale)]).await;
        let mails = app.mails().len();
        edit(&mut admin, &id, &[("locale", locale), ("email", MARIAS_NEW)]).await;
        assert_eq!(app.deliver_all().await, [Outcome::Sent, Outcome::Sent]);
        let sent = app.mails().split_off(mails);
        assert!(sent.iter().all(|mail| mail.subject.starts_with(subject)), "{sent:?}");
        for address in [MARIA, MARIAS_NEW] {
            assert_eq!(sent.iter().filter(|mail| mail.to.contains(address)).count(), 1, "{address}: {sent:?}");
        }
        assert_eq!(app.browser().sign_in(MARIAS_NEW, OWN_PASSWORD).await.location(), Some("/"));
        let page = admin.get(&format!("/admin/users/{id}")).await;
        assert!(page.says("para maria@example.org"), "the page does not say where a notice went: {}", page.text);
        app.deliver_all().await;
    }
}

/// A mailbox that is no longer the person's must not give the account away.
#[tokio::test]
async fn a_link_for_a_forgotten_password_dies_with_the_address_it_was_mailed_to() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member(MARIA).await;
    let id = app.id_of(MARIA).await;
    app.browser().post("/forgot-password", &[("email", MARIA)]).await;
    app.deliver_all().await;
    let mail = app.mails().last().cloned().expect("a mail");
    let link = mail.text.split_whitespace().find(|word| word.contains("/reset-password?t=")).expect("a link");
    let path = link.trim_start_matches("http://localhost:3000").to_owned();
    assert_eq!(app.browser().get(&path).await.status, StatusCode::SEE_OTHER);
    edit(&mut admin, &id, &[("email", MARIAS_NEW)]).await;
    assert_eq!(app.browser().get(&path).await.status, StatusCode::GONE);
    app.deliver_all().await;
}

/// What an administrator has ended, a stranger must not begin again.
#[tokio::test]
async fn nobody_asks_back_a_revoked_password() {
    let app = TestApp::start().await;
    app.invite(MARIA).await;
    app.apply_action(AdminAction::Revoke, MARIA).await;
    app.browser().post("/forgot-password", &[("email", MARIA)]).await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent], "whom to ask");
    let mails = app.mails();
    let notice = mails.last().expect("a notice");
    assert!(notice.text.contains("não pode ser usada agora") && !notice.text.contains("#t="), "{}", notice.text);
    assert_eq!(app.account(MARIA).await.status, UserStatus::Revoked);
}

#[tokio::test]
async fn another_address_or_more_power_asks_for_the_password_and_a_name_does_not() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    app.advance(660);
    assert_eq!(edit(&mut admin, &id, &[("display_name", "Maria S.")]).await.status, StatusCode::SEE_OTHER);
    for change in [("email", MARIAS_NEW), ("role", "admin")] {
        let question = edit(&mut admin, &id, &[change]).await;
        assert_eq!(question.status, StatusCode::FORBIDDEN, "{change:?}");
        assert!(question.text.contains("name=\"current_password\""));
    }
    assert_eq!(app.account(MARIA).await.user.role, Role::Member);
    let confirmed = edit(&mut admin, &id, &[("role", "admin"), ("current_password", ADMIN_PASSWORD)]).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.text);
    assert_eq!(app.account(MARIA).await.user.role, Role::Admin);
}

#[tokio::test]
async fn a_cpf_is_kept_changed_or_removed_and_belongs_to_one_account() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    app.queue_for(&new_user("Rui Lima", "rui@example.org", Role::Member)).await;
    let (maria, rui) = (app.id_of(MARIA).await, app.id_of("rui@example.org").await);
    edit(&mut admin, &maria, &[("cpf", "111.444.777-35")]).await;
    assert_eq!(cpf_of(&app, &maria).await, Cpf::parse("11144477735").ok());
    let page = admin.get(&format!("/admin/users/{maria}/edit")).await;
    assert!(page.says("***.444.777-**") && page.text.contains("remove_cpf") && !page.says("111.444.777-35"));
    edit(&mut admin, &maria, &[("display_name", "Maria S.")]).await;
    assert_eq!(cpf_of(&app, &maria).await, Cpf::parse("11144477735").ok(), "an empty field takes it away");
    let taken = [("display_name", "Rui Lima"), ("email", "rui@example.org"), ("cpf", "11144477735")];
    assert!(edit(&mut admin, &rui, &taken).await.says("Já existe uma conta com este CPF"));
    edit(&mut admin, &maria, &[("remove_cpf", "yes")]).await;
    assert_eq!(cpf_of(&app, &maria).await, None);
    assert_eq!(edit(&mut admin, &rui, &taken).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = app.id_of(ADMIN_EMAIL).await;
    let fields = [("display_name", "Ana Admin"), ("email", ADMIN_EMAIL), ("role", "member")];
    let refused = edit(&mut admin, &id, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.says("único administrador"), "{}", refused.text);
    app.queue(MARIA).await;
    app.apply_action(AdminAction::Delete, MARIA).await;
    let gone = app.id_of(MARIA).await;
    assert_eq!(admin.get(&format!("/admin/users/{gone}/edit")).await.status, StatusCode::CONFLICT);
    assert_eq!(edit(&mut admin, &gone, &[]).await.status, StatusCode::CONFLICT);
}

/// The form as its page shows it: what it goes by is in a hidden field.
async fn shown_values(browser: &mut Browser, id: &UserId) -> String {
    shown_values_in(&browser.get(&format!("/admin/users/{id}/edit")).await)
}

fn shown_values_in(page: &Answer) -> String {
    let (_, rest) = page.text.split_once("name=\"shown\" value=\"").expect("what it shows");
    rest.split('"').next().expect("its end").replace("&quot;", "\"")
}

async fn event_count(app: &TestApp) -> i64 {
    app.number("SELECT COUNT(*) FROM audit_events").await
}

#[tokio::test]
async fn a_form_that_was_open_meanwhile_changes_only_what_was_changed_in_it() {
    let app = TestApp::start().await;
    // Two of an admin's tabs stand for two admins.
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    for slug in ["turma-a", "turma-b", "turma-c"] {
        crate::groups::store::make(&app, slug, slug).await;
    }
    edit(&mut admin, &id, &[("role", "admin"), ("groups", "- turma-a")]).await;
    let old = shown_values(&mut admin, &id).await;
    edit(
        &mut admin,
        &id,
        &[("role", "member"), ("email", MARIAS_NEW), ("locale", "en"), ("groups", "- turma-a turma-b")],
    )
    .await;
    let mails = app.number("SELECT COUNT(*) FROM outbox").await;
    let saved = [
        ("shown", old.as_str()),
        ("role", "admin"),
        ("display_name", "Maria Lima"),
        ("time_zone", "default"),
        ("groups", "- turma-a turma-c"),
    ];
    let saved = edit(&mut admin, &id, &saved).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let user = app.account(MARIAS_NEW).await.user;
    assert_eq!((user.display_name.as_str(), user.role), ("Maria Lima", Role::Member));
    assert_eq!(user.locale, chaveiro::domain::Locale::En);
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, mails, "a mail to the old address");
    let groups = app.state.store.list_groups_of_user(&id).await.unwrap();
    let groups: Vec<String> = groups.into_iter().map(|group| group.slug.into()).collect();
    assert_eq!(groups, ["turma-a", "turma-b", "turma-c"]);
    // As it is: nothing changes, and nothing is logged.
    let (events, now) = (event_count(&app).await, shown_values(&mut admin, &id).await);
    let same = [("shown", now.as_str()), ("display_name", "Maria Lima"), ("email", MARIAS_NEW), ("locale", "en")];
    assert_eq!(edit(&mut admin, &id, &same).await.status, StatusCode::SEE_OTHER);
    assert_eq!(event_count(&app).await, events);
    app.deliver_all().await;
}

#[tokio::test]
async fn what_was_changed_in_the_form_and_elsewhere_is_asked_about() {
    let app = TestApp::start().await;
    // Two of an admin's tabs stand for two admins.
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    let id = app.id_of(MARIA).await;
    crate::groups::store::make(&app, "turma-a", "Turma A").await;
    edit(&mut admin, &id, &[("cpf", "11144477735")]).await;
    let old = shown_values(&mut admin, &id).await;
    let by_emma = [("email", MARIAS_NEW), ("locale", "en"), ("time_zone", "America/Manaus"), ("cpf", "52998224725")];
    edit(&mut admin, &id, &[&by_emma[..], &[("groups", "- turma-a")]].concat()).await;
    let before = app.row_counts().await;
    let by_xis = [
        ("shown", old.as_str()),
        ("display_name", "Maria S."),
        ("email", "m@example.org"),
        ("time_zone", "America/Bahia"),
        ("remove_cpf", "yes"),
        ("groups", "-"),
    ];
    let question = edit(&mut admin, &id, &by_xis).await;
    assert_eq!(question.status, StatusCode::CONFLICT, "{}", question.text);
    for now in [MARIAS_NEW, "America/Manaus", "***.982.247-**"] {
        assert!(question.says(&format!("Agora: {now}.")), "{now}: {}", question.text);
    }
    assert!(question.text.contains("value=\"m@example.org\"") && question.text.contains("value=\"Maria S.\""));
    assert!(!question.says("Agora: English"), "nobody has touched it in the form: {}", question.text);
    let ticked = |page: &Answer, start: &str| {
        let (_, tag) = page.text.split_once(start).expect(start);
        tag.split('>').next().is_some_and(|tag| tag.contains("checked"))
    };
    assert!(ticked(&question, "value=\"turma-a\""), "saved again, it would take the person out: {}", question.text);
    assert_eq!(app.row_counts().await, before);
    // By now the admin knows.
    let known = shown_values_in(&question);
    let again = [&[("shown", known.as_str()), ("locale", "en")], &by_xis[1..5], &[("groups", "- turma-a")]].concat();
    assert_eq!(edit(&mut admin, &id, &again).await.status, StatusCode::SEE_OTHER);
    let user = app.account("m@example.org").await.user;
    assert_eq!(user.locale, chaveiro::domain::Locale::En);
    assert_eq!(cpf_of(&app, &id).await, None);
    // A form that was refused for something else still goes by what it showed at first.
    let refused = edit(&mut admin, &id, &[("shown", old.as_str()), ("email", "m@")]).await;
    assert_eq!((refused.status, shown_values_in(&refused)), (StatusCode::UNPROCESSABLE_ENTITY, old));
    assert_eq!(edit(&mut admin, &id, &[("shown", "{")]).await.status, StatusCode::BAD_REQUEST);
    app.deliver_all().await;
}

#[tokio::test]
async fn an_edit_is_saved_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    app.queue_for(&new_user("Rui Lima", "rui@example.org", Role::Member)).await;
    let (id, rui) = (app.id_of(MARIA).await, app.id_of("rui@example.org").await);
    for slug in ["turma-a", "turma-b"] {
        crate::groups::store::make(&app, slug, slug).await;
    }
    crate::groups::store::set_groups(&app, &rui, &["turma-b"]).await;
    // The database refuses the second of two groups, as it might fail at any time.
    app.execute("CREATE UNIQUE INDEX one_each ON user_groups (group_id)").await;
    let before = app.row_counts().await;
    let form = shown_values(&mut admin, &id).await;
    let changes = [
        ("display_name", "Maria Lima"),
        ("email", MARIAS_NEW),
        ("role", "admin"),
        ("cpf", "11144477735"),
        ("time_zone", "America/Manaus"),
        ("groups", "- turma-a turma-b"),
    ];
    for changes in [&changes[..], &[&changes[..], &[("shown", form.as_str())]].concat()] {
        let failed = edit(&mut admin, &id, changes).await;
        assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", failed.text);
        assert_eq!((app.row_counts().await, shown_values(&mut admin, &id).await), (before.clone(), form.clone()));
    }
    app.execute("DROP INDEX one_each").await;
    edit(&mut admin, &id, &[&changes[..], &[("shown", form.as_str())]].concat()).await;
    let user = app.account(MARIAS_NEW).await.user;
    assert_eq!((user.display_name.as_str(), user.role), ("Maria Lima", Role::Admin));
    assert_eq!(user.time_zone.map(|zone| zone.name().to_owned()).as_deref(), Some("America/Manaus"));
    assert!(cpf_of(&app, &id).await.is_some());
    let kinds = app.audit_kinds(&id).await.split_off(1);
    let added = "group_member_added";
    assert_eq!(kinds, ["user_edited", "address_changed", "role_changed", added, added]);
    app.deliver_all().await;
}

#[tokio::test]
async fn who_gives_up_the_own_role_is_asked_first_and_lands_on_the_own_account() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let own = app.id_of(ADMIN_EMAIL).await;
    let page = admin.get(&format!("/admin/users/{own}/edit")).await;
    assert!(page.says("Se você deixar de ser administrador, sua sessão vai terminar"), "{}", page.text);
    let form = shown_values_in(&page);
    let name = app.account(ADMIN_EMAIL).await.user.display_name;
    let fields = [("display_name", name.as_str()), ("email", ADMIN_EMAIL), ("role", "member"), ("shown", &form)];
    assert_eq!(edit(&mut admin, &own, &fields).await.status, StatusCode::CONFLICT, "the last one is not asked");
    app.member(MARIA).await;
    let maria = app.id_of(MARIA).await;
    edit(&mut admin, &maria, &[("role", "admin")]).await;
    let question = edit(&mut admin, &own, &fields).await;
    assert_eq!(question.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(question.says("você deixará de ser administrador e sua sessão vai terminar"), "{}", question.text);
    assert!(question.says("Salvar e deixar de ser administrador") && question.text.contains("name=\"sure\""));
    assert_eq!(app.account(ADMIN_EMAIL).await.user.role, Role::Admin);
    let done = edit(&mut admin, &own, &[&fields[..], &[("sure", "yes")]].concat()).await;
    assert_eq!(done.location(), Some("/account"));
    assert_eq!(app.account(ADMIN_EMAIL).await.user.role, Role::Member);
    app.deliver_all().await;
}
