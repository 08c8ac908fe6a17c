// `/admin/mail`, with a mail server that takes some mails, refuses others, and goes away.

import type { Page } from "@playwright/test";
import { type Admin, becomeAdmin, createPerson } from "./support/admin";
import { type Guarded, type MailServer, authority } from "./support/mail_server";
import { expectRefused, expectSuccess, send } from "./support/page";
import type { Program } from "./support/program";
import { type StartProgram, expect, mailSettings, test } from "./support/test";
import { words } from "./support/words";

interface Post {
  mails: MailServer;
  program: Program;
  admin: Admin;
}

/** A mail server of one's own, since pausing concerns everybody. */
async function post(start: StartProgram, startMailServer: (guarded?: Guarded) => Promise<MailServer>): Promise<Post> {
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  return { mails, program, admin: await becomeAdmin(program) };
}

const listed = (page: Page, email: string) => page.locator("tbody tr").filter({ hasText: email });
const shelf = (page: Page, name: RegExp) => page.getByRole("navigation", { name: "Filtrar por estado" }).getByRole("link", { name });

test("every mail is listed with its state, a plain reason, and what to do", async ({ open, start, startMailServer }) => {
  const site = await post(start, startMailServer);
  site.mails.refuse("kai@aurora.example", 550, "5.1.1 <kai@aurora.example> User unknown");
  site.mails.refuse("kim@aurora.example", 450, "4.2.1 The mailbox is busy");
  const page = await open(site, { as: site.admin });
  await page.goto("/admin/mail");
  await expect(page.locator(".empty h2")).toHaveText("Nenhum e-mail na fila");
  await expect(page.locator(".empty a")).toHaveAttribute("href", "/admin/users/new");
  const kai = await createPerson(site, "Kai Luz", "kai@aurora.example");
  await createPerson(site, "Kim Luz", "kim@aurora.example");
  await createPerson(site, "Kátia Luz", "katia@aurora.example");

  // Without a reload.
  await expect(shelf(page, /^Falha no envio \(1\)$/)).toBeVisible();
  await expect(shelf(page, /^Aceitos pelo servidor \(1\)$/)).toBeVisible();
  await expect(shelf(page, /^Na fila \(1\)$/)).toHaveAttribute("aria-current", "page");
  const waiting = listed(page, "kim@aurora.example");
  await expect(waiting.locator(".badge")).toHaveText("Nova tentativa agendada");
  await expect(waiting).toContainText(/Próxima tentativa às \d+h\d\d/);
  await expect(waiting.locator("code")).toBeHidden();
  await waiting.locator("summary").click();
  await expect(waiting.locator("code")).toContainText("mailbox is busy");

  await shelf(page, /^Falha no envio/).click();
  const failed = listed(page, "kai@aurora.example");
  await expect(failed.locator(".badge")).toHaveText("Falha no envio");
  await expect(failed).toContainText("O servidor recusou este endereço");
  await expect(failed).toContainText("Corrija o e-mail na conta da pessoa");
  await expect(failed.locator("time")).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT/);
  await expect(failed.getByRole("link", { name: "Ver pessoa" })).toHaveAttribute("href", `/admin/users/${kai}`);
  const table = page.getByRole("table", { name: "E-mails com falha no envio, mais recentes primeiro" });
  await expect(table.locator("thead th:not([scope=col])")).toHaveCount(0);
  await expect(table.locator("tbody th[scope=row]")).toHaveCount(1);
  await shelf(page, /^Aceitos pelo servidor/).click();
  await expect(listed(page, "katia@aurora.example").locator(".badge")).toHaveText("Aceito pelo servidor");
});

