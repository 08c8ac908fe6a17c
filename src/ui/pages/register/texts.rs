//! What `/register` says.

/// The sentences in one language.
pub struct RegisterTexts {
    /// The title.
    pub title: &'static str,
    /// What happens next.
    pub lede: &'static str,
    /// The same where an administrator has to let people in.
    pub lede_approval: &'static str,
    /// The button.
    pub submit: &'static str,
    /// Before the link to `/login`.
    pub have_account: &'static str,
    /// The link to `/login`.
    pub login: &'static str,
    /// The title once the form was accepted.
    pub sent_title: &'static str,
    /// That a mail is on its way.
    pub sent_lede: &'static str,
    /// The steps from there.
    pub sent_steps: [&'static str; 3],
    /// The last step, where an administrator has to let people in.
    pub approval_step: &'static str,
    /// The title when the address is confirmed and an administrator is to decide.
    pub pending_title: &'static str,
    /// That we will write.
    pub pending_lede: &'static str,
    /// That until then nobody gets in.
    pub pending_hint: &'static str,
    /// For those to whom no mail came, before the link.
    pub not_arrived: &'static str,
    /// The link back to the form.
    pub again: &'static str,
}

/// In Portuguese.
pub static PT_BR: RegisterTexts = RegisterTexts {
    title: "Cadastre-se",
    lede: "Enviamos um link para confirmar que o e-mail é seu.",
    lede_approval: "Enviamos um link para confirmar seu e-mail. Depois um administrador precisa aprovar o cadastro.",
    submit: "Criar conta",
    have_account: "Já tem conta?",
    login: "Entre",
    sent_title: "Confira seu e-mail",
    sent_lede: "Uma mensagem está a caminho do endereço que você digitou.",
    sent_steps: [
        "Abra a mensagem em até 24 horas.",
        "Siga o link que está nela. Neste navegador basta um clique; em outro, pedimos a senha que você escolheu.",
        "Confirme o cadastro: sua conta é liberada.",
    ],
    approval_step: "Confirme o cadastro. Depois um administrador precisa aprová-lo; escreveremos a você.",
    pending_title: "Falta a aprovação",
    pending_lede: "Seu e-mail está confirmado. Um administrador precisa aprovar seu cadastro; escreveremos a você.",
    pending_hint: "Até lá ninguém entra nesta conta, nem mesmo você. Não é preciso fazer mais nada.",
    not_arrived: "Não chegou? Olhe na pasta de spam ou",
    again: "cadastre-se de novo",
};

/// In English.
pub static EN: RegisterTexts = RegisterTexts {
    title: "Register",
    lede: "We send you a link to confirm that the e-mail address is yours.",
    lede_approval: "We send you a link to confirm your e-mail address. Then an administrator has to approve the registration.",
    submit: "Create account",
    have_account: "Have an account already?",
    login: "Sign in",
    sent_title: "Check your e-mail",
    sent_lede: "A message is on its way to the address you entered.",
    sent_steps: [
        "Open the message within 24 hours.",
        "Follow the link in it. In this browser one click is enough; in another one we ask for the password you \
             chose.",
        "Confirm the registration: your account opens.",
    ],
    approval_step: "Confirm the registration. Then an administrator has to approve it; we will write to you.",
    pending_title: "Waiting for approval",
    pending_lede: "Your e-mail address is confirmed. An administrator has to approve the registration; we will write to you.",
    pending_hint: "Until then nobody can sign in to this account, not even you. There is nothing more to do.",
    not_arrived: "Nothing came? Look in the spam folder or",
    again: "register again",
};
