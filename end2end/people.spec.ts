// The list of people: found, narrowed down and ordered, with and without a script.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { becomeAdmin, choosePassword, createPerson } from "./support/admin";
import { DevelopmentOutbox, temporaryPassword } from "./support/mail";
import { expectSuccess, field, openFilters, openView, row, send } from "./support/page";
import { Program } from "./support/program";
import { type DevelopmentSite, expect, test as base } from "./support/test";

const own = "quinze cabras na ladeira";

/** Chaveiro with 30 people of all kinds, for the tests of a worker. */
const test = base.extend<object, { town: DevelopmentSite }>({
  town: [
    async ({}, use) => {
      const program = await Program.start({ dev: true });
      const town = { program, admin: await becomeAdmin(program), mails: new DevelopmentOutbox(program) };
      await createPerson(town, "João Conceição", "joao@aurora.example");
      await createPerson(town, "Joana D'Ávila", "joana@serra.example");
      await createPerson(town, "Zuleica Chefe", "zuleica@aurora.example", { role: "admin" });
      for (let number = 10; number < 35; number++) await createPerson(town, `Pessoa ${number}`, `p${number}@vila.example`);
      await choosePassword(program, "joao@aurora.example", temporaryPassword(await town.mails.mailTo("joao@aurora.example")), own);
      await town.mails.mailTo("p34@vila.example");
      await use(town);
      await program.remove();
    },
    { scope: "worker" },
  ],
});

/** Whom the list shows, in its order. */
const names = (page: Page) => page.locator("tbody th a").allInnerTexts();

/** Counts loads of whole pages from now on. */
function loads(page: Page): () => number {
  let count = 0;
  page.on("request", (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) count++;
  });
  return () => count;
}

test("the list is a real table, ordered by links in its heads", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  await page.goto("/admin/users");
  const table = page.getByRole("table", { name: /Pessoas 1 a 25 de 29, cadastros mais recentes primeiro/ });
  await expect(table.locator("caption")).toBeVisible();
  await expect(table.locator("thead th:not([scope=col])")).toHaveCount(0);
  await expect(table.locator("tbody th[scope=row]")).toHaveCount(25);
  await expect(table.locator("th[aria-sort]"), "by the newest").toHaveText("Cadastro");

  const byName = page.getByRole("columnheader", { name: "Pessoa" });
  await byName.getByRole("link").click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(byName).toHaveAttribute("aria-sort", "ascending");
  expect((await names(page))[0]).toBe("Ana Lima");
  await byName.getByRole("link").click();
  await expect(byName).toHaveAttribute("aria-sort", "descending");
  await expect(page.locator("th[aria-sort]")).toHaveCount(1);
  expect((await names(page))[0]).toBe("Zuleica Chefe");
  await expect(page.locator("caption")).toContainText("de Z a A");

  await page.getByRole("columnheader", { name: "Último acesso" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Último acesso" })).toHaveAttribute("aria-sort", "descending");
  expect((await names(page)).slice(0, 2).sort()).toEqual(["Ana Lima", "João Conceição"]);
});

test("the search is in the address: reload, Back and a browser without a script show the same", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  await page.goto("/admin/users");
  await openView(page);
  await field(page, "sort").selectOption("name");
  await field(page, "q").fill("pessoa");
  await expect(page.locator("caption")).toHaveText("Pessoas 1 a 25 de 25, por nome, de A a Z");
  await field(page, "q").fill("pessoa 1");
  await expect(page.locator("caption")).toHaveText("Pessoas 1 a 10 de 10, por nome, de A a Z");
  const address = page.url();
  expect(address).toContain("q=pessoa+1");
  const seen = await names(page);
  expect(seen[0]).toBe("Pessoa 10");

  await page.reload();
  expect(await names(page), "reloaded").toEqual(seen);
  await expect(field(page, "q")).toHaveValue("pessoa 1");
  await expect(field(page, "sort")).toHaveValue("name");
  await page.getByRole("link", { name: "Pessoa 13" }).click();
  await expect(page.locator("h1")).toHaveText("Pessoa 13");
  await page.goBack();
  await expect(page).toHaveURL(address);
  expect(await names(page), "came back").toEqual(seen);
  await expect(field(page, "q")).toHaveValue("pessoa 1");

  const plain = await open(town, { as: town.admin, javaScript: false });
  await plain.goto("/admin/users");
  await field(plain, "q").fill("pessoa 1");
  await openView(plain);
  await field(plain, "sort").selectOption("name");
  await plain.locator("form[role=search] button").click();
  expect(new URL(plain.url()).searchParams.get("q")).toBe("pessoa 1");
  expect(await names(plain), "without a script").toEqual(seen);
});

