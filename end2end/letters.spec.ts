// Every kind of mail, as a mail reader shows it: to eyes, in the dark, on a telephone, and to axe.

import { becomeAdmin, choosePassword, createPerson, post, signIn } from "./support/admin";
import { violations, widerThanWindow } from "./support/examine";
import { DevelopmentOutbox, links, temporaryPassword } from "./support/mail";
import { row } from "./support/page";
import { expect, test } from "./support/test";
import { browserLocale, languages } from "./support/words";

const own = "quarenta redes na varanda";
const other = "cinquenta candeeiros acesos";

for (const language of languages) {
  test(`every mail is read by everybody (${language})`, async ({ start, open }) => {
    const program = await start({
      dev: true,
      settings: {
        CHAVEIRO_ORGANIZATION: "Instituto Aurora",
        CHAVEIRO_SELF_REGISTRATION: "approval",
        CHAVEIRO_ALLOW_SELF_DELETION: "1",
      },
    });
    const admin = await becomeAdmin(program);
    const mails = new DevelopmentOutbox(program);
    const site = { program, admin };
    const token = (text: string) => new URL(links(text).find((link) => link.includes("?t=")) ?? "").searchParams.get("t") ?? "";
    const done = async (path: string, fields: Record<string, string>, cookie = "") =>
      expect((await post(program, path, fields, cookie)).status, `${path} ${JSON.stringify(fields)}`).toBe(303);
    if (language === "en") {
      await done("/admin/users/edit", { user: await idOf(admin.email), display_name: admin.name, email: admin.email, role: "admin", locale: "en" }, admin.cookie);
    }
    async function idOf(email: string): Promise<string> {
      const page = await open(program, { as: admin });
      await page.goto(`/admin/users?q=${encodeURIComponent(email)}`);
      const href = await row(page, email).all.locator("th a").first().getAttribute("href");
      await page.context().close();
      return new URL(href ?? "", program.address).pathname.split("/").pop() ?? "";
    }

    // Invited, guessed at, in, forgotten, moved, moved back, promoted, gone.
    const [rui, new_ ] = ["rui@aurora.example", "rui.novo@aurora.example"];
    const id = await createPerson(site, "Rui Prado", rui, { locale: language });
    const temporary = temporaryPassword(await mails.mailTo(rui));
    const guessed = await createPerson(site, "Eva Prado", "eva@aurora.example", { locale: language });
    expect(guessed).not.toBe(id);
    const wrong = temporaryPassword(await mails.mailTo("eva@aurora.example")) === "123456" ? "654321" : "123456";
    for (let guess = 0; guess < 5; guess++) await post(program, "/login", { email: "eva@aurora.example", password: wrong });
    await mails.mailTo("eva@aurora.example", 2);
    let { cookie } = await choosePassword(program, rui, temporary, own);
    await done("/forgot-password", { email: rui });
    const [reset] = [(await mails.mailTo(rui, 3)).text];
    await done("/reset-password", { t: token(reset), new_password: other });
    ({ cookie } = await signIn(program, rui, other));
    await done("/account/email", { email: new_, current_password: other }, cookie);
    await done("/account/email/confirm", { t: token((await mails.mailTo(new_)).text) }, cookie);
    await done("/account/email/undo", { t: token((await lastWith(rui, "/account/email/undo")).text) });
    async function lastWith(to: string, path: string) {
      await expect.poll(async () => (await mails.all()).some((mail) => mail.to === to && mail.text.includes(path))).toBe(true);
      return (await mails.all()).filter((mail) => mail.to === to && mail.text.includes(path)).at(-1)!;
    }
    const passwords = async () => (await mails.all()).filter((mail) => mail.to === rui && mail.text.includes("/first-access#t="));
    await expect.poll(async () => (await passwords()).length, "the second temporary password").toBe(2);
    ({ cookie } = await choosePassword(program, rui, temporaryPassword((await passwords())[1]), other));
    await done("/admin/users/edit", { user: id, display_name: "Rui Prado", email: rui, role: "admin", locale: language }, admin.cookie);
    ({ cookie } = await signIn(program, rui, other));
    await done("/account/delete", { current_password: other }, cookie);
    // Registered, told of, let in, turned away; and a test.
    const registered = ["ivo@aurora.example", "lia@aurora.example", "ana.lima@aurora.example"];
    const headers = { "accept-language": browserLocale[language] };
    for (const email of registered) {
      const body = new URLSearchParams({ display_name: "Ivo Sá", email, password: own });
      expect((await fetch(`${program.address}/register`, { method: "POST", redirect: "manual", headers: { ...headers, accept: "text/html" }, body })).status).toBe(303);
    }
    for (const email of registered.slice(0, 2)) {
      await done("/register/confirm", { t: token((await mails.mailTo(email)).text), password: own });
    }
    await done("/admin/users/act", { act: "approve", users: await idOf("ivo@aurora.example") }, admin.cookie);
    await done("/admin/users/act", { act: "refuse", users: await idOf("lia@aurora.example") }, admin.cookie);
    await done("/admin/mail", { email: "teste@aurora.example" }, admin.cookie);

    await expect.poll(async () => new Set((await mails.all()).map(({ subject }) => subject)).size).toBeGreaterThanOrEqual(14);
    const seen = new Map((await mails.all()).map((mail) => [mail.subject, mail]));
    for (const dark of [false, true]) {
      const page = await open(program, { dark, locale: browserLocale[language] });
      for (const [subject, mail] of seen) {
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.setContent(mail.html);
        const what = `${subject}${dark ? " in the dark" : ""}`;
        expect(await violations(page), what).toEqual([]);
        const look = await page.evaluate(() => {
          const texts = [...document.querySelectorAll("h1, p, li, td")].filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()));
          return {
            language: document.documentElement.lang,
            widest: Math.max(...texts.map((element) => element.getBoundingClientRect().width)),
            smallest: Math.min(...texts.map((element) => parseFloat(getComputedStyle(element).fontSize))),
            loads: document.querySelectorAll("img, script, link, iframe, [background]").length,
          };
        });
        expect(look.language, what).toBe(language);
        expect(look.widest, `${what}: one narrow column`).toBeLessThanOrEqual(600);
        expect(look.smallest, `${what}: letters one can read`).toBeGreaterThanOrEqual(14);
        expect(look.loads, `${what}: loads nothing`).toBe(0);
        await page.setViewportSize({ width: 320, height: 800 });
        expect(await widerThanWindow(page), `${what} on a telephone`).toEqual([]);
      }
    }
    for (const [subject, mail] of seen) {
      expect(subject.length, subject).toBeLessThanOrEqual(60);
      expect(mail.html.length, subject).toBeLessThan(30_000);
      const values = Object.fromEntries(mail.headers.map(([name, value]) => [name.toLowerCase(), value]));
      expect(values["auto-submitted"], subject).toBe("auto-generated");
      expect(values["content-language"], subject).toBe(language);
    }
  });
}
