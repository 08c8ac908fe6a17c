// Every page the program lists, signed in, in both languages, light and dark: no finding of axe,
// nothing sideways on a phone, no target too small. A new page is looked at without being added here.

import { createPerson, signIn } from "./support/admin";
import { expectFrame, inBothColorSchemes, smallTargets, violations, widerThanWindow } from "./support/examine";
import { expect, test } from "./support/test";
import { browserLocale, languages } from "./support/words";

const password = "cinquenta cabras na colina";

// What is found says where it is; a trace would make every look at a page twice as slow. Tests with options of
// their own also have workers of their own, and so sites without the people of other files, whose names are not English.
test.use({ trace: "off" });

for (const language of languages) {
  const of = language.toLowerCase();

  test(`every page of somebody who is signed in (${language})`, async ({ development, open }) => {
    const { program } = development;
    const email = `admin.pages.${of}@aurora.example`;
    const person = ["--email", email, "--name", "Ana Prado", "--locale", language];
    expect(await program.run(["admin", "create", ...person, "--password-stdin"], password)).toMatchObject({ code: 0 });
    const admin = await signIn(program, email, password);
    const group = `group-${of}`;
    expect(await program.run(["group", "create", `Group ${of}`, "--slug", group])).toMatchObject({ code: 0 });
    const settings = ["--client-id", of, "--name", `App ${of}`, "--home", "https://app.example/", "--redirect-uri", "https://app.example/callback"];
    expect(await program.run(["app", "create", ...settings, "--public", "--group", group])).toMatchObject({ code: 0 });
    const user = await createPerson({ program, admin }, "Rosa Dias", `rosa.pages.${of}@aurora.example`, { groups: group, app: of });

    const page = await open(development, { as: admin, locale: browserLocale[language] });
    await page.goto("/admin/apps");
    const app = await page.getByRole("link", { name: `App ${of}` }).getAttribute("href");
    const known: Record<string, string> = {
      "/admin/users/{id}": `/admin/users/${user}`,
      "/admin/users/{id}/edit": `/admin/users/${user}/edit`,
      "/admin/users/act": `/admin/users/act?act=disable&user=${user}`,
      "/admin/apps/{id}": `${app}`,
      "/admin/apps/act": `/admin/apps/act?act=delete&app=${app?.split("/").pop()}`,
      "/admin/apps/{id}/edit": `${app}/edit`,
      "/admin/apps/{id}/recipes": `${app}/recipes`,
      "/admin/groups/{id}": `/admin/groups/${group}`,
      "/admin/groups/assign": `/admin/groups/assign?user=${user}`,
    };
    // With a file, or not switched on here: the tests of imports, of own accounts and of slips look at them.
    const elsewhere = ["/admin/imports/{id}", "/account/delete", "/admin/users/{id}/hand-over", "/admin/users/slips"];
    const routes = JSON.parse((await program.run(["routes", "--json"])).stdout) as { method: string; path: string; access: string; answer: string }[];
    const pages = routes.filter(({ method, access, answer }) => method === "GET" && answer === "page" && ["admin", "signed-in"].includes(access));
    expect(pages.length).toBeGreaterThan(25);

    for (const path of pages.map(({ path }) => path).filter((path) => !elsewhere.includes(path))) {
      await test.step(path, async () => {
        const answer = await page.goto(known[path] ?? path);
        expect.soft(answer?.status(), path).toBe(200);
        await expectFrame(page, language);
        await inBothColorSchemes(page, async (scheme) => {
          expect.soft(await violations(page), `${path}, ${scheme}: axe`).toEqual([]);
          expect.soft(await smallTargets(page), `${path}, ${scheme}: targets`).toEqual([]);
        });
        await page.setViewportSize({ width: 360, height: 800 });
        expect.soft(await widerThanWindow(page), `${path} at 360 px`).toEqual([]);
        await page.setViewportSize({ width: 1280, height: 800 });
      });
    }
  });
}