test("typing changes the rows in place, and neither focus nor caret move", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  await page.goto("/admin/users");
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  const loaded = loads(page);
  const search = field(page, "q");
  await search.click();
  await page.keyboard.type("joao", { delay: 40 });
  await expect(page.locator("caption")).toHaveText("1 pessoa");
  expect(await names(page)).toEqual(["João Conceição"]);
  await expect(search).toBeFocused();
  expect(await search.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(4);
  await expect(page).toHaveURL("/admin/users?q=joao");
  await expect(page.locator("#announcement"), "said to those who do not see it").toHaveText("1 pessoa");

  // In the middle of the word.
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("an");
  await expect(search).toHaveValue("joano");
  await expect(page.locator(".empty h2")).toHaveText("Nenhuma pessoa encontrada para “joano”");
  expect(await search.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(4);
  await page.keyboard.press("Delete");
  await expect.poll(() => names(page)).toEqual(["Joana D'Ávila"]);
  await search.fill("serra");
  await expect(page).toHaveURL("/admin/users?q=serra");
  expect(await names(page), "a part of the address is a word").toEqual(["Joana D'Ávila"]);
  expect(loaded(), "pages loaded meanwhile").toBe(0);
  expect(await page.evaluate(() => "stayed" in window)).toBe(true);
});

test("the rows that came while typing are as alive as the first", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  await page.goto("/admin/users");
  await createPerson(town, "Quitéria Nova", "quiteria@aurora.example");
  await field(page, "q").fill("quiteria");
  const listed = row(page, "quiteria@aurora.example");
  await expect(listed.state).toContainText("Convite enviado");
  const temporary = temporaryPassword(await town.mails.mailTo("quiteria@aurora.example"));
  await choosePassword(town.program, "quiteria@aurora.example", temporary, own);
  await expect(listed.state, "without a reload").toContainText("Acesso ativo");
  // Counted and ordered tests see the town as it was.
  const id = (await listed.all.getAttribute("id"))?.slice("user-".length) ?? "";
  await page.goto(`/admin/users/act?act=delete&user=${id}`);
  await send(page, "/admin/users/act");
  await expectSuccess(page);
});

test("a counter leads to the people it counts, and filters add up", async ({ town, open }) => {
  for (const javaScript of [true, false]) {
    const page = await open(town, { as: town.admin, javaScript });
    await page.goto("/admin/users");
    const counters = page.getByRole("navigation", { name: "Pessoas por estado" });
    await expect(counters.getByRole("link", { name: /^Todas 29$/ })).toHaveAttribute("aria-current", "true");
    await counters.getByRole("link", { name: /^Acesso ativo 2$/ }).click();
    await expect(page).toHaveURL("/admin/users?status=active");
    expect((await names(page)).sort()).toEqual(["Ana Lima", "João Conceição"]);
    await expect(counters.locator("[aria-current]")).toHaveText("Acesso ativo 2");
    await counters.getByRole("link", { name: /^Convite enviado/ }).click();
    await openFilters(page);
    await field(page, "role").selectOption("admin");
    if (!javaScript) await page.locator("form[role=search] button").click();
    await expect.poll(() => names(page)).toEqual(["Zuleica Chefe"]);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get("status"), searchParams.get("role")]).toEqual(["invited", "admin"]);

    // The other parts of the narrowed list, of which nobody has counted the people.
    await expect(counters.getByRole("link", { name: "Todas" })).toHaveText("Todas");
    await counters.getByRole("link", { name: "Todas" }).click();
    await expect(page).toHaveURL("/admin/users?role=admin");
    expect((await names(page)).sort()).toEqual(["Ana Lima", "Zuleica Chefe"]);
    await page.goto("/admin/users");
    await field(page, "q").fill("conceição");
    if (!javaScript) await field(page, "q").press("Enter");
    await expect(page).toHaveURL(/[?&]q=concei%C3%A7%C3%A3o/);
    await counters.getByRole("link", { name: "Acesso ativo" }).click();
    await expect(page).toHaveURL("/admin/users?q=concei%C3%A7%C3%A3o&status=active");
    expect(await names(page)).toEqual(["João Conceição"]);
  }
});

