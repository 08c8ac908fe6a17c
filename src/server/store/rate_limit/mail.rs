//! How many mails an address gets, and may still get.

use crate::domain::{EmailAddress, Purpose, Timestamp, UserId};
use crate::server::clock::latest_past;
use crate::server::rate_limit::{MAILS_DAY, MAILS_HOUR, MAX_MAILS_A_DAY, MAX_MAILS_AN_HOUR};
use crate::server::store::outbox::purposes;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Row as _};
use std::sync::LazyLock;

/// When the latest mails went to an address within a day, but for those that do not count.
static FIND_RECENT_MAILS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT created_at
         FROM (SELECT c.created_at FROM address_changes c
               WHERE c.email = $1 AND c.is_mailed = 1 AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email = c.email)
               UNION ALL
               SELECT r.created_at FROM registrations r WHERE r.email = $1 AND r.token_hash IS NOT NULL
               UNION ALL
               SELECT o.created_at FROM outbox o JOIN users u ON u.id = o.user_id
               WHERE u.email = $1 AND o.earlier_email IS NULL AND o.purpose NOT IN ({uncounted})) mails
         WHERE created_at > $2 AND created_at <= $4 ORDER BY created_at DESC LIMIT $3",
        uncounted = purposes(|purpose| !purpose.is_counted())
    )
});

impl Store {
    /// From when on a person may ask for yet another address, else one account could write to the whole
    /// world; nothing when they may now.
    pub(in crate::server::store) async fn find_next_address_change_time(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
    ) -> Result<Option<Timestamp>, StoreError> {
        let lately = sqlx::query(
            "SELECT created_at FROM address_changes WHERE user_id = $1 AND created_at > $2 AND created_at <= $4
             ORDER BY created_at DESC LIMIT $3",
        );
        self.find_next_time(tx, lately.bind(user_id.as_str().to_owned())).await
    }

    /// Whether a mail may still go to an address that somebody has typed: those
    /// lately sent there count, for any purpose and by any cause.
    /// But not those that only who is in sets off ([`crate::domain::Purpose::is_counted`]).
    pub(in crate::server::store) async fn may_mail(
        &self,
        tx: &mut WriteTransaction,
        email: &EmailAddress,
    ) -> Result<bool, StoreError> {
        Ok(self.find_next_mail_time(tx, email).await?.is_none())
    }

    /// From when on the next mail may go to an address that has had its share;
    /// nothing when one may go now. See [`Store::may_mail`].
    pub(in crate::server::store) async fn find_next_mail_time(
        &self,
        tx: &mut WriteTransaction,
        email: &EmailAddress,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.find_next_time(tx, sqlx::query(FIND_RECENT_MAILS.as_str()).bind(email.as_str().to_owned())).await
    }

    /// Whether the owner of an account may be notified by one more mail of this purpose: [`MAX_MAILS_AN_HOUR`] at most,
    /// after which they know. What signed-in people set off would else fill the queue, in which everybody's mails wait.
    pub(in crate::server::store) async fn may_notify(
        &self,
        tx: &mut WriteTransaction,
        purpose: Purpose,
        user_id: &UserId,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let row = sqlx::query(
            "SELECT COUNT(*) AS lately FROM outbox
             WHERE user_id = $1 AND purpose = $2 AND created_at > $3 AND created_at <= $4",
        )
        .bind(user_id.as_str().to_owned())
        .bind(purpose.as_str())
        .bind(now.minus(MAILS_HOUR).as_millis())
        .bind(latest_past(now).as_millis())
        .fetch_one(&mut **tx)
        .await?;
        Ok(row.try_get::<i64, _>("lately")? < MAX_MAILS_AN_HOUR)
    }

    /// When the owner of an account may get the next notice that somebody used their address: once an hour, and
    /// within the limits of the address; `None` when one may go now.
    pub(in crate::server::store) async fn find_next_notice_time(
        &self,
        tx: &mut WriteTransaction,
        purpose: Purpose,
        user_id: &UserId,
        email: &EmailAddress,
    ) -> Result<Option<Timestamp>, StoreError> {
        let now = self.clock.now();
        let latest_notice = sqlx::query(
            "SELECT created_at FROM outbox WHERE user_id = $1 AND purpose = $2 AND created_at > $3 AND created_at <= $4
             ORDER BY created_at DESC LIMIT 1",
        )
        .bind(user_id.as_str().to_owned())
        .bind(purpose.as_str())
        .bind(now.minus(MAILS_HOUR).as_millis())
        .bind(latest_past(now).as_millis())
        .fetch_optional(&mut **tx)
        .await?;
        match latest_notice {
            Some(row) => Ok(Some(Timestamp::from_millis(row.try_get("created_at")?).plus(MAILS_HOUR))),
            None => self.find_next_mail_time(tx, email).await,
        }
    }

    /// From when on there may be another of what `lately` selects: the latest `$3` after `$2` up to `$4`, newest first.
    async fn find_next_time(
        &self,
        tx: &mut WriteTransaction,
        lately: Query<'_, Any, AnyArguments>,
    ) -> Result<Option<Timestamp>, StoreError> {
        let now = self.clock.now();
        let rows = lately
            .bind(now.minus(MAILS_DAY).as_millis())
            .bind(MAX_MAILS_A_DAY)
            .bind(latest_past(now).as_millis())
            .fetch_all(&mut **tx)
            .await?;
        let times: Vec<Timestamp> = rows
            .iter()
            .map(|row| Ok(Timestamp::from_millis(row.try_get("created_at")?)))
            .collect::<Result<_, StoreError>>()?;
        // The one that has to grow old before another may follow.
        let free_at = |count: i64, span| Some(times.get(usize::try_from(count - 1).ok()?)?.plus(span));
        let next = free_at(MAX_MAILS_AN_HOUR, MAILS_HOUR).max(free_at(MAX_MAILS_A_DAY, MAILS_DAY));
        Ok(next.filter(|next| *next > now))
    }
}
