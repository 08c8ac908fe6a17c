//! Lists in one statement: a JSON array, bound as one text.
//!
//! SQLite compares the name of each placeholder with all those before it, and sqlx asks for each once more: a
//! statement with a thousand of them spent longer on their names than on its rows (two fifths of an import). The text
//! is the same however many there are, so that the statement is also kept prepared.

use super::pool::Dialect;
use serde::Serialize;

/// `list` as it is bound: an array of texts, or of rows, which are tuples or have named fields.
pub(super) fn to_json(list: &[impl Serialize]) -> String {
    serde_json::to_string(list).expect("texts and numbers can be written as JSON")
}

impl Dialect {
    /// `FROM` this, `value ->> 0` is the first column of a row and `value ->> 'name'` a field; a text on PostgreSQL.
    pub(super) fn json_rows(self, placeholder: &str) -> String {
        match self {
            Self::Sqlite => format!("json_each({placeholder})"),
            Self::Postgres => format!("json_array_elements({placeholder}::json)"),
        }
    }

    /// `FROM` this, `value` is one of the texts of a list.
    pub(super) fn json_texts(self, placeholder: &str) -> String {
        match self {
            Self::Sqlite => format!("json_each({placeholder})"),
            Self::Postgres => format!("json_array_elements_text({placeholder}::json)"),
        }
    }
}
