//! Inserting accounts: invited people, administrators, and people who registered.

use super::SealedCpf;
use crate::domain::audit_detail::IN_PERSON;
use crate::domain::{Channel, NewUser, Purpose, UserId};
use crate::server::password::HashedPassword;
use crate::server::store::apps::set_invited_app;
use crate::server::store::audit::{Actor, AuditEvent, AuditKind, By};
use crate::server::store::outbox::{NewMail, Recipient};
use crate::server::store::search::{folded, insert_user_words_statement};
use crate::server::store::statement::{Statement, run_all, run_list};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError};

/// The password somebody who is added has at first.
pub(in crate::server::store) enum InitialPassword<'a> {
    /// With a password of their own.
    Own(&'a HashedPassword),
    /// With the temporary password of a mail that is queued in the same transaction.
    Mail,
    /// With a temporary password that is handed over in person.
    InPerson,
}

impl InitialPassword<'_> {
    /// What `refresh_status` would derive for the new account: `standing` and `mail_state`.
    const fn status(&self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Own(_) => ("active", None),
            Self::Mail => ("waiting", Some("queued")),
            Self::InPerson => ("waiting", None),
        }
    }
}

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
        let mut tx = self.begin_short().await?;
        if let Err(refused) = self.insert_invited_user_in(&mut tx, id, new_user, cpf, channel, by).await {
            // The account that has the address or the identifier may be part of the same commit.
            let rolled_back = tx.rollback().await;
            if !matches!(refused, StoreError::Unavailable(_)) {
                rolled_back?;
            }
            return Err(refused);
        }
        tx.commit().await?;
        Ok(())
    }

    async fn insert_invited_user_in(
        &self,
        tx: &mut WriteTransaction,
        id: &UserId,
        new_user: &NewUser,
        cpf: Option<&SealedCpf>,
        channel: Channel,
        by: &By,
    ) -> Result<(), StoreError> {
        let (first_access, detail) = match channel {
            Channel::Mail => (InitialPassword::Mail, None),
            Channel::InPerson => (InitialPassword::InPerson, Some(IN_PERSON)),
        };
        let mut statements = Vec::from(self.insert_user_statements(id, new_user, cpf, &first_access, &by.actor));
        if channel == Channel::Mail {
            let preset = new_user.preset.map(|preset| preset.to_string());
            let mail = NewMail::new(Purpose::TemporaryPassword, Recipient::User(id.clone()));
            statements.push(self.insert_mail_statement(NewMail { preset, ..mail }));
        }
        if new_user.app.is_some() || !new_user.groups.is_empty() {
            // What follows needs the account.
            run_list(tx, std::mem::take(&mut statements)).await?;
        }
        set_invited_app(tx, id, new_user.app.as_ref()).await?;
        let joined = self.insert_groups_of_new_users(tx, &[(id, &new_user.groups)]).await?;
        let of = |kind, detail| AuditEvent { kind, by, target: Some(id), detail };
        let mut events = vec![of(AuditKind::UserCreated, detail)];
        events.extend(joined.into_iter().map(|(_, slug)| of(AuditKind::GroupMemberAdded, Some(slug))));
        self.insert_events_after(tx, statements, &events).await?;
        Ok(())
    }

    /// Adds an administrator who has a password already.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`].
    pub async fn insert_admin(&self, new_user: &NewUser, hash: &HashedPassword, by: &By) -> Result<UserId, StoreError> {
        let mut tx = self.begin().await?;
        let id = UserId::from(self.clock.new_uuid());
        self.insert_user(&mut tx, &id, new_user, None, &InitialPassword::Own(hash), &by.actor).await?;
        let event = AuditEvent { kind: AuditKind::AdminCreated, by, target: Some(&id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(in crate::server::store) async fn insert_user(
        &self,
        tx: &mut WriteTransaction,
        id: &UserId,
        new_user: &NewUser,
        cpf: Option<&SealedCpf>,
        first_access: &InitialPassword<'_>,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        run_all(tx, self.insert_user_statements(id, new_user, cpf, first_access, actor)).await?;
        Ok(())
    }

    /// The statements that add a person with the words they are found by.
    fn insert_user_statements(
        &self,
        id: &UserId,
        new_user: &NewUser,
        cpf: Option<&SealedCpf>,
        first_access: &InitialPassword<'_>,
        actor: &Actor,
    ) -> [Statement; 2] {
        let (standing, mail_state) = first_access.status();
        let hash = match first_access {
            InitialPassword::Own(hash) => Some(hash.as_str().to_owned()),
            InitialPassword::Mail | InitialPassword::InPerson => None,
        };
        let insert_user = Statement::new(
            "INSERT INTO users (id, email, display_name, role, locale, password_hash, cpf_sealed, cpf_index,
                                created_at, created_by, sort_name, standing, mail_state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(id.as_str())
        .bind(new_user.email.as_str())
        .bind(new_user.display_name.as_str())
        .bind(new_user.role.as_str())
        .bind(new_user.locale.as_str())
        .bind(hash)
        .bind(cpf.map(|cpf| cpf.sealed.clone()))
        .bind(cpf.map(|cpf| cpf.index.clone()))
        .bind(self.clock.now().as_millis())
        .bind(actor.user().map(|id| id.as_str().to_owned()))
        .bind(folded(new_user.display_name.as_str()))
        .bind(standing)
        .bind(mail_state.map(str::to_owned));
        let insert_words = insert_user_words_statement(
            self.dialect,
            id.as_str(),
            new_user.display_name.as_str(),
            new_user.email.as_str(),
        );
        [insert_user, insert_words]
    }
}
