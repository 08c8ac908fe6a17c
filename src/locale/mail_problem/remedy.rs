//! What to do where a mail server does not take our mails.

use crate::domain::{Locale, MailProblem};

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
        P::SimilarRefusals => (
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
            "Use em CHAVEIRO_SMTP_URL outro servidor de e-mail, ou um que aceite esta máquina pelo endereço IP, sem usuário e senha (relay SMTP).",
            "In CHAVEIRO_SMTP_URL, use another mail server, or one that accepts this machine by its IP address, without a user name and password (SMTP relay).",
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
            "Peça ao administrador do servidor de e-mail que ative o TLS 1.2 ou 1.3 com cifras ECDHE e não exija certificado, ou use outro servidor em CHAVEIRO_SMTP_URL.",
            "Ask the mail server's administrator to turn on TLS 1.2 or 1.3 with ECDHE ciphers and require no certificate, or use another server in CHAVEIRO_SMTP_URL.",
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
    locale.pick(pt_br, en)
}
