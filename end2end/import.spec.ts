// A file of people: looked through before anything is written, carried out whatever happens to the program.

import { becomeAdmin } from "./support/admin";
import { violations, widerThanWindow } from "./support/examine";
import { expect, mailSettings, test } from "./support/test";
import { until } from "./support/until";

interface Listed {
  email: string;
  delivery: { state: string; attempts: number } | null;
}

const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text, "utf8") });

for (const javaScript of [true, false]) {
  test(`a file is looked through, confirmed and reported (${javaScript ? "with" : "without"} a script)`, async ({ open, start, startMailServer }) => {
    const mails = await startMailServer();
    const program = await start({ settings: mailSettings(mails) });
    const admin = await becomeAdmin(program);
    mails.refuse("recusada@aurora.example", 550, "5.1.1 User unknown");
    const page = await open(program, { as: admin, javaScript });
    const listed = async () => JSON.parse((await program.run(["user", "list", "--json"])).stdout) as Listed[];

    await page.goto("/admin/users/import");
    if (javaScript) expect(await violations(page)).toEqual([]);
    const people = `\ufeffNome;E-mail\r\nJoão Conceição;joao@aurora.example\r\n"Sousa, Bia";bia@aurora.example\r\nRecusada;recusada@aurora.example\r\nSem arroba;nada\r\nAna;${admin.email}\r\n=1+1;formula@@aurora\r\n`;
    await page.locator("input[type=file]").setInputFiles(file("pessoas.csv", people));
    await page.locator("form[action='/admin/users/import'] button").click();
    await expect(page).toHaveURL(/\/admin\/imports\/[0-9a-f-]{36}$/);
    await expect(page.locator("h1")).toHaveText("pessoas.csv");
    await expect(page.locator("main")).toContainText("nada");
    await expect(page.locator("h2#problems, h2#rows"), "what needs somebody stands first").toHaveText(["Linhas com problema", "Linhas do arquivo"]);
    await page.locator(".tally a").click();
    await expect(page.locator("h2#problems")).toBeInViewport();
    if (javaScript) expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await widerThanWindow(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await listed(), "looking writes no account").toHaveLength(1);

    await page.locator("form[action='/admin/imports/act'] button[value=confirm]").click();
    await until("three accounts are there", async () => (await listed()).length === 4, { every: 500 });
    for (const email of ["joao@aurora.example", "bia@aurora.example"]) await mails.mailTo(email);
    await until("the refusal is known", async () => (await listed()).some(({ email, delivery }) => email.startsWith("recusada") && delivery?.state === "failed"), { every: 500 });
    if (!javaScript) await page.reload();
    await expect(page.locator("#carried")).toContainText("3");
    if (javaScript) expect(await violations(page)).toEqual([]);

    const rejected = await page.request.get(`${new URL(page.url()).pathname}/rejected.csv`);
    expect(rejected.headers()["content-type"]).toContain("text/csv");
    const text = await rejected.text();
    expect(text).toContain("Sem arroba");
    expect(text).toContain("'=1+1");

    // The same file again creates nobody.
    await page.goto("/admin/users/import");
    await page.locator("input[type=file]").setInputFiles(file("pessoas.csv", people));
    await page.locator("form[action='/admin/users/import'] button").click();
    await expect(page).toHaveURL(/\/admin\/imports\//);
    expect(await listed()).toHaveLength(4);
  });
}

/** What a `datetime-local` field holds in so many days, by the clock of Brasília, where there is no summer time. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 - 3 * 3_600_000).toISOString().slice(0, 16);

for (const javaScript of [true, false]) {
  test(`accounts are made now and their mails leave later (${javaScript ? "with" : "without"} a script)`, async ({ open, start, startMailServer }) => {
    const mails = await startMailServer();
    const program = await start({ settings: mailSettings(mails) });
    const admin = await becomeAdmin(program);
    const page = await open(program, { as: admin, javaScript });
    await page.goto("/admin/users/import");
    await page.locator("input[type=file]").setInputFiles(file("pessoas.csv", "Nome;E-mail\nJoão;joao@aurora.example\nBia;bia@aurora.example\n"));
    await page.locator("form[action='/admin/users/import'] button").click();
    await expect(page).toHaveURL(/\/admin\/imports\//);
    const time = page.locator("#send_at");
    await expect(time, "only who sends later is asked when").toBeHidden();
    await page.locator("[name=send][value=later]").check();
    await expect(time).toHaveValue(/^\d{4}-\d\d-\d\dT08:00$/);
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await widerThanWindow(page)).toEqual([]);
    }
    if (javaScript) expect(await violations(page)).toEqual([]);

    const confirm = page.locator("form[action='/admin/imports/act'] button[value=confirm]");
    const past = inDays(-1);
    await time.fill(past);
    await confirm.click();
    await expect(page.locator("#send_at-error")).toBeVisible();
    await expect(time).toHaveValue(past);
    await expect(page.locator("[name=send][value=later]")).toBeChecked();
    if (javaScript) expect(await violations(page)).toEqual([]);

    await time.fill(inDays(2));
    await confirm.click();
    const listed = async () => JSON.parse((await program.run(["user", "list", "--json"])).stdout) as Listed[];
    await until("the accounts are there", async () => (await listed()).length === 3, { every: 500 });
    await expect(page.locator("#carried")).toBeVisible();
    if (!javaScript) await page.reload();
    await expect(page.locator("#carried")).toContainText("horário de Brasília");
    await page.goto("/admin/mail");
    await expect(page.locator("table")).toContainText("Será enviado em");
    if (javaScript) expect(await violations(page)).toEqual([]);
    expect(mails.mails).toHaveLength(0);

    // One of them is needed sooner.
    await page.locator("tr", { hasText: "bia@aurora.example" }).locator("button").click();
    await mails.mailTo("bia@aurora.example");
    expect(mails.mails).toHaveLength(1);
  });
}

test("ten thousand rows survive two kills: everybody once, nobody twice", async ({ start, startMailServer }) => {
  test.setTimeout(180_000);
  const mails = await startMailServer();
  // The mails wait, so that this is about the rows.
  const program = await start({ settings: { ...mailSettings(mails), CHAVEIRO_MAIL_PACE: "60/min" } });
  const admin = await becomeAdmin(program);
  const rows = Array.from({ length: 10_000 }, (_, number) => `Pessoa ${number},pessoa.${number}@aurora.example`);
  const form = new FormData();
  form.append("file", new Blob([`name,email\n${rows.join("\n")}\n`], { type: "text/csv" }), "dez-mil.csv");
  const headers = { accept: "text/html", cookie: admin.cookie };
  const uploaded = await fetch(`${program.address}/admin/users/import`, { method: "POST", redirect: "manual", headers, body: form });
  expect(uploaded.status, await uploaded.text()).toBe(303);
  const id = (uploaded.headers.get("location") ?? "").split("/").pop() ?? "";
  const confirmed = await fetch(`${program.address}/admin/imports/act`, { method: "POST", redirect: "manual", headers, body: new URLSearchParams({ import: id, act: "confirm" }) });
  expect(confirmed.status).toBe(303);

  const listed = async () => JSON.parse((await program.run(["user", "list", "--json"])).stdout) as Listed[];
  for (const _ of [1, 2]) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await program.stop("SIGKILL");
    await program.start();
  }
  await until("the import is done", async () => (await listed()).length >= 10_001, { within: 120_000, every: 1000 });
  const all = await listed();
  expect(all).toHaveLength(10_001);
  expect(new Set(all.map(({ email }) => email)).size).toBe(10_001);
  expect(all.filter(({ delivery }) => delivery === null).map(({ email }) => email), "each has one mail").toEqual([admin.email]);
  const twice = mails.mails.map(({ to }) => String(to)).filter((to, index, every) => every.indexOf(to) !== index);
  // A kill between the final dot and its answer leaves nobody knowing: at most the four being sent, each time.
  expect(twice.length).toBeLessThanOrEqual(8);
});
