//! The log as admins see it: filtered, page by page, and taken away.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Answer, Browser, TestApp};
use axum::http::StatusCode;
use chaveiro::domain::{AdminAction, AuditKind, Locale, Timestamp, UserId};
use chaveiro::locale::audit_kind::audit_kind;
use chaveiro::locale::time;
use chaveiro::server::store::audit::{AuditEvent, By, EventFilter};
use std::collections::BTreeSet;

const PAGE: &str = "/admin/audit";
const EXPORT: &str = "/admin/audit/export";

/// How many lines the table shows.
/// Before the number of a line.
const NUMBER: &str = "Número ";

fn lines(answer: &Answer) -> usize {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.text.matches("<th scope=\"row\"").count()
}

async fn look(browser: &mut Browser, query: &str) -> Answer {
    browser.get(&format!("{PAGE}?{query}")).await
}

/// Writes `count` events of `kind` about somebody, as many milliseconds apart.
async fn write(app: &TestApp, kind: AuditKind, target: &UserId, count: usize) {
    let by = By::worker();
    for _ in 0..count {
        app.state.clock.advance(std::time::Duration::from_millis(1));
        let event = AuditEvent { kind, by: &by, target: Some(target), detail: Some("1 of many") };
        app.state.store.insert_audit_event(event).await.expect("an event");
    }
}

#[tokio::test]
async fn each_line_says_what_when_who_whom_and_from_where() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("rui@example.org").await;
    admin.post("/admin/users/new", &[("display_name", "João Prado"), ("email", "joao@example.org")]).await;
    let page = look(&mut admin, "").await;
    let id = app.id_of("joao@example.org").await;
    let me = app.id_of(ADMIN_EMAIL).await;
    assert!(page.says("Conta criada") && page.says("Senha criada") && page.says("Linha de comando"));
    assert!(page.text.contains(&format!("href=\"/admin/users/{id}\">João Prado</a>")), "{}", page.text);
    assert!(page.text.contains(&format!("href=\"/admin/users/{me}\">Ana Admin</a>")), "{}", page.text);
    assert_eq!(lines(&page), app.number("SELECT COUNT(*) FROM audit_events").await as usize);
    let request = app.texts("SELECT request_id FROM audit_events WHERE kind = 'user_created' ORDER BY seq DESC").await;
    assert!(page.says(request[0].as_deref().expect("a request")), "{}", page.text);
    let newest = app.number("SELECT MAX(seq) FROM audit_events").await;
    let rows: Vec<_> = page.text.split("<tr>").skip(2).collect();
    assert!(rows[0].contains(&format!("Número {newest}<")) || rows[0].contains(&format!(">{newest}<")), "{}", rows[0]);
    assert_eq!(lines(&admin.get(PAGE).await), lines(&page));
    app.deliver_all().await;
}

#[tokio::test]
async fn every_kind_has_words_in_both_languages_and_can_be_chosen() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let page = look(&mut admin, "").await;
    for locale in Locale::ALL {
        let words: BTreeSet<_> = AuditKind::ALL.iter().map(|kind| audit_kind(locale, *kind)).collect();
        assert_eq!(words.len(), AuditKind::ALL.len(), "two kinds have the same words");
    }
    for kind in AuditKind::ALL {
        assert!(page.text.contains(&format!("value=\"{}\"", kind.as_str())), "{}", kind.as_str());
    }
}

#[tokio::test]
async fn the_filters_are_in_the_address_and_narrow_the_log_down() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("rui@example.org").await;
    app.queue("maria@example.org").await;
    app.apply_action(AdminAction::Disable, "rui@example.org").await;
    let rui = app.id_of("rui@example.org").await;
    let me = app.id_of(ADMIN_EMAIL).await;
    let mut count = async |query: &str| lines(&look(&mut admin, query).await);
    let number = async |sql: &'static str| app.number(sql).await as usize;

    assert_eq!(count("kind=user_created").await, 2);
    assert_eq!(count("kind=user_disabled&actor=console").await, 1);
    assert_eq!(count("kind=user_disabled&actor=worker").await, 0);
    assert_eq!(count("actor=worker").await, number("SELECT COUNT(*) FROM audit_events WHERE actor = 'worker'").await);
    let about = "SELECT COUNT(*) FROM audit_events e JOIN users u ON u.email = 'rui@example.org'
                 WHERE e.target = u.id OR e.actor = u.id";
    let about = number(about).await;
    assert!(about > 5);
    for query in [format!("person={rui}"), "person=rui%40example.org".to_owned(), "person=+RUI%40".to_owned()] {
        assert_eq!(count(&query).await, about, "{query}");
    }
    assert_eq!(count(&format!("person={rui}&kind=signed_in")).await, 1);
    // Two people are called Maria Souza: the tests call everybody so.
    assert_eq!(count("person=maria&kind=user_created").await, 2);
    assert_eq!(count(&format!("actor={me}&kind=signed_in")).await, 1);
    let mine = look(&mut admin, &format!("actor={me}")).await;
    assert!(mine.text.contains(&format!("<option value=\"{me}\" selected")), "{}", mine.text);
}

