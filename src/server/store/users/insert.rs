//! How people get an account: invited, as an administrator, or registered.

use super::SealedCpf;
use crate::domain::{Channel, NewUser, Purpose, UserId};
use crate::server::password::HashedPassword;
use crate::server::store::apps::set_invited_app;
use crate::server::store::audit::{Actor, AuditEvent, AuditKind, By};
use crate::server::store::search::{folded, insert_user_words};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status;
use crate::server::store::{Store, StoreError};

impl Store {
    /// Adds a person together with the mail that invites them: either both
    /// exist afterwards or neither does.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`], [`StoreError::CpfTaken`].
    pub async fn insert_invited_user(
        &self,
        id: &UserId,
        new_user: &NewUser,
        cpf: Option<&SealedCpf>,
        channel: Channel,
        by: &By,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.insert_user(&mut tx, id, new_user, cpf, None, &by.actor).await?;
        let detail = match channel {
            Channel::Mail => {
                let preset = new_user.preset.map(|preset| preset.to_string());
                self.insert_mail(&mut tx, Purpose::TemporaryPassword, id, preset, None).await?;
                None
            }
            Channel::InPerson => Some("in person"),
        };
        refresh_status(&mut tx, Some(id)).await?;
        set_invited_app(&mut tx, id, new_user.app.as_ref()).await?;
        let joined = self.insert_groups_of_new_users(&mut tx, &[(id, &new_user.groups)]).await?;
        let of = |kind, detail| AuditEvent { kind, by, target: Some(id), detail };
        let mut events = vec![of(AuditKind::UserCreated, detail)];
        events.extend(joined.into_iter().map(|(_, slug)| of(AuditKind::GroupMemberAdded, Some(slug))));
        self.insert_events(&mut tx, &events).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Adds an administrator who has a password already.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`].
    pub async fn insert_admin(&self, new_user: &NewUser, hash: &HashedPassword, by: &By) -> Result<UserId, StoreError> {
        let mut tx = self.begin().await?;
        let id = self.new_user_id()?;
        self.insert_user(&mut tx, &id, new_user, None, Some(hash), &by.actor).await?;
        let event = AuditEvent { kind: AuditKind::AdminCreated, by, target: Some(&id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A new identifier for a person.
    pub(in crate::server::store) fn new_user_id(&self) -> Result<UserId, StoreError> {
        UserId::parse(&self.clock.new_id()).ok_or(StoreError::Inconsistent { table: "users", column: "id" })
    }

    pub(in crate::server::store) async fn insert_user(
        &self,
        tx: &mut WriteTransaction,
        id: &UserId,
        new_user: &NewUser,
        cpf: Option<&SealedCpf>,
        hash: Option<&HashedPassword>,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO users (id, email, display_name, role, locale, password_hash, cpf_sealed, cpf_index,
                                created_at, created_by, sort_name, standing)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(id.as_str().to_owned())
        .bind(new_user.email.as_str().to_owned())
        .bind(new_user.display_name.as_str().to_owned())
        .bind(new_user.role.as_str())
        .bind(new_user.locale.as_str())
        .bind(hash.map(|hash| hash.as_str().to_owned()))
        .bind(cpf.map(|cpf| cpf.sealed.clone()))
        .bind(cpf.map(|cpf| cpf.index.clone()))
        .bind(self.clock.now().as_millis())
        .bind(actor.user().map(|id| id.as_str().to_owned()))
        .bind(folded(new_user.display_name.as_str()))
        .bind(if hash.is_some() { "active" } else { "waiting" })
        .execute(&mut **tx)
        .await?;
        insert_user_words(tx, id, &new_user.display_name, &new_user.email).await
    }
}
