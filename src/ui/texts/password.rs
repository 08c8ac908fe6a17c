//! The password box, and what it says while someone types.

/// The sentences in one language.
pub struct PasswordTexts {
    /// The first word of the button that shows the password.
    pub show: &'static str,
    /// The first word of the button that hides it.
    pub hide: &'static str,
    /// The rest of the button's name.
    pub password: &'static str,
    /// The rest, for the current password beside a new one.
    pub current_password: &'static str,
    /// The rest, for the new password beside the current one.
    pub new_password: &'static str,
    /// Said when it was shown.
    pub shown: &'static str,
    /// Said when it was hidden.
    pub hidden: &'static str,
    /// A rule: the length.
    pub long_enough: fn(minimum: u32) -> String,
    /// A rule: not made of what others know.
    pub not_about_you: &'static str,
    /// A rule only the server can check.
    pub not_common: &'static str,
    /// Before a rule that is kept, for those who do not see its sign.
    pub met: &'static str,
    /// Before a rule that is not.
    pub unmet: &'static str,
    /// One character is missing.
    pub one_missing: &'static str,
    /// Some are missing; `#` stands for how many.
    pub some_missing: &'static str,
    /// Nothing is missing.
    pub good: &'static str,
    /// Advice: the same over and over.
    pub repeats: &'static str,
    /// Advice: along the alphabet, the digits or the keyboard.
    pub sequence: &'static str,
    /// Advice: dates or years.
    pub date: &'static str,
    /// Advice: easy to guess for another reason.
    pub quick: &'static str,
    /// Copies the suggestion.
    pub copy: &'static str,
    /// The button that suggests a password.
    pub suggest: &'static str,
    /// Said when it has.
    pub suggested: &'static str,
    /// Said when it could not.
    pub not_suggested: &'static str,
}

/// In Portuguese.
pub static PT_BR: PasswordTexts = PasswordTexts {
    show: "Mostrar",
    hide: "Ocultar",
    password: "senha",
    current_password: "senha atual",
    new_password: "nova senha",
    shown: "A senha está visível.",
    hidden: "A senha está oculta.",
    long_enough: |minimum| format!("{minimum} caracteres ou mais"),
    not_about_you: "Não pode ser só seu nome, e-mail ou o nome da organização",
    not_common: "Não pode estar entre as senhas mais usadas (conferimos ao salvar)",
    met: "Cumprido: ",
    unmet: "Falta: ",
    one_missing: "Falta 1 caractere.",
    some_missing: "Faltam # caracteres.",
    good: "Tamanho suficiente.",
    repeats: "Repetições são fáceis de adivinhar. Acrescente uma palavra.",
    sequence: "Sequências e teclas vizinhas são fáceis de adivinhar. Acrescente uma palavra.",
    date: "Datas e anos são fáceis de adivinhar. Acrescente uma palavra.",
    quick: "Esta senha é fácil de adivinhar. Acrescente uma palavra.",
    copy: "Copiar senha",
    suggest: "Sugerir senha",
    suggested: "Sugestão preenchida. Guarde-a antes de continuar.",
    not_suggested: "Não foi possível sugerir uma senha. Tente de novo.",
};

/// In English.
pub static EN: PasswordTexts = PasswordTexts {
    show: "Show",
    hide: "Hide",
    password: "password",
    current_password: "current password",
    new_password: "new password",
    shown: "The password is visible.",
    hidden: "The password is hidden.",
    long_enough: |minimum| format!("{minimum} characters or more"),
    not_about_you: "Can't be just your name, your email or the organization's name",
    not_common: "Can't be one of the most used passwords (checked when you save)",
    met: "Met: ",
    unmet: "Missing: ",
    one_missing: "1 more character needed.",
    some_missing: "# more characters needed.",
    good: "Long enough.",
    repeats: "Repetitions are easy to guess. Add a word.",
    sequence: "Sequences and neighboring keys are easy to guess. Add a word.",
    date: "Dates and years are easy to guess. Add a word.",
    quick: "This password is easy to guess. Add a word.",
    copy: "Copy password",
    suggest: "Suggest password",
    suggested: "We filled in a suggestion. Save it before you continue.",
    not_suggested: "Couldn't suggest a password. Try again.",
};
