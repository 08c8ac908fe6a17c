//! The appearance as the page shows it, and what its forms do.

use crate::error::AppError;
use crate::server::appearance::{self, TypedAppearance};
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// The appearance as it is saved.
#[derive(Clone, Debug)]
pub struct CurrentAppearance {
    /// As the form's fields hold it.
    pub typed: TypedAppearance,
    /// Whether the logo is one that an admin has uploaded, which can be removed.
    pub has_own_logo: bool,
    /// The address that "send it to me" sends to.
    pub email: String,
}

/// What an admin has set, with the operator's settings where that is nothing.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn find_appearance() -> Result<CurrentAppearance, AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let stored = state.store.find_appearance().await?.map(|(_, stored)| stored).unwrap_or_default();
    let settings = &state.settings;
    let color = stored.accent_color.or_else(|| settings.accent_color.map(|color| color.to_string()));
    Ok(CurrentAppearance {
        has_own_logo: stored.logo.is_some(),
        typed: TypedAppearance {
            organization: stored.organization.unwrap_or_else(|| settings.organization.clone()),
            accent_color: color.unwrap_or_default(),
            introduction_pt_br: stored.words.pt_br.introduction,
            signature_pt_br: stored.words.pt_br.signature,
            introduction_en: stored.words.en.introduction,
            signature_en: stored.words.en.signature,
        },
        email: request_context.session.map(|session| session.user.email.as_str().to_owned()).unwrap_or_default(),
    })
}

/// Keeps name, color and words.
#[server(prefix = "", endpoint = "admin/appearance")]
pub async fn save_appearance(
    organization_name: Option<String>,
    accent_color: Option<String>,
    introduction_pt_br: Option<String>,
    signature_pt_br: Option<String>,
    introduction_en: Option<String>,
    signature_en: Option<String>,
) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let typed = TypedAppearance {
        organization: organization_name.unwrap_or_default(),
        accent_color: accent_color.unwrap_or_default(),
        introduction_pt_br: introduction_pt_br.unwrap_or_default(),
        signature_pt_br: signature_pt_br.unwrap_or_default(),
        introduction_en: introduction_en.unwrap_or_default(),
        signature_en: signature_en.unwrap_or_default(),
    };
    appearance::save(&state, &admin, &typed).await?;
    set_location("/admin/appearance?notice=saved");
    Ok(())
}

/// Takes the uploaded logo away.
#[server(prefix = "", endpoint = "admin/appearance/remove-logo")]
pub async fn remove_logo() -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    appearance::save_logo(&state, &admin, None).await?;
    set_location("/admin/appearance?notice=logo-removed");
    Ok(())
}
