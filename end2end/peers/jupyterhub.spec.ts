// JupyterHub signs people in with the recipe of docs/apps.md: first at a certified provider, then at Chaveiro.

import type { Page } from "@playwright/test";
import { createPerson } from "../support/admin";
import { ForeignApp } from "../support/foreign_app";
import { temporaryPassword } from "../support/mail";
import { send } from "../support/page";
import { providers, registerApp, startProvider } from "../support/providers";
import { type MailedSite, expect, test } from "../support/test";
import { jupyterhub, patience } from "./programs";

/** The hub and the certified provider are other sites, and the hub answers who may not enter with 403. */
const elsewhere = /http:\/\/(127\.0\.0\.1|localhost):\d+\/|fonts\.googleapis\.com/;
const own = "vinte e duas jangadas de volta";

/** From the hub's own page to the provider. */
async function leave(page: Page, hub: ForeignApp): Promise<void> {
  await page.goto(hub.home);
  await page.getByRole("link", { name: /sign in with/i }).or(page.getByRole("button", { name: /sign in with/i })).click();
}

/** The page of the hub says who is signed in, and whether they are an admin. */
async function expectSignedIn(page: Page, hub: ForeignApp, email: string, isAdmin: boolean): Promise<void> {
  // The person's own server has been started, and answers with the address it was asked for.
  await page.waitForURL(/\/user\/[^/]+\/?$/, { timeout: 60_000 });
  await expect(page.locator("body"), hub.output).toContainText("/user/");
  await page.goto(`${hub.home}hub/home`);
  await expect(page.locator("body")).toContainText(email);
  expect((await page.goto(`${hub.home}hub/admin`))?.status()).toBe(isAdmin ? 200 : 403);
}

for (const name of providers) {
  test(`JupyterHub signs people in at ${name}`, async ({ mailed, open }) => {
    const hub = await ForeignApp.prepare("JupyterHub", "jupyterhub");
    const provider = await startProvider(name, mailed);
    try {
      await provider.register(hub.registration());
      await hub.start(provider.issuer, jupyterhub, patience);
      const page = await open(mailed, { expected: elsewhere });
      await leave(page, hub);
      await provider.signIn(page);
      await expectSignedIn(page, hub, provider.person.email, false);
    } finally {
      await hub.stop();
      await provider.stop();
    }
  });
}

/** A new person in `groups`, at the hub's sign-in with the temporary password of the mail. */
async function invite(site: MailedSite, email: string, groups: string[]): Promise<string> {
  await createPerson(site, "Olga Maia", email);
  for (const group of groups) {
    await site.program.run(["group", "create", group, "--slug", group]);
    const added = await site.program.run(["group", "add", group, "--email", email]);
    expect(added.code, added.stderr).toBe(0);
  }
  return temporaryPassword(await site.mails.mailTo(email));
}

test("groups of Chaveiro say who is admin of the hub, and who may not enter", async ({ mailed, open }) => {
  const hub = await ForeignApp.prepare("JupyterHub", "jupyterhub-groups");
  await registerApp(mailed, { ...hub.registration(), name: "Cadernos" });
  try {
    await hub.start(mailed.program.address, jupyterhub, patience);
    const signIn = async (email: string, groups: string[]) => {
      const password = await invite(mailed, email, groups);
      const page = await open(mailed, { expected: elsewhere });
      await leave(page, hub);
      await expect(page.locator("main")).toContainText("Cadernos");
      await send(page, "/login", { email, password });
      await send(page, "/first-access", { new_password: own });
      return page;
    };
    const admin = "hub.admin@aurora.example";
    await expectSignedIn(await signIn(admin, ["equipe", "turma-1a"]), hub, admin, true);

    const other = await signIn("hub.other@aurora.example", ["turma-1b"]);
    await expect(other).toHaveURL(/\/hub\/oauth_callback/);
    await expect(other.locator("body")).toContainText("403");
    await other.goto(`${hub.home}hub/home`);
    await expect(other).toHaveURL(/\/hub\/login/);
  } finally {
    await hub.stop();
  }
});
