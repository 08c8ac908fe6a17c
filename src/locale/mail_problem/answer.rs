//! What is shown beside the reason: the mail server's own words, or what we know beyond it.

use crate::domain::{DeliveryState, Locale, MailProblem, Purpose};
use crate::locale::delivery_reason;

/// What is shown beside the reason why a mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailAnswer {
    /// The mail server's own words, in whatever language.
    Server(String),
    /// A detail that we, the operating system or the TLS library know.
    Detail(String),
}

impl MailAnswer {
    /// The words alone.
    pub fn into_words(self) -> String {
        match self {
            Self::Server(words) | Self::Detail(words) => words,
        }
    }

    /// The words behind what they are, on one line; nothing for no answer.
    pub fn on_a_line(locale: Locale, answer: &str) -> String {
        match (locale, mail_answer(locale, answer)) {
            (_, None) => String::new(),
            (Locale::PtBr, Some(Self::Server(words))) => format!(" Resposta do servidor de e-mail: {words}"),
            (Locale::En, Some(Self::Server(words))) => format!(" The mail server's answer: {words}"),
            (_, Some(Self::Detail(words))) => format!(" {} {words}", detail_label(locale)),
        }
    }
}

/// What is shown before a detail that is not the mail server's.
pub const fn detail_label(locale: Locale) -> &'static str {
    locale.pick("Detalhe técnico:", "Technical detail:")
}

/// Why an attempt failed, as the log tells it: with what becomes of the password where the mail may have arrived.
pub fn logged_reason(locale: Locale, state: DeliveryState, purpose: Purpose, step: &str, answer: &str) -> String {
    delivery_reason(locale, state, step, answer) + only_newest(locale, purpose, step, answer)
}

/// What becomes of the password in a mail that may have arrived; nothing of other mails.
fn only_newest(locale: Locale, purpose: Purpose, step: &str, answer: &str) -> &'static str {
    let is_uncertain = MailProblem::read(step, answer) == Some(MailProblem::Uncertain);
    match locale {
        _ if !is_uncertain || purpose != Purpose::TemporaryPassword => "",
        Locale::PtBr => " Quando outro for aceito, só a senha do mais recente funciona.",
        Locale::En => " Once another is accepted, only the newest password works.",
    }
}

/// What is shown of a stored answer; nothing where the reason says it all, as after a lost connection.
pub fn mail_answer(locale: Locale, answer: &str) -> Option<MailAnswer> {
    if let Some(words) = MailProblem::server_reply(answer) {
        return Some(MailAnswer::Server(words.to_owned()));
    }
    let detail = MailProblem::own_detail(answer);
    let words = match locale {
        Locale::En => detail.to_owned(),
        Locale::PtBr => in_portuguese(detail),
    };
    (!words.is_empty()).then_some(MailAnswer::Detail(words))
}

/// Our own details, by how they begin; what follows are names and dates.
const DETAILS: &[(&str, &str)] = &[
    ("it is for no host by name, not for ", "não é para nenhum host pelo nome, nem para "),
    ("it is for ", "é para "),
    ("it is not for ", "não é para "),
    ("it expired on ", "expirou em "),
    ("it has expired", "expirou"),
    (
        "its signature is wrong, or its RSA key has fewer than 2048 bits",
        "a assinatura está errada, ou a chave RSA tem menos de 2048 bits",
    ),
    ("it is signed in an outdated way, such as SHA-1", "está assinado de uma forma antiga, como SHA-1"),
    ("it is not valid before ", "só é válido a partir de "),
    ("it is not valid yet", "ainda não é válido"),
    (
        "nobody we trust has signed it; CHAVEIRO_SMTP_CA_FILE names a file with the authority's certificate, or the server's own",
        "ninguém em quem confiamos o assinou; CHAVEIRO_SMTP_CA_FILE indica um arquivo com o certificado do emissor ou o do próprio servidor",
    ),
    ("received fatal alert: ", "o servidor interrompeu o TLS: "),
    // In development mode.
    ("kept in memory", "guardado na memória"),
    ("the connection was lost", "a conexão caiu"),
    ("no answer in time", "sem resposta a tempo"),
    ("what came is not SMTP", "o que chegou não é SMTP"),
    ("the name has no address", "o nome não tem endereço"),
    (
        "the mail server offers no AUTH on an unencrypted connection; add ?tls=required",
        "o servidor de e-mail não oferece AUTH sem criptografia; acrescente ?tls=required",
    ),
    ("the mail server offers no AUTH", "o servidor de e-mail não oferece AUTH"),
    ("the mail server offers only ", "o servidor de e-mail só oferece "),
    (
        "the mail server said more than it may before the encryption began",
        "o servidor de e-mail enviou dados antes do início da criptografia",
    ),
    ("the mail server keeps asking for more", "o servidor de e-mail continua pedindo mais dados"),
    (
        "the host in CHAVEIRO_SMTP_URL can have no certificate",
        "o servidor em CHAVEIRO_SMTP_URL não pode ter um certificado",
    ),
    (
        "the file in CHAVEIRO_SMTP_CA_FILE holds no certificate in PEM",
        "o arquivo em CHAVEIRO_SMTP_CA_FILE não contém um certificado PEM",
    ),
    ("no mail can be addressed to this email address", "não é possível endereçar um e-mail a este endereço"),
    ("the person has no CPF", "a pessoa não tem CPF"),
    ("a reply of more than ", "uma resposta com linhas demais: mais de "),
];

fn in_portuguese(detail: &str) -> String {
    let known = DETAILS.iter().find_map(|(en, pt_br)| Some((detail.strip_prefix(en)?, pt_br)));
    let Some((names, begin)) = known else { return detail.to_owned() };
    let names = names.replace(", not for ", ", e não para ").replace("Chaveiro speaks ", "o Chaveiro usa ");
    format!("{begin}{}", names.replace(" and ", " e ").replace(" lines", " linhas"))
}
