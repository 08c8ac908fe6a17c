//! Why a mail server did not take a mail, and what to do about it.

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
            "O servidor de e-mail só aceita mensagens depois de usuário e senha, ou de uma conexão segura.",
            "The mail server takes emails only after a user name and password, or over a secure connection.",
        ),
        P::Sender => (
            "O servidor de e-mail não aceitou nosso endereço de remetente.",
            "The mail server did not accept our sender address.",
        ),
        P::Blocked => (
            "O servidor de e-mail bloqueou nosso endereço de rede.",
            "The mail server has blocked our network address.",
        ),
        P::Limit => {
            ("Chegamos ao limite de envio do servidor de e-mail.", "We've reached the mail server's sending limit.")
        }
        P::Policy => (
            "O servidor de e-mail recusou nossa mensagem por uma regra dele.",
            "The mail server refused our email because of one of its rules.",
        ),
        P::RefusedAlike => (
            "O servidor de e-mail recusou do mesmo jeito as mensagens de três pessoas seguidas: o problema deve ser nosso, não delas.",
            "The mail server refused the emails of three people in a row in the same way: the problem is probably ours, not theirs.",
        ),
        P::Address => (
            "O servidor recusou este endereço: talvez não exista. Confira o e-mail da pessoa.",
            "The mail server refused this address: it may not exist. Check the person's e-mail.",
        ),
        P::MailboxFull => ("A caixa de entrada da pessoa está cheia.", "The person's mailbox is full."),
        P::Greylisted => (
            "O servidor pediu para tentar este endereço mais tarde.",
            "The mail server asked to try this address later.",
        ),
        P::CertificateName => (
            "O certificado do servidor de e-mail está em outro nome.",
            "The mail server's certificate is for another name.",
        ),
        P::CertificateIssuer => (
            "O certificado do servidor de e-mail foi emitido por alguém que não conhecemos.",
            "The mail server's certificate has an issuer we don't know.",
        ),
        P::CertificateDate => (
            "O certificado do servidor de e-mail está fora da data de validade.",
            "The mail server's certificate is outside its dates.",
        ),
        P::Certificate => (
            "O certificado do servidor de e-mail não pôde ser verificado.",
            "The mail server's certificate could not be verified.",
        ),
        P::TlsPort => (
            "Esta porta do servidor de e-mail fala TLS desde o início, e falamos com ela sem criptografia.",
            "This port of the mail server speaks TLS from the start, and we spoke to it unencrypted.",
        ),
        P::PlainPort => (
            "Esta porta do servidor de e-mail começa sem criptografia, e falamos TLS com ela desde o início.",
            "This port of the mail server starts unencrypted, and we spoke TLS to it from the start.",
        ),
        P::NoStartTls => (
            "O servidor de e-mail não oferece conexão segura nesta porta.",
            "The mail server offers no secure connection on this port.",
        ),
        P::NoSignInMethod => (
            "Usuário e senha não foram enviados: o servidor de e-mail não os pediu de um jeito que conhecemos.",
            "User name and password were not sent: the mail server didn't ask for them in a way we know.",
        ),
    };
    match locale {
        Locale::PtBr => pt_br,
        Locale::En => en,
    }
}

