//! From the confirmed file to accounts and mails: each row exactly once, whatever happens.

use super::{another_admin, confirmed, import_id, people_csv, post_action, previewed, run_job, state_of};
use crate::app::{ADMIN_EMAIL, TestApp};
use chaveiro::domain::import::{Column, ImportState, RowProblem, RowState, Wrong};
use chaveiro::domain::{AdminAction, Locale};
use chaveiro::locale::import::row_problem;
use chaveiro::server::imports::carry_out_next;
use chaveiro::server::store::imports::{Batch, RowCounts};
use std::collections::BTreeSet;

async fn counts(app: &TestApp, import: &str) -> RowCounts {
    app.state.store.find_row_counts(&import_id(import)).await.unwrap()
}

#[tokio::test]
async fn looking_a_file_through_makes_no_account_and_no_mail() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.queue("eva@example.org").await;
    let before = app.row_counts().await;
    let id = previewed(&mut admin, "nome,e-mail\nEva,eva@example.org\nRui,rui@example.org\nAna,ana@\n").await;
    let changed: Vec<_> =
        app.row_counts().await.into_iter().zip(before).filter(|(now, then)| now != then).map(|(now, _)| now).collect();
    assert_eq!(changed, [("import_rows".to_owned(), 3), ("imports".to_owned(), 1)]);
    assert_eq!(run_job(&app).await, [], "nobody has confirmed it");
    assert_eq!(counts(&app, &id).await, RowCounts { ready: 1, known: 1, deleted: 0, wrong: 1, created: 0, refused: 0 });
}

#[tokio::test]
async fn a_confirmed_file_becomes_accounts_with_a_mail_each_and_a_line_in_the_log() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let file = "nome;e-mail;idioma;cpf;senha temporária\nEva Lima;eva@example.org;inglês;529.982.247-25;digits:8\n\
                Rui;rui@example.org;;;\nAna;ana@;;;\n";
    let id = confirmed(&mut admin, file).await;
    assert_eq!(run_job(&app).await, [Batch::Made(2), Batch::Finished]);
    assert_eq!(state_of(&app, &id).await, "done");
    assert_eq!(counts(&app, &id).await, RowCounts { ready: 0, known: 0, deleted: 0, wrong: 1, created: 2, refused: 0 });

    let eva = app.account("eva@example.org").await;
    assert_eq!((eva.user.display_name.as_str(), eva.user.locale.as_str()), ("Eva Lima", "en"));
    assert_eq!((eva.status.as_str(), eva.delivery.unwrap().state.as_str()), ("waiting", "queued"));
    assert_eq!(app.deliver_all().await.len(), 2);
    assert_eq!(app.mails().len(), 2);
    assert!(app.mails().iter().any(|mail| {
        mail.text.lines().any(|line| line.trim().len() == 8 && line.trim().bytes().all(|byte| byte.is_ascii_digit()))
    }));

    let kinds = app.texts("SELECT kind FROM audit_events WHERE detail LIKE '%import%' ORDER BY seq").await;
    let kinds: Vec<_> = kinds.iter().flatten().map(String::as_str).collect();
    assert_eq!(kinds, ["import_started", "user_created", "user_created", "import_finished"]);
    let mails = app.state.store.list_mails_of_import(&import_id(&id)).await.unwrap();
    assert_eq!(mails.iter().map(|(state, count)| (state.unwrap().as_str(), *count)).collect::<Vec<_>>(), [("sent", 2)]);
    // They are found like everybody else, and the CPF is nowhere in clear.
    assert_eq!(app.number("SELECT COUNT(DISTINCT user_id) FROM user_words").await, 3);
    for bytes in app.written_down().await {
        assert!(!crate::app::holds(&bytes, "52998224725") && !crate::app::holds(&bytes, "529.982.247-25"));
    }
}

#[tokio::test]
async fn the_same_file_again_creates_nobody() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    confirmed(&mut admin, people_csv(150)).await;
    run_job(&app).await;
    let id = previewed(&mut admin, people_csv(150)).await;
    assert_eq!(counts(&app, &id).await, RowCounts { known: 150, ..RowCounts::default() });
    let answer = post_action(&mut admin, &id, "confirm").await;
    assert_eq!(answer.location(), Some(format!("/admin/imports/{id}?notice=moved-on").as_str()));
    run_job(&app).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 151);
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 150);
    app.deliver_all().await;
}

#[tokio::test]
async fn two_imports_of_the_same_file_at_once_create_everybody_once() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let first = confirmed(&mut admin, people_csv(250)).await;
    let second = confirmed(&mut admin, people_csv(250)).await;
    let (one, two) = tokio::join!(run_job(&app), run_job(&app));
    assert!(one.len() + two.len() >= 6);
    let (first, second) = (counts(&app, &first).await, counts(&app, &second).await);
    assert_eq!((first.created + second.created, first.known + second.known), (250, 250));
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 250);
    app.deliver_all().await;
}

