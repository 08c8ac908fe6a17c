// Real reverse proxies, set up as docs/apps.md says, in front of an app that has no sign-in.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, type Server, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { endProcess } from "./end_process";
import { type Program, freePort } from "./program";
import { until } from "./until";

const tools = resolve(import.meta.dirname, "../../target/tools/proxies");

/** What a proxy is, where its recipe stands, and how it is started. */
export interface Kind {
  /** In the names of tests and of hosts. */
  name: string;
  /** Its heading in docs/apps.md. */
  heading: string;
  program: string;
  /** What `--version` has to say. */
  version: RegExp;
  /** Writes the recipe and what belongs around it into `folder`; gives back the arguments. */
  prepare: (recipe: string, folder: string, port: number) => string[];
}

const caddy = (name: string, program: string, version: RegExp): Kind => ({
  name,
  heading: "Caddy",
  program,
  version,
  prepare(recipe, folder) {
    // Without https, for which the recipe's site would need a certificate.
    writeFileSync(join(folder, "Caddyfile"), `{\n  admin off\n  auto_https off\n}\nhttp://${recipe}\n`);
    return ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"];
  },
});

export const kinds: Kind[] = [
  {
    name: "nginx",
    heading: "nginx",
    program: join(tools, "debian/usr/sbin/nginx"),
    version: /nginx\/1\./,
    prepare(recipe, folder, port) {
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
      const user = process.getuid?.() === 0 ? "user root;" : "";
      writeFileSync(
        join(folder, "nginx.conf"),
        `daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1; ${user}
events {}
http {
  access_log off;
  ${temporary.join("\n  ")}
  server {
    listen 127.0.0.1:${port};
    server_name nginx.localhost;
${recipe}
  }
}
`,
      );
      return ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
    },
  },
  caddy("caddy-of-debian", join(tools, "debian/usr/bin/caddy"), /2\.\d+\.\d+/),
  caddy("caddy", join(tools, "python/bin/caddy"), /2\.11\.7/),
  {
    name: "traefik",
    heading: "Traefik",
    program: join(tools, "python/bin/traefik"),
    version: /3\.7\.15/,
    prepare(recipe, folder, port) {
      // A rule names no port.
      writeFileSync(join(folder, "dynamic.yml"), recipe.replaceAll(`traefik.localhost:${port}`, "traefik.localhost"));
      writeFileSync(
        join(folder, "traefik.yml"),
        `global: { checkNewVersion: false, sendAnonymousUsage: false }
entryPoints: { web: { address: "127.0.0.1:${port}" } }
providers: { file: { filename: ${join(folder, "dynamic.yml")} } }
log: { level: ERROR }
`,
      );
      return [`--configFile=${join(folder, "traefik.yml")}`];
    },
  },
];

/** What stands under a heading of docs/apps.md, between the lines of three backticks. */
function recipe(heading: string): string {
  const document = readFileSync(resolve(import.meta.dirname, "../../docs/apps.md"), "utf8");
  const found = document.match(new RegExp(`^### ${heading}\\n\\n\`\`\`\\n([^]*?)\\n\`\`\`$`, "m"));
  if (!found) throw new Error(`docs/apps.md has no recipe for ${heading}`);
  return found[1];
}

/** A request that reached the app. */
export interface Seen {
  method: string;
  url: string;
  /** As they came: nothing joined, nothing renamed. */
  headers: [string, string][];
  body: string;
}

/** An app that shows who it is told that somebody is. */
export class App {
  readonly seen: Seen[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<App> {
    const server = createServer();
    const app = new App(server);
    server.on("request", async (incoming, response) => {
      let body = "";
      for await (const part of incoming) body += part;
      const raw = incoming.rawHeaders;
      const headers = raw.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, raw[at + 1]]] : []));
      const { method = "", url = "" } = incoming;
      if (url !== "/favicon.ico") app.seen.push({ method, url, headers, body });
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(`<!DOCTYPE html><link rel="icon" href="data:,"><h1>App</h1><p>${String(incoming.headers["remote-user"])}</p>`);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return app;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A proxy that runs. */
export class Proxy {
  private readonly folder = mkdtempSync(join(tmpdir(), "proxy-"));
  private child?: ChildProcess;
  private stderr = "";

  private constructor(
    readonly kind: Kind,
    readonly port: number,
  ) {}

  static async start(kind: Kind, port: number, program: Program, app: App, clientId: string): Promise<Proxy> {
    if (!existsSync(kind.program)) throw new Error(`${kind.program} is missing: run make setup`);
    const proxy = new Proxy(kind, port);
    const filled = recipe(kind.heading)
      .replaceAll("{client_id}", clientId)
      .replaceAll("{host}", proxy.host)
      .replaceAll("127.0.0.1:3000", `127.0.0.1:${program.port}`)
      .replaceAll("127.0.0.1:8080", `127.0.0.1:${app.port}`);
    const args = kind.prepare(filled, proxy.folder, port);
    const environment = { PATH: process.env.PATH, HOME: proxy.folder, XDG_DATA_HOME: proxy.folder, XDG_CONFIG_HOME: proxy.folder };
    proxy.child = spawn(kind.program, args, { cwd: proxy.folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    proxy.child.stdout?.on("data", (text) => (proxy.stderr += text));
    proxy.child.stderr?.on("data", (text) => (proxy.stderr += text));
    await until(`${kind.name} answers`, async () => {
      if (proxy.child?.exitCode !== null) throw new Error(`${kind.name} ended:\n${proxy.stderr}`);
      const answer = await proxy.ask("GET", "/").catch(() => undefined);
      return answer !== undefined && answer.status !== 404;
    });
    return proxy;
  }

  static version(kind: Kind): string {
    const argument = kind.name === "nginx" ? "-v" : "version";
    return execFileSync("sh", ["-c", `"$0" ${argument} 2>&1`, kind.program], { encoding: "utf8" });
  }

  /** All names below `localhost` are this machine for a browser, and hosts of their own. */
  get host(): string {
    return `${this.kind.name}.localhost:${this.port}`;
  }

  get address(): string {
    return `http://${this.host}`;
  }

  /** Asks without a browser: what is sent is sent as it is. */
  ask(method: string, path: string, headers: Record<string, string> = {}, body = ""): Promise<Answer> {
    return new Promise((done, fail) => {
      const sent = request({ host: "127.0.0.1", port: this.port, method, path, headers: { host: this.host, ...headers } }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part) => (text += part));
        response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sent.on("error", fail);
      sent.end(body);
    });
  }

  async stop(): Promise<void> {
    await endProcess(this.child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export { freePort };
