//! Tables on standard output. A terminal gets a header and columns that fit its width; programs get all of every row.

use crate::cli::output::printable;
use std::io::{self, IsTerminal as _, Write};

const GAP: usize = 2;
/// Wide columns are cut down to this before the last one is.
const NARROWEST: usize = 12;

/// Prints rows in aligned columns; where standard output is a terminal, below a header and cut to its width.
pub struct Table<const N: usize> {
    header: [&'static str; N],
    widths: Option<[usize; N]>,
    terminal: Option<usize>,
}

impl<const N: usize> Table<N> {
    /// A table without rows; the header is printed with the first ones.
    pub fn new(header: [&'static str; N]) -> Self {
        let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        Self { header, widths: None, terminal: terminal.map(|(width, _)| usize::from(width.0)) }
    }

    /// Prints `rows`. The first ones decide how wide the columns are.
    ///
    /// # Errors
    /// When `out` does not take them.
    pub fn print(&mut self, out: &mut impl Write, rows: &[[String; N]]) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let widths = match self.widths {
            Some(widths) => widths,
            None => {
                let widths = widths(&self.header, rows, self.terminal);
                self.widths = Some(widths);
                if self.terminal.is_some() {
                    write_row(out, &self.header.map(str::to_owned), &widths, true)?;
                }
                widths
            }
        };
        rows.iter().try_for_each(|row| write_row(out, row, &widths, self.terminal.is_some()))
    }

    /// Whether a terminal shows it: values that are words, not names that options take, may then be translated.
    pub const fn is_for_people(&self) -> bool {
        self.terminal.is_some()
    }

    /// Whether nothing was printed.
    pub const fn is_empty(&self) -> bool {
        self.widths.is_none()
    }
}

fn widths<const N: usize>(header: &[&str; N], rows: &[[String; N]], terminal: Option<usize>) -> [usize; N] {
    let mut widths: [usize; N] = std::array::from_fn(|column| {
        let title = if terminal.is_some() { header[column].chars().count() } else { 0 };
        rows.iter().map(|row| row[column].chars().count()).chain([title]).max().unwrap_or_default()
    });
    if let Some(terminal) = terminal {
        let mut excess = (widths.iter().sum::<usize>() + GAP * (N - 1)).saturating_sub(terminal);
        while excess > 0 {
            let Some(widest) = (0..N).filter(|column| widths[*column] > NARROWEST).max_by_key(|column| widths[*column])
            else {
                break;
            };
            widths[widest] -= 1;
            excess -= 1;
        }
    }
    widths
}

fn write_row<const N: usize>(
    out: &mut impl Write,
    row: &[String; N],
    widths: &[usize; N],
    is_cut: bool,
) -> io::Result<()> {
    let mut line = String::new();
    for (cell, width) in row.iter().zip(widths) {
        let cell = printable(cell);
        let length = cell.chars().count();
        if is_cut && length > *width {
            line.extend(cell.chars().take(width.saturating_sub(1)));
            line.push('…');
        } else {
            line.push_str(&cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(length)));
        }
        line.push_str("  ");
    }
    writeln!(out, "{}", line.trim_end())
}
