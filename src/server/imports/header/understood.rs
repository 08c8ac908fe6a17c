//! What the name of a column means.

use super::addresses::{is_confirmation_of_email, is_institutional};
use super::classes::names_a_class;
use super::numbered::{without_number, without_numbers};
use super::{leaving, power, status, vocabulary};
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

/// The words of a name: folded, `givenName`, `email2` and `e-mail` taken apart and put together.
fn words(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let (mut was_lower, mut was_letter) = (false, false);
    for character in name.chars() {
        if was_lower && character.is_uppercase() || was_letter && character.is_ascii_digit() {
            spaced.push(' ');
        }
        (was_lower, was_letter) = (character.is_lowercase(), character.is_alphabetic());
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

/// What each name of a header means, and how sure that is: 0 is best.
pub fn all_understood(header: &[String]) -> Vec<(Meaning, u8)> {
    let unnumbered = without_numbers(header);
    unnumbered.as_deref().unwrap_or(header).iter().map(|name| understood(name)).collect()
}

/// What a name means, and how sure that is.
fn understood(name: &str) -> (Meaning, u8) {
    if name.len() > LONGEST_NAME || name.trim().is_empty() {
        return (Meaning::Unknown, 0);
    }
    let heading = Heading::of(name);
    heading.certain().map_or_else(|| heading.likely(), |meaning| (meaning, 0))
}

/// The words of a name.
struct Heading {
    all: Vec<String>,
    /// All of them, written together.
    key: String,
    /// Those that are in no brackets.
    outside: Vec<String>,
    /// What is in brackets.
    inside: Vec<String>,
}

/// The words that say more than that a column has to be filled in.
fn telling_words(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|word| !vocabulary::is_one_of(vocabulary::FILLER_WORDS, word)).collect()
}

impl Heading {
    fn of(name: &str) -> Self {
        // "E-mail (ex.: ana@escola.br)": an example says nothing of whose it is.
        let name = name.split_inclusive(char::is_whitespace).filter(|word| !word.contains('@')).collect::<String>();
        let name = without_number(&name);
        let all = telling_words(name);
        let (outside, inside) = without_brackets(name);
        Self { key: all.concat(), all, outside: telling_words(&outside), inside }
    }

    /// What is told by all words together.
    fn certain(&self) -> Option<Meaning> {
        let Self { all, key, outside, .. } = self;
        // "Papel (membro ou administrador)", "senha temporária (tipo)": what an import reads of itself.
        let read = vocabulary::exact(key).or_else(|| vocabulary::exact(&outside.concat()));
        let read = read.filter(|meaning| matches!(meaning, Meaning::Read(_) | Meaning::MaybeRole));
        if read.is_some() {
            return read;
        }
        // "Status da matrícula (A=ativo, C=cancelada)"
        let tells_status = || status::tells_status(all, key) || status::tells_status(outside, &outside.concat());
        Some(if power::sets_secret(all, key) {
            Meaning::Secret
        } else if power::grants(all, key) {
            Meaning::Power
        } else if is_confirmation_of_email(all) {
            Meaning::EmailAgain
        } else if status::tells_there(all) {
            Meaning::Open
        } else if tells_status() {
            Meaning::Status
        } else if leaving::tells_left(all, key) {
            Meaning::Closed
        } else if names_a_class(all) || names_a_class(outside) {
            Meaning::Read(Column::Groups)
        } else {
            return vocabulary::social_name(all);
        })
    }

    /// What is told by some of the words, and how sure that is.
    fn likely(&self) -> (Meaning, u8) {
        let Self { all, key, outside, inside } = self;
        // Whom a name is about says less than what is beside it: "Aluno (nome)", "Nome (aluno)".
        let is_vague = |meaning: &Meaning| matches!(meaning, Meaning::Person | Meaning::Contact);
        let in_brackets =
            |text: &String| vocabulary::exact(&telling_words(text).concat()).filter(|meaning| !is_vague(meaning));
        let (is_about_others, by_outside) = (vocabulary::is_about_others(all), vocabulary::exact(&outside.concat()));
        if let Some(meaning) = vocabulary::exact(key) {
            // "displayname" beside "fullname" is how they call themselves.
            let is_displayed = meaning == Meaning::FullName && (key.contains("display") || key.contains("exibicao"));
            return (meaning, u8::from(is_displayed));
        }
        let by_outside_alone = by_outside
            .filter(|meaning| !is_about_others && *meaning != Meaning::Name && !is_vague(meaning))
            .map(|meaning| (meaning, self.choice(0)));
        let in_brackets = || inside.iter().find_map(in_brackets).map(|meaning| (meaning, 1));
        by_outside_alone.or_else(in_brackets).unwrap_or_else(|| match by_outside {
            _ if is_about_others => (Meaning::Unknown, 0),
            Some(meaning) => (meaning, self.choice(0)),
            None => self.by_first_word(),
        })
    }

    fn by_first_word(&self) -> (Meaning, u8) {
        match vocabulary::by_first_word(&self.all).or_else(|| vocabulary::by_first_word(&self.outside)) {
            Some(Meaning::OtherName) if vocabulary::may_be_company(&self.all) => (Meaning::OtherName, 3),
            // "E-mail acadêmico" beside "E-mail Google Classroom".
            Some(Meaning::Email) if is_institutional(&self.all) => (Meaning::Email, self.choice(1)),
            Some(meaning) => (meaning, self.choice(2)),
            None => (Meaning::Unknown, 0),
        }
    }

    /// How sure a meaning is, at `best`.
    fn choice(&self, best: u8) -> u8 {
        let is_second = self.all.iter().any(|word| vocabulary::is_one_of(vocabulary::SECOND_CHOICE, word));
        if is_second { 3 } else { best }
    }
}
