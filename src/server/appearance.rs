//! How the site and its mails look: what an admin has set, else the operator's settings.

pub mod logo;
pub mod preview;
mod style;

use crate::domain::{AccentColor, Appearance, Logo, Timestamp};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::server::AppState;
use crate::server::config::Settings;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::appearance::StoredAppearance;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Other nodes' changes are looked for this often, however many pages are asked for meanwhile.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// The appearance as of the last look, and the files made of it.
#[derive(Debug)]
pub struct LoadedAppearance {
    /// The appearance itself.
    pub appearance: Appearance,
    /// Its style sheet and the hash in its address; none without an own color.
    pub style: Option<File>,
    /// The logo and the hash in its address.
    pub logo: Option<File>,
}

/// A file under an address that holds its hash.
#[derive(Debug)]
pub struct File {
    /// Its address.
    pub path: String,
    /// What is in it.
    pub content: Vec<u8>,
}

impl LoadedAppearance {
    fn new(appearance: Appearance) -> Self {
        let style = appearance.accent.map(|accent| file("css", style::sheet(accent).into_bytes()));
        let logo = appearance.logo.as_ref().map(|logo| file("png", logo.png.to_vec()));
        Self { appearance, style, logo }
    }
}

fn file(ending: &str, content: Vec<u8>) -> File {
    let hash = hex::encode(&Sha256::digest(&content)[..8]);
    File { path: format!("/appearance/{hash}.{ending}"), content }
}

/// Keeps the appearance in memory. Clones share it.
#[derive(Clone)]
pub struct AppearanceCache(Arc<Mutex<Cached>>);

struct Cached {
    shown: Arc<LoadedAppearance>,
    version: Option<String>,
    looked_at: Option<Timestamp>,
}

impl AppearanceCache {
    /// The operator's settings, until the first look.
    pub fn new(settings: &Settings) -> Self {
        let shown = Arc::new(LoadedAppearance::new(combined(settings, None)));
        Self(Arc::new(Mutex::new(Cached { shown, version: None, looked_at: None })))
    }

    /// As of the last look; asks no database.
    pub fn shown(&self) -> Arc<LoadedAppearance> {
        Arc::clone(&self.cached().shown)
    }

