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
    locale.pick(&PT_BR, &EN)
}

static PT_BR: ConfirmPasswordTexts = ConfirmPasswordTexts {
    title: "Confirme sua senha",
    lede: "Para continuar, confirme que é você. Não perguntaremos de novo por 10 minutos.",
    submit: "Confirmar senha",
    cancel: "Cancelar",
};

static EN: ConfirmPasswordTexts = ConfirmPasswordTexts {
    title: "Confirm your password",
    lede: "To continue, confirm it's you. We won't ask again for 10 minutes.",
    submit: "Confirm password",
    cancel: "Cancel",
};
