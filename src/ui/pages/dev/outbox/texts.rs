//! What `/dev/outbox` says.

/// The sentences in one language.
pub struct DevOutboxTexts {
    /// The title.
    pub title: &'static str,
    /// How long they stay.
    pub lede: &'static str,
    /// Before the recipient.
    pub to: &'static str,
    /// Heads the empty list.
    pub empty: &'static str,
    /// How to fill it.
    pub empty_hint: &'static str,
    /// Leads there.
    pub empty_link: &'static str,
    /// Names the tabs.
    pub parts: &'static str,
    /// The text part.
    pub text: &'static str,
    /// The HTML part.
    pub html: &'static str,
    /// The headers.
    pub headers: &'static str,
    /// What a mail server would have got.
    pub raw: &'static str,
    /// Names the frame with the HTML part.
    pub html_frame: &'static str,
}

/// In Portuguese.
pub static PT_BR: DevOutboxTexts = DevOutboxTexts {
    title: "E-mails capturados",
    lede: "Ficam só na memória e são apagados quando o programa para.",
    to: "para",
    empty: "Nenhum e-mail ainda",
    empty_hint: "Cadastre uma pessoa e o e-mail aparece aqui.",
    empty_link: "Cadastrar pessoa",
    parts: "Partes da mensagem",
    text: "Texto",
    html: "HTML",
    headers: "Cabeçalhos",
    raw: "Original",
    html_frame: "Mensagem em HTML",
};

/// In English.
pub static EN: DevOutboxTexts = DevOutboxTexts {
    title: "Captured emails",
    lede: "They're kept in memory only and deleted when the program stops.",
    to: "to",
    empty: "No emails yet",
    empty_hint: "Add a person and the email shows up here.",
    empty_link: "Add person",
    parts: "Parts of the message",
    text: "Text",
    html: "HTML",
    headers: "Headers",
    raw: "Raw",
    html_frame: "Message in HTML",
};