test("the counters follow what happens, on the list and on the overview", async ({ open, start }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program), mails: new DevelopmentOutbox(program) };
  const pages = [await open(site, { as: site.admin }), await open(site, { as: site.admin })];
  await pages[0].goto("/admin/users");
  await pages[1].goto("/admin");
  const counter = (page: Page, part: string) => page.locator(`.counters [data-count=${part}] strong`);
  for (const page of pages) await expect(counter(page, "all")).toHaveText("1");
  await createPerson(site, "Noêmia Reis", "noemia@aurora.example");
  for (const page of pages) {
    await expect(counter(page, "all")).toHaveText("2");
    await expect(counter(page, "invited"), "a part that had nobody").toHaveText("1");
  }
  await choosePassword(program, "noemia@aurora.example", temporaryPassword(await site.mails.mailTo("noemia@aurora.example")), own);
  for (const page of pages) {
    await expect(counter(page, "active")).toHaveText("2");
    await expect(counter(page, "invited"), "nobody is left").toHaveCount(0);
  }
});

test("the keys / and ? are at hand, and stay letters while one types", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  await page.goto("/admin/users");
  await page.keyboard.press("/");
  await expect(field(page, "q")).toBeFocused();
  await page.keyboard.type("a/b?");
  await expect(field(page, "q")).toHaveValue("a/b?");
  await expect(page.locator("dialog")).toHaveCount(0);
  await page.goto("/admin/users");
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Atalhos do teclado" });
  await expect(keys).toContainText("Buscar");
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog")).toHaveCount(0);
  const menu = page.locator("tbody details.menu").first();
  await menu.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(menu).toHaveAttribute("open", "");
  await page.keyboard.press("Escape");
  await expect(menu).not.toHaveAttribute("open", "");
  await expect(menu.locator("summary")).toBeFocused();
});

for (const javaScript of [true, false]) {
  test(`an act from a row leads back to that row (${javaScript ? "with" : "without"} a script)`, async ({ open, start }) => {
    const program = await start({ dev: true });
    const site = { program, admin: await becomeAdmin(program) };
    for (let number = 10; number < 40; number++) await createPerson(site, `Pessoa ${number}`, `p${number}@vila.example`);
    const page = await open(site, { as: site.admin, javaScript });
    await page.goto("/admin/users?sort=name&q=pessoa");
    await page.locator("a[rel=next]").click();
    await expect(page.locator(".pager p")).toHaveText("Página 2 de 2");
    await page.setViewportSize({ width: 1280, height: 400 });
    const person = row(page, "p38@vila.example");
    await person.menu.locator("summary").click();
    const before = await page.evaluate(() => scrollY);
    await person.menu.getByRole("button", { name: "Cancelar convite" }).click();
    if (javaScript) await page.locator("dialog").getByRole("button", { name: /Pessoa 38/ }).click();
    else await send(page, "/admin/users/act");
    await expectSuccess(page);
    await expect(page).toHaveURL(/q=pessoa&sort=name&page=2&after=[^&]*#user-/);
    await expect(person.state.locator(".badge")).toHaveText("Convite cancelado");
    await expect(person.state, "the row says so").toContainText("Convite de Pessoa 38 cancelado");
    await expect(person.state).toBeInViewport();
    if (javaScript) expect(Math.abs((await page.evaluate(() => scrollY)) - before)).toBeLessThan(4);
  });
}

test("a dozen people are seen at once at a desk, and the first of them on a telephone", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  for (const [width, height, least] of [[1280, 800, 12], [360, 740, 1]]) {
    await page.setViewportSize({ width, height });
    await page.goto("/admin/users");
    const boxes = await page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().toJSON() as DOMRect));
    // Without the bar of development mode, which is not there in use.
    const bar = (await page.locator(".bar").boundingBox())!.height;
    expect(boxes.filter(({ bottom }) => bottom - bar <= height).length, `${width} × ${height}`).toBeGreaterThanOrEqual(least);
    if (width === 1280) for (const { height } of boxes) expect(height).toBeLessThanOrEqual(56);
  }
});

