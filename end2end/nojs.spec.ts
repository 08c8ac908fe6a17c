// With JavaScript switched off everything works; only the state of a mail needs a reload.

import { becomeAdmin, createPerson } from "./support/admin";
import { temporaryPassword } from "./support/mail";
import { expectRefused, expectSuccess, field, openActions, row, send, sendAgain, signIn } from "./support/page";
import { expect, mailSettings, test } from "./support/test";
import { browserLocale, languages, words } from "./support/words";

const admin = { display_name: "Ana Lima", email: "ana.lima@aurora.example", password: "chuva fina na serra azul" };

for (const language of languages) {
  test(`the whole journey without JavaScript (${language})`, async ({ open, start, startMailServer }) => {
    const texts = words[language];
    const visitor = { javaScript: false, locale: browserLocale[language] };
    const maria = { name: "Maria Souza", email: "maria.souza@aurora.example", own: "quatro gatos e um violão" };
    const mails = await startMailServer();
    const program = await start({ settings: mailSettings(mails) });

    const office = await open(program, visitor);
    await office.goto(await program.setupAddress());
    await send(office, "/setup", { ...admin, password: "curta" });
    await expect(office.locator(".error-summary a[href='#password']")).toBeVisible();
    await expect(field(office, "email"), "what was typed is kept").toHaveValue(admin.email);
    await send(office, "/setup", { password: admin.password });
    await expect(office).toHaveURL("/admin/users");

    const release = mails.hold(maria.email);
    await office.goto("/admin/users/new");
    await field(office, "locale").selectOption(language);
    await send(office, "/admin/users/new", { display_name: maria.name, email: maria.email });
    await expectSuccess(office);
    await expect(row(office, maria.email).state).toContainText(texts.waiting);
    release();
    await mails.mailTo(maria.email);
    await expect(async () => {
      await office.reload();
      await expect(row(office, maria.email).state).toContainText(texts.invited, { timeout: 100 });
    }).toPass();
    await sendAgain(office, maria.email);
    await expectSuccess(office);
    const temporary = temporaryPassword(await mails.mailTo(maria.email, 2));

    const desk = await open(program, visitor);
    await desk.goto("/login");
    await expect(desk.locator("button[aria-controls]"), "no button that would do nothing").toHaveCount(0);
    await send(desk, "/login", { email: maria.email, password: temporary });
    await expect(desk).toHaveURL("/first-access");
    await desk.goto("/account");
    await expect(desk).toHaveURL("/first-access");
    await send(desk, "/first-access", { new_password: "curta demais" });
    await expectRefused(desk, language, "new_password", /15/);
    await send(desk, "/first-access", { new_password: maria.own });
    await expect(desk).toHaveURL("/account");
    await send(desk, "/logout");
    await expect(desk).toHaveURL("/login");
    await signIn(desk, maria.email, maria.own);
    await expect(desk).toHaveURL("/account");
    await office.reload();
    await expect(row(office, maria.email).state).toContainText(texts.active);
    await row(office, maria.email).all.locator("th a").click();
    await openActions(office);
    await office.locator("main [href*='act=disable'], main button[value='disable']").first().click();
    await send(office, "/admin/users/act");
    await expectSuccess(office);
    await desk.goto("/account");
    await expect(desk, "a disabled account is closed at once").toHaveURL(/\/login/);
    await send(office, "/logout");
    await office.goto("/admin/users");
    await expect(office).toHaveURL(/\/login\?next=/);
  });
}

test("a failed sign-in keeps the e-mail and puts nothing into the address", async ({ development, open }) => {
  const page = await open(development, { javaScript: false });
  await page.goto("/login?next=%2Faccount");
  await send(page, "/login", { email: "ninguem@aurora.example", password: "não é esta, com certeza" });
  await expect(page.locator(".error-summary")).toBeVisible();
  await expect(page).toHaveTitle(/^Erro: /);
  await expect(field(page, "email")).toHaveValue("ninguem@aurora.example");
  await expect(field(page, "password")).toHaveValue("");
  expect(decodeURIComponent(page.url())).not.toMatch(/err|senha|aceit|ninguem/i);
  await expect(page.locator("form[action='/login'] input[name='next']")).toHaveValue("/account");
});

test("an unknown address, a wrong password and a wrong temporary one read the same", async ({ development, open }) => {
  const page = await open(development, { javaScript: false, as: development.admin });
  const email = "paulo.reis@aurora.example";
  await page.goto("/admin/users/new");
  await send(page, "/admin/users/new", { display_name: "Paulo Reis", email });
  await development.mails.mailTo(email);
  const visitor = await open(development, { javaScript: false });
  const seen = [];
  for (const address of ["quem.sera@aurora.example", development.admin.email, email]) {
    await signIn(visitor, address, "000000");
    await expect(visitor.locator(".error-summary")).toBeVisible();
    seen.push(await visitor.locator("main").innerText());
  }
  expect(new Set(seen).size).toBe(1);
});

