//! `chaveiro app list` and `chaveiro app show`: what an app is.

use super::CommandError;
use crate::cli::language::language;
use crate::cli::output::{not_written, print_line, print_notice};
use crate::cli::table::Table;
use crate::server::store::apps::App;
use crate::server::{AppState, clock};
use serde_json::json;

/// Lists the apps.
pub(super) async fn list(state: &AppState, as_json: bool) -> Result<(), CommandError> {
    let apps = state.store.list_apps().await?;
    if as_json {
        let mut objects = Vec::with_capacity(apps.len());
        for app in &apps {
            objects.push(to_json(state, app).await?);
        }
        print_line!("{:#}", serde_json::Value::Array(objects));
        return Ok(());
    }
    let row = |app: App| {
        let details = app.details;
        let texts =
            [details.client_id.as_str(), details.access.as_str(), details.name.as_str(), details.home_url.as_str()];
        texts.map(str::to_owned)
    };
    let rows: Vec<_> = apps.into_iter().map(row).collect();
    let mut table = Table::new(
        language().pick(["CLIENT ID", "ACESSO", "NOME", "ENDEREÇO"], ["CLIENT ID", "ACCESS", "NAME", "ADDRESS"]),
    );
    table.print(&mut std::io::stdout().lock(), &rows).map_err(not_written)?;
    if table.is_empty() {
        print_notice!("{}", language().pick("Nenhum aplicativo encontrado.", "No apps found."));
    }
    Ok(())
}

/// An app, as `--json` shows it.
pub(super) async fn to_json(state: &AppState, app: &App) -> Result<serde_json::Value, CommandError> {
    let details = &app.details;
    let lines = |addresses: &[crate::domain::AppAddress]| -> Vec<String> {
        addresses.iter().map(|address| address.as_str().to_owned()).collect()
    };
    let optional = |address: Option<&crate::domain::AppAddress>| address.map(|address| address.as_str().to_owned());
    let groups = state.store.list_groups().await?;
    let groups = groups.iter().filter(|group| details.groups.contains(&group.id));
    let groups: Vec<&str> = groups.map(|group| group.slug.as_str()).collect();
    let secrets = state.store.list_app_secrets(&app.id).await?;
    let secrets = secrets.iter().filter(|secret| secret.ended_at.is_none());
    let secrets: Vec<String> = secrets.map(|secret| clock::rfc3339(secret.created_at)).collect();
    Ok(json!({
        "client_id": details.client_id.as_str(),
        "name": details.name.as_str(),
        "home_url": details.home_url.as_str(),
        "redirect_uris": lines(&details.redirect_uris),
        "post_logout_uris": lines(&details.post_logout_uris),
        "initiate_login_uri": optional(details.initiate_login_uri.as_ref()),
        "backchannel_logout_uri": optional(details.backchannel_logout_uri.as_ref()),
        "kind": details.kind.as_str(),
        "forward_auth_host": details.forward_auth_host(),
        "access": details.access.as_str(),
        "groups": groups,
        "claims_in_id_token": details.claims_in_id_token,
        "algorithm": details.algorithm.as_str(),
        "created_at": clock::rfc3339(app.created_at),
        "secrets_created_at": secrets,
    }))
}

/// The same for people. The names are those of the protocol and of `--json`, in every language.
pub(super) fn print_fields(object: &serde_json::Value) {
    for (name, value) in object.as_object().into_iter().flatten() {
        let text = match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Array(all) => {
                all.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(" ")
            }
            serde_json::Value::Null => "-".to_owned(),
            other => other.to_string(),
        };
        print_line!("{name:<24} {text}");
    }
}