test("pages follow each other under the same search, to and fro", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  await page.goto("/admin/users?sort=name&status=invited");
  const first = await names(page);
  await expect(page.locator(".pager p")).toHaveText("Página 1 de 2");
  await page.locator("a[rel=next]").click();
  const { searchParams } = new URL(page.url());
  expect([searchParams.get("sort"), searchParams.get("status")]).toEqual(["name", "invited"]);
  await expect(page.locator(".pager p")).toHaveText("Página 2 de 2");
  const second = await names(page);
  expect(second.at(-1)).toBe("Zuleica Chefe");
  expect(first.filter((name) => second.includes(name))).toEqual([]);
  await page.goBack();
  expect(await names(page)).toEqual(first);
  await page.goForward();
  await page.locator("a[rel=prev]").click();
  expect(await names(page)).toEqual(first);
});

test("nobody yet and nobody found are different texts, each with the next step", async ({ town, open, start }) => {
  const fresh = await start({ dev: true });
  const empty = await open(fresh, { as: await becomeAdmin(fresh) });
  await empty.goto("/admin/users");
  await expect(empty.locator(".empty h2")).toHaveText("Nenhuma outra pessoa cadastrada");
  await empty.locator(".empty a.button").click();
  await expect(empty).toHaveURL("/admin/users/new");

  const page = await open(town, { as: town.admin });
  await page.goto("/admin/users?q=xyzzy&status=active");
  await expect(page.locator(".empty h2")).toHaveText("Nenhuma pessoa encontrada para “xyzzy”");
  await expect(page.getByRole("table")).toHaveCount(0);
  await page.getByRole("link", { name: "Limpar busca" }).click();
  await expect(page).toHaveURL("/admin/users?status=active");
  await expect(page.locator("tbody tr")).toHaveCount(2);
  await page.goto("/admin/users?status=expired");
  await expect(page.locator(".empty h2")).toHaveText("Nenhuma pessoa neste estado");
  await page.getByRole("link", { name: "Ver todas as pessoas" }).click();
  await expect(page).toHaveURL("/admin/users");
});

test("a session that ended while one types leads to the sign-in and back to the search", async ({ town, open }) => {
  // Whatever the page listens to ends as well.
  const page = await open(town, { as: town.admin, expected: /401/ });
  await page.goto("/admin/users");
  await page.context().clearCookies();
  await field(page, "q").fill("joao");
  await expect(page).toHaveURL(/\/login\?next=/);
  await send(page, "/login", { email: town.admin.email, password: town.admin.password });
  await expect(page).toHaveURL(/\/admin\/users\?q=joao/);
  await expect(page.locator("caption")).toHaveText("1 pessoa");
});

test("the list as it is narrowed down is taken away as a file", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  await page.goto("/admin/users?q=jo&sort=name");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Exportar esta lista (CSV)" }).click()]);
  expect(download.suggestedFilename()).toBe("chaveiro-users.csv");
  const lines = readFileSync(await download.path(), "utf8").split("\r\n");
  expect(lines.filter((line) => line.includes("@")).map((line) => line.match(/[\w.]+@[\w.]+/)?.[0])).toEqual([
    "joana@serra.example",
    "joao@aurora.example",
  ]);
});


