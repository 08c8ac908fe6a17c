//! Brings the temporary password, and the link to the page where it is used.

use crate::domain::{Locale, Preset, Timestamp};
use crate::server::accounts::find_cpf;
use crate::server::email::harmless;
use crate::server::email::kinds::reminder;
use crate::server::email::letter::draft::Draft;
use crate::server::email::letter::{Block, Content, Letter};
use crate::server::email::order::{IfFailed, Kind, NotPrepared, Order, PreparedLetter};
use crate::server::keys::Token;
use crate::server::password::HashError;
use crate::server::store::temporary_passwords::StoredPassword;
use crate::server::temporary_password::{NotGenerated, generate};
use std::time::Duration;
use zeroize::Zeroizing;

/// People who sign in go first; the mail follows in a moment.
const HASHER_WAIT: Duration = Duration::from_secs(5);

/// This kind of mail.
pub static KIND: Kind = Kind {
    pt_br: "Senha temporária",
    en: "Temporary password",
    if_failed: IfFailed::Resend,
    prepare: |order| Box::pin(prepare(order)),
};

/// Why a mail with a temporary password comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The account was made.
    Created,
    /// An earlier one was sent, which no longer works.
    Again,
    /// Nobody has signed in with an earlier one yet.
    Reminder,
}

/// A mail with a temporary password.
pub struct TemporaryPassword {
    /// In clear: the only place outside memory where it will ever be.
    pub password: Zeroizing<String>,
    /// For the link, which is no password on its own.
    pub link: Zeroizing<String>,
    /// The moment the server stops taking it.
    pub valid_until: Timestamp,
    /// The name of who created the account, if a person is to be named.
    pub created_by: Option<String>,
    /// Why it comes.
    pub reason: Reason,
}

/// Generates a new one for each try; see [`crate::server::delivery::deliver_next`] for the order.
async fn prepare(order: &Order<'_>) -> Result<Option<PreparedLetter>, NotPrepared> {
    let (state, user) = (order.state, order.user()?);
    let mut requested = order.delivery.preset.unwrap_or(state.settings.preset);
    let cpf = if requested == Preset::Cpf { find_cpf(state, &user.id).await? } else { None };
    // Beside one whose mail may have arrived: both are compared in one computation.
    let open = state.store.list_open_temporary_passwords(&user.id).await?;
    let sibling = open.first().map(|open| &open.hash);
    let link = Token::generate();
    let link_hash = link.hash();
    let (generated, id) = loop {
        let turn = state.hasher.background_permit(&state.open_requests).await;
        let generated = generate(state, user, requested, cpf.as_ref(), sibling).await.map_err(not_prepared)?;
        drop(turn);
        let row = generated.to_store(Some(&link_hash));
        match state.store.insert_temporary_password(order.delivery, &user.id, &row).await? {
            StoredPassword::Stored(id) => break (generated, id),
            StoredPassword::NotWanted => return Ok(None),
            StoredPassword::TooShort => requested = Preset::STRONG,
        }
    };
    let (created_by, is_another) = state.store.find_creator_and_delivered(&user.id).await?;
    let is_reminder = order.delivery.fact("reminder", |number| number.parse::<u8>().ok())?.is_some();
    let letter = TemporaryPassword {
        password: Zeroizing::new(generated.password.reveal().to_owned()),
        link: Zeroizing::new(link.reveal().to_owned()),
        valid_until: generated.valid_until,
        created_by,
        reason: match (is_reminder, is_another) {
            (true, _) => Reason::Reminder,
            (false, true) => Reason::Again,
            (false, false) => Reason::Created,
        },
    };
    Ok(Some(order.prepared(letter).with_password(id)))
}

fn not_prepared(not_generated: NotGenerated) -> NotPrepared {
    match not_generated {
        NotGenerated::Hash(error) => {
            if error != HashError::Busy {
                tracing::error!("{error}");
            }
            NotPrepared::Later(HASHER_WAIT)
        }
        NotGenerated::NoCpf => NotPrepared::Never(NotGenerated::NoCpf.to_string()),
        NotGenerated::Store(error) => error.into(),
    }
}

