// The program without a browser: its commands, its settings, its start and its end.

import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { becomeAdmin, choosePassword, createPerson, post } from "./support/admin";
import { header, temporaryPassword } from "./support/mail";
import { authority } from "./support/mail_server";
import { binary, freePort, run } from "./support/program";
import { expect, mailSettings, test } from "./support/test";
import { until } from "./support/until";

interface Listed {
  id: string;
  email: string;
  state: string;
  delivery: { state: string; attempts: number; last_answer: string | null; next_try_at: string | null } | null;
}

test("a person is created, mailed and listed from the command line", async ({ start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  const made = await program.run(["user", "create", "--email", "Olga@Aurora.Example", "--name", "Olga Paz", "--locale", "en"]);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^created account [0-9a-f-]{36}/) });
  const mail = await mails.mailTo("olga@aurora.example");
  expect(header(mail, "content-language")).toEqual(["en"]);

  const list = async () => JSON.parse((await program.run(["user", "list", "--json"])).stdout) as Listed[];
  const [olga] = await until("the mail is recorded as sent", async () => {
    const listed = await list();
    return listed[0].delivery?.state === "sent" && listed;
  });
  const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  expect(olga).toEqual({
    broken: [],
    id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    email: "olga@aurora.example",
    display_name: "Olga Paz",
    role: "member",
    locale: "en",
    state: "invited",
    force_change_password: true,
    groups: [],
    created_at: moment,
    last_sign_in_at: null,
    delivery: { state: "sent", attempts: 1, last_answer: expect.stringMatching(/^250/), next_try_at: null },
  });
  await choosePassword(program, "olga@aurora.example", temporaryPassword(mail), "forty frogs on a fallen log");
  expect((await list())[0]).toMatchObject({ state: "active", force_change_password: false, last_sign_in_at: moment });

  const twice = await program.run(["user", "create", "--email", "OLGA@aurora.example", "--name", "Olga Paz"]);
  expect(twice).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/already an account/) });
  expect(twice.stderr.trim().split("\n")).toHaveLength(1);
  const nobody = await program.run(["user", "resend", "--email", "quem@aurora.example"]);
  expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining("no one has the email") });

  // Sent again from the command line, by the server that runs.
  await program.run(["user", "create", "--email", "pia@aurora.example", "--name", "Pia Luz", "--json"]);
  const first = await mails.mailTo("pia@aurora.example");
  await until("it is recorded as sent", async () => (await list())[0].delivery?.state === "sent");
  expect(await program.run(["user", "resend", "--email", "pia@aurora.example"])).toMatchObject({ code: 0 });
  expect((await mails.mailTo("pia@aurora.example", 2)).raw).not.toBe(first.raw);
});

test("the routes are listed, and only those exist", async ({ development }) => {
  const { program } = development;
  const text = await run(["routes"]);
  expect(text).toMatchObject({ code: 0, stderr: "" });
  const routes = JSON.parse((await run(["routes", "--json"])).stdout) as { method: string; path: string; access: string }[];
  expect(text.stdout.trim().split("\n")).toHaveLength(routes.length);
  expect(text.stdout).toMatch(/^POST +\/first-access +first-access +choose_password$/m);
  expect(text.stdout).toMatch(/^GET +\/admin\/users +admin +page$/m);

  // Nobody in particular gets no further than the list says.
  for (const { method, path, access } of routes.filter(({ method }) => method === "GET")) {
    const address = path.replace(/\{\w+\}/, "1");
    const answer = await fetch(program.address + address, { method, redirect: "manual", headers: { accept: "text/html" } });
    // Who comes to the first access without its link is told that it was cut short.
    const location = answer.headers.get("location") ?? "";
    const isTold = location === "/login" && answer.headers.has("set-cookie");
    const isClosed = answer.status === 303 && (location.startsWith("/login?next=") || isTold);
    expect(isClosed, `${method} ${path}`).toBe(["signed-in", "admin", "first-access"].includes(access));
  }
  for (const path of ["/admin/nothing", "/api/create_user", "/api/", "/pkg/", "/assets/../secret.key", "/.git/config"]) {
    expect((await fetch(program.address + path)).status, path).toBe(404);
  }
  for (const path of ["/admin/", "/setup/", "//login"]) {
    const answer = await fetch(program.address + path, { redirect: "manual" });
    expect(answer.status, path).toBe(308);
  }
  expect((await fetch(`${program.address}/login`, { method: "DELETE" })).status).toBe(405);
});

