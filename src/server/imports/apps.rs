//! The apps that the rows of a file name.

use crate::domain::import::Wrong;
use crate::domain::{AppAccess, AppId, GroupSlug};
use crate::server::store::search::folded;
use crate::server::store::{Store, StoreError};
use std::collections::{BTreeSet, HashMap, HashSet};

/// An app, and who may use it.
struct KnownApp {
    id: AppId,
    /// None: everybody.
    groups: Option<HashSet<GroupSlug>>,
}

/// The apps there are, by what a file may call them.
#[derive(Default)]
pub struct KnownApps {
    apps: Vec<KnownApp>,
    names: HashMap<String, usize>,
}

impl KnownApps {
    /// All there are now.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        let slugs: HashMap<String, GroupSlug> =
            store.list_groups().await?.into_iter().map(|group| (group.id, group.slug)).collect();
        let mut known = Self::default();
        let apps = store.list_apps().await?;
        for app in &apps {
            let groups = app.details.groups.iter().filter_map(|id| slugs.get(id).cloned()).collect();
            let is_limited = app.details.access == AppAccess::Groups;
            known.names.insert(folded(app.details.name.as_str()), known.apps.len());
            known.apps.push(KnownApp { id: app.id.clone(), groups: is_limited.then_some(groups) });
        }
        // A client ID goes before the name of another app: it names one alone.
        for (index, app) in apps.iter().enumerate() {
            known.names.insert(folded(app.details.client_id.as_str()), index);
        }
        Ok(known)
    }

    /// The app that a cell means, for somebody who is in `groups`.
    ///
    /// # Errors
    /// What is wrong with the cell.
    pub fn find(&self, name: &str, groups: &BTreeSet<GroupSlug>) -> Result<AppId, Wrong> {
        let app = self.names.get(&folded(name)).and_then(|index| self.apps.get(*index)).ok_or(Wrong::AppUnknown)?;
        let is_open = app.groups.as_ref().is_none_or(|allowed| groups.iter().any(|group| allowed.contains(group)));
        if is_open { Ok(app.id.clone()) } else { Err(Wrong::AppClosed) }
    }
}
