//! What was typed of an app, in a form or at the command line, and what it means.

mod field_errors;

use crate::domain::three_way::{ThreeWay, merge_sets};
use crate::domain::{
    AppAccess, AppAddress, AppDetails, AppKind, ClientId, DisplayName, GroupId, GroupName, GroupSlug,
    InvalidAppAddress, SigningAlgorithm,
};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::accounts::NO_GROUP;
use crate::server::oidc::forward_auth::CALLBACK;
use crate::server::password::random_hex;
use crate::server::store::StoreError;
use crate::server::store::apps::App;
use field_errors::FieldErrors;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::mem;

/// An app as it was typed. What is empty has its usual value.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TypedApp {
    /// How it names itself; empty: one is made from the name.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// Where people open it.
    pub home_url: String,
    /// Where codes may be sent, one a line.
    pub redirect_uris: String,
    /// Where people may be sent after signing out, one a line.
    pub post_logout_uris: String,
    /// Where a sign-in begins that the app did not begin itself.
    pub initiate_login_uri: String,
    /// Where the app receives logout tokens (back-channel logout).
    pub backchannel_logout_uri: String,
    /// `confidential`, `public` or `forward-auth`.
    pub kind: String,
    /// `everybody` or `groups`.
    pub access: String,
    /// The slugs of its groups, separated by blanks.
    pub groups: String,
    /// `yes` or `no`.
    pub claims_in_id_token: String,
    /// `RS256` or `ES256`.
    pub algorithm: String,
}

impl TypedApp {
    /// What is in the fields of a form.
    pub fn fields_mut(&mut self) -> [(Field, &mut String); 12] {
        [
            (Field::ClientId, &mut self.client_id),
            (Field::DisplayName, &mut self.name),
            (Field::HomeUrl, &mut self.home_url),
            (Field::RedirectUris, &mut self.redirect_uris),
            (Field::PostLogoutUris, &mut self.post_logout_uris),
            (Field::InitiateLoginUri, &mut self.initiate_login_uri),
            (Field::BackchannelLogoutUri, &mut self.backchannel_logout_uri),
            (Field::Kind, &mut self.kind),
            (Field::Access, &mut self.access),
            (Field::Groups, &mut self.groups),
            (Field::ClaimsInIdToken, &mut self.claims_in_id_token),
            (Field::Algorithm, &mut self.algorithm),
        ]
    }

    /// What a form says, by the names of its fields.
    pub fn from_fields<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Self {
        let mut typed = Self::default();
        for (field, text) in typed.fields_mut() {
            value(field.as_str()).unwrap_or_default().clone_into(text);
        }
        typed
    }

    /// This, with what is so `now` where the form left a field as it was `shown`.
    ///
    /// # Errors
    /// [`AppError::ChangedMeanwhile`] with the fields that were changed both in the form and elsewhere.
    pub fn merged(mut self, mut shown: Self, mut now: Self) -> Result<Self, AppError> {
        let mut form = ThreeWay::default();
        let access = self.access.clone();
        let chooses_groups = slugs(&self.groups) != slugs(&shown.groups);
        for (((field, typed), (_, shown)), (_, now)) in
            self.fields_mut().into_iter().zip(shown.fields_mut()).zip(now.fields_mut())
        {
            *typed = match field {
                Field::Groups => {
                    let merged = merge_sets(&slugs(shown), &slugs(typed), &slugs(now));
                    merged.into_iter().collect::<Vec<_>>().join(" ")
                }
                _ => form.merge(field, Some(shown), mem::take(typed), now.clone(), String::as_str),
            };
        }
        // Groups chosen for an app that somebody has opened to everybody meanwhile would be forgotten.
        if chooses_groups && self.access != access {
            form.conflict(Field::Access, &now.access);
        }
        form.finish(self).map_err(AppError::ChangedMeanwhile)
    }

    /// What was typed means this.
    ///
    /// # Errors
    /// [`AppError::InvalidForm`].
    pub async fn parse(&self, state: &AppState) -> Result<AppDetails, AppError> {
        let mut wrong = FieldErrors::default();
        let name = DisplayName::parse(&self.name)
            .map_err(|invalid| wrong.note(Field::DisplayName, Problem::DisplayName(invalid)))
            .ok();
        let client_id = self.client_id(name.as_ref(), &mut wrong);
        let home_url = self.home_url(&mut wrong);
        let kind = wrong.choice(Field::Kind, &self.kind, AppKind::Confidential, AppKind::parse);
        let redirect_uris = match (kind, &home_url) {
            (Some(AppKind::ForwardAuth), home) => callback_at(state, home.as_ref(), &mut wrong),
            _ => self.redirects(&mut wrong),
        };
        let post_logout_uris = wrong.lines(Field::PostLogoutUris, &self.post_logout_uris, AppAddress::parse_redirect);
        let initiate_login_uri = wrong.optional(Field::InitiateLoginUri, &self.initiate_login_uri);
        let backchannel_logout_uri = wrong.optional(Field::BackchannelLogoutUri, &self.backchannel_logout_uri);
        let access = wrong.choice(Field::Access, &self.access, AppAccess::Everybody, AppAccess::parse);
        let algorithm =
            wrong.choice(Field::Algorithm, &self.algorithm, SigningAlgorithm::Rs256, SigningAlgorithm::parse);
        let yes_or_no = |text: &str| matches!(text, "yes" | "no").then_some(text == "yes");
        let claims = wrong.choice(Field::ClaimsInIdToken, &self.claims_in_id_token, true, yes_or_no);
        let groups = match access {
            Some(AppAccess::Groups) => self.groups(state, &mut wrong).await?,
            _ => Vec::new(),
        };
        let required = (name, client_id, home_url, kind, access, algorithm, claims);
        let (Some(name), Some(client_id), Some(home_url), Some(kind), Some(access), Some(algorithm), Some(claims)) =
            required
        else {
            return wrong.finish(None);
        };
        wrong.finish(Some(AppDetails {
            client_id,
            name,
            home_url,
            redirect_uris,
            post_logout_uris,
            initiate_login_uri,
            backchannel_logout_uri,
            kind,
            access,
            groups,
            claims_in_id_token: claims,
            algorithm,
        }))
    }

