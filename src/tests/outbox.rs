//! The outbox in an admin's hands: what it shows, pausing, trying again, test mails, the pace.

use crate::app::{ADMIN_EMAIL, ADMIN_PASSWORD, Browser, TestApp, address, new_user, race, short_timeouts_and_login};
use crate::smtp_sink::{Certificate, Fault, Script, SmtpSink, Stage, Tls};
use axum::http::StatusCode;
use chaveiro::domain::{DeliveryState, Locale, Role, UserStatus};
use chaveiro::locale::delivery_hint;
use chaveiro::locale::time::Zone;
use chaveiro::server::clock::Clock;
use chaveiro::server::config::SelfRegistration;
use chaveiro::server::delivery::{Outcome, deliver_next};
use chaveiro::server::email::{Encryption, SmtpSettings, Transport};
use chaveiro::server::rate_limit::MAILS_KEPT;
use chaveiro::server::session::Admin;
use chaveiro::server::store::outbox::Seen;
use chaveiro::server::store::outbox::{MailFilter, QueuePosition};
use chaveiro::server::{AppState, outbox};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const MARIA: &str = "maria@example.org";
const RUI: &str = "rui@example.org";
const EVA: &str = "eva@example.org";
const LEASE: Duration = Duration::from_secs(120);

async fn queue(app: &TestApp, name: &str, email: &str) {
    app.queue_for(&new_user(name, email, Role::Member)).await;
}

async fn state_of(app: &TestApp, email: &str) -> DeliveryState {
    app.account(email).await.delivery.expect("a delivery").state
}

async fn pause(app: &TestApp) {
    assert!(outbox::pause(&app.state, &Admin::from_cli()).await.unwrap());
}

async fn resume(app: &TestApp) {
    assert!(outbox::resume(&app.state, &Admin::from_cli()).await.unwrap());
}

async fn is_paused_by_an_admin(app: &TestApp) -> bool {
    app.state.store.find_pause().await.unwrap().is_some_and(|pause| pause.by_operator)
}

/// How many mails each address got.
fn received(sink: &SmtpSink) -> BTreeMap<String, usize> {
    let mut mails = BTreeMap::new();
    for mail in sink.mails() {
        *mails.entry(mail.rcpt[0].clone()).or_default() += 1;
    }
    mails
}

/// The row of the table that is about `name`.
fn row_of<'a>(page: &'a str, name: &str) -> &'a str {
    let rows = page.split("<tr").find(|row| row.contains(name));
    rows.unwrap_or_else(|| panic!("no row about {name}"))
}

