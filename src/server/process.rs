//! What the operating system allows this process: the mode of its new files, and how many it may hold open.

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, umask};

/// Makes every file that this process creates from now on readable and writable
/// by its owner only, whatever the folder it is in allows.
pub fn keep_files_private() {
    umask(Mode::RWXG | Mode::RWXO);
}

/// Raises the number of files and sockets that may be open to what the system
/// allows, and says how many that are. Most systems start programs with 1,024 so
/// that very old ones do not stumble.
pub fn raise_descriptor_limit() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let current = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(error) => {
            tracing::warn!(%error, "cannot raise the number of open files: {error}");
            limit.current
        }
    };
    // None: as many as there is memory for.
    current.map_or(usize::MAX, |current| usize::try_from(current).unwrap_or(usize::MAX))
}
