// What the scripts and the style of the administrator's pages do: boxes that mark others, the bar of what can be done
// with the selected, menus, what is typed beside the form that is sent, and what is said to those who do not see it.

import type { Page } from "@playwright/test";
import { becomeAdmin, createPerson, post, signIn } from "./support/admin";
import { dialog, expectSuccess, field, fill, openActions, send } from "./support/page";
import { type Site, expect, framedMail, test } from "./support/test";

const own = { organization_name: "Colégio Sol Nascente", accent_color: "#7a1fa2", signature_pt_br: "Até já,\na secretaria" };

/** One red pixel. */
const logo = {
  name: "logo.png",
  mimeType: "image/png",
  buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"),
};

const people = async (site: Site, number: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let at = 10; at < 10 + number; at++) ids.push(await createPerson(site, `Pessoa ${at}`, `p${at}x20@aurora.example`));
  return ids;
};

test("one box marks all new groups of a file, and says whether all are", async ({ start, open }) => {
  const program = await start({ dev: true });
  const page = await open(program, { as: await becomeAdmin(program) });
  await page.goto("/admin/users/import");
  const text = "Nome;E-mail;Grupos\nAna Reis;ana@aurora.example;Turma A\nBia Reis;bia@aurora.example;Turma B\nCaio Reis;caio@aurora.example;Turma C\n";
  await page.locator("input[type=file]").setInputFiles({ name: "turmas.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await send(page, "/admin/users/import");
  const all = page.locator("[data-all]");
  const boxes = page.locator("input[name=groups]");
  const state = () => all.evaluate((box: HTMLInputElement) => [box.checked, box.indeterminate]);
  const marked = () => boxes.evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked));
  await expect(boxes).toHaveCount(3);
  await all.check();
  expect(await marked()).toEqual([true, true, true]);
  await boxes.nth(1).uncheck();
  expect(await state()).toEqual([false, true]);
  await page.locator("[name=send][value=later]").check();
  expect(await marked(), "another field changes nothing").toEqual([true, false, true]);
  await page.locator("[name=send][value=now]").check();
  await boxes.nth(1).check();
  expect(await state()).toEqual([true, false]);
  await all.uncheck();
  expect(await marked()).toEqual([false, false, false]);
  await all.check();
  await page.locator("button[value=confirm]").click();
  await expect(page.locator("#carried")).toContainText("3");
  await page.goto("/admin/groups");
  await expect(page.locator("tbody th a")).toHaveText(["Turma A", "Turma B", "Turma C"]);
});

test("menus open within the window, whatever its width", async ({ start, open }) => {
  const program = await start({ dev: true, settings: { CHAVEIRO_ALLOW_HANDOVER: "on" } });
  const site = { program, admin: await becomeAdmin(program) };
  const [invited, disabled, deleted, canceled] = await people(site, 12);
  for (const [act, users] of [["disable", disabled], ["delete", deleted], ["revoke", canceled]]) {
    await post(program, "/admin/users/act", { act, users }, site.admin.cookie);
  }
  for (const locale of ["pt-BR", "en-US"] as const) {
    const page = await open(program, { as: site.admin, locale });
    const expectInside = async (what: string) => {
      const outside = await page.locator("details.menu[open] > div").evaluate((menu) => {
        const { left, right } = menu.getBoundingClientRect();
        return left < 0 || right > innerWidth ? `${left} to ${right} of ${innerWidth}` : "";
      });
      expect.soft(outside, `${what} at ${page.viewportSize()!.width} (${locale})`).toBe("");
    };
    for (const width of locale === "pt-BR" ? [320, 360, 412, 640, 1000] : [320, 640]) {
      await page.setViewportSize({ width, height: 740 });
      for (const [what, id] of Object.entries({ invited, disabled, deleted, canceled })) {
        await page.goto(`/admin/users/${id}`);
        await openActions(page);
        await expectInside(what);
      }
      await page.goto("/admin/users?status=invited");
      for (const at of ["first", "last"] as const) {
        await page.locator("tbody details.menu > summary")[at]().click();
        await expectInside(`the ${at} row`);
        await page.keyboard.press("Escape");
      }
      await page.locator(".sheet > summary").click();
      await expectInside("the filters");
    }
  }
});

