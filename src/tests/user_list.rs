//! The list of people: found, narrowed down, sorted, page by page, and as a file.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, TestApp, new_user};
use crate::smtp_sink::{Fault, Script, SmtpSink, Stage};
use axum::http::{StatusCode, header};
use chaveiro::domain::{AdminAction, Role, StatusFilter, UserId, UserSort, UserStatus};
use chaveiro::server::accounts;
use chaveiro::server::session::Admin;
use chaveiro::server::store::user_list::UserQuery;
use futures::TryStreamExt as _;
use std::collections::BTreeSet;

const LIST: &str = "/admin/users";
const EXPORT: &str = "/admin/users/export";

/// The ids of the rows a page shows, from the top.
pub(crate) fn rows(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let rows = answer.text.split("<tr id=\"user-").skip(1);
    rows.map(|row| row[..36].to_owned()).collect()
}

/// Where a link of the pager leads.
fn link(answer: &Answer, rel: &str) -> Option<String> {
    let (_, after) = answer.text.split_once(&format!("rel=\"{rel}\" href=\""))?;
    let (to, _) = after.split_once('"')?;
    Some(html_escape::decode_html_entities(to).into_owned())
}

pub(crate) fn address(parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{LIST}?{query}")
}

/// The addresses of those whom a search finds.
pub(crate) async fn found(app: &TestApp, admin: &mut Browser, parameters: &[(&str, &str)]) -> BTreeSet<String> {
    let answer = admin.get(&address(parameters)).await;
    let mut emails = BTreeSet::new();
    for id in rows(&answer) {
        let id = chaveiro::domain::UserId::parse(&id).unwrap();
        let account = app.state.store.find_user_overview(&id).await.unwrap().unwrap();
        emails.insert(account.user.email.as_str().to_owned());
    }
    emails
}

pub(crate) fn set(emails: &[&str]) -> BTreeSet<String> {
    emails.iter().map(|email| (*email).to_owned()).collect()
}

/// The number on a counter; none where it is left out.
fn counter(answer: &Answer, status: StatusFilter) -> Option<usize> {
    let (_, after) = answer.text.split_once(&format!("href=\"/admin/users?status={}\"", status.as_str()))?;
    let (_, after) = after.split_once("<strong>")?;
    after.split_once("</strong>")?.0.parse().ok()
}

#[tokio::test]
async fn people_are_found_by_the_beginnings_of_words_of_their_names_and_addresses() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let people = [
        ("João da Silva", "joao.silva@escola.example.org"),
        ("Joana Souza", "joana@example.org"),
        ("Maria João Gonçalves", "mjg-77@empresa.example.com"),
        ("ÉRICA D'Ávila", "erica@example.org"),
    ];
    for (name, email) in people {
        app.queue_for(&new_user(name, email, Role::Member)).await;
    }
    let [joao, joana, maria, erica] = people.map(|(_, email)| email);
    let cases: [(&str, &[&str]); 20] = [
        ("joao", &[joao, maria]),
        ("JOÃO", &[joao, maria]),
        ("joa\u{0303}o", &[joao, maria]),
        ("joa", &[joao, joana, maria]),
        ("silva joao", &[joao]),
        ("joão silv", &[joao]),
        ("  jo   so ", &[joana]),
        ("goncalves", &[maria]),
        ("Gonçalves, Maria", &[maria]),
        ("érica", &[erica]),
        ("avila", &[erica]),
        ("joao.silva@escola.example.org", &[joao]),
        ("mjg-77", &[maria]),
        ("empresa", &[maria]),
        ("escola", &[joao]),
        // The middle of a word is not its beginning.
        ("oao", &[]),
        ("joao souza", &[]),
        ("zzz", &[]),
        ("%", &[]),
        ("'; DROP TABLE users; --", &[]),
    ];
    for (typed, expected) in cases {
        assert_eq!(found(&app, &mut admin, &[("q", typed)]).await, set(expected), "{typed}");
    }
    assert_eq!(found(&app, &mut admin, &[("q", "_")]).await, set(&[]));
    assert_eq!(found(&app, &mut admin, &[("q", "\\")]).await, set(&[]));
    assert_eq!(found(&app, &mut admin, &[("q", "   ")]).await.len(), 5, "nothing was typed");
    assert_eq!(found(&app, &mut admin, &[("role", "admin")]).await, set(&[ADMIN_EMAIL]));
    assert_eq!(found(&app, &mut admin, &[("q", "joao"), ("role", "admin")]).await, set(&[]));
    assert_eq!(found(&app, &mut admin, &[("q", "example"), ("role", "member")]).await.len(), 4);
}

