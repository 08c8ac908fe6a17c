//! How a file was read, and what of that somebody has to agree to.

use crate::domain::text_enum::text_enum;
use serde::{Deserialize, Serialize};

/// Something in a file that changes whom it is about and that we cannot be sure
/// of: said before any account is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The name of the column.
    pub column: String,
    /// What was doubtful.
    pub kind: DoubtKind,
}

/// What a column may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtKind {
    /// A further part of the name (middle name, second surname, suffix): put in its usual position.
    NamePart,
    /// The only column of a name, and by its own name only half of one.
    HalfName,
    /// By what people want to be called: put in the place of the name.
    SocialName,
    /// A nickname here, a surname there: left out.
    Nickname,
    /// Says of some rows that they are deleted or blocked: left out, so that they get an account all the same.
    Closed,
    /// Says the status of people in codes, in which some may have left: left out, so that they get an account all the same.
    StatusCodes,
    /// A column without a name, right of a name, that holds what looks like its next part; called by its letters.
    UnnamedNamePart,
    /// Holds jobs, "Administrador" among them: left out, so that nobody is an administrator for it.
    Jobs,
    /// All names begin with the surname and a comma: turned.
    SurnameFirst,
    /// All names have a number, in front or behind: left out.
    NumberFirst,
    /// Holds the names of other people, such as those who teach where the others learn: left out.
    OtherPeople,
    /// Holds the addresses that the organization gave, while another column of addresses was taken.
    OtherAddresses,
    /// Rows whose address is another in the column where it was to be repeated; their lines.
    AddressesDiffer,
    /// Sheets with people that were not read; the names of the sheets.
    OtherSheets,
    /// Rows that the spreadsheet hides, as a filter does; their lines.
    HiddenLines,
    /// Bytes that are not in the encoding of the rest; their lines.
    StrayBytes,
    /// Letters that were encoded twice and have been put right; their lines.
    TwiceEncoded,
    /// Addresses that look like those of a big mail provider but for one slip; the lines, with what was probably meant.
    MisspeltHosts {
        /// How many rows.
        rows: u32,
    },
}

text_enum! {
    /// How the letters of a file are written in bytes.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    pub enum FileEncoding {
        /// What everybody should use.
        #[serde(rename = "utf-8")]
        Utf8 = "utf-8",
        /// "Unicode text" of Windows.
        #[serde(rename = "utf-16")]
        Utf16 = "utf-16",
        /// Windows in western Europe and the Americas.
        #[serde(rename = "windows-1252")]
        Windows1252 = "windows-1252",
        /// DOS in the same places, and programs that never changed.
        #[serde(rename = "cp850")]
        Cp850 = "cp850",
        /// The Macintosh before Unicode; Excel for it until today.
        #[serde(rename = "macintosh")]
        MacRoman = "macintosh",
    }
}

impl FileEncoding {
    /// Those with a byte for each letter: any bytes can be read as any of them.
    pub const SINGLE_BYTE: [Self; 3] = [Self::Windows1252, Self::Cp850, Self::MacRoman];
}
