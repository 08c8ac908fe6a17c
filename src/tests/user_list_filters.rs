//! The list of people by days, by status, and with columns left out.

use crate::app::{ADMIN_EMAIL, TestApp};
use crate::user_list::{address, found, rows, set};
use chaveiro::domain::{AdminAction, TimeRange, UserId, UserSort};
use chaveiro::server::store::user_list::{ListPosition, UserQuery, UserTotal};
use sqlx::AssertSqlSafe;

const DAY: u64 = 24 * 3600;

/// The day it is, in the zone of the installation.
fn today(app: &TestApp) -> String {
    app.state.settings.time_zone.at(app.state.clock.now()).strftime("%Y-%m-%d").to_string()
}

/// Three people, made on three days; the last of the days is today.
async fn three_days() -> (TestApp, [String; 3]) {
    let app = TestApp::start().await;
    let mut days = Vec::new();
    for (number, name) in ["first", "second", "third"].into_iter().enumerate() {
        if number > 0 {
            app.advance(DAY);
        }
        app.queue(&format!("{name}@example.org")).await;
        days.push(today(&app));
    }
    app.admin().await;
    (app, days.try_into().unwrap())
}

#[tokio::test]
async fn people_are_filtered_by_the_days_on_which_they_were_added_and_last_signed_in() {
    let (app, [first, second, third]) = three_days().await;
    let mut admin = app.sign_in_admin().await;
    type Parameters<'a> = &'a [(&'a str, &'a str)];
    let cases: [(Parameters<'_>, &[&str]); 8] = [
        (&[("created_from", &second), ("created_to", &second)], &["second@example.org"]),
        (&[("created_to", &second)], &["first@example.org", "second@example.org"]),
        (&[("created_from", &second)], &["second@example.org", "third@example.org", ADMIN_EMAIL]),
        (&[("created_from", &second), ("q", "third")], &["third@example.org"]),
        (
            &[("created_from", &second), ("role", "member"), ("status", "waiting")],
            &["second@example.org", "third@example.org"],
        ),
        // Who never signed in has done so on no day.
        (&[("seen_to", &third)], &[ADMIN_EMAIL]),
        (&[("seen_from", &third), ("created_from", &third)], &[ADMIN_EMAIL]),
        (&[("seen_to", &second)], &[]),
    ];
    for (parameters, expected) in cases {
        for sort in UserSort::ALL {
            let parameters = [parameters, &[("sort", sort.as_str())]].concat();
            assert_eq!(found(&app, &mut admin, &parameters).await, set(expected), "{parameters:?}");
        }
    }
    let page = admin.get(&address(&[("created_from", &second), ("created_to", &third)])).await;
    assert!(page.text.contains(&format!("name=\"created_from\" value=\"{second}\"")), "{}", page.text);
    let export = format!("/admin/users/export?created_from={second}&amp;created_to={third}&amp;separator=semicolon");
    assert!(page.text.contains(&export) && page.says("1 a 3 de 3"), "{}", page.text);
    let file = admin.get(&export.replace("&amp;", "&")).await;
    assert!(file.text.contains("second@") && !file.text.contains("first@"), "{}", file.text);

    // An action on all of the filter reaches nobody else.
    let back = format!("created_to={first}");
    let back_to = form_urlencoded::Serializer::new(String::new()).append_pair("back", &back).finish();
    let question = admin.get(&format!("/admin/users/act?act=disable&all=1&{back_to}")).await;
    let first = app.id_of("first@example.org").await;
    assert!(question.text.contains(&format!("name=\"users\" value=\"{first}\"")), "{}", question.text);
}

/// A range that cannot be meant finds nobody, says so, and no action on it reaches anybody.
#[tokio::test]
async fn impossible_days_find_nobody_and_say_why() {
    let (app, [first, second, _]) = three_days().await;
    let mut admin = app.sign_in_admin().await;
    let cases = [
        ([("created_from", second.as_str()), ("created_to", first.as_str())], "A data final é anterior à inicial"),
        ([("seen_from", second.as_str()), ("seen_to", first.as_str())], "A data final é anterior à inicial"),
        ([("created_from", "2026-02-31"), ("created_to", "")], "Uma das datas não existe"),
        ([("created_from", "yesterday"), ("q", "first")], "Uma das datas não existe"),
    ];
    for (parameters, said) in cases {
        let page = admin.get(&address(&parameters)).await;
        assert_eq!(rows(&page), Vec::<String>::new(), "{parameters:?}");
        assert!(page.says(said), "{parameters:?}: {}", page.text);
        // Beside the box, which keeps what is no day: one for dates would drop it.
        let wrong = parameters.iter().rev().find(|(name, day)| name.contains('_') && !day.is_empty()).unwrap();
        let (name, day) = wrong;
        assert!(page.text.contains(&format!("id=\"{name}-error\"")), "{parameters:?}: {}", page.text);
        let kind = if said.contains("não existe") { "text" } else { "date" };
        let field = format!("<input type=\"{kind}\" id=\"{name}\" name=\"{name}\" aria-invalid=\"true\"");
        assert!(page.text.contains(&field), "{parameters:?}: {}", page.text);
        assert!(page.text.contains(&format!("value=\"{day}\"")), "{parameters:?}: {}", page.text);
        let back = address(&parameters).split_once('?').unwrap().1.to_owned();
        let back_to = form_urlencoded::Serializer::new(String::new()).append_pair("back", &back).finish();
        let question = admin.get(&format!("/admin/users/act?act=disable&all=1&{back_to}")).await;
        assert!(!question.text.contains("name=\"users\" value=\"0"), "{parameters:?}: {}", question.text);
    }
}

/// Whose invitation has ended comes before those whose has not, whatever time it is.
#[tokio::test]
async fn every_filter_that_is_set_is_shown_with_the_list_without_it() {
    let (app, [first, second, _]) = three_days().await;
    let mut admin = app.sign_in_admin().await;
    let plain = admin.get("/admin/users?q=first&status=waiting").await;
    assert!(!plain.text.contains("class=\"chips\""), "the search and the status are shown elsewhere");
    let path = format!("/admin/users?q=first&status=waiting&role=member&created_from={first}&created_to={second}");
    let page = admin.get(&path).await;
    let chips = page.text.split("class=\"chips\"").nth(1).unwrap().split("</ul>").next().unwrap();
    let links: Vec<String> = chips
        .split("href=\"/admin/users")
        .skip(1)
        .map(|link| html_escape::decode_html_entities(link.split('"').next().unwrap()).into_owned())
        .collect();
    let without_role = format!("?q=first&status=waiting&created_from={first}&created_to={second}");
    assert_eq!(links, [without_role.as_str(), "?q=first&status=waiting&role=member", "?q=first&status=waiting"]);
    let nobody = admin.get("/admin/users?status=waiting&role=admin").await;
    assert!(nobody.says("Nenhuma pessoa com estes filtros") && nobody.text.contains("class=\"chips\""));
}

/// The numbers are those of all people: beside a narrowed list they would be taken for its own.
#[tokio::test]
async fn the_parts_of_a_narrowed_list_have_no_numbers_and_stay_narrowed() {
    let (app, _) = three_days().await;
    let mut admin = app.sign_in_admin().await;
    let mut parts = async |path: &str| {
        let page = admin.get(path).await.text;
        let counters = page.split("id=\"counters\"").nth(1).unwrap().split("</nav>").next().unwrap().to_owned();
        let links =
            counters.split("href=\"/admin/users").skip(1).map(|link| link.split('"').next().unwrap().to_owned());
        let links: Vec<_> = links.map(|link| html_escape::decode_html_entities(&link).into_owned()).collect();
        (links, counters.contains("<strong>"))
    };
    let (links, has_numbers) = parts("/admin/users?status=active&per=50").await;
    assert_eq!(links, ["?per=50", "?status=waiting&per=50", "?status=active&per=50", "?status=never&per=50"]);
    assert!(has_numbers);
    let (links, has_numbers) = parts("/admin/users?q=first&status=waiting").await;
    assert_eq!(links, ["?q=first", "?q=first&status=waiting", "?q=first&status=active", "?q=first&status=never"]);
    assert!(!has_numbers);
    assert!(!parts("/admin/users?role=member").await.1);
}

#[tokio::test]
async fn people_are_sorted_by_status() {
    let app = TestApp::start().await;
    app.invite("expired@example.org").await;
    app.advance(25 * 3600);
    app.admin().await;
    for name in ["invited", "revoked", "failed", "disabled", "deleted"] {
        app.invite(&format!("{name}@example.org")).await;
    }
    app.queue("waiting@example.org").await;
    app.apply_action(AdminAction::Resend, "failed@example.org").await;
    app.fail_mail_to("failed@example.org").await;
    app.apply_action(AdminAction::Revoke, "revoked@example.org").await;
    app.apply_action(AdminAction::Disable, "disabled@example.org").await;
    app.apply_action(AdminAction::Delete, "deleted@example.org").await;
    let mut admin = app.sign_in_admin().await;
    let expected = ["failed", "revoked", "expired", "invited", "waiting", "active", "disabled", "deleted"];
    for sort in ["status", "-status"] {
        let page = admin.get(&address(&[("sort", sort), ("q", "example")])).await;
        let mut states = Vec::new();
        for id in rows(&page) {
            let account = app.state.store.find_user_overview(&UserId::parse(&id).unwrap()).await.unwrap().unwrap();
            states.push(account.status.as_str());
        }
        if sort == "-status" {
            states.reverse();
        }
        assert_eq!(states, expected, "{sort}");
        assert_eq!(page.text.matches("aria-sort=").count(), 1, "{sort}");
    }
}

#[tokio::test]
async fn columns_left_out_stay_left_out_from_page_to_page() {
    let app = TestApp::start().await;
    for number in 0..30 {
        app.queue(&format!("maria{number:02}@example.org")).await;
    }
    let mut admin = app.admin().await;
    assert!(admin.get("/admin/users").await.text.contains("<table class=\"table dense\">"));
    let page = admin.get("/admin/users?hide=email&hide=created&hide=nothing").await;
    assert!(page.text.contains("<table class=\"table dense no-email no-created\">"), "{}", page.text);
    assert!(page.text.contains("name=\"hide\" value=\"email\" checked>"), "{}", page.text);
    let next = page.text.split("rel=\"next\" href=\"").nth(1).expect("a next page").split('"').next().unwrap();
    assert!(next.contains("hide=email%2Ccreated"), "{next}");
    let next = admin.get(&next.replace("&amp;", "&")).await;
    assert!(next.text.contains("<table class=\"table dense no-email no-created\">"), "{}", next.text);
}

/// A span of few among many is looked up by its index and counted whole; one of many is walked along.
#[tokio::test]
async fn pages_of_a_span_of_time_follow_one_another_whether_few_or_many_are_in_it() {
    let app = TestApp::start().await;
    app.queue("maria@example.org").await;
    let begin = app.state.clock.now();
    let values: Vec<String> = (0..6000_i64)
        .map(|number| {
            let (id, at) = (format!("00000000-0000-7000-8000-{number:012}"), begin.as_millis() + number);
            format!(
                "('{id}', 'p{number}@example.net', 'P {number}', 'p {:04}', 'member', 'en', 'active', {at}, {at}, 'x')",
                number % 977
            )
        })
        .collect();
    let mut connection = app.connect().await;
    for values in values.chunks(500) {
        let sql = format!(
            "INSERT INTO users (id, email, display_name, sort_name, role, locale, standing, created_at,
                                last_sign_in_at, password_hash) VALUES {}",
            values.join(", ")
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("people");
    }
    let store = &app.state.store;
    for few in [60, 5500] {
        let range = TimeRange { from: Some(begin.plus(std::time::Duration::from_millis(1))), until: None };
        let range =
            TimeRange { until: range.from.map(|from| from.plus(std::time::Duration::from_millis(few))), ..range };
        for (created, seen) in [(range, TimeRange::default()), (TimeRange::default(), range), (range, range)] {
            for sort in UserSort::ALL {
                let query = UserQuery::new("", None, None, sort).in_ranges(created, seen);
                let people = store.list_users(query).await.unwrap();
                let total = store.count_users(&people).await.unwrap();
                let expected = if few == 60 { UserTotal::Exactly(60) } else { UserTotal::MoreThan(1000) };
                assert_eq!(total, expected, "{few} {}", sort.as_str());
                let whole = store.list_user_rows(&people, &ListPosition::Skip(0), 60).await.unwrap();
                assert_eq!(whole.len(), 60);
                let after = ListPosition::After(people.edge(&whole[24]));
                let second = store.list_user_rows(&people, &after, 25).await.unwrap();
                let ids = |rows: &[chaveiro::server::store::user_overview::UserOverview]| {
                    rows.iter().map(|row| row.user.id.clone()).collect::<Vec<_>>()
                };
                assert_eq!(ids(&second), ids(&whole[25..50]), "{few} {}", sort.as_str());
            }
        }
    }
}
