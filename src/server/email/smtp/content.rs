//! The bytes of a mail as SMTP carries them.

use super::failure::ours;
use super::reply::Extensions;
use crate::domain::MailProblem;
use crate::server::email::{SendError, Step};

/// Ours is pure ASCII but where the operator's own address is not, before the `@`: hosts are written
/// in their `xn--` form, and so are those of the people (`EmailAddress`).
pub(super) fn mail_parameters(extensions: &Extensions, is_ascii: bool) -> Result<&'static str, SendError> {
    if is_ascii {
        return Ok("");
    }
    if extensions.smtputf8 && extensions.eight_bit_mime {
        return Ok(" SMTPUTF8 BODY=8BITMIME");
    }
    Err(ours(Step::Sender, MailProblem::AccentedSender, ""))
}

/// The mail as `DATA` carries it: a dot at the start of a line is doubled
/// (RFC 5321, 4.5.2), and the last line has an end.
pub(super) fn with_dots_doubled(mail: &[u8]) -> Vec<u8> {
    let mut doubled = Vec::with_capacity(mail.len() + 64);
    for line in mail.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            doubled.push(b'.');
        }
        doubled.extend_from_slice(line);
    }
    if !doubled.ends_with(b"\r\n") {
        doubled.extend_from_slice(b"\r\n");
    }
    doubled
}
