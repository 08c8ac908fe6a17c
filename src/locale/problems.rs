//! What is wrong with a field and what to do about it.
//!
//! Free functions, not one table: the browser's bundle carries only the
//! sentences its islands use.

mod appearance;
mod apps;
mod email;
mod groups;
mod password;
mod send_at;

pub use appearance::{accent_color, logo, mail_words};
pub use apps::app_address;
pub use email::email;
#[cfg(feature = "ssr")]
pub use email::email_character;
pub use groups::{group_name, group_slug};
pub use password::password;
pub use send_at::send_at;

#[cfg(feature = "ssr")]
use super::time::{Zone, moment};
#[cfg(feature = "ssr")]
use crate::domain::{AdminAction, InvalidUserNote, Timestamp};
use crate::domain::{InvalidCpf, InvalidDisplayName, InvalidPreset, Locale};
#[cfg(feature = "ssr")]
use crate::error::Problem;
#[cfg(feature = "ssr")]
use std::borrow::Cow;

/// What is wrong with a field, in a sentence; times are those of the clocks in `zone`.
#[cfg(feature = "ssr")]
pub fn problem(locale: Locale, zone: &Zone, problem: &Problem) -> Cow<'static, str> {
    use Locale::{En, PtBr};
    match (locale, problem) {
        (_, Problem::Email(invalid)) => email(locale, *invalid),
        (_, Problem::DisplayName(invalid)) => display_name(locale, *invalid).into(),
        (PtBr, Problem::Note(InvalidUserNote::TooLong)) => "A anotação pode ter no máximo 2.000 caracteres.".into(),
        (En, Problem::Note(InvalidUserNote::TooLong)) => "The note can have at most 2,000 characters.".into(),
        (PtBr, Problem::Note(InvalidUserNote::ForbiddenCharacter)) => {
            "A anotação contém um caractere invisível. Digite de novo, sem colar.".into()
        }
        (En, Problem::Note(InvalidUserNote::ForbiddenCharacter)) => {
            "The note contains an invisible character. Type it again instead of pasting.".into()
        }
        (_, Problem::Password(invalid)) => password(locale, *invalid),
        (_, Problem::Cpf(invalid)) => cpf(locale, *invalid).into(),
        (_, Problem::Preset(invalid)) => preset(locale, *invalid).into(),
        (_, Problem::SendAt(invalid)) => send_at(locale, *invalid).into(),
        (_, Problem::AccentColor(invalid)) => accent_color(locale, invalid),
        (_, Problem::Logo(invalid)) => logo(locale, invalid),
        (_, Problem::MailWords(invalid)) => mail_words(locale, invalid),
        (PtBr, Problem::Organization) => "O nome tem no máximo 200 caracteres, em uma linha.".into(),
        (En, Problem::Organization) => "The name has at most 200 characters, on one line.".into(),
        (PtBr, Problem::FormUsed { display_name }) => format!(
            "Este formulário já foi usado para cadastrar {}. Para cadastrar também esta pessoa, envie-o de novo.",
            display_name.as_str()
        )
        .into(),
        (En, Problem::FormUsed { display_name }) => format!(
            "This form was already used to add {}. To add this person too, send it again.",
            display_name.as_str()
        )
        .into(),
        (PtBr, Problem::EmailTaken) => {
            "Já existe uma conta com este e-mail. Digite outro ou procure a pessoa na lista.".into()
        }
        (En, Problem::EmailTaken) => {
            "There's already an account with this email. Enter another or find the person in the list.".into()
        }
        (PtBr, Problem::EmailDeleted(deleted)) => format!(
            "A conta com este e-mail foi excluída {} e pode ser restaurada até {}. Restaure a conta ou digite outro e-mail.",
            on(locale, zone, deleted.at),
            until(locale, zone, deleted.at)
        )
        .into(),
        (En, Problem::EmailDeleted(deleted)) => format!(
            "The account with this email was deleted {} and can be restored until {}. Restore the account or enter another email.",
            on(locale, zone, deleted.at),
            until(locale, zone, deleted.at)
        )
        .into(),
        (PtBr, Problem::CpfDeleted(deleted)) => format!(
            "A conta com este CPF foi excluída {} e pode ser restaurada até {}. Restaure a conta ou confira o CPF.",
            on(locale, zone, deleted.at),
            until(locale, zone, deleted.at)
        )
        .into(),
        (En, Problem::CpfDeleted(deleted)) => format!(
            "The account with this CPF was deleted {} and can be restored until {}. Restore the account or check the CPF.",
            on(locale, zone, deleted.at),
            until(locale, zone, deleted.at)
        )
        .into(),
        (PtBr, Problem::EmailUnchanged) => "Este já é o e-mail da sua conta. Digite outro.".into(),
        (En, Problem::EmailUnchanged) => "This is already your account email. Enter another.".into(),
        (PtBr, Problem::DomainNotAllowed) => {
            "Só aceitamos e-mails da organização. Digite seu e-mail da organização.".into()
        }
        (En, Problem::DomainNotAllowed) => {
            "Only the organization's email addresses are accepted. Enter your organization email.".into()
        }
        (PtBr, Problem::CurrentPasswordMissing) => "Digite sua senha atual.".into(),
        (En, Problem::CurrentPasswordMissing) => "Enter your current password.".into(),
        (PtBr, Problem::NewPasswordMissing) => "Digite a nova senha.".into(),
        (En, Problem::NewPasswordMissing) => "Enter the new password.".into(),
        (PtBr, Problem::TemporaryPasswordMissing) => "Digite a senha temporária.".into(),
        (En, Problem::TemporaryPasswordMissing) => "Enter the temporary password.".into(),
        (PtBr, Problem::WrongCurrentPassword) => "Esta não é sua senha atual. Digite-a de novo.".into(),
        (En, Problem::WrongCurrentPassword) => "That's not your current password. Enter it again.".into(),
        (PtBr, Problem::WrongTemporaryPassword { left: 1 }) => {
            "Senha temporária incorreta. Confira no e-mail. Resta 1 tentativa.".into()
        }
        (En, Problem::WrongTemporaryPassword { left: 1 }) => {
            "Wrong temporary password. Check the email. You have 1 try left.".into()
        }
        (PtBr, Problem::WrongTemporaryPassword { left }) => {
            format!("Senha temporária incorreta. Confira no e-mail. Restam {left} tentativas.").into()
        }
        (En, Problem::WrongTemporaryPassword { left }) => {
            format!("Wrong temporary password. Check the email. You have {left} tries left.").into()
        }
        (PtBr, Problem::CpfTaken) => "Já existe uma conta com este CPF. Confira o CPF ou procure a pessoa na lista.".into(),
        (En, Problem::CpfTaken) => "There's already an account with this CPF. Check the CPF or find the person in the list.".into(),
        (PtBr, Problem::CpfMissing) => "Digite o CPF. Ele é usado como senha temporária.".into(),
        (En, Problem::CpfMissing) => "Enter the CPF. It's used as the temporary password.".into(),
        (PtBr, Problem::PresetNotAllowed) => {
            "Este tipo de senha temporária não é permitido. Escolha outro.".into()
        }
        (En, Problem::PresetNotAllowed) => {
            "This kind of temporary password isn't allowed. Choose another.".into()
        }
        (_, Problem::GroupName(invalid)) => group_name(locale, *invalid).into(),
        (_, Problem::GroupSlug(invalid)) => group_slug(locale, *invalid).into(),
        (_, Problem::AppAddress { line: 0, invalid }) => app_address(locale, *invalid).into(),
        (PtBr, Problem::AppAddress { line, invalid }) => {
            format!("Linha {line}: {}", app_address(locale, *invalid)).into()
        }
        (En, Problem::AppAddress { line, invalid }) => format!("Line {line}: {}", app_address(locale, *invalid)).into(),
        (PtBr, Problem::AppUnknown) => "Este aplicativo não existe. Confira a lista de aplicativos.".into(),
        (En, Problem::AppUnknown) => "This app doesn't exist. Check the list of apps.".into(),
        (PtBr, Problem::AppClosed) => {
            "A pessoa não teria acesso a este aplicativo. Coloque-a em um dos grupos dele ou escolha outro.".into()
        }
        (En, Problem::AppClosed) => {
            "The person wouldn't have access to this app. Add them to one of its groups or choose another.".into()
        }
        (PtBr, Problem::ClientId) => "Use de 1 a 100 letras sem acento, números e os sinais . _ ~ -".into(),
        (En, Problem::ClientId) => "Use 1 to 100 letters, digits and the characters . _ ~ -".into(),
        (PtBr, Problem::ClientIdTaken) => "Já existe um aplicativo com este client ID.".into(),
        (En, Problem::ClientIdTaken) => "There already is an app with this client ID.".into(),
        (PtBr, Problem::HostTaken) => "Já existe um aplicativo neste endereço. Use outro nome de host.".into(),
        (En, Problem::HostTaken) => "There already is an app at this address. Use another host name.".into(),
        (PtBr, Problem::OwnHost) => "Este é o endereço do Chaveiro. Digite o do aplicativo.".into(),
        (En, Problem::OwnHost) => "This is Chaveiro's own address. Enter the app's.".into(),
        (PtBr, Problem::ClientSecret) => {
            "O segredo precisa de pelo menos 32 caracteres, e um aplicativo público não tem segredo.".into()
        }
        (En, Problem::ClientSecret) => {
            "The client secret needs at least 32 characters, and a public app has no secret.".into()
        }
        (PtBr, Problem::GroupsMissing) => "Selecione pelo menos um grupo, ou escolha “Todas as pessoas”.".into(),
        (En, Problem::GroupsMissing) => "Select at least one group, or choose “Everybody”.".into(),
        (PtBr, Problem::GroupTaken) => "Já existe um grupo com este nome. Escolha outro.".into(),
        (En, Problem::GroupTaken) => "There already is a group with this name. Choose another.".into(),
        (PtBr, Problem::GroupUnknown) => "Um dos grupos não existe. Confira a lista de grupos.".into(),
        (En, Problem::GroupUnknown) => "One of the groups doesn't exist. Check the list of groups.".into(),
        (PtBr, Problem::NobodyWith(emails)) => {
            format!("Ninguém tem uma conta com: {}. Corrija o e-mail, ou cadastre a pessoa antes.", emails.join(", "))
                .into()
        }
        (En, Problem::NobodyWith(emails)) => {
            format!("Nobody has an account with: {}. Fix the email, or add the person first.", emails.join(", ")).into()
        }
        (PtBr, Problem::GroupMissing) => "Escolha um grupo.".into(),
        (En, Problem::GroupMissing) => "Choose a group.".into(),
        (PtBr, Problem::HomeUrlMissing) => "Digite o endereço da página inicial.".into(),
        (En, Problem::HomeUrlMissing) => "Enter the home page address.".into(),
        (PtBr, Problem::RedirectUriMissing) => "Digite pelo menos um endereço de retorno.".into(),
        (En, Problem::RedirectUriMissing) => "Enter at least one redirect address.".into(),
        (PtBr, Problem::Choice) => "Escolha uma das opções.".into(),
        (En, Problem::Choice) => "Choose one of the options.".into(),
        (PtBr, Problem::ChangedMeanwhile { now }) if now.is_empty() => {
            "Este campo mudou enquanto você editava e agora está vazio. Para usar o que você digitou, salve de novo.".into()
        }
        (En, Problem::ChangedMeanwhile { now }) if now.is_empty() => {
            "This changed while you were editing and is empty now. To use what you entered, save again.".into()
        }
        (PtBr, Problem::ChangedMeanwhile { now }) => format!(
            "Este campo mudou enquanto você editava. Agora: {now}. Para usar o que você digitou, salve de novo."
        )
        .into(),
        (En, Problem::ChangedMeanwhile { now }) => {
            format!("This changed while you were editing. It's now: {now}. To use what you entered, save again.").into()
        }
        (PtBr, Problem::EmailMisspelt { meant }) => {
            format!("Você quis dizer {meant}? Corrija o e-mail ou, se estiver certo, envie de novo.").into()
        }
        (En, Problem::EmailMisspelt { meant }) => {
            format!("Did you mean {meant}? Correct the email or, if it's right, send again.").into()
        }
        (PtBr, Problem::OwnRole) => {
            "Esta é a sua conta: você deixará de ser administrador e sua sessão vai terminar. Para confirmar, salve de novo.".into()
        }
        (En, Problem::OwnRole) => {
            "This is your own account: you'll no longer be an admin, and your session will end. To confirm, save again."
                .into()
        }
    }
}

