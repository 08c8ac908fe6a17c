// What must never happen, tried.

import { type IncomingMessage, request } from "node:http";
import type { Page } from "@playwright/test";
import { choosePassword, createBeside, createPerson, post, signIn as signInDirectly } from "./support/admin";
import { widerThanWindow } from "./support/examine";
import { firstAccessLink, links, temporaryPassword } from "./support/mail";
import { button, expectSuccess, field, fill, row, send, sendAgain, signIn } from "./support/page";
import { expect, heldUp, mailSettings, test } from "./support/test";
import { words } from "./support/words";

const own = "trinta rãs cantando no açude";

test("cookies are out of scripts' reach and pages out of stores'", async ({ development, open }) => {
  const page = await open(development);
  const answer = await page.goto("/login");
  const headers = answer?.headers() ?? {};
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  const policy = headers["content-security-policy"];
  for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "style-src 'self'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:/);

  const email = "gilda@aurora.example";
  await createPerson(development, "Gilda Porto", email);
  await choosePassword(development.program, email, temporaryPassword(await development.mails.mailTo(email)), own);
  await send(page, "/login", { email, password: own });
  await expect(page).toHaveURL("/account");
  expect((await page.request.get("/account")).headers()["cache-control"]).toBe("no-store");
  await page.locator("form[action='/language'] button[value='en']").click();
  await page.locator("form[action='/theme'] button[value='dark']").click();
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name }) => name).sort()).toEqual(["device", "locale", "session", "theme"]);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).toBe("");
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

// Safari before 16.4 sends no Sec-Fetch-Site: there the origin alone tells our forms from those of others.
test("a form tells our server where it is from, and nobody else", async ({ development, open }) => {
  const page = await open(development);
  await page.goto("/login");
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await send(page, "/login", { email: "nobody@aurora.example", password: own });
  expect(await (await sent).headerValue("origin")).toBe(new URL(page.url()).origin);
  expect(await page.evaluate(() => document.querySelector<HTMLMetaElement>("meta[name=referrer]")?.content)).toBe("same-origin");
});

test("behind https the session's cookie is bound to the host and to TLS", async ({ start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: { ...mailSettings(mails), CHAVEIRO_PUBLIC_URL: "https://contas.aurora.example" } });
  const added = await program.run(
    ["admin", "create", "--email", "ana@aurora.example", "--name", "Ana Lima", "--password-stdin"],
    "chuva fina na serra azul\n",
  );
  expect(added).toMatchObject({ code: 0 });
  // As the proxy in front passes it on: under the public name.
  const body = new URLSearchParams({ email: "ana@aurora.example", password: "chuva fina na serra azul" }).toString();
  const headers = { host: "contas.aurora.example", "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
  const answer = await new Promise<IncomingMessage>((done, fail) => {
    request({ host: "127.0.0.1", port: program.port, path: "/login", method: "POST", headers }, done).on("error", fail).end(body);
  });
  answer.resume();
  expect(answer.statusCode).toBe(303);
  const [cookie] = answer.headers["set-cookie"] ?? [];
  expect(cookie).toMatch(/^__Host-session=[\w-]{40,};/);
  for (const attribute of ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]) expect(cookie).toContain(attribute);
  expect(cookie).not.toContain("Domain");
  expect(answer.headers["strict-transport-security"]).toContain("max-age=");
});

