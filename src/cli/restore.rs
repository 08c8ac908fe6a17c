//! `chaveiro restore`: puts a copy of the database back.

use super::CommandError;
use super::language::{language, text};
use crate::cli::output::{print_line, print_notice};
use crate::domain::Locale;
use crate::locale::number::counted;
use crate::server::clock::Clock;
use crate::server::config::Config;
use crate::server::keys::Keys;
use crate::server::store::restore::{FileStep, InvalidDatabaseFile, RestoreError};
use crate::server::store::{Store, StoreError, file};
use std::path::PathBuf;

/// Restore the database from a file written by `chaveiro backup`. SQLite only; for PostgreSQL use `pg_restore`.
///
/// Stop the server first. The backup is checked, and the current database is kept under another name. Emails that were
/// queued in the backup are marked as failed, because they may have been sent since then; an admin can resend them.
/// Everyone has to sign in again.
#[derive(clap::Args)]
pub struct RestoreCommand {
    /// The backup file.
    file: PathBuf,

    /// Send the emails that were queued in the backup, even if people get them twice, and continue imports.
    #[arg(long)]
    resume_mails: bool,
}

impl RestoreCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CommandError> {
        let settings = config.checked(false)?;
        let keys = Keys::derive(&settings.secret_key);
        let url = &settings.database_url;
        let restored =
            Store::restore(url, &self.file, Clock::system(), keys.mark(), keys.audit(), self.resume_mails).await;
        let restored = restored.map_err(refused)?;
        let locale = language();
        let file = self.file.display();
        let count =
            counted(locale, restored.accounts, locale.pick("conta", "account"), locale.pick("contas", "accounts"));
        let done = text!(
            locale,
            "{file} restaurado: {count}; todas as pessoas precisam entrar de novo",
            "restored {file}: {count}; everyone has to sign in again"
        );
        print_line!("{done}");
        if restored.is_log_left_out {
            let words = text!(
                locale,
                "{file}-wal é de outro momento e ficou de fora",
                "{file}-wal is of another time and was left out"
            );
            print_notice!("{words}");
        }
        if let Some(replaced) = restored.replaced {
            let replaced = replaced.display();
            let kept = text!(
                locale,
                "o banco de dados anterior foi mantido como {replaced}",
                "the previous database is kept as {replaced}"
            );
            print_line!("{kept}");
        }
        if let (Some(owner), Some(path)) = (restored.owner, file::path_of(url)) {
            let path = path.display();
            let words = text!(
                locale,
                "{path} pertence a este usuário, e não ao usuário {owner}, de quem era: o servidor talvez não consiga abrir; execute `chown {owner} {path}`",
                "{path} belongs to this user and not to user {owner}, who had it before: the server may not be able to open it; run `chown {owner} {path}`"
            );
            print_notice!("{words}");
        }
        match restored.held_mails {
            0 => {}
            mails => print_line!("{}", held(locale, mails)),
        }
        Ok(())
    }
}

fn refused(error: RestoreError) -> CommandError {
    let words = in_words(&error);
    match error {
        RestoreError::Store(_, StoreError::OtherKey) => CommandError::Setting(words),
        _ => CommandError::Failed(words),
    }
}

fn held(locale: Locale, mails: u64) -> String {
    match (locale, mails) {
        (Locale::PtBr, 1) => "1 e-mail estava na fila quando o backup foi feito e pode já ter sido enviado: reenvie em /admin/mail ou com `chaveiro mail retry --all`".to_owned(),
        (Locale::En, 1) => "1 email was queued in the backup and may have been sent since then: resend it from /admin/mail or with `chaveiro mail retry --all`".to_owned(),
        (Locale::PtBr, mails) => format!("{mails} e-mails estavam na fila quando o backup foi feito e podem já ter sido enviados: reenvie em /admin/mail ou com `chaveiro mail retry --all`"),
        (Locale::En, mails) => format!("{mails} emails were queued in the backup and may have been sent since then: resend them from /admin/mail or with `chaveiro mail retry --all`"),
    }
}

/// The causes that say what to do are translated; those of the system and the database stay as they are.
fn in_words(error: &RestoreError) -> String {
    match (language(), error) {
        (Locale::PtBr, RestoreError::Postgres) => "este banco de dados é PostgreSQL, que tem ferramentas próprias: faça a cópia com pg_dump -Fc e restaure com pg_restore --clean".to_owned(),
        (Locale::PtBr, RestoreError::InUse(path)) => format!("um servidor ou outro comando está usando {path}; pare-o primeiro (`fuser {path}` mostra qual é) e restaure de novo"),
        (Locale::PtBr, RestoreError::Itself(path)) => format!("{path} é o próprio banco de dados; indique a cópia que vai substituí-lo"),
        (Locale::PtBr, RestoreError::OtherName(path)) => format!("{path} tem outro nome (um hard link), pelo qual um servidor pode estar usando o arquivo; `find / -xdev -samefile {path}` mostra os dois; remova o outro e restaure de novo"),
        (Locale::PtBr, RestoreError::InvalidDatabaseFile(path, why)) => format!("{path} não é uma cópia de um banco de dados do Chaveiro ({why}); indique um arquivo gravado por `chaveiro backup`", why = not_ours_in_portuguese(*why)),
        (Locale::PtBr, RestoreError::Damaged(path, why)) => format!("{path} está danificado ({why}); restaure outra cópia"),
        (Locale::PtBr, RestoreError::Store(path, why)) => format!("{path} não pode ser usado: {why}"),
        (Locale::PtBr, RestoreError::Io(step, path, error)) => format!("não foi possível {} {}: {error}", in_portuguese(*step), path.display()),
        (Locale::En, _) => error.to_string(),
    }
}

const fn in_portuguese(step: FileStep) -> &'static str {
    match step {
        FileStep::Read => "ler",
        FileStep::Write => "gravar",
        FileStep::MakeFolder => "criar a pasta",
        FileStep::Lock => "bloquear",
        FileStep::Keep => "guardar o banco de dados anterior,",
        FileStep::Place => "pôr a cópia em",
    }
}

const fn not_ours_in_portuguese(why: InvalidDatabaseFile) -> &'static str {
    match why {
        InvalidDatabaseFile::Folder => "é uma pasta",
        InvalidDatabaseFile::NoFile => "não é um arquivo comum",
        InvalidDatabaseFile::NoDatabase => "não é um arquivo SQLite",
        InvalidDatabaseFile::NoTables => "faltam as tabelas",
    }
}
