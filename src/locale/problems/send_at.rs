//! What is wrong with the time at which mails are to leave.

use crate::domain::{InvalidSendAt, Locale};

/// What is wrong with it.
pub const fn send_at(locale: Locale, invalid: InvalidSendAt) -> &'static str {
    match (locale, invalid) {
        (Locale::PtBr, InvalidSendAt::Form) => "Escolha a data e a hora do envio.",
        (Locale::En, InvalidSendAt::Form) => "Choose the date and time to send.",
        (Locale::PtBr, InvalidSendAt::Past) => {
            "Esta data e hora já passaram. Escolha um horário no futuro, ou envie agora."
        }
        (Locale::En, InvalidSendAt::Past) => "This date and time has passed. Choose a time in the future, or send now.",
        (Locale::PtBr, InvalidSendAt::TooFar) => "Escolha uma data dentro dos próximos 30 dias.",
        (Locale::En, InvalidSendAt::TooFar) => "Choose a date within the next 30 days.",
    }
}
