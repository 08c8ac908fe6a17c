//! The names of columns, as people write them.

use crate::domain::import::{Column, FileProblem};
use crate::server::store::search::folded;

/// Where in a row the columns are that an import reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    places: Vec<(Column, usize)>,
    length: usize,
    reason: Option<usize>,
    ignored: Vec<String>,
}

/// What a name in the header stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Read(Column),
    /// The column in which we say why a row was rejected.
    Reason,
    /// Would grant something, or carries a secret.
    Forbidden,
    /// Anything else.
    Unknown,
}

/// The columns of our own export, as [`key`] leaves their names. Whoever exports
/// and imports again gets none of them back: they tell what is, they set nothing.
const EXPORTED: [&str; 6] = ["id", "state", "forcechangepassword", "createdat", "lastsigninat", "deliverystate"];

/// A name without case, accents, spaces and marks: "E-mail " and "email" are one.
fn key(name: &str) -> String {
    folded(name).chars().filter(|character| character.is_alphanumeric()).collect()
}

fn meaning(key: &str) -> Meaning {
    match key {
        "nome" | "nomecompleto" | "name" | "fullname" | "displayname" => Meaning::Read(Column::DisplayName),
        "email" | "emailaddress" | "enderecodeemail" => Meaning::Read(Column::Email),
        "papel" | "funcao" | "role" => Meaning::Read(Column::Role),
        "idioma" | "lingua" | "language" | "locale" => Meaning::Read(Column::Locale),
        "cpf" => Meaning::Read(Column::Cpf),
        "senhatemporaria" | "temporarypassword" | "preset" => Meaning::Read(Column::TemporaryPassword),
        "motivo" | "reason" => Meaning::Reason,
        "id" | "userid" | "uuid" | "state" | "status" | "standing" | "situacao" | "active" | "ativo" => {
            Meaning::Forbidden
        }
        _ if grants_or_reveals(key) => Meaning::Forbidden,
        _ => Meaning::Unknown,
    }
}

/// Whether a name speaks of power over others, or of secrets.
fn grants_or_reveals(key: &str) -> bool {
    const WORDS: [&str; 14] = [
        "admin",
        "superuser",
        "isstaff",
        "permission",
        "permissao",
        "permissoes",
        "password",
        "senha",
        "passwd",
        "hash",
        "secret",
        "segredo",
        "token",
        "pepper",
    ];
    WORDS.iter().any(|word| key.contains(word))
}

impl Columns {
    /// Finds the columns of a header.
    ///
    /// # Errors
    /// [`FileProblem::ColumnsForbidden`], [`FileProblem::ColumnTwice`], [`FileProblem::ColumnMissing`].
    pub fn find(header: &[String]) -> Result<Self, FileProblem> {
        let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
        let is_export = EXPORTED.iter().all(|name| keys.iter().any(|key| key == name));
        let mut found = Self { places: Vec::new(), length: header.len(), reason: None, ignored: Vec::new() };
        let mut forbidden = Vec::new();
        for (index, (name, key)) in header.iter().zip(&keys).enumerate() {
            if is_export && EXPORTED.contains(&key.as_str()) {
                continue;
            }
            match meaning(key) {
                Meaning::Read(column) if found.place(column).is_some() => {
                    return Err(FileProblem::ColumnTwice(column));
                }
                Meaning::Read(column) => found.places.push((column, index)),
                Meaning::Reason => found.reason = Some(index),
                Meaning::Forbidden => forbidden.push(name.trim().to_owned()),
                Meaning::Unknown => found.ignored.push(name.trim().to_owned()),
            }
        }
        if !forbidden.is_empty() {
            return Err(FileProblem::ColumnsForbidden(forbidden));
        }
        for column in [Column::DisplayName, Column::Email] {
            found.place(column).ok_or(FileProblem::ColumnMissing(column))?;
        }
        found.ignored.retain(|name| !name.is_empty());
        Ok(found)
    }

    /// How many of these names an import reads.
    pub fn known_in(header: &[String]) -> usize {
        header.iter().filter(|name| matches!(meaning(&key(name)), Meaning::Read(_))).count()
    }

    /// Where a column is.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.places.iter().find(|(known, _)| *known == column).map(|(_, place)| *place)
    }

    /// Where an earlier import has said why it rejected a row.
    pub const fn reason(&self) -> Option<usize> {
        self.reason
    }

    /// How many columns there are.
    pub const fn len(&self) -> usize {
        self.length
    }

    /// The names of the columns that nothing is read from.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }
}
