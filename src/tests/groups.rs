//! Groups: their names, who is in which, and how people get there.

mod command_line;
mod import;
mod list;
mod pages;
pub mod store;
