//! What of a file somebody has to look at before it is carried out.

use crate::domain::Locale;
use crate::domain::import::{Doubt, DoubtKind, FileNotes};
use crate::locale::number::counted;

/// A column without a name, by its letters.
pub fn unnamed(locale: Locale, letters: &str) -> String {
    match locale {
        Locale::PtBr => format!("coluna {letters}, sem título"),
        Locale::En => format!("column {letters}, without a heading"),
    }
}

/// The columns that nothing is read from: those with names, and those without, by their letters.
pub fn ignored(locale: Locale, named: &[String], without_name: &[String]) -> Vec<String> {
    named.iter().cloned().chain(without_name.iter().map(|letters| unnamed(locale, letters))).collect()
}

/// Which sheet of a workbook was read and which were not, where there are several with any rows.
pub fn sheets(locale: Locale, notes: &FileNotes) -> Option<String> {
    let read = notes.sheet.as_ref()?;
    let others: Vec<&str> = notes.other_sheets.iter().chain(&notes.sheets_without_people).map(String::as_str).collect();
    let others = others.join("”, “");
    Some(match locale {
        _ if others.is_empty() => return None,
        Locale::PtBr => format!("Aba lida: “{read}”. Abas não lidas: “{others}”."),
        Locale::En => format!("Sheet read: “{read}”. Sheets not read: “{others}”."),
    })
}

/// Which column the addresses are from, where others have some too.
pub fn addresses(locale: Locale, taken: &str, others: &[String]) -> Option<String> {
    let others = others.join("”, “");
    (!others.is_empty()).then(|| match locale {
        Locale::PtBr => format!("Usamos os e-mails de “{taken}”, não os de “{others}”."),
        Locale::En => format!("We use the email addresses in “{taken}”, not those in “{others}”."),
    })
}

/// How many administrators a file makes, and the first of their addresses.
pub fn admins(locale: Locale, count: usize, emails: &[String]) -> String {
    let number = i64::try_from(count).unwrap_or(i64::MAX);
    let more = if count > emails.len() { ", …" } else { "" };
    let emails = emails.join(", ");
    match locale {
        Locale::PtBr => {
            let admins = counted(locale, number, "administrador", "administradores");
            format!("O arquivo cria {admins}: {emails}{more}.")
        }
        Locale::En => {
            let admins = counted(locale, number, "admin", "admins");
            format!("The file makes {admins}: {emails}{more}.")
        }
    }
}

