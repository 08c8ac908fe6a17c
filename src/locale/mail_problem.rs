//! Why a mail server did not take a mail, and what to do about it.

mod answer;
mod remedy;

pub use answer::{MailAnswer, detail_label, logged_reason, mail_answer};
pub use remedy::mail_remedy;

use crate::domain::{Locale, MailProblem};

/// Why, in a sentence.
pub const fn mail_problem(locale: Locale, problem: MailProblem) -> &'static str {
    use MailProblem as P;
    let (pt_br, en) = match problem {
        P::Relay => (
            "O servidor de e-mail não aceita que enviemos para outros domínios (relay negado).",
            "The mail server doesn't let us send to other domains (relaying denied).",
        ),
        P::SignInNeeded => (
            "O servidor de e-mail exige usuário e senha ou uma conexão segura.",
            "The mail server requires a user name and password or a secure connection.",
        ),
        P::Sender => (
            "O servidor de e-mail não aceitou nosso endereço de remetente.",
            "The mail server didn't accept our sender address.",
        ),
        P::Blocked => {
            ("O servidor de e-mail bloqueou nosso endereço IP.", "The mail server has blocked our IP address.")
        }
        P::Limit => {
            ("Chegamos ao limite de envio do servidor de e-mail.", "We've reached the mail server's sending limit.")
        }
        P::Policy => (
            "O servidor de e-mail recusou nosso e-mail por uma de suas regras.",
            "The mail server refused our email because of one of its rules.",
        ),
        P::SimilarRefusals => (
            "O servidor de e-mail recusou da mesma forma os e-mails de várias pessoas seguidas. O problema deve ser nosso, não delas.",
            "The mail server refused emails to several people in a row in the same way. The problem is probably ours, not theirs.",
        ),
        P::Address => (
            "O servidor recusou este endereço. Talvez ele não exista. Confira o e-mail da pessoa.",
            "The mail server refused this address. It may not exist. Check the person's email.",
        ),
        P::MailboxFull => ("A caixa de entrada da pessoa está cheia.", "The person's mailbox is full."),
        P::MembersOnly => (
            "A caixa de e-mail desta pessoa só aceita mensagens de dentro da organização dela.",
            "This person's mailbox only accepts email from inside their organization.",
        ),
        P::ReceivesTooMuch => {
            ("A pessoa está recebendo e-mails demais no momento.", "The person is receiving too many emails right now.")
        }
        P::Greylisted => (
            "O servidor pediu para tentar este endereço mais tarde.",
            "The mail server asked us to try this address later.",
        ),
        P::TryLater => {
            ("O servidor de e-mail pediu para tentar mais tarde.", "The mail server asked us to try again later.")
        }
        P::Busy => (
            "O servidor de e-mail não está aceitando nossos e-mails agora.",
            "The mail server isn't accepting our emails right now.",
        ),
        P::TlsNotNow => (
            "O servidor de e-mail não consegue usar uma conexão segura agora.",
            "The mail server can't use a secure connection right now.",
        ),
        P::TooBig => (
            "O e-mail é maior do que o servidor de e-mail aceita.",
            "The email is larger than the mail server accepts.",
        ),
        P::EncryptionNeeded => (
            "O servidor de e-mail só aceita usuário e senha por uma conexão segura.",
            "The mail server accepts a user name and password only over a secure connection.",
        ),
        P::SignInDisabled => (
            "O servidor de e-mail não permite que este usuário envie por SMTP (SMTP AUTH desativado).",
            "The mail server doesn't allow this user to send over SMTP (SMTP AUTH is disabled).",
        ),
        P::AppPassword => (
            "O servidor de e-mail exige uma senha de app para este usuário.",
            "The mail server requires an app password for this user.",
        ),
        P::PasswordsRetired => (
            "O servidor de e-mail não aceita mais usuário e senha para enviar (autenticação básica).",
            "The mail server no longer accepts a user name and password for sending (basic authentication).",
        ),
        P::AccountLocked => (
            "O servidor de e-mail bloqueou a conta com que nos autenticamos, ou a senha dela expirou.",
            "The mail server has locked the account we sign in with, or its password has expired.",
        ),
        P::OurName => (
            "O servidor de e-mail não aceitou o nome com que nos apresentamos.",
            "The mail server didn't accept the name we introduce ourselves with.",
        ),
        P::Lost | P::NoAnswer => (
            "O servidor de e-mail parou de responder durante o envio.",
            "The mail server stopped responding during delivery.",
        ),
        P::Silent => (
            "A conexão foi aberta, mas o servidor de e-mail não se apresentou.",
            "The connection opened, but the mail server didn't send a greeting.",
        ),
        P::NotSmtp => (
            "O que respondeu não parece ser um servidor de e-mail (SMTP).",
            "What answered doesn't seem to be a mail server (SMTP).",
        ),
        P::Uncertain => (
            "O servidor de e-mail não confirmou que recebeu. O e-mail pode ter chegado.",
            "The mail server didn't confirm it received the email. The email may have arrived.",
        ),
        P::AccentedSender => (
            "Nosso endereço de remetente ou de resposta tem acentos antes do @, e o servidor de e-mail não aceita isso (não oferece SMTPUTF8).",
            "Our sender or reply address has characters outside ASCII before the @, and the mail server doesn't accept that (it doesn't offer SMTPUTF8).",
        ),
        P::CertificateName => (
            "O certificado do servidor de e-mail está em outro nome.",
            "The mail server's certificate is for another name.",
        ),
        P::CertificateIssuer => (
            "O certificado do servidor de e-mail não tem um emissor confiável.",
            "The mail server's certificate doesn't have a trusted issuer.",
        ),
        P::CertificateDate => (
            "O certificado do servidor de e-mail expirou ou ainda não é válido.",
            "The mail server's certificate has expired or isn't valid yet.",
        ),
        P::CertificateWeak => (
            "O certificado do servidor de e-mail tem uma chave ou assinatura fraca demais.",
            "The mail server's certificate has a key or signature that is too weak.",
        ),
        P::Certificate => (
            "O certificado do servidor de e-mail não pôde ser verificado.",
            "The mail server's certificate couldn't be verified.",
        ),
        P::TlsPort => (
            "Esta porta do servidor de e-mail exige TLS desde o início, e nos conectamos sem criptografia.",
            "This mail server port requires TLS from the start, and we connected without encryption.",
        ),
        P::PlainPort => (
            "Esta porta do servidor de e-mail começa sem criptografia, e nos conectamos com TLS.",
            "This mail server port starts without encryption, and we connected with TLS.",
        ),
        P::NoStartTls => (
            "O servidor de e-mail não oferece conexão segura nesta porta.",
            "The mail server offers no secure connection on this port.",
        ),
        P::TlsTooOld => (
            "O servidor de e-mail só oferece criptografia antiga, que o Chaveiro não aceita.",
            "The mail server only offers outdated encryption, which Chaveiro doesn't accept.",
        ),
        P::ClientCertificate => (
            "O servidor de e-mail exige um certificado de quem se conecta, e o Chaveiro não usa nenhum.",
            "The mail server requires a certificate from those who connect, and Chaveiro has none.",
        ),
        P::NoSignInMethod => (
            "O servidor de e-mail não oferece uma forma de autenticação que suportamos, e não enviamos usuário e senha.",
            "The mail server doesn't offer an authentication method we support, so we didn't send the user name and password.",
        ),
    };
    locale.pick(pt_br, en)
}
