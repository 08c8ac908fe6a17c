//! What the name of a column means.

use super::addresses::is_confirmation_of_email;
use super::numbered::without_number;
use super::{leaving, status, vocabulary};
use crate::domain::import::Column;
use crate::server::store::search::folded;

/// What a name in the header means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Of a column with nothing special about it.
    Read(Column),
    Email,
    /// The address again, which forms ask for against slips.
    EmailAgain,
    /// What somebody signs in with elsewhere, in the shape of an address; one, where there is no other.
    SignInName,
    /// May be an address: to be told by the cells.
    Contact,
    /// Surely the whole name.
    FullName,
    /// The whole name, or the first one where surnames have a column of their own.
    Name,
    GivenName,
    FamilyName,
    MiddleName,
    SecondFamilyName,
    Suffix,
    SocialName,
    Nickname,
    /// A whole name, where there is no first one: "Legal name", "Client name".
    OtherName,
    /// Only whom a row is about, "Aluno": their name, where there is no other.
    Person,
    /// The role, or what somebody does there: to be told by the cells.
    MaybeRole,
    /// Whether the person has left, or when.
    Closed,
    /// Whether the person is still there.
    Open,
    /// The status of the person, in a word.
    Status,
    /// The column in which we say why a row was rejected.
    Reason,
    /// Would grant something.
    Power,
    /// Carries a secret.
    Secret,
    Unknown,
}

/// The words of a name: folded, `givenName` and `e-mail` taken apart and put together.
fn words(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for character in name.chars() {
        if was_lower && character.is_uppercase() {
            spaced.push(' ');
        }
        was_lower = character.is_lowercase();
        // "e‑mail" with a hyphen of any kind, and what cannot be seen within a word.
        if !crate::domain::user::is_invisible(character) && character != '\u{feff}' {
            spaced.push(character);
        }
    }
    let folded = folded(&spaced);
    let mut words: Vec<String> = Vec::new();
    for word in folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if last == "e" && matches!(word, "mail" | "mails") => *last = "email".to_owned(),
            _ => words.push(word.to_owned()),
        }
    }
    vocabulary::without_prefix(&mut words);
    words
}

/// A name without what is in brackets, and that.
fn without_brackets(name: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut depth) = (String::new(), Vec::new(), 0_u32);
    for character in name.chars() {
        match character {
            '(' | '[' | '{' | '<' => {
                depth += 1;
                inside.push(String::new());
            }
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.last_mut().into_iter().for_each(|text: &mut String| text.push(character)),
            _ => outside.push(character),
        }
    }
    (outside, inside)
}

/// A longer text is no name of a column, however often it is looked at for one: cells may have megabytes.
const LONGEST_NAME: usize = 2000;

/// What a name means, and how sure that is: 0 is best.
pub fn understood(name: &str) -> (Meaning, u8) {
    if name.len() > LONGEST_NAME {
        return (Meaning::Unknown, 0);
    }
    // "E-mail (ex.: ana@escola.br)": an example says nothing of whose it is.
    let name = name.split_inclusive(char::is_whitespace).filter(|word| !word.contains('@')).collect::<String>();
    let name = without_number(&name);
    let plain = |text: &str| -> Vec<String> {
        words(text).into_iter().filter(|word| !vocabulary::is_one_of(vocabulary::FILLER_WORDS, word)).collect()
    };
    let (all, (outside, inside)) = (plain(name), without_brackets(name));
    let outside = plain(&outside);
    let key = all.concat();
    // "Papel (membro ou administrador)", "senha temporária (tipo)": what an import reads of itself.
    if let Some(read @ (Meaning::Read(_) | Meaning::MaybeRole)) =
        vocabulary::exact(&key).or_else(|| vocabulary::exact(&outside.concat()))
    {
        return (read, 0);
    }
    if vocabulary::sets_secret(&all, &key) {
        return (Meaning::Secret, 0);
    }
    if vocabulary::grants(&all, &key) {
        return (Meaning::Power, 0);
    }
    if is_confirmation_of_email(&all) {
        return (Meaning::EmailAgain, 0);
    }
    if status::tells_there(&all) {
        return (Meaning::Open, 0);
    }
    // "Status da matrícula (A=ativo, C=cancelada)"
    if status::tells_status(&all, &key) || status::tells_status(&outside, &outside.concat()) {
        return (Meaning::Status, 0);
    }
    if leaving::tells_left(&all, &key) {
        return (Meaning::Closed, 0);
    }
    if let Some(meaning) = vocabulary::social_name(&all) {
        return (meaning, 0);
    }
    let is_second = || all.iter().any(|word| vocabulary::is_one_of(vocabulary::SECOND_CHOICE, word));
    // Whom a name is about says less than what is beside it: "Aluno (nome)", "Nome (aluno)".
    let is_vague = |meaning: &Meaning| matches!(meaning, Meaning::Person | Meaning::Contact);
    let in_brackets = |text: &String| vocabulary::exact(&plain(text).concat()).filter(|meaning| !is_vague(meaning));
    let technical = || inside.iter().find_map(in_brackets);
    let (is_about_others, by_outside) = (vocabulary::is_about_others(&all), vocabulary::exact(&outside.concat()));
    let choice = |best: u8| if is_second() { 3 } else { best };
    match (vocabulary::exact(&key), by_outside) {
        (Some(meaning), _) => (meaning, 0),
        (None, Some(meaning)) if !is_about_others && meaning != Meaning::Name && !is_vague(&meaning) => {
            (meaning, choice(0))
        }
        _ => match technical() {
            Some(meaning) => (meaning, 1),
            None if is_about_others => (Meaning::Unknown, 0),
            None => match (by_outside, vocabulary::by_first_word(&all).or_else(|| vocabulary::by_first_word(&outside)))
            {
                (Some(meaning), _) => (meaning, choice(0)),
                (None, Some(Meaning::OtherName)) if vocabulary::may_be_company(&all) => (Meaning::OtherName, 3),
                (None, Some(meaning)) => (meaning, choice(2)),
                (None, None) => (Meaning::Unknown, 0),
            },
        },
    }
}
