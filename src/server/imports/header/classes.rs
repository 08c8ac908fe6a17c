//! Columns of the classes or groups that people are in.

use super::vocabulary::{PEOPLE, is_one_of};

/// Whether a name in several words is that of somebody's class: "Série/Turma", "Nome da turma", "Turma do aluno". Its
/// code, its year and its teacher are not.
pub fn names_a_class(words: &[String]) -> bool {
    const CLASS: &str = "turma turmas classe classes class grupo grupos group groups";
    const LEVEL: &str = "serie series ano grade etapa";
    let is_of = |word: &String| is_one_of("do da dos das of", word);
    let is_class = |word: &String| is_one_of(CLASS, word);
    let named = match words {
        [name, of, rest @ ..] if name == "nome" && is_of(of) => rest,
        [rest @ .., name] if name == "name" => rest,
        [rest @ .., of, person] if is_of(of) && is_one_of(PEOPLE, person) => rest,
        all => all,
    };
    named.iter().any(is_class) && named.iter().all(|word| is_class(word) || is_one_of(LEVEL, word))
}
