//! The kinds of things that happen, in words.

use crate::domain::{AuditKind, Locale};

/// What happened, in a few words. One kind without them does not compile.
pub const fn audit_kind(locale: Locale, kind: AuditKind) -> &'static str {
    let (pt_br, en) = match kind {
        AuditKind::AdminCreated => ("Administrador criado", "Administrator created"),
        AuditKind::UserCreated => ("Conta criada", "Account created"),
        AuditKind::RegistrationAsked => ("Cadastro pedido", "Registration asked for"),
        AuditKind::UserRegistered => ("Cadastro confirmado", "Registration confirmed"),
        AuditKind::TemporaryPasswordDrawn => ("Senha temporária sorteada", "Temporary password drawn"),
        AuditKind::MailAccepted => ("E-mail aceito pelo servidor", "Mail taken by the mail server"),
        AuditKind::MailFailed => ("Envio abandonado", "Mail given up"),
        AuditKind::TemporaryPasswordRequested => {
            ("Outra senha temporária pedida", "Another temporary password asked for")
        }
        AuditKind::TemporaryPasswordRevoked => ("Senha temporária revogada", "Temporary password revoked"),
        AuditKind::TemporaryPasswordRevealed => {
            ("Senha temporária mostrada para entrega em mãos", "Temporary password shown, to hand over in person")
        }
        AuditKind::PasswordRequired => ("Nova senha exigida", "New password required"),
        AuditKind::SignedIn => ("Entrou", "Signed in"),
        AuditKind::SignInFailed => ("Senha não aceita", "Password not accepted"),
        AuditKind::PasswordBlocked => {
            ("Senha bloqueada após cem tentativas erradas", "Password blocked after a hundred wrong tries")
        }
        AuditKind::CodesClosed => {
            ("Senhas temporárias curtas fechadas na entrada", "Short temporary passwords closed at the door")
        }
        AuditKind::PasswordConfirmed => ("Senha confirmada", "Password confirmed"),
        AuditKind::PasswordChosen => ("Senha própria escolhida", "Own password chosen"),
        AuditKind::PasswordChanged => ("Senha trocada", "Password changed"),
        AuditKind::PasswordForgotten => ("Nova senha pedida na entrada", "New password asked for at the door"),
        AuditKind::PasswordReset => ("Senha criada pelo link do e-mail", "Password created by the mailed link"),
        AuditKind::SignedOut => ("Saiu", "Signed out"),
        AuditKind::SessionsEnded => ("Sessões encerradas", "Sessions ended"),
        AuditKind::UserEdited => ("Dados alterados", "Details changed"),
        AuditKind::AddressChanged => ("E-mail alterado", "Address changed"),
        AuditKind::AddressChangeAsked => ("Troca de e-mail pedida", "Change of address asked for"),
        AuditKind::AddressRestored => ("Troca de e-mail desfeita", "Change of address undone"),
        AuditKind::OwnDataExported => ("Baixou os próprios dados", "Own data downloaded"),
        AuditKind::RoleChanged => ("Papel alterado", "Role changed"),
        AuditKind::UserDisabled => ("Conta desativada", "Account disabled"),
        AuditKind::UserEnabled => ("Conta reativada", "Account enabled"),
        AuditKind::UserDeleted => ("Conta excluída", "Account deleted"),
        AuditKind::UserRestored => ("Conta restaurada", "Account restored"),
        AuditKind::UserErased => ("Conta apagada de vez", "Account erased for good"),
        AuditKind::RegistrationApproved => ("Cadastro aprovado", "Registration approved"),
        AuditKind::RegistrationRefused => ("Cadastro recusado", "Registration refused"),
        AuditKind::UserUnlocked => ("Conta desbloqueada", "Account unlocked"),
        AuditKind::MailPaused => ("Envios pausados", "Mails paused"),
        AuditKind::MailResumed => ("Envios retomados", "Mails resumed"),
        AuditKind::MailRetried => ("Envios tentados de novo", "Mails tried again"),
        AuditKind::MailTested => ("E-mail de teste enviado", "Test mail sent"),
        AuditKind::ImportStarted => ("Importação iniciada", "Import started"),
        AuditKind::ImportPaused => ("Importação pausada", "Import paused"),
        AuditKind::ImportResumed => ("Importação retomada", "Import resumed"),
        AuditKind::ImportCancelled => ("Importação cancelada", "Import cancelled"),
        AuditKind::ImportFinished => ("Importação concluída", "Import finished"),
        AuditKind::DatabaseRestored => ("Banco de dados restaurado de uma cópia", "Database restored from a backup"),
        AuditKind::GroupCreated => ("Grupo criado", "Group created"),
        AuditKind::GroupRenamed => ("Grupo renomeado", "Group renamed"),
        AuditKind::GroupDeleted => ("Grupo excluído", "Group deleted"),
        AuditKind::GroupMemberAdded => ("Pessoa incluída em um grupo", "Person added to a group"),
        AuditKind::GroupMemberRemoved => ("Pessoa retirada de um grupo", "Person removed from a group"),
        AuditKind::UsersExported => ("Lista de pessoas exportada", "List of people exported"),
        AuditKind::AuditExported => ("Registro exportado", "Log exported"),
    };
    match locale {
        Locale::PtBr => pt_br,
        Locale::En => en,
    }
}
