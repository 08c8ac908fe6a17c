//! What the page of recipes says.

use crate::domain::Locale;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static RecipesTexts {
    locale.pick(&PT_BR, &EN)
}

/// The sentences in one language.
#[expect(missing_docs, reason = "each is named after the place where it is shown")]
pub struct RecipesTexts {
    pub title: fn(name: &str) -> String,
    pub lede: &'static str,
    pub lede_of_proxies: &'static str,
    pub list: &'static str,
    pub redirect: &'static str,
    pub copy: fn(program: &str) -> String,
    pub registered: &'static str,
    pub not_registered: &'static str,
    pub register: &'static str,
    pub other: &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: RecipesTexts = RecipesTexts {
    title: |name| format!("Configurar {name}"),
    lede: "Copie o trecho do seu programa. Os valores deste aplicativo já estão preenchidos; só falta o segredo, \
                   mostrado quando o aplicativo foi cadastrado: coloque-o no lugar de SEGREDO ou na variável OIDC_SECRET. \
                   O endereço de retorno precisa estar cadastrado aqui, no aplicativo.",
    lede_of_proxies: "Copie o trecho do seu servidor web. Troque 127.0.0.1:3000 pelo endereço em que ele alcança o \
                              Chaveiro e 127.0.0.1:8080 pelo do aplicativo. Inclua o endereço do servidor web em \
                              CHAVEIRO_TRUSTED_PROXIES. O aplicativo só pode ser alcançado por ele.",
    list: "Programas",
    redirect: "Endereço de retorno",
    copy: |program| format!("Copiar o trecho de {program}"),
    registered: "cadastrado neste aplicativo",
    not_registered: "ainda não cadastrado neste aplicativo",
    register: "Cadastrar endereço",
    other: "Qualquer outro",
};

/// In English.
pub static EN: RecipesTexts = RecipesTexts {
    title: |name| format!("Set up {name}"),
    lede: "Copy the part for your program. This app's values are filled in; only the secret is missing, which was \
                   shown when the app was added: put it in place of SECRET or in the variable OIDC_SECRET. The redirect \
                   address has to be registered here, for the app.",
    lede_of_proxies: "Copy the part for your web server. Replace 127.0.0.1:3000 with the address where it reaches \
                              Chaveiro, and 127.0.0.1:8080 with the app's. Add the web server's address to \
                              CHAVEIRO_TRUSTED_PROXIES. Nothing else may be able to reach the app.",
    list: "Programs",
    redirect: "Redirect address",
    copy: |program| format!("Copy the part for {program}"),
    registered: "registered for this app",
    not_registered: "not registered for this app yet",
    register: "Register address",
    other: "Anything else",
};
