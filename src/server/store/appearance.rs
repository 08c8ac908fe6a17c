//! How the site and its mails look, as an admin has set it: one row.

use super::audit::{AuditEvent, AuditKind, By};
use super::statement::{Statement, lock_row};
use super::{Store, StoreError};
use crate::domain::{MailWords, OwnWords};
use sqlx::Row as _;

/// What an admin has set; what is none is the operator's setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredAppearance {
    /// The organization's name.
    pub organization: Option<String>,
    /// `#rrggbb`.
    pub accent_color: Option<String>,
    /// A PNG in base64.
    pub logo: Option<String>,
    /// The words of the mails.
    pub words: MailWords,
}

impl StoredAppearance {
    /// The columns in which `other` differs, as the log names them.
    fn differences(&self, other: &Self) -> Vec<&'static str> {
        let (ours, theirs) = (&self.words, &other.words);
        [
            ("organization", self.organization != other.organization),
            ("accent_color", self.accent_color != other.accent_color),
            ("logo", self.logo != other.logo),
            ("introduction_pt_br", ours.pt_br.introduction != theirs.pt_br.introduction),
            ("signature_pt_br", ours.pt_br.signature != theirs.pt_br.signature),
            ("introduction_en", ours.en.introduction != theirs.en.introduction),
            ("signature_en", ours.en.signature != theirs.en.signature),
        ]
        .into_iter()
        .filter_map(|(column, differs)| differs.then_some(column))
        .collect()
    }
}

const COLUMNS: &str = "SELECT version, organization, accent_color, logo, introduction_pt_br, signature_pt_br,
                              introduction_en, signature_en FROM appearance WHERE id = 'site'";

impl Store {
    /// What the appearance is as of now; it changes with each change of it.
    pub async fn find_appearance_version(&self) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT version FROM appearance WHERE id = 'site'").fetch_optional(&self.readers).await?;
        Ok(row.map(|row| row.try_get("version")).transpose()?)
    }

    /// The appearance and its version.
    pub async fn find_appearance(&self) -> Result<Option<(String, StoredAppearance)>, StoreError> {
        let row = sqlx::query(COLUMNS).fetch_optional(&self.readers).await?;
        row.as_ref().map(stored).transpose()
    }

    /// Changes the appearance, as `change` does, and writes down what of it. `false` when it changes nothing.
    pub async fn set_appearance(
        &self,
        change: impl FnOnce(&mut StoredAppearance),
        by: &By,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        // So that two changes at once do not undo each other, nor two first ones: a row that is not there cannot be locked.
        sqlx::query(
            "INSERT INTO appearance (id, version, changed_at) VALUES ('site', '', 0) ON CONFLICT (id) DO NOTHING",
        )
        .execute(&mut *tx)
        .await?;
        let row = lock_row(&mut tx, Statement::new(COLUMNS)).await?;
        let before = row.as_ref().map(stored).transpose()?.map(|(_, stored)| stored).unwrap_or_default();
        let mut after = before.clone();
        change(&mut after);
        let differences = before.differences(&after);
        if differences.is_empty() {
            return Ok(false);
        }
        sqlx::query(
            "UPDATE appearance SET version = $1, organization = $2, accent_color = $3, logo = $4, introduction_pt_br = $5,
                signature_pt_br = $6, introduction_en = $7, signature_en = $8, changed_at = $9
             WHERE id = 'site'",
        )
        .bind(self.clock.new_id())
        .bind(after.organization)
        .bind(after.accent_color)
        .bind(after.logo)
        .bind(after.words.pt_br.introduction)
        .bind(after.words.pt_br.signature)
        .bind(after.words.en.introduction)
        .bind(after.words.en.signature)
        .bind(self.clock.now().as_millis())
        .execute(&mut *tx)
        .await?;
        let detail = differences.join(", ");
        let event = AuditEvent { kind: AuditKind::AppearanceChanged, by, target: None, detail: Some(&detail) };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn stored(row: &sqlx::any::AnyRow) -> Result<(String, StoredAppearance), StoreError> {
    let appearance = StoredAppearance {
        organization: row.try_get("organization")?,
        accent_color: row.try_get("accent_color")?,
        logo: row.try_get("logo")?,
        words: MailWords {
            pt_br: OwnWords {
                introduction: row.try_get("introduction_pt_br")?,
                signature: row.try_get("signature_pt_br")?,
            },
            en: OwnWords { introduction: row.try_get("introduction_en")?, signature: row.try_get("signature_en")? },
        },
    };
    Ok((row.try_get("version")?, appearance))
}
