// First access by the link in the mail of a temporary password.

import { createPerson } from "./support/admin";
import { firstAccessLink, temporaryPassword } from "./support/mail";
import { expectRefused, field, send, signIn } from "./support/page";
import { violations } from "./support/examine";
import { expect, test } from "./support/test";
import { browserLocale, languages } from "./support/words";

const own = "trinta e uma canoas de jatobá";

for (const language of languages) {
  test(`the link fills in the address, and one page takes both passwords (${language})`, async ({ mailed, open }) => {
    const email = `iara.${language}@aurora.example`.toLowerCase();
    await createPerson(mailed, "Iara Nunes", email, { locale: language });
    const mail = await mailed.mails.mailTo(email);
    const link = firstAccessLink(mail);
    const token = link.split("#t=")[1];
    const page = await open(mailed, { locale: browserLocale[language] });
    const requests: string[] = [];
    page.on("request", (request) => requests.push(`${request.url()} ${request.headers().referer ?? ""}`));

    await page.goto(link);
    await expect(page).toHaveURL("/first-access");
    await expect(field(page, "username")).toHaveValue(email);
    expect(await violations(page), "first access by the link").toEqual([]);
    expect(requests.join("\n"), "the token stands in no address and no Referer").not.toContain(token);
    expect(await page.content()).not.toContain(token);
    await page.goBack().catch(() => null);
    await page.goto("/first-access");
    expect(page.url()).not.toContain(token);

    // The page knows the address, and not the name: of what it cannot know it says nothing.
    await field(page, "new_password").fill(email);
    await expect(page.locator(".checks .about")).toHaveClass(/unmet/);
    await field(page, "new_password").fill("Iara Nunes Iara Nunes");
    await expect(page.locator(".checks .about")).not.toHaveClass(/met/);
    await expect(page.locator(".checks .length")).toHaveClass(/\bmet/);

    const wrong = temporaryPassword(mail) === "123456" ? "654321" : "123456";
    await send(page, "/first-access", { password: wrong, new_password: own });
    await expectRefused(page, language, "password", /4/);
    await expect(page.locator(".error-summary"), "the focus is seen").toHaveCSS("outline-style", "solid");
    await expect(field(page, "username"), "the address stays").toHaveValue(email);
    expect(await violations(page), "first access by the link, refused").toEqual([]);
    await send(page, "/first-access", { password: temporaryPassword(mail), new_password: "curta" });
    await expectRefused(page, language, "new_password", /15/);
    await expect(field(page, "password"), "the temporary password is not asked for again").toHaveValue(temporaryPassword(mail));
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(temporaryPassword(mail));
    await field(page, "new_password").fill(temporaryPassword(mail).split("").join(" - "));
    await expect(page.locator(".checks .about"), "the temporary password is none").toHaveClass(/unmet/);
    await send(page, "/first-access", { new_password: own });
    await expect(page).toHaveURL(/\/(account|apps)$/);

    const again = await open(mailed, { locale: browserLocale[language] });
    await again.goto(link);
    await expect(again.locator(".error-summary")).toBeVisible();
    await expect(field(again, "username"), "the link works once").toHaveCount(0);
    await again.locator(".error-summary a[href='/forgot-password']").click();
    await expect(again).toHaveURL("/forgot-password");
    await signIn(again, email, own);
    await expect(again).toHaveURL(/\/(account|apps)$/);
  });
}

test("without a script the link leads to the sign-in page, where address and code do", async ({ mailed, open }) => {
  const email = "jaci@aurora.example";
  await createPerson(mailed, "Jaci Prado", email);
  const mail = await mailed.mails.mailTo(email);
  const page = await open(mailed, { javaScript: false });
  await page.goto(firstAccessLink(mail));
  await expect(page.locator("main .banner:visible"), "the link is whole").toHaveCount(1);
  await expect(page.locator("main .banner:visible")).toContainText("O link do e-mail precisa de JavaScript");
  await send(page, "/login", { email, password: temporaryPassword(mail) });
  await expect(page).toHaveURL("/first-access");
  await send(page, "/first-access", { new_password: own });
  await expect(page).toHaveURL(/\/(account|apps)$/);
});

test("using up the tries on the sign-in page does not lock the owner out", async ({ mailed, open }) => {
  const email = "lia@aurora.example";
  await createPerson(mailed, "Lia Couto", email);
  const mail = await mailed.mails.mailTo(email);
  const stranger = await open(mailed);
  const wrong = temporaryPassword(mail) === "123456" ? "654321" : "123456";
  for (let guess = 0; guess < 5; guess++) {
    await signIn(stranger, email, wrong);
    await expect(stranger.locator(".error-summary")).toBeVisible();
  }
  const notice = await mailed.mails.mailTo(email, 2);
  expect(notice.text).toContain("Ninguém entrou");
  expect(notice.text).not.toContain(temporaryPassword(mail));
  const owner = await open(mailed);
  await owner.goto(firstAccessLink(mail));
  await send(owner, "/first-access", { password: temporaryPassword(mail), new_password: own });
  await expect(owner).toHaveURL(/\/(account|apps)$/);
});

test("the overview says the odds, and leads to the people", async ({ mailed, open }) => {
  const page = await open(mailed, { as: mailed.admin });
  await page.goto("/admin");
  await expect(page.locator("main")).toContainText("menor que 1 em 10.000");
  expect(await violations(page), "overview").toEqual([]);
  await page.locator("main a[href='/admin/users']").click();
  await expect(page).toHaveURL("/admin/users");
});

test("a newer link opens where an older one is still kept, and its token leaves the address", async ({ mailed, open }) => {
  const email = "noemi@aurora.example";
  await createPerson(mailed, "Noemi Prado", email);
  // The page of the dead link is shown for a moment, with its status.
  const page = await open(mailed, { expected: /status of 410/ });
  await page.goto(firstAccessLink(await mailed.mails.mailTo(email)));
  await expect(field(page, "username")).toHaveValue(email);
  await page.locator("main a[href='/forgot-password']").click();
  await send(page, "/forgot-password", { email });
  const second = await mailed.mails.mailTo(email, 2);

  await page.goto(firstAccessLink(second));
  await expect(page).toHaveURL("/first-access");
  await expect(field(page, "username")).toHaveValue(email);
  await send(page, "/first-access", { password: temporaryPassword(second), new_password: own });
  await expect(page).toHaveURL(/\/(account|apps)$/);

  await page.goto(firstAccessLink(second));
  await expect(page, "who is in already is told so").toHaveURL("/account");
  await expect(page.locator("main")).toContainText("O link do e-mail");
});