test("a test mail says that it went, or which step failed and what to do", async ({ startMailServer }) => {
  const mails = await startMailServer();
  const folder = mkdtempSync(join(tmpdir(), "chaveiro-"));
  const mailTest = (settings: Record<string, string>, to = "olga@aurora.example") =>
    run(["mail", "test", "--to", to], { cwd: folder, settings: { ...mailSettings(mails), ...settings } });
  try {
    expect(await mailTest({})).toMatchObject({ code: 0, stdout: expect.stringMatching(/the mail server accepted the email: 250/) });
    const mail = await mails.mailTo("olga@aurora.example");
    expect(mail.subject).toBe("Mensagem de teste – Instituto Aurora");

    mails.refuse("nao.existe@aurora.example", 550, "5.1.1 No such user");
    const port = await freePort();
    for (const { what, settings, to, words, code } of [
      { what: "refused", settings: {}, to: "nao.existe@aurora.example", words: /step “recipient.*may not exist.*No such user/ },
      { what: "nobody there", settings: { CHAVEIRO_SMTP_URL: `smtp://127.0.0.1:${port}` }, words: /step “.*isn't responding.*Check the port/ },
      { what: "no such host", settings: { CHAVEIRO_SMTP_URL: "smtps://mail.invalid" }, words: /step “.*name wasn't found/ },
      { what: "no TLS", settings: { CHAVEIRO_SMTP_URL: `${mails.url}?tls=required` }, words: /step “TLS”.*offers no secure connection/ },
      { what: "no server set", settings: { CHAVEIRO_SMTP_URL: "" }, words: /CHAVEIRO_SMTP_URL: not set; set the mail server/, code: 78 },
    ]) {
      const failed = await mailTest(settings, to);
      expect(failed, what).toMatchObject({ code: code ?? 1, stdout: "", stderr: expect.stringMatching(words) });
      expect(failed.stderr.trim().split("\n"), what).toHaveLength(1);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

for (const encryption of ["implicit", "starttls"] as const) {
  test(`mails leave encrypted and with a password, or not at all (${encryption})`, async ({ start, startMailServer }) => {
    const guarded = { encryption, certificate: "localhost", user: "contas", password: "palavra-passe do servidor" } as const;
    const mails = await startMailServer(guarded);
    const program = await start({
      settings: { ...mailSettings(mails), CHAVEIRO_SMTP_PASSWORD: guarded.password, CHAVEIRO_SMTP_CA_FILE: authority, RUST_LOG: "trace" },
    });
    await program.run(["user", "create", "--email", "olga@aurora.example", "--name", "Olga Paz"]);
    temporaryPassword(await mails.mailTo("olga@aurora.example"));
    expect(program.stderr).not.toContain(guarded.password);
    expect(program.stderr).not.toContain(Buffer.from(guarded.password).toString("base64").slice(0, 20));

    const mailTest = (settings: Record<string, string | undefined>) =>
      run(["mail", "test", "--to", "olga@aurora.example"], { cwd: program.folder, settings: { ...program.settings, ...settings } });
    const passwordFile = join(program.folder, "smtp");
    writeFileSync(passwordFile, `${guarded.password}\n`, { mode: 0o600 });
    const fromFile = await mailTest({ CHAVEIRO_SMTP_PASSWORD: undefined, CHAVEIRO_SMTP_PASSWORD_FILE: passwordFile });
    expect(fromFile).toMatchObject({ code: 0 });
    const wrong = await mailTest({ CHAVEIRO_SMTP_PASSWORD: "outra" });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/step “.*user name and password/) });
    const unknown = await mailTest({ CHAVEIRO_SMTP_CA_FILE: undefined });
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/step “TLS”.*trusted issuer.*CHAVEIRO_SMTP_CA_FILE/) });
    const others = await startMailServer({ ...guarded, certificate: "elsewhere" });
    const elsewhere = await mailTest({ CHAVEIRO_SMTP_URL: others.url });
    expect(elsewhere).toMatchObject({ code: 1, stderr: expect.stringMatching(/step “TLS”.*certificate.*name/) });
    expect(others.mails).toEqual([]);
  });
}