test("trying again leads through the queue to sent, in place", async ({ open, start, startMailServer }) => {
  const site = await post(start, startMailServer);
  site.mails.refuse("lia@aurora.example", 550, "5.1.1 User unknown");
  site.mails.refuse("lua@aurora.example", 450, "4.2.1 Busy");
  await createPerson(site, "Lia Mar", "lia@aurora.example");
  await createPerson(site, "Lua Mar", "lua@aurora.example");
  const page = await open(site, { as: site.admin });
  const people = await open(site, { as: site.admin });
  await people.goto("/admin/users");
  const row = people.locator("tbody tr").filter({ hasText: "lia@aurora.example" });
  await expect(row.locator(".badge")).toHaveText("Falha no envio");
  await page.goto("/admin/mail?show=failed");
  site.mails.accept("lia@aurora.example");
  const release = site.mails.hold("lia@aurora.example");
  await page.getByRole("button", { name: /^Reenviar senha temporária ?: Lia Mar$/ }).click();
  await expectSuccess(page);
  await expect(page.locator("[role=status]").first()).toContainText("O e-mail está na fila de novo.");
  await shelf(page, /^Na fila/).click();
  await expect(listed(page, "lia@aurora.example").locator(".badge")).toHaveText("Enviando");
  await expect(row.locator(".badge"), "the list of people follows too").toHaveText(words["pt-BR"].waiting);
  release();
  await expect(listed(page, "lia@aurora.example")).toHaveCount(0);
  await expect(row.locator(".badge")).toHaveText(words["pt-BR"].invited);
  await expect(people.locator("#announcement"), "said once, in the polite region").toContainText(`Lia Mar: ${words["pt-BR"].invited}`);

  site.mails.accept("lua@aurora.example");
  await page.getByRole("button", { name: /^Tentar agora ?: Lua Mar$/ }).click();
  await expect(page.locator(".empty h2")).toHaveText("Nenhum e-mail na fila");
  expect(site.mails.to("lua@aurora.example")).toHaveLength(1);
});

test("paused mails wait, every page says so, and they leave when resumed", async ({ open, start, startMailServer }) => {
  const site = await post(start, startMailServer);
  const page = await open(site, { as: site.admin });
  const other = await open(site, { as: site.admin });
  await other.goto("/admin/mail");
  await page.goto("/admin/mail");
  await page.getByRole("button", { name: "Pausar envios" }).click();
  await expectSuccess(page);
  await expect(page.locator("#outbox .badge").first()).toHaveText("Pausado");
  await expect(other.locator("#outbox"), "the other window too, by itself").toContainText("Um administrador pausou os envios");
  await expect(other.locator("#mail-warning"), "said once").toHaveCount(0);
  const id = await createPerson(site, "Malu Paz", "malu@aurora.example");
  for (const path of ["/admin/users", "/admin/users/new", `/admin/users/${id}`, `/admin/users/${id}/edit`, `/admin/users/act?act=disable&user=${id}`]) {
    await page.goto(path);
    const banner = page.locator("#mail-warning");
    await expect(banner, path).toContainText("Os envios estão pausados");
    await expect(banner.getByRole("link", { name: "Ver fila de e-mails" })).toHaveAttribute("href", "/admin/mail");
  }
  await page.goto("/account");
  await expect(page.locator("#mail-warning")).toHaveCount(0);
  await page.goto("/admin/mail");
  await expect(listed(page, "malu@aurora.example").locator(".badge")).toHaveText("Na fila");
  expect(site.mails.mails).toEqual([]);
  await page.getByRole("button", { name: "Retomar envios" }).click();
  await site.mails.mailTo("malu@aurora.example");
  await expect(page.locator(".empty h2")).toHaveText("Nenhum e-mail na fila");
  await expect(other.locator("#outbox .badge").first()).toHaveText("Funcionando");
  await page.goto("/admin/users");
  await expect(page.locator("#mail-warning")).toHaveCount(0);
});

test("all are tried again at once, without a script as well", async ({ open, start, startMailServer }) => {
  const site = await post(start, startMailServer);
  const page = await open(site, { as: site.admin, javaScript: false });
  await page.goto("/admin/mail");
  await page.getByRole("button", { name: "Tentar enviar todos de novo" }).click();
  await expect(page.locator("[role=status]").first()).toContainText("Não há e-mails na fila nem com falha no envio");
  site.mails.refuse("nara@aurora.example", 550, "5.1.1 User unknown");
  site.mails.refuse("nilo@aurora.example", 450, "4.2.1 Busy");
  await createPerson(site, "Nara Sol", "nara@aurora.example");
  await createPerson(site, "Nilo Sol", "nilo@aurora.example");
  await expect(async () => {
    await page.goto("/admin/mail");
    await expect(shelf(page, /^Falha no envio \(1\)$/)).toBeVisible({ timeout: 100 });
    await expect(listed(page, "nilo@aurora.example").locator(".badge")).toHaveText("Nova tentativa agendada", { timeout: 100 });
  }).toPass();
  site.mails.accept("nara@aurora.example");
  site.mails.accept("nilo@aurora.example");
  await page.getByRole("button", { name: "Tentar enviar todos de novo" }).click();
  await expectSuccess(page);
  await site.mails.mailTo("nara@aurora.example");
  await site.mails.mailTo("nilo@aurora.example");
});

