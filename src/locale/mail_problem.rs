//! Why a mail server did not take a mail, and what to do about it.

mod answer;

pub use answer::{MailAnswer, detail_label, logged_reason, mail_answer};

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
        P::Blocked => (
            "O servidor de e-mail bloqueou nosso endereço de rede.",
            "The mail server has blocked our network address.",
        ),
        P::Limit => {
            ("Chegamos ao limite de envio do servidor de e-mail.", "We've reached the mail server's sending limit.")
        }
        P::Policy => (
            "O servidor de e-mail recusou nosso e-mail por uma de suas regras.",
            "The mail server refused our email because of one of its rules.",
        ),
        P::RefusedAlike => (
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
            "Confira o usuário em CHAVEIRO_SMTP_URL e CHAVEIRO_SMTP_PASSWORD, ou peça ao administrador do servidor de e-mail que libere este envio.",
            "Check the user name in CHAVEIRO_SMTP_URL and CHAVEIRO_SMTP_PASSWORD, or ask the mail server's administrator to allow it.",
        ),
        P::SignInNeeded => (
            "Coloque o usuário em CHAVEIRO_SMTP_URL (smtps://usuario@servidor, ou smtp://…?tls=required) e a senha em CHAVEIRO_SMTP_PASSWORD.",
            "Put the user name in CHAVEIRO_SMTP_URL (smtps://user@host, or smtp://…?tls=required) and the password in CHAVEIRO_SMTP_PASSWORD.",
        ),
        P::Sender => (
            "Confira CHAVEIRO_MAIL_FROM: o servidor só aceita remetentes que este usuário pode usar e cujo domínio o autoriza (SPF, DKIM).",
            "Check CHAVEIRO_MAIL_FROM: the mail server accepts senders only if this user may use them and their domain allows it (SPF, DKIM).",
        ),
        P::Blocked => (
            "Peça o desbloqueio ao administrador do servidor de e-mail. A resposta do servidor costuma dizer em que lista estamos.",
            "Ask the mail server's administrator to unblock it. The server's answer usually names the list we're on.",
        ),
        P::Limit => (
            "Os e-mails ficam na fila e são enviados quando o limite permitir. Para não atingir o limite, defina CHAVEIRO_MAIL_PACE ou peça um limite maior.",
            "Emails stay in the queue and are sent when the limit allows. To stay below it, set CHAVEIRO_MAIL_PACE or ask for a higher limit.",
        ),
        P::Policy => (
            "A resposta do servidor diz qual é a regra. Fale com o administrador do servidor de e-mail.",
            "The mail server's answer says which rule it is. Contact the mail server's administrator.",
        ),
        P::RefusedAlike => (
            "Leia a resposta do servidor e resolva o problema. Depois use “Tentar enviar todos de novo”.",
            "Read the mail server's answer and fix the problem. Then use “Try all again now”.",
        ),
        P::Address => ("Confira o endereço do destinatário.", "Check the recipient's address."),
        P::Greylisted => (
            "É comum com remetentes novos. Tente de novo em alguns minutos; os e-mails da fila são reenviados sozinhos.",
            "This is common with new senders. Try again in a few minutes; queued emails are retried automatically.",
        ),
        P::TryLater => (
            "Tente de novo em alguns minutos; os e-mails da fila são reenviados sozinhos. Se continuar, leia a resposta do servidor.",
            "Try again in a few minutes; queued emails are retried automatically. If it keeps happening, read the mail server's answer.",
        ),
        P::Busy | P::TlsNotNow => (
            "Tente de novo mais tarde; os e-mails da fila são reenviados sozinhos. Se continuar, fale com o administrador do servidor de e-mail.",
            "Try again later; queued emails are retried automatically. If it keeps happening, contact the mail server's administrator.",
        ),
        P::TooBig => (
            "Use um logotipo menor em “Aparência” ou peça ao administrador do servidor de e-mail um limite maior.",
            "Use a smaller logo under “Appearance”, or ask the mail server's administrator for a higher limit.",
        ),
        P::EncryptionNeeded => (
            "Em CHAVEIRO_SMTP_URL, escreva smtps:// ou acrescente ?tls=required.",
            "In CHAVEIRO_SMTP_URL, write smtps:// or add ?tls=required.",
        ),
        P::SignInDisabled => (
            "Peça ao administrador do servidor de e-mail que ative o SMTP AUTH para este usuário, ou use outro servidor em CHAVEIRO_SMTP_URL.",
            "Ask the mail server's administrator to turn on SMTP AUTH for this user, or use another server in CHAVEIRO_SMTP_URL.",
        ),
        P::AppPassword => (
            "Crie uma senha de app na conta deste usuário e coloque-a em CHAVEIRO_SMTP_PASSWORD.",
            "Create an app password in this user's account and put it in CHAVEIRO_SMTP_PASSWORD.",
        ),
        P::PasswordsRetired => (
            "Use em CHAVEIRO_SMTP_URL outro servidor de e-mail, ou um que aceite esta máquina pelo endereço de rede, sem usuário e senha (relay SMTP).",
            "In CHAVEIRO_SMTP_URL, use another mail server, or one that accepts this machine by its network address, without a user name and password (SMTP relay).",
        ),
        P::AccountLocked => (
            "Entre nessa conta pelo navegador, siga o que for pedido e, se a senha mudar, atualize CHAVEIRO_SMTP_PASSWORD.",
            "Sign in to that account in a browser, follow what it asks and, if the password changes, update CHAVEIRO_SMTP_PASSWORD.",
        ),
        P::OurName => (
            "É o servidor em CHAVEIRO_PUBLIC_URL. Use um nome completo que exista no DNS, ou peça ao administrador do servidor de e-mail que o aceite.",
            "It is the host in CHAVEIRO_PUBLIC_URL. Use a full name that exists in the DNS, or ask the mail server's administrator to accept it.",
        ),
        P::Lost | P::NoAnswer => (
            "Tente de novo em alguns minutos; os e-mails da fila são reenviados sozinhos. Se continuar, confira a rede e fale com o administrador do servidor de e-mail.",
            "Try again in a few minutes; queued emails are retried automatically. If it keeps happening, check the network and contact the mail server's administrator.",
        ),
        P::Silent => (
            "Confira o servidor e a porta em CHAVEIRO_SMTP_URL. Uma porta que exige TLS desde o início (465) pede smtps:// em vez de smtp://.",
            "Check the host and port in CHAVEIRO_SMTP_URL. A port that requires TLS from the start (465) needs smtps:// instead of smtp://.",
        ),
        P::NotSmtp => (
            "Confira o servidor e a porta em CHAVEIRO_SMTP_URL: 465 com smtps://, ou 587 com smtp://…?tls=required.",
            "Check the host and port in CHAVEIRO_SMTP_URL: 465 with smtps://, or 587 with smtp://…?tls=required.",
        ),
        P::Uncertain => (
            "Antes de tentar de novo, confira se ele chegou à caixa de entrada.",
            "Before trying again, check whether it reached the inbox.",
        ),
        P::AccentedSender => (
            "Em CHAVEIRO_MAIL_FROM e CHAVEIRO_MAIL_REPLY_TO, use endereços sem acentos antes do @.",
            "In CHAVEIRO_MAIL_FROM and CHAVEIRO_MAIL_REPLY_TO, use addresses without accents before the @.",
        ),
        P::MailboxFull => {
            ("Peça à pessoa que libere espaço e reenvie.", "Ask the person to free up space, then resend.")
        }
        P::MembersOnly => (
            "Use outro e-mail da pessoa ou peça à organização dela que aceite mensagens do nosso remetente.",
            "Use another address of theirs, or ask their organization to accept email from our sender.",
        ),
        P::ReceivesTooMuch => (
            "Tente de novo daqui a uma hora; os e-mails da fila são reenviados sozinhos.",
            "Try again in an hour; queued emails are retried automatically.",
        ),
        P::CertificateName => (
            "Use em CHAVEIRO_SMTP_URL o nome que está no certificado. CHAVEIRO_SMTP_CA_FILE não muda isto.",
            "In CHAVEIRO_SMTP_URL, use the name from the certificate. CHAVEIRO_SMTP_CA_FILE doesn't change this.",
        ),
        P::CertificateIssuer => (
            "Salve o certificado do emissor, ou o do próprio servidor, em um arquivo PEM e informe o caminho em CHAVEIRO_SMTP_CA_FILE.",
            "Save the issuer's certificate, or the server's own, in a PEM file and set its path in CHAVEIRO_SMTP_CA_FILE.",
        ),
        P::CertificateDate => (
            "Confira o relógio desta máquina e peça que o certificado do servidor seja renovado; se ele está em CHAVEIRO_SMTP_CA_FILE, troque-o lá também.",
            "Check this machine's clock and have the mail server's certificate renewed; if it is in CHAVEIRO_SMTP_CA_FILE, replace it there too.",
        ),
        P::CertificateWeak => (
            "Peça que o certificado do servidor seja renovado com uma chave RSA de pelo menos 2048 bits ou ECDSA, assinado com SHA-256; se ele está em CHAVEIRO_SMTP_CA_FILE, troque-o lá também.",
            "Have the mail server's certificate renewed with an RSA key of at least 2048 bits or ECDSA, signed with SHA-256; if it is in CHAVEIRO_SMTP_CA_FILE, replace it there too.",
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
            "Tente smtps:// com a porta 465 ou peça ao administrador do servidor de e-mail que ative o TLS.",
            "Try smtps:// with port 465, or ask the mail server's administrator to turn on TLS.",
        ),
        P::TlsTooOld => (
            "Peça ao administrador do servidor de e-mail que ative o TLS 1.2 ou 1.3 com cifras ECDHE, ou use outro servidor em CHAVEIRO_SMTP_URL.",
            "Ask the mail server's administrator to turn on TLS 1.2 or 1.3 with ECDHE ciphers, or use another server in CHAVEIRO_SMTP_URL.",
        ),
        P::ClientCertificate => (
            "Use outra porta ou outro servidor em CHAVEIRO_SMTP_URL, ou peça ao administrador do servidor de e-mail que não exija certificado.",
            "Use another port or server in CHAVEIRO_SMTP_URL, or ask the mail server's administrator not to require a certificate.",
        ),
        P::NoSignInMethod => (
            "O Chaveiro suporta AUTH PLAIN e AUTH LOGIN. Peça ao administrador do servidor de e-mail que ative um deles, por exemplo com uma senha de aplicativo.",
            "Chaveiro supports AUTH PLAIN and AUTH LOGIN. Ask the mail server's administrator to turn one of them on, for example with an app password.",
        ),
    };
    match locale {
        Locale::PtBr => pt_br,
        Locale::En => en,
    }
}