#[tokio::test]
async fn letters_without_a_key_names_written_together_emoji_and_parts_of_an_address_are_found() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let people = [
        ("Łukasz Đorđević", "l.d@example.org"),
        ("Søren Þórsson Æbelø", "soren@dansk.example.com"),
        ("Jürgen Strauß Œuvrard", "js+lista@example.net"),
        ("İrem Işık", "irem@example.org"),
        ("Ana Sant'Anna d\u{2019}Ávila", "ana.santos@example.com"),
        ("Maria da Conceição Souza 🌻", "maria.souza@example.org"),
        ("Souza Example", "outra@escola.example.org.br"),
        ("Sant\u{02BC}Anna ❤\u{FE0F}", "sa@example.info"),
    ];
    for (name, email) in people {
        app.queue_for(&new_user(name, email, Role::Member)).await;
    }
    let [lukasz, soren, jurgen, irem, ana, maria, souza, santanna] = people.map(|(_, email)| email);
    let cases: [(&str, &[&str]); 28] = [
        ("lukasz", &[lukasz]),
        ("ŁUKASZ dordevic", &[lukasz]),
        ("soren thorsson", &[soren]),
        ("aebelo", &[soren]),
        ("Æbelø", &[soren]),
        ("strauss", &[jurgen]),
        ("STRAUSS", &[jurgen]),
        ("oeuvrard", &[jurgen]),
        ("isik", &[irem]),
        ("irem IŞIK", &[irem]),
        ("santanna", &[ana, santanna]),
        ("sant'anna", &[ana, santanna]),
        ("sant\u{2019}anna", &[ana, santanna]),
        ("anasantannad", &[ana]),
        ("davila", &[ana]),
        ("mariadaconceicao", &[maria]),
        ("conceicaosouza", &[maria]),
        ("🌻", &[maria]),
        ("maria🌻", &[maria]),
        ("❤", &[santanna]),
        ("🦀", &[]),
        // What was pasted along changes nothing.
        ("\u{200B}lukasz\u{FEFF}", &[lukasz]),
        ("so\u{00AD}ren", &[soren]),
        // Before the `@` and behind it, not the same word in a name.
        ("souza@", &[maria]),
        ("maria.souza@example.org", &[maria]),
        ("mailto:souza@exa", &[maria]),
        ("@escola.example", &[souza]),
        ("@", &[]),
    ];
    for (typed, expected) in cases {
        assert_eq!(found(&app, &mut admin, &[("q", typed)]).await, set(expected), "{typed}");
    }
    assert_eq!(found(&app, &mut admin, &[("q", "@example.org")]).await, set(&[lukasz, irem, maria, ADMIN_EMAIL]));
    assert_eq!(found(&app, &mut admin, &[("q", "<@dansk.example.com>")]).await, set(&[soren]));
}

#[tokio::test]
async fn accounts_from_before_are_indexed_anew_once() {
    let app = TestApp::start().await;
    app.queue_for(&new_user("Łukasz Sant'Anna", "l@example.org", Role::Member)).await;
    let indexed = "SELECT word FROM user_words ORDER BY word";
    let (words, sort_name) = (app.texts(indexed).await, "SELECT sort_name FROM users");
    // As an earlier version left them.
    for sql in [
        "DELETE FROM user_words",
        "INSERT INTO user_words (word, user_id) SELECT 'c582756b61737a', id FROM users",
        "UPDATE users SET sort_name = 'łukasz sant''anna'",
        "DELETE FROM search_index",
    ] {
        assert!(app.execute(sql).await > 0, "{sql}");
    }
    let app = app.restarted(|_| ()).await;
    assert_eq!(app.texts(indexed).await, words);
    assert_eq!(app.texts(sort_name).await, [Some("lukasz sant'anna".to_owned())]);

    // Up to date: the next start leaves it alone.
    app.execute("UPDATE users SET sort_name = 'untouched'").await;
    let app = app.restarted(|_| ()).await;
    assert_eq!(app.texts(sort_name).await, [Some("untouched".to_owned())]);
}

#[tokio::test]
async fn a_deleted_person_is_found_by_name_and_is_in_no_list_without_a_search() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue_for(&new_user("Gone Person", "gone@example.org", Role::Member)).await;
    app.apply_action(AdminAction::Delete, "gone@example.org").await;

    assert_eq!(found(&app, &mut admin, &[]).await, set(&[ADMIN_EMAIL]));
    for (q, status) in [("gone", ""), ("gone@example.org", ""), ("gone", "deleted")] {
        let emails = found(&app, &mut admin, &[("q", q), ("status", status)]).await;
        assert_eq!(emails, set(&["gone@example.org"]), "{q} {status}");
    }
    assert_eq!(found(&app, &mut admin, &[("q", "gone"), ("status", "active")]).await, set(&[]));
}