test("no administrator's page, answer, event, console or store ever holds the temporary password", async ({ open, start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: { ...mailSettings(mails), CHAVEIRO_TEMPORARY_PASSWORD: "unambiguous:16", RUST_LOG: "trace" } });
  const page = await open(program);
  const bodies: Promise<string>[] = [];
  const seen: string[] = [];
  page.on("console", (message) => seen.push(message.text()));
  page.on("response", (response) => {
    seen.push(response.url(), JSON.stringify(response.headers()));
    if (!response.headers()["content-type"]?.startsWith("text/event-stream")) bodies.push(response.text().catch(() => ""));
  });
  await page.goto(await program.setupAddress());
  await send(page, "/setup", { display_name: "Ana Lima", email: "ana@aurora.example", password: "chuva fina na serra azul" });
  await expect(page).toHaveURL("/admin/users");

  // The events, read beside the page.
  const session = (await page.context().cookies()).find(({ name }) => name === "session")!;
  const stop = new AbortController();
  const live = await fetch(`${program.address}/admin/users/live`, { headers: { cookie: `session=${session.value}` }, signal: stop.signal });
  let events = "";
  const reading = (async () => {
    for await (const chunk of live.body!) events += Buffer.from(chunk).toString();
  })().catch(() => {});

  const email = "amaro@aurora.example";
  await page.goto("/admin/users/new");
  await send(page, "/admin/users/new", { display_name: "Amaro Dutra", email });
  const first = temporaryPassword(await mails.mailTo(email));
  await expect(row(page, email).state).toContainText(words["pt-BR"].invited);
  await page.reload();
  await sendAgain(page, email);
  await expect(page).toHaveURL(/\/admin\/users#user-/);
  const second = temporaryPassword(await mails.mailTo(email, 2));
  expect(second).not.toBe(first);
  await page.reload();
  await expect.poll(() => events, "the events told of the mail").toContain(`${words["pt-BR"].invited}</span>`);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML]));
  const listed = await program.run(["user", "list", "--json"]);
  expect(listed.stdout).toContain(email);

  // The person signs in, is refused the temporary password as their own, and chooses one.
  const person = await open(program);
  await signIn(person, email, first);
  await expect(person.locator(".error-summary")).toBeVisible();
  await signIn(person, email, second);
  await send(person, "/first-access", { new_password: second });
  await expect(person.locator("#new_password-error")).toContainText("Esta é a senha temporária");
  stop.abort();
  await reading;
  const all = [...(await Promise.all(bodies)), ...seen, events, kept, listed.stdout, listed.stderr].join("\n");

  // On disk and in the log, in any spelling, while it is still good, …
  const traces = (secret: string) => {
    const files = [...program.files(), { path: "stdout", content: Buffer.from(program.stdout) }, { path: "stderr", content: Buffer.from(program.stderr) }];
    return files.flatMap(({ path, content }) => spellings(secret).filter((spelling) => content.includes(spelling)).map((spelling) => `${spelling} in ${path}`));
  };
  expect(all).toContain("Amaro Dutra");
  for (const secret of [first, second]) {
    expect(all).not.toContain(secret);
    expect(traces(secret)).toEqual([]);
  }
  // … and after. The search finds what is there: the name is.
  await send(person, "/first-access", { new_password: own });
  await expect(person).toHaveURL(/account/);
  for (const secret of [first, second, own]) expect(traces(secret)).toEqual([]);
  expect(traces("Amaro Dutra").length).toBeGreaterThan(0);
  expect(program.stderr, "the log is the talkative one").toContain("DEBUG");
  expect(await program.stop()).toBe(0);
  for (const secret of [first, second, own]) expect(traces(secret)).toEqual([]);
});

