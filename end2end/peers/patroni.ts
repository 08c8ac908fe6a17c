// Two PostgreSQL of Debian's Patroni with its etcd, and HAProxy, which leads to whichever is the primary.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endProcess } from "../support/end_process";
import { tools } from "../support/foreign_app";
import { freePort } from "../support/program";
import { until } from "../support/until";
import { query } from "./postgres";

const root = join(tools, "patroni");
const shell = (script: string) => execFileSync("sh", ["-c", script], { encoding: "utf8" }).trim();
/** Unlike those of `postgres`, these servers are run by Patroni, which does not run as root either. */
const asPostgres = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--"] : [];
const password = "only for tests";

interface Member {
  name: string;
  port: number;
  api: number;
  data: string;
  child?: ChildProcess;
}

/** All processes below one, itself last. */
function family(id: number): number[] {
  const children = `/proc/${id}/task/${id}/children`;
  const below = existsSync(children) ? readFileSync(children, "utf8").trim().split(" ").filter(Boolean) : [];
  return [...below.flatMap((child) => family(Number(child))), id];
}

function end(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // It has gone with another one.
  }
}

export class Cluster {
  private readonly folder = mkdtempSync(join(tmpdir(), "patroni-"));
  private readonly others: ChildProcess[] = [];
  private readonly members: Member[] = [];
  private port = 0;
  private written = "";

  static async start(): Promise<Cluster> {
    const cluster = new Cluster();
    execFileSync("chmod", ["755", cluster.folder]);
    try {
      await cluster.startAll();
    } catch (error) {
      await cluster.stop();
      throw new Error(`${error}\n${cluster.written.slice(-5000)}`);
    }
    return cluster;
  }

  private run(args: string[], env: Record<string, string> = {}): ChildProcess {
    const child = spawn(args[0], args.slice(1), { cwd: this.folder, env: { PATH: process.env.PATH, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const note = (text: Buffer) => (this.written += text);
    child.stdout?.on("data", note);
    child.stderr?.on("data", note);
    return child;
  }

  private async startAll(): Promise<void> {
    const [client, peer] = [await freePort(), await freePort()];
    const at = (port: number) => `http://127.0.0.1:${port}`;
    const etcd = ["--data-dir", join(this.folder, "etcd"), "--listen-client-urls", at(client), "--advertise-client-urls", at(client)];
    const peers = ["--listen-peer-urls", at(peer), "--initial-advertise-peer-urls", at(peer), "--initial-cluster", `default=${at(peer)}`];
    this.others.push(this.run([join(root, "usr/bin/etcd"), ...etcd, ...peers]));
    await until("etcd answers", () => fetch(`${at(client)}/health`).then(({ ok }) => ok, () => false));

    for (const name of ["first", "second"]) {
      const member: Member = { name, port: await freePort(), api: await freePort(), data: join(this.folder, name) };
      mkdirSync(member.data);
      if (asPostgres.length) execFileSync("chown", ["postgres", member.data]);
      writeFileSync(join(this.folder, `${name}.yml`), JSON.stringify(this.settings(member, client)), { mode: 0o644 });
      this.members.push(member);
      this.startMember(member);
      // The first one makes the database, which the second one copies.
      await until(`${name} runs`, () => this.says(member, name === "first" ? "primary" : "replica"), { within: 60_000 });
    }
    await this.startHaproxy();
    const isSafe = () => query(this.url, "SELECT sync_state FROM pg_stat_replication") === "sync";
    await until("the second one confirms each commit", isSafe, { within: 30_000, every: 500 });
  }

  private settings({ name, port, api, data }: Member, etcd: number): object {
    const bin = shell("ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1");
    const access = ["host all all 127.0.0.1/32 scram-sha-256", "host replication all 127.0.0.1/32 scram-sha-256"];
    return {
      scope: "trial",
      name,
      restapi: { listen: `127.0.0.1:${api}`, connect_address: `127.0.0.1:${api}` },
      etcd3: { host: `127.0.0.1:${etcd}` },
      bootstrap: {
        // The shortest that Patroni takes: a primary that says nothing for so long is one no more.
        dcs: { ttl: 20, loop_wait: 2, retry_timeout: 3, synchronous_mode: true, postgresql: { parameters: { max_connections: 100 } } },
        initdb: [{ encoding: "UTF8" }, { locale: "C" }, { "auth-host": "scram-sha-256" }],
        pg_hba: access,
      },
      postgresql: {
        listen: `127.0.0.1:${port}`,
        connect_address: `127.0.0.1:${port}`,
        data_dir: join(data, "data"),
        bin_dir: bin,
        pgpass: join(data, "pgpass"),
        pg_hba: access,
        parameters: { unix_socket_directories: data, fsync: "off" },
        authentication: { superuser: { username: "test", password }, replication: { username: "copy", password } },
      },
    };
  }

  private startMember(member: Member): void {
    const patroni = ["/usr/bin/python3", join(root, "usr/bin/patroni"), join(this.folder, `${member.name}.yml`)];
    const env = { PYTHONPATH: join(root, "usr/lib/python3/dist-packages"), PYTHONDONTWRITEBYTECODE: "1" };
    member.child = this.run([...asPostgres, ...patroni], env);
  }

  private async startHaproxy(): Promise<void> {
    this.port = await freePort();
    const servers = this.members.map(({ name, port, api }) => `  server ${name} 127.0.0.1:${port} check port ${api}`);
    const configuration = join(this.folder, "haproxy.cfg");
    writeFileSync(
      configuration,
      `defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
  timeout check 2s
listen primary
  bind 127.0.0.1:${this.port}
  option httpchk GET /primary
  default-server inter 1s fall 1 rise 1 on-marked-down shutdown-sessions
${servers.join("\n")}
`,
    );
    const libraries = shell(`echo ${join(root, "usr/lib")}/*-linux-gnu`);
    this.others.push(this.run([join(root, "usr/sbin/haproxy"), "-db", "-f", configuration], { LD_LIBRARY_PATH: libraries }));
    const answers = () => {
      try {
        return query(this.url, "SELECT 1") === "1";
      } catch {
        return false;
      }
    };
    await until("HAProxy leads to the primary", answers, { within: 20_000, every: 200 });
  }

  /** The primary, by way of HAProxy. */
  get url(): string {
    return `postgres://test:${encodeURIComponent(password)}@127.0.0.1:${this.port}/postgres`;
  }

  /** Whether Patroni says so of a member. */
  private says({ api }: Member, role: "primary" | "replica"): Promise<boolean> {
    return fetch(`http://127.0.0.1:${api}/${role}`).then(({ status }) => status === 200, () => false);
  }

  /** Kills the primary and its Patroni, as when a machine goes. */
  async killPrimary(): Promise<void> {
    for (const member of this.members) {
      if (!(await this.says(member, "primary"))) continue;
      this.kill(member);
      return;
    }
    throw new Error("there is no primary");
  }

  private kill(member: Member): void {
    const file = join(member.data, "data/postmaster.pid");
    const server = existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : 0;
    const patroni = member.child?.pid;
    member.child = undefined;
    // Patroni first, which would start the server again.
    const all = [...(patroni ? family(patroni).reverse() : []), ...(server ? family(server).reverse() : [])];
    for (const id of all) end(id);
  }

  async stop(): Promise<void> {
    for (const member of this.members) this.kill(member);
    for (const child of this.others) await endProcess(child, "SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
