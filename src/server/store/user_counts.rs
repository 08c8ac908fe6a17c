//! How many people have each status, without counting them for each page.
//!
//! Triggers keep the numbers in the transaction that changes a status, so that
//! no statement can forget them. Each change adds a row to `user_counts` and
//! touches no other: on PostgreSQL two transactions never wait for each other's
//! counters. [`Store::fold_user_counts`] adds the rows up.
//!
//! An invitation expires by the clock and not by a statement. So invited people
//! are counted by the hour in which theirs ends; of the current hour's the index
//! tells who has passed it.

use super::{Dialect, Store, StoreError};
use crate::domain::{DeliveryState, StatusFilter, Timestamp, UserStatus};
use crate::server::store::sql::advisory_lock;
use sqlx::Row as _;
use std::collections::BTreeMap;

/// How many people have each status.
#[derive(Clone, Debug)]
pub struct UserCounts {
    /// Everybody but the deleted.
    pub all: i64,
    parts: Vec<(StatusFilter, i64)>,
}

impl UserCounts {
    /// How many of this part there are.
    pub fn of(&self, status: StatusFilter) -> i64 {
        self.parts.iter().find(|(part, _)| *part == status).map_or(0, |(_, count)| *count)
    }
}

/// So many milliseconds are an hour.
const HOUR: i64 = 3_600_000;
/// More rows than this are worth adding up in passing.
const MANY_ROWS: i64 = 500;
/// More rows than this are added up by who reads them.
const MAX_ROWS: i64 = 5000;
/// Where so many rows are added up, PostgreSQL keeps their room, which every reading looks through: it is given back.
const ROWS_WORTH_A_VACUUM: i64 = 50_000;
/// Hours that ended so long ago are one for all nodes, whatever their clocks say.
const SETTLED_HOURS: i64 = 24;

/// The key a row of `users` is counted under; `$row` is its name with a dot.
macro_rules! key {
    ($row:literal) => {
        concat!(
            $row,
            "standing, CASE WHEN ",
            $row,
            "mail_state = 'failed' THEN 1 ELSE 0 END, CASE WHEN ",
            $row,
            "last_sign_in_at IS NULL THEN 0 ELSE 1 END, CASE WHEN ",
            $row,
            "standing = 'invited' THEN COALESCE(",
            $row,
            "invited_until / 3600000, 9000000000) ELSE 0 END"
        )
    };
}
/// Adds one row, of one person more or less.
macro_rules! count {
    ($row:literal, $people:literal) => {
        concat!(
            "INSERT INTO user_counts (standing, mail_failed, signed_in, until_hour, people) VALUES (",
            key!($row),
            ", ",
            $people,
            ");"
        )
    };
}
/// When an update changes the key. A row that is only locked is not counted again.
macro_rules! is_changed {
    () => {
        "WHEN (OLD.standing <> NEW.standing
               OR OLD.mail_state IS DISTINCT FROM NEW.mail_state
               OR OLD.invited_until IS DISTINCT FROM NEW.invited_until
               OR (OLD.last_sign_in_at IS NULL) <> (NEW.last_sign_in_at IS NULL))"
    };
}

