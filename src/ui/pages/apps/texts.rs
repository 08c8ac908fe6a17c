//! What `/apps` says, and the part of `/account` about apps.

use crate::domain::Locale;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static OwnAppTexts {
    locale.pick(&PT_BR, &EN)
}

/// The sentences in one language.
pub struct OwnAppTexts {
    /// The title of the tiles.
    pub title: &'static str,
    /// There is none.
    pub empty: &'static str,
    /// The same for an administrator, who can add some.
    pub empty_of_admin: &'static str,
    /// The heading on `/account`.
    pub known: &'static str,
    /// What it means.
    pub known_hint: &'static str,
    /// Leads to the app somebody was invited for.
    pub go_to: fn(app: &str) -> String,
    /// Since when.
    pub since: &'static str,
    /// When it was last used.
    pub last: &'static str,
    /// Signs out of one.
    pub end: &'static str,
    /// That it was done.
    pub ended: &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: OwnAppTexts = OwnAppTexts {
    title: "Seus aplicativos",
    empty: "Você ainda não tem acesso a nenhum aplicativo. Se precisar de um, fale com um administrador.",
    empty_of_admin: "Nenhum aplicativo para você ainda.",
    known: "Aplicativos conectados",
    known_hint: "Você já entrou nestes aplicativos com esta conta. Ao encerrar um, o acesso dele à sua conta termina. Alguns só percebem isso quando a própria sessão termina.",
    go_to: |app| format!("Ir para {app}"),
    since: "conectado",
    last: "último uso",
    end: "Encerrar",
    ended: "Acesso ao aplicativo encerrado.",
};

/// In English.
pub static EN: OwnAppTexts = OwnAppTexts {
    title: "Your apps",
    empty: "You don't have access to any apps yet. If you need one, contact an admin.",
    empty_of_admin: "No apps for you yet.",
    known: "Connected apps",
    known_hint: "You've signed in to these apps with this account. If you end one, its access to your account ends. Some apps notice only when their own session ends.",
    go_to: |app| format!("Go to {app}"),
    since: "connected",
    last: "last used",
    end: "End",
    ended: "Access to the app ended.",
};