/// Each account is brought into its state through the program, so that the
/// columns the list reads are those that its verbs keep.
#[tokio::test]
async fn each_status_filter_lists_exactly_those_people_and_its_counter_matches() {
    let refused = Script::default().to("failed@example.org", Stage::Rcpt, Fault::Answer("550 no such mailbox"));
    let sink = SmtpSink::start(refused);
    let app = TestApp::start_with_smtp(sink.address(), |_| ()).await;
    app.queue("expired@example.org").await;
    app.deliver_all().await;
    app.advance(25 * 3600);
    let mut admin = app.admin().await;
    for name in ["invited", "exhausted", "revoked", "failed", "disabled", "deleted"] {
        app.queue(&format!("{name}@example.org")).await;
    }
    app.deliver_all().await;
    app.queue("waiting@example.org").await;
    for _ in 0..5 {
        app.browser().sign_in("exhausted@example.org", "000000").await;
    }
    app.apply_action(AdminAction::Revoke, "revoked@example.org").await;
    app.apply_action(AdminAction::Disable, "disabled@example.org").await;
    app.apply_action(AdminAction::Delete, "deleted@example.org").await;
    let eva = new_user("Eva Nunca", "eva@example.org", Role::Admin);
    let console = Admin::from_cli();
    accounts::create_admin(&app.state, &console, &eva, ADMIN_PASSWORD).await.unwrap();

    let parts: [(StatusFilter, &[&str]); 10] = [
        (StatusFilter::Waiting, &["waiting@example.org"]),
        (StatusFilter::Failed, &["failed@example.org"]),
        (StatusFilter::Invited, &["invited@example.org"]),
        (StatusFilter::Expired, &["expired@example.org"]),
        (StatusFilter::Exhausted, &["exhausted@example.org"]),
        (StatusFilter::Revoked, &["revoked@example.org"]),
        (StatusFilter::Active, &[ADMIN_EMAIL, "eva@example.org"]),
        (
            StatusFilter::Never,
            &[
                "waiting@example.org",
                "failed@example.org",
                "invited@example.org",
                "expired@example.org",
                "exhausted@example.org",
                "revoked@example.org",
                "disabled@example.org",
                "eva@example.org",
            ],
        ),
        (StatusFilter::Disabled, &["disabled@example.org"]),
        (StatusFilter::Deleted, &["deleted@example.org"]),
    ];
    let whole = admin.get(LIST).await;
    assert_eq!(rows(&whole).len(), 9, "everybody but the deleted");
    let current = whole.text.split("aria-current=\"true\">").nth(1).expect("the whole list is the current one");
    assert!(
        current.starts_with("Todas") && current.split("<strong>").nth(1).unwrap().starts_with("9</strong>"),
        "{current}"
    );
    for (status, expected) in parts {
        for sort in UserSort::ALL {
            let parameters = [("status", status.as_str()), ("sort", sort.as_str())];
            assert_eq!(found(&app, &mut admin, &parameters).await, set(expected), "{parameters:?}");
        }
        assert_eq!(counter(&whole, status), Some(expected.len()), "{status:?}");
        let searched = [("status", status.as_str()), ("q", "example")];
        assert_eq!(found(&app, &mut admin, &searched).await, set(expected), "{searched:?}");
    }
    // Time passes, and nothing is written: who was invited is expired now.
    app.advance(25 * 3600);
    let mut admin = app.browser();
    admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    assert_eq!(counter(&admin.get(LIST).await, StatusFilter::Invited), None, "an empty part is left out");
    let expired = found(&app, &mut admin, &[("status", "expired")]).await;
    assert_eq!(expired, set(&["expired@example.org", "invited@example.org"]));
}

