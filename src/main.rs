//! The program: `chaveiro serve`, and the commands beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    chaveiro::server::process::keep_files_private();
    chaveiro::cli::run()
}
