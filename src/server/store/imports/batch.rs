//! A batch of an import: accounts, mails and rows in one transaction, so that a
//! crash at any moment neither loses a row nor does one twice.

use super::Import;
use super::rows::{has_ready_row, ready_lines, set_row, settle};
use crate::domain::import::{RowProblem, RowState};
use crate::domain::{NewUser, Timestamp, UserId};
use crate::server::store::apps::set_invited_app;
use crate::server::store::audit::{Actor, AuditEvent, AuditKind, By, Origin};
use crate::server::store::json::to_json;
use crate::server::store::search::{folded, index_words, insert_words_statement};
use crate::server::store::statement::{Statement, lock_row, run_all};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status_of_imported;
use crate::server::store::users::SealedCpf;
use crate::server::store::{Store, StoreError};
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::HashSet;

/// What a row that was ready is to become.
pub struct ImportedUser {
    /// The row's line.
    pub line: i64,
    /// The account's identifier, if it is made.
    pub id: UserId,
    /// Who; or what is wrong with the row after all.
    pub read: Result<NewUser, Vec<RowProblem>>,
    /// Their CPF.
    pub cpf: Option<SealedCpf>,
    /// What is noted where the CPF turns out to be taken, as JSON.
    pub cpf_taken: String,
}

/// How a batch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batch {
    /// So many accounts were made; there may be more.
    Made(usize),
    /// The import is paused, cancelled or gone: nothing was done.
    Stopped,
    /// Who confirmed the import is no active administrator any more: it is cancelled now.
    RightLost,
    /// No row is left: the import is done now.
    Finished,
}

impl Store {
    /// Makes the accounts of some rows and queues their mails; marks the rows.
    /// An empty batch ends the import, unless rows turn out to be left.
    ///
    /// # Errors
    /// When the database does not answer; nothing of the batch is done then.
    pub async fn insert_batch(&self, import: &Import, people: &[ImportedUser]) -> Result<Batch, StoreError> {
        let (Some(actor), now) = (&import.confirmed_by, self.clock.now()) else { return Ok(Batch::Stopped) };
        let by = By { actor: actor.clone(), origin: Origin::default() };
        let mut tx = self.begin().await?;
        // Their own row first, and locked: removing their role waits for this batch, or this batch for that.
        let has_right = lock_active_admin(&mut tx, actor).await?;
        let running = sqlx::query(
            "UPDATE imports SET updated_at = $2, lease_until = 0 WHERE id = $1 AND state = 'running' AND confirmed_by = $3",
        )
        .bind(import.id.as_str().to_owned())
        .bind(now.as_millis())
        .bind(actor.as_str().to_owned())
        .execute(&mut *tx)
        .await?;
        if running.rows_affected() == 0 {
            return Ok(Batch::Stopped);
        }
        if !has_right {
            self.end_import(
                &mut tx,
                import,
                "UPDATE imports SET state = 'cancelled', lost_right = 1 WHERE id = $1",
                AuditKind::ImportCancelled,
            )
            .await?;
            tx.commit().await?;
            return Ok(Batch::RightLost);
        }
        let ready = ready_lines(&mut tx, import, people).await?;
        let people: Vec<&ImportedUser> = people.iter().filter(|person| ready.contains(&person.line)).collect();
        if people.is_empty() {
            if has_ready_row(&mut tx, import).await? {
                tx.commit().await?;
                return Ok(Batch::Made(0));
            }
            self.end_import(
                &mut tx,
                import,
                "UPDATE imports SET state = 'done' WHERE id = $1",
                AuditKind::ImportFinished,
            )
            .await?;
            tx.commit().await?;
            return Ok(Batch::Finished);
        }
        let made = self.insert_people(&mut tx, import, &by, &people).await?;
        tx.commit().await?;
        Ok(Batch::Made(made))
    }

    async fn insert_people(
        &self,
        tx: &mut WriteTransaction,
        import: &Import,
        by: &By,
        people: &[&ImportedUser],
    ) -> Result<usize, StoreError> {
        let readable: Vec<(&ImportedUser, &NewUser)> =
            people.iter().filter_map(|person| Some((*person, person.read.as_ref().ok()?))).collect();
        let ids = self.insert_accounts(tx, &by.actor, &readable).await?;
        let (made, not_made): (Vec<_>, Vec<_>) =
            readable.into_iter().partition(|(person, _)| ids.contains(person.id.as_str()));
        self.insert_words(tx, &made).await?;
        self.insert_mails(tx, import, &made).await?;
        self.set_rows_created(tx, import, &made).await?;
        for person in people {
            if let Err(problems) = &person.read {
                let problem = serde_json::to_string(problems).unwrap_or_default();
                set_row(tx, import, person.line, RowState::Refused, &problem).await?;
            }
        }
        for (person, new_user) in not_made {
            settle(tx, import, person, new_user).await?;
        }
        refresh_status_of_imported(tx, &import.id, people.first().map_or(0, |person| person.line)).await?;
        let detail = format!("import {}", import.id);
        let people: Vec<_> = made.iter().map(|(person, new_user)| (&person.id, &new_user.groups)).collect();
        let joined = self.insert_groups_of_new_users(tx, &people).await?;
        for (person, new_user) in &made {
            set_invited_app(tx, &person.id, new_user.app.as_ref()).await?;
        }
        let of = |kind, target, detail| AuditEvent { kind, by, target: Some(target), detail };
        let created = made.iter().map(|(person, _)| of(AuditKind::UserCreated, &person.id, Some(detail.as_str())));
        let added = joined.iter().map(|(user_id, slug)| of(AuditKind::GroupMemberAdded, *user_id, Some(*slug)));
        let events: Vec<AuditEvent<'_>> = created.chain(added).collect();
        if !events.is_empty() {
            self.insert_events(tx, &events).await?;
        }
        Ok(made.len())
    }

