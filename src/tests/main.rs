//! Integration tests, one binary.

mod common_passwords;
mod cpf;
mod display_name;
mod email_address;
mod mail;
mod own_password;
mod preset;
mod smtp_sink;