const SQLITE_TRIGGERS: &str = concat!(
    "CREATE TRIGGER users_counted_insert AFTER INSERT ON users BEGIN ",
    count!("NEW.", "1"),
    " END;
     CREATE TRIGGER users_counted_delete AFTER DELETE ON users BEGIN ",
    count!("OLD.", "-1"),
    " END;
     CREATE TRIGGER users_counted AFTER UPDATE ON users ",
    is_changed!(),
    " BEGIN ",
    count!("OLD.", "-1"),
    count!("NEW.", "1"),
    " END;"
);
const POSTGRES_TRIGGERS: &str = concat!(
    "CREATE OR REPLACE FUNCTION users_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF TG_OP <> 'INSERT' THEN ",
    count!("OLD.", "-1"),
    " END IF;
       IF TG_OP <> 'DELETE' THEN ",
    count!("NEW.", "1"),
    " END IF;
       RETURN NULL;
     END $$;
     CREATE TRIGGER users_counted_anyway AFTER INSERT OR DELETE ON users FOR EACH ROW EXECUTE FUNCTION users_count();
     CREATE TRIGGER users_counted AFTER UPDATE ON users FOR EACH ROW ",
    is_changed!(),
    " EXECUTE FUNCTION users_count();"
);
const COUNT_ALL: &str = concat!(
    "DELETE FROM user_counts;
     INSERT INTO user_counts (standing, mail_failed, signed_in, until_hour, people) SELECT ",
    key!("u."),
    ", COUNT(*) FROM users u GROUP BY 1, 2, 3, 4;"
);
/// The numbers at hour `$1`, which began at `$2`, when it is `$3`.
pub(super) const COUNTS: &str =
    "SELECT standing, mail_failed, signed_in, CASE WHEN until_hour < $1 THEN 1 ELSE 0 END AS is_past,
            CAST(SUM(people) AS BIGINT) AS people, COUNT(*) AS changes,
            (SELECT COUNT(*) FROM users
             WHERE standing = 'invited' AND invited_until >= $2 AND invited_until <= $3
               AND COALESCE(mail_state, '') <> 'failed') AS expired_lately
     FROM user_counts GROUP BY 1, 2, 3, 4";

impl Store {
    /// Begins to count: once, in the transaction that adds the triggers, so that
    /// no change is left out. The two databases write triggers differently, so
    /// no migration can.
    pub(super) async fn count_users_from_now_on(&self) -> Result<(), StoreError> {
        let triggers = match self.dialect {
            Dialect::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = 'users_counted'",
            Dialect::Postgres => {
                "SELECT 1 FROM pg_trigger WHERE tgname = 'users_counted' AND tgrelid = 'users'::regclass"
            }
        };
        if sqlx::query(triggers).fetch_optional(&self.readers).await?.is_some() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        if self.dialect == Dialect::Postgres {
            // One node begins; the others find it done.
            sqlx::raw_sql(advisory_lock!(create_user_counts)).execute(&mut *tx).await?;
        }
        if sqlx::query(triggers).fetch_optional(&mut *tx).await?.is_some() {
            return Ok(());
        }
        let create = if self.dialect == Dialect::Sqlite { SQLITE_TRIGGERS } else { POSTGRES_TRIGGERS };
        sqlx::raw_sql(create).execute(&mut *tx).await?;
        sqlx::raw_sql(COUNT_ALL).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// How many people have each status.
    pub async fn count_users_by_status(&self) -> Result<UserCounts, StoreError> {
        let now = self.clock.now().as_millis();
        let hour = now / HOUR;
        let rows = sqlx::query(COUNTS).bind(hour).bind(hour * HOUR).bind(now).fetch_all(&self.readers).await?;
        let mut counts = Sums::default();
        let mut changes = 0;
        for row in &rows {
            let (is_past, people): (i64, i64) = (row.try_get("is_past")?, row.try_get("people")?);
            let (mail_failed, signed_in): (i64, i64) = (row.try_get("mail_failed")?, row.try_get("signed_in")?);
            counts.add(row.try_get("standing")?, is_past == 1, mail_failed == 1, signed_in == 1, people);
            changes += row.try_get::<i64, _>("changes")?;
            // The same in every row.
            counts.expired_lately = row.try_get("expired_lately")?;
        }
        if changes > MAX_ROWS {
            self.fold_user_counts().await?;
        }
        Ok(counts.into_counts())
    }

    /// [`Store::fold_user_counts`], if there is something to gain.
    pub async fn fold_user_counts_when_many(&self) -> Result<(), StoreError> {
        let row = sqlx::query("SELECT COUNT(*) AS changes FROM user_counts").fetch_one(&self.readers).await?;
        if row.try_get::<i64, _>("changes")? > MANY_ROWS { self.fold_user_counts().await } else { Ok(()) }
    }

    /// Adds up what changes have left behind, so that there is little to read.
    pub async fn fold_user_counts(&self) -> Result<(), StoreError> {
        let folded = self.fold_user_counts_once().await?;
        if self.dialect == Dialect::Postgres && folded > ROWS_WORTH_A_VACUUM {
            // The sums lie behind the room of all that was added up. They are written anew at its beginning, since only
            // room at the end is given back.
            for _ in 0..2 {
                if let Err(error) = sqlx::raw_sql("VACUUM user_counts").execute(&self.writer).await {
                    tracing::warn!(%error, "cannot give back the room of old counts of people: {error}");
                    break;
                }
                self.fold_user_counts_once().await?;
            }
        }
        Ok(())
    }

    /// The same; returns how many rows were added up.
    async fn fold_user_counts_once(&self) -> Result<i64, StoreError> {
        let settled = self.clock.now().as_millis() / HOUR - SETTLED_HOURS;
        let mut tx = self.begin().await?;
        let folded = match self.dialect {
            Dialect::Sqlite => {
                let row = sqlx::query("SELECT COALESCE(MAX(rowid), 0) AS last FROM user_counts").fetch_one(&mut *tx);
                let last: i64 = row.await?.try_get("last")?;
                sqlx::query(
                    "INSERT INTO user_counts (standing, mail_failed, signed_in, until_hour, people)
                     SELECT standing, mail_failed, signed_in, CASE WHEN until_hour < $1 THEN 0 ELSE until_hour END, SUM(people)
                     FROM user_counts GROUP BY 1, 2, 3, 4 HAVING SUM(people) <> 0",
                )
                .bind(settled)
                .execute(&mut *tx)
                .await?;
                let delete = sqlx::query("DELETE FROM user_counts WHERE rowid <= $1").bind(last);
                i64::try_from(delete.execute(&mut *tx).await?.rows_affected()).unwrap_or(i64::MAX)
            }
            Dialect::Postgres => {
                // One statement sees one moment: what is added meanwhile is neither counted nor deleted.
                let row = sqlx::query(
                    "WITH gone AS (
                         DELETE FROM user_counts RETURNING standing, mail_failed, signed_in, until_hour, people),
                     sums AS (
                         INSERT INTO user_counts (standing, mail_failed, signed_in, until_hour, people)
                         SELECT standing, mail_failed, signed_in, CASE WHEN until_hour < $1 THEN 0 ELSE until_hour END, SUM(people)
                         FROM gone GROUP BY 1, 2, 3, 4 HAVING SUM(people) <> 0)
                     SELECT COUNT(*) AS folded FROM gone",
                )
                .bind(settled)
                .fetch_one(&mut *tx)
                .await?;
                row.try_get("folded")?
            }
        };
        tx.commit().await?;
        Ok(folded)
    }
}

