//! What surrounds the content of every page.

/// The sentences in one language.
pub struct FrameTexts {
    /// The first link of every page.
    pub skip: &'static str,
    /// Names the bar of development mode.
    pub dev_label: &'static str,
    /// What development mode means.
    pub dev: &'static str,
    /// Leads to the captured mails.
    pub dev_link: &'static str,
    /// Names the administrator's navigation.
    pub nav: &'static str,
    /// Heads the palette: where one can go.
    pub palette: &'static str,
    /// Labels its box.
    pub palette_box: &'static str,
    /// Leads to the list where the palette has no room for all who were found.
    pub palette_all: &'static str,
    /// Leads to the overview.
    pub overview: &'static str,
    /// Leads to the list of people.
    pub users: &'static str,
    /// Leads to the form for a new person.
    pub new_user: &'static str,
    /// Leads to the apps.
    pub apps: &'static str,
    /// Leads to the groups.
    pub groups: &'static str,
    /// Leads to the outbox.
    pub mail: &'static str,
    /// Leads to the log.
    pub audit: &'static str,
    /// Leads to the appearance of the site and its mails.
    pub appearance: &'static str,
    /// Leads to the apps one may use oneself.
    pub own_apps: &'static str,
    /// The button that ends the session.
    pub sign_out: &'static str,
    /// The last line of every page.
    pub about: fn(organization: &str) -> String,
    /// Names the language switch.
    pub language: &'static str,
    /// Names the theme switch.
    pub theme: &'static str,
    /// The theme of the device.
    pub theme_system: &'static str,
    /// Dark on light.
    pub theme_light: &'static str,
    /// Light on dark.
    pub theme_dark: &'static str,
}

/// In Portuguese.
pub static PT_BR: FrameTexts = FrameTexts {
    skip: "Ir para o conteúdo",
    dev_label: "Modo de desenvolvimento",
    dev: "Modo de desenvolvimento: nenhum e-mail é enviado de verdade.",
    dev_link: "Ver e-mails capturados",
    nav: "Administração",
    palette: "Ir para",
    palette_box: "Página, nome ou e-mail",
    palette_all: "Ver todas as pessoas encontradas",
    overview: "Visão geral",
    users: "Pessoas",
    new_user: "Cadastrar pessoa",
    apps: "Aplicativos",
    groups: "Grupos",
    mail: "E-mails",
    audit: "Auditoria",
    appearance: "Aparência",
    own_apps: "Seus aplicativos",
    sign_out: "Sair",
    about: |organization| match organization {
        "Chaveiro" => "Acesso gerenciado com o Chaveiro.".to_owned(),
        organization => format!("{organization} gerencia o acesso com o Chaveiro."),
    },
    language: "Idioma",
    theme: "Tema",
    theme_system: "Tema do sistema",
    theme_light: "Tema claro",
    theme_dark: "Tema escuro",
};

/// In English.
pub static EN: FrameTexts = FrameTexts {
    skip: "Skip to content",
    dev_label: "Development mode",
    dev: "Development mode: no emails are actually sent.",
    dev_link: "See captured emails",
    nav: "Administration",
    palette: "Go to",
    palette_box: "Page, name or email",
    palette_all: "See all people found",
    overview: "Overview",
    users: "People",
    new_user: "Add person",
    apps: "Apps",
    groups: "Groups",
    mail: "Emails",
    audit: "Audit log",
    appearance: "Appearance",
    own_apps: "Your apps",
    sign_out: "Sign out",
    about: |organization| match organization {
        "Chaveiro" => "Accounts managed with Chaveiro.".to_owned(),
        organization => format!("{organization} manages accounts with Chaveiro."),
    },
    language: "Language",
    theme: "Theme",
    theme_system: "System theme",
    theme_light: "Light theme",
    theme_dark: "Dark theme",
};