    fn cached(&self) -> std::sync::MutexGuard<'_, Cached> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The appearance, at most two seconds old. While the database is away it stays as it was.
pub async fn current(state: &AppState) -> Arc<LoadedAppearance> {
    let now = state.clock.now();
    {
        let mut cached = state.appearance.cached();
        let is_fresh = cached.looked_at.is_some_and(|at| at <= now && now.since(at) < LOOK_EVERY);
        if is_fresh {
            return Arc::clone(&cached.shown);
        }
        // Before the look: of many requests at once only one asks.
        cached.looked_at = Some(now);
    }
    if let Err(error) = refresh(state).await {
        tracing::warn!(%error, "cannot look for the appearance: {error}");
    }
    state.appearance.shown()
}

/// Reads the appearance if it has changed.
pub async fn refresh(state: &AppState) -> Result<(), StoreError> {
    let version = state.store.find_appearance_version().await?;
    if state.appearance.cached().version == version {
        return Ok(());
    }
    let (version, stored) = state.store.find_appearance().await?.unzip();
    let shown = Arc::new(LoadedAppearance::new(combined(&state.settings, stored.as_ref())));
    let mut cached = state.appearance.cached();
    cached.shown = shown;
    cached.version = version;
    Ok(())
}

/// What the admin has set, else what the operator has.
fn combined(settings: &Settings, stored: Option<&StoredAppearance>) -> Appearance {
    let of = |column: fn(&StoredAppearance) -> Option<&String>| stored.and_then(column);
    let accent = of(|stored| stored.accent_color.as_ref()).and_then(|text| AccentColor::parse(text).ok());
    let png = of(|stored| stored.logo.as_ref()).and_then(|text| STANDARD.decode(text).ok());
    Appearance {
        organization: of(|stored| stored.organization.as_ref()).unwrap_or(&settings.organization).clone(),
        accent: accent.or(settings.accent_color),
        logo: png.and_then(logo::kept).or_else(|| settings.logo.clone()),
        words: stored.map(|stored| stored.words.clone()).unwrap_or_default(),
    }
}

/// The appearance as a form describes it. An empty name or color leaves that to the operator's setting.
#[derive(Clone, Debug, Default)]
pub struct TypedAppearance {
    /// `organization_name`
    pub organization: String,
    /// `accent_color`
    pub accent_color: String,
    /// `introduction_pt_br`
    pub introduction_pt_br: String,
    /// `signature_pt_br`
    pub signature_pt_br: String,
    /// `introduction_en`
    pub introduction_en: String,
    /// `signature_en`
    pub signature_en: String,
}

impl TypedAppearance {
    /// Checks it. Not the logo: it has a form of its own.
    ///
    /// # Errors
    /// [`AppError::InvalidForm`] with all that is wrong.
    pub fn parse(&self) -> Result<StoredAppearance, AppError> {
        use crate::domain::appearance::{parse_introduction, parse_signature};
        let mut wrong = Vec::new();
        let mut parsed = StoredAppearance::default();
        let organization = self.organization.trim();
        match crate::server::config::parse_organization(organization) {
            None => wrong.push(FieldError { field: Field::OrganizationName, problem: Problem::Organization }),
            Some(name) => parsed.organization = Some(name).filter(|name| !name.is_empty()),
        }
        let color = self.accent_color.trim();
        match (color.is_empty(), AccentColor::parse(color)) {
            (true, _) => {}
            (false, Ok(color)) => parsed.accent_color = Some(color.to_string()),
            (false, Err(invalid)) => {
                wrong.push(FieldError { field: Field::AccentColor, problem: Problem::AccentColor(invalid) });
            }
        }
        let words = &mut parsed.words;
        for (field, read, kept) in [
            (Field::IntroductionPtBr, parse_introduction(&self.introduction_pt_br), &mut words.pt_br.introduction),
            (Field::SignaturePtBr, parse_signature(&self.signature_pt_br), &mut words.pt_br.signature),
            (Field::IntroductionEn, parse_introduction(&self.introduction_en), &mut words.en.introduction),
            (Field::SignatureEn, parse_signature(&self.signature_en), &mut words.en.signature),
        ] {
            match read {
                Ok(text) => *kept = text,
                Err(invalid) => wrong.push(FieldError { field, problem: Problem::MailWords(invalid) }),
            }
        }
        if wrong.is_empty() { Ok(parsed) } else { Err(AppError::InvalidForm(wrong)) }
    }

    /// How the site would look with it, the logo being that of now.
    ///
    /// # Errors
    /// [`AppError::InvalidForm`] with all that is wrong.
    pub async fn appearance(&self, state: &AppState) -> Result<Appearance, AppError> {
        let parsed = self.parse()?;
        let logo = current(state).await.appearance.logo.clone();
        Ok(Appearance { logo, ..combined(&state.settings, Some(&parsed)) })
    }
}

/// Keeps what an admin has typed; this node shows it at once, others within two seconds.
///
/// # Errors
/// [`AppError::InvalidForm`] with all that is wrong.
pub async fn save(state: &AppState, admin: &Admin, typed: &TypedAppearance) -> Result<(), AppError> {
    let parsed = typed.parse()?;
    // The setting's own name is no choice: another setting later shall show.
    let organization = parsed.organization.filter(|name| *name != state.settings.organization);
    let change = |stored: &mut StoredAppearance| {
        stored.organization = organization;
        stored.accent_color = parsed.accent_color;
        stored.words = parsed.words;
    };
    state.store.set_appearance(change, admin.by()).await?;
    Ok(refresh(state).await?)
}

/// Keeps a logo, or takes it away: then the operator's is shown, if there is one.
pub async fn save_logo(state: &AppState, admin: &Admin, logo: Option<&Logo>) -> Result<(), AppError> {
    let logo = logo.map(|logo| STANDARD.encode(&logo.png));
    state.store.set_appearance(|stored| stored.logo = logo, admin.by()).await?;
    Ok(refresh(state).await?)
}
