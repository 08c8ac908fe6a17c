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
    /// The action does not apply to the account's status.
    pub conflict: &'static str,
    /// Nothing here.
    pub not_found: &'static str,
    /// A link that no longer works.
    pub link: &'static str,
    /// A link whose end was cut off.
    pub link_incomplete: &'static str,
    /// Asked for by another name.
    pub other_host: &'static str,
    /// A form of another site.
    pub foreign_origin: &'static str,
    /// Too many tries.
    pub too_many: &'static str,
    /// Too busy.
    pub busy: &'static str,
    /// The disk is full.
    pub storage_full: &'static str,
    /// Our fault.
    pub internal: &'static str,
    /// Leads home.
    pub home: &'static str,
    /// Leads a visitor there, which is the sign-in page.
    pub sign_in: &'static str,
    /// Leads to the own account.
    pub account: &'static str,
    /// Loads the page again.
    pub again: &'static str,
    /// Opens what is for those who are asked for help.
    pub details: &'static str,
    /// Before the status of the answer.
    pub code: &'static str,
    /// After what became of a link with which a password was sent.
    pub not_saved: &'static str,
    /// What is said of links that no longer work.
    pub over: LinkOverTexts,
    /// A form whose session has ended.
    pub kept_form: KeptFormTexts,
}

/// Of a form whose session has ended, which the browser holds on to.
pub struct KeptFormTexts {
    /// What has become of it, and what to do.
    pub body: &'static str,
    /// Where a password was in it.
    pub passwords: &'static str,
    /// Leads to the sign-in page in another tab.
    pub sign_in: &'static str,
    /// Shows the form again.
    pub show_again: &'static str,
    /// Above the form that is shown again.
    pub not_sent: &'static str,
    /// What to do with it.
    pub check: &'static str,
    /// The same after the session had ended.
    pub check_after_session: &'static str,
}

/// Of a mailed link that no longer works: why it may be so, and what to do in each case. Which of them it is nobody
/// knows any more, and a stranger need not learn.
pub struct LinkOverTexts {
    /// To who is signed in.
    pub signed_in: &'static str,
    /// The link that sets a forgotten password.
    pub reset_password: &'static str,
    /// The link that confirms a registration.
    pub registration: &'static str,
    /// The same where an administrator has to approve.
    pub registration_approval: &'static str,
    /// The link that confirms another address.
    pub new_email: &'static str,
    /// The same to who is signed in.
    pub own_new_email: &'static str,
    /// The link back to the earlier address.
    pub undo: &'static str,
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
    foreign_origin: "O formulário não foi aceito",
    too_many: "Muitas tentativas",
    busy: "Servidor ocupado",
    storage_full: "Servidor sem espaço",
    internal: "Ocorreu um erro no servidor",
    home: "Ir para o início",
    sign_in: "Entrar",
    account: "Ir para sua conta",
    again: "Tentar de novo",
    details: "Detalhes",
    code: "Código do erro:",
    not_saved: "A senha que você acabou de enviar não foi salva.",
    over: LinkOverTexts {
        signed_in: "Este link já foi usado ou expirou. Você já entrou na sua conta e não precisa mais dele.",
        reset_password: "Este link já foi usado ou expirou. Se você já alterou a senha com ele, entre com a nova. Se não, peça outro link.",
        registration: "Este link já foi usado ou expirou. Se você já confirmou o cadastro, entre com seu e-mail e sua senha. Se não, cadastre-se de novo.",
        registration_approval: "Este link já foi usado ou expirou. Se você já confirmou o cadastro, aguarde a aprovação: avisaremos por e-mail, e depois disso você pode entrar. Se não confirmou, cadastre-se de novo.",
        new_email: "Este link já foi usado ou expirou. Se você já confirmou o novo e-mail, entre com ele. Se não, entre com o anterior e altere o e-mail de novo em “Sua conta”.",
        own_new_email: "Este link já foi usado ou expirou. Em “Sua conta” está o e-mail que vale agora. Se não for o novo, altere o e-mail de novo.",
        undo: "Este link já foi usado ou expirou. Se você já desfez a alteração, entre com o e-mail anterior. Se não desfez e não foi você quem alterou o e-mail, fale com um administrador.",
    },
    kept_form: KeptFormTexts {
        body: "O que você enviou não foi salvo, mas o que você digitou está guardado nesta página. Entre em outra aba, volte para cá e abra o formulário de novo.",
        passwords: "Senhas não ficam guardadas: será preciso digitá-las de novo.",
        sign_in: "Entrar em outra aba",
        show_again: "Abrir o formulário de novo",
        not_sent: "Este formulário ainda não foi enviado",
        check: "Confira o que você digitou e envie.",
        check_after_session: "Sua sessão tinha terminado. Confira o que você digitou e envie de novo.",
    },
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
    foreign_origin: "The form wasn't accepted",
    too_many: "Too many tries",
    busy: "Server busy",
    storage_full: "Server out of space",
    internal: "Something went wrong on the server",
    home: "Go to the start page",
    sign_in: "Sign in",
    account: "Go to your account",
    again: "Try again",
    details: "Details",
    code: "Error code:",
    not_saved: "The password you just sent was not saved.",
    over: LinkOverTexts {
        signed_in: "This link was already used or has expired. You're signed in to your account and no longer need it.",
        reset_password: "This link was already used or has expired. If you've changed your password with it, sign in with the new one. If not, ask for another link.",
        registration: "This link was already used or has expired. If you've confirmed your registration, sign in with your email and password. If not, register again.",
        registration_approval: "This link was already used or has expired. If you've confirmed your registration, wait for the approval: we'll email you, and then you can sign in. If not, register again.",
        new_email: "This link was already used or has expired. If you've confirmed the new email, sign in with it. If not, sign in with the previous one and change your email again under “Your account”.",
        own_new_email: "This link was already used or has expired. “Your account” shows the email in use now. If it isn't the new one, change your email again.",
        undo: "This link was already used or has expired. If you've undone the change, sign in with the previous email. If not, and you didn't change the email, contact an admin.",
    },
    kept_form: KeptFormTexts {
        body: "What you sent was not saved, but this page keeps what you typed. Sign in in another tab, come back here and open the form again.",
        passwords: "Passwords aren't kept: you'll have to type them again.",
        sign_in: "Sign in in another tab",
        show_again: "Open the form again",
        not_sent: "This form hasn't been sent yet",
        check: "Check what you typed and send it.",
        check_after_session: "Your session had ended. Check what you typed and send it again.",
    },
};
