//! Files that are no tables, and invalid names and CPFs.

use crate::domain::Locale;
use crate::domain::import::{FileKind, NotAName};
use crate::locale::number::counted;

/// What the file is instead, and how to make a table of it.
pub(super) fn file(locale: Locale, kind: FileKind) -> String {
    let what = match (locale, kind) {
        (Locale::PtBr, FileKind::Html) => "é uma página da internet (HTML), mesmo que o nome termine em .xls",
        (Locale::En, FileKind::Html) => "is a web page (HTML), even if its name ends in .xls",
        (Locale::PtBr, FileKind::Json) => "está em JSON",
        (Locale::En, FileKind::Json) => "is JSON",
        (Locale::PtBr, FileKind::Rtf) => "é um documento de texto (RTF)",
        (Locale::En, FileKind::Rtf) => "is a text document (RTF)",
        (Locale::PtBr, FileKind::Pdf) => "é um PDF",
        (Locale::En, FileKind::Pdf) => "is a PDF",
        (Locale::PtBr, FileKind::FlatOds) => "é uma planilha em XML (.fods)",
        (Locale::En, FileKind::FlatOds) => "is a spreadsheet in XML (.fods)",
        (Locale::PtBr, FileKind::Xml) => "está em XML",
        (Locale::En, FileKind::Xml) => "is XML",
        (Locale::PtBr, FileKind::Vcard) => "tem contatos no formato vCard (.vcf)",
        (Locale::En, FileKind::Vcard) => "has contacts in vCard format (.vcf)",
        (Locale::PtBr, FileKind::Locked) => "está protegido por senha",
        (Locale::En, FileKind::Locked) => "is protected with a password",
        (Locale::PtBr, FileKind::OldExcel) => "é uma planilha no formato do Excel 95 ou anterior (.xls)",
        (Locale::En, FileKind::OldExcel) => "is a spreadsheet in the format of Excel 95 or earlier (.xls)",
        (Locale::PtBr, FileKind::BinaryExcel) => "é uma planilha no formato binário do Excel (.xlsb)",
        (Locale::En, FileKind::BinaryExcel) => "is a spreadsheet in Excel's binary format (.xlsb)",
        (Locale::PtBr, FileKind::Numbers) => "é uma planilha do Numbers",
        (Locale::En, FileKind::Numbers) => "is a Numbers spreadsheet",
        (Locale::PtBr, FileKind::Document) => "é um documento de texto ou uma apresentação",
        (Locale::En, FileKind::Document) => "is a text document or a presentation",
        (Locale::PtBr, FileKind::Picture) => "é uma imagem",
        (Locale::En, FileKind::Picture) => "is a picture",
    };
    let wrong = locale.pick("Não conseguimos ler este arquivo: ele", "We can't read this file: it");
    format!("{wrong} {what}. {}.", remedy(locale, kind))
}

/// How to make a table of it that we can read.
const fn remedy(locale: Locale, kind: FileKind) -> &'static str {
    match kind {
        FileKind::Locked => locale.pick(
            "Abra no Excel ou no LibreOffice, salve sem senha como .xlsx ou .csv e envie de novo",
            "Open it in Excel or LibreOffice, save it without a password as .xlsx or .csv and upload it again",
        ),
        FileKind::Numbers => locale.pick(
            "No Numbers, exporte para Excel (.xlsx) ou CSV e envie de novo",
            "In Numbers, export it to Excel (.xlsx) or CSV and upload it again",
        ),
        // Spreadsheet programs open these as tables.
        FileKind::Html | FileKind::FlatOds | FileKind::Xml | FileKind::OldExcel | FileKind::BinaryExcel => locale.pick(
            "Abra no Excel ou no LibreOffice, salve como .xlsx ou .csv e envie de novo",
            "Open it in Excel or LibreOffice, save it as .xlsx or .csv and upload it again",
        ),
        FileKind::Json | FileKind::Rtf | FileKind::Pdf | FileKind::Vcard | FileKind::Document | FileKind::Picture => {
            locale.pick("Envie uma planilha salva como .xlsx ou .csv", "Upload a spreadsheet saved as .xlsx or .csv")
        }
    }
}

/// Why a text is no name, and what to do.
pub(super) const fn name(locale: Locale, why: NotAName) -> &'static str {
    match (locale, why) {
        (Locale::PtBr, NotAName::SheetError) => {
            "A planilha mostra um erro no lugar do nome. Corrija a fórmula ou digite o nome."
        }
        (Locale::En, NotAName::SheetError) => {
            "The spreadsheet shows an error instead of the name. Fix the formula or enter the name."
        }
        (Locale::PtBr, NotAName::NoLetter) => "O nome não tem nenhuma letra. Digite o nome da pessoa.",
        (Locale::En, NotAName::NoLetter) => "The name has no letters. Enter the person's name.",
        (Locale::PtBr, NotAName::Placeholder) => "Isto não é um nome. Digite o nome da pessoa.",
        (Locale::En, NotAName::Placeholder) => "This isn't a name. Enter the person's name.",
        (Locale::PtBr, NotAName::Total) => "Esta linha parece ser um total, não uma pessoa. Apague a linha.",
        (Locale::En, NotAName::Total) => "This row seems to be a total, not a person. Delete it.",
        (Locale::PtBr, NotAName::LostLetter) => {
            "Uma letra do nome se perdeu antes da importação (aparece como “\u{fffd}” ou “?”). Digite o nome de novo."
        }
        (Locale::En, NotAName::LostLetter) => {
            "A letter of the name was lost before the import (it shows as “\u{fffd}” or “?”). Enter the name again."
        }
    }
}

/// How many digits there are where a CPF should be, and what to do. Only of too few a spreadsheet may have dropped
/// some.
pub(super) fn cpf_digits(locale: Locale, found: u32) -> String {
    let digits = match locale {
        Locale::PtBr => counted(locale, found.into(), "dígito", "dígitos"),
        Locale::En => counted(locale, found.into(), "digit", "digits"),
    };
    match (locale, found < 11) {
        (Locale::PtBr, true) => format!(
            "O CPF tem {digits} e precisa de 11. Se o Excel tirou zeros da frente, formate a coluna como texto."
        ),
        (Locale::PtBr, false) => format!("O CPF tem {digits} e precisa de 11. Confira e corrija."),
        (Locale::En, true) => {
            format!("The CPF has {digits} and needs 11. If Excel dropped leading zeros, format the column as text.")
        }
        (Locale::En, false) => format!("The CPF has {digits} and needs 11. Check it and correct it."),
    }
}
