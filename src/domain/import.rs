//! A file of people: its columns, the states of its rows and its import, and what
//! can be wrong with it.

mod limits;
mod notes;
mod reading;

pub use limits::FileLimits;
pub use notes::{FileKind, FileNotes, NotAName, lines_listed};
pub use reading::{Doubt, DoubtKind, FileEncoding};

use super::{InvalidCpf, InvalidDisplayName, InvalidEmailAddress, InvalidGroupName, InvalidPreset};
use crate::domain::text_enum::text_enum;
use crate::domain::uuid_id::uuid_id;
use serde::{Deserialize, Serialize};

uuid_id! {
    /// Identifies an import.
    pub struct ImportId;
}

/// What a column says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// How pages and mails call them.
    DisplayName,
    /// Where the temporary password goes.
    Email,
    /// What they may do.
    Role,
    /// The language of their mails.
    Locale,
    /// Their CPF.
    Cpf,
    /// The kind of their temporary password; never the password itself.
    TemporaryPassword,
    /// The groups they are put into.
    Groups,
    /// The app they are invited for.
    App,
}

/// Why a file is refused as a whole. Nothing of it is kept then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// None was chosen.
    Missing,
    /// More bytes than [`FileLimits::bytes`], or it unpacks to more than a workbook may.
    TooLarge(FileLimits),
    /// More rows than [`FileLimits::rows`].
    TooManyRows(FileLimits),
    /// It did not arrive whole, or in time, or not as a form sends a file.
    NotSent,
    /// Neither text nor a workbook that can be read.
    NotText,
    /// Something else than a table.
    NotTable(FileKind),
    /// No row beneath the header, or not even a header.
    Empty,
    /// The header lacks a column that every file needs.
    ColumnMissing {
        /// The column that is missing.
        missing: Column,
        /// The names of the columns that are there.
        found: Vec<String>,
    },
    /// The header has two columns for the same thing.
    ColumnTwice {
        /// For which.
        column: Column,
        /// Their names.
        found: Vec<String>,
    },
    /// The header has columns that would grant more than an import may, or that
    /// set secrets; by their names.
    ColumnsForbidden(Vec<String>),
    /// A quotation mark that opens a cell at this line is never closed.
    QuoteOpen(u32),
}

impl FileProblem {
    /// The stable name of the case, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "file_missing",
            Self::TooLarge(_) => "file_too_large",
            Self::TooManyRows(_) => "file_has_too_many_rows",
            Self::NotSent => "file_not_sent",
            Self::NotText => "file_is_no_text",
            Self::NotTable(_) => "file_is_no_table",
            Self::Empty => "file_empty",
            Self::ColumnMissing { .. } => "column_missing",
            Self::ColumnTwice { .. } => "column_twice",
            Self::ColumnsForbidden(_) => "columns_forbidden",
            Self::QuoteOpen(_) => "quote_open",
        }
    }
}

/// Why a row is not imported: which of its cells, and what is wrong there. The
/// value itself stays in the row, which is kept encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// Which cell; none when it is the whole row.
    pub column: Option<Column>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a row of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// More cells than the header.
    Cells {
        /// As many as the header has.
        expected: u32,
        /// As many as the row has.
        found: u32,
    },
    /// What was kept of it cannot be read any more.
    Unreadable,
    /// A formula whose value the file does not have.
    Uncalculated,
    /// The example of our template.
    Example,
    /// Not an address we can write to.
    Email(InvalidEmailAddress),
    /// More than one address in the cell.
    EmailSeveral,
    /// An address, and something else beside it.
    EmailBeside,
    /// A character that no address has.
    EmailCharacter {
        /// The character.
        character: char,
    },
    /// An earlier row has this address.
    EmailTwice {
        /// The line where that row begins.
        line: u32,
    },
    /// Not a name.
    DisplayName(InvalidDisplayName),
    /// By what it says not a name of anybody.
    NotAName(NotAName),
    /// Neither of the roles.
    Role,
    /// None of the languages.
    Locale,
    /// Not a CPF.
    Cpf(InvalidCpf),
    /// A number in the place of a CPF, with too many digits or too few.
    CpfDigits {
        /// As many as it has.
        found: u32,
    },
    /// Something else in the place of a CPF.
    NoCpf,
    /// An earlier row has this CPF.
    CpfTwice {
        /// The line where that row begins.
        line: u32,
    },
    /// An account with another address has this CPF.
    CpfTaken,
    /// A deleted account with another address has this CPF.
    CpfDeleted,
    /// The temporary password is to be made from a CPF that is not there.
    CpfMissing,
    /// Not a kind of temporary password.
    Preset(InvalidPreset),
    /// A kind of temporary password the operator has not allowed.
    PresetNotAllowed,
    /// Not a name for a group.
    Group(InvalidGroupName),
    /// No app is called so.
    AppUnknown,
    /// The person would not be in a group that may use the app.
    AppClosed,
}

text_enum! {
    /// The state of an import.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum ImportState {
        /// Checked, not confirmed yet.
        Preview = "preview",
        /// Accounts are being made.
        Running = "running",
        /// An admin holds it up.
        Paused = "paused",
        /// Ended before its last row.
        Cancelled = "cancelled",
        /// Every row has been dealt with.
        Done = "done",
    }
}

text_enum! {
    /// What has become of a row.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum RowState {
        /// An account is to be made from it.
        Ready = "ready",
        /// Its address had an account already.
        Known = "known",
        /// It cannot be read.
        Wrong = "wrong",
        /// Its account was made.
        Created = "created",
        /// It could be read, but the account was not made.
        Refused = "refused",
    }
}

text_enum! {
    /// What an admin can do to an import.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum ImportAction {
        /// Make the accounts.
        Confirm = "confirm",
        /// Make no more for now.
        Pause = "pause",
        /// Go on.
        Resume = "resume",
        /// Make no more at all; what was made stays.
        Cancel = "cancel",
        /// Delete a file that was only checked.
        Discard = "discard",
        /// Restore the deleted people in it.
        Restore = "restore",
        /// The same, and mail them temporary passwords.
        RestoreAndSend = "restore-and-send",
    }
}
