//! What `/admin/users/{id}/hand-over` and the slip say.

use crate::domain::Locale;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static HandOverTexts {
    locale.pick(&PT_BR, &EN)
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
    /// Prints it.
    pub print: &'static str,
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
        "Geramos uma senha temporária e a mostramos uma única vez, numa folha de acesso para imprimir.",
        "As senhas temporárias anteriores deixam de funcionar. Nenhum e-mail é enviado.",
        "A auditoria registra que você viu a senha. Entregue-a só para a própria pessoa.",
    ],
    submit: "Mostrar senha temporária",
    cancel: "Cancelar",
    slip_title: |name| format!("Folha de acesso de {name}"),
    print: "Imprimir folha",
    once: "Esta folha aparece uma única vez",
    once_body: "Imprima agora ou deixe a pessoa copiar a senha. Depois de sair desta página, não há como ver esta senha de novo; se você recarregar, geramos outra e esta deixa de funcionar.",
    done: "Já entreguei",
    access: |organization| format!("Seu acesso – {organization}"),
    site: "Endereço",
    user_name: "E-mail",
    code: "Senha temporária",
    valid_until: |time| format!("Vale até {time}. Deixa de funcionar quando você criar a sua senha."),
    steps: [
        "Abra o endereço acima no navegador.",
        "Entre com seu e-mail e a senha temporária.",
        "Crie sua própria senha. Depois rasgue esta folha e jogue fora.",
    ],
};

/// In English.
pub static EN: HandOverTexts = HandOverTexts {
    title: |name| format!("Hand over {name}'s temporary password in person"),
    effects: [
        "We'll generate a temporary password and show it to you once, on a sign-in slip to print.",
        "Earlier temporary passwords stop working. No email is sent.",
        "The audit log records that you saw the password. Give it only to the person.",
    ],
    submit: "Show temporary password",
    cancel: "Cancel",
    slip_title: |name| format!("Sign-in slip for {name}"),
    print: "Print slip",
    once: "This slip is shown only once",
    once_body: "Print it now or let the person copy the password. Once you leave this page, you can't see this password again; if you reload it, we generate another one and this one stops working.",
    done: "I've handed it over",
    access: |organization| format!("Your account – {organization}"),
    site: "Address",
    user_name: "Email",
    code: "Temporary password",
    valid_until: |time| format!("Works until {time}. It stops working when you create your own password."),
    steps: [
        "Open the address above in your browser.",
        "Sign in with your email address and the temporary password.",
        "Create your own password. Then tear up this slip and throw it away.",
    ],
};
