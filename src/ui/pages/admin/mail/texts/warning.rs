//! The warning about mails on all admin pages.

/// What is wrong with the mails.
pub struct WarningTexts {
    /// Names the warning.
    pub label: &'static str,
    /// Heads the warning that an admin has paused the mails.
    pub paused: &'static str,
    /// Heads the warning that the mail server refuses us.
    pub refused: &'static str,
    /// Since when and why, and that nothing is lost.
    pub refused_since: fn(since: &str, reason: &str) -> String,
    /// That no mail was taken since then, although some are due.
    pub none_sent: fn(since: &str) -> String,
    /// That so many of those tried last were put off.
    pub many_put_off: fn(i64, i64) -> String,
    /// Puts the warning aside.
    pub hide: &'static str,
    /// Leads to the outbox.
    pub open_queue: &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: WarningTexts = WarningTexts {
    label: "Aviso sobre os envios",
    paused: "Os envios estão pausados",
    refused: "Os e-mails não estão sendo enviados",
    refused_since: |since, reason| {
        format!(
            "{reason} Acontece desde {since}. Nenhum e-mail se perde: eles ficam na fila e são enviados quando o servidor voltar."
        )
    },
    none_sent: |since| format!("Os envios estão atrasados: nenhum e-mail saiu desde {since}."),
    many_put_off: |put_off, tried| {
        format!(
            "Os envios estão atrasados: {put_off} dos últimos {tried} e-mails foram adiados pelos servidores de destino."
        )
    },
    hide: "Ocultar por 1 hora",
    open_queue: "Ver fila de e-mails",
};

/// In English.
pub static EN: WarningTexts = WarningTexts {
    label: "Email warning",
    paused: "Sending is paused",
    refused: "Emails aren't being sent",
    refused_since: |since, reason| {
        format!(
            "{reason} This has been happening since {since}. No emails are lost: they stay in the queue and are sent once the server is back."
        )
    },
    none_sent: |since| format!("Emails are delayed: none has been sent since {since}."),
    many_put_off: |put_off, tried| {
        format!("Emails are delayed: {put_off} of the last {tried} were put off by the receiving servers.")
    },
    hide: "Hide for 1 hour",
    open_queue: "See email queue",
};
