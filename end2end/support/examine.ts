// What a page must be, whatever it says.

import { type Page, expect } from "@playwright/test";
import axe from "axe-core";
import type { Language } from "./words";

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds, one line each. Into frames it does not look: all of ours hold mails, where nothing may run. */
export async function violations(page: Page): Promise<string[]> {
  // Half a megabyte of script, which a document keeps for the next look at it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  // To report what is in order as well takes as long again as to look for what is not.
  const options: axe.RunOptions = { runOnly: { type: "tag", values: standards }, resultTypes: ["violations"], iframes: false };
  const run = (options: axe.RunOptions) => (window as unknown as { axe: typeof axe }).axe.run(document, options).then(({ violations }) => violations);
  const found = await page.evaluate(run, options);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`));
}

/** Looks at the page in light colours and in dark ones; to switch costs less than to come here twice. */
export async function inBothColorSchemes(page: Page, look: (scheme: "light" | "dark") => Promise<void>): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await look(colorScheme);
  }
}

/** The page's language, title and headings. */
export async function expectFrame(page: Page, language: Language, { error = false } = {}): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  const wrong = { "pt-BR": "Erro: ", en: "Error: " }[language];
  // The answer to a form may still be on its way.
  if (error) await expect(page).toHaveTitle(new RegExp(`^${wrong}`));
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator("main")).toHaveCount(1);
  const heading = await page.locator("h1").innerText();
  const title = await page.title();
  expect(title, "the title repeats the heading").toContain(heading);
  expect(title.startsWith(wrong), `${title} begins with "${wrong}"`).toBe(error);
  if (language === "en") {
    const text = (await page.locator("body").innerText()).replaceAll(/Português|Brasília/g, "");
    expect(text.match(/\p{L}*[ãõçáéíóúâêô]\p{L}*/giu) ?? [], "words that are not English").toEqual([]);
  }
}

/** Nothing sticks out sideways, at the width the page has now. */
export async function widerThanWindow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .map((element) => `${element.tagName}.${element.className} reaches ${element.getBoundingClientRect().right} of ${width}`);
  });
}

/** What is too small for a finger: under 24 by 24 pixels, links within a sentence aside (WCAG 2.5.8). */
export async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isInSentence = (element: Element) => {
      const parent = element.parentElement;
      if (element.tagName !== "A" || !parent || !getComputedStyle(element).display.startsWith("inline")) return false;
      return (parent.textContent ?? "").trim().length > (element.textContent ?? "").trim().length;
    };
    const targets = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']");
    return [...targets]
      .filter((element) => !element.closest(".visually-hidden, .skip") && element.checkVisibility() && !isInSentence(element))
      .map((element) => (element.matches("[type=radio], [type=checkbox]") ? (element.closest("label") ?? element) : element))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 23.99 || box.height < 23.99)
      .map(({ element, box }) => `${element.outerHTML.slice(0, 90)} is ${box.width} × ${box.height}`);
  });
}
