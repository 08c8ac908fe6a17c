//! Apps: their pages for admins, the tiles of members, and the command line.

use crate::app::{ADMIN_EMAIL, Answer, Browser, TestApp};
use crate::program::{self, ProgramOutput};
use axum::http::StatusCode;
use chaveiro::domain::{AppDetails, AppId, DisplayName};
use chaveiro::error::AppError;
use chaveiro::server::apps;
use chaveiro::server::session::Admin;
use chaveiro::ui::pages::admin::apps::app::recipes::programs::RECIPES;
use chaveiro::ui::pages::admin::apps::app::recipes::proxies::PROXY_RECIPES;
use serde_json::Value;

const FORM: [(&str, &str); 4] = [
    ("display_name", "Moodle"),
    ("home_url", "https://moodle.example/"),
    ("redirect_uris", "https://moodle.example/auth/oidc/\nhttps://moodle.example/two"),
    ("claims_in_id_token", "yes"),
];

/// The value of the element with the id `client-secret`.
fn secret_in(answer: &Answer) -> String {
    let (_, rest) = answer.text.split_once("id=\"client-secret\">").expect("a secret");
    rest.split('<').next().expect("its end").to_owned()
}

async fn only_app(app: &TestApp) -> AppId {
    let apps = app.state.store.list_apps().await.expect("apps");
    assert_eq!(apps.len(), 1);
    apps[0].id.clone()
}

async fn create(admin: &mut Browser, more: &[(&str, &str)]) -> Answer {
    admin.post("/admin/apps/new", &[&FORM[..], more].concat()).await
}

/// The value of the hidden field of this name.
fn hidden(page: &Answer, name: &str) -> String {
    let (_, rest) = page.text.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
    rest.split('"').next().expect("its end").to_owned()
}

/// The question before another secret is made.
async fn rotation(admin: &mut Browser, id: &str) -> Answer {
    admin.get(&format!("/admin/apps/act?act=rotate&app={id}")).await
}