/// What to do about it.
pub const fn mail_remedy(locale: Locale, problem: MailProblem) -> &'static str {
    use MailProblem as P;
    let (pt_br, en) = match problem {
        P::Relay => (
            "Confira o usuário em CHAVEIRO_SMTP_URL e CHAVEIRO_SMTP_PASSWORD, ou peça a quem mantém o servidor que libere este envio.",
            "Check the user name in CHAVEIRO_SMTP_URL and CHAVEIRO_SMTP_PASSWORD, or ask whoever runs the mail server to allow it.",
        ),
        P::SignInNeeded => (
            "Ponha o usuário em CHAVEIRO_SMTP_URL (smtps://usuario@servidor, ou smtp://…?tls=required) e a senha em CHAVEIRO_SMTP_PASSWORD.",
            "Put the user name into CHAVEIRO_SMTP_URL (smtps://user@host, or smtp://…?tls=required) and the password into CHAVEIRO_SMTP_PASSWORD.",
        ),
        P::Sender => (
            "Confira CHAVEIRO_MAIL_FROM: o servidor só aceita remetentes que este usuário pode usar e cujo domínio o autoriza (SPF, DKIM).",
            "Check CHAVEIRO_MAIL_FROM: the mail server accepts senders only if this user may use them and their domain allows it (SPF, DKIM).",
        ),
        P::Blocked => (
            "Peça o desbloqueio a quem mantém o servidor; a resposta dele costuma dizer em que lista estamos.",
            "Ask whoever runs the mail server to unblock it; its answer usually names the list we are on.",
        ),
        P::Limit => (
            "As mensagens esperam e saem quando o limite permitir. Para não chegar a ele, defina CHAVEIRO_MAIL_PACE ou peça um limite maior.",
            "The emails wait and leave when the limit allows. To stay below it, set CHAVEIRO_MAIL_PACE or ask for a higher limit.",
        ),
        P::Policy => (
            "A resposta do servidor diz que regra é; fale com quem o mantém.",
            "The mail server's answer says which rule it is; talk to whoever runs it.",
        ),
        P::RefusedAlike => (
            "Leia a resposta do servidor e resolva o que ela aponta; depois use “Tentar todas de novo”.",
            "Read the mail server's answer and fix what it points at; then use “Try all again”.",
        ),
        P::Address | P::Greylisted => ("Confira o endereço de destino.", "Check the address the email is for."),
        P::MailboxFull => {
            ("Peça à pessoa que libere espaço, e reenvie.", "Ask the person to make room, then send again.")
        }
        P::CertificateName => (
            "Escreva em CHAVEIRO_SMTP_URL o nome que está no certificado. CHAVEIRO_SMTP_CA_FILE não muda isto.",
            "Write the name that is in the certificate into CHAVEIRO_SMTP_URL. CHAVEIRO_SMTP_CA_FILE doesn't change this.",
        ),
        P::CertificateIssuer => (
            "Ponha o certificado de quem o emitiu, ou o do próprio servidor, num arquivo PEM e escreva o caminho em CHAVEIRO_SMTP_CA_FILE.",
            "Put the issuer's certificate, or the server's own, into a PEM file and its path into CHAVEIRO_SMTP_CA_FILE.",
        ),
        P::CertificateDate => (
            "Confira o relógio desta máquina e peça que o certificado do servidor seja renovado; se ele está em CHAVEIRO_SMTP_CA_FILE, troque-o lá também.",
            "Check this machine's clock and have the mail server's certificate renewed; if it is in CHAVEIRO_SMTP_CA_FILE, replace it there too.",
        ),
        P::Certificate => (
            "Confira o certificado do servidor e, se usado, o arquivo em CHAVEIRO_SMTP_CA_FILE.",
            "Check the mail server's certificate and, if it is used, the file in CHAVEIRO_SMTP_CA_FILE.",
        ),
        P::TlsPort => (
            "Escreva smtps:// em vez de smtp:// em CHAVEIRO_SMTP_URL, ou use a porta 587 com ?tls=required.",
            "Write smtps:// instead of smtp:// in CHAVEIRO_SMTP_URL, or use port 587 with ?tls=required.",
        ),
        P::PlainPort => (
            "Escreva smtp://…?tls=required em vez de smtps:// em CHAVEIRO_SMTP_URL, ou use a porta 465.",
            "Write smtp://…?tls=required instead of smtps:// in CHAVEIRO_SMTP_URL, or use port 465.",
        ),
        P::NoStartTls => (
            "Tente smtps:// com a porta 465, ou peça a quem mantém o servidor que ative o TLS.",
            "Try smtps:// with port 465, or ask whoever runs the mail server to switch TLS on.",
        ),
        P::NoSignInMethod => (
            "O Chaveiro fala AUTH PLAIN e AUTH LOGIN: peça a quem mantém o servidor que ative um deles, por exemplo com uma senha de aplicativo.",
            "Chaveiro speaks AUTH PLAIN and AUTH LOGIN: ask whoever runs the mail server to switch one of them on, for example with an app password.",
        ),
    };
    match locale {
        Locale::PtBr => pt_br,
        Locale::En => en,
    }
}
