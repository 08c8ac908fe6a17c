// Clients that nobody here wrote sign people in: the same script first at a certified provider, so that
// what fails at Chaveiro is Chaveiro. Their settings are the recipes of docs/apps.md.

import type { Page } from "@playwright/test";
import { ForeignApp, type Install } from "./support/foreign_app";
import { apache, authlib, django, express, spa } from "./support/foreign_apps";
import { type Provider, providers, startProvider } from "./support/providers";
import { expect, test } from "./support/test";

/** The app, and the certified provider, are other sites; that one's pages ask for a font. */
const elsewhere = /^request to a stranger: http:\/\/(127\.0\.0\.1|localhost):\d+\/|\/favicon\.ico|fonts\.googleapis\.com/;

interface Setting {
  page: Page;
  app: ForeignApp;
  provider: Provider;
}

interface Client {
  /** The heading of its recipe. */
  program: string;
  install: Install;
  isPublic?: boolean;
  /** Where its page says who is signed in, if not at its home page. */
  shown?: string;
  /** What it is tried for once somebody is in. */
  then?: (setting: Setting) => Promise<void>;
}

/** A session that the provider ends is over at the app within seconds: it was told. */
async function endsWithTheProvider({ page, app, provider }: Setting): Promise<void> {
  await provider.endSessions(page);
  await expect(async () => {
    const answer = await page.request.get(app.home, { maxRedirects: 0 });
    expect(answer.status(), await answer.text()).toBe(302);
  }).toPass({ timeout: 10_000 });
}

async function worksInTheBrowser({ page, provider }: Setting): Promise<void> {
  const click = async (id: string, result: RegExp) => {
    await page.click(id);
    await expect(page.locator("#result")).toHaveText(result);
  };
  await click("#renew", /^renewed$/);
  await click("#userinfo", new RegExp(`^200 ${provider.person.email}$`));
  await click("#popup", new RegExp(`^${provider.person.email}$`));
  // It takes no plain text for an answer, which the certified provider gives.
  await click("#revoke", /^revoked$|text\/plain/);
  await page.reload();
  if (!provider.worksInPopups) {
    // Who is signed out meets the sign-in page, which is cut off from the page that opened it.
    await page.context().clearCookies({ domain: "localhost" });
    const opened = page.waitForEvent("popup");
    await page.click("#popup");
    const popup = await opened;
    await popup.waitForURL(/\/login\?next=/);
    expect(await popup.evaluate("opener === null")).toBe(true);
    await popup.close();
  }
  await page.click("#out");
  await provider.agreeToSignOut(page);
  // Back at the app, which begins again: with a sign-in, since the session has ended too.
  await expect(page.locator("[name=login], [name=email]")).toBeVisible();
}

const clients: Client[] = [
  { program: "Django: mozilla-django-oidc", install: django },
  { program: "Django: django-allauth", install: django },
  { program: "Python: Authlib and Flask", install: authlib, shown: "who" },
  { program: "Apache: mod_auth_openidc", install: apache, then: endsWithTheProvider },
  { program: "Node: express-openid-connect", install: express, then: endsWithTheProvider },
  { program: "JavaScript in the browser: oidc-client-ts", install: spa, isPublic: true, then: worksInTheBrowser },
];

for (const { program, install, isPublic, shown = "", then } of clients) {
  for (const name of providers) {
    test(`${program} signs people in at ${name}`, async ({ mailed, open }) => {
      const app = await ForeignApp.prepare(program, program.replaceAll(/\W+/g, "-").toLowerCase());
      const provider = await startProvider(name, mailed);
      try {
        await provider.register({ ...app.registration(), ...(isPublic && { secret: undefined }) });
        await app.start(provider.issuer, install);
        const page = await open(mailed, { expected: elsewhere });
        await page.goto(app.home);
        await provider.signIn(page);
        await page.waitForURL((url) => url.href.startsWith(app.home));
        if (shown) await page.goto(app.home + shown);
        await expect(page.locator("body"), app.output).toContainText(provider.person.email);
        await then?.({ page, app, provider });
      } finally {
        await app.stop();
        await provider.stop();
      }
    });
  }
}
