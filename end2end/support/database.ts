// The database of a running program, where a test needs what only time brings.

import { execFileSync } from "node:child_process";
import type { Program } from "./program";

const script = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=10)
database.execute(sys.argv[2])
database.commit()
`;

/** Changes something beside the program. Node.js 20 knows no SQLite, Python does. */
function change(program: Program, sql: string): void {
  execFileSync("python3", ["-c", script, `${program.folder}/data/chaveiro.db`, sql]);
}

/** Everybody who is signed in gave their password eleven minutes earlier than they did. */
export function passwordsGivenLongAgo(program: Program): void {
  change(program, "UPDATE sessions SET confirmed_at = confirmed_at - 660000");
}

/** What apps have asked for has waited too long. */
export function requestsAreOver(program: Program): void {
  change(program, "UPDATE authorization_requests SET expires_at = created_at");
}
