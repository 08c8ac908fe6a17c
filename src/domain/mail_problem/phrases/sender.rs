//! Phrases about us: our name, our address, our network, what we may send.

/// How we introduce ourselves is not to the server's liking.
pub(in crate::domain::mail_problem) const HELO: &[&str] = &[
    "helo command rejected",
    "helo rejected",
    "ehlo rejected",
    "bad helo",
    "bad ehlo",
    "invalid helo",
    "invalid ehlo",
    "helo should",
    "ehlo should",
    "helo argument",
    "ehlo argument",
    "helo name",
    "ehlo name",
    "fully-qualified hostname",
    "fully qualified hostname",
];

/// Our account may not send just now.
pub(in crate::domain::mail_problem) const SUSPENDED: &[&str] = &[
    "outgoing mail from",
    "outgoing email from",
    "outboundspam",
    "sending has been suspended",
    "sending is suspended",
    "suspended from sending",
    "blocked from sending",
    "sending paused",
    "sending is paused",
    "sending has been paused",
    "sending has been disabled",
    "sending is disabled",
    "envio bloqueado",
    "envio suspenso",
    "sem saldo",
    "for test purposes only",
];

/// Beside the word "relay".
pub(in crate::domain::mail_problem) const RELAY_DENIED: &[&str] = &[
    "denied",
    "permitted",
    "allowed",
    "unable",
    "prohibited",
    "refused",
    "rejected",
    "cannot",
    "can't",
    "do not",
    "don't",
    "disabled",
    "forbidden",
    "not ",
    "negado",
    "negada",
    "não",
    "no valid",
];

/// Relaying is denied, in other words.
pub(in crate::domain::mail_problem) const NOT_OUR_DOMAIN: &[&str] =
    &["rcpthosts", "unable to relay", "not relay", "retransmissão negada", "retransmissao negada"];

/// We may not send as who we say we are.
pub(in crate::domain::mail_problem) const SENDER: &[&str] = &[
    "sender address",
    "sender not allowed",
    "sender is not allowed",
    "sender rejected",
    "sender denied",
    "sender refused",
    "banned sender",
    "sender verif",
    "sender domain",
    "sending domain",
    "domain of sender",
    "invalid sender",
    "unauthorized sender",
    "unknown sender",
    "not allowed to send",
    "not authorized to send",
    "not permitted to send",
    "not authorised to send",
    "sendasdenied",
    "send as ",
    "send-as",
    "not owned by",
    "return path",
    "return-path",
    "from address",
    "from: address",
    "from header",
    "envelope from",
    "envelope sender",
    "mail from domain",
    "dmarc",
    "dkim",
    "spf ",
    "spf-",
    "(spf)",
    "spf:",
    "email address is not verified",
    "domain is not verified",
    "domain must be verified",
    "sender signature",
    "failed the check in region",
    "sender policy framework",
    "unauthenticated email",
    "unauthenticated sender",
    "sender is unauthenticated",
    "remetente",
];

/// Lists of network addresses.
pub(in crate::domain::mail_problem) const BLOCK_LISTS: &[&str] = &[
    "block list",
    "blocklist",
    "block-list",
    "blacklist",
    "black list",
    "black-list",
    "denylist",
    "deny list",
    "spamhaus",
    "spamcop",
    "barracuda",
    "sorbs",
    "uceprotect",
    "abusix",
    "senderscore",
    "invaluement",
    "mailspike",
    "dnsbl",
    "rblsmtpd",
    "lista negra",
    "lista de bloqueio",
];

/// Our network address is unwelcome, most often.
pub(in crate::domain::mail_problem) const BLOCKED: &[&str] = &[
    "blocked",
    "client host",
    "your host",
    "your ip",
    "this ip",
    "ip address",
    "reputation",
    "banned",
    "listed",
    "reverse dns",
    "reverse hostname",
    "ptr record",
    "bloqueado",
    "bloqueada",
];

/// Some rule about us, most often.
pub(in crate::domain::mail_problem) const RULES: &[&str] = &[
    "administrative prohibition",
    "administratively",
    "prohibited",
    "not authorized",
    "unauthorized",
    "not authorised",
    "access denied",
    "policy",
    "spam",
    "política",
    "acesso negado",
];

/// Our account at the mail server may not send, where it is named before a recipient is.
pub(in crate::domain::mail_problem) const ACCOUNT: &[&str] = &["account", "conta"];

/// Beside [`ACCOUNT`].
pub(in crate::domain::mail_problem) const CLOSED_ACCOUNT: &[&str] =
    &["suspend", "suspens", "disabled", "desativ", "locked", "bloque", "unpaid", "pagamento"];

/// What is in the mail is not to the server's liking.
pub(in crate::domain::mail_problem) const CONTENT: &[&str] =
    &["its content", "message content", "virus", "malware", "phishing", "conteúdo", "conteudo", "vírus"];

/// The mail is larger than the server takes.
pub(in crate::domain::mail_problem) const TOO_BIG: &[&str] = &[
    "message too big",
    "message too large",
    "message is too large",
    "message size exceeds",
    "exceeds maximum message size",
    "exceeds the maximum message size",
];
