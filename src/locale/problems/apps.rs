//! What is wrong with an app.

use crate::domain::{InvalidAppAddress, Locale};

/// What is wrong with an address of an app.
pub const fn app_address(locale: Locale, invalid: InvalidAppAddress) -> &'static str {
    use InvalidAppAddress as I;
    match (locale, invalid) {
        (Locale::PtBr, I::Empty) => "Digite o endereço.",
        (Locale::En, I::Empty) => "Enter the address.",
        (Locale::PtBr, I::Form) => "Digite o endereço completo, começando por https://.",
        (Locale::En, I::Form) => "Enter the whole address, beginning with https://.",
        (Locale::PtBr, I::TooLong) => "Um endereço pode ter no máximo 2.000 caracteres.",
        (Locale::En, I::TooLong) => "An address can have at most 2,000 characters.",
        (Locale::PtBr, I::NotHttps) => {
            "Use https://. Só endereços desta máquina, como http://localhost, podem usar http://."
        }
        (Locale::En, I::NotHttps) => {
            "Use https://. Only addresses on this machine, like http://localhost, can use http://."
        }
        (Locale::PtBr, I::Fragment) => "Tire o # e o que vem depois dele.",
        (Locale::En, I::Fragment) => "Remove the # and what follows it.",
        (Locale::PtBr, I::Credentials) => "Tire o nome e a senha do endereço.",
        (Locale::En, I::Credentials) => "Remove the name and password from the address.",
        (Locale::PtBr, I::Wildcard) => "Escreva cada endereço por extenso: * não é aceito.",
        (Locale::En, I::Wildcard) => "Write each address in full: * isn't accepted.",
        (Locale::PtBr, I::Scheme) => {
            "O esquema de um aplicativo instalado é um domínio ao contrário, como em com.exemplo.app:/retorno."
        }
        (Locale::En, I::Scheme) => {
            "The scheme of an installed app is a domain name in reverse, as in com.example.app:/callback."
        }
    }
}
