// The whole way, in a browser with JavaScript and with a real mail server: from the printed
// set-up address to an account whose owner alone knows its password.

import { firstAccessLink, header, temporaryPassword } from "./support/mail";
import { expectRefused, field, row, send, signIn } from "./support/page";
import { expect, mailSettings, test } from "./support/test";
import { browserLocale, languages, words } from "./support/words";

const admin = { display_name: "Ana Lima", email: "ana.lima@aurora.example", password: "chuva fina na serra azul" };
const maria = { display_name: "Maria Souza", email: "maria.souza@aurora.example", own: "quatro gatos e um violão" };

interface Route {
  method: string;
  path: string;
  access: string;
}

for (const language of languages) {
  test(`from the set-up address to an account of one's own (${language})`, async ({ open, start, startMailServer }) => {
    const texts = words[language];
    const locale = browserLocale[language];
    const mails = await startMailServer();
    const program = await start({ settings: mailSettings(mails) });

    // The first administrator.
    const office = await open(program, { locale, motion: true });
    const setupAddress = await program.setupAddress();
    await office.goto(setupAddress);
    await expect(office.locator("html")).toHaveAttribute("lang", language);
    await send(office, "/setup", admin);
    await expect(office).toHaveURL("/admin/users");
    const again = await office.request.get(setupAddress, { headers: { accept: "text/html" } });
    expect(again.status(), "the set-up address closes").toBe(410);

    // A person is created; the row tells how their mail fares, without being asked again.
    const release = mails.hold(maria.email);
    await office.goto("/admin/users/new");
    await field(office, "locale").selectOption(language);
    await send(office, "/admin/users/new", { display_name: maria.display_name, email: maria.email });
    await expect(office).toHaveURL("/admin/users");
    await expect(office.locator(".banner-success[role=status]").filter({ hasText: maria.email })).toContainText(maria.display_name);
    const listed = row(office, maria.email);
    await expect(listed.state).toContainText(texts.waiting);
    await office.evaluate(() => Object.assign(window, { neverReloaded: true }));
    release();
    await expect(listed.state).toContainText(texts.invited);
    await expect(office.locator("#announcement")).toContainText(maria.display_name);
    expect(await office.evaluate(() => "neverReloaded" in window)).toBe(true);

    // The person reads the mail and signs in.
    const mail = await mails.mailTo(maria.email);
    const temporary = temporaryPassword(mail);
    expect(header(mail, "content-language")).toEqual([language]);
    const desk = await open(program, { locale, motion: true });
    const phone = await open(program, { locale, motion: true });
    await desk.goto(firstAccessLink(mail));
    await expect(desk, "the link names the account").toHaveURL("/first-access");
    await expect(desk.locator("main .owner")).toContainText(maria.email);
    await desk.goto("/login");
    await expect(desk).toHaveURL(/\/login$/);
    await send(desk, "/login", { email: maria.email, password: temporary });
    await expect(desk).toHaveURL("/first-access");
    await signIn(phone, maria.email, temporary);
    await expect(phone, "signing in does not use the password up").toHaveURL("/first-access");

    // Every other address leads back; every function but the way out is closed.
    const routes = JSON.parse((await program.run(["routes", "--json"])).stdout) as Route[];
    // Programs bring no cookie; and where apps send people, a temporary session counts as none.
    const sessionless = ["program", "sign-in-to-app"];
    const closed = routes.filter(({ access }) => !["always", "first-access", ...sessionless].includes(access));
    for (const { path } of routes.filter(({ method, access }) => method === "GET" && sessionless.includes(access))) {
      const answer = await desk.request.get(path, { headers: { accept: "text/html" }, maxRedirects: 0 });
      expect(answer.headers().location ?? "", path).not.toContain("code=");
      expect(await answer.text(), path).not.toContain(maria.email);
    }
    expect(closed.length).toBeGreaterThan(15);
    for (const { method, path } of closed) {
      const address = path.replace(/\{\w+\}/, "1");
      if (method === "GET") {
        const answer = await desk.request.get(address, { headers: { accept: "text/html" }, maxRedirects: 0 });
        expect(`${answer.status()} ${answer.headers().location}`, address).toBe("303 /first-access");
      } else {
        const answer = await desk.request.post(address, { headers: { accept: "application/json" }, form: {} });
        expect(answer.status(), address).toBe(403);
      }
    }
    await desk.goto("/account");
    await expect(desk).toHaveURL("/first-access");

    // What is refused is said twice, above and at the field, and typed again.
    await expect(desk.locator("h1")).toHaveText(texts.createPassword);
    await expect(desk.locator("[name=username][autocomplete=username]")).toHaveValue(maria.email);
    await expect(desk.locator("input[type=password]"), "asked for once, and nothing else").toHaveCount(1);
    const rule = desk.locator("#new_password-hint");
    await expect(rule).toContainText("15");
    expect((await rule.boundingBox())!.y, "the rule comes before the field").toBeLessThan((await field(desk, "new_password").boundingBox())!.y);
    await send(desk, "/first-access", { new_password: "curta demais" });
    await expectRefused(desk, language, "new_password", /15/);
    await expect(field(desk, "new_password")).toHaveValue("");
    await send(desk, "/first-access", { new_password: "Maria Souza Maria Souza" });
    await expectRefused(desk, language, "new_password", /nome|name/);
    await send(desk, "/first-access", { new_password: "123456789012345" });
    await expectRefused(desk, language, "new_password");

    // The own password ends the temporary one, and every session it opened.
    const session = async () => (await desk.context().cookies()).find(({ name }) => name === "session")?.value;
    const before = await session();
    await send(desk, "/first-access", { new_password: maria.own });
    await expect(desk).toHaveURL("/account");
    await expect(desk.locator("form[action='/first-access']")).toHaveCount(0);
    expect(await session()).not.toBe(before);
    await desk.goBack().catch(() => {}); // Chromium asks before it sends a refused form once more
    await expect(desk.locator("form[action='/first-access']"), "Back leads to no form").toHaveCount(0);
    await phone.goto("/first-access");
    await expect(phone).toHaveURL(/\/login\?next=/);
    const notice = await mails.mailTo(maria.email, 2);
    expect(notice.raw).not.toContain(temporary);

    // Out and in again.
    await desk.goto("/account");
    await send(desk, "/logout");
    await expect(desk).toHaveURL("/login");
    await send(desk, "/login", { email: maria.email, password: temporary });
    await expect(desk.locator(".error-summary")).toBeFocused();
    await expect(desk).toHaveTitle(new RegExp(`^${texts.error}`));
    await expect(field(desk, "email")).toHaveValue(maria.email);
    await expect(field(desk, "password")).toHaveValue("");
    await send(desk, "/login", { email: maria.email, password: maria.own });
    await expect(desk).toHaveURL("/account");

    await office.reload();
    await expect(row(office, maria.email).state).toContainText(texts.active);
  });
}

