//! The program: `chaveiro serve`, and the commands beside it.

use std::process::ExitCode;

/// A page is some thousand small allocations, made on one thread and freed on another.
#[cfg(feature = "ssr")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    chaveiro::server::process::keep_files_private();
    chaveiro::cli::run()
}