#[tokio::test]
async fn confirming_twice_at_once_starts_one_import() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let id = previewed(&mut admin.clone(), people_csv(3)).await;
    let (mut one, mut two) = (admin.clone(), admin);
    let (one, two) = tokio::join!(post_action(&mut one, &id, "confirm"), post_action(&mut two, &id, "confirm"));
    let here = format!("/admin/imports/{id}");
    let answers: BTreeSet<_> = [one.location(), two.location()].into_iter().collect();
    assert_eq!(answers, [Some(here.as_str())].into(), "the second click is told that somebody else was faster");
    run_job(&app).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 3);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'import_started'").await, 1);
    app.deliver_all().await;
}

/// A crash is a job that is dropped where it waits. Wherever that is, the next
/// start goes on, and nobody is created or written to twice.
#[tokio::test]
async fn a_crash_at_any_point_loses_no_row_and_does_none_twice() {
    let mut app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = confirmed(&mut admin, people_csv(450)).await;
    let mut crashes = 0;
    for polls in (1..).step_by(3) {
        {
            let mut round = std::pin::pin!(carry_out_next(&app.state));
            let mut left = polls;
            let ended = std::future::poll_fn(|context| {
                left -= 1;
                match round.as_mut().poll(context) {
                    std::task::Poll::Ready(ended) => std::task::Poll::Ready(Some(ended)),
                    std::task::Poll::Pending if left == 0 => std::task::Poll::Ready(None),
                    std::task::Poll::Pending => std::task::Poll::Pending,
                }
            });
            match ended.await {
                Some(Ok(None)) => break,
                Some(ended) => drop(ended.expect("the database answers")),
                None => crashes += 1,
            }
        }
        app = app.restarted(|_| ()).await;
        // What the one before had taken is free when its lease ends.
        app.advance(15);
        let RowCounts { created, .. } = counts(&app, &id).await;
        assert_eq!(created, app.number("SELECT COUNT(*) FROM users").await - 1);
        assert_eq!(created, app.number("SELECT COUNT(*) FROM outbox").await);
    }
    assert!(crashes >= 5, "only {crashes} crashes");
    assert_eq!(state_of(&app, &id).await, "done");
    assert_eq!(counts(&app, &id).await, RowCounts { created: 450, ..RowCounts::default() });
    assert_eq!(app.deliver_all().await.len(), 450);
    let once = "SELECT COUNT(DISTINCT user_id) FROM outbox WHERE state = 'sent' AND attempts = 1";
    assert_eq!((app.number(once).await, app.number("SELECT COUNT(*) FROM outbox").await), (450, 450));
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'user_created'").await, 450);
}

#[tokio::test]
async fn a_running_import_pauses_goes_on_and_is_cancelled_between_batches() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = confirmed(&mut admin, people_csv(350)).await;
    assert_eq!(carry_out_next(&app.state).await.unwrap(), Some(Batch::Made(100)));
    post_action(&mut admin, &id, "pause").await;
    assert_eq!((run_job(&app).await, state_of(&app, &id).await.as_str()), (vec![], "paused"));
    post_action(&mut admin, &id, "resume").await;
    assert_eq!(carry_out_next(&app.state).await.unwrap(), Some(Batch::Made(100)));
    post_action(&mut admin, &id, "cancel").await;
    assert_eq!((run_job(&app).await, state_of(&app, &id).await.as_str()), (vec![], "cancelled"));
    assert_eq!(counts(&app, &id).await, RowCounts { created: 200, ready: 150, ..RowCounts::default() });
    for word in ["resume", "confirm", "pause", "discard"] {
        let answer = post_action(&mut admin, &id, word).await;
        assert!(answer.location().unwrap().ends_with("?notice=moved-on"), "{word}");
    }
    assert_eq!(state_of(&app, &id).await, "cancelled");
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 201);
    // What was left is done by the same file, uploaded again.
    confirmed(&mut admin, people_csv(350)).await;
    run_job(&app).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 350);
    app.deliver_all().await;
}

