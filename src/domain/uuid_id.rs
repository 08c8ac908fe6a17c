//! Ids that are UUIDs, with a type for each kind of thing, so that none is taken for another.

/// A text that is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an id")]
pub struct InvalidId;

/// Whether a text is a UUID in the canonical form (RFC 9562, 4: 36 characters, lower case), so that a thing has one
/// address.
pub(crate) fn is_canonical(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

/// Declares the type of an id.
macro_rules! uuid_id {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes a UUID in the canonical form only: 36 characters, lower case.
            pub fn parse(text: &str) -> Option<Self> {
                crate::domain::uuid_id::is_canonical(text).then(|| Self(text.to_owned()))
            }

            /// The canonical form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        #[cfg(feature = "ssr")]
        impl From<uuid::Uuid> for $name {
            fn from(uuid: uuid::Uuid) -> Self {
                Self(uuid.to_string())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::domain::uuid_id::InvalidId;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or(crate::domain::uuid_id::InvalidId)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}
pub(crate) use uuid_id;
