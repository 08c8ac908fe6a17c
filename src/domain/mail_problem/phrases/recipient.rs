//! Phrases about the person: their address, their mailbox and what it takes.

/// An unknown sender is to come again.
pub(in crate::domain::mail_problem) const GREYLISTED: &[&str] =
    &["greylist", "graylist", "grey-list", "gray-list", "grey list", "gray list", "greytrap"];

/// To be tried again, for a reason that is not told.
pub(in crate::domain::mail_problem) const LATER: &[&str] =
    &["try again", "try later", "later", "come back", "retry", "deferred", "temporar", "tente novamente", "mais tarde"];

/// The person's mailbox takes mail from some people only: from their own organization, most often.
pub(in crate::domain::mail_problem) const MEMBERS_ONLY: &[&str] = &[
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
pub(in crate::domain::mail_problem) const SERVER_RULES: &[&str] =
    &["authenticated users", "authorized users", "this server", "this host", "relay", "local networks", "local users"];

/// The person gets more than their server lets them have.
pub(in crate::domain::mail_problem) const RECEIVING: &[&str] = &[
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

/// The address does not exist.
pub(in crate::domain::mail_problem) const NO_SUCH_ADDRESS: &[&str] = &[
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
    "marked as inactive",
    "nullmx",
    "null mx",
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
pub(in crate::domain::mail_problem) const CLOSED: &[&str] = &[
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
pub(in crate::domain::mail_problem) const OUR_ACCOUNT: &[&str] =
    &["your account", "sua conta", "sender", "remetente", "invoice", "payment", "pagamento", "unpaid"];

/// The address does not exist, most often.
pub(in crate::domain::mail_problem) const UNAVAILABLE: &[&str] = &["recipient address rejected", "mailbox unavailable"];

/// The person has no room left.
pub(in crate::domain::mail_problem) const MAILBOX_FULL: &[&str] = &[
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
pub(in crate::domain::mail_problem) const OVER_QUOTA: &[&str] = &[
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
