//! Header lines that are short enough (RFC 5322, 2.1.1) and whose encoded words
//! obey RFC 2047. lettre's go beyond 76 characters where an address follows a name.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use lettre::message::Mailbox;
use lettre::message::header::{HeaderName, HeaderValue};

/// The longest line on which an encoded word may be (RFC 2047, 2).
const LINE: usize = 76;
const WORD_START: &str = "=?utf-8?b?";
const WORD_END: &str = "?=";

/// A header that is text: `Subject`.
pub(super) fn text(name: &'static str, value: &str) -> HeaderValue {
    let mut line = Folded::new(name);
    if is_plain(value) && line.has_room_for(value) {
        line.push(value);
    } else {
        line.push_encoded(value);
    }
    line.into_header(name, value)
}

/// A header that is one name and address: `From`, `To`, `Reply-To`.
pub(super) fn mailbox(name: &'static str, mailbox: &Mailbox) -> HeaderValue {
    let mut line = Folded::new(name);
    match mailbox.name.as_deref().filter(|display_name| !display_name.is_empty()) {
        None => line.push_word(mailbox.email.as_ref()),
        Some(display_name) => {
            let phrase = if is_atoms(display_name) { display_name.to_owned() } else { quoted(display_name) };
            if is_plain(display_name) && line.has_room_for(&phrase) {
                line.push(&phrase);
            } else {
                line.push_encoded(display_name);
            }
            line.push_word(&format!("<{}>", mailbox.email));
        }
    }
    line.into_header(name, &mailbox.to_string())
}

/// Whether text needs no encoding: no other characters than ASCII's printable
/// ones, and nothing that a reader would decode.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.contains("=?")
}

/// Words that need no quotes (RFC 5322, 3.2.3), one space between them.
fn is_atoms(text: &str) -> bool {
    let is_atom = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    text.split(' ').all(is_atom)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A header's value while it is written, folded where a line would be too long.
struct Folded {
    value: String,
    /// Of the line so far, the header's name included.
    line: usize,
    /// Whether a space has to come before what follows.
    is_begun: bool,
}

impl Folded {
    fn new(name: &str) -> Self {
        Self { value: String::new(), line: name.len() + ": ".len(), is_begun: false }
    }

    fn has_room_for(&self, words: &str) -> bool {
        self.line + usize::from(self.is_begun) + words.len() <= LINE
    }

    fn push(&mut self, words: &str) {
        self.value.push_str(words);
        self.line += words.len();
        self.is_begun = true;
    }

    /// On this line, or on the next if it has no room left.
    fn push_word(&mut self, word: &str) {
        if self.has_room_for(word) {
            self.separate();
        } else {
            self.fold();
        }
        self.push(word);
    }

    fn separate(&mut self) {
        if self.is_begun {
            self.value.push(' ');
            self.line += 1;
        }
    }

    fn fold(&mut self) {
        self.value.push_str("\r\n ");
        self.line = 1;
        self.is_begun = false;
    }

    /// As encoded words, each with as many whole characters as its line has room for.
    fn push_encoded(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let frame = WORD_START.len() + WORD_END.len() + usize::from(self.is_begun);
            let room = LINE.saturating_sub(self.line + frame) / 4 * 3;
            let (word, after) = rest.split_at(rest.floor_char_boundary(room));
            if word.is_empty() {
                self.fold();
                continue;
            }
            self.separate();
            self.push(&format!("{WORD_START}{}{WORD_END}", BASE64.encode(word)));
            rest = after;
        }
    }

    fn into_header(self, name: &'static str, raw: &str) -> HeaderValue {
        // What is in it is printable ASCII but for the folds made here, and an address of lettre's own type.
        HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), raw.to_owned(), self.value)
    }
}