/// What a column may change, and how the import deals with it.
pub fn doubt(locale: Locale, doubt: &Doubt) -> String {
    use Locale::{En, PtBr};
    let name = &doubt.column;
    match (locale, doubt.kind) {
        (PtBr, DoubtKind::OtherAddresses) => format!(
            "“{name}” também tem e-mails, e não são os que usamos. Se forem os certos, apague a outra coluna e envie de novo."
        ),
        (En, DoubtKind::OtherAddresses) => format!(
            "“{name}” has email addresses too, and they aren't the ones we use. If they're the right ones, delete the other column and upload again."
        ),
        (PtBr, DoubtKind::OtherPeople) => format!(
            "“{name}” também tem nomes de pessoas, e não são os que usamos. Se forem os certos, apague a outra coluna e envie de novo."
        ),
        (En, DoubtKind::OtherPeople) => format!(
            "“{name}” has people's names too, and they aren't the ones we use. If they're the right ones, delete the other column and upload again."
        ),
        (PtBr, DoubtKind::AddressesDiffer) => {
            format!("O e-mail e a confirmação do e-mail são diferentes. Confira estas linhas: {name}.")
        }
        (En, DoubtKind::AddressesDiffer) => {
            format!("The email and its confirmation differ. Check these rows: {name}.")
        }
        (PtBr, DoubtKind::Jobs) => format!(
            "“{name}” parece ter cargos e foi ignorada: todas as pessoas serão usuárias, mesmo onde está “administrador”. Se for o papel, deixe só usuário e administrador na coluna."
        ),
        (En, DoubtKind::Jobs) => format!(
            "“{name}” seems to have job titles and was ignored: everyone will be a user, even where it says “administrator”. If it's the role, keep only user and admin in the column."
        ),
        (PtBr, DoubtKind::SurnameFirst) => format!(
            "Em “{name}” o sobrenome vem antes, com vírgula. Trocamos a ordem: “Lima, Ana” fica “Ana Lima”. Confira se os nomes ficaram certos."
        ),
        (En, DoubtKind::SurnameFirst) => format!(
            "In “{name}” the last name comes first, with a comma. We changed the order: “Lima, Ana” becomes “Ana Lima”. Check that the names are right."
        ),
        (PtBr, DoubtKind::NumberFirst) => format!(
            "Os nomes em “{name}” têm um número, que tiramos: “1. Ana Lima” vira “Ana Lima”. Confira se os nomes estão certos."
        ),
        (En, DoubtKind::NumberFirst) => format!(
            "The names in “{name}” have a number, which we removed: “1. Ana Lima” becomes “Ana Lima”. Check that the names are right."
        ),
        (PtBr, DoubtKind::NamePart) => {
            format!(
                "“{name}” parece ser parte do nome. Juntamos tudo em um só nome. Confira se os nomes ficaram certos."
            )
        }
        (En, DoubtKind::NamePart) => {
            format!(
                "“{name}” seems to be part of the name. We combined it into one name. Check that the names are right."
            )
        }
        (PtBr, DoubtKind::UnnamedNamePart) => format!(
            "A coluna {name} não tem título e parece ser parte do nome. Juntamos tudo em um só nome. Confira se os nomes ficaram certos."
        ),
        (En, DoubtKind::UnnamedNamePart) => format!(
            "Column {name} has no heading and seems to be part of the name. We combined it into one name. Check that the names are right."
        ),
        (PtBr, DoubtKind::HalfName) => {
            format!(
                "“{name}” tem só o primeiro nome e não encontramos o sobrenome. As pessoas ficariam só com o primeiro nome."
            )
        }
        (En, DoubtKind::HalfName) => {
            format!(
                "“{name}” has the first name only, and we found no last name. People would be called by the first name only."
            )
        }
        (PtBr, DoubtKind::SocialName) => format!("Quando “{name}” está preenchido, é usado no lugar do nome."),
        (En, DoubtKind::SocialName) => format!("When “{name}” is filled in, it's used instead of the name."),
        (PtBr, DoubtKind::Nickname) => {
            format!(
                "“{name}” pode ser um sobrenome e foi ignorado. Se fizer parte do nome, renomeie a coluna para “sobrenome”."
            )
        }
        (En, DoubtKind::Nickname) => {
            format!(
                "“{name}” may be a last name and was ignored. If it's part of the name, rename the column to “last name”."
            )
        }
        (PtBr, DoubtKind::Closed) => {
            format!(
                "“{name}” marca pessoas como inativas, afastadas, excluídas ou bloqueadas. Elas receberão uma conta mesmo assim. Se não for o caso, apague essas linhas."
            )
        }
        (En, DoubtKind::Closed) => {
            format!(
                "“{name}” marks people as inactive, on leave, deleted or blocked. They'll get an account anyway. If they shouldn't, delete those rows."
            )
        }
        (PtBr, DoubtKind::StatusCodes) => format!(
            "“{name}” mostra a situação das pessoas em códigos, que não conhecemos. Quem já saiu também receberá uma conta. Se não for o caso, apague essas linhas."
        ),
        (En, DoubtKind::StatusCodes) => format!(
            "“{name}” shows people's status in codes we don't know. People who have left will get an account too. If they shouldn't, delete those rows."
        ),
        (PtBr, DoubtKind::OtherSheets) => format!(
            "O arquivo tem pessoas em outras abas, que não foram lidas: “{name}”. Importe essas abas em outro arquivo ou junte tudo em uma só aba."
        ),
        (En, DoubtKind::OtherSheets) => format!(
            "The file has people on other sheets, which weren't read: “{name}”. Import those sheets as another file, or put everyone on one sheet."
        ),
        (PtBr, DoubtKind::HiddenLines) => format!(
            "A planilha tem linhas ocultas, por exemplo por um filtro: {name}. As pessoas nelas também receberão uma conta. Se não for o caso, apague essas linhas."
        ),
        (En, DoubtKind::HiddenLines) => format!(
            "The spreadsheet has hidden rows, for example by a filter: {name}. The people in them will get an account too. If they shouldn't, delete those rows."
        ),
        (PtBr, DoubtKind::StrayBytes) => format!(
            "O arquivo está em UTF-8, mas tem letras em outra codificação ou está cortado. Confira estas linhas: {name}."
        ),
        (En, DoubtKind::StrayBytes) => format!(
            "The file is in UTF-8, but has letters in another encoding or is cut off. Check these rows: {name}."
        ),
        (PtBr, DoubtKind::MisspeltHosts { rows }) => format!(
            "{} um e-mail que parece digitado errado: {name}. Corrija o arquivo ou, se os e-mails estiverem certos, continue.",
            counted(locale, rows.into(), "linha tem", "linhas têm")
        ),
        (En, DoubtKind::MisspeltHosts { rows }) => format!(
            "{} an email address that looks mistyped: {name}. Fix the file or, if the addresses are right, go on.",
            counted(locale, rows.into(), "row has", "rows have")
        ),
        (PtBr, DoubtKind::TwiceEncoded) => format!(
            "Algumas letras com acento estavam trocadas, como “Ã£” no lugar de “ã”. Corrigimos. Confira estas linhas: {name}."
        ),
        (En, DoubtKind::TwiceEncoded) => format!(
            "Some accented letters were garbled, such as “Ã£” for “ã”. We repaired them. Check these rows: {name}."
        ),
    }
}
