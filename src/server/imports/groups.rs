//! The groups that the rows of a file name: those there are, and those that could be made.

use super::header::Columns;
use super::{CheckedFile, cells};
use crate::domain::import::{Column, RowState};
use crate::domain::{GroupName, GroupSlug};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::search::folded;
use crate::server::store::{Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A file can make so many groups (ours: a form with a box for each stays within its size).
pub const MAX_NEW: usize = 500;

/// A group that a file names and that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGroup {
    /// What programs would call it.
    pub slug: GroupSlug,
    /// What the file calls it.
    pub name: GroupName,
}

/// The groups there are, by what a file may call them.
#[derive(Default)]
pub struct KnownGroups(HashMap<String, GroupSlug>);

impl KnownGroups {
    /// All there are now.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        let groups = store.list_groups().await?;
        let slugs = groups.iter().map(|group| (group.slug.as_str().to_owned(), group.slug.clone()));
        // A name goes before the slug of another group.
        let names = groups.iter().map(|group| (folded(group.name.as_str()), group.slug.clone()));
        Ok(Self(slugs.chain(names).collect()))
    }

    /// The group that a cell means.
    pub fn find(&self, name: &str) -> Option<&GroupSlug> {
        self.0.get(&folded(name))
    }
}

/// The groups a row names, each once, as they are written.
pub fn named(columns: &Columns, cells: &[String]) -> Vec<String> {
    let (mut names, mut seen): (Vec<String>, HashSet<String>) = (Vec::new(), HashSet::new());
    for place in columns.places(Column::Groups) {
        let cell = cells::named(columns, cells, *place);
        let names_in = cell.split(GroupName::SEPARATORS).map(str::trim);
        for name in names_in.filter(|name| !name.is_empty()) {
            if seen.insert(folded(name)) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// The groups that the accounts to be made would be in if they existed.
pub fn missing(checked: &CheckedFile, known: &KnownGroups) -> Vec<NewGroup> {
    let Some(columns) = &checked.layout.columns else { return Vec::new() };
    let mut seen = HashSet::new();
    let mut slugs: HashSet<String> = known.0.values().map(|slug| slug.as_str().to_owned()).collect();
    let mut missing = Vec::new();
    for row in checked.rows.iter().filter(|row| row.state == RowState::Ready) {
        for name in named(columns, &row.cells) {
            if missing.len() == MAX_NEW {
                return missing;
            }
            if known.find(&name).is_some() || cells::is_no_group(&name) || !seen.insert(folded(&name)) {
                continue;
            }
            // What is no name was found to be wrong when the row was read.
            let Ok(name) = GroupName::parse(&name) else { continue };
            let slug = free_slug(&name, &slugs);
            slugs.insert(slug.as_str().to_owned());
            missing.push(NewGroup { slug, name });
        }
    }
    missing
}

/// A slug for a name that no other group has: `turma-1a`, `turma-1a-2`, `grupo-1` …
fn free_slug(name: &GroupName, taken: &HashSet<String>) -> GroupSlug {
    let (stem, first) = match GroupSlug::from_name(name) {
        Some(slug) if !taken.contains(slug.as_str()) => return slug,
        Some(slug) => (slug.as_str().to_owned(), 2),
        None => ("grupo".to_owned(), 1),
    };
    let mut number: u32 = first;
    loop {
        let end = format!("-{number}");
        let stem = stem.get(..GroupSlug::MAX_LENGTH - end.len()).unwrap_or(&stem).trim_end_matches('-');
        match GroupSlug::parse(&format!("{stem}{end}")) {
            Ok(slug) if !taken.contains(slug.as_str()) => return slug,
            _ => number += 1,
        }
    }
}

/// Makes those of `missing` that were chosen; how many. One that exists meanwhile stays as it is.
pub async fn make(
    state: &AppState,
    admin: &Admin,
    missing: &[NewGroup],
    chosen: &BTreeSet<GroupSlug>,
) -> Result<usize, AppError> {
    let mut made = 0;
    for group in missing.iter().filter(|group| chosen.contains(&group.slug)) {
        match state.store.insert_group(&group.slug, &group.name, admin.by()).await {
            Ok(_) => made += 1,
            Err(StoreError::GroupTaken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(made)
}