/// When an account was deleted, in a sentence.
#[cfg(feature = "ssr")]
fn on(locale: Locale, zone: &Zone, at: Timestamp) -> String {
    match locale {
        Locale::PtBr => format!("em {}", moment(locale, zone, at)),
        Locale::En => format!("on {}", moment(locale, zone, at)),
    }
}

/// Until when an account that was deleted then can be restored.
#[cfg(feature = "ssr")]
fn until(locale: Locale, zone: &Zone, at: Timestamp) -> String {
    moment(locale, zone, at.plus(AdminAction::GRACE))
}

/// What is wrong with a name.
pub const fn display_name(locale: Locale, invalid: InvalidDisplayName) -> &'static str {
    match (locale, invalid) {
        (Locale::PtBr, InvalidDisplayName::Empty) => "Digite o nome.",
        (Locale::En, InvalidDisplayName::Empty) => "Enter the name.",
        (Locale::PtBr, InvalidDisplayName::TooLong) => "O nome pode ter no máximo 200 caracteres.",
        (Locale::En, InvalidDisplayName::TooLong) => "The name can have at most 200 characters.",
        (Locale::PtBr, InvalidDisplayName::ForbiddenCharacter) => {
            "O nome contém um caractere invisível. Digite o nome de novo, sem colar."
        }
        (Locale::En, InvalidDisplayName::ForbiddenCharacter) => {
            "The name contains an invisible character. Type the name again instead of pasting."
        }
    }
}

