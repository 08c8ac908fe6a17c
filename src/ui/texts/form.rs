//! What many forms have.

/// The sentences in one language.
pub struct FormTexts {
    /// Before the title of a page whose form was refused, and before a field's error.
    pub error: &'static str,
    /// Heads the error summary.
    pub problem: &'static str,
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
    /// Labels the own password where a sensitive act asks for it again.
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
    done: "Pronto",
    unreachable: "O servidor não responde",
    unreachable_body: "Nada do que você digitou se perdeu. Confira sua conexão, espere um pouco e envie de novo.",
    optional: "(opcional)",
    display_name: "Nome",
    email: "E-mail",
    password: "Senha",
    new_password: "Nova senha",
    password_rule: |minimum| {
        format!("Pelo menos {minimum} caracteres. Uma frase curta serve bem; espaços e acentos contam.")
    },
    confirm_password: "Sua senha atual",
    confirm_password_hint: "Já se passaram mais de 10 minutos desde que você a digitou; confirme que é você.",
    username: "E-mail da conta",
};

/// In English.
pub static EN: FormTexts = FormTexts {
    error: "Error: ",
    problem: "There is a problem",
    done: "Success",
    unreachable: "The server does not respond",
    unreachable_body: "Nothing you typed is lost. Check your connection, wait a moment and send it again.",
    optional: "(optional)",
    display_name: "Name",
    email: "E-mail",
    password: "Password",
    new_password: "New password",
    password_rule: |minimum| {
        format!("At least {minimum} characters. A short phrase does well; spaces and accents count.")
    },
    confirm_password: "Your current password",
    confirm_password_hint: "You last entered it more than 10 minutes ago, and this step asks to be sure.",
    username: "E-mail of the account",
};