/// As by a reload of the page that shows a secret, which could only show another one.
#[tokio::test]
async fn a_form_sent_twice_adds_one_app_and_one_secret() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = hidden(&admin.get("/admin/apps/new").await, "app");
    for client_id in ["", "moodle"] {
        let form = [("app", id.as_str()), ("client_id", client_id)];
        let made = create(&mut admin, &form).await;
        assert!(client_id.is_empty() == (made.status == StatusCode::OK), "{}", made.text);
        let again = create(&mut admin, &form).await;
        assert_eq!(again.location(), Some(&*format!("/admin/apps/{id}?notice=sent-twice")), "{}", again.text);
    }
    assert_eq!(only_app(&app).await.as_str(), id);
    let page = admin.get(&format!("/admin/apps/{id}?notice=sent-twice")).await;
    assert!(page.says("Este formulário já tinha sido enviado"), "{}", page.text);

    let form = [
        ("app", id.clone()),
        ("act", "rotate".to_owned()),
        ("beside", hidden(&rotation(&mut admin, &id).await, "beside")),
    ];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    app.advance(1);
    let rotated = admin.post("/admin/apps/act", &form).await;
    assert_eq!(rotated.status, StatusCode::OK, "{}", rotated.text);
    let again = admin.post("/admin/apps/act", &form).await;
    assert_eq!(again.location(), Some(&*format!("/admin/apps/{id}?notice=sent-twice")), "{}", again.text);
    let live = "SELECT COUNT(*) FROM app_secrets WHERE ended_at IS NULL";
    assert_eq!(app.number(live).await, 2, "the one in use and the new one");
    app.advance(1);
    let next = [form[0], form[1], ("beside", &*hidden(&rotation(&mut admin, &id).await, "beside"))];
    assert_eq!(admin.post("/admin/apps/act", &next).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_app_is_added_and_its_secret_shown_once() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    assert!(admin.get("/admin/apps").await.says("Nenhum aplicativo ainda"));
    let made = create(&mut admin, &[]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let secret = secret_in(&made);
    assert!(secret.len() >= 43 && made.says("Copie o segredo agora"), "{}", made.text);

    let id = only_app(&app).await;
    let shown = admin.get(&format!("/admin/apps/{id}")).await;
    assert!(!shown.text.contains(&secret) && shown.says("https://moodle.example/two"), "{}", shown.text);
    assert!(!app.written_down().await.iter().any(|bytes| crate::app::holds(bytes, &secret)), "stored in clear");
    assert!(admin.get("/admin/apps").await.says("moodle-"), "a client ID made from the name");
    for page in ["edit", "recipes"] {
        let page = admin.get(&format!("/admin/apps/{id}/{page}")).await;
        assert!(page.status == StatusCode::OK && page.says("Moodle"), "{}", page.text);
    }
    let recipes = admin.get(&format!("/admin/apps/{id}/recipes")).await;
    assert!(
        recipes.says("http://localhost:3000/oauth/token") && !recipes.text.contains("{issuer}"),
        "{}",
        recipes.text
    );
}

#[tokio::test]
async fn a_refused_form_says_what_is_wrong_with_which_address_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (name, value, why) in [
        ("display_name", "", "Digite o nome."),
        ("home_url", "moodle.example", "Digite o endereço completo"),
        ("home_url", "http://moodle.example/", "Use https://."),
        ("home_url", "", "Digite o endereço da página inicial."),
        ("redirect_uris", "", "Digite pelo menos um endereço de retorno."),
        ("redirect_uris", "https://ok.example/\nhttps://*.example/", "Linha 2: Escreva cada endereço por extenso"),
        ("post_logout_uris", "https://ok.example/#x", "Tire o #"),
        ("backchannel_logout_uri", "ftp://x.example/", "Use https://."),
        ("client_id", "com espaço", "Use de 1 a 100 letras"),
        ("kind", "secret", "Escolha uma das opções"),
        ("access", "groups", "Selecione pelo menos um grupo"),
    ] {
        let mut fields: Vec<(&str, &str)> = FORM.iter().copied().filter(|(given, _)| *given != name).collect();
        fields.push((name, value));
        let refused = admin.post("/admin/apps/new", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {value}");
        assert!(refused.says(why), "{name} {value}: {}", refused.text);
        assert!(
            value.is_empty()
                || refused.says(value.lines().last().unwrap_or_default())
                || name == "kind"
                || name == "access"
                || refused.text.contains(&format!("value=\"{value}\"")),
            "{name}: {}",
            refused.text
        );
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM apps").await, 0);
    create(&mut admin, &[("client_id", "moodle")]).await;
    let twice = create(&mut admin, &[("client_id", "moodle")]).await;
    assert!(
        twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.says("Já existe um aplicativo"),
        "{}",
        twice.text
    );
}

#[tokio::test]
async fn secrets_overlap_until_the_admin_ends_the_old_one_and_a_deleted_app_is_gone() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let first = secret_in(&create(&mut admin, &[]).await);
    let id = only_app(&app).await.to_string();
    let action = "/admin/apps/act";
    let rotated = admin.post(action, &[("app", &id), ("act", "rotate")]).await;
    let second = secret_in(&rotated);
    assert!(second != first && rotated.says("Segredo anterior"), "{}", rotated.text);
    let secrets = app.state.store.list_app_secrets(&only_app(&app).await).await.unwrap();
    assert_eq!(secrets.iter().filter(|secret| secret.ended_at.is_none()).count(), 2, "both work");
    let end = format!("end:{}", secrets[1].id);
    let ended = admin.post(action, &[("app", &id), ("act", &end)]).await;
    assert_eq!(ended.location(), Some(format!("/admin/apps/{id}?notice=secret-ended").as_str()));
    let last = format!("end:{}", secrets[0].id);
    assert_eq!(
        admin.post(action, &[("app", &id), ("act", &last)]).await.status,
        StatusCode::CONFLICT,
        "never the last"
    );

    // Each is asked about first.
    let page = admin.get(&format!("/admin/apps/{id}")).await;
    assert!(!page.text.contains("action=\"/admin/apps/act\""), "done by one click: {}", page.text);
    for (act, words) in [("delete", "Excluir aplicativo: Moodle"), ("rotate", "Gerar novo segredo: Moodle")] {
        let link = format!("/admin/apps/act?act={act}&amp;app={id}");
        assert!(page.text.contains(&link), "{act}: {}", page.text);
        let question = admin.get(&link.replace("&amp;", "&")).await;
        assert!(question.text.contains("data-question") && question.says(words), "{act}: {}", question.text);
    }
    let gone = admin.get(&format!("/admin/apps/act?act={end}&app={id}")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "one that has ended");

    // A password given long ago is answer for again.
    app.advance(11 * 60);
    let answer = admin.post(action, &[("app", &id), ("act", "delete")]).await;
    assert!(answer.status.is_client_error() && answer.text.contains("current_password"), "{}", answer.text);
    assert!(answer.says("Excluir aplicativo: Moodle"), "the question again: {}", answer.text);
    let password = ("current_password", crate::app::ADMIN_PASSWORD);
    let deleted = admin.post(action, &[("app", id.as_str()), ("act", "delete"), password]).await;
    assert_eq!(deleted.location(), Some("/admin/apps?notice=deleted&done=Moodle"), "{}", deleted.text);
    let list = admin.get(deleted.location().expect("the list")).await;
    assert!(list.says("Aplicativo Moodle excluído."), "{}", list.text);
    let again = admin.post(action, &[("app", id.as_str()), ("act", "delete")]).await;
    assert_eq!(again.location(), Some("/admin/apps?notice=deleted"), "sent twice");
    assert_eq!(admin.get(&format!("/admin/apps/{id}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_edit_keeps_the_client_id_and_says_who_may_use_the_app() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    crate::groups::store::make(&app, "turma-1a", "Turma 1A").await;
    create(&mut admin, &[("client_id", "moodle")]).await;
    let id = only_app(&app).await.to_string();
    let form = [
        ("app", id.as_str()),
        ("display_name", "Moodle da escola"),
        ("home_url", "https://moodle.example/"),
        ("redirect_uris", "https://moodle.example/auth/oidc/"),
        ("kind", "confidential"),
        ("access", "groups"),
        ("groups", "-"),
        ("groups", "turma-1a"),
        ("claims_in_id_token", "no"),
        ("algorithm", "ES256"),
        ("client_id", "another"),
    ];
    let saved = admin.post("/admin/apps/edit", &form).await;
    assert_eq!(saved.location(), Some(format!("/admin/apps/{id}?notice=saved").as_str()), "{}", saved.text);
    let shown = admin.get(&format!("/admin/apps/{id}")).await;
    assert!(shown.says("Turma 1A") && shown.says("ES256") && shown.says("moodle"), "{}", shown.text);
    assert!(!shown.says("another"), "{}", shown.text);
}

/// Of two admins who have the form open, the later one does not undo what the other has saved.
#[tokio::test]
async fn a_form_that_was_open_meanwhile_changes_only_what_was_changed_in_it() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for slug in ["turma-a", "turma-b"] {
        crate::groups::store::make(&app, slug, slug).await;
    }
    create(&mut admin, &[("access", "groups"), ("groups", "turma-a")]).await;
    let id = only_app(&app).await.to_string();
    let shown = |page: &Answer| hidden(page, "shown").replace("&quot;", "\"");
    let old = shown(&admin.get(&format!("/admin/apps/{id}/edit")).await);
    let form = |changes: &[(&'static str, &str)]| {
        let mut fields: Vec<(&str, String)> = FORM.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        fields.extend([("app", id.clone()), ("access", "groups".to_owned()), ("groups", "turma-a".to_owned())]);
        for (name, value) in changes {
            fields.retain(|(given, _)| given != name);
            fields.push((name, (*value).to_owned()));
        }
        fields
    };
    let post = async |admin: &mut Browser, fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admin.post("/admin/apps/edit", &fields).await
    };
    post(&mut admin, form(&[("home_url", "https://new.example/"), ("groups", "turma-a turma-b")])).await;
    let saved = post(&mut admin, form(&[("display_name", "Moodle 2"), ("shown", &old)])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let now = app.state.store.list_apps().await.unwrap().remove(0).details;
    assert_eq!((now.name.as_str(), now.home_url.as_str()), ("Moodle 2", "https://new.example/"));
    assert_eq!(now.groups.len(), 2);

    let answer = post(&mut admin, form(&[("home_url", "https://third.example/"), ("shown", &old)])).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.says("Agora: https://new.example/."), "{}", answer.text);
    for kept in ["value=\"https://third.example/\"", "value=\"Moodle 2\""] {
        assert!(answer.text.contains(kept), "{kept}: {}", answer.text);
    }
    let known = shown(&answer);
    let again = form(&[
        ("display_name", "Moodle 2"),
        ("home_url", "https://third.example/"),
        ("groups", "turma-a turma-b"),
        ("shown", &known),
    ]);
    assert_eq!(post(&mut admin, again).await.status, StatusCode::SEE_OTHER);
    let now = app.state.store.list_apps().await.unwrap().remove(0).details;
    assert_eq!(now.home_url.as_str(), "https://third.example/");
    // Groups for an app that is open to everybody by now.
    let known = shown(&admin.get(&format!("/admin/apps/{id}/edit")).await);
    let base = [("display_name", "Moodle 2"), ("home_url", "https://third.example/")];
    post(&mut admin, form(&[&base[..], &[("access", "everybody")]].concat())).await;
    let closed = post(&mut admin, form(&[&base[..], &[("groups", "turma-a"), ("shown", &known)]].concat())).await;
    assert_eq!(closed.status, StatusCode::CONFLICT, "{}", closed.text);
    assert!(closed.says("Agora: Todas as pessoas."), "{}", closed.text);
    // Changed between the look at the app and the edit.
    let id = AppId::parse(&id).unwrap();
    let now = app.state.store.find_app(&id).await.unwrap().unwrap().details;
    let renamed = AppDetails { name: DisplayName::parse("Moodle 3").unwrap(), ..now.clone() };
    let admin = Admin::from_cli();
    apps::edit_app(&app.state, &admin, &id, Some(&now), &renamed).await.unwrap();
    let late = apps::edit_app(&app.state, &admin, &id, Some(&now), &now).await;
    assert_eq!(late, Err(AppError::ChangedMeanwhile(Vec::new())));
    assert_eq!(app.state.store.find_app(&id).await.unwrap().unwrap().details, renamed);
}

#[tokio::test]
async fn members_land_on_their_tiles_and_on_their_account_where_there_is_none() {
    let app = TestApp::start().await;
    let mut rui = app.member("rui@example.org").await;
    assert_eq!(rui.get("/").await.location(), Some("/account"));
    assert!(rui.get("/apps").await.says("Você ainda não tem acesso a nenhum aplicativo"));
    let mut admin = app.admin().await;
    crate::groups::store::make(&app, "turma-1a", "Turma 1A").await;
    create(&mut admin, &[("access", "groups"), ("groups", "turma-1a")]).await;
    assert_eq!(rui.get("/").await.location(), Some("/account"), "not in the group");

    let id = app.id_of("rui@example.org").await;
    crate::groups::store::set_groups(&app, &id, &["turma-1a"]).await;
    assert_eq!(rui.get("/").await.location(), Some("/apps"));
    let tiles = rui.get("/apps").await;
    assert!(tiles.says("Moodle") && tiles.text.contains("href=\"https://moodle.example/\""), "{}", tiles.text);
    for path in ["/admin/apps", "/admin/apps/new"] {
        assert_eq!(rui.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let refused = rui.post("/admin/apps/new", &FORM).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

/// As people read names, on both databases.
#[tokio::test]
async fn apps_are_listed_by_name_whatever_its_case_and_accents() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (number, name) in ["Zulip", "agenda", "Órgão", "moodle", "Acervo"].into_iter().enumerate() {
        let home = format!("https://app{number}.example/");
        let back = format!("{home}callback");
        let form =
            [("display_name", name), ("home_url", &home), ("redirect_uris", &back), ("claims_in_id_token", "yes")];
        assert_eq!(admin.post("/admin/apps/new", &form).await.status, StatusCode::OK, "{name}");
    }
    let expected = ["Acervo", "agenda", "moodle", "Órgão", "Zulip"];
    let (all, own) = (app.state.store.list_apps().await.unwrap(), app.id_of(ADMIN_EMAIL).await);
    let own = app.state.store.list_apps_of(&own).await.unwrap();
    for apps in [all, own] {
        assert_eq!(apps.iter().map(|app| app.details.name.as_str()).collect::<Vec<_>>(), expected);
    }
}

#[tokio::test]
async fn the_account_lists_apps_that_know_one_and_ends_single_ones() {
    let app = TestApp::start().await;
    let mut rui = app.member("rui@example.org").await;
    let mut admin = app.admin().await;
    create(&mut admin, &[]).await;
    assert!(!rui.get("/account").await.says("Aplicativos conectados"));
    app.execute(
        "INSERT INTO app_uses (app_id, user_id, first_used_at, last_used_at)
         SELECT a.id, u.id, 1795000000000, 1795000000000 FROM apps a, users u WHERE u.email = 'rui@example.org'",
    )
    .await;
    let id = only_app(&app).await.to_string();
    assert!(rui.get("/account").await.says("Aplicativos conectados"));
    assert!(admin.get(&format!("/admin/apps/{id}")).await.says("rui@example.org"), "who used it lately");
    let ended = rui.post("/account/end-app", &[("app", &id)]).await;
    assert_eq!(ended.location(), Some("/account?notice=app-ended"), "{}", ended.text);
    assert!(!rui.get("/account").await.says("Aplicativos conectados"));
}

/// The page of recipes and the document say the same.
#[test]
fn the_recipes_are_in_the_document_too() {
    let document = std::fs::read_to_string("docs/apps.md").expect("the document");
    for recipe in RECIPES.into_iter().chain(PROXY_RECIPES) {
        assert!(document.contains(recipe.text), "docs/apps.md lacks the recipe of {:?}", recipe.program);
    }
}

async fn run(app: &TestApp, arguments: &[&str]) -> ProgramOutput {
    program::run(app, arguments, &[]).await
}

async fn json(app: &TestApp, arguments: &[&str]) -> Value {
    let ran = run(app, &[arguments, &["--json"]].concat()).await;
    assert!(ran.succeeded, "{arguments:?}: {}", ran.error);
    serde_json::from_str(&ran.out).expect("JSON")
}

#[tokio::test]
async fn apps_are_managed_at_the_command_line_and_secrets_come_from_files() {
    let app = program::start(|_| ()).await;
    crate::groups::store::make(&app, "turma-1a", "Turma 1A").await;
    let create = [
        "app",
        "create",
        "--name",
        "Wiki",
        "--home",
        "https://wiki.example/",
        "--redirect-uri",
        "https://wiki.example/callback",
    ];
    let made = json(&app, &create).await;
    assert!(made["client_id"].as_str().unwrap().starts_with("wiki-"), "{made}");
    assert!(made["client_secret"].as_str().unwrap().len() >= 43, "{made}");

    let file = app.folder.path().join("secret");
    std::fs::write(&file, format!("{}\n", "s".repeat(40))).unwrap();
    let file = file.to_str().unwrap();
    let fixed = [&create[..], &["--client-id", "wiki", "--secret-file", file, "--group", "turma-1a"]].concat();
    let made = json(&app, &fixed).await;
    assert_eq!((&made["client_id"], &made["client_secret"]), (&"wiki".into(), &Value::Null));
    let twice = run(&app, &fixed).await;
    assert!(!twice.succeeded && twice.error.contains("already is an app"), "{}", twice.error);

    let shown = json(&app, &["app", "show", "wiki"]).await;
    assert_eq!((&shown["access"], &shown["groups"]), (&"groups".into(), &serde_json::json!(["turma-1a"])));
    let rotated = json(&app, &["app", "rotate-secret", "wiki"]).await;
    assert!(rotated["client_secret"].is_string());
    let ended = json(&app, &["app", "rotate-secret", "wiki", "--end-old"]).await;
    assert_eq!(ended["ended"], 1);
    assert_eq!(json(&app, &["app", "list"]).await.as_array().map(Vec::len), Some(2));
    assert!(json(&app, &["app", "delete", "wiki"]).await["deleted"].as_bool().unwrap());
    let gone = run(&app, &["app", "show", "wiki"]).await;
    assert!(!gone.succeeded && gone.error.contains("there is no app wiki"), "{}", gone.error);
    let bad = run(&app, &["app", "create", "--name", "X", "--home", "x", "--redirect-uri", "https://x.example/"]).await;
    assert!(!bad.succeeded && bad.error.contains("--home: Enter the whole address"), "{}", bad.error);
}