    /// Where people open it, as it was typed.
    fn home_url(&self, wrong: &mut FieldErrors) -> Option<AppAddress> {
        let home_url = AppAddress::parse(&self.home_url).map_err(|invalid| {
            let problem = match invalid {
                InvalidAppAddress::Empty => Problem::HomeUrlMissing,
                invalid => Problem::AppAddress { line: 0, invalid },
            };
            wrong.note(Field::HomeUrl, problem);
        });
        home_url.ok()
    }

    /// The client ID that was typed, or one made from the `name`.
    fn client_id(&self, name: Option<&DisplayName>, wrong: &mut FieldErrors) -> Option<ClientId> {
        match (self.client_id.trim(), name) {
            ("", name) => name.and_then(usual_client_id),
            (typed, _) => ClientId::parse(typed).map_err(|_| wrong.note(Field::ClientId, Problem::ClientId)).ok(),
        }
    }

    fn redirects(&self, wrong: &mut FieldErrors) -> Vec<AppAddress> {
        if self.redirect_uris.trim().is_empty() {
            wrong.note(Field::RedirectUris, Problem::RedirectUriMissing);
        }
        wrong.lines(Field::RedirectUris, &self.redirect_uris, AppAddress::parse_redirect)
    }

    async fn groups(&self, state: &AppState, wrong: &mut FieldErrors) -> Result<Vec<GroupId>, AppError> {
        let mut ids = Vec::new();
        for text in slugs(&self.groups) {
            let group = match GroupSlug::parse(text) {
                Ok(slug) => state.store.find_group(&slug).await?,
                Err(_) => None,
            };
            match group {
                Some(group) => ids.push(group.id),
                None => wrong.note(Field::Groups, Problem::GroupUnknown),
            }
        }
        if ids.is_empty() && wrong.is_empty() {
            wrong.note(Field::Groups, Problem::GroupsMissing);
        }
        Ok(ids)
    }

    /// What a form about this app shows before anybody types.
    pub async fn of(state: &AppState, app: &App) -> Result<Self, StoreError> {
        let details = &app.details;
        let all = state.store.list_groups().await?;
        let groups = all.iter().filter(|group| details.groups.contains(&group.id)).map(|group| group.slug.as_str());
        let lines = |addresses: &[AppAddress]| addresses.iter().map(AppAddress::as_str).collect::<Vec<_>>().join("\n");
        let optional = |address: &Option<AppAddress>| {
            address.as_ref().map_or_else(String::new, |address| address.as_str().to_owned())
        };
        Ok(Self {
            client_id: details.client_id.to_string(),
            name: details.name.to_string(),
            home_url: details.home_url.as_str().to_owned(),
            redirect_uris: match details.kind {
                AppKind::ForwardAuth => String::new(),
                _ => lines(&details.redirect_uris),
            },
            post_logout_uris: lines(&details.post_logout_uris),
            initiate_login_uri: optional(&details.initiate_login_uri),
            backchannel_logout_uri: optional(&details.backchannel_logout_uri),
            kind: details.kind.as_str().to_owned(),
            access: details.access.as_str().to_owned(),
            groups: groups.collect::<Vec<_>>().join(" "),
            claims_in_id_token: if details.claims_in_id_token { "yes" } else { "no" }.to_owned(),
            algorithm: details.algorithm.as_str().to_owned(),
        })
    }
}

/// The slugs in a field for groups.
pub fn slugs(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().filter(|slug| *slug != NO_GROUP).collect()
}

/// Where codes go for an app behind a proxy: to Chaveiro, at the host of the app's home page.
fn callback_at(state: &AppState, home: Option<&AppAddress>, wrong: &mut FieldErrors) -> Vec<AppAddress> {
    let Some(home) = home else { return Vec::new() };
    let own = AppAddress::parse(state.settings.public_url.as_str()).ok().and_then(|own| own.host());
    if own.is_some() && own == home.host() {
        wrong.note(Field::HomeUrl, Problem::OwnHost);
    }
    let callback = home.origin().and_then(|origin| AppAddress::parse(&format!("{origin}{CALLBACK}")).ok());
    callback.into_iter().collect()
}

/// The name and six random characters: `moodle-3f9a2c`.
fn usual_client_id(name: &DisplayName) -> Option<ClientId> {
    let slug = GroupName::parse(name.as_str()).ok().and_then(|name| GroupSlug::from_name(&name));
    let stem = slug.as_ref().map_or("app", GroupSlug::as_str);
    ClientId::parse(&format!("{stem}-{}", random_hex::<3>())).ok()
}
