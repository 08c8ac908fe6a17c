// The PostgreSQL that `.ci/postgres` has started, and PgBouncer in front of it.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endProcess } from "../support/end_process";
import { tools } from "../support/foreign_app";
import { freePort } from "../support/program";
import { until } from "../support/until";

/** A database of its own, on the server of `.ci/postgres` or another; what nodes need to be on it. */
export function createDatabase(name: string, server = process.env.TEST_DATABASE_URL) {
  if (!server) throw new Error("TEST_DATABASE_URL is not set: run `make peers`");
  query(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { DATABASE_URL: url.href, CHAVEIRO_SECRET_KEY: "a key of more than thirty-two letters" };
}

/** What a statement gives, one row a line. */
export function query(url: string, sql: string): string {
  const args = [url, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", sql];
  return execFileSync("psql", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

const asRoot = process.getuid?.() === 0;

/** Debian's PgBouncer before one database. */
export class PgBouncer {
  private readonly folder = mkdtempSync(join(tmpdir(), "pgbouncer-"));
  private child?: ChildProcess;
  private written = "";

  private constructor(
    private readonly target: URL,
    private readonly port: number,
  ) {}

  static async start(target: string, mode: "session" | "transaction" | "statement", settings = ""): Promise<PgBouncer> {
    const bouncer = new PgBouncer(new URL(target), await freePort());
    const { hostname, port, pathname, username, password } = bouncer.target;
    const configuration = join(bouncer.folder, "pgbouncer.ini");
    writeFileSync(
      configuration,
      `[databases]
${pathname.slice(1)} = host=${hostname} port=${port} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${bouncer.port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
${settings}
`,
    );
    // It does not run as root.
    chmodSync(bouncer.folder, 0o755);
    const libraries = execFileSync("sh", ["-c", `echo ${join(tools, "pgbouncer/usr/lib")}/*-linux-gnu`], { encoding: "utf8" }).trim();
    const program = join(tools, "pgbouncer/usr/sbin/pgbouncer");
    const args = [...(asRoot ? ["--user", "nobody"] : []), configuration];
    bouncer.child = spawn(program, args, { env: { LD_LIBRARY_PATH: libraries }, stdio: ["ignore", "pipe", "pipe"] });
    bouncer.child.stdout?.on("data", (text) => (bouncer.written += text));
    bouncer.child.stderr?.on("data", (text) => (bouncer.written += text));
    await until("PgBouncer listens", async () => {
      if (bouncer.child?.exitCode !== null) throw new Error(`PgBouncer ended:\n${bouncer.written}`);
      const socket = connect(bouncer.port, "127.0.0.1");
      const listens = await Promise.race([once(socket, "connect").then(() => true), once(socket, "error").then(() => false)]).catch(() => false);
      socket.destroy();
      return listens;
    });
    return bouncer;
  }

  /** The database, by way of it. */
  get url(): string {
    const url = new URL(this.target);
    url.port = `${this.port}`;
    return url.href;
  }

  async stop(): Promise<void> {
    await endProcess(this.child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
