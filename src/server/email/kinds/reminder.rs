//! Reminds somebody who has not signed in, with another temporary password.
//!
//! It leaves as a mail with a temporary password, of which there is one at a time; only its title and
//! the words of why it came are others.

use crate::domain::Locale;

/// The words that are a reminder's own.
pub struct Texts {
    /// The subject without the organization's name, at most 36 characters.
    pub title: &'static str,
    /// Why the mail came.
    pub why: fn(organization: &str) -> String,
}

/// The words in `locale`.
pub const fn texts(locale: Locale) -> &'static Texts {
    locale.pick(&PT_BR, &EN)
}

static PT_BR: Texts = Texts {
    title: "Lembrete: crie sua senha",
    why: |organization| {
        format!(
            "Sua conta ({organization}) está pronta, mas você ainda não entrou. Esta é uma nova senha temporária; a que \
             você recebeu antes não funciona mais."
        )
    },
};

static EN: Texts = Texts {
    title: "Reminder: create your password",
    why: |organization| {
        format!(
            "Your {organization} account is ready, but you haven't signed in yet. This is a new temporary password; the \
             one you received before no longer works."
        )
    },
};
