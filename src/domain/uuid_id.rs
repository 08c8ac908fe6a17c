//! Ids that are UUIDs, with a type for each kind of thing, so that none is taken for another.

/// Whether a text is a UUID in the canonical form (RFC 9562, 4: 36 characters, lower case), so that a thing has one
/// address.
pub(super) fn is_canonical(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

/// Declares the type of an id, with `parse`, `as_str` and `Display`.
macro_rules! uuid_id {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the canonical form only, as [`UserId::parse`](crate::domain::UserId::parse) does.
            pub fn parse(text: &str) -> Option<Self> {
                crate::domain::uuid_id::is_canonical(text).then(|| Self(text.to_owned()))
            }

            /// The canonical form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use uuid_id;
