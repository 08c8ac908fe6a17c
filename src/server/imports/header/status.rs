//! Columns that tell the status of people: in words, or in codes, as personnel and school systems export it. TOTVS has
//! `D` for who was dismissed, Senior `7`, Protheus nothing for who is there.

use super::found::Found;
use super::leaving::LEFT;
use super::shown;
use super::understood::Meaning;
use super::vocabulary::{PEOPLE, is_one_of};
use crate::server::store::search::folded;
use std::collections::BTreeSet;

/// A longer word is no code.
const LONGEST_CODE: usize = 3;
/// So many codes are named.
const SHOWN: usize = 6;

/// Whether a column says the status of somebody in a word: "Situação do aluno", "Status [READ ONLY]", "Account status",
/// "Situação da matrícula no período".
pub fn tells_status(words: &[String], key: &str) -> bool {
    const STATUS: &str = "status situacao situacion estatus estado sit";
    const WHOSE: &str = "do da de dos das read only account conta user usuario cadastro cadastral matricula vinculo \
        enrollment enrolment membership employment employee google academica academico funcional atual current inscricao \
        registration pagamento payment pedido order compra contrato trabalho hr empl emp position job";
    // In what they are, once it is said that they are in it: "Status do curso" is the course's.
    const WHERE: &str = "no na curso periodo semestre turma ano serie disciplina instituicao programa sistema";
    let has = |list: &str| words.iter().any(|word| is_one_of(list, word));
    let is_whose = |word: &String| {
        is_one_of(STATUS, word)
            || is_one_of(WHOSE, word)
            || is_one_of(PEOPLE, word)
            || is_one_of(WHERE, word) && has("no na")
    };
    // "Vínculo", "Ativo/Inativo"
    let is_either = has(THERE) && has(LEFT) && words.iter().all(|word| is_one_of(THERE, word) || is_one_of(LEFT, word));
    has(STATUS) && words.iter().all(is_whose)
        || matches!(key, "vinculo" | "useraccountcontrol")
        || is_either
        || tells_status_in_codes(words, key)
}

/// Whose column it is that says whether somebody is there: "is_active", "Aluno ativo", "Usuário desativado".
pub(super) const WHO_IS: &str = "is was esta foi ja conta account user usuario usuaria matricula vinculo contrato cadastro do da fl flg flag ind st in sn \
     ic bl";

/// Words by which people are there.
pub(super) const THERE: &str = "ativo ativa activo activa active enabled habilitado habilitada matriculado matriculada enrolled \
    vinculado vinculada vigente cursando frequentando employed attending";

/// Whether a column says of people that they are there: "Matriculado", "Aluno ativo", `FL_ATIVO`, "Active status".
pub fn tells_there(words: &[String]) -> bool {
    let is_part =
        |word: &String| [THERE, WHO_IS, PEOPLE, "status situacao"].into_iter().any(|list| is_one_of(list, word));
    words.iter().any(|word| is_one_of(THERE, word)) && words.iter().all(is_part)
}

/// Whether a column by its words holds codes of a status: "Cód. Situação", `CODSITUACAO`, `RA_SITFOLH`, `SITMAT`.
fn tells_status_in_codes(words: &[String], key: &str) -> bool {
    const CODE: &str = "cod codigo code cd id tp tipo ind ra pfunc saluno";
    // In one piece, with what programs put in front and behind.
    const STATUS: [&str; 5] = ["situacao", "status", "situac", "stat", "sit"];
    const WHOSE: &str =
        "mat matricula folha folh func funcional funcionario afa afast aluno academica vinculo contrato";
    let is_glued = |key: &str| {
        let rest = STATUS.into_iter().find_map(|status| key.strip_prefix(status));
        rest.is_some_and(|rest| rest.is_empty() || is_one_of(WHOSE, rest) || is_one_of(PEOPLE, rest))
    };
    let is_status = |key: &str| CODE.split(' ').filter_map(|code| key.strip_prefix(code)).chain([key]).any(is_glued);
    let is_part = |word: &String| is_one_of(CODE, word) || is_one_of("de da do", word) || is_status(word);
    is_status(key) || words.iter().any(|word| is_status(word)) && words.iter().all(is_part)
}

impl Found<'_> {
    /// Columns that tell the status of people in codes, with the codes: several, or one of who has left.
    pub fn status_codes(&self) -> impl Iterator<Item = String> {
        // "Estado" alone is where somebody lives: SP, RJ. In "Vínculo" there are CLT and PJ.
        let has_codes = |index: &usize| !is_one_of("estado vinculo", &folded(&shown(&self.header[*index])));
        let columns = self.all(Meaning::Status).filter(has_codes);
        columns.filter_map(|index| {
            let codes: BTreeSet<String> = self.cells(index).map(folded).collect();
            let are_codes = codes.iter().all(|code| is_code(code)) && codes.iter().any(|code| !code.is_empty());
            let may_have_left = codes.len() > 1 || codes.iter().all(|code| is_one_of("d i ina dem des 7", code));
            (are_codes && may_have_left).then(|| {
                let mut named: Vec<String> =
                    codes.iter().filter(|code| !code.is_empty()).map(|c| c.to_uppercase()).collect();
                if named.len() > SHOWN {
                    named.truncate(SHOWN);
                    named.push("…".to_owned());
                }
                format!("{}: {}", shown(&self.header[index]), named.join(", "))
            })
        })
    }
}

/// Whether a cell holds a code, or nothing, and no word: "OK" is what people write.
fn is_code(cell: &str) -> bool {
    cell.chars().count() <= LONGEST_CODE
        && cell.chars().all(char::is_alphanumeric)
        && !is_one_of("ok sim nao x yes no si", cell)
}