#[tokio::test]
async fn nobody_found_nothing_that_fits_and_the_last_page_have_texts_of_their_own() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for (query, words) in [
        ("person=zzz", "Nenhuma pessoa encontrada para “zzz”"),
        ("person=%22%3E%3Cscript%3E", "Nenhuma pessoa encontrada para “\"><script>”"),
        ("kind=import_finished", "Nenhum evento encontrado"),
        ("before=1", "Não há eventos mais antigos"),
        ("from=2027-01-02&to=2027-01-01", "A data final é anterior à inicial"),
    ] {
        let page = look(&mut admin, query).await;
        assert_eq!(lines(&page), 0, "{query}");
        assert!(page.says(words), "{query}: {}", page.text);
        assert!(page.text.contains("href=\"/admin/audit\""), "{query} offers no next step");
        assert!(!page.text.contains("\"><script>"));
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_as_if_it_were_not_there() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let all = lines(&admin.get(PAGE).await);
    for query in [
        "kind=nonsense",
        "actor=nobody",
        "before=x",
        "before=99999999999999999999",
        "before=-1",
        "before=0",
        "person=",
        "person=+++",
        "%00=%00&kind",
        "kind=signed_in%00x",
        "notice=nonsense",
    ] {
        assert_eq!(lines(&look(&mut admin, query).await), all, "{query}");
    }
    // As in the list of people: a file of them must not be the whole log.
    for query in ["from=yesterday&to=2026-13-45", "to=zzz", "from=-9999-01-01", "from=2026-11-22T10%3A00"] {
        assert_eq!(lines(&look(&mut admin, query).await), 0, "{query}");
    }
    let long = "a".repeat(5000);
    let nobody = look(&mut admin, &format!("person={long}")).await;
    assert_eq!(lines(&nobody), 0);
    assert_eq!(lines(&look(&mut admin, "person=%00").await), 0);
}

#[tokio::test]
async fn pages_follow_one_another_without_a_gap() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue("ivo@example.org").await;
    let ivo = app.id_of("ivo@example.org").await;
    write(&app, AuditKind::MailRetried, &ivo, 120).await;
    // Those that came in the same moment, too.
    app.state.clock.advance(std::time::Duration::from_secs(1));
    let mut seen = Vec::new();
    let mut next = Some(format!("{PAGE}?kind=mail_retried"));
    while let Some(path) = next {
        let page = admin.get(&path).await;
        let text = page.text.replace("<!>", "");
        let numbers: Vec<i64> = text
            .split(NUMBER)
            .skip(1)
            .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap())
            .collect();
        assert!(numbers.len() <= 50 && !numbers.is_empty(), "{}", page.text);
        seen.extend(numbers);
        let older = page.text.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
        next = older.map(|path| html_escape::decode_html_entities(path).into_owned());
        assert!(seen.len() <= 120, "pages overlap");
    }
    let expected: Vec<i64> = {
        let last = app.number("SELECT MAX(seq) FROM audit_events WHERE kind = 'mail_retried'").await;
        (last - 119..=last).rev().collect()
    };
    assert_eq!(seen, expected);
}

