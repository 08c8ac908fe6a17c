//! Phrases about limits, which are on how much we send unless they are the person's.

/// We send more than we may.
pub(in crate::domain::mail_problem) const LIMITS: &[&str] = &[
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
    "credits exceeded",
    "credit exhausted",
    "no credits",
    "sem créditos",
];

/// On how many connections we have at a time.
pub(in crate::domain::mail_problem) const CONNECTIONS: &[&str] = &[
    "concurrent connection",
    "concurrent smtp connection",
    "concurrent session",
    "simultaneous connection",
    "simultaneous session",
    "too many connections",
    "too many sessions",
    "number of connections",
    "connection limit",
    "connections limit",
    "conexões simultâneas",
    "conexoes simultaneas",
    "muitas conexões",
    "muitas conexoes",
];

/// On what is sent, not on what is received.
pub(in crate::domain::mail_problem) const SENDING: &[&str] = &[
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

/// Beside the word "limit".
pub(in crate::domain::mail_problem) const EXCEEDED: &[&str] = &["exceed", "reached", "over ", "excedid", "atingid"];

/// Beside both, when the limit is none on how much we send.
pub(in crate::domain::mail_problem) const OTHER_LIMITS: &[&str] =
    &["size", "mailbox", "storage", "length", "hop", "tamanho", "caixa", "recipient account"];

/// A limit on how much somebody may keep, unless it is on what is sent.
pub(in crate::domain::mail_problem) const QUOTA: &[&str] = &["quota", "cota"];
