//! What `/admin/users/{id}/hand-over` and the slip say.

use crate::domain::Locale;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static HandOverTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// `/admin/users/{id}/hand-over`
pub struct HandOverTexts {
    /// The question.
    pub title: fn(name: &str) -> String,
    /// What happens, in sentences.
    pub effects: [&'static str; 3],
    /// The button.
    pub submit: &'static str,
    /// The way back.
    pub cancel: &'static str,
    /// Heads the page with the slip.
    pub slip_title: fn(name: &str) -> String,
    /// Heads the warning above the slip.
    pub once: &'static str,
    /// That it is shown once, and how to print it.
    pub once_body: &'static str,
    /// The way on.
    pub done: &'static str,
    /// Heads the slip.
    pub access: fn(organization: &str) -> String,
    /// Before the address of the site.
    pub site: &'static str,
    /// Before what the person signs in with.
    pub user_name: &'static str,
    /// Before the code.
    pub code: &'static str,
    /// Until when it works.
    pub valid_until: fn(time: &str) -> String,
    /// The steps of the person.
    pub steps: [&'static str; 3],
}

/// In Brazilian Portuguese.
pub static PT_BR: HandOverTexts = HandOverTexts {
    title: |name| format!("Entregar a senha temporária de {name} em mãos"),
    effects: [
        "Sorteamos uma senha temporária e a mostramos a você uma única vez, numa folha para imprimir.",
        "As senhas temporárias anteriores deixam de funcionar, e nenhum e-mail segue.",
        "Fica registrado que a senha foi mostrada a você. Entregue-a só à própria pessoa.",
    ],
    submit: "Mostrar senha temporária",
    cancel: "Cancelar",
    slip_title: |name| format!("Senha temporária de {name}"),
    once: "Esta folha aparece uma única vez",
    once_body: "Imprima-a agora (Ctrl+P) ou deixe a pessoa copiar a senha. Ao recarregar a página, outra senha é \
                sorteada e esta perde o valor.",
    done: "Já entreguei",
    access: |organization| format!("Seu acesso a {organization}"),
    site: "Endereço",
    user_name: "E-mail",
    code: "Senha temporária",
    valid_until: |time| format!("Vale até {time} e só até você criar a sua."),
    steps: [
        "Abra o endereço acima no navegador.",
        "Entre com seu e-mail e a senha temporária.",
        "Crie uma senha só sua e jogue esta folha fora, rasgada.",
    ],
};

/// In English.
pub static EN: HandOverTexts = HandOverTexts {
    title: |name| format!("Hand over the temporary password of {name} in person"),
    effects: [
        "We draw a temporary password and show it to you once, on a sheet to print.",
        "Earlier temporary passwords stop working, and no e-mail is sent.",
        "The log says that the password was shown to you. Give it to nobody but the person.",
    ],
    submit: "Show temporary password",
    cancel: "Cancel",
    slip_title: |name| format!("Temporary password of {name}"),
    once: "This sheet is shown once",
    once_body: "Print it now (Ctrl+P) or let the person copy the password. When the page is loaded again, another \
                password is drawn and this one is void.",
    done: "I have handed it over",
    access: |organization| format!("Your access to {organization}"),
    site: "Address",
    user_name: "E-mail",
    code: "Temporary password",
    valid_until: |time| format!("Works until {time}, and only until you create your own."),
    steps: [
        "Open the address above in your browser.",
        "Sign in with your e-mail address and the temporary password.",
        "Create a password of your own, tear this sheet up and throw it away.",
    ],
};
