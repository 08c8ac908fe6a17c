//! `/admin/users/import`: where a file of people is chosen.

/// Where a file is chosen.
pub struct UploadTexts {
    /// The title of the page where a file is chosen.
    pub title: &'static str,
    /// What happens with the file.
    pub lede: &'static str,
    /// The label of the file field.
    pub file: &'static str,
    /// What a file may be, at most: so many mebibytes, and its rows in words.
    pub file_hint: fn(usize, &str) -> String,
    /// The button that uploads and checks it.
    pub submit: &'static str,
    /// The button while it is being checked.
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
    lede: "Envie uma planilha: Excel (.xlsx, .xls), LibreOffice (.ods) ou CSV. Conferimos o arquivo primeiro e só criamos contas depois que você confirmar.",
    file: "Planilha",
    file_hint: |mebibytes, rows| format!("Até {mebibytes} MiB e {rows}."),
    submit: "Enviar e conferir arquivo",
    submitting: "Conferindo…",
    shape: "Formato do arquivo",
    shape_steps: [
        "A primeira linha tem os nomes das colunas. Nome e e-mail são obrigatórios.",
        "Opcionais: papel (usuário ou administrador), idioma (português ou inglês), CPF, grupos (separados por vírgula) e tipo da senha temporária. Nunca inclua senhas.",
        "Nome e sobrenome podem estar em colunas separadas. Ignoramos as outras colunas e mostramos quais são.",
    ],
    template: "Baixar modelo",
    template_header: ["nome", "e-mail", "papel", "idioma"],
    template_example: ["Maria Exemplo (apague esta linha)", "usuário", "português"],
    excel: "Dicas para o Excel",
    excel_hints: [
        "Envie o arquivo .xlsx como está. Se ele tem várias abas, lemos a primeira que tem pessoas e dizemos quais ficaram de fora.",
        "Antes de digitar CPFs, formate a coluna como texto: o Excel tira os zeros da frente.",
        "Arquivos .xls antigos ou com senha: salve como .xlsx, sem senha.",
    ],
    recent: "Últimas importações",
    none: "Nenhuma importação",
    none_hint: "Baixe o modelo, preencha uma linha por pessoa e envie o arquivo aqui.",
    discarded: "Arquivo descartado. Nenhuma conta foi criada.",
};

/// In English.
pub static EN: UploadTexts = UploadTexts {
    title: "Import people",
    lede: "Upload a spreadsheet: Excel (.xlsx, .xls), LibreOffice (.ods) or CSV. We check it first and create accounts only after you confirm.",
    file: "Spreadsheet",
    file_hint: |mebibytes, rows| format!("Up to {mebibytes} MiB and {rows}."),
    submit: "Upload and check file",
    submitting: "Checking…",
    shape: "File format",
    shape_steps: [
        "The first row has the column names. Name and email are required.",
        "Optional: role (user or admin), language (Portuguese or English), CPF, groups (separated by commas) and kind of temporary password. Never include passwords.",
        "First and last name can be in separate columns. We ignore other columns and show you which.",
    ],
    template: "Download template",
    template_header: ["name", "email", "role", "language"],
    template_example: ["Mary Example (delete this row)", "user", "English"],
    excel: "Tips for Excel",
    excel_hints: [
        "Upload the .xlsx file as it is. If it has several sheets, we read the first one with people and say which were left out.",
        "Before you enter CPFs, format the column as text: Excel drops leading zeros.",
        "Old .xls files or files with a password: save them as .xlsx without one.",
    ],
    recent: "Latest imports",
    none: "No imports yet",
    none_hint: "Download the template, fill in a row per person and upload it here.",
    discarded: "File discarded. No accounts were created.",
};
