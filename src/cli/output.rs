//! Standard output, for what was asked for, and standard error, for the rest. Neither is worth a panic, which
//! `println!` and `eprintln!` end in where a disk is full or nobody reads.

use super::CommandError;
use super::language::{language, text};
use std::fmt;
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};

/// The signal's number, by which a shell tells that nobody reads any more (POSIX; 13 on Linux).
const SIGPIPE: i32 = 13;

/// Why standard output could not be written, the first time.
static NOT_WRITTEN: Mutex<Option<io::Error>> = Mutex::new(None);

/// Prints a line of what was asked for, like `println!`. If that fails, [`finish`] tells.
macro_rules! print_line {
    ($($text:tt)*) => { $crate::cli::output::print(format_args!("{}\n", format_args!($($text)*))) };
}
/// Prints a line for people on standard error, if it takes one.
macro_rules! print_notice {
    ($($text:tt)*) => { $crate::cli::output::print_to_stderr(format_args!($($text)*)) };
}
pub(in crate::cli) use {print_line, print_notice};

/// Prints what was asked for. If that fails, [`finish`] tells.
pub(super) fn print(text: fmt::Arguments<'_>) {
    if let Err(error) = io::stdout().write_fmt(text) {
        note(error);
    }
}

pub(super) fn print_to_stderr(line: fmt::Arguments<'_>) {
    // There is nowhere left to say it.
    let _ = writeln!(io::stderr(), "{line}");
}

/// A text without what moves the cursor of a terminal, which a damaged row may hold.
pub(super) fn printable(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}

/// Prints a line of a program that goes on whether anybody reads it or not.
pub(super) fn print_if_read(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Whether all of it was written.
///
/// # Errors
/// When it was not, for example because the disk is full.
pub(super) fn finish() -> Result<(), CommandError> {
    if let Err(error) = io::stdout().flush() {
        note(error);
    }
    match NOT_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(error) => Err(not_written(error)),
        None => Ok(()),
    }
}

fn note(error: io::Error) {
    if error.kind() == io::ErrorKind::BrokenPipe {
        end_unread();
    }
    NOT_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
}

/// Ends a command whose output nobody reads on, as `chaveiro user list | head`: as with other programs that is the
/// end and no fault.
fn end_unread() -> ! {
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