#[tokio::test]
async fn a_row_with_the_cpf_of_somebody_deleted_says_that_they_were() {
    let app = TestApp::start().await;
    let mut rui = crate::app::new_user("Rui", "rui.old@example.org", chaveiro::domain::Role::Member);
    rui.cpf = Some(chaveiro::domain::Cpf::parse("52998224725").unwrap());
    app.queue_for(&rui).await;
    let file = "nome,e-mail,cpf\nRui,rui@example.org,529.982.247-25\nAna,ana@example.org,\n";
    for (action, wrong, words) in [
        (None, Wrong::CpfTaken, "já está em uma conta com outro e-mail"),
        (Some(AdminAction::Delete), Wrong::CpfDeleted, "está em uma conta excluída"),
    ] {
        if let Some(action) = action {
            app.apply_action(action, "rui.old@example.org").await;
        }
        let read = super::rows(&app, file).await;
        assert_eq!(read[0].problems, [RowProblem { column: Some(Column::Cpf), wrong }]);
        assert_eq!(read[1].state, RowState::Ready);
        assert!(row_problem(Locale::PtBr, &read[0].problems[0]).contains(words));
    }
    // By their address they are offered to be restored.
    let read = super::rows(&app, "nome,e-mail,cpf\nRui,rui.old@example.org,529.982.247-25\n").await;
    assert!(read[0].state == RowState::Known && read[0].is_deleted());
}

#[tokio::test]
async fn who_came_by_hand_after_the_preview_is_skipped_or_refused_by_their_cpf() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let file = "nome,e-mail,cpf\nEva,eva@example.org,\nRui,rui@example.org,529.982.247-25\nAna,ana@example.org,\n";
    let id = confirmed(&mut admin, file).await;
    app.queue("eva@example.org").await;
    let mut other = crate::app::new_user("Rui Outro", "outro@example.org", chaveiro::domain::Role::Member);
    other.cpf = Some(chaveiro::domain::Cpf::parse("52998224725").unwrap());
    app.queue_for(&other).await;
    run_job(&app).await;
    assert_eq!(counts(&app, &id).await, RowCounts { known: 1, deleted: 0, refused: 1, created: 1, ready: 0, wrong: 0 });
    let refused =
        app.state.store.find_rows(&import_id(&id), (RowState::Refused, RowState::Refused), 0, 9).await.unwrap();
    assert!(refused[0].problem.contains("cpf_taken"), "{}", refused[0].problem);
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 3);
}

#[tokio::test]
async fn an_import_ends_when_who_confirmed_it_may_no_more() {
    for lost in ["role", "disabled", "deleted"] {
        let app = TestApp::start().await;
        let mut first = app.admin().await;
        let mut bia = another_admin(&app, "bia@example.org").await;
        let id = confirmed(&mut bia, people_csv(250)).await;
        assert_eq!(carry_out_next(&app.state).await.unwrap(), Some(Batch::Made(100)));
        match lost {
            "role" => {
                app.execute("UPDATE users SET role = 'member' WHERE email = 'bia@example.org'").await;
            }
            "disabled" => app.apply_action(AdminAction::Disable, "bia@example.org").await,
            _ => app.apply_action(AdminAction::Delete, "bia@example.org").await,
        }
        assert_eq!(run_job(&app).await, [Batch::RightLost], "{lost}");
        assert_eq!(state_of(&app, &id).await, "cancelled");
        assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 100);
        let actor = app.texts("SELECT actor FROM audit_events WHERE kind = 'import_cancelled'").await;
        assert_eq!(actor, [Some("worker".to_owned())]);
        let page = first.get(&format!("/admin/imports/{id}")).await;
        assert!(page.says("Quem confirmou a importação não é mais administrador"), "{}", page.text);
        app.deliver_all().await;
    }
}

#[tokio::test]
async fn an_admin_who_continues_an_import_is_its_actor_from_then_on() {
    let app = TestApp::start().await;
    app.admin().await;
    let mut bia = another_admin(&app, "bia@example.org").await;
    let mut first = app.browser();
    first.sign_in(ADMIN_EMAIL, crate::app::ADMIN_PASSWORD).await;
    let id = confirmed(&mut bia, people_csv(250)).await;
    post_action(&mut first, &id, "pause").await;
    app.apply_action(AdminAction::Disable, "bia@example.org").await;
    post_action(&mut first, &id, "resume").await;
    run_job(&app).await;
    assert_eq!(state_of(&app, &id).await, "done");
    app.deliver_all().await;
}

#[tokio::test]
async fn ten_thousand_rows_become_ten_thousand_accounts() {
    let app = TestApp::start().await;
    app.leave_mail();
    let mut admin = app.admin().await;
    let id = confirmed(&mut admin, people_csv(10_000)).await;
    let started = std::time::Instant::now();
    assert_eq!(run_job(&app).await.len(), 101);
    eprintln!("10,000 accounts in {:?}", started.elapsed());
    let import = app.state.store.find_import(&import_id(&id)).await.unwrap().unwrap();
    assert_eq!((import.state, import.total, import.planned), (ImportState::Done, 10_000, 10_000));
    assert_eq!(counts(&app, &id).await, RowCounts { created: 10_000, ..RowCounts::default() });
    assert_eq!(
        app.number("SELECT COUNT(*) FROM users WHERE standing = 'waiting' AND mail_state = 'queued'").await,
        10_000
    );
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox WHERE state = 'queued'").await, 10_000);
}