/// One truth: who was given up is nowhere called otherwise.
#[tokio::test]
async fn whose_mail_was_given_up_is_delivery_failed_everywhere() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.invite("again@example.org").await;
    app.apply_action(AdminAction::Resend, "again@example.org").await;
    app.queue("never@example.org").await;
    app.queue("queued@example.org").await;
    for email in ["again@example.org", "never@example.org"] {
        app.fail_mail_to(email).await;
        assert_eq!(app.account(email).await.status, UserStatus::Failed, "{email}");
        let id = app.id_of(email).await;
        assert!(admin.get(&format!("/admin/users/{id}")).await.says("Falha no envio"), "{email}");
    }
    let whole = admin.get(LIST).await;
    let counted =
        [StatusFilter::Failed, StatusFilter::Waiting, StatusFilter::Invited].map(|part| counter(&whole, part));
    assert_eq!(counted, [Some(2), Some(1), None]);
    let failed = set(&["again@example.org", "never@example.org"]);
    assert_eq!(found(&app, &mut admin, &[("status", "failed")]).await, failed);
    assert_eq!(found(&app, &mut admin, &[("status", "waiting")]).await, set(&["queued@example.org"]));
    assert_eq!(whole.text.matches("User unknown").count(), 2, "why: {}", whole.text);
    let export = admin.get(&format!("{EXPORT}?status=failed")).await;
    assert_eq!(export.text.matches(",failed,true,").count(), 2, "{}", export.text);
    // What an admin decides afterwards counts more than the failure.
    app.apply_action(AdminAction::Revoke, "again@example.org").await;
    assert_eq!(app.account("again@example.org").await.status, UserStatus::Revoked);
}

#[tokio::test]
async fn a_page_has_as_many_rows_as_asked_for() {
    let app = TestApp::start().await;
    for number in 0..60 {
        app.queue(&format!("maria{number:02}@example.org")).await;
    }
    let mut admin = app.admin().await;
    for (per, lengths) in [("25", [25, 25]), ("50", [50, 11]), ("100", [61, 0]), ("7", [25, 25])] {
        let page = admin.get(&address(&[("per", per)])).await;
        assert_eq!(rows(&page).len(), lengths[0], "{per}");
        let Some(next) = link(&page, "next") else {
            assert_eq!(lengths[1], 0, "{per}");
            continue;
        };
        assert_eq!(rows(&admin.get(&next).await).len(), lengths[1], "{per}");
    }
    let sorted = admin.get(&address(&[("per", "50"), ("sort", "name")])).await;
    assert!(sorted.text.contains("href=\"/admin/users?sort=-name&amp;per=50\""), "{}", sorted.text);
}

/// The list that asked is shown again as it was, and the row says what was done.
#[tokio::test]
async fn an_action_returns_to_its_row_in_the_list() {
    let app = TestApp::start().await;
    for number in 0..60 {
        app.queue(&format!("maria{number:02}@example.org")).await;
    }
    let mut admin = app.admin().await;
    let second = link(&admin.get(&address(&[("q", "maria"), ("sort", "name")])).await, "next").unwrap();
    let page = admin.get(&second).await;
    let shown = rows(&page);
    let back = second.split_once('?').unwrap().1;
    let hidden = format!("name=\"back\" value=\"{}\"", back.replace('&', "&amp;"));
    assert!(page.text.contains(&hidden), "{hidden}: {}", page.text);

    let id = shown[3].as_str();
    let back_to = form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
    let question = admin.get(&format!("/admin/users/act?act=disable&user={id}&{back_to}")).await;
    assert!(question.text.contains(&hidden), "{}", question.text);
    let done = admin.post("/admin/users/act", &[("act", "disable"), ("users", id), ("back", back)]).await;
    let expected = format!("{second}&notice=acted&act=disable&done={id}#user-{id}");
    assert_eq!(done.location(), Some(expected.as_str()));
    let after = admin.get(expected.split('#').next().unwrap()).await;
    assert_eq!(rows(&after), shown);
    let row =
        after.text.split("<tr id=").find(|row| row.contains(id) && row.contains("class=\"done\"")).expect("the row");
    assert!(row.contains("Acesso de Maria Souza desativado"), "{row}");

    let mail = app
        .state
        .store
        .find_user_overview(&UserId::parse(&shown[4]).unwrap())
        .await
        .unwrap()
        .unwrap()
        .delivery
        .unwrap();
    let sent = admin.post("/admin/users/send-again", &[("mail", mail.id.as_str()), ("back", back)]).await;
    let expected = format!("{second}&notice=sent-again&user={}#user-{0}", shown[4]);
    assert_eq!(sent.location(), Some(expected.as_str()), "{}", sent.text);
    let question = admin.get(&format!("/admin/users/act?back=&do=enable+{id}")).await;
    assert!(question.says("Reativar Maria Souza"), "{}", question.text);
    // Nobody is led elsewhere by it.
    let foreign = [("act", "enable"), ("users", id), ("back", "q=x&next=https://evil.example/")];
    let to = admin.post("/admin/users/act", &foreign).await;
    assert_eq!(to.location(), Some(format!("/admin/users?q=x&notice=acted&act=enable&done={id}#user-{id}").as_str()));
}

