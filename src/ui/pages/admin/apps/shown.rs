//! What the form about an app showed, so that only what was changed in it is changed.

use crate::error::{AppError, Field, FieldError, Problem};
use crate::server::accounts::NO_GROUP;
use crate::server::apps::typed::TypedApp;
use crate::ui::pages::admin::groups::merge::merged_groups;
use std::collections::BTreeSet;

/// `typed`, with what is so `now` where the form left a field as it was `shown`.
///
/// # Errors
/// [`AppError::ChangedMeanwhile`] with the fields that were changed both in the form and elsewhere.
pub fn merged(shown: &TypedApp, typed: TypedApp, now: &TypedApp) -> Result<TypedApp, AppError> {
    let mut changed = Vec::new();
    let mut merge = |field: Field, shown: &str, typed: String, now: &str| {
        if is_same(&typed, shown) || is_same(&typed, now) {
            return now.to_owned();
        }
        if !is_same(shown, now) {
            changed.push((field, now.to_owned()));
        }
        typed
    };
    let chooses_groups = group_set(&typed.groups) != group_set(&shown.groups);
    let mut merged = TypedApp {
        client_id: now.client_id.clone(),
        name: merge(Field::DisplayName, &shown.name, typed.name, &now.name),
        home_url: merge(Field::HomeUrl, &shown.home_url, typed.home_url, &now.home_url),
        redirect_uris: merge(Field::RedirectUris, &shown.redirect_uris, typed.redirect_uris, &now.redirect_uris),
        post_logout_uris: merge(
            Field::PostLogoutUris,
            &shown.post_logout_uris,
            typed.post_logout_uris,
            &now.post_logout_uris,
        ),
        initiate_login_uri: merge(
            Field::InitiateLoginUri,
            &shown.initiate_login_uri,
            typed.initiate_login_uri,
            &now.initiate_login_uri,
        ),
        backchannel_logout_uri: merge(
            Field::BackchannelLogoutUri,
            &shown.backchannel_logout_uri,
            typed.backchannel_logout_uri,
            &now.backchannel_logout_uri,
        ),
        kind: merge(Field::Kind, &shown.kind, typed.kind, &now.kind),
        access: merge(Field::Access, &shown.access, typed.access.clone(), &now.access),
        groups: groups(&shown.groups, &typed.groups, &now.groups),
        claims_in_id_token: merge(
            Field::ClaimsInIdToken,
            &shown.claims_in_id_token,
            typed.claims_in_id_token,
            &now.claims_in_id_token,
        ),
        algorithm: merge(Field::Algorithm, &shown.algorithm, typed.algorithm, &now.algorithm),
    };
    // Groups chosen for an app that somebody has opened to everybody meanwhile would be forgotten.
    if chooses_groups && merged.access != typed.access {
        changed.push((Field::Access, now.access.clone()));
        merged.access = typed.access;
    }
    if changed.is_empty() {
        return Ok(merged);
    }
    let error = |(field, now)| FieldError { field, problem: Problem::ChangedMeanwhile { now } };
    Err(AppError::ChangedMeanwhile(changed.into_iter().map(error).collect()))
}

/// Blanks and line ends come back from a browser otherwise than they went.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

fn group_set(slugs: &str) -> BTreeSet<&str> {
    slugs.split_whitespace().filter(|slug| *slug != NO_GROUP).collect()
}

fn groups(shown: &str, typed: &str, now: &str) -> String {
    merged_groups(&group_set(shown), &group_set(typed), &group_set(now))
}

/// What the form holds after it was refused because of `shown`: what is so `now`, but for what was typed.
pub fn typed_since(shown: &TypedApp, now: &TypedApp, typed: impl Fn(Field) -> Option<String>) -> (Vec<Field>, String) {
    let fields = [
        (Field::DisplayName, &shown.name),
        (Field::HomeUrl, &shown.home_url),
        (Field::RedirectUris, &shown.redirect_uris),
        (Field::PostLogoutUris, &shown.post_logout_uris),
        (Field::InitiateLoginUri, &shown.initiate_login_uri),
        (Field::BackchannelLogoutUri, &shown.backchannel_logout_uri),
        (Field::Kind, &shown.kind),
        (Field::Access, &shown.access),
        (Field::ClaimsInIdToken, &shown.claims_in_id_token),
        (Field::Algorithm, &shown.algorithm),
    ];
    let is_untouched = |field: Field, shown: &str| typed(field).is_some_and(|typed| is_same(&typed, shown));
    let untouched = fields.into_iter().filter(|(field, shown)| is_untouched(*field, shown)).map(|(field, _)| field);
    let groups = groups(&shown.groups, &typed(Field::Groups).unwrap_or_else(|| now.groups.clone()), &now.groups);
    (untouched.collect(), groups)
}
