// One's own account, with real mails: another address and the way back, the data, the end; with and without a script.

import { readFile } from "node:fs/promises";
import { type Visitor, expect, test } from "./support/test";
import { becomeAdmin, choosePassword, createPerson, signIn as signInDirectly } from "./support/admin";
import { DevelopmentOutbox, links, temporaryPassword } from "./support/mail";
import { expectFrame, violations } from "./support/examine";
import { expectRefused, field, send, signIn } from "./support/page";
import { browserLocale, languages } from "./support/words";

const own = "vinte redes na varanda";

test("an admin is led to where the name is changed", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  await page.goto("/account");
  await expect(page.locator("main")).not.toContainText("fale com um administrador");
  await page.getByRole("link", { name: "Alterar nome" }).click();
  await expect(field(page, "display_name")).toHaveValue(development.admin.name);
});

for (const javaScript of [true, false]) {
  for (const language of languages) {
    test(`a person changes the address and takes it back (${language}, ${javaScript ? "with" : "without"} a script)`, async ({ development, open }) => {
      const { program, mails } = development;
      const [old, fresh] = ["antigo", "novo"].map((name) => `${name}.${javaScript}.${language}@aurora.example`.toLowerCase());
      await createPerson(development, "Rita Nunes", old, { locale: language });
      const session = await choosePassword(program, old, temporaryPassword(await mails.mailTo(old)), own);
      await mails.mailTo(old, 2);
      const visitor: Visitor = { javaScript, locale: browserLocale[language] };
      const page = await open(development, { ...visitor, as: session });

      await page.goto("/account");
      await page.locator("main a[href='/account/email']").click();
      await expectFrame(page, language);
      if (javaScript) expect(await violations(page)).toEqual([]);
      await send(page, "/account/email", { email: fresh, current_password: "errada" });
      await expectRefused(page, language, "current_password");
      await expect(field(page, "email"), "what was typed is kept").toHaveValue(fresh);
      await send(page, "/account/email", { current_password: own });
      await expect(page).toHaveURL("/account");
      await expect(page.locator("dl.facts"), "nothing has changed yet").toContainText(old);
      await expect(page.locator("main")).toContainText(fresh);
      if (javaScript) expect(await violations(page)).toEqual([]);

      const [link] = links((await mails.mailTo(fresh)).text);
      expect(link).toContain("/account/email/confirm?t=");
      const elsewhere = await open(development, visitor);
      await elsewhere.goto(link);
      await elsewhere.reload(); // looking uses nothing up
      await expect(elsewhere.locator("main")).toContainText(fresh);
      await expectFrame(elsewhere, language);
      if (javaScript) expect(await violations(elsewhere)).toEqual([]);
      await send(elsewhere, "/account/email/confirm", { password: "errada" });
      await expect(elsewhere.locator(".error-summary a[href='#password']")).toBeVisible();
      if (javaScript) expect(await violations(elsewhere)).toEqual([]);
      await send(elsewhere, "/account/email/confirm", { password: own });
      await expect(elsewhere).toHaveURL("/login");
      await signIn(elsewhere, old, own);
      await expect(elsewhere.locator(".error-summary")).toBeVisible();
      await signIn(elsewhere, fresh, own);
      await expect(elsewhere).toHaveURL("/account");
      await page.goto("/account");
      await expect(page.locator("dl.facts")).toContainText(fresh);
      await page.goto(link);
      await expect(page.locator("form[action='/account/email/confirm']"), "the link works once").toHaveCount(0);

      const [back] = links((await mails.mailTo(old, 3)).text);
      expect(back).toContain("/account/email/undo?t=");
      const owner = await open(development, visitor);
      await owner.goto(back);
      await expect(owner.locator("main")).toContainText(old);
      await expectFrame(owner, language);
      if (javaScript) expect(await violations(owner)).toEqual([]);
      await send(owner, "/account/email/undo");
      await expect(owner).toHaveURL("/login");
      for (const browser of [page, elsewhere]) {
        await browser.goto("/account");
        await expect(browser, "all sessions have ended").toHaveURL(/\/login/);
      }
      await expect(owner.locator("main")).toContainText(/senha temporária|temporary one/);
      await signIn(owner, old, own);
      await expect(owner.locator(".error-summary"), "who knew the password is out").toBeVisible();
      // After the notice that it was restored.
      await signIn(owner, old, temporaryPassword(await mails.mailTo(old, 5)));
      await expect(owner).toHaveURL("/first-access");
      await send(owner, "/first-access", { new_password: own });
      await expect(owner).toHaveURL("/account");
      await owner.goto(back);
      await expect(owner.locator("form[action='/account/email/undo']"), "the link works once").toHaveCount(0);
    });
  }

  test(`a person takes their data along (${javaScript ? "with" : "without"} a script)`, async ({ development, open }) => {
    const { program, mails } = development;
    const email = `dados.${javaScript}@aurora.example`;
    await createPerson(development, "Davi Assis", email);
    const session = await choosePassword(program, email, temporaryPassword(await mails.mailTo(email)), own);
    const page = await open(development, { javaScript, as: session });
    await page.goto("/account");
    const download = page.waitForEvent("download");
    await page.locator("main a[href='/account/data.json']").click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("chaveiro-account.json");
    const text = await readFile(await file.path(), "utf8");
    expect(JSON.parse(text).account.email).toBe(email);
    expect(text).not.toContain("$argon2");
    expect(text).not.toContain(session.cookie.split("=")[1]);
  });

  test(`a person deletes their account where that is allowed (${javaScript ? "with" : "without"} a script)`, async ({ start, open }) => {
    const program = await start({ dev: true, settings: { CHAVEIRO_ALLOW_SELF_DELETION: "1" } });
    const admin = await becomeAdmin(program);
    const mails = new DevelopmentOutbox(program);
    const email = "fim@aurora.example";
    await createPerson({ program, admin }, "Flora Reis", email);
    const session = await choosePassword(program, email, temporaryPassword(await mails.mailTo(email)), own);
    const page = await open(program, { javaScript, as: session });
    await page.goto("/account");
    await page.locator("main a[href='/account/delete']").click();
    if (javaScript) expect(await violations(page)).toEqual([]);
    await send(page, "/account/delete", { current_password: "errada" });
    await expectRefused(page, "pt-BR", "current_password");
    await send(page, "/account/delete", { current_password: own });
    await expect(page).toHaveURL("/login");
    expect((await mails.mailTo(email, 3)).text).toContain("Por 30 dias");
    await expect(signInDirectly(program, email, own)).rejects.toThrow("401");
  });
}

test("a sign-in on another device is told by mail, one on a known device is not", async ({ development, open }) => {
  const { program, mails } = development;
  const email = "aparelho@aurora.example";
  await createPerson(development, "Ivo Pires", email);
  const page = await open(development);
  await signIn(page, email, temporaryPassword(await mails.mailTo(email)));
  await send(page, "/first-access", { new_password: own });
  await send(page, "/logout");
  await signIn(page, email, own);
  await expect(page).toHaveURL("/account");
  await signInDirectly(program, email, own);
  const notice = await mails.mailTo(email, 3);
  expect(notice.subject).toContain("Novo acesso à sua conta");
  expect((await mails.all()).filter((mail) => mail.to === email)).toHaveLength(3);
});
