// From an app through the sign-in and back: a real client of another hand, two origins, a real browser.

import { createPerson, post } from "./support/admin";
import { ClientApp } from "./support/client_app";
import { requestsAreOver } from "./support/database";
import { ForeignApp } from "./support/foreign_app";
import { express } from "./support/foreign_apps";
import { firstAccessLink, temporaryPassword } from "./support/mail";
import { send, signIn } from "./support/page";
import { registerApp } from "./support/providers";
import { type MailedSite, expect, test } from "./support/test";
import { until } from "./support/until";

const own = "vinte e duas jangadas de volta";
const secret = "a".repeat(43);
/** The browser goes to the app, which is another site. */
const toApp = /^request to a stranger: http:\/\/127\.0\.0\.1:\d+\/|http:\/\/127\.0\.0\.1:\d+\/favicon\.ico/;
let apps: ClientApp[] = [];

test.afterEach(async () => {
  for (const app of apps) await app.stop();
  apps = [];
});

async function appAt(site: MailedSite, clientId: string): Promise<ClientApp> {
  const app = await ClientApp.start();
  apps.push(app);
  await registerApp(site, { clientId, name: `App ${clientId}`, secret, home: `${app.address}/`, callback: app.callback });
  await app.discover(site.program.address, clientId, secret);
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
    const app = await appAt(mailed, `journey-${javaScript}`);
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
  const app = await appAt(mailed, "by-link");
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
  const [one, two] = [await appAt(mailed, "one"), await appAt(mailed, "two")];
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

for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  for (const by of ["link", "code"]) {
    test(`the first access by ${by} on a phone leads to the app of the invitation (${how})`, async ({ mailed, open }) => {
      const clientId = `phone-${by}-${javaScript}`;
      const email = `${clientId}@aurora.example`;
      const app = await appAt(mailed, clientId);
      await createPerson(mailed, "Olga Maia", email, { app: clientId });
      const mail = await mailed.mails.mailTo(email);
      // At the computer the app has been opened, and waits.
      const computer = await open(mailed, { javaScript, expected: toApp });
      await computer.goto(app.address);
      const phone = await open(mailed, { javaScript, expected: toApp, width: 360 });
      // The link holds its token where only a script sees it: without one the page asks for the address as well.
      if (by === "link" && javaScript) {
        await phone.goto(firstAccessLink(mail));
        await send(phone, "/first-access", { password: temporaryPassword(mail), new_password: own });
      } else {
        await signIn(phone, email, temporaryPassword(mail));
        await send(phone, "/first-access", { new_password: own });
      }
      await expect(phone).toHaveURL(/\/(account|apps)$/);
      await phone.getByRole("link", { name: `Ir para App ${clientId}` }).click();
      await expect(phone.locator("#email")).toHaveText(email);
      // And at the computer nothing is lost.
      await send(computer, "/login", { email, password: own });
      await expect(computer.locator("#email")).toHaveText(email);
    });
  }

  test(`a person who takes too long is told which app waited, and starts again (${how})`, async ({ mailed, open }) => {
    const clientId = `late-${javaScript}`;
    const email = `${clientId}@aurora.example`;
    const app = await appAt(mailed, clientId);
    await createPerson(mailed, "Olga Maia", email);
    const mail = await mailed.mails.mailTo(email);
    const page = await open(mailed, { javaScript, expected: toApp });
    await page.goto(app.address);
    await send(page, "/login", { email, password: temporaryPassword(mail) });
    requestsAreOver(mailed.program);
    await send(page, "/first-access", { new_password: own });
    await expect(page.locator("h1")).toHaveText(`O prazo para entrar em App ${clientId} terminou`);
    await page.getByRole("link", { name: `Abrir App ${clientId}` }).click();
    await expect(page.locator("#email")).toHaveText(email);
  });

  test(`a reset by the administrator ends the app's session before its mail leaves (${how})`, async ({ mailed, open }) => {
    const app = await ForeignApp.prepare("Node: express-openid-connect", `reset-${javaScript}`);
    const email = `${app.clientId}@aurora.example`;
    await registerApp(mailed, { ...app.registration(), name: "App reset" });
    try {
      await app.start(mailed.program.address, express);
      const user = await createPerson(mailed, "Olga Maia", email);
      const page = await open(mailed, { javaScript, expected: toApp });
      await page.goto(app.home);
      await send(page, "/login", { email, password: temporaryPassword(await mailed.mails.mailTo(email)) });
      await send(page, "/first-access", { new_password: own });
      await expect(page.locator("body")).toContainText(email);
      // That a password was chosen is told by mail as well.
      await mailed.mails.mailTo(email, 2);
      const byAdmin = (path: string, fields = {}) => post(mailed.program, path, fields, mailed.admin.cookie);
      await byAdmin("/admin/mail/pause");
      const reset = { act: "require-password", users: user, current_password: mailed.admin.password };
      expect((await byAdmin("/admin/users/act", reset)).status).toBe(303);
      const signedOut = async () => (await page.request.get(app.home, { maxRedirects: 0 })).status() === 302;
      await until("the app's session has ended", signedOut);
      await byAdmin("/admin/mail/resume");
      const mail = await mailed.mails.mailTo(email, 3);
      await page.goto(app.home);
      await send(page, "/login", { email, password: temporaryPassword(mail) });
      await send(page, "/first-access", { new_password: `${own} de novo` });
      await expect(page.locator("body")).toContainText(email);
    } finally {
      await app.stop();
    }
  });
}
