//! Questions of a form, whose numbers are no part of what they ask.

use super::vocabulary::is_one_of;
use crate::server::store::search::folded;
use std::collections::HashMap;

/// A heading without the number of its question: "1 - Nome", "2) E-mail", "1.2. Nome", "(3) Nome", "Q01_Nome",
/// "Pergunta 4: Nome", "a) Nome", "II. Nome". But "1.º nome" is the first name.
pub fn without_number(heading: &str) -> &str {
    let begun = heading.trim_start_matches(|character: char| character.is_whitespace() || "(#*[".contains(character));
    let after = after_number(begun).or_else(|| after_letter(begun)).map(|rest| rest.trim_start_matches(is_between));
    after.filter(|rest| rest.starts_with(char::is_alphabetic)).unwrap_or(heading)
}

/// A header some of whose names are counted by a number and a blank, "1 Nome", "2 E-mail", without these numbers; nothing
/// for another. A single "2 E-mail" is somebody's second one, and so is "2 Nome" after "1 Nome".
pub fn without_numbers(header: &[String]) -> Option<Vec<String>> {
    const MIN_NUMBERED: usize = 2;
    let numbers: Vec<(usize, usize, &str)> = header.iter().enumerate().filter_map(numbered).collect();
    let are_counted = numbers.windows(2).all(|pair| pair[0].1.checked_add(1) == Some(pair[1].1));
    if numbers.len() < MIN_NUMBERED || !are_counted {
        return None;
    }
    let mut unnumbered = header.to_vec();
    for (place, _, name) in &numbers {
        (*name).clone_into(&mut unnumbered[*place]);
    }
    let mut times: HashMap<String, usize> = HashMap::new();
    for name in &unnumbered {
        *times.entry(folded(name.trim())).or_default() += 1;
    }
    let are_different = numbers.iter().all(|(_, _, name)| times.get(&folded(name.trim())) == Some(&1));
    are_different.then_some(unnumbered)
}

/// The place of a name, the number in front of it, and the name without it.
fn numbered((place, heading): (usize, &String)) -> Option<(usize, usize, &str)> {
    let heading = heading.trim_start();
    let rest = heading.trim_start_matches(|character: char| character.is_ascii_digit());
    let number = heading[..heading.len() - rest.len()].parse().ok()?;
    let name = rest.trim_start_matches(|character: char| character.is_whitespace() || character == '*');
    (rest.starts_with(char::is_whitespace) && name.starts_with(char::is_alphabetic)).then_some((place, number, name))
}

/// What follows a number and the sign behind it.
fn after_number(heading: &str) -> Option<&str> {
    const QUESTION: &str = "q p g pergunta questao question pregunta item";
    let digits = heading.find(|character: char| character.is_ascii_digit())?;
    let (word, mut rest) = heading.split_at(digits);
    let word = folded(word.trim());
    if !word.is_empty() && !is_one_of(QUESTION, &word) {
        return None;
    }
    loop {
        rest = rest.trim_start_matches(|character: char| character.is_ascii_digit());
        // "1.2", and "G01Q02" of LimeSurvey.
        let next = rest.strip_prefix(['.', 'Q']).filter(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        match next {
            Some(next) => rest = next,
            None => break,
        }
    }
    // "2 E-mail" may be their second one; "Q2 E-mail" and "1.2 E-mail" are not.
    let is_labelled = !word.is_empty() || heading[..heading.len() - rest.len()].contains('.');
    let is_apart = is_labelled && rest.starts_with(char::is_whitespace);
    let rest = rest.trim_start();
    (is_apart || rest.starts_with(is_sign))
        .then_some(rest)
        .filter(|rest| !rest.trim_start_matches('.').starts_with(['º', 'ª', '°']))
}

/// What follows a letter or a Roman number and the sign behind it: with fewer signs than behind a number, for "E-mail".
fn after_letter(heading: &str) -> Option<&str> {
    let (label, rest) = heading.split_at(heading.find(|character: char| !character.is_ascii_alphabetic())?);
    let is_label =
        label.len() == 1 || label.bytes().all(|letter| matches!(letter.to_ascii_lowercase(), b'i' | b'v' | b'x'));
    let is_apart = |rest: &str| rest.starts_with(char::is_whitespace);
    let after = match rest.strip_prefix([')', '.']) {
        Some(after) => Some(after).filter(|after| rest.starts_with(')') || is_apart(after)),
        None => rest.trim_start().strip_prefix(['-', '–', '—']).filter(|after| is_apart(rest) && is_apart(after)),
    };
    after.filter(|_| is_label)
}

fn is_sign(character: char) -> bool {
    ".)]:-–—_".contains(character)
}

fn is_between(character: char) -> bool {
    is_sign(character) || character.is_whitespace() || character == '*'
}
