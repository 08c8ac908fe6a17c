// Everything with the keyboard alone, and the focus to be seen at every step.

import type { Page } from "@playwright/test";
import { choosePassword, createPerson } from "./support/admin";
import { temporaryPassword } from "./support/mail";
import { alive, expectSuccess, field, row } from "./support/page";
import { expect, test } from "./support/test";

/** Where the focus is, and what is wrong with how it shows. */
interface Focus {
  what: string;
  faults: string[];
}

/** Looks at the element that has the focus: seen, at least 2 px around it, in a colour that stands out (3 : 1). */
async function focus(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const what = `${element.tagName.toLowerCase()} ${element.getAttribute("name") ?? element.getAttribute("href") ?? element.textContent?.trim().slice(0, 40)}`;
    if (element === document.body) return { what: "body", faults: [] };
    const faults: string[] = [];

    const box = element.getBoundingClientRect();
    const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    if (!isInside) faults.push(`${what} is out of sight`);
    // On the first line of a link that is broken over two.
    const first = element.getClientRects()[0] ?? box;
    const hit = document.elementFromPoint(first.left + first.width / 2, first.top + Math.min(first.height, innerHeight) / 2);
    const own = element.closest("label") ?? element;
    if (isInside && hit && !own.contains(hit) && !hit.contains(own)) faults.push(`${what} is covered by ${hit.tagName}.${hit.className}`);

    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
    const rgb = (color: string) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([red, green, blue]: number[]) => {
      const [r, g, b] = [red, green, blue].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    // The ring is around the element, or around what frames it.
    let ringed: HTMLElement | null = element;
    const hasRing = (candidate: HTMLElement) => {
      const style = getComputedStyle(candidate);
      return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    };
    while (ringed && !hasRing(ringed)) ringed = ringed.parentElement;
    if (!ringed) return { what, faults: [...faults, `${what} has no ring`] };
    let behind = ringed.parentElement;
    while (behind && rgb(getComputedStyle(behind).backgroundColor)[3] < 255) behind = behind.parentElement;
    const around = behind ? rgb(getComputedStyle(behind).backgroundColor) : [255, 255, 255];
    const [light, dark] = [luminance(around), luminance(rgb(getComputedStyle(ringed).outlineColor))].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 3) faults.push(`${what}: the ring has a contrast of ${contrast.toFixed(2)}`);
    return { what, faults };
  });
}

/** Presses Tab until the focus is on `selector`. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
    await page.keyboard.press("Tab");
    expect((await focus(page)).faults).toEqual([]);
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

/** Walks through the whole page, once. */
async function walk(page: Page): Promise<string[]> {
  const seen: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const { what, faults } = await focus(page);
    expect.soft(faults, page.url()).toEqual([]);
    if (what === "body" || (what === seen[0] && seen.length > 2)) break;
    seen.push(what);
  }
  return seen;
}

test("the skip link is first, shows itself, and leads to the content", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  for (const path of ["/admin/users", "/account"]) {
    await page.goto(path);
    await page.keyboard.press("Tab");
    await expect(page.locator("a.skip")).toBeFocused();
    await expect(page.locator("a.skip")).toBeInViewport();
    expect((await focus(page)).faults).toEqual([]);
    await page.keyboard.press("Enter");
    await expect(page.locator("main")).toBeFocused();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
  }
});

for (const dark of [false, true]) {
  test(`the focus is seen at every stop of every page (${dark ? "dark" : "light"})`, async ({ development, open }) => {
    const email = `vera.${dark}@aurora.example`;
    const vera = await createPerson(development, "Vera Luz", email);
    const mail = await development.mails.mailTo(email);
    const member = await choosePassword(development.program, email, temporaryPassword(mail), "cem sapos cantando no brejo");
    const visits = [
      { paths: ["/login", "/register", "/no-such-page", "/dev/outbox", `/dev/outbox/${mail.id}`] },
      { as: member, paths: ["/account"] },
      {
        as: development.admin,
        paths: ["/admin/users", "/admin/users/new", "/admin/mail", "/admin/audit", `/admin/users/${vera}`, `/admin/users/${vera}/edit`, `/admin/users/act?act=disable&user=${vera}`],
      },
    ];
    for (const { as, paths } of visits) {
      const page = await open(development, { as, dark });
      for (const path of paths) {
        await page.goto(path);
        await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
        const stops = await walk(page);
        expect(stops.length, path).toBeGreaterThan(5);
      }
    }
  });
}

test("a person is created with the keyboard alone, after a mistake", async ({ development, open }) => {
  const taken = "xavier.pires@aurora.example";
  await createPerson(development, "Xavier Pires", taken);
  const page = await open(development, { as: development.admin });
  await page.goto("/admin/users");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, "main a[href='/admin/users/new']");
  await page.keyboard.press("Enter");
  await expect(field(page, "display_name"), "the page begins at the name").toBeFocused();
  await page.keyboard.type("Yara Brito");
  await page.keyboard.press("Tab");
  await expect(field(page, "email")).toBeFocused();
  await page.keyboard.type(taken);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("[name=role][value=admin]")).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await tabTo(page, "form[action='/admin/users/new'] button");
  await page.keyboard.press("Enter");

  await expect(page.locator(".error-summary")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.locator(".error-summary li a")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field(page, "email"), "the summary leads to the field").toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("yara.brito@aurora.example");
  await page.keyboard.press("Enter");
  await expectSuccess(page);
  await expect(row(page, "yara.brito@aurora.example").all).toHaveCount(1);
});

test("a person is searched for and disabled with the keyboard alone", async ({ development, open }) => {
  const email = "umberto@aurora.example";
  const id = await createPerson(development, "Umberto Lins", email);
  const page = await open(development, { as: development.admin });
  await page.goto("/admin/users");
  await tabTo(page, "[name=q]");
  await page.keyboard.type("umberto");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await tabTo(page, "tbody th a");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/admin/users/${id}`);
  await tabTo(page, ".next details.menu > summary");
  await page.keyboard.press("Enter");
  await tabTo(page, "a[href*='act=disable']");
  await page.keyboard.press("Enter");
  const question = page.getByRole("dialog", { name: "Desativar Umberto Lins" });
  await expect(question).toBeVisible();
  await tabTo(page, "dialog form button");
  await page.keyboard.press("Enter");
  await expectSuccess(page);
  await expect(page.locator("h1 + p .badge")).toHaveText("Desativado");
  await page.keyboard.press("Tab");
  await expect(page.locator("a.skip"), "the page begins at its beginning").toBeFocused();
});

test("signing in and the first access with the keyboard alone", async ({ development, open }) => {
  const email = "zeca.rocha@aurora.example";
  await createPerson(development, "Zeca Rocha", email);
  const temporary = temporaryPassword(await development.mails.mailTo(email));
  const page = await open(development);
  await page.goto("/login");
  await alive(page);
  await tabTo(page, "[name=email]");
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await expect(field(page, "password")).toBeFocused();
  await page.keyboard.type(temporary);
  await page.keyboard.press("Tab");
  await expect(page.locator("button[aria-controls=password]")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(field(page, "password")).toHaveAttribute("type", "text");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL("/first-access");
  await alive(page);
  await tabTo(page, "[name=new_password]");
  await page.keyboard.type("curta");
  await page.keyboard.press("Enter");
  await expect(page.locator(".error-summary")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(field(page, "new_password")).toBeFocused();
  await page.keyboard.type("mil canoas descendo o rio");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/account/);
  await tabTo(page, "form[action='/logout'] button");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/login/);
});
