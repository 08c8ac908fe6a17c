// That nothing covers, cuts off or squeezes anything, whatever stands on the page.

import type { Page } from "@playwright/test";
import { becomeAdmin, createPerson, post } from "./support/admin";
import { dialog, openActions, openMenu, send } from "./support/page";
import { expect, test } from "./support/test";

const longName = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft";

/** What lies over the places at the foot of a phone, wherever the page is scrolled to. */
const overPlaces = (page: Page) =>
  page.evaluate(() => {
    const { top, bottom } = document.querySelector(".nav")!.getBoundingClientRect();
    const found = new Set<string>();
    for (let y = 0; y <= document.documentElement.scrollHeight - innerHeight; y += 17) {
      scrollTo(0, y);
      for (let x = 4; x < innerWidth; x += 12) {
        for (const height of [top + 4, (top + bottom) / 2, bottom - 4]) {
          const at = document.elementFromPoint(x, height);
          if (!at?.closest(".nav")) found.add(`${at?.tagName}.${at?.className}`);
        }
      }
    }
    scrollTo(0, 0);
    return [...found];
  });

/** How far the page, or what `selector` names, is wider than its place. */
const tooWide = (page: Page, selector = "html") =>
  page.locator(selector).evaluate((element) => Math.max(0, element.scrollWidth - element.clientWidth));

const isIn = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left >= 0 && right <= innerWidth;
  });

test("on a phone the places lie over the page, and menus and dialogs over the places", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  for (let number = 1; number <= 6; number++) await createPerson(site, `Pessoa ${number}`, `p${number}@aurora.example`);
  // With motion, where the header is a part of its own of each transition.
  const page = await open(program, { as: site.admin, width: 360, motion: true });
  for (const path of ["/admin/users", "/admin/audit", "/admin/mail", "/admin/users/new"]) {
    await page.goto(path);
    expect(await overPlaces(page), path).toEqual([]);
  }

  await page.goto("/admin/users");
  await page.locator("tbody [type=checkbox]").first().check();
  const places = (await page.locator(".nav").boundingBox())!;
  const selection = (await page.locator(".selection").boundingBox())!;
  expect(selection.y + selection.height, "what can be done with the selected").toBeLessThanOrEqual(places.y + 1);
  await page.locator("tbody [type=checkbox]").first().uncheck();

  await page.setViewportSize({ width: 360, height: 560 });
  await openMenu(page, "p5@aurora.example");
  const menu = page.locator("details.menu[open] > div");
  await page.evaluate(() => {
    const { bottom } = document.querySelector("details.menu[open] > div")!.getBoundingClientRect();
    scrollBy(0, bottom - innerHeight + 10);
  });
  const isOnTop = await menu.evaluate((element) => {
    const { left, bottom } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + 20, bottom - 8));
  });
  expect(isOnTop, "a menu lies over the places").toBe(true);
});

for (const javaScript of [true, false]) {
  test(`on a phone the current place is in sight (JavaScript: ${javaScript})`, async ({ development, open }) => {
    const page = await open(development, { as: development.admin, width: 360, javaScript });
    for (const path of ["/admin", "/admin/users", "/admin/apps", "/admin/mail", "/admin/audit", "/admin/appearance"]) {
      await page.goto(path);
      await expect(page.locator(".nav [aria-current]"), path).toBeInViewport({ ratio: 1 });
    }
  });
}

test("the navigation is one line; where it does not fit, its end fades", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  for (const width of [360, 641, 768, 1000, 1184, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/admin/users");
    const [lines, isFading, isCut] = await page.locator(".nav ul").evaluate((list) => [
      new Set([...list.children].map((item) => item.getBoundingClientRect().top)).size,
      getComputedStyle(list).maskImage !== "none",
      list.scrollWidth > list.clientWidth,
    ]);
    expect(lines, `lines at ${width}`).toBe(1);
    expect(isFading, `at ${width}`).toBe(isCut);
    expect(isCut, `at ${width}`).toBe(width < 768);
  }
});

