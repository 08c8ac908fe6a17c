// From an app through the sign-in and back: a real client of another hand, two origins, a real browser.

import { createPerson } from "./support/admin";
import { ClientApp } from "./support/client_app";
import { registerApp } from "./support/database";
import { firstAccessLink, temporaryPassword } from "./support/mail";
import { send } from "./support/page";
import { expect, test } from "./support/test";

const own = "vinte e duas jangadas de volta";
const secret = "a".repeat(43);
/** The browser goes to the app, which is another site. */
const toApp = /^request to a stranger: http:\/\/127\.0\.0\.1:\d+\//;
let apps: ClientApp[] = [];

test.afterEach(async () => {
  for (const app of apps) await app.stop();
  apps = [];
});

async function appAt(program: Parameters<typeof registerApp>[0], clientId: string): Promise<ClientApp> {
  const app = await ClientApp.start();
  apps.push(app);
  registerApp(program, { clientId, name: `App ${clientId}`, secret, home: `${app.address}/`, callback: app.callback });
  await app.discover(program.address, clientId, secret);
  return app;
}

// The same app first against a certified provider: what fails there is the app, not Chaveiro.
test("the client passes against a certified provider", async ({ browser }) => {
  const { default: Provider } = await import("oidc-provider");
  const app = await ClientApp.start();
  apps.push(app);
  const provider = new Provider("http://localhost:0", {
    clients: [{ client_id: "moodle", client_secret: secret, redirect_uris: [app.callback], grant_types: ["authorization_code", "refresh_token"] }],
    scopes: ["openid", "offline_access", "profile", "email"],
    features: { revocation: { enabled: true } },
    issueRefreshToken: async () => true,
  });
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => provider.callback()(request, response)).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as { port: number };
  Object.defineProperty(provider, "issuer", { value: `http://localhost:${port}` });
  await app.discover(`http://localhost:${port}`, "moodle", secret);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(app.address);
  await page.fill("[name=login]", "maria");
  await page.fill("[name=password]", "x");
  await page.click("button[type=submit]");
  await page.click("button[type=submit]");
  await expect(page.locator("h1")).toHaveText("Signed in");
  await context.close();
  server.closeAllConnections();
  server.close();
});

for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`from an app through the first access into the app (${how})`, async ({ mailed, open }) => {
    const email = `app.${javaScript}@aurora.example`;
    const app = await appAt(mailed.program, `journey-${javaScript}`);
    await createPerson(mailed, "Olga Maia", email);
    const mail = await mailed.mails.mailTo(email);
    const page = await open(mailed, { javaScript, expected: toApp });
    await page.goto(app.address);
    await expect(page).toHaveURL(/\/login\?next=/);
    await expect(page.locator("main")).toContainText(`App journey-${javaScript}`);
    await send(page, "/login", { email, password: temporaryPassword(mail) });
    await expect(page).toHaveURL(/\/first-access\?next=/);
    await send(page, "/first-access", { new_password: own });
    await expect(page.locator("h1")).toHaveText("Signed in");
    await expect(page.locator("#email")).toHaveText(email);
    await expect(page.locator("#renewed")).toHaveText("true");
    // The next time there is nothing to type.
    await page.goto(app.address);
    await expect(page.locator("h1")).toHaveText("Signed in");
  });
}

test("the link of the mail, in another tab, ends in the app as well", async ({ mailed, open }) => {
  const email = "app.link@aurora.example";
  const app = await appAt(mailed.program, "by-link");
  await createPerson(mailed, "Olga Maia", email);
  const mail = await mailed.mails.mailTo(email);
  const page = await open(mailed, { expected: toApp });
  await page.goto(app.address);
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.goto(firstAccessLink(mail));
  await send(page, "/first-access", { password: temporaryPassword(mail), new_password: own });
  await expect(page.locator("h1")).toHaveText("Signed in");
});

test("with a temporary password nobody is signed in silently, and two apps each get their own answer", async ({ mailed, open }) => {
  const email = "app.two@aurora.example";
  const [one, two] = [await appAt(mailed.program, "one"), await appAt(mailed.program, "two")];
  await createPerson(mailed, "Olga Maia", email);
  const mail = await mailed.mails.mailTo(email);
  const page = await open(mailed, { expected: toApp });
  await page.goto("/login");
  await send(page, "/login", { email, password: temporaryPassword(mail) });
  await expect(page).toHaveURL("/first-access");
  await page.goto(`${one.address}/?prompt=none`);
  await expect(page.locator("pre")).toHaveText("login_required");
  await page.goto(one.address);
  const first = page.url();
  await page.goto(two.address);
  await send(page, "/first-access", { new_password: own });
  await expect(page.locator("h1")).toHaveText("Signed in");
  expect(page.url()).toContain(two.address);
  await page.goto(new URL(first).searchParams.get("next") ?? "");
  await expect(page.locator("h1")).toHaveText("Signed in");
  expect(page.url()).toContain(one.address);
});
