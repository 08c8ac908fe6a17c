// What an administrator does to accounts, and how it is asked: in a dialog, or on a page of its own.

import type { Page } from "@playwright/test";
import { becomeAdmin, choosePassword, createPerson, post, signIn as signInDirectly } from "./support/admin";
import { passwordsGivenLongAgo } from "./support/database";
import { temporaryPassword } from "./support/mail";
import { applyToSelected, dialog, expectRefused, expectSuccess, field, openActions, row, send, signIn } from "./support/page";
import { type Site, expect, test } from "./support/test";

const own = "dezesseis redes no alpendre";

/** Somebody who has chosen a password; their id. */
async function active(site: Site & { mails: { mailTo(address: string): Promise<{ text: string }> } }, name: string, email: string): Promise<string> {
  const id = await createPerson(site, name, email);
  const mail = await site.mails.mailTo(email);
  await choosePassword(site.program, email, temporaryPassword(mail as never), own);
  return id;
}

/** What has the focus, by its words. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim());

test("a dialog asks by name, keeps the focus inside, and Esc takes it back", async ({ development, open }) => {
  const id = await active(development, "Adele Paz", "adele@aurora.example");
  const page = await open(development, { as: development.admin });
  await page.goto(`/admin/users/${id}`);
  const trigger = page.getByRole("link", { name: "Desativar acesso" });
  await openActions(page);
  await trigger.focus();
  await page.keyboard.press("Enter");
  const question = page.getByRole("dialog", { name: "Desativar Adele Paz" });
  await expect(question).toBeVisible();
  await expect(question.getByRole("heading")).toHaveText("Desativar Adele Paz");
  await expect(question.getByRole("button", { name: "Desativar Adele Paz", exact: true })).toBeVisible();
  await expect(question).toContainText("As sessões terminam agora");
  await expect(question.getByRole("heading"), "Enter, pressed again, does nothing").toBeFocused();
  await expect(page, "still on the page").toHaveURL(`/admin/users/${id}`);

  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => {
      const at = document.activeElement;
      return at !== document.body && !at?.closest("dialog") ? at?.outerHTML : null;
    });
    expect(outside, "the focus left the dialog").toBeNull();
  }
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog")).toHaveCount(0);
  await expect.poll(() => focused(page)).toBe("Desativar acesso");

  await page.keyboard.press("Enter");
  await question.getByRole("link", { name: "Cancelar" }).click();
  await expect(page.locator("dialog")).toHaveCount(0);
  await expect.poll(() => focused(page)).toBe("Desativar acesso");
  await expect(page.locator("h1 + p .badge")).toHaveText("Acesso ativo");
});

test("the focus comes back also when the page has changed behind the dialog", async ({ development, open }) => {
  const id = await active(development, "Alba Reis", "alba@aurora.example");
  const page = await open(development, { as: development.admin });
  await page.goto(`/admin/users/${id}`);
  await openActions(page);
  await page.getByRole("link", { name: "Desativar acesso" }).click();
  await expect(dialog(page)).toBeVisible();
  const sessions = page.locator("section[aria-labelledby=sessions]");
  await expect(sessions.locator("li")).toHaveCount(1);
  await signInDirectly(development.program, "alba@aurora.example", own);
  await expect(sessions.locator("li")).toHaveCount(2);
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toBe("Desativar acesso");
});

test("disabling ends the sessions at once, and enabling opens the account again", async ({ development, open }) => {
  const email = "aldo@aurora.example";
  const id = await active(development, "Aldo Cruz", email);
  const person = await open(development);
  await signIn(person, email, own);
  await expect(person).toHaveURL("/account");
  const page = await open(development, { as: development.admin });
  await page.goto(`/admin/users/${id}`);
  await openActions(page);
  await page.getByRole("link", { name: "Desativar acesso" }).click();
  await dialog(page).getByRole("button").click();
  await expect(page).toHaveURL(`/admin/users/${id}`);
  await expect(page.locator("[role=status]").first()).toContainText("Acesso de Aldo Cruz desativado");
  await expect(page.locator("h1 + p .badge")).toHaveText("Desativado");
  await person.reload();
  await expect(person).toHaveURL(/\/login/);
  await signIn(person, email, own);
  await expect(person.locator(".error-summary")).toBeVisible();

  await page.getByRole("link", { name: "Reativar acesso" }).click();
  await dialog(page).getByRole("button", { name: "Reativar Aldo Cruz" }).click();
  await expect(page.locator("h1 + p .badge")).toHaveText("Acesso ativo");
  await signIn(person, email, own);
  await expect(person).toHaveURL("/account");
});

test("without a script a page asks the same, and deleting can be undone", async ({ development, open }) => {
  const id = await active(development, "Alice Rocha", "alice@aurora.example");
  const page = await open(development, { as: development.admin, javaScript: false });
  await page.goto(`/admin/users/${id}`);
  await openActions(page);
  await page.getByRole("link", { name: "Excluir" }).click();
  await expect(page).toHaveURL(`/admin/users/act?act=delete&user=${id}`);
  await expect(page.locator("h1")).toHaveText("Excluir Alice Rocha");
  await expect(page.locator("main")).toContainText("em até 30 dias");
  await page.getByRole("link", { name: "Cancelar" }).click();
  await expect(page).toHaveURL(`/admin/users/${id}`);
  await openActions(page);
  await page.getByRole("link", { name: "Excluir" }).click();
  await page.getByRole("button", { name: "Excluir Alice Rocha" }).click();
  await expect(page).toHaveURL(`/admin/users/${id}`);
  await expect(page.locator("h1 + p .badge")).toHaveText("Excluído");
  await page.goto("/admin/users");
  await expect(page.locator("tbody tr", { hasText: "Alice Rocha" }), "gone from the list").toHaveCount(0);
  await page.goto("/admin/users?status=deleted&q=alice");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.goto(`/admin/users/${id}`);
  await page.getByRole("link", { name: "Restaurar", exact: true }).click();
  await page.getByRole("button", { name: "Restaurar Alice Rocha" }).click();
  await expect(page.locator("h1 + p .badge")).toHaveText("Acesso ativo");
});

for (const javaScript of [true, false]) {
  test(`several people are asked about once and told about one by one (${javaScript ? "dialog" : "page"})`, async ({ development, open }) => {
    const at = (name: string) => `${name}.${javaScript}@varios.example`;
    await active(development, "Beto Várias", at("beto"));
    await createPerson(development, "Bia Várias", at("bia"));
    const gone = await createPerson(development, "Bira Várias", at("bira"));
    const page = await open(development, { as: development.admin, javaScript });
    await page.goto(`/admin/users?q=varias+${javaScript}`);
    await expect(page.locator("tbody tr")).toHaveCount(3);
    if (javaScript) {
      const all = page.getByRole("checkbox", { name: "Selecionar todas desta página" });
      await all.check();
      await expect(page.locator("tbody input:checked")).toHaveCount(3);
      await page.getByRole("checkbox", { name: "Selecionar Bia Várias" }).uncheck();
      expect(await all.evaluate((box: HTMLInputElement) => [box.checked, box.indeterminate])).toEqual([false, true]);
    }
    await applyToSelected(page, [at("beto"), at("bia"), at("bira")], "disable");
    const question = javaScript ? dialog(page) : page.locator("main");
    await expect(question.getByRole("heading").first()).toHaveText("Desativar 3 pessoas");
    await expect(question.locator("ul.names li")).toHaveText([/Bira Várias/, /Bia Várias/, /Beto Várias/]);
    // Meanwhile somebody else is quicker with one of them.
    await post(development.program, "/admin/users/act", { act: "delete", users: gone }, development.admin.cookie);
    await question.getByRole("button", { name: "Desativar 3 pessoas" }).click();
    await expectSuccess(page);
    const done = page.locator(".banner", { hasText: "Acesso desativado para 2 pessoas:" });
    await expect(done.locator("li")).toHaveText([/Bia Várias/, /Beto Várias/]);
    const refused = page.locator(".banner", { hasText: "Não foi possível para 1 pessoa:" });
    await expect(refused.locator("li")).toHaveText("Bira Várias: não se aplica ao estado atual da conta");

    // Of those chosen only some are asked about; the others are named with the reason.
    const cida = await createPerson(development, "Cida Várias", at("cida"));
    await page.goto(`/admin/users?q=varias+${javaScript}`);
    await applyToSelected(page, [at("beto"), at("cida")], "send-again");
    await expect(question.getByRole("heading").first()).toHaveText("Reenviar senha temporária para Cida Várias");
    await expect(question).toContainText("Não serão alteradas");
    await expect(question).toContainText("Beto Várias: estado: desativado");
    await question.getByRole("button", { name: "Reenviar senha temporária para Cida Várias" }).click();
    await development.mails.mailTo(at("cida"), 2);
    expect(cida).not.toBe("");
  });

  test(`nobody marked is told in words (${javaScript ? "dialog" : "page"})`, async ({ development, open }) => {
    const page = await open(development, { as: development.admin, javaScript });
    await page.goto("/admin/users");
    await expect(page.locator(".selection"), "nothing shows before").toBeHidden();
    await page.locator("tbody [type=checkbox]").first().check();
    await expect(page.locator(".selection")).toBeVisible();
    if (javaScript) await expect(page.locator("[data-selected]")).toHaveText("1");
    await page.getByRole("button", { name: "Limpar seleção" }).click();
    await expect(page.locator(".selection")).toBeHidden();
    await page.goto("/admin/users/act?act=delete");
    await expect(page.locator("main").getByRole("heading")).toHaveText("Nenhuma pessoa selecionada");
    await page.getByRole("link", { name: "Voltar para Pessoas" }).click();
    await expect(page).toHaveURL("/admin/users");
  });
}

test("the last administrator is refused in words, alone and among others", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  await createPerson(site, "Beatriz Gil", "beatriz@aurora.example");
  const page = await open(site, { as: site.admin });
  await page.goto("/admin/users");
  await page.getByRole("link", { name: "Ana Lima" }).last().click();
  await openActions(page);
  await page.getByRole("link", { name: "Desativar acesso" }).click();
  await expect(dialog(page)).toContainText("sua própria conta está na lista");
  await dialog(page).getByRole("button").click();
  await expect(page.locator(".error-summary")).toContainText("Este é o único administrador com acesso ativo.");
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(page.locator("h1")).toHaveText("Desativar Ana Lima");

  await page.goto("/admin/users");
  await applyToSelected(page, [site.admin.email, "beatriz@aurora.example"], "disable");
  await dialog(page).getByRole("button", { name: "Desativar 2 pessoas" }).click();
  await expect(page.locator(".banner", { hasText: "não foi possível" })).toContainText("Ana Lima: é o único administrador");
  await expect(page.locator(".banner", { hasText: "Acesso desativado" })).toContainText("Beatriz Gil");

  await page.goto("/admin/users");
  await page.locator("tbody").getByRole("link", { name: "Ana Lima" }).click();
  await page.getByRole("link", { name: "Editar" }).click();
  await page.locator("[name=role][value=member]").check({ force: true });
  await send(page, "/admin/users/edit");
  await expect(page.locator(".error-summary")).toContainText("Este é o único administrador com acesso ativo.");
});

test("requiring a new password voids the old one and mails a temporary one", async ({ mailed, open }) => {
  const email = "celso@aurora.example";
  const id = await active(mailed, "Celso Brito", email);
  const page = await open(mailed, { as: mailed.admin });
  await page.goto(`/admin/users/${id}`);
  await openActions(page);
  await page.getByRole("link", { name: "Exigir nova senha" }).click();
  await dialog(page).getByRole("button", { name: "Exigir nova senha de Celso Brito" }).click();
  await expectSuccess(page);
  const person = await open(mailed);
  await signIn(person, email, own);
  await expect(person.locator(".error-summary")).toBeVisible();
  // The notice of the password they chose came in between.
  await expect.poll(() => mailed.mails.to(email).filter(({ text }) => /senha temporária:/.test(text)).length).toBe(2);
  const mail = mailed.mails.to(email).findLast(({ text }) => /senha temporária:/.test(text));
  await signIn(person, email, temporaryPassword(mail!));
  await expect(person).toHaveURL("/first-access");
});

test("a password given long ago is asked for again, in the dialog and after it", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  const id = await createPerson(site, "Dalva Nery", "dalva@aurora.example");
  const page = await open(site, { as: site.admin });
  await page.goto(`/admin/users/${id}`);
  await openActions(page);
  await page.getByRole("link", { name: "Excluir" }).click();
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page).locator("[name=current_password]"), "given a moment ago").toHaveCount(0);
  await page.keyboard.press("Escape");

  passwordsGivenLongAgo(program);
  await page.getByRole("link", { name: "Excluir" }).click();
  const password = dialog(page).locator("[name=current_password]");
  await expect(password, "not the name that password managers read").toBeFocused();
  await expect(password).toBeVisible();
  await expect(dialog(page).getByRole("button", { name: "Mostrar" }), "it can be looked at here too").toBeVisible();
  await password.fill("não é esta, com certeza");
  await dialog(page).getByRole("button", { name: "Excluir Dalva Nery" }).click();
  await expectRefused(page, "pt-BR", "current_password");
  await expect(page.locator("h1")).toHaveText("Excluir Dalva Nery");
  await expect(field(page, "current_password")).toHaveValue("");
  await send(page, "/admin/users/act", { current_password: site.admin.password });
  await expect(page).toHaveURL(`/admin/users/${id}`);
  await expect(page.locator("h1 + p .badge")).toHaveText("Excluído");

  // Given just now, so it is not asked for.
  const other = await createPerson(site, "Dario Nery", "dario@aurora.example");
  await page.goto(`/admin/users/act?act=delete&user=${other}`);
  await expect(field(page, "current_password")).toHaveCount(0);
});

test("the list is taken away only by who gave the password lately", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  const page = await open(site, { as: site.admin });
  await page.goto("/admin/users?q=ana");
  passwordsGivenLongAgo(program);
  await page.getByRole("link", { name: "Exportar esta lista (CSV)" }).click();
  await expect(page).toHaveURL(/\/admin\/confirm-password\?next=/);
  await send(page, "/admin/confirm-password", { current_password: "não é esta" });
  await expectRefused(page, "pt-BR", "current_password");
  await send(page, "/admin/confirm-password", { current_password: site.admin.password });
  await expect(page, "back on the same list").toHaveURL("/admin/users?q=ana");
  await expect(page.locator(".banner[role=status]", { hasText: "você pode exportar" })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Exportar esta lista (CSV)" }).click();
  expect((await download).suggestedFilename()).toBe("chaveiro-users.csv");
});
