//! What an admin page watches, and how it tells that something changed.

use crate::domain::UserId;
use crate::domain::import::ImportId;
use crate::error::AppError;
use crate::server::store::{Store, StoreError};
use crate::ui::response::{AdminRequest, admin_request};

/// What a page watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// One account: its log and its mails.
    User(UserId),
    /// The outbox.
    Mail,
    /// One import, by its id.
    Import(ImportId),
}

impl Topic {
    /// As in addresses: `user:…`, `mail`, `import:…`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => (text == "mail").then_some(Self::Mail),
            Some(("user", id)) => UserId::parse(id).map(Self::User),
            Some(("import", id)) => ImportId::parse(id).map(Self::Import),
            Some(_) => None,
        }
    }

    /// A text that is another one when the topic has changed.
    pub async fn version(&self, store: &Store) -> Result<String, StoreError> {
        match self {
            Self::User(id) => store.find_version_of_user(id).await,
            Self::Mail => store.find_version_of_outbox().await,
            Self::Import(id) => store.find_version_of_import(id).await,
        }
    }
}

/// The version a page shows, for its `data-version`.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn version(topic: &Topic) -> Result<String, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    Ok(topic.version(&state.store).await?)
}
