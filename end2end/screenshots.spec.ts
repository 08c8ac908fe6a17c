// The README's pictures, taken of the program as it is. `UPDATE_SCREENSHOTS=1` writes them; else
// the pages are made as for a picture, and the pictures have to be there.

import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { becomeAdmin, choosePassword, createPerson, signIn } from "./support/admin";
import { DevelopmentOutbox, temporaryPassword } from "./support/mail";
import { alive, field, fill, row, send } from "./support/page";
import { expect, framedMail, mailSettings, test } from "./support/test";
import { words } from "./support/words";

const folder = join(import.meta.dirname, "../docs/screenshots");
const own = "três tucanos no telhado verde";

// What people would see who follow the README, whatever port the test has got.
const settings = { CHAVEIRO_PUBLIC_URL: "http://localhost:3000", CHAVEIRO_ORGANIZATION: "Instituto Aurora" };

/** Makes a picture of the whole page. */
async function picture(page: Page, name: string): Promise<void> {
  // A picture before this one may have left a higher window.
  await page.setViewportSize({ width: 1280, height: 800 });
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: 1280, height: whole });
  const file = join(folder, `${name}.png`);
  if (process.env.UPDATE_SCREENSHOTS) {
    const png = await page.screenshot({ animations: "disabled", caret: "hide" });
    expect(png.length, `${name}.png`).toBeLessThan(200_000);
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, png);
  }
  expect(existsSync(file), `${file} is there; else run with UPDATE_SCREENSHOTS=1`).toBe(true);
  expect(statSync(file).size).toBeLessThan(200_000);
}

test("setup.png", async ({ open, start }) => {
  const program = await start({ dev: true, settings });
  const page = await open(program);
  const { search } = new URL(await program.setupAddress());
  await page.goto(`/setup${search}`);
  await alive(page);
  await fill(page, { display_name: "Ana Lima", email: "ana.lima@aurora.example", password: "chuva fina na" });
  await expect(page.locator(".live")).toHaveText("Faltam 2 caracteres.");
  await picture(page, "setup");
});

test("mail.png, first-access.png and account.png", async ({ open, start }) => {
  const program = await start({ dev: true, settings });
  const admin = await becomeAdmin(program);
  const mails = new DevelopmentOutbox(program);
  const bruno = "bruno@aurora.example";
  await createPerson({ program, admin }, "Bruno Carvalho", bruno);
  const mail = await mails.mailTo(bruno);

  const page = await open(program, { expected: framedMail });
  await page.goto(`/dev/outbox/${mail.id}?part=html`);
  await page.waitForLoadState("networkidle");
  await picture(page, "mail");

  const desk = await open(program);
  await desk.goto("/login");
  await send(desk, "/login", { email: bruno, password: temporaryPassword(mail) });
  await alive(desk);
  await field(desk, "new_password").fill(own);
  await expect(desk.locator(".live")).toHaveText("Tamanho suficiente.");
  await picture(desk, "first-access");

  await send(desk, "/first-access");
  await expect(desk).toHaveURL(/account/);
  for (const userAgent of [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
  ]) {
    const elsewhere = await open(program, { options: { userAgent } });
    await elsewhere.goto("/login");
    await send(elsewhere, "/login", { email: bruno, password: own });
    await expect(elsewhere).toHaveURL("/account");
  }
  await desk.reload();
  await alive(desk);
  await picture(desk, "account");
});

test("users.png, person.png, outbox.png, import.png, audit.png and new-user.png", async ({ open, start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: { ...mailSettings(mails), ...settings } });
  const admin = await becomeAdmin(program);
  const site = { program, admin };
  const at = (name: string) => `${name}@aurora.example`;

  // Everybody is somewhere else on the way.
  const people = [
    ["Gabriela Teixeira", "gabriela"],
    ["Elisa Prado", "elisa"],
    ["Davi Nogueira", "davi.nogeira"],
    ["Bruno Carvalho", "bruno"],
  ] as const;
  mails.refuse(at("davi.nogeira"), 550, "5.1.1 <davi.nogeira@aurora.example>: Recipient address rejected: User unknown");
  mails.refuse(at("elisa"), 450, "4.2.0 <elisa@aurora.example>: Greylisted, try again later");
  const release = mails.hold(at("bruno"));
  for (const [name, local] of people) await createPerson(site, name, at(local));
  await choosePassword(program, at("gabriela"), temporaryPassword(await mails.mailTo(at("gabriela"))), own);

  const session = await signIn(program, admin.email, admin.password);
  const page = await open(program, { as: session });
  await page.goto("/admin/users");
  const texts = words["pt-BR"];
  await expect(row(page, at("gabriela")).state).toContainText(texts.active);
  await expect(row(page, at("davi.nogeira")).state).toContainText(texts.failed);
  await expect(row(page, at("elisa")).state).toContainText("Próxima tentativa");
  await expect(row(page, at("bruno")).state).toContainText(texts.waiting);
  await picture(page, "users");

  await page.locator("tbody").getByRole("link", { name: "Davi Nogueira" }).click();
  await page.locator("section[aria-labelledby=timeline] summary").first().click();
  await picture(page, "person");
  await page.goto("/admin/mail");
  await picture(page, "outbox");
  const text = "nome,e-mail\nHelena Dourado,helena@aurora.example\nIvo Castanho,ivo@aurora\nJanaína Reis,janaina@aurora.example\n";
  await page.goto("/admin/users/import");
  await page.locator("input[type=file]").setInputFiles({ name: "turma-2027.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.locator("form[action='/admin/users/import'] button").click();
  await expect(page.locator("h1")).toHaveText("turma-2027.csv");
  await picture(page, "import");
  await page.goto("/admin/audit?person=gabriela");
  await picture(page, "audit");

  await page.goto("/admin/users/new");
  await fill(page, { display_name: "Ígor Castro" });
  await expect(async () => {
    await field(page, "email").fill("igor@aurora");
    await field(page, "email").blur();
    await expect(page.locator("#email-error")).toBeVisible({ timeout: 200 });
  }).toPass();
  await picture(page, "new-user");
  release();
});
