//! `/admin`: what needs an admin, each with the page where it is dealt with, and the people added lately.

use crate::app::TestApp;
use chaveiro::domain::AdminAction;

const DAY: u64 = 86_400;

#[tokio::test]
async fn what_needs_an_admin_is_named_with_the_way_to_it() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let quiet = admin.get("/admin").await;
    assert!(quiet.says("Nada precisa da sua atenção agora."), "{}", quiet.text);

    app.queue("falha@example.org").await;
    let fails = "UPDATE outbox SET state = 'failed', last_answer = '550 no'
         WHERE user_id = (SELECT id FROM users WHERE email = 'falha@example.org')";
    app.execute(fails).await;
    app.execute("UPDATE users SET mail_state = 'failed' WHERE email = 'falha@example.org'").await;
    app.invite("tarde@example.org").await;
    app.advance(2 * DAY);
    admin.sign_in(crate::app::ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;

    let page = admin.get("/admin").await;
    for words in ["1 pessoa com falha no envio do e-mail.", "1 convite expirado."] {
        assert!(page.says(words), "{words}: {}", page.text);
    }
    for link in ["/admin/users?status=failed", "/admin/users?status=expired"] {
        assert!(page.text.contains(&format!("href=\"{link}\"")), "{link}: {}", page.text);
    }
    assert!(!page.says("Nada precisa da sua atenção agora."));
}

/// The funnel counts who was added, whose email was accepted and who signed in; the table behind the chart has the
/// same numbers by day, and who was added longer ago or is deleted is in none.
#[tokio::test]
async fn the_people_added_in_thirty_days_are_counted_by_day() {
    let app = TestApp::start().await;
    app.invite("antiga@example.org").await;
    app.advance(40 * DAY);
    app.member("maria@example.org").await;
    app.advance(DAY);
    app.invite("rui@example.org").await;
    app.queue("eva@example.org").await;
    app.queue("fora@example.org").await;
    app.apply_action(AdminAction::Delete, "fora@example.org").await;
    let mut admin = app.admin().await;
    let page = admin.get("/admin").await;
    let text = page.text.replace("<!>", "").replace("<!---->", "");
    // The admin was added today as well and has signed in, without any email.
    for words in [
        "<strong>4</strong> Cadastradas",
        "<strong>2</strong> E-mails aceitos pelo servidor (50%)",
        "<strong>2</strong> Já acessaram (50%)",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(text.matches("class=\"bar-all\"").count(), 2, "a bar for each day with people: {text}");
    let table = text.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).expect("a table");
    let cells = |row: &str| {
        row.split("<td").skip(1).filter_map(|cell| cell.split(['>', '<']).nth(1)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(table.split("<tr>").skip(1).map(cells).collect::<Vec<_>>(), ["3 1 1", "1 1 1"]);
}

/// All rows of thirty days are read for it: with many people that is not done for every look at the page.
#[tokio::test]
async fn with_many_people_the_numbers_by_day_are_read_once_in_a_while() {
    let app = TestApp::start().await;
    let begin = app.state.clock.now();
    let added = async |people| {
        let days = app.state.store.count_added_by_day(begin, 1, people).await.unwrap();
        days[0].created
    };
    app.queue("one@example.org").await;
    assert_eq!(added(1).await, 1);
    app.queue("two@example.org").await;
    assert_eq!(added(2).await, 2, "with few people at once");
    app.queue("three@example.org").await;
    assert_eq!(added(60_000).await, 2);
    assert_eq!(added(3).await, 3, "what is kept for many is not shown where there are few");
    app.deliver_all().await;
}
