// Matrix's Synapse signs people in with the recipe of docs/apps.md, and is told when a session has ended.

import type { Page } from "@playwright/test";
import { ForeignApp } from "../support/foreign_app";
import { providers, startProvider } from "../support/providers";
import { expect, test } from "../support/test";
import { patience, synapse } from "./programs";

/** Synapse and the certified provider are other sites. */
const elsewhere = /http:\/\/(127\.0\.0\.1|localhost):\d+\/|fonts\.googleapis\.com/;

/** Asks Synapse as a Matrix client does. */
async function ask(home: string, path: string, { token, body }: { token?: string; body?: object } = {}) {
  const answer = await fetch(`${home}_matrix/client/v3/${path}`, {
    method: body ? "POST" : "GET",
    headers: { ...(token && { authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  });
  return { status: answer.status, ...((await answer.json()) as Record<string, string>) };
}

/** The token at the end of the sign-in in the browser. */
async function loginToken(page: Page): Promise<string> {
  await page.waitForURL(/[?&]loginToken=/);
  return new URL(page.url()).searchParams.get("loginToken") ?? "";
}

for (const name of providers) {
  test(`Synapse signs people in at ${name}, and forgets them when the session ends`, async ({ mailed, open }) => {
    const server = await ForeignApp.prepare("Matrix: Synapse", "synapse");
    const provider = await startProvider(name, mailed);
    try {
      await provider.register(server.registration());
      await server.start(provider.issuer, synapse, patience);
      const page = await open(mailed, { expected: elsewhere });
      // A client would wait at an address of its own.
      const client = encodeURIComponent(`${server.home}_matrix/client/versions`);
      await page.goto(`${server.home}_matrix/client/v3/login/sso/redirect/oidc-chaveiro?redirectUrl=${client}`);
      await provider.signIn(page);
      const signedIn = await ask(server.home, "login", { body: { type: "m.login.token", token: await loginToken(page) } });
      const token = signedIn.access_token;
      expect(token, JSON.stringify(signedIn)).toBeTruthy();
      const localpart = provider.person.email.split("@")[0];
      expect(await ask(server.home, "account/whoami", { token })).toMatchObject({ status: 200, user_id: `@${localpart}:aurora.example` });

      await provider.endSessions(page);
      await expect(async () => {
        const answer = await ask(server.home, "account/whoami", { token });
        expect(answer, server.output.slice(-3000)).toMatchObject({ status: 401, errcode: "M_UNKNOWN_TOKEN" });
      }).toPass({ timeout: 15_000 });
    } finally {
      await server.stop();
      await provider.stop();
    }
  });
}
