//! A form whose session has ended: what was typed is kept, and nothing is done with it unseen.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Browser, OWN_PASSWORD, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chaveiro::server::access::Access;
use chaveiro::server::config::SelfRegistration;
use chaveiro::web::route::Answer as Answers;
use chaveiro::web::routes::ROUTES;

const NEW: &str = "/admin/users/new";
const RUI: &str = "rui@example.org";
const SHOW_AGAIN: (&str, &str) = ("show_again", "yes");

/// The hidden fields of the page that keeps a form.
fn hidden_in(page: &str) -> Vec<(String, String)> {
    let fields = page.split("<input type=\"hidden\" name=\"").skip(1);
    let decode = |text: &str| html_escape::decode_html_entities(text).into_owned();
    fields
        .filter_map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"")?;
            Some((decode(name), decode(rest.split('"').next()?)))
        })
        // Those of the switches below the page.
        .filter(|(name, _)| !matches!(name.as_str(), "next" | "locale"))
        .collect()
}

#[tokio::test]
async fn what_was_typed_is_shown_again_after_signing_in_and_nothing_is_done_before_it_is_sent() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let name = "Ana \"><script>alert(1)</script>\r\nLima";
    let typed = [("display_name", name), ("email", "ana@example.org"), ("note", ""), ("once", "x"), ("t", "y")];
    admin.post("/logout", &[]).await;
    let before = app.row_counts().await;

    let kept = admin.post(NEW, &typed).await;
    assert_eq!(kept.status, StatusCode::UNAUTHORIZED);
    assert_eq!(kept.headers[header::CACHE_CONTROL], "no-store");
    assert!(kept.says("Sua sessão terminou") && kept.says("Entrar em outra aba"), "{}", kept.text);
    assert!(kept.text.contains("href=\"/login\" target=\"_blank\"") && !kept.text.contains("<script>alert"));
    assert!(kept.text.contains("action=\"/admin/users/new\"") && !kept.says("Senhas não ficam"), "{}", kept.text);
    let hidden = hidden_in(&kept.text);
    let expected = typed[..3].iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    assert_eq!(hidden, expected.collect::<Vec<_>>(), "{}", kept.text);
    let login = admin.get("/login").await;
    assert!(login.says("está guardado na outra aba"), "{}", login.text);

    let form: Vec<_> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let asked = [&form[..], &[SHOW_AGAIN]].concat();
    let early = admin.post(NEW, &asked).await;
    assert_eq!((early.status, hidden_in(&early.text)), (StatusCode::UNAUTHORIZED, hidden.clone()), "not yet signed in");
    admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    let counts = app.row_counts().await;
    let shown = admin.post(NEW, &asked).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.says("Este formulário ainda não foi enviado"), "{}", shown.text);
    assert!(
        shown.text.contains("value=\"ana@example.org\"") && !shown.text.contains("<script>alert"),
        "{}",
        shown.text
    );
    assert_eq!(app.row_counts().await, counts, "the form was shown, not sent");
    assert_ne!(before, counts, "signing in is written down");

    let sent = admin.post(NEW, &[("display_name", "Ana Lima"), ("email", "ana@example.org")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_page_that_keeps_a_form_holds_no_password_and_says_so() {
    let app = TestApp::start().await;
    let mut rui = app.member(RUI).await;
    rui.post("/logout", &[]).await;
    let typed = [("email", "rui@example.net"), ("current_password", OWN_PASSWORD), ("once", "x")];
    let kept = rui.post("/account/email", &typed).await;
    assert_eq!(kept.status, StatusCode::UNAUTHORIZED);
    assert!(kept.says("Senhas não ficam guardadas") && !kept.text.contains(OWN_PASSWORD), "{}", kept.text);
    assert_eq!(hidden_in(&kept.text), [("email".to_owned(), "rui@example.net".to_owned())]);
    // A form of nothing but passwords leaves nothing to keep.
    let typed = [("username", RUI), ("current_password", OWN_PASSWORD), ("new_password", "sete barcas no porto")];
    assert_eq!(rui.post("/account", &typed).await.status, StatusCode::SEE_OTHER);
    let typed = [("current_password", OWN_PASSWORD), ("next", "/admin/audit")];
    assert_eq!(rui.post("/admin/confirm-password", &typed).await.status, StatusCode::SEE_OTHER);
}

/// Who signs in may be somebody else: they see the form under their own name, if they may have it at all.
#[tokio::test]
async fn a_kept_form_does_nothing_in_the_name_of_somebody_else() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut rui = app.member(RUI).await;
    let asked = [("email", "ana@example.net"), SHOW_AGAIN];
    let before = app.row_counts().await;
    let shown = rui.post("/account/email", &asked).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.says("rui@example.org") && shown.text.contains("value=\"ana@example.net\""), "{}", shown.text);
    let refused = rui.post(NEW, &[("display_name", "Ana"), ("email", "ana@example.net"), SHOW_AGAIN]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(app.row_counts().await, before);

    // Whatever the form: one that asks to be shown again is not sent.
    let id = app.id_of(RUI).await.to_string();
    let fields = [
        ("user", id.as_str()),
        ("users", &id),
        ("act", "disable"),
        ("display_name", "Ana"),
        ("email", "ana@example.net"),
        ("current_password", ADMIN_PASSWORD),
        ("group_name", "Turma"),
        ("organization_name", "Aurora"),
        ("locale", "en"),
        SHOW_AGAIN,
    ];
    let mut shown = 0;
    for route in ROUTES.iter() {
        let (Answers::Function { page, .. } | Answers::Form { page, .. }) = route.answer else { continue };
        let takes_files = matches!(route.path, "/admin/users/import" | "/admin/appearance/logo");
        if !matches!(page.access, Access::Admin | Access::SignedIn) || route.access == Access::Everyone || takes_files {
            continue;
        }
        let before = app.row_counts().await;
        let answer = admin.post(route.path, &fields).await;
        assert!(matches!(answer.status, StatusCode::OK | StatusCode::NOT_FOUND), "{}: {}", route.path, answer.text);
        assert!(answer.status == StatusCode::NOT_FOUND || answer.says("ainda não foi enviado"), "{}", route.path);
        assert_eq!(app.row_counts().await, before, "{} was sent", route.path);
        shown += 1;
    }
    assert!(shown > 25, "{shown}");
    assert_eq!(admin.get("/admin").await.status, StatusCode::OK);
}

/// A page that answers a form has no address that would show it again: the switches of language and colors lost what was
/// typed, where no script keeps it.
#[tokio::test]
async fn a_refused_form_is_shown_again_in_another_language_and_other_colors() {
    let app = TestApp::start_with(|settings| settings.self_registration = SelfRegistration::On).await;
    let mut visitor = app.browser();
    let mut admin = app.admin().await;
    // The fields of the switch in which the button for `value` is.
    let switch_with = |page: &str, value: &str| -> (String, Vec<(String, String)>) {
        let mut forms = page.split("<form ").filter_map(|form| form.split("</form>").next());
        let is_wanted = |form: &&str| form.contains("class=\"switch\"") && form.contains(&format!("value=\"{value}\""));
        let form = forms.find(is_wanted).expect("a switch");
        let action = form.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an address");
        assert!(form.contains(&format!("<button name=\"show_again\" value=\"{value}\"")), "{form}");
        (action.to_owned(), hidden_in(form))
    };
    let name = "Ana \"><script>alert(1)</script> Lima";
    let typed = [("display_name", name), ("email", "ana@"), ("password", OWN_PASSWORD)];
    for (browser, path) in [(&mut visitor, "/register"), (&mut admin, NEW)] {
        let mut page = browser.post(path, &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
        for (value, says) in [("en", "This form hasn't been sent yet"), ("dark", "This form hasn't been sent yet")] {
            let (action, fields) = switch_with(&page.text, value);
            assert_eq!(action, path);
            assert!(!page.text.contains(OWN_PASSWORD) && !page.text.contains("<script>alert"), "{}", page.text);
            let before = app.row_counts().await;
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let fields: Vec<_> = fields.chain([("show_again", value)]).collect();
            page = browser.post(&action, &fields).await;
            assert_eq!((page.status, app.row_counts().await), (StatusCode::OK, before));
            assert!(page.says(says) && page.text.contains("lang=\"en\""), "{}", page.text);
            assert!(
                page.text.contains("value=\"ana@\"") && page.says("Check what you typed and send it."),
                "{}",
                page.text
            );
        }
        assert!(page.text.contains("dark"), "{}", page.text);
        let next = browser.get(path).await;
        assert!(next.says("Email") && next.text.contains("lang=\"en\""), "{}", next.text);
        // A page that answers no form is asked for again.
        assert!(next.text.contains("action=\"/language\"") && !next.text.contains("show_again"), "{}", next.text);
    }
    assert_eq!(app.texts("SELECT locale FROM users WHERE role = 'admin'").await, [Some("en".to_owned())]);
    // The token of a link gets into no page that does not need it.
    let token = "a".repeat(64);
    let refused = visitor.post("/first-access/link", &[("t", &token)]).await;
    assert!(refused.status.is_client_error() && !refused.text.contains(&token), "{}", refused.text);
}

#[tokio::test]
async fn what_another_site_or_a_program_sends_and_what_is_too_large_is_kept_in_no_page() {
    let app = TestApp::start().await;
    let mut visitor = app.browser();
    let body = "display_name=Ana&email=ana%40example.org";
    let request = |body: String| {
        Request::post(NEW)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "text/html")
            .body(Body::from(body))
            .unwrap()
    };
    let send = async |browser: &mut Browser, name: &'static str, value: &'static str| {
        let mut request = request(body.to_owned());
        request.headers_mut().insert(name, value.parse().unwrap());
        browser.send_request(request).await
    };
    for (name, value) in [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")] {
        let refused = send(&mut visitor, name, value).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{name}");
        assert!(!refused.text.contains("ana@example.org"), "{name}: {}", refused.text);
    }
    let json = send(&mut visitor, "accept", "application/json").await;
    assert_eq!(json.code().as_deref(), Some("not_signed_in"));
    // A script has kept what was typed, and wants to know where to go on.
    let script = send(&mut visitor, "x-sent-by-script", "yes").await;
    assert_eq!(script.status, StatusCode::NO_CONTENT);
    let large = visitor.send_request(request(format!("display_name={}", "a".repeat(64 * 1024)))).await;
    assert_eq!(large.location(), Some("/login?next=%2Fadmin%2Fusers%2Fnew&notice=not-sent"));
}

/// ELinks says that it takes anything, and would show a person what is meant for programs.
#[tokio::test]
async fn who_takes_anything_gets_a_page_where_there_are_pages() {
    let app = TestApp::start().await;
    let mut visitor = app.browser();
    let mut ask = async |method: &str, path: &str, accept: &str| {
        let request = Request::builder().method(method).uri(path).header(header::ACCEPT, accept);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        visitor.send_request(request.body(Body::from("email=a&password=b")).unwrap()).await
    };
    for (method, path, accept, is_page) in [
        ("POST", "/login", "*/*", true),
        ("POST", "/login", "text/*;q=0.9, */*;q=0.1", true),
        ("POST", "/login", "application/json, text/plain, */*", false),
        ("GET", "/nothing", "*/*", true),
        ("GET", "/nothing", "application/json", false),
        ("GET", "/admin/users/live", "text/event-stream", false),
        ("GET", "/admin/audit/export", "*/*", false),
        ("GET", "/oauth/userinfo", "*/*", false),
    ] {
        let answer = ask(method, path, accept).await;
        assert!(answer.status.is_client_error(), "{method} {path}: {}", answer.status);
        assert_eq!(answer.text.contains("<!DOCTYPE html>"), is_page, "{method} {path} {accept}: {}", answer.text);
    }
    assert_eq!(ask("GET", "/admin", "*/*").await.location(), Some("/login?next=%2Fadmin"));
}
