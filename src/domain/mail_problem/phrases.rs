//! Phrases of mail servers, in small letters, as manuals and bug trackers quote them.

pub(super) mod sign_in;

/// An unknown sender is to come again.
pub(super) const GREYLISTED: &[&str] =
    &["greylist", "graylist", "grey-list", "gray-list", "grey list", "gray list", "greytrap"];

/// The person's mailbox takes mail from some people only: from their own organization, most often.
pub(super) const MEMBERS_ONLY: &[&str] = &[
    "resolver.rst",
    "notauthenticatedfor",
    "not authenticated for",
    "only accepts internal",
    "only accepts mail from",
    "only accepts email from",
    "accepts mail only from",
    "accepts messages only from",
    "only internal senders",
    "internal senders only",
    "internal mail only",
    "does not accept mail from outside",
    "does not accept external",
    "aceita somente e-mails internos",
    "aceita apenas e-mails internos",
    "somente remetentes internos",
];

/// Beside [`MEMBERS_ONLY`]: the server itself is meant, not a mailbox.
pub(super) const SERVER_RULES: &[&str] =
    &["authenticated users", "authorized users", "this server", "this host", "relay", "local networks", "local users"];

/// How we introduce ourselves is not to the server's liking.
pub(super) const HELO: &[&str] = &[
    "helo command rejected",
    "bad helo",
    "bad ehlo",
    "invalid helo",
    "invalid ehlo",
    "helo argument",
    "ehlo argument",
    "helo name",
    "ehlo name",
    "fully-qualified hostname",
    "fully qualified hostname",
];

/// Our account may not send just now.
pub(super) const SUSPENDED: &[&str] = &[
    "outgoing mail from",
    "outgoing email from",
    "outboundspam",
    "sending has been suspended",
    "sending is suspended",
    "suspended from sending",
    "blocked from sending",
    "envio bloqueado",
    "envio suspenso",
    "sem saldo",
];

/// We send more than we may.
pub(super) const LIMITS: &[&str] = &[
    "sending limit",
    "send limit",
    "daily limit",
    "hourly limit",
    "rate limit",
    "rate-limit",
    "ratelimit",
    "relay limit",
    "outgoing messages was exceeded",
    "outgoing mail limit",
    "outbound mail limit",
    "limit on outgoing",
    "limit of outgoing",
    "limit for outgoing",
    "too many messages",
    "too many mails",
    "too many emails",
    "too many e-mails",
    "too much mail",
    "too many recipients",
    "submissionquota",
    "storedrv.submission",
    "sending quota",
    "send quota",
    "message quota",
    "daily quota",
    "hourly quota",
    "sender quota",
    "quota for sending",
    "outgoing quota",
    "outbound quota",
    "messages per ",
    "mails per ",
    "emails per ",
    "recipients per ",
    "per hour",
    "per day",
    "throttl",
    "sending rate",
    "unusual sending",
    "excessive sending",
    "envio excessivo",
    "excesso de envio",
    "maximum send",
    "limite de envio",
    "limite diário",
    "limite diario",
    "limite de mensagens",
    "limite de e-mails",
    "limite de emails",
    "cota de envio",
];
/// On what is sent, not on what is received.
pub(super) const SENDING: &[&str] = &[
    "submission quota",
    "submission limit",
    "submission rate",
    "sending limit",
    "sending quota",
    "sending rate",
    "send limit",
    "send quota",
    "sender quota",
    "sender has",
    "relay limit",
    "maximum send",
    "outgoing mail",
    "outgoing email",
    "outgoing message",
    "outgoing limit",
    "outgoing quota",
    "outbound mail",
    "outbound email",
    "outbound message",
    "outbound limit",
    "outbound quota",
    "de envio",
];
/// The person gets more than their server lets them have.
pub(super) const RECEIVING: &[&str] = &[
    "they can receive",
    "they may receive",
    "they are allowed to receive",
    "allowed to receive per",
    "is receiving mail",
    "is receiving email",
    "is receiving too",
    "receiving mail at a rate",
    "receiving mail too",
    "receive limit",
    "receiving limit",
    "recipient has exceeded",
    "pode receber por",
    "limite de recebimento",
];
/// Beside the word "limit".
pub(super) const EXCEEDED: &[&str] = &["exceed", "reached", "over ", "excedid", "atingid"];
/// Beside both, when the limit is none on how much we send.
pub(super) const OTHER_LIMITS: &[&str] =
    &["size", "mailbox", "storage", "length", "hop", "tamanho", "caixa", "recipient account"];
/// A limit on how much somebody may keep, unless it is on what is sent.
pub(super) const QUOTA: &[&str] = &["quota", "cota"];

