//! Which line of a file something is in.

/// Counts line ends, each once: `\r\n`, `\n`, `\r`.
#[derive(Default)]
pub(super) struct Lines {
    ends: u32,
    is_after_return: bool,
    /// How many bytes were passed.
    passed: usize,
}

impl Lines {
    /// Goes on behind these bytes.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.ends += u32::from(*byte == b'\r' || *byte == b'\n' && !self.is_after_return);
            self.is_after_return = *byte == b'\r';
        }
        self.passed += bytes.len();
    }

    /// The line that was come to.
    pub(super) const fn line(&self) -> u32 {
        self.ends + 1
    }

    /// The line of the first byte at or after `at` that is no line end. The
    /// reader's own position is before the empty lines that it skips.
    pub(super) fn first_line_of(&mut self, text: &str, at: usize) -> u32 {
        let bytes = text.as_bytes();
        let at = at.min(bytes.len());
        let start = at + bytes[at..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        self.pass(bytes.get(self.passed..start).unwrap_or_default());
        self.line()
    }
}
