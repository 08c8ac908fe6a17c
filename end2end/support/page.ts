// What people do on pages, found by the names that are the contract: of forms and of fields.

import { type Locator, type Page, expect } from "@playwright/test";
import type { Language } from "./words";
import { words } from "./words";

/** A field of the page's own form. */
export function field(page: Page, name: string): Locator {
  return page.locator(`main [name="${name}"]:not([type="hidden"])`);
}

export async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value);
}

/** The button that sends the form with this address. */
export function button(page: Page, action: string): Locator {
  return page.locator(`form[action="${action}"]:not(#together) button:not([type="button"])`).first();
}

/** Fills in the form with this address and sends it. */
export async function send(page: Page, action: string, values: Record<string, string> = {}): Promise<void> {
  await fill(page, values);
  await button(page, action).click();
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/login");
  await send(page, "/login", { email, password });
}

/** Opens the menu of what else can be done, on a person's page. */
export async function openActions(page: Page): Promise<void> {
  await page.locator(".next details.menu > summary").click();
}

/** The page says that something was done: above, or in the row it was done to. */
export async function expectSuccess(page: Page): Promise<void> {
  await expect(page.locator(".banner-success, .said").first()).toBeVisible();
  expect(page.url(), "no address says so").not.toContain("notice=");
}

/** The page says that a mail is on its way, whether or not there is one. */
export async function mailSent(page: Page): Promise<void> {
  await expect(page.locator("h1")).toHaveText(/^(Confira seu e-mail|Check your email)$/);
}

/** A person's row in the list of people. */
export function row(page: Page, email: string): { state: Locator; menu: Locator; again: Locator; all: Locator } {
  const all = page.locator("tbody tr").filter({ has: page.locator("td:nth-child(3)", { hasText: email }) });
  const menu = all.locator("details.menu");
  return { all, menu, state: all.locator("td:nth-child(4)"), again: menu.locator("button[form=again], button[value^=send-again]") };
}

/** Opens the menu of a person's row. */
export async function openMenu(page: Page, email: string): Promise<void> {
  await row(page, email).menu.locator("summary").click();
}

/** Sends another temporary password from a person's row; says yes where one that works would end. */
export async function sendAgain(page: Page, email: string): Promise<void> {
  const { menu, again } = row(page, email);
  if (!(await menu.evaluate((details: HTMLDetailsElement) => details.open))) await openMenu(page, email);
  const asks = (await again.getAttribute("name")) === "do";
  await again.click();
  if (asks) await send(page, "/admin/users/act");
}

/** Opens the filters of the list of people. */
export async function openFilters(page: Page): Promise<void> {
  await page.locator("form[role=search] .sheet > summary").click();
}

/** Opens the filters of the list of people, and what changes how it looks. */
export async function openView(page: Page): Promise<void> {
  await openFilters(page);
  await page.locator(".sheet details > summary").click();
}

/** The page says what was wrong with `name`: above, where the focus is, and beside the field. */
export async function expectRefused(page: Page, language: Language, name: string, reason?: RegExp): Promise<void> {
  await expect(page).toHaveTitle(new RegExp(`^${words[language].error}`));
  const summary = page.locator(".error-summary");
  await expect(summary).toBeFocused();
  await expect(summary.locator(`a[href="#${name}"]`)).toBeVisible();
  const input = field(page, name);
  await expect(input).toHaveAttribute("aria-invalid", "true");
  const described = (await input.getAttribute("aria-describedby"))?.split(" ") ?? [];
  expect(described).toContain(`${name}-error`);
  const sentence = (await summary.locator("li").first().innerText()).trim();
  await expect(page.locator(`#${name}-error`)).toContainText(sentence);
  if (reason) expect(sentence).toMatch(reason);
}

/** Waits until the page's islands have come to life. */
export async function alive(page: Page): Promise<void> {
  await expect(page.locator("button[aria-controls]").first()).toBeVisible();
  await expect(page.locator("#bundle:not([data-awake])"), "its islands are awake").toHaveCount(0);
}

/** The question that is asked in a dialog of the page. */
export function dialog(page: Page): Locator {
  return page.locator("dialog[open]");
}

/** Marks people in the list and asks for `act`. */
export async function applyToSelected(page: Page, emails: string[], act: string): Promise<void> {
  for (const email of emails) await row(page, email).all.locator("input[type=checkbox]").check();
  await page.locator(`form#together button[value="${act}"]`).click();
}
