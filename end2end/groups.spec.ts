// Groups and apps, as an admin makes them: with JavaScript and without.

import { createPerson } from "./support/admin";
import { dialog, expectSuccess, field, fill, openFilters, send } from "./support/page";
import { expect, test } from "./support/test";

for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`a group is made, a person added with it, found by it and taken out (${how})`, async ({ development, open }) => {
    const slug = `turma-${javaScript ? "1a" : "1b"}`;
    const name = `Turma ${javaScript ? "1A" : "1B"}`;
    const page = await open(development, { as: development.admin, javaScript });
    await page.goto("/admin");
    await page.getByRole("link", { name: "Grupos", exact: true }).click();
    await page.getByRole("link", { name: "Criar grupo" }).click();
    await send(page, "/admin/groups/new", { group_name: name });
    await expect(page).toHaveURL(`/admin/groups/${slug}`);
    await expect(page.locator("h1")).toHaveText(name);

    const email = `gil.${slug}@aurora.example`;
    await page.goto("/admin/users/new");
    await fill(page, { display_name: "Gil Prado", email });
    await page.getByLabel(name).check();
    await page.locator("form[action='/admin/users/new'] button:not([type=button])").first().click();
    await expectSuccess(page);

    const other = await createPerson(development, "Ivo Pena", `ivo.${slug}@aurora.example`);
    await page.goto("/admin/users");
    await openFilters(page);
    await page.locator("select[name=group]").selectOption(slug);
    if (!javaScript) await page.locator("form[role=search] details button").click();
    await expect(page).toHaveURL(new RegExp(`group=${slug}`));
    await expect(page.locator("tbody tr")).toHaveCount(1);
    await expect(page.locator("tbody")).toContainText(email);

    // The selected come in by the line above the rows.
    await page.goto("/admin/users");
    await page.locator(`input[name=user][value="${other}"]`).check();
    await page.getByRole("button", { name: "Incluir em grupo" }).click();
    if (javaScript) await expect(dialog(page)).toBeVisible();
    await page.locator("select[name=groups]").selectOption(slug);
    await page.getByRole("button", { name: "Incluir no grupo" }).click();
    await expect(page).toHaveURL(`/admin/groups/${slug}`);
    await expect(page.locator("tbody tr")).toHaveCount(2);

    await page.getByRole("button", { name: "Retirar Ivo Pena do grupo" }).click();
    await expect(page.locator("tbody tr")).toHaveCount(1);
  });
}

test("an app is added, its secret shown once, and a member finds it", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  await page.goto("/admin/apps/new");
  await fill(page, { display_name: "Biblioteca", home_url: "https://biblioteca.example/" });
  await field(page, "redirect_uris").fill("https://biblioteca.example/oidc/callback/");
  await page.getByRole("button", { name: "Cadastrar aplicativo" }).click();
  const secret = await page.locator("#client-secret").textContent();
  expect(secret).toMatch(/^[\w-]{43,}$/);
  await page.getByRole("link", { name: "Ver como configurar" }).click();
  await expect(page.locator("pre").first()).toContainText(`${development.program.address}/oauth/token`);
  await page.goto("/apps");
  await expect(page.getByRole("link", { name: "Biblioteca" })).toHaveAttribute("href", "https://biblioteca.example/");
  // Others of this program land on their account, and not among apps.
  const apps = JSON.parse((await development.program.run(["app", "list", "--json"])).stdout) as { name: string; client_id: string }[];
  const id = apps.find(({ name }) => name === "Biblioteca")?.client_id ?? "";
  expect(await development.program.run(["app", "delete", id])).toMatchObject({ code: 0 });
});
