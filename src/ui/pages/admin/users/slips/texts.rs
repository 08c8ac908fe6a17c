//! What `/admin/users/slips` and the sheets say.

use crate::domain::Locale;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static SlipsTexts {
    locale.pick(&PT_BR, &EN)
}

/// Sign-in slips of several people.
pub struct SlipsTexts {
    /// The button that leads here.
    pub label: &'static str,
    /// The question.
    pub title: fn(people: &str) -> String,
    /// What happens, in sentences.
    pub effects: [&'static str; 3],
    /// More were chosen than can be printed at a time.
    pub first_only: fn(most: &str) -> String,
    /// Names the choice of how many are on a sheet.
    pub per_sheet: &'static str,
    /// Four on a sheet.
    pub four: &'static str,
    /// Eight on a sheet.
    pub eight: &'static str,
    /// The button.
    pub submit: &'static str,
    /// The same while it is under way.
    pub submitting: &'static str,
    /// The way back.
    pub cancel: &'static str,
    /// Heads the sheets.
    pub sheets: fn(people: &str) -> String,
    /// Heads the warning above them.
    pub once: &'static str,
    /// Prints them.
    pub print: &'static str,
    /// That they are shown once, and how to print them.
    pub once_body: &'static str,
    /// Heads those without a slip.
    pub left_out: &'static str,
    /// Why somebody has none: their state is another by now.
    pub does_not_apply: &'static str,
    /// Why somebody has none: the server was busy.
    pub busy: &'static str,
    /// The way on.
    pub done: &'static str,
    /// Names the QR code, on the slip.
    pub scan: &'static str,
}

static PT_BR: SlipsTexts = SlipsTexts {
    label: "Folhas de acesso",
    title: |people| format!("Imprimir folhas de acesso: {people}"),
    effects: [
        "Geramos uma senha temporária para cada pessoa e a mostramos uma única vez, em folhas A4 para imprimir e cortar.",
        "As senhas temporárias anteriores deixam de funcionar. Nenhum e-mail é enviado.",
        "A auditoria registra que você viu cada senha. Entregue cada folha só para a própria pessoa.",
    ],
    first_only: |most| {
        format!("São pessoas demais para uma vez: entram as primeiras {most}. Repita depois para as outras.")
    },
    per_sheet: "Por folha A4",
    four: "4, com os passos",
    eight: "8, mais curtas",
    submit: "Mostrar folhas de acesso",
    submitting: "Gerando senhas…",
    cancel: "Cancelar",
    sheets: |people| format!("Folhas de acesso: {people}"),
    print: "Imprimir folhas",
    once: "Estas folhas aparecem uma única vez",
    once_body: "Imprima agora, em A4 e sem margens. Depois de sair desta página, não há como ver estas senhas de novo; se você recarregar, geramos outras e estas deixam de funcionar.",
    left_out: "Sem folha de acesso",
    does_not_apply: "já tem acesso, ou a conta não espera uma senha temporária",
    busy: "o servidor estava ocupado; tente de novo",
    done: "Já imprimi",
    scan: "Código QR do endereço de entrada",
};

static EN: SlipsTexts = SlipsTexts {
    label: "Sign-in slips",
    title: |people| format!("Print sign-in slips: {people}"),
    effects: [
        "We'll generate a temporary password for each person and show it only once, on A4 sheets to print and cut.",
        "Earlier temporary passwords stop working. No email is sent.",
        "The audit log records that you saw each password. Give each slip only to its person.",
    ],
    first_only: |most| {
        format!("That's too many people at once: the first {most} are included. Repeat it for the others.")
    },
    per_sheet: "Per A4 sheet",
    four: "4, with the steps",
    eight: "8, shorter",
    submit: "Show sign-in slips",
    submitting: "Generating passwords…",
    cancel: "Cancel",
    sheets: |people| format!("Sign-in slips: {people}"),
    print: "Print slips",
    once: "These slips are shown only once",
    once_body: "Print them now, on A4 and without margins. Once you leave this page, you can't see these passwords again; if you reload it, we generate others and these stop working.",
    left_out: "Without a sign-in slip",
    does_not_apply: "already has access, or the account isn't waiting for a temporary password",
    busy: "the server was busy; try again",
    done: "I've printed them",
    scan: "QR code of the sign-in address",
};
