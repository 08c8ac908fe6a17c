//! Integration tests: the whole router without a socket, real databases, real SMTP.
//!
//! `make test-rust` runs them once on SQLite and once on PostgreSQL: same
//! tests, both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod app;
mod appearance;
mod apps;
mod program;
mod slow_server;
mod smtp_sink;

mod accounts;
mod administration;
mod approval;
mod architecture;
mod attacks;
mod audit;
mod audit_chain;
mod audit_retention;
mod authorize;
mod clock_ahead;
mod code_attempts;
mod code_lengths;
mod command_line;
mod common_passwords;
mod confirm_password;
mod connections;
mod cookies;
mod cost;
mod cpf;
mod csv;
mod damaged_rows;
mod deleted_people;
mod delivery;
mod devices;
mod display_name;
mod doctor;
mod editing;
mod email;
mod email_address;
mod enumeration;
mod file_modes;
mod first_access;
mod first_access_link;
mod flash;
mod forgotten_password;
mod forms;
mod full_disk;
mod groups;
mod hand_over;
mod host;
mod import;
mod lateness;
mod limits;
mod logging;
mod migrations;
mod nodes;
mod notes;
mod oidc;
mod outbox;
mod outbox_rows;
mod overview;
mod own_account;
mod own_password;
mod password_advice;
mod pasted;
mod preset;
mod races;
mod rate_limit;
mod refusals;
mod registration;
mod registration_limits;
mod reminders;
mod repeated_forms;
mod restore;
mod sessions;
mod sessions_of_others;
mod settings;
mod setup;
mod sign_in;
mod start_errors;
mod store;
mod time_zones;
mod user_list;
mod user_list_filters;
