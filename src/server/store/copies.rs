//! Copies of the SQLite database; PostgreSQL has `pg_dump`.

use super::pool::Dialect;
use super::{MIGRATIONS, Store, StoreError, file};
use sqlx::Row as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

impl Store {
    /// Copies the database as it is at this moment into the empty file at
    /// `path`. `false` on PostgreSQL, which has `pg_dump`.
    ///
    /// # Errors
    /// When the database does not answer or the file cannot be written.
    pub async fn write_copy(&self, path: &str) -> Result<bool, StoreError> {
        if self.dialect == Dialect::Postgres {
            return Ok(false);
        }
        sqlx::query("VACUUM INTO $1").bind(path.to_owned()).execute(&self.writer).await?;
        Ok(true)
    }

    /// Copies the SQLite database as an earlier version left it, before migrations
    /// change it; three such copies are kept.
    pub(super) async fn keep_copy_before_migration(&self, path: &Path) -> Result<(), StoreError> {
        let laid_out = "SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'";
        if sqlx::query(laid_out).fetch_optional(&self.readers).await?.is_none() {
            return Ok(());
        }
        let row = sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM _sqlx_migrations");
        let version: i64 = row.fetch_one(&self.readers).await?.try_get("version")?;
        let newest = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
        if version == 0 || version >= newest {
            return Ok(());
        }
        let copy = file::copy_before_migration(path, version, self.clock.now());
        let no_copy = |error: &dyn std::fmt::Display| StoreError::NoCopy(copy.display().to_string(), error.to_string());
        let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&copy);
        match made {
            // Another process that starts at the same moment makes it.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
            made => drop(made.map_err(|error| no_copy(&error))?),
        }
        let Some(name) = copy.to_str() else { return Err(no_copy(&"its name is not UTF-8")) };
        if let Err(error) = self.write_copy(name).await {
            let _ = std::fs::remove_file(&copy);
            return Err(no_copy(&error));
        }
        tracing::info!("kept the database of the earlier version as {name}");
        if let Err(error) = file::delete_old_copies(path, &copy) {
            tracing::warn!(%error, "cannot delete older copies of the database: {error}");
        }
        Ok(())
    }
}
