// The page where a password is chosen: what it says before it asks, what it tells password
// managers, and every reason for which it refuses one.

import type { Page } from "@playwright/test";
import { becomeAdmin, createPerson } from "./support/admin";
import { firstAccessLink, temporaryPassword } from "./support/mail";
import { alive, expectRefused, field, send, signIn } from "./support/page";
import { expect, mailSettings, test } from "./support/test";
import { browserLocale, languages } from "./support/words";

const own = "vinte e duas jangadas de volta";

/** Why one is here, and the rule, stand above the box. */
async function expectToldBefore(page: Page, why: RegExp): Promise<void> {
  const box = await field(page, "new_password").boundingBox();
  const lede = page.locator("main .lede");
  await expect(lede).toContainText(why);
  for (const text of [lede, page.locator("main").getByText(/15 (caracteres|characters)/).first()]) {
    expect((await text.boundingBox())!.y).toBeLessThan(box!.y);
  }
  expect(await page.title()).toContain(await page.locator("h1").innerText());
}

async function expectForManagers(page: Page, email: string): Promise<void> {
  const input = field(page, "new_password");
  await expect(input).toHaveAttribute("autocomplete", "new-password");
  await expect(input).toHaveAttribute("passwordrules", /minlength: 15/);
  await expect(input).not.toHaveAttribute("maxlength", /./);
  await expect(page.locator("main [name=username][autocomplete=username]")).toHaveValue(email);
}

for (const language of languages) {
  const why = { "pt-BR": /senha/, en: /password/ }[language];

  test(`at both entry points, and by the link that sets another, it says why and tells managers whose it is (${language})`, async ({ mailed, open }) => {
    const email = `olga.${language}@aurora.example`.toLowerCase();
    await createPerson(mailed, "Olga Maia", email, { locale: language });
    const mail = await mailed.mails.mailTo(email);
    const locale = browserLocale[language];
    const plain = await open(mailed, { locale });
    await signIn(plain, email, temporaryPassword(mail));
    await expect(plain).toHaveURL("/first-access");
    await expectToldBefore(plain, why);
    await expectForManagers(plain, email);
    await expect(plain.locator("main input[type=password]"), "asked for once, and the temporary one not again").toHaveCount(1);

    const linked = await open(mailed, { locale });
    await linked.goto(firstAccessLink(mail));
    await expectToldBefore(linked, why);
    await expectForManagers(linked, email);
    await expect(field(linked, "password")).toHaveAttribute("autocomplete", "one-time-code");
    await expect(linked.locator("main input[type=password]"), "the temporary one is in sight").toHaveCount(1);
    await send(linked, "/first-access", { password: temporaryPassword(mail), new_password: own });
    await expect(linked).toHaveURL("/account");

    await plain.goto("/forgot-password");
    await send(plain, "/forgot-password", { email });
    const another = (await mailed.mails.mailTo(email, 3)).text.match(/https?:\S+\/reset-password\?t=\S+/)?.[0] ?? "";
    await plain.goto(another);
    await expect(plain, "the token leaves the address").toHaveURL("/reset-password");
    await expectToldBefore(plain, why);
    await expectForManagers(plain, email);
    await expect(plain.locator("main input[type=password]")).toHaveCount(1);
  });
}

for (const javaScript of [true, false]) {
  test(`each reason to refuse a password is told at its field (${javaScript ? "with" : "without"} a script)`, async ({ start, startMailServer, open }) => {
    const mails = await startMailServer();
    const program = await start({ settings: { ...mailSettings(mails), CHAVEIRO_TEMPORARY_PASSWORD: "unambiguous:20" } });
    const site = { program, admin: await becomeAdmin(program) };
    const email = "violeta.campos@aurora.example";
    await createPerson(site, "Violeta Campos Serrano", email);
    const temporary = temporaryPassword(await mails.mailTo(email));
    const page = await open(program, { javaScript });
    await signIn(page, email, temporary);
    await expect(page).toHaveURL("/first-access");
    const reasons: [string, RegExp][] = [
      ["curta demais", /15 caracteres/],
      ["passwordpassword", /comum|usadas/],
      ["Violeta Campos Serrano", /nome/],
      ["violeta.campos@aurora.example", /e-mail|nome/],
      ["InstitutoAurora", /organização|site|serviço|nome/],
      [temporary, /temporária/],
    ];
    for (const [wrong, reason] of reasons) {
      await send(page, "/first-access", { new_password: wrong });
      await expectRefused(page, "pt-BR", "new_password", reason);
      await expect(field(page, "new_password"), "the page repeats nothing").toHaveValue("");
    }
    await send(page, "/first-access", { new_password: own });
    await expect(page).toHaveURL("/account");
  });
}

test("by the link on a phone: the code in large digits, and a wrong one empties nothing else", async ({ mailed, open }) => {
  const email = "otto@aurora.example";
  await createPerson(mailed, "Otto Reis", email);
  const mail = await mailed.mails.mailTo(email);
  const page = await open(mailed, { width: 360 });
  await page.goto(firstAccessLink(mail));
  const code = field(page, "password");
  await expect(code).toHaveAttribute("type", "text");
  await expect(code).toHaveAttribute("inputmode", "numeric");
  await expect(page.locator(".owner")).toContainText(email);
  await expect(page.locator(".owner input")).not.toBeInViewport({ ratio: 0.5 });

  await alive(page);
  await page.locator("button.suggest").click();
  const input = field(page, "new_password");
  await expect(input).not.toHaveValue("");
  const suggested = await input.inputValue();
  const fits = () => input.evaluate((box: HTMLInputElement) => box.scrollWidth <= box.clientWidth);
  expect(await fits(), `the suggestion fits its box: ${suggested}`).toBe(true);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copiar senha" }).click();
  await expect(page.locator(".copied").filter({ hasText: "Copiado" })).toHaveCount(1);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(suggested);

  await send(page, "/first-access", { password: "000000" });
  await expectRefused(page, "pt-BR", "password", /senha temporária/i);
  await expect(input).toHaveValue(suggested);
  await send(page, "/first-access", { password: temporaryPassword(mail) });
  await expect(page).toHaveURL("/account");
  await expect(page.locator(".banner-success")).toBeVisible();
});
