// Apps without a sign-in of their own behind real proxies, set up as docs/apps.md says.

import { createPerson } from "./support/admin";
import { temporaryPassword } from "./support/mail";
import { send } from "./support/page";
import { App, Proxy, type Seen, freePort, kinds } from "./support/proxies";
import { expect, test } from "./support/test";
import { until } from "./support/until";

const own = "vinte e duas jangadas de volta";
const page = { accept: "text/html,application/xhtml+xml" };
/** The browser goes to the app, which is another site. */
const toApp = /^(request to a stranger: http|40[13] for http|console error: .*\(http):\/\/[a-z0-9-]+\.localhost:\d+\//;
/** What a browser could say of itself, and what some programs read as the same (WSGI, CGI). */
const forged = Object.fromEntries(
  ["Remote-User", "Remote-Email", "Remote-Name", "Remote-Groups"].flatMap((name) =>
    [name, name.replace("-", "_"), name.toLowerCase().replace("-", "_")].map((name) => [name, "forged"]),
  ),
);

/** What the app was told of who it is, by all names that could be read as these. */
function identity({ headers }: Seen): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, value] of headers) {
    const same = name.toLowerCase().replaceAll("_", "-");
    if (same.startsWith("remote-")) all[same] = same in all ? `${all[same]} | ${value}` : value;
  }
  // A header that says nothing may be left out.
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