impl Letter for TemporaryPassword {
    fn write(&self, draft: &Draft<'_>) -> Content {
        let creator = self.created_by.as_deref().map(harmless::name);
        let contact = draft.contact(creator.as_deref());
        let texts = match draft.locale {
            Locale::PtBr => &PT_BR,
            Locale::En => &EN,
        };
        let reminder = reminder::texts(draft.locale);
        let (title, why) = match (self.reason, &creator) {
            (Reason::Reminder, _) => (reminder.title, (reminder.why)(draft.organization)),
            (Reason::Again, _) => (texts.title_again, (texts.again)(draft.organization)),
            (Reason::Created, Some(creator)) => (texts.title, (texts.created_by)(creator, draft.organization)),
            (Reason::Created, None) => (texts.title, (texts.created)(draft.organization)),
        };
        // The token is in the fragment: browsers send that to no server, so
        // it is in no log and no `Referer`. The page posts it.
        let link = draft.link(&format!("first-access#t={}", *self.link));
        let deadline = Block::Note((texts.deadline)(&draft.moment(self.valid_until)));
        Content {
            title,
            preheader: (texts.preheader)(&draft.short_moment(self.valid_until)),
            blocks: vec![
                Block::Paragraph(why),
                Block::Step(1, texts.open.to_owned(), vec![Block::Button { label: texts.button, link }]),
                Block::Step(2, texts.enter.to_owned(), vec![Block::Secret(self.password.to_string()), deadline]),
                Block::Step(3, texts.choose.to_owned(), Vec::new()),
                Block::Paragraph((texts.without_link)(&draft.site(), draft.email)),
                Block::Paragraph((texts.expired)(&contact)),
                Block::Paragraph(draft.caution(&contact)),
            ],
        }
    }

    fn secrets(&self) -> Vec<&str> {
        vec![&self.password, &self.link]
    }

    fn takes_introduction(&self) -> bool {
        true
    }
}

struct Texts {
    /// Of the first one.
    title: &'static str,
    /// When an earlier one no longer works.
    title_again: &'static str,
    preheader: fn(until: &str) -> String,
    /// Why the mail came, when we know who created the account.
    created_by: fn(creator: &str, organization: &str) -> String,
    /// Why the mail came, when nobody is to be named.
    created: fn(organization: &str) -> String,
    /// Why another mail came.
    again: fn(organization: &str) -> String,
    /// Step 1, above the button.
    open: &'static str,
    button: &'static str,
    /// Step 2, above the password.
    enter: &'static str,
    /// Below the password.
    deadline: fn(until: &str) -> String,
    /// Step 3.
    choose: &'static str,
    /// For whom the link does not open. The site is no link: the mail has one.
    without_link: fn(site: &str, email: &str) -> String,
    /// Whom to ask when it is too late.
    expired: fn(contact: &str) -> String,
}

static PT_BR: Texts = Texts {
    title: "Sua conta está pronta",
    title_again: "Nova senha temporária",
    preheader: |until| format!("Use a senha temporária para criar a sua. Válida até {until}."),
    created_by: |creator, organization| format!("{creator} ({organization}) criou uma conta para você."),
    created: |organization| format!("{organization} criou uma conta para você."),
    again: |organization| {
        format!(
            "Esta é a nova senha temporária da sua conta ({organization}). A que você recebeu antes não funciona mais."
        )
    },
    open: "Abra a página de primeiro acesso:",
    button: "Criar minha senha",
    enter: "Digite esta senha temporária:",
    deadline: |until| format!("Válida até {until}. Só pode ser usada uma vez."),
    choose: "Crie sua senha na mesma página. Depois disso, a temporária deixa de funcionar.",
    without_link: |site, email| {
        format!("O link não abre? Acesse {site} e entre com seu e-mail ({email}) e a senha temporária.")
    },
    expired: |contact| format!("A senha temporária expirou? Peça outra na página de entrada ou fale com {contact}."),
};

static EN: Texts = Texts {
    title: "Your account is ready",
    title_again: "New temporary password",
    preheader: |until| format!("Use the temporary password to create your own by {until}."),
    created_by: |creator, organization| format!("{creator} created your {organization} account."),
    created: |organization| format!("Your {organization} account has been created."),
    again: |organization| {
        format!(
            "This is the new temporary password for your {organization} account. The one you received before no longer \
             works."
        )
    },
    open: "Open the first sign-in page:",
    button: "Create my password",
    enter: "Enter this temporary password:",
    deadline: |until| format!("Valid until {until}. It can be used only once."),
    choose: "Create your own password on the same page. After that, the temporary one stops working.",
    without_link: |site, email| {
        format!("Link not working? Go to {site} and sign in with your email ({email}) and the temporary password.")
    },
    expired: |contact| {
        format!("Has the temporary password expired? Request a new one on the sign-in page or contact {contact}.")
    },
};
