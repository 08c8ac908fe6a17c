// How a program that a test has started ends.

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Ends it, and waits until it has; one that does not listen within 5 s is killed. */
export async function endProcess(child: ChildProcess | undefined, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill(signal);
  const slow = setTimeout(() => child.kill("SIGKILL"), 5000);
  await closed;
  clearTimeout(slow);
}