test("an e-mail that is taken, in other letters too, keeps all that was typed", async ({ development, open }) => {
  const page = await open(development, { javaScript: false, as: development.admin });
  const email = "rita.melo@aurora.example";
  await page.goto("/admin/users/new");
  await send(page, "/admin/users/new", { display_name: "Rita Melo", email });
  await expectSuccess(page);

  await page.goto("/admin/users/new");
  await page.locator("[name=role][value=admin]").check({ force: true });
  await field(page, "locale").selectOption("en");
  await page.locator("details.more summary").click();
  await field(page, "temporary_password").selectOption("words:4");
  await send(page, "/admin/users/new", { display_name: "Rita de Melo", email: "Rita.MELO@Aurora.example", cpf: "529.982.247-25" });
  await expectRefused(page, "pt-BR", "email", /e-mail/);
  await expect(field(page, "display_name")).toHaveValue("Rita de Melo");
  await expect(field(page, "email")).toHaveValue("Rita.MELO@Aurora.example");
  await expect(page.locator("[name=role][value=admin]")).toBeChecked();
  await expect(field(page, "locale")).toHaveValue("en");
  await expect(field(page, "cpf")).toHaveValue("529.982.247-25");
  await expect(field(page, "temporary_password")).toHaveValue("words:4");
});

test("the switches change language and colours and stay on the page", async ({ development, open }) => {
  const page = await open(development, { javaScript: false });
  await page.goto("/register");
  await expect(page.locator("html")).toHaveAttribute("lang", "pt-BR");
  await page.locator("form[action='/language'] button[value='en']").click();
  await expect(page).toHaveURL("/register");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.goto("/login");
  await expect(page.locator("h1")).toHaveText(words.en.signIn);

  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.locator("form[action='/theme'] button[value='dark']").click();
  await expect(page).toHaveURL("/login");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await background()).not.toBe(light);
  await page.locator("form[action='/theme'] button[value='system']").click();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme", /./);
  expect(await background()).toBe(light);
});

test("a first visit speaks the browser's language", async ({ development, open }) => {
  const page = await open(development, { locale: "en-US" });
  await page.goto("/login");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("a person ends a session elsewhere, and changes the password", async ({ development, open }) => {
  const email = "sofia.nunes@aurora.example";
  const office = await open(development, { javaScript: false, as: development.admin });
  await office.goto("/admin/users/new");
  await send(office, "/admin/users/new", { display_name: "Sofia Nunes", email });
  const temporary = temporaryPassword(await development.mails.mailTo(email));

  const desk = await open(development, { javaScript: false });
  await signIn(desk, email, temporary);
  await send(desk, "/first-access", { new_password: "sete ondas na praia vazia" });
  await expect(desk).toHaveURL(/\/account/);
  const phone = await open(development, { javaScript: false });
  await signIn(phone, email, "sete ondas na praia vazia");
  await expect(phone).toHaveURL("/account");

  await desk.reload();
  await send(desk, "/account/end-session");
  await expect(desk).toHaveURL("/account");
  await phone.goto("/account");
  await expect(phone).toHaveURL(/\/login\?next=/);

  await send(desk, "/account", { current_password: "não é esta, com certeza", new_password: "oito barcos no porto velho" });
  await expectRefused(desk, "pt-BR", "current_password");
  await send(desk, "/account", { current_password: "sete ondas na praia vazia", new_password: "oito barcos no porto velho" });
  await expect(desk).toHaveURL("/account");
  await signIn(phone, email, "sete ondas na praia vazia");
  await expect(phone.locator(".error-summary")).toBeVisible();
  await signIn(phone, email, "oito barcos no porto velho");
  await expect(phone).toHaveURL("/account");
});

test("a long list comes in pages", async ({ open, start }) => {
  const program = await start({ dev: true });
  const people = { program, admin: await becomeAdmin(program) };
  for (let number = 1; number <= 27; number++) {
    await createPerson(people, `Pessoa ${number}`, `pessoa.${number}.de.27@aurora.example`);
  }
  const page = await open(program, { javaScript: false, as: people.admin });
  await page.goto("/admin/users");
  await expect(page.locator("caption")).toContainText("1 a 25 de 28");
  await expect(page.locator("tbody tr")).toHaveCount(25);
  await expect(page.locator("tbody tr").first(), "the newest first").toContainText("Pessoa 27");
  await expect(page.locator("a[rel=prev]")).toHaveCount(0);
  await page.locator("a[rel=next]").click();
  await expect(page).toHaveURL(/\/admin\/users\?page=2&after=[0-9a-f-]{36}$/);
  await expect(page.locator("tbody tr")).toHaveCount(3);
  await expect(page.locator("tbody tr").last()).toContainText(people.admin.email);
  await expect(page.locator("a[rel=next]")).toHaveCount(0);
  for (const number of ["99", "0", "-1", "abc", ""]) {
    expect((await page.goto(`/admin/users?page=${number}`))?.status(), number).toBe(200);
    await expect(page.locator("tbody tr").first()).toBeVisible();
  }
});