// A mail that is faster than the browser is told too, to a page that does not listen yet.
test("the row of a person whose mail is taken at once ends at sent", async ({ mailed, open }) => {
  const office = await open(mailed, { as: mailed.admin, motion: true });
  for (const email of ["bruno@aurora.example", "camila@aurora.example", "davi@aurora.example"]) {
    await office.goto("/admin/users/new");
    await send(office, "/admin/users/new", { display_name: "Bruno Carvalho", email });
    await expect(row(office, email).state).toContainText(words["pt-BR"].invited);
  }
});

test("a row turns active while the administrator looks at it", async ({ mailed, open }) => {
  const office = await open(mailed, { as: mailed.admin, motion: true });
  const email = "elisa@aurora.example";
  await office.goto("/admin/users/new");
  await send(office, "/admin/users/new", { display_name: "Elisa Prado", email });
  const listed = row(office, email);
  await expect(listed.state).toContainText(words["pt-BR"].invited);
  const person = await open(mailed);
  await signIn(person, email, temporaryPassword(await mailed.mails.mailTo(email)));
  await send(person, "/first-access", { new_password: "uma pedra no meio do caminho" });
  await expect(person).toHaveURL(/\/account/);
  await expect(listed.state).toContainText(words["pt-BR"].active);

  await person.goBack();
  await expect(person, "Back leads past the form").toHaveURL("/account");
});
