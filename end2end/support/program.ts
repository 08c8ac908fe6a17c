// The program itself: the real binary, with a data folder of its own.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { until } from "./until";

/** The binary under test; `CHAVEIRO_BINARY` names another one than what `cargo test` has made. */
export const binary = resolve(
  import.meta.dirname,
  "../..",
  process.env.CHAVEIRO_BINARY ?? "target/debug/chaveiro",
);

export type Settings = Record<string, string | undefined>;

/** How a command ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the binary to its end. Nothing of our own environment reaches it but `PATH`. */
export function run(
  args: string[],
  { settings = {}, cwd, input = "", file = binary }: { settings?: Settings; cwd?: string; input?: string; file?: string } = {},
): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { cwd, env: { PATH: process.env.PATH, ...settings } });
    const ended: Ended = { code: null, stdout: "", stderr: "" };
    child.stdout.on("data", (text) => (ended.stdout += text));
    child.stderr.on("data", (text) => (ended.stderr += text));
    child.on("error", fail);
    child.on("close", (code) => done({ ...ended, code }));
    child.stdin.on("error", () => {}); // it may end without having read
    child.stdin.end(input);
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

export interface Options {
  /** Development mode: mails stay in memory. */
  dev?: boolean;
  /** Settings beside those every test needs. */
  settings?: Settings;
  /** Another copy of the binary. */
  file?: string;
}

/** A running Chaveiro. */
export class Program {
  /** All its files: the database, the secret key, and what it puts into its temporary folder. */
  readonly folder = mkdtempSync(join(tmpdir(), "chaveiro-"));
  readonly settings: Settings;
  /** What it wrote to standard output and to standard error. */
  stdout = "";
  stderr = "";
  private child?: ChildProcess;
  private readonly options: Options;
  port = 0;

  private constructor(options: Options) {
    this.options = options;
    mkdirSync(join(this.folder, "tmp"));
    this.settings = {
      DATABASE_URL: `sqlite://${this.folder}/data/chaveiro.db`,
      CHAVEIRO_DATA_DIR: join(this.folder, "data"),
      TMPDIR: join(this.folder, "tmp"),
      RUST_LOG: "info",
      CHAVEIRO_SHOW_SETUP_ADDRESS: "true",
      ...options.settings,
    };
  }

  static async start(options: Options = {}): Promise<Program> {
    const program = new Program(options);
    await program.start();
    return program;
  }

  /** Where a browser finds it. */
  get address(): string {
    return `http://localhost:${this.port}`;
  }

  /** Starts it, for the first time or again with the same data. */
  async start(): Promise<void> {
    for (let tries = 1; ; tries++) {
      this.port ||= await freePort();
      this.settings.CHAVEIRO_LISTEN = `127.0.0.1:${this.port}`;
      this.settings.CHAVEIRO_PUBLIC_URL = this.options.settings?.CHAVEIRO_PUBLIC_URL ?? this.address;
      this.stdout = "";
      this.stderr = "";
      const child = spawn(this.options.file ?? binary, this.options.dev ? ["serve", "--dev"] : ["serve"], {
        cwd: this.folder,
        env: { PATH: process.env.PATH, ...this.settings },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child.stdout.on("data", (text) => (this.stdout += text));
      child.stderr.on("data", (text) => (this.stderr += text));
      child.on("error", (error) => (this.stderr += error));
      this.child = child;
      const ready = await until("the program answers", async () => {
        if (child.exitCode !== null || child.pid === undefined) return "ended";
        return (await this.isReady()) && "ready";
      });
      if (ready === "ready") return;
      this.child = undefined;
      // Another test may have got the port first.
      if (tries === 3 || !this.stderr.includes("CHAVEIRO_LISTEN")) {
        throw new Error(`the program did not start:\n${this.stderr}`);
      }
      this.port = 0;
    }
  }

  private async isReady(): Promise<boolean> {
    if (!this.stdout.includes("Chaveiro is at")) return false;
    return fetch(`${this.address}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
  }

  /** The address for the first administrator, as printed. */
  async setupAddress(): Promise<string> {
    return await until("the set-up address is printed", () => this.stdout.match(/http\S+\/setup\?t=\S+/)?.[0]);
  }

  /** Ends it with `signal` and says how it ended. */
  async stop(signal: "SIGTERM" | "SIGINT" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    const child = this.child;
    if (!child) return null;
    this.child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the program exited unexpectedly, ${child.signalCode ?? child.exitCode}:\n${this.stderr.slice(-2000)}`);
    }
    const closed = once(child, "close");
    child.kill(signal);
    await closed;
    return child.exitCode;
  }

  /** Stops it, if it runs, and deletes its files. */
  async remove(): Promise<void> {
    try {
      await this.stop();
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  /** A command beside the server, on the same data. */
  run(args: string[], input?: string): Promise<Ended> {
    return run(args, { settings: this.settings, cwd: this.folder, input });
  }

  /** Every file it has, as bytes. */
  files(): { path: string; content: Buffer }[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path, content: readFileSync(path) }));
  }
}