/** A secret as it is, in hexadecimal, and in base64 wherever it may begin. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    // The first and last characters depend on the neighbours.
    const inner = padded.toString("base64").replaceAll("=", "").slice(before ? before + 1 : 0, -1);
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const hex = bytes.toString("hex");
  return [...new Set([secret, encodeURIComponent(secret), hex, hex.toUpperCase(), [...secret].reverse().join(""), ...base64])];
}

const names = {
  markup: `<script>alert(1)</script>`,
  attribute: `"><img src=x onerror=alert(1)>`,
  quotes: `O'Neil "Zé" & d’Ávila`,
  "right to left": "محمد بن عبد الله",
  emoji: "Ana 👩‍🚀🇧🇷 Estrela",
  "80 characters": "Wolfeschlegelsteinhausenbergerdorff".repeat(3).slice(0, 80),
  template: "{{7*7}} ${7*7} %s </textarea>",
};

test("names of every kind are shown as text and break no page", async ({ development, open }) => {
  const office = await open(development, { as: development.admin, width: 320 });
  const person = await open(development, { width: 320 });
  const expectText = async (page: Page, name: string) => {
    expect(await widerThanWindow(page), page.url()).toEqual([]);
    await expect(page.getByText(name).first()).toBeVisible();
    await expect(page.locator("main img, main script, main b")).toHaveCount(0);
  };
  for (const [number, [what, name]] of Object.entries(names).entries()) {
    const email = `nome.de.toda.sorte.${number}@aurora.example`;
    await test.step(what, async () => {
      await createBeside(office.context(), development, name, email);
      const mail = await development.mails.mailTo(email);
      await office.goto("/admin/users");
      await expect(office.locator(".banner")).toContainText(name);
      await expect(row(office, email).all).toContainText(name);
      await expectText(office, name);

      const { cookie } = await choosePassword(development.program, email, temporaryPassword(mail), own);
      await person.context().addCookies([{ name: "session", value: cookie.split("=")[1], url: development.program.address }]);
      await person.goto("/account");
      await expectText(person, name);
      await person.goto(`/dev/outbox/${mail.id}`);
      expect(await widerThanWindow(person)).toEqual([]);
    });
  }
  // Typed again after a mistake, too.
  await office.goto("/admin/users/new");
  await send(office, "/admin/users/new", { display_name: names.attribute, email: "nome.de.toda.sorte.0@aurora.example" });
  await expect(office.locator(".error-summary")).toBeVisible();
  await expect(field(office, "display_name")).toHaveValue(names.attribute);
  await expect(office.locator("main img")).toHaveCount(0);
});

test("invisible characters that turn text around are refused", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  await page.goto("/admin/users/new");
  await send(page, "/admin/users/new", { display_name: "Ana \u202Egnp.exe", email: "vira@aurora.example" });
  await expect(page.locator("#display_name-error")).toContainText("invisível");
});

test("signing in leads to our own pages only", async ({ development, open }) => {
  const { email, password } = development.admin;
  for (const next of ["//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", ""]) {
    const page = await open(development);
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await send(page, "/login", { email, password });
    await expect(page, next).toHaveURL("/admin/users");
    await page.context().close();
  }
  const page = await open(development);
  await page.goto("/admin/users/new?from=here");
  await expect(page).toHaveURL(/\/login\?next=%2Fadmin%2Fusers%2Fnew%3Ffrom%3Dhere/);
  await send(page, "/login", { email, password });
  await expect(page).toHaveURL("/admin/users/new?from=here");
});

test("a double click creates one person and one mail", async ({ mailed, open }) => {
  const page = await open(mailed, { as: mailed.admin, expected: heldUp });
  const email = "duas.vezes@aurora.example";
  await page.goto("/admin/users/new");
  await fill(page, { display_name: "Benedita Franco", email });
  // What the button says of itself while the answer is held up.
  const announced: string[] = [];
  await page.exposeFunction("say", (what: string) => announced.push(what));
  await button(page, "/admin/users/new").evaluate((button) => {
    const { say } = window as unknown as { say: (what: string) => void };
    new MutationObserver(() => say(`${button.getAttribute("aria-disabled")} ${button.textContent}`)).observe(button, {
      attributes: true,
      childList: true,
      subtree: true,
    });
  });
  let posts = 0;
  let release = () => {};
  const released = new Promise<void>((done) => (release = done));
  await page.route("**/admin/users/new", async (route) => {
    if (route.request().method() === "POST") posts += 1;
    await released;
    await route.continue();
  });
  await button(page, "/admin/users/new").scrollIntoViewIfNeeded();
  const box = (await button(page, "/admin/users/new").boundingBox())!;
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.press("Enter");
  await expect.poll(() => announced).toContain("true Cadastrando…");
  release();
  await expectSuccess(page);
  expect(posts).toBe(1);
  await expect(row(page, email).all).toHaveCount(1);
  await expect(row(page, email).state).toContainText(words["pt-BR"].invited);
  expect(mailed.mails.to(email)).toHaveLength(1);
});

test("a form sent twice without JavaScript creates one person, and says so both times", async ({ mailed, open }) => {
  const page = await open(mailed, { as: mailed.admin, javaScript: false });
  const email = "duas.vezes.sem.js@aurora.example";
  await page.goto("/admin/users/new");
  const fields = await page.locator("form[action='/admin/users/new']").evaluate((form: HTMLFormElement) => {
    const data = new FormData(form);
    return Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));
  });
  const filled = { ...fields, display_name: "Cícero Franco", email };
  const answers = await Promise.all([1, 2].map(() => post(mailed.program, "/admin/users/new", filled, mailed.admin.cookie)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  await mailed.mails.mailTo(email);
  const listed = JSON.parse((await mailed.program.run(["user", "list", "--json"])).stdout) as { email: string; delivery: { attempts: number } }[];
  expect(listed.filter((person) => person.email === email)).toHaveLength(1);
  expect(mailed.mails.to(email)).toHaveLength(1);
});