#[tokio::test]
async fn the_queue_page_shows_status_reason_and_remedy_of_each_mail() {
    let sink = SmtpSink::start(Script::default().to(RUI, Stage::Rcpt, Fault::Answer("450 4.2.1 mailbox busy")).to(
        EVA,
        Stage::Rcpt,
        Fault::Answer("550 5.1.1 no such user"),
    ));
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    let empty = admin.get("/admin/mail").await;
    assert!(empty.says("Nenhum e-mail na fila") && empty.says("Nenhum e-mail na fila"), "{}", empty.text);
    assert!(admin.get("/admin/mail?show=failed").await.says("Nenhuma falha no envio"));
    assert!(admin.get("/admin/mail?show=sent").await.says("Nenhum e-mail enviado ainda"));

    for (name, email) in [("Maria Souza", MARIA), ("Rui Lima", RUI), ("Eva Reis", EVA)] {
        queue(&app, name, email).await;
    }
    app.deliver_all().await;

    let open = admin.get("/admin/mail").await;
    assert!(open.says("1 e-mail na fila: 1 com nova tentativa agendada."), "{}", open.text);
    for tab in ["Na fila (1)", "Falha no envio (1)", "Aceitos pelo servidor (1)"] {
        assert!(open.text.replace("<!>", "").contains(tab), "{tab}: {}", open.text);
    }
    assert!(!open.text.contains("Maria Souza") && !open.text.contains("Eva Reis"));
    let rui = row_of(&open.text, "Rui Lima");
    for words in ["Nova tentativa agendada", "pediu para tentar mais tarde", "450 4.2.1 mailbox busy"] {
        assert!(rui.contains(words), "{words}: {rui}");
    }
    assert!(rui.contains("Próxima tentativa às") && rui.contains("Tentar agora"), "{rui}");

    let failed = admin.get("/admin/mail?show=failed").await;
    let eva = row_of(&failed.text, "Eva Reis");
    let account = format!("/admin/users/{}", app.account(EVA).await.user.id.as_str());
    for words in [
        "Falha no envio",
        "recusou este endereço",
        "550 5.1.1 no such user",
        "Corrija o e-mail",
        "Reenviar senha temporária",
        &account,
    ] {
        assert!(eva.contains(words), "{words}: {eva}");
    }
    let sent = admin.get("/admin/mail?show=sent").await;
    let maria = row_of(&sent.text, "Maria Souza");
    assert!(maria.contains("Aceito pelo servidor") && !maria.contains("Tentar"), "{maria}");

    // One click each.
    app.advance(1);
    sink.set_script(Script::default());
    for (email, shelf) in [(RUI, "open"), (EVA, "failed")] {
        let mail = app.account(email).await.delivery.expect("a mail").id;
        let answer = admin.post("/admin/mail/retry", &[("mail", mail.as_str()), ("show", shelf)]).await;
        let back = format!("/admin/mail?show={shelf}&notice=retried");
        assert_eq!(answer.location(), Some(back.as_str()), "{}", answer.text);
        let twice = admin.post("/admin/mail/retry", &[("mail", mail.as_str()), ("show", shelf)]).await;
        assert_eq!(twice.status, StatusCode::SEE_OTHER, "a second click is an error: {}", twice.text);
    }
    assert_eq!(app.deliver_all().await, [Outcome::Sent, Outcome::Sent]);
    assert_eq!(received(&sink).values().copied().collect::<Vec<_>>(), [1, 1, 1]);

    // What failed stays as history, and says that nothing is left to do.
    let failed = admin.get("/admin/mail?show=failed").await;
    let eva = row_of(&failed.text, "Eva Reis");
    assert!(eva.contains("outro e-mail substituiu este") && !eva.contains("Reenviar"), "{eva}");
    let mail = app.texts("SELECT id FROM outbox WHERE state = 'sent' ORDER BY id LIMIT 1").await;
    let answer = admin.post("/admin/mail/retry", &[("mail", mail[0].as_deref().unwrap())]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "a sent mail is sent again");
}

