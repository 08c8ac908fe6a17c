//! The page shown when something cannot be done.

/// The sentences in one language.
pub struct ErrorPageTexts {
    /// The form or the address cannot be read.
    pub malformed: &'static str,
    /// The form is too large.
    pub too_large: &'static str,
    /// Not what the address takes.
    pub other_method: &'static str,
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
    malformed: "Não recebemos todos os dados",
    too_large: "O formulário é grande demais",
    other_method: "Este endereço não se abre assim",
    not_signed_in: "Entre para continuar",
    must_choose: "Crie sua senha primeiro",
    forbidden: "Só para administradores",
    password_needed: "Confirme sua senha",
    conflict: "Não foi possível concluir a ação",
    not_found: "Página não encontrada",
    link: "Este link não funciona mais",
    link_incomplete: "Este link está incompleto",
    other_host: "Este site tem outro endereço",
    too_many: "Muitas tentativas",
    busy: "Servidor ocupado",
    internal: "Ocorreu um erro no servidor",
    home: "Ir para o início",
    again: "Tentar de novo",
};

/// In English.
pub static EN: ErrorPageTexts = ErrorPageTexts {
    malformed: "We didn't receive all the data",
    too_large: "The form is too large",
    other_method: "This address can't be opened this way",
    not_signed_in: "Sign in to continue",
    must_choose: "Create your password first",
    forbidden: "Admins only",
    password_needed: "Confirm your password",
    conflict: "This couldn't be done",
    not_found: "Page not found",
    link: "This link no longer works",
    link_incomplete: "This link is incomplete",
    other_host: "This site has another address",
    too_many: "Too many tries",
    busy: "Server busy",
    internal: "Something went wrong on the server",
    home: "Go to the start page",
    again: "Try again",
};