test("a form that another site sends is refused", async ({ development }) => {
  const { program, admin } = development;
  const send = (headers: Record<string, string>) =>
    fetch(`${program.address}/admin/users/new`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: admin.cookie, accept: "text/html", ...headers },
      body: new URLSearchParams({ display_name: "Intruso", email: "intruso@aurora.example" }),
    });
  expect((await send({ "sec-fetch-site": "cross-site", origin: "https://evil.example" })).status).toBe(403);
  expect((await send({ "sec-fetch-site": "same-site", origin: "http://localhost:1" })).status).toBe(403);
  expect((await send({ origin: "https://evil.example" })).status).toBe(403);
  const listed = await program.run(["user", "list", "--json"]);
  expect(listed.stdout).not.toContain("intruso");
});

test("members see nothing of the administrator's", async ({ development, open }) => {
  const email = "dalva@aurora.example";
  await createPerson(development, "Dalva Reis", email);
  const session = await choosePassword(development.program, email, temporaryPassword(await development.mails.mailTo(email)), own);
  const page = await open(development, { as: session });
  for (const path of ["/admin/users", "/admin/users/new", "/admin/users?page=2"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(403);
    await expect(page.locator("body")).not.toContainText("@aurora.example");
  }
  expect((await page.request.get("/admin/users/live")).status()).toBe(403);
  for (const path of ["/admin/users/new", "/admin/users/send-again"]) {
    const answer = await page.request.post(path, { form: { display_name: "X", email: "x@aurora.example", user: "x" } });
    expect(answer.status(), path).toBe(403);
  }
});

test("after too many tries one waits, is told how long, and five guesses end a temporary password", async ({ development, open }) => {
  const email = "edson@aurora.example";
  await createPerson(development, "Edson Vaz", email);
  const temporary = temporaryPassword(await development.mails.mailTo(email));
  const wrong = temporary === "000000" ? "000001" : "000000";
  const page = await open(development);
  await page.goto("/login");
  await fill(page, { email, password: temporary });
  for (let tries = 0; tries < 5; tries++) {
    expect((await post(development.program, "/login", { email, password: wrong })).status).toBe(401);
  }
  // The wait after the fifth try is one second, then twice as long each time: a slow machine tries again.
  await expect(async () => {
    const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
    await send(page, "/login", { password: temporary });
    const answer = await answered;
    expect(answer.status()).toBe(429);
    expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
  }).toPass();
  await expect(page.locator(".error-summary")).toContainText(/Espere \d+ segundo/);
  await expect(field(page, "email")).toHaveValue(email);
  await expect(async () => {
    const late = await post(development.program, "/login", { email, password: temporary });
    expect(late.status, "the right one comes too late").toBe(401);
  }).toPass();
  const listed = JSON.parse((await development.program.run(["user", "list", "--json"])).stdout) as { email: string; state: string }[];
  expect(listed.find((person) => person.email === email)?.state).toBe("exhausted");
});

test("outside development there is no outbox", async ({ mailed }) => {
  for (const path of ["/dev/outbox", "/dev/outbox.json", "/dev/outbox/1", "/dev/outbox/1/html"]) {
    expect((await fetch(mailed.program.address + path)).status, path).toBe(404);
  }
});

test("a session that ended while a form was filled in leads back to it", async ({ development, open }) => {
  const { cookie } = await signInDirectly(development.program, development.admin.email, development.admin.password);
  const page = await open(development, { as: { cookie } });
  await page.goto("/admin/users/new");
  await post(development.program, "/logout", {}, cookie);
  await page.reload();
  await expect(page).toHaveURL(/\/login\?next=%2Fadmin%2Fusers%2Fnew$/);
  await send(page, "/login", { email: development.admin.email, password: development.admin.password });
  await expect(page).toHaveURL("/admin/users/new");
});

test("the link in a mail goes where the settings say, whatever a request claims", async ({ development }) => {
  const { program, admin, mails } = development;
  const answer = await fetch(`${program.address}/admin/users/new`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: admin.cookie, accept: "text/html", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" },
    body: new URLSearchParams({ display_name: "Fábio Moura", email: "fabio@aurora.example" }),
  });
  expect(answer.status).toBe(303);
  const mail = await mails.mailTo("fabio@aurora.example");
  expect(links(mail.text)).toEqual([firstAccessLink(mail)]);
  expect(firstAccessLink(mail).startsWith(`${program.address}/first-access#t=`)).toBe(true);
});