/// What the rows come to.
#[derive(Default)]
struct Sums {
    by_status: BTreeMap<&'static str, i64>,
    unknown: i64,
    /// Of those counted as invited, who has expired within this hour.
    expired_lately: i64,
    never: i64,
}

impl Sums {
    fn add(&mut self, standing: String, is_past: bool, mail_failed: bool, signed_in: bool, people: i64) {
        if !signed_in && standing != UserStatus::Deleted.as_str() {
            self.never += people;
        }
        let mail = mail_failed.then_some(DeliveryState::Failed);
        let status = UserStatus::parse(&standing).map(|stored| {
            let end = is_past.then_some(Timestamp::from_millis(0));
            UserStatus::derive(stored, mail, end, Timestamp::from_millis(0))
        });
        // Who has an unknown status is in no part, but in the whole list.
        let Some(status) = status else { return self.unknown += people };
        *self.by_status.entry(status.as_str()).or_default() += people;
    }

    fn into_counts(self) -> UserCounts {
        let of = |status: UserStatus| self.by_status.get(status.as_str()).copied().unwrap_or_default();
        let mut parts = Vec::with_capacity(StatusFilter::ALL.len());
        let mut all = self.unknown;
        for filter in StatusFilter::ALL {
            let count = match filter.state() {
                None => self.never,
                Some(status @ UserStatus::Expired) => of(status) + self.expired_lately,
                Some(status @ UserStatus::Invited) => of(status) - self.expired_lately,
                Some(status) => of(status),
            };
            if !matches!(filter, StatusFilter::Never | StatusFilter::Deleted) {
                all += count;
            }
            parts.push((filter, count));
        }
        UserCounts { all, parts }
    }
}