/// An admin counts in their own days, and Brasília's end three hours after UTC's.
#[tokio::test]
async fn a_day_begins_and_ends_in_sao_paulo() {
    let app = TestApp::start().await;
    let (begin, end) = time::day(&app.state.settings.time_zone, "2026-11-22").expect("a day");
    assert_eq!(begin, Timestamp::from_millis(1_795_316_400_000), "03:00 UTC");
    assert_eq!(end.since(begin).as_secs(), 24 * 60 * 60);
    // In 2018 the clocks went forward at midnight: the day began at one.
    let (begin, end) = time::day(&app.state.settings.time_zone, "2018-11-04").expect("a day");
    assert_eq!(end.since(begin).as_secs(), 23 * 60 * 60);

    let mut admin = app.admin().await;
    app.queue("ivo@example.org").await;
    let ivo = app.id_of("ivo@example.org").await;
    // The stopped clock stands at 2026-11-18, 18:40 in São Paulo: to the last millisecond of the 21st.
    let now = app.state.clock.now();
    let (begin, end) = time::day(&app.state.settings.time_zone, "2026-11-22").expect("a day");
    let write_at = async |from: Timestamp, to: Timestamp| {
        app.state.clock.advance(to.since(from) - std::time::Duration::from_millis(1));
        write(&app, AuditKind::MailRetried, &ivo, 1).await;
    };
    let last_before = begin.minus(std::time::Duration::from_millis(1));
    write_at(now, last_before).await;
    write_at(last_before, begin).await;
    let last = end.minus(std::time::Duration::from_millis(1));
    write_at(begin, last).await;
    write_at(last, end).await;
    app.advance(1);
    let mut admin2 = app.browser();
    admin2.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    admin.cookies = admin2.cookies;
    for (query, expected) in [
        ("from=2026-11-22&to=2026-11-22", 2),
        ("from=2026-11-21&to=2026-11-21", 1),
        ("from=2026-11-23&to=2026-11-23", 1),
        ("from=2026-11-22", 3),
        ("to=2026-11-22", 3),
        ("", 4),
    ] {
        let page = look(&mut admin, &format!("kind=mail_retried&{query}")).await;
        assert_eq!(lines(&page), expected, "{query}");
    }
}

#[tokio::test]
async fn an_erased_person_is_an_identifier_and_still_found_by_it() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("rui@example.org").await;
    let rui = app.id_of("rui@example.org").await;
    let before = lines(&look(&mut admin, &format!("person={rui}")).await);
    app.execute("DELETE FROM users WHERE email = 'rui@example.org'").await;
    let page = look(&mut admin, &format!("person={rui}")).await;
    assert_eq!(lines(&page), before);
    assert!(page.says("Conta apagada") && page.says(rui.as_str()), "{}", page.text);
    assert!(!page.text.contains(&format!("/admin/users/{rui}")));
    assert_eq!(lines(&look(&mut admin, "person=rui").await), 0);
}

#[tokio::test]
async fn a_kind_of_a_later_version_is_shown_as_it_is_written() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.execute(
        "INSERT INTO audit_events (seq, id, at, kind, actor, hash) VALUES (99, 'x', 0, 'moon_landed', 'worker', '')",
    )
    .await;
    assert!(look(&mut admin, "").await.says("moon_landed"));
}

#[tokio::test]
async fn more_people_than_can_be_shown_are_said_to_be_more() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for number in 0..22 {
        app.queue(&format!("maria{number}@example.org")).await;
    }
    let page = look(&mut admin, "person=souza&kind=user_created").await;
    assert_eq!(lines(&page), 1, "what was done to many at once is one line");
    assert!(page.says("20 eventos"), "{}", page.text);
    assert!(page.says("Há mais pessoas com este nome"), "{}", page.text);
    assert!(!look(&mut admin, "person=maria7%40").await.says("Há mais pessoas"));
}

#[tokio::test]
async fn the_file_holds_all_lines_of_the_filter_and_says_that_it_was_taken() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue("ivo@example.org").await;
    let ivo = app.id_of("ivo@example.org").await;
    // More than one batch.
    write(&app, AuditKind::MailRetried, &ivo, 1005).await;
    let formula = "=HYPERLINK(\"x\")";
    let by = By::worker();
    let event = AuditEvent { kind: AuditKind::MailFailed, by: &by, target: None, detail: Some(formula) };
    app.state.store.insert_audit_event(event).await.expect("an event");

    let page = look(&mut admin, "kind=mail_retried&before=100").await;
    assert!(
        page.text.contains("href=\"/admin/audit/export?kind=mail_retried&amp;separator=semicolon\""),
        "{}",
        page.text
    );
    let file = admin.get(&format!("{EXPORT}?kind=mail_retried&before=100")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers["content-disposition"], "attachment; filename=\"chaveiro-audit.csv\"");
    let text = file.text.strip_prefix('\u{feff}').expect("a mark of UTF-8");
    let rows: Vec<_> = text.split_terminator("\r\n").collect();
    assert_eq!(rows[0], "seq,at,kind,actor,target,address,request_id,detail,hash");
    assert_eq!(rows.len(), 1006);
    assert!(rows[1..].iter().all(|row| row.contains(",mail_retried,worker,") && row.contains(ivo.as_str())));
    assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len(), "a line came twice");
    assert!(!file.text.contains("ivo@example.org"), "people are in it by their identifiers only");

    let newest = "SELECT detail FROM audit_events WHERE kind = 'audit_exported'";
    assert_eq!(app.texts(newest).await, [Some("kind=mail_retried".to_owned())]);
    let whole = admin.get(EXPORT).await;
    assert!(whole.text.contains(",audit_exported,"), "that it was taken is in it");
    assert!(whole.text.contains("\"'=HYPERLINK(\"\"x\"\")\""), "a formula got through");
}

