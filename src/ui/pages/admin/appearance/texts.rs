//! What the page of the appearance says.

use crate::domain::Locale;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static AppearanceTexts {
    locale.pick(&PT_BR, &EN)
}

/// The sentences in one language.
pub struct AppearanceTexts {
    /// The title.
    pub title: &'static str,
    /// What can be changed here, and who sees it.
    pub lede: &'static str,
    /// The heading of the logo.
    pub logo: &'static str,
    /// Labels the file.
    pub logo_file: &'static str,
    /// Which files it takes.
    pub logo_hint: &'static str,
    /// Says what the picture is.
    pub logo_now: &'static str,
    /// The button that uploads.
    pub logo_upload: &'static str,
    /// The same while it is under way.
    pub logo_uploading: &'static str,
    /// The button that removes it.
    pub logo_remove: &'static str,
    /// The heading of name and color.
    pub site: &'static str,
    /// Labels the name.
    pub organization: &'static str,
    /// Where it is shown.
    pub organization_hint: &'static str,
    /// Labels the color.
    pub color: &'static str,
    /// How to fill it in.
    pub color_hint: &'static str,
    /// Labels the field that picks a color.
    pub color_pick: &'static str,
    /// The heading of the words.
    pub words: &'static str,
    /// What they may contain: shown before the list of placeholders.
    pub words_hint: &'static str,
    /// Labels the introduction.
    pub introduction: &'static str,
    /// Where it stands.
    pub introduction_hint: &'static str,
    /// Labels the signature.
    pub signature: &'static str,
    /// Where it stands.
    pub signature_hint: &'static str,
    /// The button that keeps it.
    pub save: &'static str,
    /// The same while it is under way.
    pub saving: &'static str,
    /// The heading of the preview.
    pub preview: &'static str,
    /// What it shows.
    pub preview_hint: &'static str,
    /// Names the choice of the language.
    pub language: &'static str,
    /// Names the choice of the part.
    pub part: &'static str,
    /// The HTML part.
    pub part_html: &'static str,
    /// The text part.
    pub part_text: &'static str,
    /// Names the choice of the width.
    pub width: &'static str,
    /// As wide as there is room.
    pub wide: &'static str,
    /// As a telephone.
    pub narrow: &'static str,
    /// The button that shows it.
    pub refresh: &'static str,
    /// Names the frame.
    pub frame: &'static str,
    /// The button that sends it.
    pub send: fn(email: &str) -> String,
    /// The same while it is under way.
    pub sending: &'static str,
    /// It was kept.
    pub saved: &'static str,
    /// The logo was kept.
    pub logo_saved: &'static str,
    /// The logo is gone.
    pub logo_removed: &'static str,
    /// It was sent.
    pub sent: fn(email: &str) -> String,
    /// The same form has sent it a moment ago.
    pub sent_before: fn(email: &str) -> String,
    /// Above the subject in the preview.
    pub subject: &'static str,
    /// Above what the inbox shows beside it.
    pub preheader: &'static str,
    /// The name of the person in the preview.
    pub example_name: &'static str,
}

static PT_BR: AppearanceTexts = AppearanceTexts {
    title: "Aparência",
    lede: "Nome, logotipo, cor e textos da organização, nas páginas e nos e-mails.",
    logo: "Logotipo",
    logo_file: "Imagem",
    logo_hint: "PNG ou WebP, até 1 MiB. Mostramos com no máximo 240 × 64 pixels.",
    logo_now: "Logotipo atual",
    logo_upload: "Enviar logotipo",
    logo_uploading: "Enviando…",
    logo_remove: "Remover logotipo",
    site: "Nome e cor",
    organization: "Nome da organização",
    organization_hint: "Aparece nas páginas, nos e-mails e no assunto.",
    color: "Cor de destaque",
    color_hint: "A cor dos botões e links, como #1f5f4a. No tema escuro usamos um tom mais claro dela.",
    color_pick: "Escolher cor",
    words: "Textos dos e-mails",
    words_hint: "Você pode usar estes campos, que trocamos para cada pessoa:",
    introduction: "Introdução",
    introduction_hint: "No começo dos e-mails com senha temporária. Uma linha em branco separa parágrafos.",
    signature: "Assinatura",
    signature_hint: "No fim de todos os e-mails, até 8 linhas.",
    save: "Salvar aparência",
    saving: "Salvando…",
    preview: "Prévia do e-mail",
    preview_hint: "É assim que o e-mail com a senha temporária vai ficar, com o que você digitou até agora.",
    language: "Idioma",
    part: "Formato",
    part_html: "Com formatação",
    part_text: "Só texto",
    width: "Largura",
    wide: "Computador",
    narrow: "Celular",
    refresh: "Atualizar prévia",
    frame: "Prévia do e-mail",
    send: |email| format!("Enviar para {email}"),
    sending: "Enviando…",
    saved: "Aparência salva. As páginas já mudaram; os próximos e-mails sairão assim.",
    logo_saved: "Logotipo salvo. As páginas já o mostram; os próximos e-mails sairão com ele.",
    logo_removed: "Logotipo removido.",
    sent: |email| format!("E-mail de exemplo enviado para {email}. Nada foi salvo ainda."),
    sent_before: |email| {
        format!(
            "Você enviou o formulário duas vezes, então enviamos um só e-mail de exemplo para {email}. Nada foi salvo ainda."
        )
    },
    subject: "Assunto",
    preheader: "Na caixa de entrada",
    example_name: "Ana Souza",
};

static EN: AppearanceTexts = AppearanceTexts {
    title: "Appearance",
    lede: "The organization's name, logo, color and texts, on pages and in emails.",
    logo: "Logo",
    logo_file: "Image",
    logo_hint: "PNG or WebP, up to 1 MiB. Shown at 240 × 64 pixels or less.",
    logo_now: "Current logo",
    logo_upload: "Upload logo",
    logo_uploading: "Uploading…",
    logo_remove: "Remove logo",
    site: "Name and color",
    organization: "Organization name",
    organization_hint: "Shown on pages, in emails and in their subject.",
    color: "Accent color",
    color_hint: "The color of buttons and links, such as #1f5f4a. In dark mode, a lighter tone is used.",
    color_pick: "Pick color",
    words: "Email texts",
    words_hint: "You can use these placeholders; they're filled in for each person:",
    introduction: "Introduction",
    introduction_hint: "At the start of emails with a temporary password. A blank line separates paragraphs.",
    signature: "Signature",
    signature_hint: "At the end of all emails, up to 8 lines.",
    save: "Save appearance",
    saving: "Saving…",
    preview: "Email preview",
    preview_hint: "How the email with the temporary password will look with what you've entered so far.",
    language: "Language",
    part: "Format",
    part_html: "Formatted",
    part_text: "Text only",
    width: "Width",
    wide: "Computer",
    narrow: "Phone",
    refresh: "Update preview",
    frame: "Email preview",
    send: |email| format!("Send to {email}"),
    sending: "Sending…",
    saved: "Appearance saved. Pages and the next emails already show it.",
    logo_saved: "Logo saved. Pages and the next emails already show it.",
    logo_removed: "Logo removed.",
    sent: |email| format!("Sample email sent to {email}. Nothing has been saved yet."),
    sent_before: |email| {
        format!("You sent the form twice, so we sent only one sample email to {email}. Nothing has been saved yet.")
    },
    subject: "Subject",
    preheader: "In the inbox",
    example_name: "Ana Souza",
};
