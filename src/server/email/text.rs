//! A letter as plain text.

use super::letter::{Block, Written};

/// Lines end here where words allow it, so that nothing is wrapped a second
/// time on its way. RFC 5322, 2.1.1 asks for at most 78.
const WIDTH: usize = 72;
const STEP_INDENT: &str = "   ";

/// The text part, with `\n` at the line ends.
///
/// A secret is alone on its line, behind nothing but spaces.
pub(super) fn render(letter: &Written) -> String {
    let paragraphs: Vec<String> = letter.blocks.iter().map(block).collect();
    let mut text = paragraphs.join("\n\n");
    text.push('\n');
    text
}

fn block(block: &Block) -> String {
    match block {
        Block::Greeting(words) | Block::Paragraph(words) | Block::Note(words) | Block::Footer(words) => {
            wrapped(words, "", "")
        }
        Block::Own(lines) => lines.lines().map(|line| wrapped(line, "", "")).collect::<Vec<_>>().join("\n"),
        Block::Button { label, link } => format!("{label}:\n{link}"),
        Block::Secret(secret) => secret.clone(),
        Block::Step(number, words, below) => {
            let words = wrapped(words, &format!("{number}. "), STEP_INDENT);
            let below = below.iter().map(|part| indented(&self::block(part)));
            std::iter::once(words).chain(below).collect::<Vec<_>>().join("\n\n")
        }
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("{STEP_INDENT}{line}")).collect::<Vec<_>>().join("\n")
}

/// `words` in lines of at most [`WIDTH`] characters, a longer word on a line of its own.
fn wrapped(words: &str, first_indent: &str, indent: &str) -> String {
    let mut lines = vec![first_indent.to_owned()];
    let mut width = first_indent.chars().count();
    let mut is_empty = true;

    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if !is_empty && width + 1 + length > WIDTH {
            lines.push(indent.to_owned());
            width = indent.chars().count();
            is_empty = true;
        }
        if let Some(line) = lines.last_mut() {
            if !is_empty {
                line.push(' ');
                width += 1;
            }
            line.push_str(word);
        }
        width += length;
        is_empty = false;
    }
    lines.join("\n")
}
