//! What `/account` says.

/// The sentences in one language.
pub struct AccountTexts {
    /// The title.
    pub title: &'static str,
    /// Heads the own data.
    pub data: &'static str,
    /// Labels the role.
    pub role: &'static str,
    /// Heads the change of the password.
    pub password: &'static str,
    /// What a change does.
    pub password_hint: &'static str,
    /// Labels the current password.
    pub current_password: &'static str,
    /// The button that changes it.
    pub change_password: &'static str,
    /// Heads the sessions.
    pub sessions: &'static str,
    /// What they are.
    pub sessions_hint: &'static str,
    /// Marks the session that looks.
    pub this_session: &'static str,
    /// Before when a session began.
    pub since: &'static str,
    /// Before when it was last used.
    pub last_seen: &'static str,
    /// A browser on a system.
    pub agent: fn(browser: &str, system: &str) -> String,
    /// A browser that does not say what it is.
    pub unknown_agent: &'static str,
    /// The button that ends one session.
    pub end_session: &'static str,
    /// The button that ends the others.
    pub end_others: &'static str,
    /// Heads the language.
    pub language: &'static str,
    /// What it changes.
    pub language_hint: &'static str,
    /// The button that saves it.
    pub save_language: &'static str,
    /// Heads the time zone.
    pub time_zone: &'static str,
    /// What it changes.
    pub time_zone_hint: &'static str,
    /// The choice of the installation's zone, which is this one.
    pub usual_time_zone: fn(zone: &str) -> String,
    /// After the language was saved.
    pub language_saved: &'static str,
    /// The button that saves it.
    pub save_time_zone: &'static str,
    /// After it was saved.
    pub time_zone_saved: &'static str,
    /// After a change of the password.
    pub password_changed: &'static str,
    /// After the first access.
    pub password_chosen: &'static str,
    /// After a confirmed registration.
    pub registered: &'static str,
    /// After one session was ended.
    pub session_ended: &'static str,
    /// After the others were ended.
    pub sessions_ended: &'static str,
}

/// In Portuguese.
pub static PT_BR: AccountTexts = AccountTexts {
    title: "Sua conta",
    data: "Seus dados",
    role: "Papel",
    password: "Senha",
    password_hint: "Ao alterar a senha, encerramos as outras sessões.",
    current_password: "Senha atual",
    change_password: "Alterar senha",
    sessions: "Sessões",
    sessions_hint: "Navegadores em que você está conectado.",
    this_session: "Esta sessão",
    since: "entrou",
    last_seen: "última atividade",
    agent: |browser, system| format!("{browser} no {system}"),
    unknown_agent: "Navegador desconhecido",
    end_session: "Encerrar sessão",
    end_others: "Encerrar todas as outras sessões",
    language: "Idioma",
    language_hint: "Usado nas páginas e nos e-mails para você.",
    save_language: "Salvar idioma",
    time_zone: "Fuso horário",
    time_zone_hint: "Usado nas datas e horas das páginas e dos e-mails.",
    usual_time_zone: |zone| format!("Padrão da organização ({zone})"),
    language_saved: "Idioma salvo.",
    save_time_zone: "Salvar fuso horário",
    time_zone_saved: "Fuso horário salvo.",
    password_changed: "Senha alterada e outras sessões encerradas.",
    password_chosen: "Senha criada. A senha temporária não funciona mais. Na próxima vez, entre com a sua.",
    registered: "Cadastro confirmado. Sua conta está pronta.",
    session_ended: "Sessão encerrada.",
    sessions_ended: "Todas as outras sessões encerradas.",
};

/// In English.
pub static EN: AccountTexts = AccountTexts {
    title: "Your account",
    data: "Your data",
    role: "Role",
    password: "Password",
    password_hint: "When you change your password, your other sessions end.",
    current_password: "Current password",
    change_password: "Change password",
    sessions: "Sessions",
    sessions_hint: "Browsers where you're signed in.",
    this_session: "This session",
    since: "signed in",
    last_seen: "last active",
    agent: |browser, system| format!("{browser} on {system}"),
    unknown_agent: "Unknown browser",
    end_session: "End session",
    end_others: "End all other sessions",
    language: "Language",
    language_hint: "Used on pages and in emails to you.",
    save_language: "Save language",
    time_zone: "Time zone",
    time_zone_hint: "Used for dates and times on pages and in emails.",
    usual_time_zone: |zone| format!("Organization default ({zone})"),
    language_saved: "Language saved.",
    save_time_zone: "Save time zone",
    time_zone_saved: "Time zone saved.",
    password_changed: "Password changed and other sessions ended.",
    password_chosen: "Password created. The temporary password no longer works. Next time, sign in with yours.",
    registered: "Registration confirmed. Your account is ready.",
    session_ended: "Session ended.",
    sessions_ended: "All other sessions ended.",
};