#[tokio::test]
async fn an_action_on_all_whom_the_filter_finds_reaches_those_of_other_pages() {
    let app = TestApp::start().await;
    for number in 0..30 {
        app.queue(&format!("maria{number:02}@example.org")).await;
    }
    app.queue_for(&new_user("Rui Lima", "rui@example.org", Role::Member)).await;
    let mut admin = app.admin().await;
    let list = admin.get(&address(&[("q", "maria")])).await;
    assert!(list.says("Selecionar todas as 30 pessoas desta lista"), "{}", list.text);
    let id = rows(&list).remove(0);
    let question = admin.get(&format!("/admin/users/act?act=disable&all=1&user={id}&back=q%3Dmaria")).await;
    assert!(question.says("Desativar 30 pessoas") && question.says("e mais 10"), "{}", question.text);
    let (_, after) = question.text.split_once("name=\"users\" value=\"").expect("the field");
    let users = after.split('"').next().unwrap();
    let done = admin.post("/admin/users/act", &[("act", "disable"), ("users", users), ("back", "q=maria")]).await;
    let received = admin.get(done.location().unwrap()).await;
    assert!(received.says("30 pessoas") && received.says("e mais 10"), "{}", received.text);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE standing = 'disabled'").await, 30);
}

/// The counters come with the first event, and follow what happens.
#[tokio::test]
async fn the_counters_follow_without_a_reload() {
    use http_body_util::BodyExt as _;
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let request = axum::http::Request::get("/admin/users/live").body(axum::body::Body::empty()).unwrap();
    let mut events = admin.begin(request).await.into_body();
    let mut received = String::new();
    for (email, expected) in
        [("", "\"waiting\":0"), ("maria@example.org", "\"waiting\":1"), ("rui@example.org", "\"waiting\":2")]
    {
        if !email.is_empty() {
            app.queue(email).await;
            app.state.notify();
        }
        while !received.contains(expected) {
            let frame = tokio::time::timeout(std::time::Duration::from_secs(20), events.frame()).await;
            let frame = frame.expect("an event in time").expect("an event").unwrap();
            received.push_str(std::str::from_utf8(&frame.into_data().unwrap_or_default()).unwrap());
        }
    }
}