    /// Adds the accounts whose address and CPF nobody has; returns the
    /// identifiers of those that were added.
    async fn insert_accounts(
        &self,
        tx: &mut WriteTransaction,
        actor: &Actor,
        people: &[(&ImportedUser, &NewUser)],
    ) -> Result<HashSet<String>, StoreError> {
        if people.is_empty() {
            return Ok(HashSet::new());
        }
        let rows: Vec<_> = people
            .iter()
            .map(|(person, new_user)| {
                let cpf = person.cpf.as_ref();
                (
                    person.id.as_str(),
                    new_user.email.as_str(),
                    new_user.display_name.as_str(),
                    new_user.role.as_str(),
                    new_user.locale.as_str(),
                    cpf.map(|cpf| cpf.sealed.as_str()),
                    cpf.map(|cpf| cpf.index.as_str()),
                    folded(new_user.display_name.as_str()),
                )
            })
            .collect();
        // Without the condition SQLite would take the conflict for one of a join.
        let sql = format!(
            "INSERT INTO users (id, email, display_name, role, locale, cpf_sealed, cpf_index, sort_name, created_at, created_by)
             SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, $2, $3
             FROM {} WHERE 1 = 1 ON CONFLICT DO NOTHING RETURNING id",
            self.dialect.json_rows("$1")
        );
        let added = sqlx::query(AssertSqlSafe(sql))
            .bind(to_json(&rows))
            .bind(self.clock.now().as_millis())
            .bind(actor.user().map(|id| id.as_str().to_owned()))
            .fetch_all(&mut **tx)
            .await?;
        added.iter().map(|row| Ok(row.try_get("id")?)).collect()
    }

    async fn insert_words(
        &self,
        tx: &mut WriteTransaction,
        made: &[(&ImportedUser, &NewUser)],
    ) -> Result<(), StoreError> {
        let words: Vec<(String, &str)> = made
            .iter()
            .flat_map(|(person, new_user)| {
                let words = index_words(new_user.display_name.as_str(), new_user.email.as_str());
                words.into_iter().map(|word| (word, person.id.as_str()))
            })
            .collect();
        run_all(tx, [insert_words_statement(self.dialect, &words)]).await?;
        Ok(())
    }

    async fn insert_mails(
        &self,
        tx: &mut WriteTransaction,
        import: &Import,
        made: &[(&ImportedUser, &NewUser)],
    ) -> Result<(), StoreError> {
        if made.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let send_at = import.send_at.filter(|at| *at > now);
        let mails: Vec<_> = made
            .iter()
            .map(|(person, new_user)| {
                (self.clock.new_id(), person.id.as_str(), new_user.preset.map(|preset| preset.to_string()))
            })
            .collect();
        let sql = format!(
            "INSERT INTO outbox (id, user_id, purpose, preset, state, not_before, created_at, updated_at, send_at)
             SELECT value ->> 0, value ->> 1, 'temporary_password', value ->> 2, 'queued', $3, $3, $2, $4 FROM {}",
            self.dialect.json_rows("$1")
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(to_json(&mails))
            .bind(now.as_millis())
            .bind(send_at.unwrap_or(now).as_millis())
            .bind(send_at.map(Timestamp::as_millis))
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    async fn end_import(
        &self,
        tx: &mut WriteTransaction,
        import: &Import,
        sql: &'static str,
        kind: AuditKind,
    ) -> Result<(), StoreError> {
        sqlx::query(sql).bind(import.id.as_str().to_owned()).execute(&mut **tx).await?;
        self.insert_import_event(tx, &import.id, kind, &By::worker()).await
    }
}

/// Whether `actor` may still make accounts; holds them as they are until the commit.
async fn lock_active_admin(tx: &mut WriteTransaction, actor: &Actor) -> Result<bool, StoreError> {
    let Some(id) = actor.user() else { return Ok(true) };
    let find = Statement::new("SELECT id FROM users WHERE id = $1 AND role = 'admin' AND standing = 'active'");
    Ok(lock_row(tx, find.bind(id.as_str())).await?.is_some())
}