test("an administrator is made without a browser, the password never an argument", async ({ start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  const create = ["admin", "create", "--email", "chefe@aurora.example", "--name", "Chefe Silva"];
  expect((await program.run(create, "cinquenta cabras na colina\n")).code).not.toBe(0);
  const short = await program.run([...create, "--password-stdin"], "curta\n");
  expect(short).toMatchObject({ code: 1, stderr: expect.stringMatching(/^chaveiro: --password-stdin: .*at least 15/) });
  expect(await program.run([...create, "--password-stdin"], "cinquenta cabras na colina\n")).toMatchObject({ code: 0 });
  const signedIn = await post(program, "/login", { email: "chefe@aurora.example", password: "cinquenta cabras na colina" });
  expect(signedIn.status).toBe(303);

  const invite = ["admin", "invite", "--email", "vice@aurora.example", "--name", "Vice Souza"];
  expect(await program.run(invite)).toMatchObject({ code: 0 });
  temporaryPassword(await mails.mailTo("vice@aurora.example"));
  // With an administrator the set-up address is closed, and none is printed at the next start.
  const closed = await fetch(await program.setupAddress(), { headers: { accept: "text/html" } });
  expect(closed.status).toBe(410);
  await program.stop();
  await program.start();
  expect(program.stdout).not.toContain("setup?t=");
});

test("settings that would be unsafe stop the start, in one line that says how to mend it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chaveiro-"));
  const smtp = { CHAVEIRO_SMTP_URL: "smtp://127.0.0.1:2525" };
  try {
    for (const { settings, dev, words } of [
      { settings: { ...smtp, CHAVEIRO_TEMPORARY_PASSWORD: "digits:5" }, words: /CHAVEIRO_TEMPORARY_PASSWORD: `digits:5`.*digits:6/ },
      { settings: { ...smtp, CHAVEIRO_TEMPORARY_PASSWORD: "cpf" }, words: /CHAVEIRO_TEMPORARY_PASSWORD: `cpf`.*CHAVEIRO_ALLOW_CPF=1/ },
      { settings: { ...smtp, CHAVEIRO_PUBLIC_URL: "http://contas.example.org" }, words: /CHAVEIRO_PUBLIC_URL: .*https/ },
      { settings: {}, words: /CHAVEIRO_SMTP_URL: no mail server is set.*--dev/ },
      { settings: { CHAVEIRO_SMTP_URL: "smtp://mail.example.org:25" }, words: /CHAVEIRO_SMTP_URL: / },
      { settings: { CHAVEIRO_SMTP_URL: "smtps://user:geheim@mail.example.org" }, words: /CHAVEIRO_SMTP_URL: .*CHAVEIRO_SMTP_PASSWORD/ },
      { settings: { ...smtp, CHAVEIRO_ARGON2: "8,1,1" }, words: /CHAVEIRO_ARGON2: .*19456,2,1/ },
      { settings: { ...smtp, CHAVEIRO_PASSWORD_MIN_LENGTH: "4" }, words: /CHAVEIRO_PASSWORD_MIN_LENGTH: / },
      { settings: { ...smtp, DATABASE_URL: "sqlite::memory:" }, words: /DATABASE_URL: / },
      { settings: { ...smtp, CHAVEIRO_SECRET_KEY: "short" }, words: /CHAVEIRO_SECRET_KEY: .*openssl rand/ },
      { settings: { ...smtp, CHAVEIRO_LISTEN: "everywhere" }, words: /CHAVEIRO_LISTEN: .*127\.0\.0\.1:3000/ },
      { settings: { CHAVEIRO_LISTEN: "0.0.0.0:0" }, dev: true, words: /CHAVEIRO_LISTEN: .*loopback/ },
      { settings: { CHAVEIRO_PUBLIC_URL: "https://contas.example.org" }, dev: true, words: /CHAVEIRO_PUBLIC_URL: .*--dev/ },
    ]) {
      const what = JSON.stringify(settings);
      const args = dev ? ["serve", "--dev"] : ["serve"];
      const refused = await run(args, { cwd: folder, settings: { CHAVEIRO_LISTEN: "127.0.0.1:0", ...settings } });
      expect(refused, what).toMatchObject({ stdout: "", stderr: expect.stringMatching(words) });
      expect(refused.code, what).toBeGreaterThan(0);
      expect(refused.stderr.trim().split("\n"), what).toHaveLength(1);
      expect(refused.stderr, what).not.toMatch(/panick|geheim/);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the manual names every setting", async () => {
  const manual = await run(["--help"]);
  expect(manual.code).toBe(0);
  for (const variable of ["DATABASE_URL", "CHAVEIRO_PUBLIC_URL", "CHAVEIRO_SMTP_URL", "CHAVEIRO_TEMPORARY_PASSWORD", "CHAVEIRO_SECRET_KEY_FILE"]) {
    expect(manual.stdout).toContain(variable);
  }
  expect(manual.stdout).toMatch(/digits:6 = 19\.9 bits/);
});

