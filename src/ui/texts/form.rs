//! What many forms have.

/// The sentences in one language.
pub struct FormTexts {
    /// Before the title of a page whose form was refused, and before a field's error.
    pub error: &'static str,
    /// Heads the error summary.
    pub problem: &'static str,
    /// Beside a button that has copied something.
    pub copied: &'static str,
    /// Beside one whose browser forbids it.
    pub not_copied: &'static str,
    /// Heads the banner after something was done.
    pub done: &'static str,
    /// Heads the banner when the server does not answer.
    pub unreachable: &'static str,
    /// That nothing is lost, and what to do.
    pub unreachable_body: &'static str,
    /// Marks a field that may stay empty.
    pub optional: &'static str,
    /// Labels the name.
    pub display_name: &'static str,
    /// Labels the e-mail address.
    pub email: &'static str,
    /// Labels the password.
    pub password: &'static str,
    /// Labels the new password.
    pub new_password: &'static str,
    /// The rule for own passwords, said before the field.
    pub password_rule: fn(minimum: u32) -> String,
    /// Labels the own password where a sensitive action asks for it again.
    pub confirm_password: &'static str,
    /// Why it does.
    pub confirm_password_hint: &'static str,
    /// Names the field that tells password managers whose password it is.
    pub username: &'static str,
}

/// In Portuguese.
pub static PT_BR: FormTexts = FormTexts {
    error: "Erro: ",
    problem: "Há um problema",
    copied: "Copiado",
    not_copied: "O navegador não deixou copiar. Selecione o texto e copie.",
    done: "Pronto",
    unreachable: "Não foi possível falar com o servidor",
    unreachable_body: "O que você digitou continua aqui. Confira sua conexão e envie de novo.",
    optional: "(opcional)",
    display_name: "Nome",
    email: "E-mail",
    password: "Senha",
    new_password: "Nova senha",
    password_rule: |minimum| {
        format!("Pelo menos {minimum} caracteres. Uma frase curta é uma boa senha; espaços e acentos contam.")
    },
    confirm_password: "Sua senha atual",
    confirm_password_hint: "Para sua segurança, confirme que é você.",
    username: "E-mail da conta",
};

/// In English.
pub static EN: FormTexts = FormTexts {
    error: "Error: ",
    problem: "There's a problem",
    copied: "Copied",
    not_copied: "Your browser didn't allow copying. Select the text and copy it.",
    done: "Success",
    unreachable: "Couldn't reach the server",
    unreachable_body: "What you typed is still here. Check your connection and try again.",
    optional: "(optional)",
    display_name: "Name",
    email: "Email",
    password: "Password",
    new_password: "New password",
    password_rule: |minimum| {
        format!("At least {minimum} characters. A short phrase makes a good password; spaces and accents count.")
    },
    confirm_password: "Your current password",
    confirm_password_hint: "For your security, confirm it's you.",
    username: "Account email",
};
