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
    password_hint: "Ao trocar a senha, as outras sessões terminam.",
    current_password: "Senha atual",
    change_password: "Trocar senha",
    sessions: "Sessões",
    sessions_hint: "Onde sua conta está aberta agora.",
    this_session: "Esta sessão",
    since: "desde",
    last_seen: "última atividade",
    agent: |browser, system| format!("{browser} no {system}"),
    unknown_agent: "Navegador desconhecido",
    end_session: "Encerrar",
    end_others: "Encerrar todas as outras",
    language: "Idioma",
    language_hint: "Das páginas e dos e-mails que você recebe.",
    save_language: "Salvar idioma",
    time_zone: "Fuso horário",
    time_zone_hint: "Das datas e horas nas páginas e nos e-mails.",
    usual_time_zone: |zone| format!("O da organização ({zone})"),
    save_time_zone: "Salvar fuso horário",
    time_zone_saved: "O fuso horário foi salvo.",
    password_changed: "Sua senha foi trocada e as outras sessões foram encerradas.",
    password_chosen: "Sua senha foi salva e a temporária não funciona mais. A conta é sua.",
    registered: "Seu cadastro foi confirmado. A conta é sua.",
    session_ended: "A sessão foi encerrada.",
    sessions_ended: "Todas as outras sessões foram encerradas.",
};

/// In English.
pub static EN: AccountTexts = AccountTexts {
    title: "Your account",
    data: "Your data",
    role: "Role",
    password: "Password",
    password_hint: "When you change it, your other sessions end.",
    current_password: "Current password",
    change_password: "Change password",
    sessions: "Sessions",
    sessions_hint: "Where your account is open now.",
    this_session: "This session",
    since: "since",
    last_seen: "last active",
    agent: |browser, system| format!("{browser} on {system}"),
    unknown_agent: "Unknown browser",
    end_session: "End",
    end_others: "End all others",
    language: "Language",
    language_hint: "Of the pages, and of the e-mails you receive.",
    save_language: "Save language",
    time_zone: "Time zone",
    time_zone_hint: "For dates and times on pages and in emails.",
    usual_time_zone: |zone| format!("The organization's ({zone})"),
    save_time_zone: "Save time zone",
    time_zone_saved: "Time zone saved.",
    password_changed: "Your password was changed and your other sessions were ended.",
    password_chosen: "Your password was saved and the temporary one no longer works. The account is yours.",
    registered: "Your registration is confirmed. The account is yours.",
    session_ended: "The session was ended.",
    sessions_ended: "All other sessions were ended.",
};
