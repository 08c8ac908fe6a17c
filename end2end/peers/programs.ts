// How whole programs are run from their recipes in docs/apps.md, and what belongs around these.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ForeignApp, type Install, type Patience, tools } from "../support/foreign_app";
import { freePort } from "../support/program";

const python = join(tools, "peers/bin/python");
/** Whole programs start slowly, and a proxy of theirs may be there before they are. */
export const patience: Patience = { within: 60_000, isUp: (status) => status < 400 };
/** Where Traefik is, which is JupyterHub's proxy here: its usual one wants a newer Node.js. */
const path = `${join(tools, "proxies/python/bin")}:${process.env.PATH}`;

/** JupyterHub with the proxy Traefik, and with a notebook server of its own tests that echoes addresses. */
export const jupyterhub: Install = async ({ recipe, port, folder, home }) => {
  const [hub, api] = [await freePort(), await freePort()];
  const configuration = ForeignApp.write(
    join(folder, "jupyterhub_config.py"),
    `import os
${recipe.text.replace("my-group", "turma-1a").replace("my-admins", "equipe")}

c.JupyterHub.bind_url = "${home}"
c.JupyterHub.hub_port = ${hub}
c.JupyterHub.proxy_class = "traefik_file"
c.TraefikProxy.traefik_api_url = "http://127.0.0.1:${api}"
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "${folder}/{username}"
c.Spawner.cmd = ["${python}", "-m", "jupyterhub.tests.mocksu"]
`,
  );
  const work = join(folder, "work");
  mkdirSync(work);
  const start = `import os, sys; os.chdir(${JSON.stringify(work)}); sys.argv = ["jupyterhub", "-f", ${JSON.stringify(configuration)}]; from jupyterhub.app import main; main()`;
  return { file: python, args: ["-c", start], env: { PATH: path, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1", HOME: work } };
};

/** Synapse with SQLite, which talks to no other server. */
export const synapse: Install = ({ recipe, port, folder, home }) => {
  const configuration = join(folder, "homeserver.yaml");
  const homeserver = ["-m", "synapse.app.homeserver", "--config-path", configuration];
  const env = { PATH: process.env.PATH ?? "", PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" };
  const generate = [...homeserver, "--generate-config", "--server-name", "aurora.example", "--report-stats", "no", "--data-directory", folder];
  execFileSync(python, generate, { cwd: folder, env, stdio: "pipe" });
  const generated = readFileSync(configuration, "utf8");
  const keep = /^(server_name|pid_file|report_stats|registration_shared_secret|macaroon_secret_key|form_secret|signing_key_path|media_store_path): .*$/gm;
  writeFileSync(
    configuration,
    `${generated.match(keep)?.join("\n")}
public_baseurl: "${home}"
listeners:
  - { port: ${port}, type: http, bind_addresses: ["127.0.0.1"], resources: [{ names: [client] }] }
database: { name: sqlite3, args: { database: "${folder}/homeserver.db" } }
trusted_key_servers: []
# Else the page that asks whether to go on to the client is between the sign-in and its end.
sso: { client_whitelist: ["${home}"] }
# The provider is reached without https here.
${recipe.text.replace("my-group", "turma-1a").replace(/^( +)issuer: .*$/m, "$&\n$1skip_verification: true")}
`,
  );
  return { file: python, args: homeserver, env };
};
