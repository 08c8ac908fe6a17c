//! The apps that the rows of a file name.

use crate::domain::import::Wrong;
use crate::domain::{AppId, GroupId, GroupSlug};
use crate::server::store::apps::App;
use crate::server::store::search::folded;
use crate::server::store::{Store, StoreError};
use std::collections::{BTreeSet, HashMap};

/// The apps there are, by what a file may call them.
#[derive(Default)]
pub struct KnownApps {
    apps: Vec<App>,
    names: HashMap<String, usize>,
    group_ids: HashMap<GroupSlug, GroupId>,
}

impl KnownApps {
    /// All there are now.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        let apps = store.list_apps().await?;
        let by_name = apps.iter().enumerate().map(|(index, app)| (folded(app.details.name.as_str()), index));
        // A client ID goes before the name of another app: it names one alone.
        let by_client_id = apps.iter().enumerate().map(|(index, app)| (folded(app.details.client_id.as_str()), index));
        let names = by_name.chain(by_client_id).collect();
        let group_ids = store.list_groups().await?.into_iter().map(|group| (group.slug, group.id)).collect();
        Ok(Self { apps, names, group_ids })
    }

    /// The app that a cell means, for somebody who is in `groups`.
    ///
    /// # Errors
    /// What is wrong with the cell.
    pub fn find(&self, name: &str, groups: &BTreeSet<GroupSlug>) -> Result<AppId, Wrong> {
        let app = self.names.get(&folded(name)).and_then(|index| self.apps.get(*index)).ok_or(Wrong::AppUnknown)?;
        let ids = groups.iter().filter_map(|slug| self.group_ids.get(slug));
        if app.details.is_open_to(ids) { Ok(app.id.clone()) } else { Err(Wrong::AppClosed) }
    }
}