/// The clock stands still and all have one name: only the id tells rows apart.
#[tokio::test]
async fn every_order_shows_each_account_once_also_where_accounts_are_alike_and_leads_back() {
    let app = TestApp::start().await;
    for number in 0..60 {
        if number % 20 == 0 {
            app.advance(60);
        }
        app.queue(&format!("maria{number:02}@example.org")).await;
    }
    let mut admin = app.admin().await;
    for sort in UserSort::ALL {
        for narrowed in [&[][..], &[("q", "mari"), ("status", "waiting")][..]] {
            let total = if narrowed.is_empty() { 61 } else { 60 };
            let parameters = [&[("sort", sort.as_str())][..], narrowed].concat();
            let mut page = admin.get(&address(&parameters)).await;
            assert!(page.says(&format!("1 a 25 de {total}")), "{}", page.text);
            let mut shown = vec![rows(&page)];
            while let Some(next) = link(&page, "next") {
                page = admin.get(&next).await;
                shown.push(rows(&page));
                assert!(shown.len() <= 3, "{next} goes on for ever");
            }
            assert_eq!(shown.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, total - 50], "{parameters:?}");
            assert!(page.says("Página 3 de 3"), "{}", page.text);
            let distinct: BTreeSet<_> = shown.iter().flatten().collect();
            assert_eq!(distinct.len(), total, "{parameters:?}");
            for expected in shown[..2].iter().rev() {
                page = admin.get(&link(&page, "prev").expect("a way back")).await;
                assert_eq!(&rows(&page), expected, "{parameters:?}");
            }
            assert_eq!(link(&page, "prev"), None);
            for (index, expected) in shown.iter().enumerate() {
                let number = (index + 1).to_string();
                let typed = [&parameters[..], &[("page", number.as_str())]].concat();
                assert_eq!(&rows(&admin.get(&address(&typed)).await), expected, "{typed:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_order_is_the_one_asked_for() {
    let app = TestApp::start().await;
    for (name, email) in
        [("Zélia", "a@example.org"), ("álvaro", "c@example.org"), ("Bia", "b@example.org"), ("Ana", "d@example.org")]
    {
        app.queue_for(&new_user(name, email, Role::Member)).await;
        app.advance(1);
    }
    let mut admin = app.admin().await;
    let cases = [
        ("created", ["Ana Admin", "Ana", "Bia", "álvaro", "Zélia"]),
        ("-created", ["Zélia", "álvaro", "Bia", "Ana", "Ana Admin"]),
        ("name", ["álvaro", "Ana", "Ana Admin", "Bia", "Zélia"]),
        ("-name", ["Zélia", "Bia", "Ana Admin", "Ana", "álvaro"]),
        ("email", ["Zélia", "Ana Admin", "Bia", "álvaro", "Ana"]),
        ("-email", ["Ana", "álvaro", "Bia", "Ana Admin", "Zélia"]),
        ("last_sign_in", ["Ana Admin", "Ana", "Bia", "álvaro", "Zélia"]),
        ("-last_sign_in", ["Zélia", "álvaro", "Bia", "Ana", "Ana Admin"]),
    ];
    for (sort, expected) in cases {
        let page = admin.get(&address(&[("sort", sort)])).await;
        let mut names = Vec::new();
        for id in rows(&page) {
            let id = chaveiro::domain::UserId::parse(&id).unwrap();
            let user = app.state.store.find_user(&id).await.unwrap().unwrap();
            names.push(user.display_name.as_str().to_owned());
        }
        assert_eq!(names, expected, "{sort}");
        assert_eq!(page.text.matches("aria-sort=").count(), 1, "{sort}");
    }
    let by_name = admin.get(&address(&[("sort", "name")])).await;
    assert!(by_name.text.contains("aria-sort=\"ascending\"><a href=\"/admin/users?sort=-name\""), "{}", by_name.text);
}

#[tokio::test]
async fn any_query_in_the_address_shows_a_page() {
    let app = TestApp::start().await;
    for number in 0..27 {
        app.queue(&format!("maria{number:02}@example.org")).await;
    }
    let mut admin = app.admin().await;
    let first = rows(&admin.get(LIST).await);
    let last = rows(&admin.get(&address(&[("page", "2")])).await);
    assert_eq!((first.len(), last.len()), (25, 3));
    let huge = "9".repeat(40);
    let unknown = "0190a7c0-0000-7000-8000-000000000000";
    for (page, expected) in
        [("0", &first), ("-1", &first), ("abc", &first), ("", &first), (&huge, &first), ("99", &last), ("2", &last)]
    {
        assert_eq!(&rows(&admin.get(&address(&[("page", page)])).await), expected, "{page}");
        for edge in ["after", "before"] {
            for id in ["", "x", "'", unknown] {
                let answer = admin.get(&address(&[("page", page), (edge, id)])).await;
                assert_eq!(&rows(&answer), expected, "{page} {edge}={id}");
            }
        }
    }
    for (name, value) in [("sort", "'"), ("status", "on fire"), ("role", "king"), ("q", ""), ("x", "y")] {
        assert_eq!(rows(&admin.get(&address(&[(name, value)])).await), first, "{name}={value}");
    }
    // A link of the first page's, from which the page number was cut.
    assert_eq!(rows(&admin.get(&address(&[("after", &last[2])])).await), first);
    // Rows the link counted on have gone.
    assert_eq!(rows(&admin.get(&address(&[("page", "3"), ("after", &last[2])])).await), last);
    assert_eq!(rows(&admin.get(&address(&[("page", "2"), ("before", &first[1])])).await), first);
    let long = "a ".repeat(4000);
    assert_eq!(admin.get(&address(&[("q", &long)])).await.status, StatusCode::OK);
    for bytes in ["q=%FF%00", "q=%", "page=%00", "q=%E2%80%AE", "status[]=active", "sort=name&sort=email", "&&=&"] {
        let answer = admin.get(&format!("{LIST}?{bytes}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{bytes}: {}", answer.text);
    }
}

#[tokio::test]
async fn nobody_yet_nobody_found_and_nobody_in_a_status_have_texts_of_their_own() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let alone = admin.get(LIST).await;
    assert!(alone.says("Nenhuma outra pessoa cadastrada") && alone.text.contains("href=\"/admin/users/new\""));
    let unknown = admin.get(&address(&[("q", "<b>zzz</b>"), ("role", "member")])).await;
    assert!(unknown.says("Nenhuma pessoa encontrada para “<b>zzz</b>”"), "{}", unknown.text);
    assert!(!unknown.text.contains("<b>zzz"), "typed text is text");
    assert!(
        unknown.text.contains("href=\"/admin/users?role=member\" class=\"button\">Limpar busca"),
        "{}",
        unknown.text
    );
    let none = admin.get(&address(&[("status", "disabled")])).await;
    assert!(none.says("Nenhuma pessoa neste estado") && none.says("Ver todas as pessoas"), "{}", none.text);
    for page in [&alone, &unknown, &none] {
        let heads = ["Nenhuma outra pessoa cadastrada", "Nenhuma pessoa encontrada", "Nenhuma pessoa neste estado"];
        assert_eq!(heads.iter().filter(|head| page.says(head)).count(), 1);
    }
}

/// What many have in common is not counted to its end, and is read along the
/// order of the list instead of from the words.
#[tokio::test]
async fn words_that_thousands_share_are_found_too() {
    let app = TestApp::start().await;
    for sql in [
        "INSERT INTO users (id, email, display_name, role, locale, created_at, sort_name, standing)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5200)
         SELECT '0190a7c0-0000-7000-8000-' || SUBSTR(CAST(1000000000000 + i AS TEXT), 2), 'zeca' || i || '@example.org',
                'Zeca', 'member', 'pt-BR', i, 'zeca', CASE WHEN i % 1000 = 0 THEN 'disabled' ELSE 'waiting' END FROM n",
        "INSERT INTO user_words (word, user_id) SELECT '7a656361', id FROM users",
        "INSERT INTO user_words (word, user_id) SELECT '6f7267', id FROM users",
    ] {
        app.execute(sql).await;
    }
    let mut admin = app.admin().await;
    app.queue_for(&new_user("Zeca Pagodinho", "pagodinho@example.org", Role::Member)).await;

    let many = admin.get(&address(&[("q", "zeca")])).await;
    assert!(many.says("Pessoas 1 a 25 de mais de 1.000") && many.says("Página 1 de mais de 40"), "{}", many.text);
    let second = admin.get(&link(&many, "next").unwrap()).await;
    assert!(second.says("Pessoas 26 a 50 de mais de 1.000"), "{}", second.text);
    assert!(rows(&second).iter().all(|id| !rows(&many).contains(id)));
    let beyond = admin.get(&address(&[("q", "zeca"), ("page", "300"), ("after", &rows(&second)[0])])).await;
    assert_eq!(rows(&beyond).len(), 25);
    assert!(link(&beyond, "next").is_some_and(|next| next.contains("page=301")), "{}", beyond.text);
    assert!(admin.get(LIST).await.says("Pessoas 1 a 25 de 5.202"), "the whole list is counted");
    assert_eq!(found(&app, &mut admin, &[("q", "zeca pago")]).await, set(&["pagodinho@example.org"]));
    let disabled = found(&app, &mut admin, &[("q", "org zeca"), ("status", "disabled")]).await;
    assert_eq!(disabled.len(), 5);
    assert!(admin.get(&address(&[("q", "org zeca"), ("status", "disabled")])).await.says("1 a 5 de 5,"));
    let waiting = admin.get(&address(&[("status", "waiting"), ("sort", "-created")])).await;
    assert!(waiting.says("Pessoas 1 a 25 de 5.196"), "{}", waiting.text);
    assert!(admin.get(&address(&[("status", "never"), ("sort", "name")])).await.says("de 5.201"));
    assert!(admin.get(&address(&[("role", "member")])).await.says("de 5.201"));

    let query = UserQuery::new("zeca", None, None, UserSort::NEWEST);
    let batches: Vec<_> = accounts::list_people(&app.state, query).await.unwrap().try_collect().await.unwrap();
    let ids: BTreeSet<_> = batches.iter().flatten().map(|account| account.user.id.clone()).collect();
    assert_eq!((batches.iter().map(Vec::len).sum::<usize>(), ids.len()), (5201, 5201), "read whole, each once");
}

#[tokio::test]
async fn the_file_holds_the_list_that_is_shown_and_no_formula() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (name, email) in [
        ("=HYPERLINK(\"http://evil.example\",\"Clique\")", "formula@example.org"),
        ("Souza, Maria \"Mia\"", "mia@example.org"),
        ("+55 João", "joao@example.org"),
        ("@Ção", "cao@example.org"),
        ("-1", "menos@example.org"),
    ] {
        app.queue_for(&new_user(name, email, Role::Member)).await;
    }
    let whole = admin.get(EXPORT).await;
    assert_eq!(whole.status, StatusCode::OK, "{}", whole.text);
    let content_type = whole.headers[header::CONTENT_TYPE].to_str().unwrap();
    assert!(content_type.starts_with("text/csv; charset=utf-8"), "{content_type}");
    assert_eq!(whole.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"chaveiro-users.csv\"");
    assert_eq!(whole.headers[header::CACHE_CONTROL], "no-store");
    let text = whole.text.strip_prefix('\u{feff}').expect("spreadsheets need the mark");
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "id,email,display_name,role,locale,state,force_change_password,created_at,last_sign_in_at,delivery_state,groups"
    );
    assert_eq!((lines.len(), lines[7]), (8, ""), "a head, six people, and the last line ends too");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    for (email, name) in [
        ("formula@example.org", "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"Clique\"\")\""),
        ("mia@example.org", "\"Souza, Maria \"\"Mia\"\"\""),
        ("joao@example.org", "'+55 João"),
        ("cao@example.org", "'@Ção"),
        ("menos@example.org", "'-1"),
    ] {
        let expected = format!(",{email},{name},member,pt-BR,waiting,true,2026-11-18T11:06:40Z,,queued,");
        assert!(lines.iter().any(|line| line.ends_with(&expected)), "{expected} is not in {text}");
    }
    let id = app.id_of(ADMIN_EMAIL).await;
    let own =
        format!("{id},{ADMIN_EMAIL},Ana Admin,admin,pt-BR,active,false,2026-11-18T11:06:40Z,2026-11-18T11:06:40Z,,");
    assert!(lines.contains(&own.as_str()), "{own} is not in {text}");

    let narrowed = admin.get(&format!("{EXPORT}?q=mia&role=member&status=waiting&sort=name&page=7")).await;
    assert_eq!(narrowed.text.lines().count(), 2, "{}", narrowed.text);
    assert!(narrowed.text.contains("mia@example.org"));
    let shown = admin.get(&address(&[("q", "mia"), ("status", "waiting"), ("sort", "name")])).await;
    assert!(
        shown
            .text
            .contains("href=\"/admin/users/export?q=mia&amp;status=waiting&amp;sort=name&amp;separator=semicolon\""),
        "{}",
        shown.text
    );
    let in_portuguese = admin.get(&format!("{EXPORT}?q=mia&separator=semicolon")).await;
    let with_commas = narrowed.text.lines().nth(1).expect("Mia").split(',').next().expect("an id").to_owned();
    assert!(in_portuguese.text.starts_with("\u{feff}id;email;"), "{}", in_portuguese.text);
    assert!(in_portuguese.text.contains(&format!("{with_commas};mia@example.org;")), "{}", in_portuguese.text);
    let logged = app.texts("SELECT detail FROM audit_events WHERE kind = 'users_exported' ORDER BY seq").await;
    assert_eq!(logged, [Some("6 rows".to_owned()), Some("1 row".to_owned()), Some("1 row".to_owned())]);
    let actors = app.texts("SELECT actor FROM audit_events WHERE kind = 'users_exported'").await;
    assert!(actors.iter().all(|actor| actor.as_deref() == Some(id.as_str())));
}

#[tokio::test]
async fn the_file_is_for_admins_who_have_given_their_password_lately() {
    let app = TestApp::start().await;
    let mut member = app.member("rui@example.org").await;
    assert_eq!(member.get(EXPORT).await.status, StatusCode::FORBIDDEN);
    let mut admin = app.admin().await;
    app.advance(11 * 60);
    let answer = admin.get(&format!("{EXPORT}?q=rui+s&status=active&x=//evil.example")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let next = "/admin/users?q=rui+s&status=active";
    let expected = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    assert_eq!(answer.location(), Some(format!("/admin/confirm-password?{expected}").as_str()));
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'users_exported'").await, 0);

    let form = [("current_password", ADMIN_PASSWORD), ("next", next)];
    let confirmed = admin.post("/admin/confirm-password", &form).await;
    assert_eq!(confirmed.location(), Some(format!("{next}&notice=confirmed").as_str()), "{}", confirmed.text);
    assert!(
        admin.get(next).await.says("Agora você pode exportar o arquivo"),
        "back on the list, nothing says what to do"
    );
    assert_eq!(admin.get(&format!("{EXPORT}?q=rui+s&status=active")).await.status, StatusCode::OK);
}

/// Two thousand people come in several batches, each once, in order.
#[tokio::test]
async fn a_long_file_is_sent_in_parts() {
    use http_body_util::BodyExt as _;
    let app = TestApp::start().await;
    app.execute(
        "INSERT INTO users (id, email, display_name, role, locale, created_at, sort_name, standing)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
         SELECT '0190a7c0-0000-7000-8000-' || SUBSTR(CAST(1000000000000 + i AS TEXT), 2), 'zeca' || i || '@example.org',
                'Zeca', 'member', 'pt-BR', 1000, 'zeca', 'waiting' FROM n",
    )
    .await;
    let admin = app.admin().await;
    let request = axum::http::Request::get(format!("{EXPORT}?sort=name")).body(axum::body::Body::empty()).unwrap();
    let mut body = admin.begin(request).await.into_body();
    let mut parts = 0;
    let mut text = String::new();
    while let Some(frame) = body.frame().await {
        text.push_str(std::str::from_utf8(&frame.unwrap().into_data().unwrap()).unwrap());
        parts += 1;
    }
    assert!(parts >= 4, "{parts} parts");
    let emails: BTreeSet<_> = text.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!((text.lines().count(), emails.len()), (2002, 2001));
}
