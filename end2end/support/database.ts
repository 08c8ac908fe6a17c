// The database of a running program, where a test needs what only time brings.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
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

/** Registers an app at a program, as an administrator does. */
export function registerApp(program: Program, app: { clientId: string; name: string; secret: string; home: string; callback: string }): void {
  const id = `00000000-0000-7000-8000-${createHash("sha256").update(app.clientId).digest("hex").slice(0, 12)}`;
  const hash = createHash("sha256").update(app.secret).digest("hex");
  change(
    program,
    `INSERT INTO apps (id, client_id, name, home_url, redirect_uris, post_logout_uris, kind, access, claims_in_id_token, algorithm, created_at)
     VALUES ('${id}', '${app.clientId}', '${app.name}', '${app.home}', '${app.callback}', '${app.home}', 'confidential', 'everybody', 1, 'RS256', 0)`,
  );
  change(program, `INSERT INTO app_secrets (id, app_id, hash, created_at) VALUES ('${id}', '${id}', '${hash}', 0)`);
}
