//! Standard output, for what was asked for.

use super::CommandError;
use super::language::{language, text};
use std::io;

/// The signal's number, by which a shell tells that nobody reads any more (POSIX; 13 on Linux).
const SIGPIPE: i32 = 13;

/// Ends a command whose output nobody reads on, as `chaveiro user list | head`: as with other programs that is the
/// end and no fault.
pub(super) fn end_unread() -> ! {
    std::process::exit(128 + SIGPIPE)
}

/// Why standard output could not be written.
pub(super) fn not_written(error: io::Error) -> CommandError {
    if error.kind() == io::ErrorKind::BrokenPipe {
        end_unread();
    }
    CommandError::Failed(text!(
        language(),
        "não foi possível escrever na saída padrão: {error}",
        "cannot write to standard output: {error}"
    ))
}
