// An app that nobody here wrote, as a process of its own on 127.0.0.1: another site than localhost.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endProcess } from "./end_process";
import { freePort } from "./program";
import type { Registration } from "./providers";
import { type Recipe, recipe } from "./recipes";
import { until } from "./until";

const folder = join(import.meta.dirname, "../clients");
/** Where `.ci/setup` has put the programs of others. */
export const tools = join(import.meta.dirname, "../../target/tools");
const python = join(tools, "clients/bin/python");
export const secret = "s3cret-".repeat(6);

/** A command that serves the app, and what it needs to know. */
export interface Command {
  file: string;
  args: string[];
  env?: Record<string, string>;
}

/** How long to wait for an app, and for which status of its home page. */
export interface Patience {
  within?: number;
  isUp?: (status: number) => boolean;
}

/** Makes what an app runs from its recipe. */
export type Install = (app: { recipe: Recipe; port: number; folder: string; home: string }) => Command | Promise<Command>;

/** A Python program of `clients/`. */
export const pythonCommand = (args: string[], env: Record<string, string>): Command => ({
  file: python,
  args,
  env: { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1", ...env },
});

export class ForeignApp {
  readonly folder = mkdtempSync(join(tmpdir(), "foreign-"));
  private child?: ChildProcess;
  private written = "";

  private constructor(
    readonly program: string,
    readonly port: number,
    readonly clientId: string,
  ) {}

  /** Takes a port; the app is not started before its provider knows it. */
  static async prepare(program: string, clientId: string): Promise<ForeignApp> {
    return new ForeignApp(program, await freePort(), clientId);
  }

  get home(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** What it wrote, to its log as well. */
  get output(): string {
    const log = join(this.folder, "error.log");
    return this.written + (existsSync(log) ? readFileSync(log, "utf8") : "");
  }

  private recipe(issuer: string): Recipe {
    return recipe(this.program, { issuer, clientId: this.clientId, home: this.home, secret });
  }

  /** What the recipe says to register. */
  registration(): Registration {
    const { redirect, backchannel } = this.recipe("");
    return {
      clientId: this.clientId,
      secret,
      home: this.home,
      callback: `${this.home}${redirect}`,
      signedOut: this.home,
      ...(backchannel && { backchannel: `${this.home}${backchannel}` }),
    };
  }

  /** Starts it with the settings of its recipe. */
  async start(issuer: string, install: Install, { within = 10_000, isUp = () => true }: Patience = {}): Promise<void> {
    mkdirSync(join(this.folder, "tmp"));
    const command = await install({ recipe: this.recipe(issuer), port: this.port, folder: this.folder, home: this.home });
    const env = { PATH: process.env.PATH, OIDC_SECRET: secret, TMPDIR: join(this.folder, "tmp"), ...command.env };
    const child = spawn(command.file, command.args, { cwd: join(folder, ".."), env, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    child.stdout.on("data", (text) => (this.written += text));
    child.stderr.on("data", (text) => (this.written += text));
    child.on("error", (error) => (this.written += error));
    const answers = async () => {
      if (child.exitCode !== null || child.pid === undefined) return "ended";
      return fetch(this.home, { redirect: "manual" }).then(({ status }) => isUp(status) && "answers", () => undefined);
    };
    const state = await until(`${this.program} answers`, answers, { within }).catch((error) => {
      throw new Error(`${error}\n${this.output}`);
    });
    if (state === "ended") throw new Error(`${this.program} did not start:\n${this.output}`);
  }

  /** A file of the app, which the user its server runs as can read. */
  static write(path: string, text: string): string {
    writeFileSync(path, text, { mode: 0o644 });
    return path;
  }

  async stop(): Promise<void> {
    if (this.child?.pid !== undefined) await endProcess(this.child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