/// What is wrong with a CPF.
pub const fn cpf(locale: Locale, invalid: InvalidCpf) -> &'static str {
    match (locale, invalid) {
        (Locale::PtBr, InvalidCpf::WrongLength) => "O CPF precisa ter 11 dígitos.",
        (Locale::En, InvalidCpf::WrongLength) => "The CPF needs 11 digits.",
        (Locale::PtBr, InvalidCpf::WrongCheckDigits) => "CPF inválido. Confira os dígitos e digite de novo.",
        (Locale::En, InvalidCpf::WrongCheckDigits) => "Invalid CPF. Check the digits and enter it again.",
    }
}

/// What is wrong with a preset.
pub const fn preset(locale: Locale, invalid: InvalidPreset) -> &'static str {
    match (locale, invalid) {
        (Locale::PtBr, InvalidPreset::Unknown) => "Escolha uma das opções.",
        (Locale::En, InvalidPreset::Unknown) => "Choose one of the options.",
        (Locale::PtBr, InvalidPreset::TooWeak) => {
            "Este tipo de senha temporária é fácil de adivinhar. Escolha um mais longo."
        }
        (Locale::En, InvalidPreset::TooWeak) => {
            "This kind of temporary password is easy to guess. Choose a longer one."
        }
        (Locale::PtBr, InvalidPreset::TooLong) => {
            "Este tipo de senha temporária é longo demais. Escolha um mais curto."
        }
        (Locale::En, InvalidPreset::TooLong) => "This kind of temporary password is too long. Choose a shorter one.",
    }
}
