//! `/admin/users/{id}`: what comes next for the account.

use crate::ui::pages::admin::mail::remedy::Remedy;

/// What comes next for an account, and what to do.
pub struct NextTexts {
    /// A mail is in the queue or leaving.
    pub mail_leaves: &'static str,
    /// A mail leaves once an admin resumes sending.
    pub mail_paused: &'static str,
    /// A mail leaves at a time that was chosen.
    pub mail_later: fn(&str) -> String,
    /// A mail was given up: what to do.
    pub mail_failed: &'static str,
    /// What to do about it, after the reason.
    pub mail_remedy: fn(Remedy) -> &'static str,
    /// Nothing was sent, and nothing will be.
    pub nothing_sent: &'static str,
    /// Nothing was sent, where a temporary password can be handed over.
    pub nothing_sent_in_person: &'static str,
    /// Until when the temporary password works.
    pub valid_until: fn(time: &str) -> String,
    /// Until when it worked.
    pub expired_at: fn(time: &str) -> String,
    /// It is out of tries.
    pub exhausted: &'static str,
    /// It was ended.
    pub revoked: &'static str,
    /// The person registered and awaits approval.
    pub pending: &'static str,
    /// The person has chosen a password.
    pub in_use: &'static str,
    /// Nobody can sign in to the account.
    pub disabled: &'static str,
    /// Since when it is deleted and until when it can be restored.
    pub deleted: fn(at: &str, until: &str) -> String,
    /// After too many wrong tries in a row.
    pub password_blocked: &'static str,
    /// After wrong tries, when the next one is accepted.
    pub locked_until: fn(hour: &str) -> String,
}

/// In Brazilian Portuguese.
pub static PT_BR: NextTexts = NextTexts {
    mail_leaves: "A senha temporária será enviada por e-mail em instantes.",
    mail_paused: "Os envios estão pausados. A senha temporária será enviada por e-mail quando alguém retomar os envios.",
    mail_later: |at| format!("A senha temporária será enviada por e-mail em {at}. Para enviar antes, reenvie."),
    mail_failed: "O e-mail não foi enviado, e não vamos tentar de novo automaticamente.",
    mail_remedy: |remedy| match remedy {
        Remedy::CheckAddress => {
            "Se o e-mail da pessoa estiver errado, corrija-o, e enviaremos outra senha temporária. Se estiver certo, reenvie."
        }
        Remedy::AddCpf => "Preencha o CPF e reenvie a senha temporária.",
        Remedy::AskForRoom => {
            "Peça à pessoa para liberar espaço na caixa de e-mail e reenvie. Se ela tiver outro e-mail, altere-o na conta."
        }
        Remedy::AskToBeLetIn => {
            "Use outro e-mail da pessoa; ou peça à organização dela que aceite mensagens do nosso remetente, e depois reenvie."
        }
        Remedy::Wait => "Reenvie em algumas horas.",
        Remedy::AskWhetherItArrived => "Pergunte à pessoa se o e-mail chegou. Se não chegou, reenvie.",
        _ => "Resolva o problema e reenvie a senha temporária.",
    },
    nothing_sent: "Nenhuma senha temporária foi enviada. Envie uma por e-mail.",
    nothing_sent_in_person: "Nenhuma senha temporária foi enviada. Envie uma por e-mail ou entregue em mãos.",
    valid_until: |time| format!("A senha temporária vale até {time}. Falta a pessoa entrar e criar a própria senha."),
    expired_at: |time| format!("A senha temporária expirou em {time} sem ser usada. Reenvie a senha temporária."),
    exhausted: "A senha temporária foi digitada errada vezes demais na página de entrada, pela pessoa ou por outra. Se ela foi enviada por e-mail e o prazo não terminou, o link do e-mail ainda pode funcionar. Se não, reenvie a senha temporária.",
    revoked: "O convite foi cancelado e a senha temporária não funciona mais. Para convidar de novo, reenvie a senha temporária.",
    pending: "A pessoa fez o cadastro e confirmou o e-mail. Ela só pode entrar depois que você aprovar.",
    in_use: "A pessoa já criou a própria senha. Você não precisa fazer nada.",
    disabled: "A pessoa não consegue entrar enquanto o acesso estiver desativado.",
    deleted: |at, until| {
        format!("Conta excluída em {at}. Você pode restaurá-la até {until}; depois ela é apagada definitivamente.")
    },
    password_blocked: "A senha foi bloqueada após cem tentativas erradas. A pessoa pode criar outra em “Esqueceu a senha?”, ou você pode desbloquear a conta.",
    locked_until: |hour| {
        format!(
            "Muitas tentativas erradas com este e-mail. A pessoa pode tentar de novo às {hour}, ou agora, se você desbloquear."
        )
    },
};

/// In English.
pub static EN: NextTexts = NextTexts {
    mail_leaves: "We'll email the temporary password in a moment.",
    mail_paused: "Sending is paused. We'll email the temporary password once someone resumes sending.",
    mail_later: |at| format!("We'll email the temporary password on {at}. To send it sooner, resend it."),
    mail_failed: "The email wasn't sent, and we won't try again automatically.",
    mail_remedy: |remedy| match remedy {
        Remedy::CheckAddress => {
            "If the person's email is wrong, correct it and we'll send a new temporary password. If it's right, resend."
        }
        Remedy::AddCpf => "Add the CPF, then resend the temporary password.",
        Remedy::AskForRoom => {
            "Ask the person to free up space in their mailbox, then resend. If they have another address, change it in the account."
        }
        Remedy::AskToBeLetIn => {
            "Use another address of theirs; or ask their organization to accept email from our sender, then resend."
        }
        Remedy::Wait => "Resend in a few hours.",
        Remedy::AskWhetherItArrived => "Ask the person whether the email arrived. If it didn't, resend.",
        _ => "Fix the problem, then resend the temporary password.",
    },
    nothing_sent: "No temporary password has been sent. Send one by email.",
    nothing_sent_in_person: "No temporary password has been sent. Send one by email or hand one over in person.",
    valid_until: |time| {
        format!("The temporary password works until {time}. The person still has to sign in and choose a password.")
    },
    expired_at: |time| {
        format!("The temporary password expired on {time} without being used. Resend the temporary password.")
    },
    exhausted: "A wrong temporary password was entered too many times on the sign-in page, by this person or someone else. If it was sent by email and hasn't expired, the link in the email may still work. If not, resend the temporary password.",
    revoked: "The invitation was canceled and the temporary password no longer works. To invite the person again, resend the temporary password.",
    pending: "The person registered and confirmed their email address. They can sign in once you approve.",
    in_use: "The person has chosen a password. You don't need to do anything.",
    disabled: "The person can't sign in while the account is disabled.",
    deleted: |at, until| {
        format!("Deleted on {at}. You can restore the account until {until}; after that it's gone for good.")
    },
    password_blocked: "The password was blocked after a hundred wrong tries. The person can create another with “Forgot your password?”, or you can unlock the account.",
    locked_until: |hour| {
        format!(
            "There were many wrong tries with this email. The person can try again at {hour}, or right away if you unlock the account."
        )
    },
};