for (const [number, kind] of kinds.entries()) {
  test(`an app behind ${kind.name} knows who somebody is, from nobody but Chaveiro`, async ({ mailed, open }) => {
    expect(Proxy.version(kind)).toMatch(kind.version);
    const { program } = mailed;
    const [app, port] = [await App.start(), await freePort()];
    const clientId = `behind-${kind.name}`;
    const email = `${kind.name}@aurora.example`;
    const home = `http://${kind.name}.localhost:${port}/`;
    const run = async (...args: string[]) => {
      const ended = await program.run(args);
      expect(ended.code, ended.stderr).toBe(0);
    };
    await run("app", "create", "--name", `App ${kind.name}`, "--home", home, "--client-id", clientId, "--forward-auth");
    const proxy = await Proxy.start(kind, port, program, app, clientId);
    try {
      await test.step("without a session nothing reaches the app", async () => {
        app.seen.length = 0;
        const opened = await proxy.ask("GET", "/a%2Fb?x=1&y=%2F", { ...page, ...forged });
        expect(opened.status).toBe(302);
        expect(opened.headers.location).toBe(`${proxy.address}/.chaveiro/sign-in?to=%2Fa%252Fb%3Fx%3D1%26y%3D%252F`);
        expect((await proxy.ask("POST", "/form", { ...page, ...forged, "content-type": "text/plain" }, "x=1")).status).toBe(401);
        expect((await proxy.ask("GET", "/data", { accept: "application/json", ...forged })).status).toBe(401);
        expect((await proxy.ask("GET", "/", { ...page, "sec-fetch-mode": "cors" })).status).toBe(401);
        // What the proxy itself says cannot be said by a browser.
        const misled = { ...page, "x-forwarded-host": "evil.example", "x-original-url": "http://evil.example/" };
        const misleading = await proxy.ask("GET", "/", { ...misled, "x-forwarded-uri": "//evil.example/", "x-forwarded-method": "GET" });
        expect(misleading.status === 302 ? misleading.headers.location : "").not.toContain("evil");
        expect(app.seen).toEqual([]);
      });

      const visitor = await open(mailed, { expected: toApp, javaScript: number % 2 === 0 });
      await test.step("a first sign-in leads to what was asked for", async () => {
        await createPerson(mailed, "José da Conceição", email);
        const mail = await mailed.mails.mailTo(email);
        await visitor.goto(`${proxy.address}/a%2Fb?x=1&y=%2F`);
        await expect(visitor).toHaveURL(/\/login\?next=/);
        await expect(visitor.locator("main")).toContainText(`App ${kind.name}`);
        await send(visitor, "/login", { email, password: temporaryPassword(mail) });
        await expect(visitor).toHaveURL(/\/first-access\?next=/);
        await send(visitor, "/first-access", { new_password: own });
        await expect(visitor.locator("h1")).toHaveText("App");
        expect(visitor.url()).toBe(`${proxy.address}/a%2Fb?x=1&y=%2F`);
        expect(app.seen.at(-1)?.url).toBe("/a%2Fb?x=1&y=%2F");
      });

      const cookies = await visitor.context().cookies(proxy.address);
      expect(cookies.map(({ name }) => name).sort()).toEqual(["chaveiro-app", "chaveiro-sign-in"]);
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
      const expected = { "remote-user": email, "remote-email": email, "remote-name": "Jos%C3%A9 da Concei%C3%A7%C3%A3o" };

      await test.step("the app is told by Chaveiro alone, and never sees its session", async () => {
        app.seen.length = 0;
        expect((await proxy.ask("GET", "/plain", { ...page, cookie })).status).toBe(200);
        expect((await proxy.ask("GET", "/forged", { ...page, cookie, ...forged })).status).toBe(200);
        const posted = await proxy.ask("POST", "/form", { ...page, cookie, ...forged, "content-type": "text/plain" }, "x=1&y=2");
        expect(posted.status).toBe(200);
        expect(app.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
          ["GET", "/plain", ""],
          ["GET", "/forged", ""],
          ["POST", "/form", "x=1&y=2"],
        ]);
        for (const seen of app.seen) {
          expect(identity(seen)).toEqual(expected);
          const names = seen.headers.filter(([name]) => name.toLowerCase() === "cookie").map(([, value]) => value).join("; ");
          expect(names.match(/[^;= ]+(?==)/g)?.sort()).toEqual(["chaveiro-app", "chaveiro-sign-in"]);
        }
      });

      await test.step("its groups decide, and a page says so", async () => {
        await run("group", "create", `Turma ${kind.name}`, "--slug", clientId);
        await run("group", "add", clientId, "--email", email);
        app.seen.length = 0;
        expect((await proxy.ask("GET", "/", { ...page, cookie, ...forged })).status).toBe(200);
        expect(identity(app.seen[0])).toEqual({ ...expected, "remote-groups": clientId });
        await run("app", "delete", clientId);
        await run("group", "remove", clientId, "--email", email);
        const create = ["app", "create", "--name", `App ${kind.name}`, "--home", home, "--client-id", clientId, "--forward-auth"];
        await run(...create, "--group", clientId);
        // The app is another one now: nobody has a cookie of it, and this person gets none.
        await visitor.goto(`${proxy.address}/again`);
        await expect(visitor.locator("h1")).toHaveText(`Você não tem acesso a App ${kind.name}`);
        await run("group", "add", clientId, "--email", email);
        await visitor.goto(`${proxy.address}/again`);
        await expect(visitor.locator("h1")).toHaveText("App");
        await run("group", "remove", clientId, "--email", email);
        app.seen.length = 0;
        const answer = await visitor.goto(`${proxy.address}/again`);
        expect(answer?.status()).toBe(403);
        expect(visitor.url()).toBe(`${proxy.address}/again`);
        await expect(visitor.locator("h1")).toHaveText(`Você não tem acesso a App ${kind.name}`);
        expect(app.seen).toEqual([]);
        await run("group", "add", clientId, "--email", email);
      });

      await test.step("a disabled person is out within five seconds", async () => {
        const [{ value }] = (await visitor.context().cookies(proxy.address)).filter(({ name }) => name === "chaveiro-app");
        const ask = () => proxy.ask("GET", "/", { ...page, cookie: `chaveiro-app=${value}` });
        expect((await ask()).status).toBe(200);
        await run("user", "disable", "--email", email);
        const began = Date.now();
        await until("the app is closed", async () => (await ask()).status === 302);
        expect(Date.now() - began).toBeLessThan(5000);
      });
    } finally {
      await proxy.stop();
      await app.stop();
    }
  });
}
