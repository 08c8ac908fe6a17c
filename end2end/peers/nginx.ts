// Debian's nginx before several nodes, with deploy/nginx.conf.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endProcess } from "../support/end_process";
import { tools } from "../support/foreign_app";
import { until } from "../support/until";

const settings = join(import.meta.dirname, "../../deploy/nginx.conf");

export class Nginx {
  private readonly folder = mkdtempSync(join(tmpdir(), "nginx-"));
  private child?: ChildProcess;
  private written = "";

  private constructor(readonly port: number) {}

  /** Where people find the nodes. */
  get address(): string {
    return `http://localhost:${this.port}`;
  }

  static async start(port: number, nodes: number[]): Promise<Nginx> {
    const nginx = new Nginx(port);
    const [first, second] = nodes;
    const filled = readFileSync(settings, "utf8")
      .replace("chaveiro-1:3000", `127.0.0.1:${first}`)
      .replace("chaveiro-2:3000", `127.0.0.1:${second}`)
      .replace("listen 80;", `listen 127.0.0.1:${port};`);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${nginx.folder}/${name};`);
    const configuration = join(nginx.folder, "nginx.conf");
    writeFileSync(
      configuration,
      `daemon off; pid ${nginx.folder}/pid; error_log stderr; worker_processes 1; ${process.getuid?.() === 0 ? "user root;" : ""}
events {}
http {
  access_log off;
  ${temporary.join("\n  ")}
${filled}
}
`,
    );
    const program = join(tools, "proxies/debian/usr/sbin/nginx");
    nginx.child = spawn(program, ["-p", nginx.folder, "-c", configuration, "-e", "stderr"], { stdio: ["ignore", "ignore", "pipe"] });
    nginx.child.stderr?.on("data", (text) => (nginx.written += text));
    await until("nginx leads to a node", async () => {
      if (nginx.child?.exitCode !== null) throw new Error(`nginx ended:\n${nginx.written}`);
      return fetch(`${nginx.address}/readyz`).then(({ ok }) => ok, () => false);
    });
    return nginx;
  }

  async stop(): Promise<void> {
    await endProcess(this.child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