#[tokio::test]
async fn the_file_asks_for_the_password_and_the_way_back_offers_it() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.advance(11 * 60);
    let confirm = "/admin/confirm-password?next=%2Fadmin%2Faudit%3Fkind%3Dsigned_in";
    let page = look(&mut admin, "kind=signed_in").await;
    assert!(page.text.contains(confirm), "{}", page.text);
    let refused = admin.get(&format!("{EXPORT}?kind=signed_in")).await;
    assert_eq!((refused.status, refused.location()), (StatusCode::SEE_OTHER, Some(confirm)));
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'audit_exported'").await, 0);

    let fields = [("current_password", ADMIN_PASSWORD), ("next", "/admin/audit?kind=signed_in")];
    let confirmed = admin.post("/admin/confirm-password", &fields).await;
    let back = admin.get(confirmed.location().expect("a way back")).await;
    assert!(back.says("Agora você pode exportar o arquivo."), "{}", back.text);
    assert_eq!(admin.get(&format!("{EXPORT}?kind=signed_in")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn members_and_visitors_see_nothing_of_it() {
    let app = TestApp::start().await;
    let mut member = app.member("rui@example.org").await;
    for path in [PAGE, EXPORT, "/admin/confirm-password"] {
        assert_eq!(member.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        let to = app.browser().get(path).await;
        assert!(to.location().is_some_and(|to| to.starts_with("/login")), "{path}");
    }
}

#[tokio::test]
async fn a_line_of_a_person_about_themselves_comes_once() {
    let app = TestApp::start().await;
    app.member("rui@example.org").await;
    let rui = app.id_of("rui@example.org").await;
    let filter = EventFilter { people: Some(vec![rui.clone()]), ..EventFilter::default() };
    let events = app.state.store.list_events(&filter, 1000).await.expect("events");
    let numbers: BTreeSet<_> = events.iter().map(|event| event.seq).collect();
    assert_eq!(numbers.len(), events.len());
    assert!(events.iter().any(|event| event.actor.user() == Some(&rui) && event.target.as_ref() == Some(&rui)));
    let nobody = EventFilter { people: Some(Vec::new()), ..EventFilter::default() };
    assert!(app.state.store.list_events(&nobody, 1000).await.expect("events").is_empty());
}

/// The file and the command line say what the program wrote; the page is for people.
#[tokio::test]
async fn the_page_says_in_words_what_the_log_has_in_codes() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("rui@example.org").await;
    app.browser().post("/forgot-password", &[("email", "rui@example.org")]).await;
    app.browser().post("/forgot-password", &[("email", "rui@example.org")]).await;
    app.deliver_all().await;
    let page = admin.get("/admin/audit").await;
    for words in ["6 dígitos", "Link para criar nova senha", "com a senha temporária", "com a própria senha"] {
        assert!(page.says(words), "{words}");
    }
    assert!(page.says("nada foi enviado: já havia um e-mail na fila"));
    for code in ["digits:6", "temporary_password: ", "set_password: ", "first_access<", "on its way already"] {
        assert!(!page.text.contains(code), "{code}");
    }
}

/// The log keeps what the program wrote; its page is read by people.
#[tokio::test]
async fn the_page_of_the_log_says_in_words_what_was_counted_and_changed() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = crate::import::previewed(&mut admin, "nome,email\nEva,eva@example.org\nIvo,\n").await;
    admin.post("/admin/imports/act", &[("import", &id), ("act", "confirm")]).await;
    let appearance = [("organization_name", "Colégio Aurora"), ("accent_color", "#224466")];
    assert_eq!(admin.post("/admin/appearance", &appearance).await.status, StatusCode::SEE_OTHER);
    admin.get("/admin/users/export").await;
    admin.post("/admin/confirm-password", &[("current_password", ADMIN_PASSWORD)]).await;
    admin.get("/admin/users/export").await;
    let page = admin.get("/admin/audit").await;
    for words in ["a criar: 1, rejeitadas: 1", "nome da organização, cor de destaque", "1 linha"] {
        assert!(page.says(words), "{words}: {}", page.text);
    }
    for raw in ["to create", "accent_color", "1 row"] {
        assert!(!page.says(raw), "{raw}: {}", page.text);
    }
    app.leave_mail();
}
