//! What Chaveiro says on the hosts of apps behind a proxy.

use crate::domain::Locale;

/// The sentences in one language. `app` is what people call the app.
pub struct Words {
    /// The person may not use the app.
    pub no_access: fn(app: &str) -> String,
    /// What to do about that.
    pub no_access_lede: &'static str,
    /// Leads to the apps they may use.
    pub apps: &'static str,
    /// The browser keeps no cookie.
    pub no_cookie: &'static str,
    /// What to do then.
    pub no_cookie_lede: fn(app: &str) -> String,
    /// The code does not work.
    pub no_code: fn(app: &str) -> String,
    /// What to do then.
    pub no_code_lede: &'static str,
    /// Opens the app.
    pub open: fn(app: &str) -> String,
    /// The person is signed in already.
    pub signed_in: fn(app: &str) -> String,
    /// What to do if this page comes back.
    pub signed_in_lede: &'static str,
}

/// The sentences in `locale`.
pub fn texts(locale: Locale) -> &'static Words {
    locale.pick(&PT_BR, &EN)
}

static PT_BR: Words = Words {
    no_access: |app| format!("Você não tem acesso a {app}"),
    no_access_lede: "Se precisar desse aplicativo, peça acesso a quem administra as contas.",
    apps: "Ver seus aplicativos",
    no_cookie: "Seu navegador não guardou o cookie da entrada",
    no_cookie_lede: |app| {
        format!(
            "Permita cookies neste site e abra {app} de novo. O link também só vale no navegador em que você começou."
        )
    },
    no_code: |app| format!("Não foi possível entrar em {app}"),
    no_code_lede: "Este link já foi usado ou passou do prazo. Abra o aplicativo para começar de novo.",
    open: |app| format!("Abrir {app}"),
    signed_in: |app| format!("Você já entrou em {app}"),
    signed_in_lede: "Se esta página voltar a aparecer, avise quem administra o aplicativo: o proxy não repassa os cookies \
                     ao Chaveiro.",
};

static EN: Words = Words {
    no_access: |app| format!("You don't have access to {app}"),
    no_access_lede: "If you need this app, ask an admin for access.",
    apps: "See your apps",
    no_cookie: "Your browser didn't keep the sign-in cookie",
    no_cookie_lede: |app| {
        format!(
            "Allow cookies on this site and open {app} again. The link also works only in the browser you started in."
        )
    },
    no_code: |app| format!("Couldn't sign in to {app}"),
    no_code_lede: "This link has been used or has expired. Open the app to start again.",
    open: |app| format!("Open {app}"),
    signed_in: |app| format!("You've already signed in to {app}"),
    signed_in_lede: "If this page comes back, tell the person who runs the app: the proxy doesn't pass cookies on to Chaveiro.",
};