/// Beside the word "relay".
pub(super) const RELAY_DENIED: &[&str] = &[
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
pub(super) const NOT_OUR_DOMAIN: &[&str] = &["rcpthosts", "unable to relay", "not relay"];

/// We may not send as who we say we are.
pub(super) const SENDER: &[&str] = &[
    "sender address",
    "sender not allowed",
    "sender is not allowed",
    "sender rejected",
    "sender denied",
    "sender refused",
    "sender verif",
    "sender domain",
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
    "failed the check in region",
    "sender policy framework",
    "unauthenticated email",
    "remetente",
];

/// Lists of network addresses.
pub(super) const BLOCK_LISTS: &[&str] = &[
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

/// The address is nobody's.
pub(super) const NO_SUCH_ADDRESS: &[&str] = &[
    "user unknown",
    "unknown user",
    "no such user",
    "no such recipient",
    "no such mailbox",
    "no such address",
    "no such person",
    "unknown recipient",
    "recipient unknown",
    "recipient not found",
    "recipientnotfound",
    "user not found",
    "mailbox not found",
    "unknown mailbox",
    "no mailbox",
    "invalid recipient",
    "invalid mailbox",
    "unknown address",
    "address unknown",
    "undeliverable address",
    "unrouteable",
    "user doesn't exist",
    "user does not exist",
    "account does not exist",
    "mailbox does not exist",
    "address does not exist",
    "recipient does not exist",
    "domain does not exist",
    "domain doesn't exist",
    "domain not found",
    "look up recipient",
    "host or domain name not found",
    "doesn't have an account",
    "does not have an account",
    "this user doesn't have",
    "no account by that name",
    "no longer exists",
    "no longer available",
    "no longer valid",
    "no longer here",
    "not a valid mailbox",
    "not a valid recipient",
    "not a valid user",
    "not a known user",
    "invalid user",
    "mailbox is disabled",
    "mailbox disabled",
    "mailbox is inactive",
    "inactive mailbox",
    "permanent failure for one or more recipients",
    "caixa desativada",
    "caixa inativa",
    "account that you tried to reach does not exist",
    "não existe",
    "não encontrado",
    "inexistente",
    "usuário desconhecido",
    "destinatário desconhecido",
];

/// An account is closed: the person's, unless ours is meant.
pub(super) const CLOSED: &[&str] = &[
    "account is disabled",
    "account has been disabled",
    "account disabled",
    "account is inactive",
    "account closed",
    "account is closed",
    "conta desativada",
    "conta inativa",
];
/// Our own account at the mail server is meant.
pub(super) const OUR_ACCOUNT: &[&str] =
    &["your account", "sua conta", "sender", "remetente", "invoice", "payment", "pagamento", "unpaid"];

/// The address is nobody's, most often.
pub(super) const UNAVAILABLE: &[&str] = &["recipient address rejected", "mailbox unavailable"];

/// The person has no room left.
pub(super) const MAILBOX_FULL: &[&str] = &[
    "mailbox full",
    "mailbox is full",
    "mailbox for user is full",
    "mailbox size limit",
    "mailbox storage",
    "mailbox quota",
    "mailbox limit",
    "mailbox would exceed",
    "inbox is full",
    "inbox full",
    "inbox is out of storage",
    "caixa cheia",
    "caixa está cheia",
    "caixa postal cheia",
    "caixa postal está cheia",
    "caixa de entrada cheia",
    "caixa de entrada está cheia",
];
/// The same, most often.
pub(super) const OVER_QUOTA: &[&str] = &[
    "over quota",
    "overquota",
    "over its quota",
    "over their quota",
    "over the quota",
    "quota exceeded",
    "quota is exceeded",
    "quota has been exceeded",
    "quota limit",
    "quota full",
    "exceeded quota",
    "exceeded its quota",
    "exceeded their quota",
    "exceeded his quota",
    "exceeded the quota",
    "exceeded his/her quota",
    "exceeds quota",
    "exceed quota",
    "exceeded storage",
    "exceeded its storage",
    "exceeded their storage",
    "reach is out of storage",
    "insufficient quota",
    "recipient account limit",
    "cota excedida",
    "acima da cota",
    "cota esgotada",
];

/// Our network address is unwelcome, most often.
pub(super) const BLOCKED: &[&str] = &[
    "blocked",
    "client host",
    "your host",
    "your ip",
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
pub(super) const RULES: &[&str] = &[
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

/// The mail is larger than the server takes.
pub(super) const TOO_BIG: &[&str] = &[
    "message too big",
    "message too large",
    "message is too large",
    "message size exceeds",
    "exceeds maximum message size",
    "exceeds the maximum message size",
];
