//! The kinds of things that happen, in words.

use crate::domain::{AuditKind, Locale};

/// What happened, in a few words. One kind without them does not compile.
pub const fn audit_kind(locale: Locale, kind: AuditKind) -> &'static str {
    let (pt_br, en) = match kind {
        AuditKind::AdminCreated => ("Administrador criado", "Admin created"),
        AuditKind::UserCreated => ("Conta criada", "Account created"),
        AuditKind::RegistrationAsked => ("Cadastro solicitado", "Registration requested"),
        AuditKind::UserRegistered => ("Cadastro confirmado", "Registration confirmed"),
        AuditKind::TemporaryPasswordGenerated => ("Senha temporária gerada", "Temporary password generated"),
        AuditKind::MailAccepted => ("E-mail aceito pelo servidor de e-mail", "Email accepted by the mail server"),
        AuditKind::MailFailed => ("Falha no envio", "Delivery failed"),
        AuditKind::TemporaryPasswordRequested => {
            ("Nova senha temporária solicitada", "New temporary password requested")
        }
        AuditKind::TemporaryPasswordRevoked => ("Convite cancelado", "Invitation canceled"),
        AuditKind::TemporaryPasswordRevealed => {
            ("Senha temporária mostrada para entregar em mãos", "Temporary password shown to hand over in person")
        }
        AuditKind::PasswordRequired => ("Nova senha exigida", "New password required"),
        AuditKind::SignedIn => ("Entrou", "Signed in"),
        AuditKind::SignInFailed => ("Senha errada", "Wrong password"),
        AuditKind::PasswordBlocked => {
            ("Senha bloqueada após cem tentativas erradas", "Password blocked after a hundred wrong tries")
        }
        AuditKind::CodesClosed => (
            "Senhas temporárias curtas restritas ao link do e-mail",
            "Short temporary passwords limited to the link in the email",
        ),
        AuditKind::PasswordConfirmed => ("Senha confirmada", "Password confirmed"),
        AuditKind::PasswordChosen => ("Senha criada", "Password created"),
        AuditKind::PasswordChanged => ("Senha alterada", "Password changed"),
        AuditKind::PasswordForgotten => {
            ("Nova senha solicitada na página de entrada", "New password requested on the sign-in page")
        }
        AuditKind::PasswordReset => ("Senha criada pelo link do e-mail", "Password created with the emailed link"),
        AuditKind::SignedOut => ("Saiu", "Signed out"),
        AuditKind::SessionsEnded => ("Sessões encerradas", "Sessions ended"),
        AuditKind::UserEdited => ("Dados alterados", "Details changed"),
        AuditKind::AddressChanged => ("E-mail alterado", "Email changed"),
        AuditKind::AddressChangeAsked => ("Alteração de e-mail solicitada", "Email change requested"),
        AuditKind::AddressChangeCanceled => ("Alteração de e-mail cancelada", "Email change canceled"),
        AuditKind::AddressRestored => ("Alteração de e-mail desfeita", "Email change undone"),
        AuditKind::OwnDataExported => ("Dados próprios baixados", "Own data downloaded"),
        AuditKind::UserNoted => ("Anotação alterada", "Note changed"),
        AuditKind::RoleChanged => ("Papel alterado", "Role changed"),
        AuditKind::UserDisabled => ("Acesso desativado", "Account disabled"),
        AuditKind::UserEnabled => ("Acesso reativado", "Account enabled"),
        AuditKind::UserDeleted => ("Conta excluída", "Account deleted"),
        AuditKind::UserRestored => ("Conta restaurada", "Account restored"),
        AuditKind::UserErased => ("Conta apagada definitivamente", "Account erased"),
        AuditKind::RegistrationApproved => ("Cadastro aprovado", "Registration approved"),
        AuditKind::RegistrationRefused => ("Cadastro recusado", "Registration rejected"),
        AuditKind::UserUnlocked => ("Conta desbloqueada", "Account unlocked"),
        AuditKind::MailPaused => ("Envios pausados", "Sending paused"),
        AuditKind::MailResumed => ("Envios retomados", "Sending resumed"),
        AuditKind::MailRetried => ("Nova tentativa de envio", "Delivery retry"),
        AuditKind::MailTested => ("E-mail de teste", "Test email"),
        AuditKind::MailTestFailed => ("Falha no e-mail de teste", "Test email failed"),
        AuditKind::ReminderQueued => ("Lembrete na fila de envio", "Reminder queued"),
        AuditKind::AppearanceChanged => ("Aparência alterada", "Appearance changed"),
        AuditKind::ImportStarted => ("Importação iniciada", "Import started"),
        AuditKind::ImportPaused => ("Importação pausada", "Import paused"),
        AuditKind::ImportResumed => ("Importação retomada", "Import resumed"),
        AuditKind::ImportCancelled => ("Importação cancelada", "Import canceled"),
        AuditKind::ImportFinished => ("Importação concluída", "Import finished"),
        AuditKind::DatabaseRestored => ("Banco de dados restaurado de um backup", "Database restored from a backup"),
        AuditKind::GroupCreated => ("Grupo criado", "Group created"),
        AuditKind::GroupRenamed => ("Grupo renomeado", "Group renamed"),
        AuditKind::GroupAppSet => ("Aplicativo do grupo alterado", "Group app changed"),
        AuditKind::GroupDeleted => ("Grupo excluído", "Group deleted"),
        AuditKind::GroupMemberAdded => ("Pessoa incluída em um grupo", "Person added to a group"),
        AuditKind::GroupMemberRemoved => ("Pessoa retirada de um grupo", "Person removed from a group"),
        AuditKind::UsersExported => ("Pessoas exportadas", "People exported"),
        AuditKind::RejectedRowsExported => ("Linhas rejeitadas baixadas", "Rejected rows downloaded"),
        AuditKind::AuditExported => ("Auditoria exportada", "Audit log exported"),
        AuditKind::AppCreated => ("Aplicativo cadastrado", "App added"),
        AuditKind::AppEdited => ("Aplicativo alterado", "App changed"),
        AuditKind::AppDeleted => ("Aplicativo excluído", "App deleted"),
        AuditKind::AppSecretAdded => ("Segredo do aplicativo criado", "Client secret created"),
        AuditKind::AppSecretEnded => ("Segredo do aplicativo encerrado", "Client secret ended"),
        AuditKind::AppSignedIn => ("Entrou em um aplicativo", "Signed in to an app"),
        AuditKind::AppRefused => ("Sem acesso ao aplicativo", "Refused access to an app"),
        AuditKind::AppSignInEnded => ("Saiu de um aplicativo", "Signed out of an app"),
        AuditKind::AppTokensRevoked => (
            "Acesso do aplicativo encerrado: código ou token usado duas vezes",
            "App access ended: code or token used twice",
        ),
        AuditKind::AppLogoutFailed => ("Aplicativo não confirmou a saída", "App did not confirm the sign-out"),
        AuditKind::AuditPruned => ("Eventos antigos removidos da auditoria", "Old events removed from the audit log"),
        AuditKind::SigningKeyAdded => ("Chave de assinatura criada", "Signing key created"),
    };
    locale.pick(pt_br, en)
}
