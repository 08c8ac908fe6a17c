//! `/admin/users/import`: where a file of people is chosen.

/// Where a file is chosen.
pub struct UploadTexts {
    /// The title of the page where a file is chosen.
    pub title: &'static str,
    /// What happens with the file.
    pub lede: &'static str,
    /// The label of the file field.
    pub file: &'static str,
    /// What a file may be, at most.
    pub file_hint: &'static str,
    /// The button that has it looked through.
    pub submit: &'static str,
    /// The button while it is being looked through.
    pub submitting: &'static str,
    /// The heading above what a file has to look like.
    pub shape: &'static str,
    /// That: the columns, the optional ones, the separators.
    pub shape_steps: [&'static str; 3],
    /// The link to the template.
    pub template: &'static str,
    /// The header of the template.
    pub template_header: [&'static str; 4],
    /// The example row of the template: name, role, language.
    pub template_example: [&'static str; 3],
    /// The heading above what is good to know about spreadsheets.
    pub excel: &'static str,
    /// That.
    pub excel_hints: [&'static str; 3],
    /// The heading above the newest imports.
    pub recent: &'static str,
    /// When there is none yet.
    pub none: &'static str,
    /// What to do about that.
    pub none_hint: &'static str,
    /// A file was discarded.
    pub discarded: &'static str,
}

/// In Portuguese.
pub static PT_BR: UploadTexts = UploadTexts {
    title: "Importar pessoas",
    lede: "Envie uma planilha em CSV. Conferimos tudo antes, e nada é criado até você confirmar.",
    file: "Arquivo CSV",
    file_hint: "Até 5 MiB e 20.000 linhas.",
    submit: "Conferir arquivo",
    submitting: "Conferindo…",
    shape: "Como é o arquivo",
    shape_steps: [
        "A primeira linha dá nome às colunas. Nome e e-mail não podem faltar.",
        "Se quiser: papel (membro ou administrador), idioma (português ou inglês), CPF, e senha temporária com o tipo \
         dela, como digits:8. Nunca a senha em si.",
        "Nome e sobrenome podem estar em colunas separadas. Colunas que não usamos ficam de fora, e dizemos quais.",
    ],
    template: "Baixar modelo",
    template_header: ["nome", "e-mail", "papel", "idioma"],
    template_example: ["Maria Exemplo (apague esta linha)", "membro", "português"],
    excel: "Dicas para o Excel",
    excel_hints: [
        "Salve como “CSV UTF-8 (delimitado por vírgulas)”. O CSV comum do Windows também serve.",
        "Antes de digitar CPFs, formate a coluna como texto: o Excel tira os zeros da frente.",
        "Um arquivo .xlsx não é CSV: use “Salvar como”.",
    ],
    recent: "Últimas importações",
    none: "Ainda não há importações",
    none_hint: "Baixe o modelo, preencha uma linha por pessoa e envie aqui.",
    discarded: "O arquivo foi descartado. Nenhuma conta foi criada.",
};

/// In English.
pub static EN: UploadTexts = UploadTexts {
    title: "Import people",
    lede: "Upload a spreadsheet as CSV. We check it first, and nothing is created until you confirm.",
    file: "CSV file",
    file_hint: "Up to 5 MiB and 20,000 rows.",
    submit: "Check file",
    submitting: "Checking…",
    shape: "What the file looks like",
    shape_steps: [
        "The first row names the columns. Name and e-mail must be there.",
        "If you like: role (member or administrator), language (Portuguese or English), CPF, and temporary password \
         with its kind, such as digits:8. Never the password itself.",
        "First and last name may be in separate columns. Columns that we don't use are left out, and we say which.",
    ],
    template: "Download template",
    template_header: ["name", "e-mail", "role", "language"],
    template_example: ["Mary Example (delete this row)", "member", "English"],
    excel: "Hints for Excel",
    excel_hints: [
        "Save as “CSV UTF-8 (comma delimited)”. The plain CSV of Windows will do as well.",
        "Format the column as text before you fill in CPFs: Excel drops leading zeros.",
        "An .xlsx file is not CSV: use “Save as”.",
    ],
    recent: "Latest imports",
    none: "No imports yet",
    none_hint: "Download the template, fill in a row per person and upload it here.",
    discarded: "The file was discarded. No account was created.",
};