test("an x between digits is an x", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  const [id] = await people(site, 1);
  const page = await open(program, { as: site.admin });
  for (const path of [`/admin/users/${id}`, "/admin/users", "/admin/mail?show=sent", "/admin/appearance", "/admin/users/new"]) {
    await page.goto(path);
    const ligated = await page.locator("body, body *").evaluateAll((all) =>
      all.filter((element) => getComputedStyle(element).fontVariantLigatures !== "no-contextual").map(({ outerHTML }) => outerHTML.slice(0, 80)),
    );
    expect(ligated, path).toEqual([]);
  }
  await page.goto(`/admin/users/${id}`);
  await page.evaluate(() => document.fonts.load("1rem Inter"));
  const heading = page.locator("h1");
  const drawn = (text: string) => heading.evaluate((element, text) => void (element.textContent = text), text).then(() => heading.screenshot());
  expect(await drawn("10x20")).not.toEqual(await drawn("10×20"));
});

test("a hyphen is as wide in a table as elsewhere, and the filters of the log are on one line", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  await page.goto("/admin/audit");
  const cells = await page.locator(".table :is(th, td, caption, a, span)").evaluateAll((all) =>
    all.filter((element) => /[a-z]-[a-z]/i.test(element.textContent!) && getComputedStyle(element).fontVariantNumeric !== "normal").map(({ outerHTML }) => outerHTML.slice(0, 80)),
  );
  expect(cells).toEqual([]);
  const bottoms = await page.locator(".filters :is(input, select, .button)").evaluateAll((all) =>
    all.filter((element) => element.checkVisibility()).map((element) => Math.round(element.getBoundingClientRect().bottom)),
  );
  expect(new Set(bottoms).size, bottoms.join()).toBe(1);
});

/** What of the list gets the focus by `key` and lies under something. */
const covered = async (page: Page, key: string, presses: number): Promise<string[]> => {
  const found: string[] = [];
  for (let at = 0; at < presses; at++) {
    await page.keyboard.press(key);
    const fault = await page.evaluate(() => {
      const element = document.activeElement!;
      const own = element.closest("label") ?? element;
      const { left, top, width, height } = element.getBoundingClientRect();
      const hit = document.elementFromPoint(left + Math.min(width, 20) / 2, top + height / 2);
      const isSeen = hit !== null && (own.contains(hit) || hit.contains(own));
      return isSeen || !element.closest("tbody") ? "" : `${element.tagName} at ${Math.round(top)} under ${hit?.tagName}.${hit?.className}`;
    });
    if (fault) found.push(fault);
  }
  return found;
};

test("the bar for the selected moves no row and hides no focus", async ({ start, open }) => {
  const program = await start({ dev: true, settings: { CHAVEIRO_ALLOW_HANDOVER: "on" } });
  const site = { program, admin: await becomeAdmin(program) };
  await people(site, 30);
  await post(program, "/admin/groups/new", { group_name: "Turma A" }, site.admin.cookie);
  const page = await open(program, { as: site.admin });
  const bar = page.locator(".selection");
  const boxes = page.locator("tbody [type=checkbox]");
  for (const [width, height] of [[1280, 800], [1280, 500], [1920, 1000], [1000, 700], [360, 740], [320, 568], [320, 256]]) {
    const size = `${width} × ${height}`;
    await page.setViewportSize({ width, height });
    await page.goto("/admin/users?sort=name");
    const tops = () => page.locator("thead, tbody tr").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top + scrollY));
    const before = await tops();
    await boxes.nth(1).check();
    await expect(bar).toBeVisible();
    expect(await tops(), `${size}: rows stay where they are`).toEqual(before);
    const [list, { x, width: breadth }] = [(await page.locator(".people").boundingBox())!, (await bar.boundingBox())!];
    expect([x, breadth], `${size}: as wide as the list`).toEqual([list.x, list.width]);
    if (height <= 480) await expect(bar, size).toHaveCSS("position", "static");
    else await expect(bar, size).toBeInViewport({ ratio: 0.99 });
    if (height > 480) expect((await bar.boundingBox())!.height, size).toBeLessThan(height * 0.41);

    await boxes.nth(3).focus();
    expect.soft(await covered(page, "Tab", 50), `${size}: forward`).toEqual([]);
    await boxes.nth(20).focus();
    expect.soft(await covered(page, "Shift+Tab", 50), `${size}: backward`).toEqual([]);
  }
});

test("Enter in a box of the list presses no button", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  await page.goto("/admin/users");
  const box = page.locator("tbody [type=checkbox]").first();
  await box.check();
  await box.press("Enter");
  await page.waitForTimeout(300);
  await expect(dialog(page)).toHaveCount(0);
  await expect(page).toHaveURL("/admin/users");
});

