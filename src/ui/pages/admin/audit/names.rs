//! The names of groups and apps, in the place of what the log calls them by.

use crate::domain::{AuditKind, Locale, Timestamp};
use crate::error::AppError;
use crate::server::AppState;
use std::collections::HashMap;

/// What groups and apps are called today, and since when they exist: by slug, and by client ID. Of one that is gone
/// only that is known; another may have it since.
#[derive(Debug, Default)]
pub struct Names {
    groups: HashMap<String, (Timestamp, String)>,
    apps: HashMap<String, (Timestamp, String)>,
}

impl Names {
    /// Those that events of these kinds need.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(state: &AppState, kinds: impl Iterator<Item = Option<AuditKind>>) -> Result<Self, AppError> {
        let (mut has_group, mut has_app) = (false, false);
        for kind in kinds.flatten() {
            has_group |= is_about_group(kind) || kind == AuditKind::GroupAppSet;
            has_app |= is_about_app(kind) || kind == AuditKind::GroupAppSet;
        }
        let mut names = Self::default();
        if has_group {
            let groups = state.store.list_groups().await?;
            names.groups =
                groups.into_iter().map(|group| (group.slug.into(), (group.created_at, group.name.into()))).collect();
        }
        if has_app {
            let apps = state.store.list_app_names().await?;
            names.apps = apps.into_iter().map(|app| (app.client_id, (app.created_at, app.name))).collect();
        }
        Ok(names)
    }

    /// `detail`, as the log has it for an event of this kind at this time, with names.
    pub fn put(&self, locale: Locale, kind: Option<AuditKind>, at: Timestamp, detail: String) -> String {
        let named = |names: &HashMap<String, (Timestamp, String)>, called: &str| {
            let name = names.get(called).filter(|(created_at, _)| *created_at <= at).map(|(_, name)| name.clone());
            name.unwrap_or_else(|| called.to_owned())
        };
        let group = |slug: &str| named(&self.groups, slug);
        let app = |id: &str| named(&self.apps, id);
        let none = locale.pick("nenhum", "none");
        match kind {
            Some(AuditKind::GroupRenamed) => match detail.split_once(": ") {
                Some((_, names)) => names.to_owned(),
                None => detail,
            },
            Some(AuditKind::GroupAppSet) => match detail.split_once(" app ") {
                Some((slug, "none")) => format!("{}: {none}", group(slug)),
                Some((slug, id)) => format!("{}: {}", group(slug), app(id)),
                None => detail,
            },
            Some(kind) if is_about_group(kind) => group(&detail),
            Some(kind) if is_about_app(kind) => app(&detail),
            _ => detail,
        }
    }
}

/// Whether the log adds the slug of a group, and nothing else.
const fn is_about_group(kind: AuditKind) -> bool {
    matches!(
        kind,
        AuditKind::GroupCreated | AuditKind::GroupDeleted | AuditKind::GroupMemberAdded | AuditKind::GroupMemberRemoved
    )
}

/// Whether the log adds the client ID of an app, and nothing else.
pub const fn is_about_app(kind: AuditKind) -> bool {
    matches!(
        kind,
        AuditKind::AppCreated
            | AuditKind::AppEdited
            | AuditKind::AppDeleted
            | AuditKind::AppSecretAdded
            | AuditKind::AppSecretEnded
            | AuditKind::AppSignedIn
            | AuditKind::AppRefused
            | AuditKind::AppSignInEnded
            | AuditKind::AppTokensRevoked
            | AuditKind::AppLogoutFailed
    )
}
