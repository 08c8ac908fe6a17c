//! What is drawn is what is said: who gets a longer temporary password knows it beforehand.

use crate::app::TestApp;
use crate::import::{people_csv, previewed};
use chaveiro::domain::Preset;
use chaveiro::server::delivery::{self, Outcome};
use chaveiro::server::rate_limit::MAX_SHORT_PASSWORDS;

const LONGER: &str = "10 caracteres em vez da curta";

async fn start() -> TestApp {
    TestApp::start_with(|settings| settings.preset = Preset::Digits(6)).await
}

#[tokio::test]
async fn form_overview_and_preview_say_who_gets_a_longer_one() {
    let app = start().await;
    let mut admin = app.admin().await;
    for number in 0..MAX_SHORT_PASSWORDS - 2 {
        app.invite(&format!("pessoa{number}@example.org")).await;
    }
    assert!(!admin.get("/admin/users/new").await.says(LONGER));
    assert!(admin.get("/admin").await.says("Senhas temporárias curtas valendo agora: 18 de no máximo 20."));
    let id = previewed(&mut admin, people_csv(5)).await;
    let preview = admin.get(&format!("/admin/imports/{id}")).await;
    assert!(preview.says("3 destas pessoas receberão uma senha temporária de 10 caracteres"), "{}", preview.text);

    for number in 0..2 {
        app.invite(&format!("outra{number}@example.org")).await;
    }
    let form = admin.get("/admin/users/new").await;
    assert!(form.says("A pessoa receberá uma senha temporária de 10 caracteres"), "{}", form.text);
    assert!(admin.get(&format!("/admin/imports/{id}")).await.says("Todas estas pessoas receberão"));
    app.queue("vera@example.org").await;
    app.deliver_all().await;
    let sql = "SELECT t.preset FROM temporary_passwords t JOIN users u ON u.id = t.user_id WHERE u.email = 'vera@example.org'";
    let presets = app.texts(sql).await;
    assert_eq!(presets, [Some(Preset::STRONG.to_string())]);
}

#[tokio::test]
async fn where_all_get_long_ones_nothing_is_said() {
    let app = TestApp::start_with(|settings| settings.preset = Preset::STRONG).await;
    let mut admin = app.admin().await;
    assert!(!admin.get("/admin").await.says("Senhas temporárias curtas"));
    assert!(!admin.get("/admin/users/new").await.says(LONGER));
}

#[tokio::test]
async fn workers_at_once_generate_no_more_short_ones_than_may_be() {
    let app = start().await;
    for number in 0..MAX_SHORT_PASSWORDS + 10 {
        app.queue(&format!("pessoa{number}@example.org")).await;
    }
    for _ in 0..5 {
        for outcome in futures::future::join_all((0..8).map(|_| delivery::deliver_next(&app.state))).await {
            let outcome = outcome.expect("the database answers");
            assert!(matches!(outcome, Outcome::Sent | Outcome::NothingDue), "{outcome:?}");
        }
    }
    let short = "SELECT COUNT(*) FROM temporary_passwords WHERE is_short = 1";
    assert_eq!(app.number(short).await, MAX_SHORT_PASSWORDS);
    assert_eq!(app.number("SELECT COUNT(*) FROM temporary_passwords").await, MAX_SHORT_PASSWORDS + 10);
    app.leave_mail();
}
