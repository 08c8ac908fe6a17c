//! The page shown when something cannot be done.

/// The sentences in one language.
pub struct ErrorPageTexts {
    /// The form or the address cannot be read.
    pub malformed: &'static str,
    /// Not signed in.
    pub not_signed_in: &'static str,
    /// Still with a temporary password.
    pub must_choose: &'static str,
    /// Not allowed.
    pub forbidden: &'static str,
    /// The own password has to be given again.
    pub password_needed: &'static str,
    /// Not as the account stands.
    pub conflict: &'static str,
    /// Nothing here.
    pub not_found: &'static str,
    /// A link that no longer works.
    pub link: &'static str,
    /// A link whose end was cut off.
    pub link_incomplete: &'static str,
    /// Asked for by another name.
    pub other_host: &'static str,
    /// Too many tries.
    pub too_many: &'static str,
    /// Too busy.
    pub busy: &'static str,
    /// Our fault.
    pub internal: &'static str,
    /// Leads home.
    pub home: &'static str,
    /// Loads the page again.
    pub again: &'static str,
}

/// In Portuguese.
pub static PT_BR: ErrorPageTexts = ErrorPageTexts {
    malformed: "O formulário não chegou inteiro",
    not_signed_in: "Entre para continuar",
    must_choose: "Crie sua senha primeiro",
    forbidden: "Só para administradores",
    password_needed: "Confirme sua senha",
    conflict: "Isto não pôde ser feito",
    not_found: "Página não encontrada",
    link: "Este link não vale mais",
    link_incomplete: "Este link está incompleto",
    other_host: "Este site tem outro endereço",
    too_many: "Muitas tentativas",
    busy: "Muita gente ao mesmo tempo",
    internal: "Algo falhou do nosso lado",
    home: "Voltar ao início",
    again: "Tentar de novo",
};

/// In English.
pub static EN: ErrorPageTexts = ErrorPageTexts {
    malformed: "The form did not arrive whole",
    not_signed_in: "Sign in to go on",
    must_choose: "Create your password first",
    forbidden: "For administrators only",
    password_needed: "Confirm your password",
    conflict: "This could not be done",
    not_found: "Page not found",
    link: "This link is no longer valid",
    link_incomplete: "This link is incomplete",
    other_host: "This site has another address",
    too_many: "Too many tries",
    busy: "Too many people at once",
    internal: "Something failed on our side",
    home: "Back to the start",
    again: "Try again",
};
