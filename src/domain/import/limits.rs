//! How large a file of people may be.

/// How large a file of people may be: its rows, and the bytes that follow from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLimits {
    rows: usize,
}

impl FileLimits {
    /// The most rows a setting may allow.
    pub const MAX_ROWS: usize = 100_000;
    /// Bytes a row may have on average (ours: name, email, CPF, groups and a few columns that nobody reads).
    const BYTES_PER_ROW: usize = 256;
    /// A file of few rows may have so many mebibytes all the same: workbooks carry styles and pictures along.
    const MIN_MEBIBYTES: usize = 5;

    /// At most so many rows, the header not counted; no more than [`FileLimits::MAX_ROWS`].
    pub const fn of_rows(rows: usize) -> Self {
        Self { rows: if rows < Self::MAX_ROWS { rows } else { Self::MAX_ROWS } }
    }

    /// The most rows, the header not counted.
    pub const fn rows(self) -> usize {
        self.rows
    }

    /// The most mebibytes.
    pub fn mebibytes(self) -> usize {
        (self.rows * Self::BYTES_PER_ROW).div_ceil(1024 * 1024).max(Self::MIN_MEBIBYTES)
    }

    /// The most bytes.
    pub fn bytes(self) -> usize {
        self.mebibytes() * 1024 * 1024
    }
}
