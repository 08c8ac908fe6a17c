//! Rows at the end of a report, which are nobody.

use crate::server::imports::header::{is_person_word, words_of};

/// Whether a text only says that a sum is beside it: "Total geral", "Total: 1 aluno".
pub(super) fn is_total(text: &str) -> bool {
    const TOTAL: [&str; 4] = ["total", "totais", "totals", "subtotal"];
    let words = words_of(text);
    let is_total = |word: &String| TOTAL.contains(&word.as_str());
    words.iter().any(is_total) && words.iter().all(|word| is_total(word) || is_counted(word))
}

/// Whether a text is the foot of a report: a sum, "35 registros encontrados", "(1 row)", "Página 1 de 2", "Gerado em
/// 01/02/2026 10:00 por Ana". A name has no number, and a sentence with a date is none.
pub fn is_footer(text: &str) -> bool {
    const MADE: &str = "gerado gerada emitido emitida impresso impressa exportado exportada extraido extraida atualizado \
        atualizada emissao impressao generated printed exported created";
    const REPORT: &str = "relatorio report lista listagem documento planilha data arquivo";
    const FOUND: &str = "encontrado encontrada encontrados encontradas listado listados exibido exibidos found listed";
    let words = words_of(text);
    let is = |list: &str, word: &String| list.split(' ').any(|known| known == word);
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let first = words.iter().find(|word| !is(REPORT, word) && !is("de da do em", word));
    let is_made = first.is_some_and(|word| is(MADE, word)) && words.iter().any(is_number);
    let is_page = matches!(words.as_slice(), [page, number, of, last]
        if is("pagina pag page folha", page) && is_number(number) && is("de of", of) && is_number(last));
    let is_count = matches!(words.as_slice(), [number, what, rest @ ..]
        if is_number(number) && is_counted(what) && !is_number(what) && rest.iter().all(|word| is(FOUND, word) || is_counted(word)));
    is_total(text) || is_page || is_count || is_made
}

/// Whether a word is beside a number that says how many there are.
fn is_counted(word: &str) -> bool {
    const COUNTED: &str = "geral grand de do da of pessoas inscritos registro registros linha linhas matriculados row rows record \
        records people turma curso s";
    COUNTED.split(' ').any(|known| known == word)
        || is_person_word(word)
        || word.bytes().all(|byte| byte.is_ascii_digit())
}
