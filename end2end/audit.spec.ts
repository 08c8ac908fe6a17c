// The log: filtered in the address, with and without a script, and taken away as a file.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { becomeAdmin, choosePassword, createPerson, post } from "./support/admin";
import { passwordsGivenLongAgo } from "./support/database";
import { DevelopmentOutbox, temporaryPassword } from "./support/mail";
import { dialog, field, send } from "./support/page";
import { until } from "./support/until";
import { type Site, type StartProgram, expect, test } from "./support/test";

/** A site on which a few things have happened. */
async function busy(start: StartProgram): Promise<Site & { rosa: string }> {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  const rosa = await createPerson(site, "Rosa Melo", "rosa@aurora.example");
  await createPerson(site, "Rui Melo", "rui@aurora.example");
  const mail = await new DevelopmentOutbox(program).mailTo("rosa@aurora.example");
  await choosePassword(program, "rosa@aurora.example", temporaryPassword(mail), "vinte sinos na capela velha");
  // The mails first, so that what is disabled is the last that was written down.
  await new DevelopmentOutbox(program).mailTo("rosa@aurora.example", 2);
  await until("no mail is on its way", async () => {
    const ready = (await (await fetch(`${program.address}/readyz`)).json()) as { oldest_queued_mail_seconds: number | null };
    return ready.oldest_queued_mail_seconds === null;
  });
  await post(program, "/admin/users/act", { act: "disable", users: rosa }, site.admin.cookie);
  return { ...site, rosa };
}

/** What happened, in the order of the page. */
const events = (page: Page) => page.locator("tbody th strong").allInnerTexts();

for (const javaScript of [true, false]) {
  test(`the log is filtered by person, actor, kind and day (${javaScript ? "with" : "without"} a script)`, async ({ open, start }) => {
    const site = await busy(start);
    const page = await open(site, { as: site.admin, javaScript });
    const look = async () => {
      if (!javaScript) await page.locator("form[role=search] button").click();
    };
    await page.goto("/admin/audit");
    const table = page.getByRole("table", { name: /eventos, mais recentes primeiro/ });
    await expect(table.locator("thead th:not([scope=col])")).toHaveCount(0);
    await expect(table.locator("tbody tr:not(.day)").first()).toContainText("Acesso desativado");
    await expect(table.locator("tbody tr:not(.day)").first().locator("td").nth(1)).toHaveText("Ana Lima");
    await expect(table.locator("tbody tr:not(.day)").first().locator("td").nth(2)).toHaveText("Rosa Melo");
    await expect(table.locator("tbody tr:not(.day)").first().locator("td").nth(3)).toHaveText("127.0.0.1");
    await table.locator("tbody tr:not(.day)").first().locator("summary").click();
    await expect(table.locator("tbody tr:not(.day)").first().locator("dd").first()).toContainText(/^\d{4}-\d\d-\d\d/);

    await field(page, "person").fill("rosa");
    await look();
    await expect(page).toHaveURL(/person=rosa/);
    await expect(page.locator("#events")).toContainText("Eventos por ou sobre:");
    await expect(page.locator("tbody", { hasText: "Rui Melo" })).toHaveCount(0);
    await field(page, "kind").selectOption({ label: "Entrou" });
    await look();
    await expect(page).toHaveURL(/kind=/);
    await expect.poll(() => events(page)).toEqual(["Entrou"]);
    const address = page.url();
    await page.locator("tbody a").first().click();
    await expect(page.locator("h1")).toHaveText("Rosa Melo");
    await page.goBack();
    await expect(page).toHaveURL(address);
    expect(await events(page)).toEqual(["Entrou"]);
    await expect(field(page, "person")).toHaveValue("rosa");

    await field(page, "kind").selectOption("");
    await field(page, "actor").selectOption({ label: "Ana Lima" });
    await look();
    await expect.poll(() => events(page)).toEqual(["Acesso desativado", "Conta criada"]);
    await field(page, "to").fill("2020-01-01");
    await look();
    await expect(page.locator(".empty h2")).toHaveText("Nenhum evento encontrado");
    await page.getByRole("link", { name: "Limpar filtros" }).click();
    await expect(page).toHaveURL("/admin/audit");
    await field(page, "person").fill("xyzzy");
    await look();
    await expect(page.locator(".empty h2")).toHaveText("Nenhuma pessoa encontrada para “xyzzy”");
  });

  test(`the log as it is filtered is taken away, after the own password (${javaScript ? "dialog" : "page"})`, async ({ open, start }) => {
    const site = await busy(start);
    const page = await open(site, { as: site.admin, javaScript });
    passwordsGivenLongAgo(site.program);
    await page.goto("/admin/audit?person=rosa");
    await page.getByRole("link", { name: "Exportar esta lista (CSV)" }).click();
    const question = javaScript ? dialog(page) : page.locator("main");
    await expect(question.getByRole("heading", { name: "Confirme sua senha" })).toBeVisible();
    await question.locator("[name=current_password]").fill("não é esta");
    await question.getByRole("button", { name: "Confirmar senha" }).click();
    await expect(page.locator(".error-summary")).toBeFocused();
    await send(page, "/admin/confirm-password", { current_password: site.admin.password });
    await expect(page).toHaveURL(/\/admin\/audit\?.*person=rosa/);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Exportar esta lista (CSV)" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("chaveiro-audit.csv");
    const text = readFileSync(await download.path(), "utf8");
    expect(text).toContain(site.rosa);
    expect(text).not.toContain("Rui Melo");
    await page.goto("/admin/audit");
    await expect(page.locator("tbody tr:not(.day)").first(), "that too is in the log").toContainText("Auditoria exportada");
  });
}

test("the log follows what one types without losing the caret", async ({ open, start }) => {
  const site = await busy(start);
  const page = await open(site, { as: site.admin });
  await page.goto("/admin/audit");
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await field(page, "person").click();
  await page.keyboard.type("rui", { delay: 40 });
  await expect.poll(() => events(page)).not.toContain("Acesso desativado");
  await expect(page).toHaveURL("/admin/audit?person=rui");
  await expect(field(page, "person")).toBeFocused();
  expect(await field(page, "person").evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(3);
  expect(await page.evaluate(() => "stayed" in window)).toBe(true);
});
