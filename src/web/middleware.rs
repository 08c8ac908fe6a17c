//! What every request passes before a handler answers, one concern per file.

pub mod access_log;
pub mod authorize;
pub mod compression;
pub mod flash;
pub mod foreign_origin;
pub mod host;
pub mod script_redirect;
