//! `/admin/confirm-password`

use crate::domain::Locale;

/// What the page says, in one language.
pub struct ConfirmPasswordTexts {
    /// The title.
    pub title: &'static str,
    /// What follows.
    pub lede: &'static str,
    /// The button.
    pub submit: &'static str,
    /// The way back.
    pub cancel: &'static str,
}

/// What the page says in `locale`.
pub fn texts(locale: Locale) -> &'static ConfirmPasswordTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

static PT_BR: ConfirmPasswordTexts = ConfirmPasswordTexts {
    title: "Confirme sua senha",
    lede: "O próximo passo pede certeza de que é você. Depois de confirmar, não perguntamos de novo por 10 minutos.",
    submit: "Confirmar senha",
    cancel: "Cancelar",
};

static EN: ConfirmPasswordTexts = ConfirmPasswordTexts {
    title: "Confirm your password",
    lede: "The next step asks to be sure it is you. Once confirmed, we do not ask again for 10 minutes.",
    submit: "Confirm password",
    cancel: "Cancel",
};