test("a long name without a space is broken, not cut off", async ({ start, open }) => {
  const program = await start({ dev: true, settings: { CHAVEIRO_ALLOW_HANDOVER: "on" } });
  const site = { program, admin: await becomeAdmin(program) };
  const ids: string[] = [];
  for (let number = 1; number <= 4; number++) {
    ids.push(await createPerson(site, `${longName}${number}`, `longo${number}@aurora.example`));
  }
  await post(program, "/admin/groups/new", { group_name: longName }, site.admin.cookie);
  const page = await open(program, { as: site.admin });
  await page.goto("/admin/groups");
  const group = (await page.locator("tbody th a").getAttribute("href"))!;
  const paths = [
    "/admin/users", "/admin/users/new", "/admin/audit", "/admin/mail?show=sent", "/admin/groups", group, "/admin/apps/new",
    `/admin/users/${ids[0]}`, `/admin/users/${ids[0]}/edit`, `/admin/users/act?act=disable&user=${ids[0]}`,
  ];
  for (const width of [320, 360, 640, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of paths) {
      await page.goto(path);
      expect(await tooWide(page), `${path} at ${width}`).toBe(0);
      if (path.includes("act=")) expect(await isIn(page, "main .button-danger"), `${path} at ${width}`).toBe(true);
    }
  }

  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/admin/users/${ids[0]}`);
  await openActions(page);
  await page.locator("a[href*='act=disable']").click();
  await expect(dialog(page)).toBeVisible();
  expect(await tooWide(page, "dialog[open]"), "the question").toBe(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.locator("dialog .palette")).toBeVisible();
  expect(await tooWide(page, "dialog[open]"), "the palette").toBe(0);
  await page.keyboard.press("Escape");

  await page.goto(`/admin/users/${ids[1]}/hand-over`);
  await send(page, "/admin/users/hand-over");
  const lines = await page.locator(".slip code").evaluate((code) => code.getClientRects().length);
  expect(lines, "a temporary password stays on one line").toBe(1);
  expect(await tooWide(page, ".slip")).toBe(0);
});

test("the filters open within the window", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  for (const width of [360, 700, 1000, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/admin/users");
    await page.locator(".sheet > summary").click();
    expect(await isIn(page, ".sheet > div"), `at ${width}`).toBe(true);
    const apply = page.locator(".sheet button");
    await expect(apply, `the button at ${width}`).toBeInViewport({ ratio: 1 });
    await page.locator(".sheet details > summary").click();
    await expect(apply, `with the view open, at ${width}`).toBeInViewport({ ratio: 1 });
  }
});

test("what happens next is as wide as its column, also with more to say", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  for (let number = 1; number <= 20; number++) await createPerson(site, `Pessoa ${number}`, `n${number}@aurora.example`);
  const page = await open(program, { as: site.admin });
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(async () => {
      await page.goto("/admin/users/new");
      await expect(page.locator(".steps li").first().locator("p")).toHaveCount(2, { timeout: 100 });
    }).toPass();
    const [first, second] = await page.locator(".steps li").first().locator("p").all();
    expect((await second.boundingBox())!.x).toBe((await first.boundingBox())!.x);
  }
});

test("the addresses of an app have room on a phone", async ({ start, open }) => {
  const program = await start({ dev: true });
  const page = await open(program, { as: await becomeAdmin(program), width: 360 });
  await page.goto("/admin/apps/new");
  const uri = "https://quadro.aurora.example/entrar/com/o/chaveiro";
  await send(page, "/admin/apps/new", { display_name: "Quadro", home_url: "https://quadro.aurora.example/", redirect_uris: uri });
  await page.goto("/admin/apps");
  await page.locator("tbody th a", { hasText: "Quadro" }).click();
  const address = page.locator(".facts dd", { hasText: uri });
  expect((await address.boundingBox())!.width).toBeGreaterThan(300);
});

test("on a phone the buttons of a question are as wide as it, one below the other", async ({ development, open }) => {
  const id = await createPerson(development, "Tito Pergunta de Albuquerque", "tito.pergunta@aurora.example");
  for (const javaScript of [true, false]) {
    const page = await open(development, { as: development.admin, width: 360, javaScript });
    await page.goto(`/admin/users/${id}`);
    await openActions(page);
    await page.locator(".next a[href*='act=disable']").click();
    const buttons = page.locator("[data-question] .actions > *");
    await expect(buttons).toHaveCount(2);
    const [first, second] = await Promise.all([0, 1].map(async (at) => (await buttons.nth(at).boundingBox())!));
    expect([second.x, second.width]).toEqual([first.x, first.width]);
    expect(second.y).toBeGreaterThan(first.y + first.height);
  }
});

test("on the page of a group the form stands above its people, each a line with the button at its end", async ({ start, open }) => {
  const program = await start({ dev: true });
  const admin = await becomeAdmin(program);
  for (const name of ["Rui Braga", "Sara Pinho"]) await createPerson({ program, admin }, name, `${name[0]}@aurora.example`);
  await post(program, "/admin/groups/new", { group_name: "Professores" }, admin.cookie);
  await post(program, "/admin/groups/act/add", { group: "professores", members: "r@aurora.example\ns@aurora.example" }, admin.cookie);
  const page = await open(program, { as: admin });
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/admin/groups/professores");
    const [form, frame] = [await page.locator("[name=members]").boundingBox(), (await page.locator(".frame:has(table)").boundingBox())!];
    expect(form!.y, "the form").toBeLessThan(frame.y);
    await expect(page.locator("tbody tr")).toHaveCount(2);
    for (const row of await page.locator("tbody tr").all()) {
      const [name, button] = [(await row.locator("th").boundingBox())!, (await row.locator("button").boundingBox())!];
      expect(frame.x + frame.width - button.x - button.width, `to the edge at ${width}`).toBeLessThan(32);
      expect(Math.abs(name.y + name.height / 2 - button.y - button.height / 2), `one line at ${width}`).toBeLessThan(12);
    }
  }
});

test("printed, each cell is below its heading", async ({ development, open }) => {
  await createPerson(development, "Dora Impressa", "dora@aurora.example");
  const page = await open(development, { as: development.admin });
  await page.emulateMedia({ media: "print" });
  // A4 with its margins, and a wide sheet.
  for (const width of [718, 1280]) {
    await page.setViewportSize({ width, height: 1000 });
    for (const path of ["/admin/users", "/admin/audit", "/admin/mail?show=sent"]) {
      await page.goto(path);
      const columns = await page.locator("main table").first().evaluate((table: HTMLTableElement) => {
        const lefts = (row: Element) =>
          [...row.children].map((cell) => cell.getBoundingClientRect()).filter(({ width }) => width).map(({ left }) => Math.round(left));
        const row = [...table.querySelectorAll("tbody tr:not(.day)")].at(-1)!;
        return [lefts(table.tHead!.rows[0]), lefts(row)];
      });
      expect(columns[1], `${path} at ${width}`).toEqual(columns[0]);
      expect(columns[0].length, `${path} at ${width}`).toBeGreaterThan(3);
      expect(await tooWide(page), `${path} at ${width}`).toBe(0);
    }
  }
});

test("the part of the list that is shown is in sight among the others", async ({ development, open }) => {
  const page = await open(development, { as: development.admin, width: 360 });
  await page.goto("/admin/users?status=deleted");
  const [part, line] = await page.locator(".counters").evaluate((line) =>
    [line.querySelector("[aria-current]")!, line].map((element) => element.getBoundingClientRect().right),
  );
  expect(part, "before it fades").toBeLessThanOrEqual(line - 32);
});

test("beside a phone, all parts of the list are in sight, in two lines at most from 1280 px on", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  for (const width of [641, 768, 1100, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/admin/users?status=deleted");
    // As if there were people in each part.
    const rows = await page.locator(".counters ul").evaluate((list) => {
      while (list.children.length < 11) list.append(list.lastElementChild!.cloneNode(true));
      return new Set([...list.children].map((part) => part.getBoundingClientRect().top)).size;
    });
    expect(await tooWide(page, ".counters"), `at ${width}`).toBe(0);
    expect(await isIn(page, ".counters"), `at ${width}`).toBe(true);
    if (width >= 1280) expect(rows, `lines at ${width}`).toBeLessThanOrEqual(2);
  }
});

test("logo, navigation and the left edge are in the same place on all pages of the console", async ({ development, open }) => {
  const id = await createPerson(development, "Clara Margem", "clara.margem@aurora.example");
  const page = await open(development, { as: development.admin });
  for (const width of [768, 1280, 1440, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const edges: Record<string, number[]> = {};
    for (const path of ["/admin/users", `/admin/users/${id}`, "/admin", "/admin/mail", "/account"]) {
      await page.goto(path);
      edges[path] = await page.evaluate(() =>
        [".brand", ".nav li", ".me", "main h1", ".foot p"].map((part) => {
          const { left, right } = document.querySelector(part)!.getBoundingClientRect();
          // The name of who is signed in is bold on their own page, and wider.
          return Math.round(part === ".me" ? right : left);
        }),
      );
    }
    for (const [path, found] of Object.entries(edges)) expect(found, `${path} at ${width}`).toEqual(edges["/admin/users"]);
  }
});

test("an address breaks after its @ or a dot, and where it is cut off its title has all of it", async ({ development, open }) => {
  const email = "vinicius.nogueira.albuquerque@aurora.example";
  await createPerson(development, "Vinícius Nogueira", email);
  const page = await open(development, { as: development.admin, width: 360 });
  await page.goto("/admin/users");
  const cell = page.locator("tbody td:nth-child(3)", { hasText: email });
  await expect(cell).toHaveAttribute("title", email);
  const lines = await cell.evaluate((cell) => {
    const found: string[] = [];
    let top = NaN;
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode as Text;
      for (let at = 0; at < node.length; at++) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const [place] = range.getClientRects();
        if (place.top !== top) found.push("");
        top = place.top;
        found[found.length - 1] += node.data[at];
      }
    }
    return found;
  });
  expect(lines).toEqual(["vinicius.nogueira.albuquerque@", "aurora.example"]);
});

test("rows of the list are as tall whatever the clock makes of their times", async ({ development, open }) => {
  for (const number of [1, 2]) await createPerson(development, `Linha ${number}`, `linha${number}@aurora.example`);
  const page = await open(development, { as: development.admin });
  for (const width of [1060, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/admin/users?q=linha");
    const heights = await page.locator("tbody").evaluate((body: HTMLTableSectionElement) => {
      const all = () => [...body.rows].map((row) => row.getBoundingClientRect().height);
      const before = all();
      for (const time of body.querySelectorAll("td:nth-child(4) time")) time.firstChild!.nodeValue = "há 58 minutos e mais um pouco";
      return [before, all()];
    });
    expect(heights[1], `at ${width}`).toEqual(heights[0]);
    expect(new Set(heights[1]).size, `at ${width}`).toBe(1);
  }
});
