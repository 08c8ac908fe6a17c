//! Poolers between this program and PostgreSQL, of which one mode is of no use here.
//!
//! A connection here keeps the settings of its start (time limits), its prepared statements, the lock of
//! the migrations, and `LISTEN`. PgBouncer's transaction mode gives a connection to others between two
//! transactions, so all of that is lost, or worse: found by somebody else. In session mode it is kept.

use super::Fault;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use std::time::Duration;

/// In a pool that others use as well, one look may miss it.
const LOOKS: usize = 3;
/// A pool in session mode that has no second connection lets one wait for it.
const SECOND_WITHIN: Duration = Duration::from_secs(1);

/// Refuses a pooler that gives out connections for a transaction or a statement.
///
/// In session mode two open connections are two of the server's, and each stays the same. Else the server's
/// connection that the first one has just used is free, and the second one's transaction takes it: either it
/// shows there, or the first one has to go on with another.
pub(super) async fn refuse_transaction_mode(
    options: &PgConnectOptions,
    first: &mut PgConnection,
    place: &str,
) -> Result<(), Fault> {
    let is_shared = async {
        let second = tokio::time::timeout(SECOND_WITHIN, options.connect()).await;
        let mut second: PgConnection = second.map_err(|_| sqlx::Error::PoolTimedOut)??;
        let mut is_shared = false;
        for _ in 0..LOOKS {
            let before = backend(first, "SELECT CAST(pg_backend_pid() AS BIGINT)").await?;
            let other = backend(&mut second, "BEGIN; SELECT CAST(pg_backend_pid() AS BIGINT)").await?;
            // A pool of one connection would have none for the second look.
            is_shared |= other == before || backend(first, "SELECT CAST(pg_backend_pid() AS BIGINT)").await? != before;
            sqlx::raw_sql("ROLLBACK").execute(&mut second).await?;
        }
        second.close().await?;
        Ok::<_, sqlx::Error>(is_shared)
    };
    match is_shared.await {
        Ok(false) => Ok(()),
        Ok(true) => Err(refusal(place)),
        Err(error) if is_statement_mode(&error) => Err(refusal(place)),
        // A server or a pool that has one connection left is full soon, and says so then.
        Err(_) => Ok(()),
    }
}

/// The server process behind a connection. Sent as it is: a prepared statement would be lost in transaction mode.
async fn backend(connection: &mut PgConnection, sql: &'static str) -> Result<i64, sqlx::Error> {
    sqlx::raw_sql(sql).fetch_one(connection).await?.try_get(0)
}

fn refusal(place: &str) -> Fault {
    Fault::permanent(format!(
        "the pooler at {place} gives a connection to others between two transactions: set pool_mode = session for this \
         database in pgbouncer.ini, or name PostgreSQL itself in DATABASE_URL"
    ))
}

/// `PgBouncer` knows no transactions in that mode.
fn is_statement_mode(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.message().contains("statement pooling"))
}

/// Whether `PgBouncer` refuses a connection for what every one from here says at its start.
pub(super) fn is_startup_parameter(code: &str, message: &str) -> bool {
    code == "08P01" && message.contains("unsupported startup parameter")
}