/// PostgreSQL refuses a text with a NUL: both addresses answered with an error of the server.
#[tokio::test]
async fn a_text_that_is_no_id_of_a_mail_names_none() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    for path in ["/admin/users/send-again", "/admin/mail/retry"] {
        for id in ["\0", "1", ""] {
            let answer = admin.post(path, &[("mail", id)]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path} {id:?}: {}", answer.text);
        }
    }
    assert_eq!(admin.get("/admin/mail?after=1.%00").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_list_is_paged_without_losing_or_repeating_a_mail() {
    let app = TestApp::start().await;
    for number in 0..60 {
        queue(&app, "Pessoa", &format!("person{number}@example.org")).await;
        app.state.clock.advance(Duration::from_millis(number % 2));
    }
    for filter in [MailFilter::Open, MailFilter::In(DeliveryState::Sent)] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let mails = app.state.store.list_mails(filter, after.as_ref(), 7).await.unwrap();
            let Some(last) = mails.last() else { break };
            let position = QueuePosition::after(filter, last);
            after = QueuePosition::parse(&position.to_string());
            assert_eq!(after, Some(position));
            seen.extend(mails.into_iter().map(|mail| mail.email));
        }
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!((count, seen.len()), (60, 60), "{filter:?}");
        app.deliver_all().await;
    }
    let mut admin = app.admin().await;
    let first = admin.get("/admin/mail?show=sent").await;
    let next = first.text.split("href=\"").find(|link| link.starts_with("/admin/mail?show=sent&amp;after="));
    let next = html_escape::decode_html_entities(next.expect("a next page").split('"').next().unwrap()).into_owned();
    let second = admin.get(&next).await;
    assert_eq!(second.text.matches("<tr").count(), 26);
    assert!(second.says("Voltar ao começo"));
    assert_eq!(admin.get("/admin/mail?show=nothing&after=nonsense").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_admins_pause_stops_everything_until_it_is_taken_back() {
    let sink = SmtpSink::start(Script::default());
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    app.advance(1);
    app.queue(RUI).await;
    let held = app.take_mail(LEASE).await;

    let paused = admin.post("/admin/mail/pause", &[]).await;
    assert_eq!(paused.location(), Some("/admin/mail?notice=paused"));
    assert!(admin.get("/admin/mail").await.says("Um administrador pausou os envios"));
    assert!(app.deliver_all().await.is_empty());

    // The mail on its way ends normally and lifts nothing.
    app.state.store.set_sent(&held, &address("someone@example.org"), None, "250 ok").await.unwrap();
    assert_eq!(state_of(&app, MARIA).await, DeliveryState::Sent);
    assert!(is_paused_by_an_admin(&app).await, "a sent mail has lifted the pause");
    for _ in 0..30 {
        app.advance(60);
        assert!(app.deliver_all().await.is_empty(), "a probe in spite of an admin's pause");
    }

    // Neither does a new start.
    let app = app.restarted(|_| ()).await;
    app.state.store.set_abandoned_deliveries_due().await.unwrap();
    assert!(app.deliver_all().await.is_empty());
    let mut admin_again = app.browser();
    admin_again.cookies = admin.cookies.clone();
    assert!(admin_again.get("/admin/mail").await.says("Retomar envios"));
    let ready = app.browser_at("127.0.0.1").get("/readyz").await;
    assert!(ready.text.contains(r#""mail_paused":true"#), "{}", ready.text);

    let resumed = admin_again.post("/admin/mail/resume", &[]).await;
    assert_eq!(resumed.location(), Some("/admin/mail?notice=resumed"));
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'mail_paused'").await, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'mail_resumed'").await, 1);
}

#[tokio::test]
async fn a_pause_holds_whatever_the_mail_server_says_to_a_mail_on_its_way() {
    for (script, expected) in [
        (Script::default().at(Stage::Rcpt, Fault::Answer("550 5.1.1 nobody")), DeliveryState::Failed),
        (Script::default().at(Stage::Rcpt, Fault::Answer("450 4.2.1 later")), DeliveryState::Waiting),
        (Script::default().at(Stage::Mail, Fault::Answer("550 5.7.1 not this sender")), DeliveryState::Waiting),
        (Script::default(), DeliveryState::Sent),
    ] {
        let sink = SmtpSink::start(script);
        let app = TestApp::start_with_sink(&sink).await;
        app.queue(MARIA).await;
        app.advance(1);
        app.queue(RUI).await;
        // The pause comes while the hash is computed or the mail is under way, or before: all must do.
        let (outcome, ()) = tokio::join!(deliver_next(&app.state), async {
            while app.number("SELECT COUNT(*) FROM outbox WHERE state = 'sending'").await == 0 {
                if app.number("SELECT COUNT(*) FROM outbox WHERE state = 'queued'").await < 2 {
                    break;
                }
                tokio::task::yield_now().await;
            }
            pause(&app).await;
        });
        outcome.unwrap();
        assert_eq!(state_of(&app, MARIA).await, expected);
        assert!(is_paused_by_an_admin(&app).await, "{expected:?} has lifted the pause");
        app.advance(3600);
        assert!(app.deliver_all().await.is_empty(), "{expected:?}");
        sink.set_script(Script::default());
        resume(&app).await;
        assert!(app.deliver_all().await.contains(&Outcome::Sent), "{expected:?}");
        assert!(app.state.store.find_pause().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn resuming_frees_what_waited_for_the_mail_servers_sake() {
    let sick = Script::default().at(Stage::Greet, Fault::Answer("421 4.3.2 shutting down"));
    let sink = SmtpSink::start(sick);
    let app = TestApp::start_with_sink(&sink).await;
    app.queue(MARIA).await;
    assert_eq!(app.deliver_all().await, [Outcome::Waiting]);
    pause(&app).await;
    assert!(!outbox::pause(&app.state, &Admin::from_cli()).await.unwrap(), "paused twice");
    sink.set_script(Script::default());
    resume(&app).await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert!(!outbox::resume(&app.state, &Admin::from_cli()).await.unwrap());
}

#[tokio::test]
async fn trying_all_again_mails_each_person_once() {
    let sink = SmtpSink::start(
        Script::default()
            .to(MARIA, Stage::Rcpt, Fault::Answer("450 4.2.1 later"))
            .to(RUI, Stage::Rcpt, Fault::Answer("550 5.1.1 nobody"))
            .to("zoe@example.org", Stage::Rcpt, Fault::Answer("550 5.1.1 nobody"))
            .to("gil@example.org", Stage::Rcpt, Fault::Answer("550 5.1.1 nobody")),
    );
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    assert_eq!(admin.post("/admin/mail/retry-all", &[]).await.location(), Some("/admin/mail?notice=nothing-to-retry"));
    for email in [MARIA, RUI, EVA, "zoe@example.org", "gil@example.org"] {
        app.queue(email).await;
    }
    app.deliver_all().await;
    app.apply_action(chaveiro::domain::AdminAction::Disable, "zoe@example.org").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox WHERE state = 'failed'").await, 3);

    // Gil's has failed twice: one fresh mail is enough.
    app.advance(1);
    let id = app.id_of("gil@example.org").await;
    app.state.store.insert_another_temporary_password_mail(&id, Seen::Unknown, Admin::from_cli().by()).await.unwrap();
    app.deliver_all().await;

    app.advance(1);
    sink.set_script(Script::default());
    for _ in 0..2 {
        admin.post("/admin/mail/retry-all", &[]).await;
    }
    app.deliver_all().await;
    let expected = [(EVA, 1), ("gil@example.org", 1), (MARIA, 1), (RUI, 1)];
    assert_eq!(received(&sink), expected.map(|(email, mails)| (email.to_owned(), mails)).into());
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox WHERE state = 'failed'").await, 4, "history is rewritten");
    let details = app
        .texts("SELECT detail FROM audit_events WHERE kind = 'mail_retried' AND actor <> 'worker' ORDER BY seq")
        .await;
    assert_eq!(details, [Some("waiting: 1".to_owned()), Some("failed: 2".to_owned())]);
    let sql = "SELECT COUNT(*) FROM audit_events WHERE kind = 'temporary_password_requested'";
    assert_eq!(app.number(sql).await, 3, "the accounts' own log does not tell");
}

#[tokio::test]
async fn two_admins_who_try_all_again_at_once_send_each_mail_once() {
    let sink = SmtpSink::start(Script::default().at(Stage::Rcpt, Fault::Answer("550 5.1.1 nobody")));
    let app = TestApp::start_with_sink(&sink).await;
    for number in 0..8 {
        app.queue(&format!("person{number}@example.org")).await;
    }
    app.deliver_all().await;
    app.advance(1);
    sink.set_script(Script::default());
    let admin = Admin::from_cli();
    let (first, second) = tokio::join!(outbox::retry_all(&app.state, &admin), outbox::retry_all(&app.state, &admin));
    assert_eq!(first.unwrap().fresh + second.unwrap().fresh, 8);
    app.deliver_all().await;
    let mails = received(&sink);
    assert_eq!((mails.len(), sink.mails().len()), (8, 8));
}

#[tokio::test]
async fn a_refusing_server_is_tried_at_once_when_an_admin_asks() {
    let sink = SmtpSink::start(Script::default().at(Stage::Mail, Fault::Answer("550 5.7.1 not this sender")));
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    assert_eq!(app.deliver_all().await, [Outcome::Waiting]);
    let page = admin.get("/admin/mail").await;
    for words in
        ["Com falha", "não aceitou nosso endereço de remetente", "CHAVEIRO_MAIL_FROM", "550 5.7.1 not this sender"]
    {
        assert!(page.says(words), "{words}: {}", page.text);
    }
    sink.set_script(Script::default());
    assert!(app.deliver_all().await.is_empty(), "the probe has its time");
    admin.post("/admin/mail/retry-all", &[]).await;
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert!(admin.get("/admin/mail").await.says("Nenhum e-mail na fila"));
}

/// While an admin has paused the mails, none is tried at the hour that it would be tried at.
#[tokio::test]
async fn no_page_names_the_next_try_of_a_paused_mail_and_the_persons_own_can_hurry_it() {
    let busy = Script::default().to(RUI, Stage::Rcpt, Fault::Answer("450 4.2.1 mailbox busy"));
    let sink = SmtpSink::start(busy);
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    queue(&app, "Rui Lima", RUI).await;
    app.deliver_all().await;
    let person = format!("/admin/users/{}", app.id_of(RUI).await);
    let paths = ["/admin/users", "/admin/mail", &person];
    for path in paths {
        let page = admin.get(path).await;
        assert!(page.says("Próxima tentativa às") && !page.says("pausados"), "{path}: {}", page.text);
    }
    pause(&app).await;
    for path in paths {
        let page = admin.get(path).await;
        assert!(!page.says("Próxima tentativa") && page.says("Os envios estão pausados."), "{path}: {}", page.text);
    }
    resume(&app).await;

    app.advance(1);
    sink.set_script(Script::default());
    assert!(admin.get(&person).await.says("Tentar agora"));
    let mail = app.account(RUI).await.delivery.expect("a mail").id;
    let form = [("mail", mail.as_str()), ("user", person.rsplit('/').next().unwrap())];
    let answer = admin.post("/admin/mail/retry", &form).await;
    assert_eq!(answer.location(), Some(&*format!("{person}?notice=retried")), "{}", answer.text);
    let page = admin.get(answer.location().unwrap()).await;
    assert!(page.says("O e-mail está na fila de novo."), "{}", page.text);
    assert_eq!(app.deliver_all().await, [Outcome::Sent]);
    assert!(!admin.get(&person).await.says("Tentar agora"));
}

#[tokio::test]
async fn a_mailbox_for_insiders_only_has_advice_of_its_own() {
    let refusal = "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required";
    let sink = SmtpSink::start(Script::default().to(EVA, Stage::Rcpt, Fault::Answer(refusal)));
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    queue(&app, "Eva Reis", EVA).await;
    app.deliver_all().await;
    let failed = admin.get("/admin/mail?show=failed").await;
    let eva = row_of(&failed.text, "Eva Reis");
    assert!(
        eva.contains("Esta caixa só aceita e-mails de dentro da organização.") && !eva.contains("Leia a resposta"),
        "{eva}"
    );
}

async fn pages_warn(browser: &mut Browser, heading: &str) -> [bool; 3] {
    let mut seen = [false; 3];
    for (seen, path) in seen.iter_mut().zip(["/admin/users", "/admin/users/new", "/admin"]) {
        *seen = browser.get(path).await.says(heading);
    }
    seen
}

#[tokio::test]
async fn every_page_of_the_console_warns_while_mails_do_not_leave() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let mut member = app.member("ines@example.org").await;
    assert_eq!(pages_warn(&mut admin, "Os envios estão").await, [false; 3]);
    app.queue(MARIA).await;
    pause(&app).await;
    assert_eq!(pages_warn(&mut admin, "Os envios estão pausados").await, [true; 3]);
    let refused = admin.post("/admin/users/new", &[("display_name", ""), ("email", "")]).await;
    assert!(refused.says("Os envios estão pausados"), "not after a refused form");
    assert!(!member.get("/account").await.says("Os envios"));
    // The page of the queue says it itself, once.
    let queue = admin.get("/admin/mail").await;
    assert!(
        queue.says("Um administrador pausou os envios em") && !queue.text.contains("mail-warning"),
        "{}",
        queue.text
    );
    resume(&app).await;
    assert_eq!(pages_warn(&mut admin, "Os envios estão").await, [false; 3]);

    app.advance(15 * 60 + 1);
    assert_eq!(pages_warn(&mut admin, "Os envios estão atrasados").await, [true; 3]);
    let queue = admin.get("/admin/mail").await;
    assert_eq!(queue.text.matches("Os envios estão atrasados").count(), 1, "{}", queue.text);
    app.deliver_all().await;
    assert_eq!(pages_warn(&mut admin, "Os envios estão").await, [false; 3]);
}

#[tokio::test]
async fn members_and_visitors_get_nothing_of_the_outbox() {
    let app = TestApp::start().await;
    let mut member = app.member("ines@example.org").await;
    let before = app.row_counts().await;
    assert_eq!(member.get("/admin/mail").await.status, StatusCode::FORBIDDEN);
    for path in ["/admin/mail", "/admin/mail/pause", "/admin/mail/resume", "/admin/mail/retry", "/admin/mail/retry-all"]
    {
        let fields = [("email", MARIA), ("mail", "x")];
        assert_eq!(member.post(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(app.browser().post(path, &fields).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(app.row_counts().await, before);
    assert!(app.state.store.find_pause().await.unwrap().is_none());
    assert_eq!(app.mails().len(), 2, "a mail was sent");
}

/// What the page says after a test mail, and whether it offers the address again.
async fn tested(app: &TestApp) -> (StatusCode, String) {
    let mut admin = app.admin().await;
    let answer = admin.post("/admin/mail", &[("email", "to@example.org")]).await;
    (answer.status, html_escape::decode_html_entities(&answer.text).into_owned())
}

#[tokio::test]
async fn a_test_mail_names_the_step_that_failed_and_what_to_do() {
    let login = || Script::default().auth("PLAIN LOGIN");
    for (script, step, hint) in [
        (login().at(Stage::Greet, Fault::Answer("554 5.7.1 go away")), "greeting", "bloqueado"),
        (login().at(Stage::Auth, Fault::Answer("535 5.7.8 no")), "auth", "CHAVEIRO_SMTP_PASSWORD"),
        (login().at(Stage::Mail, Fault::Answer("550 5.7.1 no")), "sender", "CHAVEIRO_MAIL_FROM"),
        (login().at(Stage::Rcpt, Fault::Answer("550 5.1.1 no")), "recipient", "endereço do destinatário"),
        (login().at(Stage::Data, Fault::Answer("554 5.6.0 no")), "data", "resposta do servidor"),
        (login().at(Stage::Ack, Fault::Answer("451 4.3.0 not now")), "data", "resposta do servidor"),
        (login().at(Stage::Ack, Fault::HangUp), "final_answer", "pode ter chegado"),
        (login().at(Stage::Greet, Fault::Answer("421 4.3.2 later")), "greeting", "mais tarde"),
        (login().at(Stage::Auth, Fault::Answer("454 4.7.0 later")), "auth", "mais tarde"),
        (login().at(Stage::Auth, Fault::Answer("538 5.7.11 no")), "auth", "?tls=required"),
        (login().at(Stage::Auth, Fault::Answer("535 5.7.139 disabled")), "auth", "SMTP AUTH"),
        (login().at(Stage::Mail, Fault::Answer("452 4.3.1 later")), "sender", "mais tarde"),
        (login().at(Stage::Mail, Fault::HangUp), "sender", "confira a rede"),
        (login().at(Stage::Rcpt, Fault::Answer("451 4.3.0 later")), "recipient", "em alguns minutos"),
        (login().at(Stage::Rcpt, Fault::Answer("451 4.7.1 Greylisted")), "recipient", "em alguns minutos"),
        (login().at(Stage::Rcpt, Fault::HangUp), "recipient", "confira a rede"),
        (login().at(Stage::Greet, Fault::Bytes(b"* OK IMAP4 ready\r\n".to_vec())), "greeting", "CHAVEIRO_SMTP_URL"),
    ] {
        let sink = SmtpSink::start(script);
        let app = TestApp::start_with_smtp(sink.address(), short_timeouts_and_login).await;
        let (status, text) = tested(&app).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
        let name = chaveiro::locale::delivery_step(Locale::PtBr, step);
        assert!(text.contains(&format!("O teste falhou na etapa “{name}”")), "{step}: {text}");
        assert!(text.contains(hint), "{step}: {hint}: {text}");
        for ours in ["the connection was lost", "not SMTP", "no answer in time"] {
            assert!(!text.contains(ours), "{step}: {ours}");
        }
        assert!(text.contains(r#"value="to@example.org""#), "{step}: the address has to be typed again");
        assert!(app.state.store.find_pause().await.unwrap().is_none(), "{step}: a test has paused the queue");
        assert_eq!(app.number("SELECT COUNT(*) FROM audit_events WHERE kind = 'mail_tested'").await, 1);
        let failed = app.texts("SELECT detail FROM audit_events WHERE kind = 'mail_test_failed'").await;
        assert_eq!(failed, [Some(format!("example.org: {step}"))], "the log calls it a success");
    }
}

#[tokio::test]
async fn a_test_mail_names_the_step_at_which_a_server_is_unreachable() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let elsewhere = SmtpSink::start(Script::default().tls(Tls::Implicit(Certificate::Elsewhere)));
    let silent = SmtpSink::start(Script::default().at(Stage::Greet, Fault::Silence));
    for (address, host, encryption, step) in [
        (closed, "127.0.0.1", Encryption::None, "connect"),
        (closed, "nowhere.invalid", Encryption::None, "name_lookup"),
        (elsewhere.address(), "localhost", Encryption::Implicit, "tls"),
        (silent.address(), "127.0.0.1", Encryption::None, "greeting"),
    ] {
        let app = TestApp::start_with_smtp(address, |smtp| {
            smtp.timeouts.step = Duration::from_millis(400);
            smtp.host = host.to_owned();
            smtp.encryption = encryption;
        });
        let app = app.await;
        let (status, text) = tested(&app).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{step}");
        let name = chaveiro::locale::delivery_step(Locale::PtBr, step);
        assert!(text.contains(&format!("etapa “{name}”")), "{step}: {text}");
        let hint = match step {
            "tls" => "CHAVEIRO_SMTP_CA_FILE",
            "greeting" => "não se apresentou",
            _ => delivery_hint(Locale::PtBr, step, ""),
        };
        assert!(text.contains(hint), "{step}: {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_holds_a_test_mail_up_for_less_than_a_minute() {
    let silent = SmtpSink::start(Script::default().at(Stage::Mail, Fault::Silence));
    let mut smtp = SmtpSettings::parse(&format!("smtp://{}", silent.address()), None, false).unwrap();
    smtp.timeouts.step = Duration::from_secs(600);
    let public_url = url::Url::parse("http://localhost:3000/").unwrap();
    let sender = chaveiro::server::email::Sender {
        time_zone: Zone::usual(Locale::PtBr),
        from: "Chaveiro <chaveiro@localhost>".parse().unwrap(),
        reply_to: None,
        organization: "Aurora".to_owned(),
        public_url,
        look: Default::default(),
    };
    let mailer = chaveiro::server::email::Mailer::new(sender, Transport::Smtp(smtp));
    let started = tokio::time::Instant::now();
    let to = chaveiro::domain::EmailAddress::parse("to@example.org").unwrap();
    let to = outbox::test_addressee(to, Locale::PtBr).unwrap();
    let error = outbox::send_test(&mailer, &to).await.expect_err("nobody answers");
    assert!(started.elapsed() <= Duration::from_secs(56), "{:?}", started.elapsed());
    assert!(started.elapsed() >= Duration::from_secs(54), "{:?}", started.elapsed());
    assert_eq!(error.answer, "no answer in time");
}

#[tokio::test]
async fn a_test_mail_leaves_beside_the_queue_and_six_times_a_minute_at_most() {
    let sink = SmtpSink::start(Script::default());
    let app = TestApp::start_with_sink(&sink).await;
    let mut admin = app.admin().await;
    app.queue(MARIA).await;
    pause(&app).await;
    let wrong = admin.post("/admin/mail", &[("email", "nobody")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..6 {
        let sent = admin.post("/admin/mail", &[("email", "to@example.org")]).await;
        assert_eq!(sent.location(), Some("/admin/mail?notice=tested"), "{}", sent.text);
        app.advance(5);
    }
    let refused = admin.post("/admin/mail", &[("email", "to@example.org")]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(received(&sink), [("to@example.org".to_owned(), 6)].into(), "a seventh, or one of the paused");
    app.advance(31);
    let sent = admin.post("/admin/mail", &[("email", "to@example.org")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "the first is a minute ago");
    let details = app.texts("SELECT detail FROM audit_events WHERE kind = 'mail_tested' ORDER BY seq LIMIT 1").await;
    assert_eq!(details, [Some("example.org".to_owned())], "the log names the mailbox");

    // A hundred at once are no more.
    app.advance(61);
    let tests = race(20, |_| {
        let mut admin = admin.clone();
        async move { admin.post("/admin/mail", &[("email", "many@example.org")]).await.status }
    });
    let statuses = tests.await;
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 6);
    assert_eq!(received(&sink)["many@example.org"], 6);
}

/// Two nodes on one database: the pace is theirs together.
#[tokio::test]
async fn mails_keep_the_operators_pace_over_all_nodes() {
    let app = TestApp::start_with(|settings| settings.mail_interval = Some(Duration::from_millis(500))).await;
    for number in 0..180 {
        app.queue(&format!("person{number}@example.org")).await;
    }
    let clock: Clock = app.state.clock.clone();
    let other = AppState::open((*app.state.settings).clone(), clock.clone()).await.unwrap();
    let mut sent = 0;
    // Workers that wake up 70 ms too late still make 120 a minute.
    for step in 0..858 {
        let node = if step % 2 == 0 { &app.state } else { &other };
        for _ in 0..3 {
            match deliver_next(node).await.unwrap() {
                Outcome::Sent => sent += 1,
                Outcome::NotBefore(time) => {
                    assert!(time > clock.now() && time.since(clock.now()) <= Duration::from_millis(500))
                }
                other => panic!("{other:?}"),
            }
        }
        clock.advance(Duration::from_millis(70));
    }
    assert!((108..=132).contains(&sent), "{sent} in a minute instead of 120");
    other.store.close().await;

    // Idle for an hour, the first mails may run ahead by no more than a second's worth.
    let taken = sent;
    clock.advance(Duration::from_secs(3600));
    while deliver_next(&app.state).await.unwrap() == Outcome::Sent {
        sent += 1;
    }
    assert!(sent - taken <= 3, "{} at once", sent - taken);
}

#[tokio::test]
async fn without_a_pace_mails_go_as_fast_as_they_can_and_a_slow_one_is_kept_by_real_workers() {
    let app = TestApp::start().await;
    for number in 0..30 {
        app.queue(&format!("person{number}@example.org")).await;
    }
    assert_eq!(app.deliver_all().await.len(), 30, "the clock stands, and yet all leave");

    // Real workers on a real clock: 20 a second.
    let settings = chaveiro::server::config::Settings {
        mail_interval: Some(Duration::from_millis(50)),
        ..(*app.state.settings).clone()
    };
    for number in 30..200 {
        app.queue(&format!("person{number}@example.org")).await;
    }
    let state = AppState::open(settings, Clock::system()).await.unwrap();
    let (before, began) = (app.mails().len(), Instant::now());
    let workers = tokio::spawn(chaveiro::server::delivery::deliver_until_shutdown(state.clone()));
    tokio::time::sleep(Duration::from_secs(3)).await;
    state.shutdown.cancel();
    workers.await.unwrap();
    let (sent, seconds) = (app.mails().len() - before, began.elapsed().as_secs_f64());
    let most = (seconds * 20.0).ceil() as usize + 20;
    assert!((40..=most).contains(&sent), "{sent} in {seconds} seconds: 20 a second, and 20 ahead");
}

/// A hundred registrations of invented addresses an hour once kept an invitation waiting for as long as they took.
#[tokio::test]
async fn at_a_pace_mails_of_registrations_let_the_others_go_first() {
    let app = TestApp::start_with(|settings| {
        settings.self_registration = SelfRegistration::On;
        settings.mail_interval = Some(Duration::from_secs(60));
    })
    .await;
    for number in 0..3 {
        let email = format!("stranger{number}@example.org");
        let fields = [("display_name", "Eva Lima"), ("email", email.as_str()), ("password", "sete pontes sobre o mar")];
        let answer = app.browser().post("/register", &fields).await;
        assert_eq!(answer.location(), Some("/register?notice=mail-sent"), "{}", answer.text);
        app.advance(1);
    }
    app.queue(MARIA).await;
    for _ in 0..4 {
        app.advance(60);
        assert_eq!(deliver_next(&app.state).await.unwrap(), Outcome::Sent);
    }
    let to: Vec<_> = app.mails().into_iter().map(|mail| mail.to).collect();
    let strangers = [0, 1, 2].map(|number| format!("stranger{number}@example.org"));
    assert_eq!(to[0], MARIA);
    assert_eq!(to[1..], strangers);
}

#[tokio::test]
async fn delivery_results_are_deleted_after_a_month_unless_still_needed() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    app.member("rui@example.org").await;
    app.invite("maria@example.org").await;
    app.advance(29 * 86400);
    app.state.store.delete_old_mails(app.state.clock.now().minus(MAILS_KEPT)).await.unwrap();
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 3, "one of them too early");
    app.queue("eva@example.org").await;

    app.advance(2 * 86400);
    app.state.store.delete_old_mails(app.state.clock.now().minus(MAILS_KEPT)).await.unwrap();

    let kept = app.texts("SELECT email FROM users JOIN outbox ON outbox.user_id = users.id ORDER BY email").await;
    assert_eq!(kept, [Some("eva@example.org".to_owned()), Some("maria@example.org".to_owned())]);
    assert_eq!(app.account("maria@example.org").await.status, UserStatus::Expired);
    assert!(app.account("maria@example.org").await.delivery.is_some());
    admin.sign_in(ADMIN_EMAIL, ADMIN_PASSWORD).await;
    let id = app.id_of("rui@example.org").await;
    assert_eq!(admin.get(&format!("/admin/users/{id}")).await.status, StatusCode::OK);
    assert_eq!(app.deliver_all().await, [Outcome::Sent], "what is still to leave leaves");
}
