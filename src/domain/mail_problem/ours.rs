//! What we say ourselves where the mail server has no words for it, and how that is told from the server's words.

use super::MailProblem;

impl MailProblem {
    const OURS: [Self; 17] = [
        Self::SimilarRefusals,
        Self::CertificateName,
        Self::CertificateIssuer,
        Self::CertificateDate,
        Self::CertificateWeak,
        Self::Certificate,
        Self::TlsPort,
        Self::PlainPort,
        Self::NoStartTls,
        Self::TlsTooOld,
        Self::ClientCertificate,
        Self::NoSignInMethod,
        Self::AccentedSender,
        Self::Lost,
        Self::NoAnswer,
        Self::NotSmtp,
        Self::Uncertain,
    ];

    /// How the answer begins where the mail server has no words for it, in the
    /// database and in JSON; nothing for what the server says itself. People read the problem
    /// in their language instead.
    pub const fn our_message(self) -> &'static str {
        match self {
            Self::SimilarRefusals => "three people in a row were refused alike",
            Self::CertificateName => "the certificate's name is wrong",
            Self::CertificateIssuer => "the certificate's issuer is not known",
            Self::CertificateDate => "the certificate's date is wrong",
            Self::CertificateWeak => "the certificate's key or signature is too weak",
            Self::Certificate => "the certificate cannot be verified",
            Self::TlsPort => "this port speaks TLS from the first byte and was spoken to in the clear",
            Self::PlainPort => "this port speaks in the clear and was spoken to with TLS",
            Self::NoStartTls => "the mail server offers no STARTTLS",
            Self::TlsTooOld => "the mail server's encryption is too old",
            Self::ClientCertificate => "the mail server wants a certificate of ours",
            Self::NoSignInMethod => "user name and password were not sent",
            Self::AccentedSender => "the sender's address needs SMTPUTF8, which the mail server does not offer",
            Self::Lost => "the connection was lost",
            Self::NoAnswer => "no answer in time",
            Self::NotSmtp => "what came is not SMTP",
            Self::Uncertain => {
                "no confirmation, the email may have arrived; a password in it ends when another email is accepted"
            }
            _ => "",
        }
    }

    /// The problem that we have named at the start of an answer, and what follows it.
    pub(super) fn ours(answer: &str) -> Option<(Self, &str)> {
        Self::OURS.into_iter().find_map(|ours| {
            let rest = answer.strip_prefix(ours.our_message())?;
            Some((ours, rest.trim_start_matches([':', ';']).trim()))
        })
    }

    /// The mail server's reply within an answer that [`Self::SimilarRefusals`] marks.
    pub fn suspicion_of(answer: &str) -> Option<&str> {
        Self::ours(answer).filter(|(ours, _)| *ours == Self::SimilarRefusals).map(|(_, words)| words)
    }

    /// What it means at this step that no answer came, or none that could be read; nothing
    /// where the step alone says more.
    pub(super) fn at(self, step: &str) -> Option<Self> {
        match (self, step) {
            (Self::Lost | Self::NoAnswer | Self::NotSmtp, "final_answer") => Some(Self::Uncertain),
            (Self::NoAnswer, "greeting") => Some(Self::Silent),
            // Who hangs up on us before a word is said refuses the connection.
            (Self::Lost, "greeting") | (Self::Lost | Self::NoAnswer, "name_lookup" | "connect" | "tls") => None,
            _ => Some(self),
        }
    }

    /// The mail server's own words in an answer, if there are any: a reply begins with its
    /// code, and may follow words of ours. What is no reply is no mail server's.
    pub fn server_reply(answer: &str) -> Option<&str> {
        match Self::ours(answer) {
            Some((_, rest)) => Some(rest).filter(|rest| is_reply(rest)),
            None => Some(answer).filter(|answer| is_reply(answer)),
        }
    }

    /// What we know beyond the problem itself, in English, where the mail server has no words; empty for nothing.
    pub fn own_detail(answer: &str) -> &str {
        match Self::ours(answer) {
            _ if Self::server_reply(answer).is_some() => "",
            Some((_, rest)) => rest,
            None => answer.trim(),
        }
    }
}

/// Whether words begin as a reply does: three digits on their own.
fn is_reply(words: &str) -> bool {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && matches!(words.as_bytes()[0], b'1'..=b'5')
}
