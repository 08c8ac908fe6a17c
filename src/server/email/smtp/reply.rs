//! What the mail server answers (RFC 5321, 4.2): a code, and words for people.

use crate::server::email::harmless;
use std::borrow::Cow;

/// A reply. The code decides, the words are for people.
#[derive(Debug)]
pub(super) struct Reply {
    /// Three digits. Where lines differ the last one counts (RFC 5321, 4.2.1).
    pub(super) code: u16,
    /// The words of each line, in whatever encoding.
    pub(super) lines: Vec<Vec<u8>>,
}

/// One line of a reply.
pub(super) struct ReplyLine<'a> {
    pub(super) code: u16,
    pub(super) is_last: bool,
    pub(super) words: &'a [u8],
}

impl Reply {
    /// `250-words`, `250 words`, `250words`, `250`; nothing for what is no such line.
    pub(super) fn parse_line(line: &[u8]) -> Option<ReplyLine<'_>> {
        let (digits, rest) = line.split_at_checked(3)?;
        let is_code = matches!(digits, [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9']);
        if !is_code || rest.first().is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let code = digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
        let is_last = rest.first() != Some(&b'-');
        let words = rest.strip_prefix(b"-").or_else(|| rest.strip_prefix(b" ")).unwrap_or(rest);
        Some(ReplyLine { code, is_last, words })
    }

    /// 2yz: done.
    pub(super) fn is_done(&self) -> bool {
        self.code / 100 == 2
    }

    /// The mail was accepted. 221 after it only ends the connection.
    pub(super) fn is_mail_accepted(&self) -> bool {
        self.is_done() && self.code != 221
    }

    /// 500 or 502: no such command here (RFC 5321, 4.2.4).
    pub(super) fn is_unknown_command(&self) -> bool {
        matches!(self.code, 500 | 502)
    }

    /// 3yz: go on.
    pub(super) fn is_go_on(&self) -> bool {
        self.code / 100 == 3
    }

    /// The code, if there is one, and all words on one line without control characters.
    pub(super) fn words(&self) -> String {
        let mut words = if self.code == 0 { String::new() } else { self.code.to_string() };
        for line in &self.lines {
            words.push(' ');
            words.push_str(&decoded(line));
            // More than anybody is shown, and enough to tell what is meant.
            if words.len() > 16 * 1024 {
                break;
            }
        }
        harmless::one_line(&words)
    }
}

/// As UTF-8, else as Windows-1252, in which every byte is a character.
pub(super) fn decoded(words: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(words) {
        Ok(text) => text.into(),
        // A long line was cut, in the middle of a character.
        Err(error) if error.error_len().is_none() && words.len() >= super::line::LINE_START_KEPT - 4 => {
            String::from_utf8_lossy(&words[..error.valid_up_to()]).into_owned().into()
        }
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(words).0,
    }
}

/// What the server can do, from its answer to `EHLO`.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    pub(super) starttls: bool,
    pub(super) smtputf8: bool,
    pub(super) eight_bit_mime: bool,
    /// The ways to sign in that it offers, in capitals.
    pub(super) auth: Vec<String>,
}

impl Extensions {
    /// Whatever their case (RFC 5321, 2.4). The first line names the server.
    pub(super) fn of(reply: &Reply) -> Self {
        let mut extensions = Self::default();
        for line in reply.lines.iter().skip(1) {
            let line = decoded(line).to_ascii_uppercase();
            // `AUTH=PLAIN` is how Outlook wants it, and some servers still say it for it.
            let mut words = line.split(|character: char| character.is_whitespace() || character == '=');
            match words.next().unwrap_or_default() {
                "STARTTLS" => extensions.starttls = true,
                "SMTPUTF8" => extensions.smtputf8 = true,
                "8BITMIME" => extensions.eight_bit_mime = true,
                "AUTH" => extensions.auth.extend(words.filter(|word| !word.is_empty()).map(str::to_owned)),
                _ => {}
            }
        }
        extensions.auth.dedup();
        extensions
    }
}