test("once the server is back, the first click sends the form", async ({ start, open }) => {
  const program = await start({ dev: true });
  const page = await open(program, { as: await becomeAdmin(program), expected: /ERR_INTERNET_DISCONNECTED/ });
  await page.goto("/admin/users/new");
  await fill(page, { display_name: "Olívia Prates", email: "olivia@aurora.example" });
  await page.context().setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await field(page, "email").press("Enter");
  await expect(page.locator("main .unreachable")).toBeVisible();
  await expect(page.locator("form[action='/admin/users/new'] button[aria-disabled]")).toHaveCount(0);
  await page.context().setOffline(false);
  let posts = 0;
  page.on("request", (request) => (posts += Number(request.method() === "POST")));
  await page.locator("form[action='/admin/users/new'] button:not([type=button])").first().dblclick();
  await expectSuccess(page);
  expect(posts).toBe(1);
});

test("what is typed beside the logo stays when the logo is sent, refused or removed", async ({ start, open }) => {
  const program = await start({ dev: true });
  const page = await open(program, { as: await becomeAdmin(program), expected: framedMail });
  const expectKept = async (what: string) => {
    for (const [name, value] of Object.entries(own)) await expect(field(page, name), what).toHaveValue(value);
    await expect(page.locator("[name=preview_locale][value=en]"), what).toBeChecked();
    await expect(page.locator("[data-fills]"), what).toHaveValue(own.accent_color);
  };
  await page.goto("/admin/appearance");
  await fill(page, own);
  await page.locator(".segments label", { has: page.locator("[name=preview_locale][value=en]") }).click();
  await page.locator("input[type=file]").setInputFiles(logo);
  await send(page, "/admin/appearance/logo");
  await expectSuccess(page);
  await expectKept("sent");
  await expect(page.frameLocator("#preview").locator("body"), "the preview shows it").toContainText(own.organization_name);
  await page.locator("input[type=file]").setInputFiles({ ...logo, name: "logo.svg", buffer: Buffer.from("<svg/>") });
  await send(page, "/admin/appearance/logo");
  await expect(page.locator("#logo-error")).toBeVisible();
  await expectKept("refused");
  await page.locator("button[form=remove-logo]").click();
  await expectSuccess(page);
  await expectKept("removed");

  // Also what the server has shown again: after a sample was sent, after it was refused.
  await page.locator("button[formaction='/admin/appearance/send']").click();
  await expectSuccess(page);
  await page.locator("input[type=file]").setInputFiles(logo);
  await send(page, "/admin/appearance/logo");
  await expectSuccess(page);
  await expectKept("after a sample");
  await field(page, "accent_color").fill("#ffff00");
  await page.locator("form#appearance .actions button").click();
  await expect(page.locator("#accent_color-error")).toBeVisible();
  await page.locator("button[form=remove-logo]").click();
  await expectSuccess(page);
  await expect(field(page, "accent_color")).toHaveValue("#ffff00");
  await expect(field(page, "signature_pt_br")).toHaveValue(own.signature_pt_br);

  // Saved, it is what the page knows, and nothing is left to come back.
  await field(page, "accent_color").fill(own.accent_color);
  await page.locator("form#appearance .actions button").click();
  await expectSuccess(page);
  await page.goto("/admin/appearance");
  await expect(field(page, "organization_name")).toHaveValue(own.organization_name);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("what is typed in one form of a page stays when another is sent", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  await people(site, 2);
  await post(program, "/admin/groups/new", { group_name: "Turma A" }, site.admin.cookie);
  await post(program, "/admin/groups/act/add", { group: "turma-a", members: "p10x20@aurora.example\np11x20@aurora.example" }, site.admin.cookie);
  const page = await open(program, { as: await signIn(program, site.admin.email, site.admin.password) });
  await page.goto("/admin/groups/turma-a");
  await expect(page.locator("form[action='/admin/groups/act/remove']")).toHaveCount(2);
  await fill(page, { members: "p12@aurora.example" });
  await page.locator("form[action='/admin/groups/act/remove'] button").first().click();
  await expectSuccess(page);
  await expect(field(page, "members")).toHaveValue("p12@aurora.example");
  await send(page, "/admin/groups/act/rename", { group_name: "Turma B" });
  await expectSuccess(page);
  await expect(field(page, "members")).toHaveValue("p12@aurora.example");
  await expect(field(page, "group_name")).toHaveValue("Turma B");

  // The new password is sent by a script; the time zone was chosen and not saved.
  await page.goto("/account");
  await field(page, "time_zone").selectOption("America/Manaus");
  await fill(page, { current_password: "não é esta", new_password: "nove barcos no mesmo rio" });
  await page.locator("form[action='/account'] > button").click();
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(field(page, "time_zone")).toHaveValue("America/Manaus");

  // Nobody else gets it.
  await page.goto("/admin/groups/turma-a");
  await fill(page, { members: "p13@aurora.example" });
  await page.locator("form[action='/logout'] button").click();
  await expect(page).toHaveURL(/\/login/);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("what was done is said to those who do not see it", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  await people(site, 3);
  const page = await open(program, { as: site.admin });
  const announcement = page.locator("#announcement[role=status]");
  await page.goto("/admin/users?sort=name");
  await expect(announcement).toHaveText("");
  for (const at of [1, 2]) await page.locator("tbody [type=checkbox]").nth(at).check();
  await page.locator(".selection button[value=disable]").click();
  await dialog(page).locator("form button").first().click();
  await expect(announcement).toContainText("Acesso desativado para 2 pessoas");
  await page.goto("/admin/groups/new");
  await send(page, "/admin/groups/new", { group_name: "Turma A" });
  await expect(announcement).toContainText((await page.locator(".banner-success p").innerText()).trim());

  await page.keyboard.press("Control+k");
  const found = page.locator("dialog .palette [role=status]");
  await page.keyboard.type("pessoa 1");
  await expect(found).toHaveText(/^Pessoas 1 a 3 de 3/);
  await expect(found).toHaveClass(/visually-hidden/);
  await page.keyboard.type("zzz");
  await expect(found).toHaveText("Nenhuma pessoa encontrada para “pessoa 1zzz”");
  await expect(found).not.toHaveClass(/visually-hidden/);
});

test("on a slow network what was pressed is busy until its question comes, and asks once", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  const [id] = await people(site, 1);
  const page = await open(program, { as: site.admin });
  let release = () => {};
  let requests = 0;
  await page.route(/\/admin\/users\/act\?/, async (route) => {
    requests += 1;
    await new Promise<void>((resolve) => (release = resolve));
    await route.continue();
  });
  const person = page.locator("tbody tr", { hasText: "Pessoa 10" });
  const inRow = async () => {
    await page.goto("/admin/users");
    await person.locator("summary").click();
    return person.locator("button[value^=revoke]");
  };
  const onPage = async () => {
    await page.goto(`/admin/users/${id}`);
    await openActions(page);
    return page.locator(".next a[href*='act=disable']");
  };
  for (const open of [inRow, onPage]) {
    const pressed = await open();
    requests = 0;
    await pressed.click();
    await expect(pressed).toHaveAttribute("aria-busy", "true");
    await pressed.click();
    expect(requests).toBe(1);
    release();
    await expect(dialog(page)).toBeVisible();
    await expect(pressed).not.toHaveAttribute("aria-busy");
  }
});

test("a live page whose session has ended leads to the sign-in page, but not while something is typed on it", async ({ start, open }) => {
  const program = await start({ dev: true });
  const admin = await becomeAdmin(program);
  const visitor = { as: admin, expected: /401/ };
  const [page, typing] = [await open(program, visitor), await open(program, visitor)];
  await page.goto("/admin/mail");
  await typing.goto("/admin/users");
  await typing.locator("#q").fill("ana");
  // What was typed has been looked for; a search without a session leads to the sign-in page as well.
  await expect(typing).toHaveURL(/q=ana/);
  const asked = page.waitForRequest((request) => request.headers()["x-unattended"] === "yes");
  const elsewhere = await signIn(program, admin.email, admin.password);
  expect((await post(program, "/account/end-other-sessions", {}, elsewhere.cookie)).status).toBe(303);
  await asked;
  await expect(page).toHaveURL(/\/login\?/, { timeout: 15_000 });
  await expect(page.locator("#session-ended")).toBeVisible();
  await expect(typing.locator("#q")).toHaveValue("ana");
  expect(new URL(typing.url()).pathname).toBe("/admin/users");
  await send(page, "/login", { email: admin.email, password: admin.password });
  await expect(page).toHaveURL("/admin/mail");
});