test("a copy of the program in an empty folder has all it needs, and makes its own data", async ({ start, startMailServer }) => {
  const mails = await startMailServer();
  const elsewhere = mkdtempSync(join(tmpdir(), "chaveiro-"));
  const copy = join(elsewhere, "chaveiro");
  copyFileSync(binary, copy);
  chmodSync(copy, 0o755);
  try {
    // Its own names for everything: the database and the key in ./data.
    const began = Date.now();
    const program = await start({
      file: copy,
      settings: { ...mailSettings(mails), DATABASE_URL: undefined, CHAVEIRO_DATA_DIR: undefined },
    });
    expect(Date.now() - began, "milliseconds until it answers").toBeLessThan(3000);
    expect(readdirSync(join(program.folder, "data"))).toEqual(expect.arrayContaining(["chaveiro.db", "secret.key"]));

    const html = await (await fetch(`${program.address}/login`, { headers: { accept: "text/html" } })).text();
    const assets = [...new Set([...html.matchAll(/"(\/assets\/[^"#]+)/g)].map(([, path]) => path))];
    expect(assets.map((path) => path.split(".").pop()).sort()).toEqual(["css", "js", "svg", "svg", "woff2"]);
    for (const path of assets) {
      const { headers, body } = await get(program.port, path);
      expect(headers["content-type"], path).toMatch(/css|javascript|svg|font/);
      if (/\.(js|wasm|css)$/.test(path)) {
        expect(headers["cache-control"], path).toMatch(/max-age=31536000.*immutable/);
        expect(headers["content-encoding"], path).toBe("br");
        expect(brotliDecompressSync(body).length, path).toBeGreaterThan(body.length);
      }
    }
    const setup = await (await fetch(`${program.address}/setup`, { headers: { accept: "text/html" } })).text();
    const wasm = /\/assets\/[^"#]+\.wasm/.exec(setup)![0];
    expect((await get(program.port, wasm)).headers["content-type"]).toBe("application/wasm");
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

/** As a browser asks, which takes brotli; the answer is left as it came. */
function get(port: number, path: string): Promise<{ headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((done, fail) => {
    const sent = request({ port, path, host: "127.0.0.1", headers: { host: `localhost:${port}`, "accept-encoding": "gzip, deflate, br" } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => done({ headers: answer.headers, body: Buffer.concat(chunks) }));
    });
    sent.on("error", fail);
    sent.end();
  });
}

test("machines can ask whether it is well", async ({ start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  expect(await (await fetch(`${program.address}/healthz`)).json()).toEqual({ status: "alive" });
  const ready = await fetch(`${program.address}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({ status: "ready", database: "ok", oldest_queued_mail_seconds: null });
  expect(await program.run(["healthcheck"])).toMatchObject({ code: 0 });
  await program.stop();
  expect(await program.run(["healthcheck"])).toMatchObject({ code: 1, stderr: expect.stringContaining("no server is listening") });
});

test("told to stop, it ends within 10 seconds although a mail server dawdles and a page listens", async ({ start, startMailServer }) => {
  test.setTimeout(60_000);
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  const admin = await becomeAdmin(program);
  const live = await fetch(`${program.address}/admin/users/live`, { headers: { cookie: admin.cookie } });
  expect(live.status).toBe(200);
  const release = mails.hold("lenta@aurora.example");
  await createPerson({ program, admin }, "Lenta Silva", "lenta@aurora.example");
  await until("the mail is in and waits for an answer", () => mails.holding.has("lenta@aurora.example"));
  const stopped = Date.now();
  expect(await program.stop("SIGTERM")).toBe(0);
  expect(Date.now() - stopped).toBeLessThan(10_000);
  expect(program.stderr).not.toMatch(/panick/);
  release();

  // Nobody knows whether that mail arrived, so after the next start another one goes.
  await program.start();
  await mails.mailTo("lenta@aurora.example", 2, 20_000);
});

test("told to stop while a mail is under way, it lets the mail finish", async ({ start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  const admin = await becomeAdmin(program);
  const email = "quase@aurora.example";
  const release = mails.hold(email);
  await createPerson({ program, admin }, "Quase Pronta", email);
  await until("the mail is in and waits for an answer", () => mails.holding.has(email));
  const stopped = program.stop("SIGTERM");
  await until("it no longer takes requests", () => fetch(`${program.address}/healthz`).then(() => false, () => true));
  release();
  expect(await stopped).toBe(0);
  const [listed] = JSON.parse((await program.run(["user", "list", "--json"])).stdout) as Listed[];
  expect(listed).toMatchObject({ email, state: "invited", delivery: { state: "sent", attempts: 1 } });
  expect(mails.to(email)).toHaveLength(1);
});

test("killed right after a person was created, it mails them after the next start", async ({ start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  const admin = await becomeAdmin(program);
  const people = ["um", "dois", "tres"].map((name) => `${name}.morto@aurora.example`);
  for (const email of people) mails.hold(email);
  for (const email of people) await createPerson({ program, admin }, "Pessoa Nova", email);
  await program.stop("SIGKILL");
  const release = people.map((email) => mails.hold(email));
  for (const open of release) open();
  const before = people.map((email) => mails.to(email).length);

  await program.start();
  for (const [index, email] of people.entries()) {
    const mail = await mails.mailTo(email, before[index] + 1, 20_000);
    await choosePassword(program, email, temporaryPassword(mail), "sessenta sacis na floresta");
  }
});

test("a second server on the same port says so and leaves the data alone", async ({ start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  const second = await program.run(["serve"]);
  expect(second).toMatchObject({ code: 78, stdout: "", stderr: expect.stringMatching(/CHAVEIRO_LISTEN: cannot listen on 127\.0\.0\.1:\d+/) });
});

test("the database is copied while the server runs, for nobody else to read, and opens again", async ({ start }) => {
  const program = await start({ dev: true });
  const admin = await becomeAdmin(program);
  const copy = join(program.folder, "copy.db");
  expect(await program.run(["backup", copy])).toMatchObject({ code: 0, stdout: expect.stringContaining("secret key") });
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(await program.run(["backup", copy])).toMatchObject({ code: 1, stderr: expect.stringContaining("doesn't exist yet") });
  const settings = { ...program.settings, DATABASE_URL: `sqlite://${copy}` };
  const { stdout } = await run(["user", "list", "--json"], { cwd: program.folder, settings });
  expect(JSON.parse(stdout)).toMatchObject([{ email: admin.email, state: "active" }]);
});
