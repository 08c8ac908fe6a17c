// The way back in, with a real mail, with and without a script.

import { choosePassword, createPerson, signIn as signInDirectly } from "./support/admin";
import { links, temporaryPassword } from "./support/mail";
import { expectRefused, field, send, signIn } from "./support/page";
import { expect, test } from "./support/test";
import { browserLocale, languages } from "./support/words";

const own = "dezoito jangadas ao amanhecer";
const other = "dezenove rendas de bilro";

for (const javaScript of [true, false]) {
  for (const language of languages) {
    test(`who forgot the password comes back by a mailed link, once (${language}, ${javaScript ? "with" : "without"} a script)`, async ({ mailed, open }) => {
      const email = `paula.${javaScript}.${language}@aurora.example`.toLowerCase();
      await createPerson(mailed, "Paula Vaz", email, { locale: language });
      const elsewhere = await choosePassword(mailed.program, email, temporaryPassword(await mailed.mails.mailTo(email)), own);
      await mailed.mails.mailTo(email, 2);
      const visitor = { javaScript, locale: browserLocale[language] };
      const page = await open(mailed, visitor);
      await page.goto("/login");
      await page.locator("main a[href='/forgot-password']").click();
      await send(page, "/forgot-password", { email: "paula" });
      await expectRefused(page, language, "email");
      await expect(field(page, "email")).toHaveValue("paula");
      await send(page, "/forgot-password", { email });
      await expect(page).toHaveURL("/forgot-password");
      const answer = await page.locator("main").innerText();

      const [link] = links((await mailed.mails.mailTo(email, 3)).text);
      expect(link).toContain("/reset-password?t=");
      await page.goto(link);
      await page.reload(); // looking uses nothing up
      await send(page, "/reset-password", { new_password: "curta" });
      await expectRefused(page, language, "new_password", /15/);
      await send(page, "/reset-password", { new_password: other });
      await expect(page).toHaveURL("/login");
      await expect(page.locator("[role=status]").first()).toBeVisible();
      const stranger = await open(mailed, { ...visitor, as: elsewhere });
      await stranger.goto("/account");
      await expect(stranger, "sessions elsewhere have ended").toHaveURL(/\/login/);
      await signIn(page, email, own);
      await expect(page.locator(".error-summary")).toBeVisible();
      await signIn(page, email, other);
      await expect(page).toHaveURL(/\/(account|apps)$/);

      const again = await open(mailed, visitor);
      await again.goto(link);
      await expect(field(again, "new_password"), "the link works once").toHaveCount(0);
      await again.goto("/forgot-password");
      await send(again, "/forgot-password", { email: `ninguem.${javaScript}.${language}@aurora.example`.toLowerCase() });
      await expect(again).toHaveURL("/forgot-password");
      expect(await again.locator("main").innerText(), "nobody learns who is known here").toBe(answer);
    });
  }
}

test("who has not been in yet gets another temporary password", async ({ mailed, open }) => {
  const email = "quincas@aurora.example";
  await createPerson(mailed, "Quincas Sá", email);
  const first = temporaryPassword(await mailed.mails.mailTo(email));
  const page = await open(mailed, { javaScript: false });
  await page.goto("/forgot-password");
  await send(page, "/forgot-password", { email });
  const second = temporaryPassword(await mailed.mails.mailTo(email, 2));
  if (first !== second) {
    await expect.poll(() => signInDirectly(mailed.program, email, first).then(() => "in", () => "out")).toBe("out");
  }
  await signIn(page, email, second);
  await expect(page).toHaveURL("/first-access");
});

test("a link that never was says what to do", async ({ mailed, open }) => {
  const page = await open(mailed);
  await page.goto("/reset-password?t=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  await expect(page.locator("main")).toContainText("Se não, peça outro link.");
  await page.getByRole("link", { name: "Pedir outro link" }).click();
  await expect(field(page, "email")).toBeVisible();
});

for (const javaScript of [true, false]) {
  test(`a person who cannot sign in asks for another message on the same page (${javaScript ? "with" : "without"} a script)`, async ({ mailed, open }) => {
    const email = `zelia.${javaScript}@aurora.example`;
    await createPerson(mailed, "Zélia Reis", email);
    await mailed.mails.mailTo(email);
    const page = await open(mailed, { javaScript });
    await page.goto("/login");
    const another = page.getByRole("button", { name: "Enviar e-mail para criar nova senha" });
    await expect(another).toHaveCount(0);
    await signIn(page, email, "000000x");
    await expect(field(page, "email"), "what was typed stays").toHaveValue(email);
    await another.click();
    await expect(page).toHaveURL("/forgot-password");
    await signIn(page, email, temporaryPassword(await mailed.mails.mailTo(email, 2)));
    await expect(page).toHaveURL("/first-access");
    await send(page, "/first-access", { new_password: own });
    await expect(page).toHaveURL(/\/(account|apps)$/);
  });
}
