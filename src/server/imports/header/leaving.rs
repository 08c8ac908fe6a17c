//! Columns that say of people that they have left, for good or for a while, or when.

use super::status::{THERE, WHO_IS};
use super::vocabulary::{PEOPLE, is_one_of, words_of};
use crate::server::store::search::folded;

/// Ends of somebody's time, beside the word for a date.
const ENDS: &str = "desligamento demissao rescisao exoneracao saida termino fim encerramento cancelamento trancamento evasao \
    inativacao desativacao exclusao baixa aposentadoria falecimento obito transferencia termination leave leaving exit \
    departure end separation resignation dismissal deactivation deletion suspension retirement death desistencia jubilamento \
    demissa cancel baja egreso cese conclusao formatura colacao graduation licenca final afastamento afast \
    validade expiracao expiration expiry";
/// Those that need no such word.
const SURE_ENDS: &str = "desligamento demissao demissa rescisao exoneracao termination trancamento desistencia evasao \
    jubilamento baja afastamento afast";

/// Whether a column says of people that they have left, or when: "Demitido", "Data de desligamento", "deleted_at".
pub fn tells_left(words: &[String], key: &str) -> bool {
    const WHEN: &str = "data dt date datetime timestamp dia ano year fecha at on of motivo reason";
    // Whose end needs no word for a date.
    const OF_WHAT: &str = "contrato vinculo employment contract";
    const BESIDE: &str = "de em por for employment contract service ra grau curso";
    const LAST_DAYS: [&str; 5] = ["lastday", "lastworkingday", "ultimodia", "ultimodiatrabalhado", "validade"];
    let has = |list: &str| words.iter().any(|word| is_one_of(list, word));
    let is_part =
        |word: &String| [LEFT, ENDS, WHEN, BESIDE, WHO_IS, PEOPLE].into_iter().any(|list| is_one_of(list, word));
    // "Curso cancelado" is the course's.
    let ends = has(LEFT) && !has("curso") || has(SURE_ENDS) || has(ENDS) && (has(WHEN) || has(OF_WHAT));
    // In one piece: "DTDEMISSAO", "terminationdate".
    let mut after = ["datade", "datada", "data", "dt"].into_iter().filter_map(|date| key.strip_prefix(date));
    let mut before = ["date", "at", "on"].into_iter().filter_map(|date| key.strip_suffix(date));
    let is_former = matches!(words, [ex, person] if ex == "ex" && is_one_of(PEOPLE, person));
    is_former
        || LAST_DAYS.contains(&key)
        || ends && words.iter().all(is_part)
        || after.any(|end| is_one_of(ENDS, end))
        || before.any(|end| is_one_of(ENDS, end) || is_one_of(LEFT, end))
}

/// Whether a name of a column is about coming and going in a day, where who goes has not left for good.
pub fn tells_visits(name: &str) -> bool {
    const VISITS: &str = "visita visitas visitante visitado chegada checkin visit visitor arrival hospede";
    folded(name).split(|character: char| !character.is_alphanumeric()).any(|word| is_one_of(VISITS, word))
}

/// Whether a name of a column is about going, which may be for a day.
pub fn tells_going(name: &str) -> bool {
    let folded = folded(name);
    ["saida", "exit", "departure", "leave"].into_iter().any(|going| folded.contains(going))
}

/// Words by which people have left or are shut out.
pub(super) const LEFT: &str = "suspended suspenso suspensa suspendido desligado desligada inativo inativa inactive inactivo disabled \
    desativado desativada deactivated desabilitado desabilitada blocked bloqueado bloqueada cancelado cancelada canceled \
    cancelled trancado trancada evadido evadida excluido excluida deleted removed removido removida demitido demitida \
    exonerado exonerada terminated dismissed left departed egresso egressa desistente transferido transferida archived \
    arquivado arquivada retired aposentado aposentada falecido falecida deceased afastado afastada expired expirado expirada encerrado \
    encerrada";
/// The same of students and staff, as systems of schools and of employers name it: "Jubilado", "Transferência externa".
const GONE: &str = "abandono cancelamento desistencia desligamento desvinculado desvinculada evasao exclusao jubilado jubilada \
    jubilamento obito rescindido rescindida rescisao trancamento transferencia dropped expelled withdrawn withdrew former \
    baja desistente retirado retirada despedido despedida resigned quit laid furloughed deprovisioned cedido cedida \
    redistribuido redistribuida vacancia vencido vencida indeferido indeferida desclassificado desclassificada eliminado \
    eliminada recusado recusada rejected declined reembolsado reembolsada refunded estornado estornada chargeback";
/// The same of people who are away for a while. "Férias" are over soon.
const AWAY: &str = "afastamento afast licenca licenciado licenciada leave inss doenca";
/// The same of people who have reached the end. Of a form or a registration it says that it is complete.
const DONE: &str = "concluido concluida formado formada diplomado diplomada graduated alumni alumnus alumna completed \
    egresado egresada graduado graduada titulado titulada";

/// Whether a word for a status says that they have left or are shut out, in the column of this name.
pub fn is_departed_status(column: &str, cell: &str) -> bool {
    const FORM: &str = "inscricao cadastro registration resposta response formulario form";
    const NOT: &str = "nao not never nunca";
    const PLACE: &str = "matricula vinculo rematriculado rematriculada renovado renovada renovou";
    // Of Active Directory: the second bit says that an account is disabled.
    if words_of(column) == ["useraccountcontrol"] {
        return cell.trim().parse::<u32>().is_ok_and(|flags| flags & 2 != 0);
    }
    let words = words_of(cell);
    let has = |list: &str| words.iter().any(|word| is_one_of(list, word));
    // "Não matriculado", "sem vínculo", "no longer enrolled"; in Portuguese "no" is "in the".
    let is_not_there = |pair: &[String]| {
        let (not, there) = (&pair[0], &pair[1]);
        (is_one_of(NOT, not) || not == "sem") && (is_one_of(THERE, there) || is_one_of(PLACE, there))
            || not == "no" && there == "longer"
    };
    let is_of_a_form = || words_of(column).iter().any(|word| is_one_of(FORM, word));
    words.windows(2).any(is_not_there)
        || !has(NOT) && (has(LEFT) || has(GONE) || has(AWAY) || has(DONE) && !is_of_a_form())
}