test("a test mail that gets through, and one that names where it stopped", async ({ open, start, startMailServer }) => {
  const site = await post(start, startMailServer);
  for (const javaScript of [true, false]) {
    const page = await open(site, { as: site.admin, javaScript });
    const email = `prova.${javaScript}@aurora.example`;
    await page.goto("/admin/mail");
    await send(page, "/admin/mail", { email: "prova" });
    await expectRefused(page, "pt-BR", "email");
    await send(page, "/admin/mail", { email });
    await expect(page.locator("[role=status]").first()).toContainText("O servidor de e-mail aceitou o teste.");
    expect((await site.mails.mailTo(email)).subject).toContain("Instituto Aurora");

    site.mails.refuse(email, 550, "5.1.1 User unknown");
    await send(page, "/admin/mail", { email });
    await expect(page.locator(".error-summary")).toContainText(/destinat|endereço/);
    await expect(page.locator(".error-summary")).not.toContainText("550");
    await expect(page.locator("[name=email]"), "can be tried once more").toHaveValue(email);
    await page.locator("section[aria-labelledby=test] summary").click();
    await expect(page.locator("section[aria-labelledby=test] code")).toContainText("User unknown");
  }
  await site.mails.stop();
  const page = await open(site, { as: site.admin });
  await page.goto("/admin/mail");
  await send(page, "/admin/mail", { email: "prova@aurora.example" });
  await expect(page.locator(".error-summary")).toContainText(/conex|conect|não responde/);
});

test("a mail server that refuses the sign-in is reported on every page, until it accepts it", async ({ open, start, startMailServer }) => {
  const guarded = { encryption: "starttls", certificate: "localhost", user: "contas", password: "palavra-passe do servidor" } as const;
  const mails = await startMailServer(guarded);
  const program = await start({
    settings: { ...mailSettings(mails), CHAVEIRO_SMTP_PASSWORD: "outra", CHAVEIRO_SMTP_CA_FILE: authority },
  });
  const site = { program, admin: await becomeAdmin(program) };
  await createPerson(site, "Olga Mar", "olga@aurora.example");
  const page = await open(site, { as: site.admin });
  await page.goto("/admin/mail");
  await expect(page.locator("#outbox .badge").first()).toHaveText("Com falha");
  await expect(page.locator("#outbox")).toContainText(/Próxima tentativa: \d+h\d\d/);
  await page.goto("/admin/users/new");
  await expect(page.locator("#mail-warning"), "before anything is sent").toContainText("Os e-mails não estão sendo enviados");
  // No page still loads from a program that ends.
  await page.goto("about:blank");
  await program.stop();
  program.settings.CHAVEIRO_SMTP_PASSWORD = guarded.password;
  await program.start();
  await page.goto("/admin/mail");
  await page.getByRole("button", { name: "Tentar enviar todos de novo" }).click();
  await mails.mailTo("olga@aurora.example");
  await expect(page.locator("#outbox .badge").first()).toHaveText("Funcionando");
});

test("a mail server that does not answer is named beside every mail that waits for it", async ({ open, start, startMailServer }) => {
  const site = await post(start, startMailServer);
  await site.mails.stop();
  await createPerson(site, "Oto Mar", "oto@aurora.example");
  const page = await open(site, { as: site.admin });
  await page.goto("/admin/mail");
  await expect(listed(page, "oto@aurora.example")).toContainText("O servidor de e-mail não está respondendo.");
  await expect(listed(page, "oto@aurora.example")).toContainText(/Próxima tentativa às \d+h\d\d/);
  await site.mails.start();
  await page.getByRole("button", { name: /^Tentar agora/ }).click();
  await site.mails.mailTo("oto@aurora.example");
  await expect(page.locator(".empty h2")).toHaveText("Nenhum e-mail na fila");
});
