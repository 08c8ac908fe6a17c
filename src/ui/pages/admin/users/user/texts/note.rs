//! `/admin/users/{id}`: what admins note about the person.

/// The note about a person.
pub struct NoteTexts {
    /// Heads the note about the person.
    pub heading: &'static str,
    /// Who reads it.
    pub hint: &'static str,
    /// Opens the form where there is no note.
    pub add: &'static str,
    /// Opens it where there is one.
    pub edit: &'static str,
    /// The button.
    pub save: &'static str,
    /// Before when it was changed.
    pub changed_at: &'static str,
    /// After it was changed.
    pub saved: &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: NoteTexts = NoteTexts {
    heading: "Anotação",
    hint: "Até 2.000 caracteres. Só administradores veem aqui, mas a pessoa a recebe se baixar os próprios dados.",
    add: "Adicionar anotação",
    edit: "Editar anotação",
    save: "Salvar anotação",
    changed_at: "Alterada",
    saved: "Anotação salva.",
};

/// In English.
pub static EN: NoteTexts = NoteTexts {
    heading: "Note",
    hint: "Up to 2,000 characters. Only admins see it here, but the person gets it when downloading their own data.",
    add: "Add note",
    edit: "Edit note",
    save: "Save note",
    changed_at: "Changed",
    saved: "Note saved.",
};
