// Times on pages: how long ago in lists, which stays true while one looks, and the moment itself on focus and to pointers.

import { expect, test } from "./support/test";

test("a list says how long ago, keeps it true, and shows the moment itself on focus", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  await page.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + Number(sessionStorage.getItem("later") ?? 0);
  });
  await page.goto("/admin/audit");
  const time = page.locator("main time[data-relative]").first();
  await expect(time).toHaveText(/^(agora|há \d+ minutos?)$/);
  await expect(time).toHaveAttribute("title", /^\d\d\/\d\d\/\d{4} às \d\d:\d\d:\d\d \(horário de Brasília, UTC−03:00\)$/);
  await expect(time).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

  await page.evaluate(() => {
    sessionStorage.setItem("later", String(3 * 3600 * 1000));
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(time).toHaveText(/^há [34] horas$/);

  await time.focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  const shown = await time.evaluate((element) => getComputedStyle(element, "::after").content);
  expect(shown).toContain("horário de Brasília");
});

test("without a script the list says how long ago when the page was made", async ({ development, open }) => {
  const page = await open(development, { as: development.admin, javaScript: false });
  await page.goto("/admin/audit");
  await expect(page.locator("main time[data-relative]").first()).toHaveText(/^(agora|há .+)$/);
});
