//! Where the time of a request goes: `Server-Timing` on the pages of admins in development mode.

use std::cell::Cell;
use std::fmt;
use std::time::{Duration, Instant};

/// What a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A statement that reads.
    Read,
    /// A transaction that writes, from its beginning to its commit.
    Write,
    /// A password hash, with its wait in the queue.
    Hash,
}

/// The parts with their names in the header.
const PARTS: [(Part, &str); 3] = [(Part::Read, "read"), (Part::Write, "write"), (Part::Hash, "hash")];

#[derive(Default)]
struct Timing {
    parts: [Cell<(u32, Duration)>; PARTS.len()],
}

tokio::task_local! {
    static TIMING: Timing;
}

/// Runs a request; its output, and the value of `Server-Timing` (W3C Server Timing, milliseconds).
///
/// What the request leaves to other tasks is in the total only.
pub async fn measure<T>(request: impl Future<Output = T>) -> (T, String) {
    let begun = Instant::now();
    let run = async {
        let output = request.await;
        let parts = TIMING.with(ToString::to_string);
        (output, parts)
    };
    let (output, parts) = TIMING.scope(Timing::default(), run).await;
    (output, format!("total;dur={:.2}{parts}", in_ms(begun.elapsed())))
}

/// Adds one that began then and ends now. Costs nothing where nobody measures.
pub(super) fn record(part: Part, begun: Instant) {
    _ = TIMING.try_with(|timing| {
        let sum = &timing.parts[part as usize];
        let (count, elapsed) = sum.get();
        sum.set((count + 1, elapsed + begun.elapsed()));
    });
}

fn in_ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (part, name) in PARTS {
            let (count, elapsed) = self.parts[part as usize].get();
            if count > 0 {
                write!(f, ", {name};dur={:.2};desc=\"{count}\"", in_ms(elapsed))?;
            }
        }
        Ok(())
    }
}
