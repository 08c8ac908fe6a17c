// What was typed outlives a server that is away and a session that has ended.

import type { Page } from "@playwright/test";
import { becomeAdmin, createPerson, post, signIn as signInDirectly } from "./support/admin";
import { expectFrame, violations } from "./support/examine";
import { expectSuccess, field, fill, send } from "./support/page";
import { expect, test } from "./support/test";
import { browserLocale, languages } from "./support/words";

const person = { display_name: "Olívia Prates", email: "olivia.prates@aurora.example" };

test("what was typed comes back after signing in again", async ({ development, open }) => {
  const { program, admin } = development;
  const { cookie } = await signInDirectly(program, admin.email, admin.password);
  const page = await open(development, { as: { cookie } });
  await page.goto("/admin/users/new");
  await fill(page, person);
  await page.locator("select[name=locale]").selectOption("en");
  await post(program, "/logout", {}, cookie);

  await send(page, "/admin/users/new");
  await expect(page).toHaveURL("/login?next=%2Fadmin%2Fusers%2Fnew");
  await send(page, "/login", { email: admin.email, password: admin.password });
  await expect(page).toHaveURL("/admin/users/new");
  await expect(field(page, "display_name")).toHaveValue(person.display_name);
  await expect(field(page, "email")).toHaveValue(person.email);
  await expect(field(page, "locale")).toHaveValue("en");
  await send(page, "/admin/users/new");
  await expectSuccess(page);

  // It comes back once, and to nobody who did not lose it.
  await page.goto("/admin/users/new");
  await expect(field(page, "email")).toHaveValue("");
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("a form that would meet no server stays, says so, and goes when the server is back", async ({ open, start }) => {
  const program = await start({ dev: true });
  const admin = await becomeAdmin(program);
  const page = await open(program, { as: admin, expected: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE/ });
  await page.goto("/admin/users/new");
  await program.stop();
  await fill(page, person);
  await field(page, "email").blur();
  await expect(async () => {
    await send(page, "/admin/users/new");
    await expect(page.locator("main .unreachable")).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.locator("main .unreachable")).toContainText("Não foi possível falar com o servidor");
  await expect(field(page, "display_name")).toHaveValue(person.display_name);

  await program.start();
  await field(page, "display_name").fill("Olívia Prates Neto");
  await field(page, "display_name").blur();
  await expect(async () => {
    await send(page, "/admin/users/new");
    await expectSuccess(page);
  }).toPass();
});

test("what was typed stays in other colours and in the other language", async ({ development, open }) => {
  const { program, admin } = development;
  const page = await open(development, { as: await signInDirectly(program, admin.email, admin.password) });
  await page.goto("/admin/users/new");
  await fill(page, person);
  for (const choice of ["button[value=dark]", "button[value=system]", "button[value=en]", "button[value=pt-BR]"]) {
    await page.locator("footer").locator(choice).click();
    await expect(page.locator("footer").locator(choice)).toHaveAttribute("aria-pressed", "true");
    await expect(field(page, "display_name")).toHaveValue(person.display_name);
    await expect(field(page, "email")).toHaveValue(person.email);
  }
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("the email typed at sign-in is taken along to the forgotten password", async ({ development, open }) => {
  const page = await open(development);
  await page.goto("/login");
  await fill(page, { email: person.email, password: "não me lembro mais dela" });
  // In sight it is a text, and no less a password.
  await page.locator(".secret button").click();
  await expect(field(page, "password")).toHaveAttribute("type", "text");
  await page.evaluate(() => addEventListener("pagehide", () => (document.cookie = `seen=${encodeURIComponent(sessionStorage.getItem("typed") ?? "")}`)));
  await page.locator("footer button[value=dark]").click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(field(page, "email")).toHaveValue(person.email);
  await expect(field(page, "password")).toHaveValue("");
  const seen = decodeURIComponent(await page.evaluate(() => document.cookie));
  expect(seen).toContain(person.email);
  expect(seen).not.toContain("lembro");

  await page.locator("main a[href='/forgot-password']").click();
  await expect(page).toHaveURL("/forgot-password");
  await expect(field(page, "email")).toHaveValue(person.email);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

const cookies = async (page: Page) =>
  (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");

for (const isCookieGone of [false, true]) {
  const how = isCookieGone ? "another tab has signed out" : "the session has ended";
  test(`what was typed comes back after signing in again when ${how}`, async ({ development, open }) => {
    const { program, admin } = development;
    const address = isCookieGone ? "olga@aurora.example" : "otavio@aurora.example";
    const id = await createPerson(development, "Otávio Sales", address);
    const { cookie } = await signInDirectly(program, admin.email, admin.password);
    const page = await open(development, { as: { cookie } });
    for (const [at, action] of [
      [`/admin/users/${id}/edit`, "/admin/users/edit"],
      ["/admin/apps/new", "/admin/apps/new"],
    ] as const) {
      await page.goto(at);
      await fill(page, { display_name: "Otávio Sales Neto" });
      if (isCookieGone) await page.context().clearCookies();
      else await post(program, "/logout", {}, await cookies(page));
      await send(page, action);
      await expect(page.locator("#session-ended")).toBeVisible();
      await send(page, "/login", { email: admin.email, password: admin.password });
      await expect(page).toHaveURL(at);
      await expect(field(page, "display_name")).toHaveValue("Otávio Sales Neto");
      expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    }
  });
}

test("a message is shown once, in no address, and again in the other language only", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  await page.goto("/admin/users/new");
  await send(page, "/admin/users/new", { display_name: "Odete Lima", email: "odete@aurora.example" });
  await expectSuccess(page);
  await expect(page).toHaveURL("/admin/users");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expectSuccess(page);
  await page.reload();
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator(".banner-success")).toHaveCount(0);
  await page.goto("/admin/users?notice=created");
  await expect(page.locator(".banner-success")).toHaveCount(0);
  await page.getByRole("button", { name: "Português" }).click();
});

test("a taken address names its owner in the error itself, and an app is asked for groups only where it has some", async ({ development, open }) => {
  const id = await createPerson(development, "Otília Dona", "otilia.dona@aurora.example");
  for (const javaScript of [true, false]) {
    const page = await open(development, { as: development.admin, javaScript });
    await page.goto("/admin/users/new");
    await send(page, "/admin/users/new", { display_name: "Otília Outra", email: "otilia.dona@aurora.example" });
    await expect(page.locator(".error-summary").getByRole("link", { name: "Otília Dona" })).toHaveAttribute("href", `/admin/users/${id}`);
    await expect(page.locator(".banner:not(.unreachable)")).toHaveCount(0);

    await page.goto("/admin/apps/new");
    await expect(field(page, "display_name")).toBeFocused();
    const groups = page.locator("fieldset#groups");
    await expect(groups).toBeHidden();
    await page.locator("[name=access][value=groups]").check();
    await expect(groups).toBeVisible();
  }
});

for (const language of languages) {
  test(`without a script the answer keeps what was typed when the session has ended (${language})`, async ({ development, open }) => {
    const { program, admin } = development;
    const as = await signInDirectly(program, admin.email, admin.password);
    const page = await open(development, { locale: browserLocale[language], as });
    // Without the page's own script; axe needs one.
    await page.context().route(/\/forms\.\w+\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    await page.goto("/admin/users/new");
    const email = `otto.${language.toLowerCase()}@aurora.example`;
    await fill(page, { display_name: "Otto <b>Braga</b>", email });
    await post(program, "/logout", {}, await cookies(page));
    await send(page, "/admin/users/new");
    await expectFrame(page, language);
    expect(await violations(page)).toEqual([]);
    const [tab] = await Promise.all([page.context().waitForEvent("page"), page.locator("main a[target=_blank]").click()]);
    await expect(tab.locator("#session-ended")).toBeVisible();
    await send(tab, "/login", { email: admin.email, password: admin.password });
    await expect(tab).toHaveURL("/admin/users");
    await page.locator("button[name=show_again]").click();
    await expect(page.locator(".banner-note")).toBeVisible();
    await expect(field(page, "display_name")).toHaveValue("Otto <b>Braga</b>");
    expect(await violations(page)).toEqual([]);
    await send(page, "/admin/users/new", { email });
    await expectSuccess(page);
    await expect(page.locator("main")).toContainText("Otto <b>Braga</b>");
  });
}