test("Ctrl K leads to a page or a person", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  await page.goto("/admin");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Ir para" });
  await expect(palette.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("auditor");
  await expect(palette.locator("a").first()).toContainText("Auditoria");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/admin/audit");

  await page.keyboard.press("Control+k");
  const { name, id } = await page.evaluate(async () => {
    const list = new DOMParser().parseFromString(await (await fetch("/admin/users?sort=name")).text(), "text/html");
    const link = list.querySelector("tbody th a");
    return { name: link?.textContent ?? "", id: link?.getAttribute("href") ?? "" };
  });
  await page.keyboard.type(name);
  await expect(palette.locator(`a[href="${id}"]`)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(palette.locator("a").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);

  await page.keyboard.press("Control+k");
  await page.keyboard.type("pessoa");
  const last = palette.locator("a").last();
  await expect(last).toHaveText("Ver todas as pessoas encontradas");
  await last.click();
  await expect(page).toHaveURL("/admin/users?sort=name&q=pessoa");
  await expect(page.locator("caption")).toContainText("Pessoas 1 a 25 de 25");
});

test("without a server the list and what was typed stay, and say so", async ({ town, open }) => {
  const page = await open(town, { as: town.admin, expected: /ERR_INTERNET_DISCONNECTED/ });
  await page.goto("/admin/users?sort=name");
  const away = page.locator(".unreachable:visible");
  await page.context().setOffline(true);
  await page.getByRole("searchbox").fill("joana");
  await expect(away).toHaveCount(1);
  await expect(page.getByRole("searchbox")).toHaveValue("joana");
  expect(await names(page)).toHaveLength(25);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("joana");
  await expect(page.locator("dialog .unreachable")).toBeVisible();
  // The first one empties the box.
  for (const _ of [1, 2]) await page.keyboard.press("Escape");
  await page.locator("tbody details.menu summary").first().click();
  await page.locator("tbody details.menu button[name=do]").first().click();
  await expect(away).toHaveCount(1);
  await expect(page.locator("dialog")).toHaveCount(0);

  await page.context().setOffline(false);
  await page.getByRole("searchbox").fill("joan");
  await expect(away).toHaveCount(0);
  expect(await names(page)).toEqual(["Joana D'Ávila"]);
});

test("on a phone the first person is within the first screen, under one line of header", async ({ town, open }) => {
  const page = await open(town, { as: town.admin, width: 360 });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/admin/users");
  const first = await page.locator("tbody tr").first().boundingBox();
  expect(first!.y + first!.height).toBeLessThan(740 - 52);
  expect((await page.locator("header.top").boundingBox())!.height).toBeLessThanOrEqual(64);
  const places = await page.locator(".nav").boundingBox();
  expect(Math.round(places!.y + places!.height)).toBe(740);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

test("the list is filtered by days, sorted by status, and shown without the columns one hides", async ({ town, open }) => {
  const page = await open(town, { as: town.admin });
  await page.goto("/admin/users");
  await openFilters(page);
  await field(page, "created_from").fill("2090-01-01");
  await expect(page, "the list follows").toHaveURL(/created_from=2090-01-01/);
  await expect(page.locator("#people h2")).toBeVisible();
  await field(page, "created_to").fill("2000-01-01");
  await expect(page.locator("#people h2")).toHaveText("Confira as datas do filtro");
  await field(page, "created_to").fill("");
  await field(page, "created_from").fill("2000-01-31");
  await expect(page).toHaveURL(/created_from=2000-01-31/);
  await field(page, "created_from").focus();
  await page.keyboard.type("02");
  await expect.poll(() => field(page, "created_from").evaluate((input: HTMLInputElement) => input.validity.badInput)).toBe(true);
  await page.waitForTimeout(500);
  await expect(page, "a date that does not exist is none to look for").toHaveURL(/created_from=2000-01-31/);
  await expect(page.locator(".unfinished")).toBeVisible();
  // Half a date, where there was none before: nothing else is held back by it.
  await page.goto("/admin/users");
  await openFilters(page);
  await expect(page.locator(".unfinished")).toBeHidden();
  await field(page, "created_from").focus();
  await page.keyboard.type("02");
  await expect(page.locator(".unfinished")).toBeVisible();
  await expect(page.locator(".unfinished")).toHaveText("Digite uma data válida para filtrar.");
  await page.locator("#q").click();
  await expect(page.locator("details.sheet")).not.toHaveAttribute("open");
  await page.keyboard.type("nobody");
  await expect(page, "the search goes on").toHaveURL("/admin/users?q=nobody");
  await page.keyboard.press("Enter");
  await expect(page.locator(".unfinished"), "why the form is not sent").toBeVisible();
  await page.goto("/admin/users?created_from=2026-02-31");
  await openFilters(page);
  await expect(field(page, "created_from")).toHaveValue("2026-02-31");
  await expect(page.locator("#created_from-error")).toContainText("Esta data não existe");
  await field(page, "created_from").fill("2000-01-01");
  await expect(page.locator("#created_from-error")).toHaveCount(0);
  await expect(page.locator("caption")).toContainText("de 29");

  await page.locator(".sheet details > summary").click();
  await page.locator("[name=hide][value=email]").check();
  await expect(page.locator("tbody td:nth-child(3)").first()).toBeHidden();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Estado" }).getByRole("link").click();
  await expect(page).toHaveURL(/created_from=2000-01-01&hide=email&sort=status/);
  await expect(page.locator("th[aria-sort]")).toHaveText("Estado");
  await expect(page.locator("tbody td:nth-child(3)").first()).toBeHidden();
});
