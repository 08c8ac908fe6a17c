//! Accounts from before mailboxes were noted as proven: only those are, of which the log shows it.

use crate::app::{database, is_postgres};
use chaveiro::domain::Timestamp;
use chaveiro::server::clock::Clock;
use chaveiro::server::store::Store;
use chaveiro::server::store::audit::AuditKey;

/// What the log says of each, whether a CPF was the temporary password, and whether the address is proven.
const PEOPLE: [(&[&str], bool, bool); 9] = [
    (&["user_created", "password_chosen"], false, true),
    (&["user_registered"], false, true),
    (&["user_created", "password_reset"], false, true),
    (&["user_created"], false, false),
    (&["admin_created", "password_chosen"], false, false),
    (&["user_created", "temporary_password_revealed", "password_chosen"], false, false),
    (&["user_created", "password_chosen", "address_changed"], false, false),
    (&["user_created", "password_chosen", "address_changed", "address_restored"], false, false),
    (&["user_created", "password_chosen"], true, false),
];

#[tokio::test]
async fn an_upgrade_believes_only_mailboxes_that_a_mailed_secret_has_proven() {
    let folder = tempfile::tempdir().unwrap();
    let url = database(&folder).await;
    let made = if is_postgres() { url.clone() } else { format!("{url}?mode=rwc") };
    sqlx::any::install_default_drivers();
    let pool = sqlx::AnyPool::connect(&made).await.unwrap();
    let before = sqlx::migrate!("src/server/store/migrations").iter().take(15).cloned().collect();
    sqlx::migrate::Migrator::with_migrations(before).run(&pool).await.unwrap();
    let id = |person: usize| format!("019ab000-0000-7000-8000-00000000000{person}");
    let mut seq = 0_i64;
    for (person, (kinds, is_cpf, _)) in PEOPLE.iter().enumerate() {
        sqlx::query("INSERT INTO users (id, email, display_name, role, locale, created_at) VALUES ($1, $2, 'Rui', 'member', 'pt-BR', 1)")
            .bind(id(person))
            .bind(format!("p{person}@example.org"))
            .execute(&pool)
            .await
            .unwrap();
        for kind in *kinds {
            seq += 1;
            sqlx::query("INSERT INTO audit_events (seq, id, at, kind, actor, target, hash) VALUES ($1, $2, 1, $3, 'console', $4, '')")
                .bind(seq)
                .bind(seq.to_string())
                .bind(*kind)
                .bind(id(person))
                .execute(&pool)
                .await
                .unwrap();
        }
        if *is_cpf {
            sqlx::query("INSERT INTO temporary_passwords (id, user_id, outbox_id, preset, drawn_at, expires_at) VALUES ('t', $1, 'm', 'cpf', 1, 1)")
                .bind(id(person))
                .execute(&pool)
                .await
                .unwrap();
        }
    }
    let clock = Clock::stopped_at(Timestamp::from_millis(1_795_000_000_000));
    let store = Store::open(&url, clock, AuditKey(zeroize::Zeroizing::new([7; 32]))).await.expect("an upgrade");
    for (person, (kinds, is_cpf, is_proven)) in PEOPLE.iter().enumerate() {
        let row = sqlx::query("SELECT COUNT(*) FROM users WHERE id = $1 AND proven_email = email")
            .bind(id(person))
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(sqlx::Row::get::<i64, _>(&row, 0) == 1, *is_proven, "{kinds:?} {is_cpf}");
    }
    store.close().await;
    pool.close().await;
}
