// People who register themselves, where that is allowed.

import { createPerson } from "./support/admin";
import { links } from "./support/mail";
import { expectRefused, field, fill, mailSent, send, signIn } from "./support/page";
import { expect, mailSettings, test } from "./support/test";

const own = "quinze passos até a fonte";

/** The one link of the mail that confirms a registration. */
function confirmation(text: string): string {
  const found = links(text).filter((link) => link.includes("/register/confirm?t="));
  expect(found).toHaveLength(1);
  return found[0];
}

test("registering: one mail, one click, signed in", async ({ mailed, open }) => {
  const email = "otto.braga@aurora.example";
  const page = await open(mailed, { elsewhere: true });
  await page.goto("/login");
  await page.locator("main a[href='/register']").click();
  await send(page, "/register", { display_name: "Otto Braga", email, password: own });
  await expect(page).toHaveURL("/register");
  const link = confirmation((await mailed.mails.mailTo(email)).text);

  // Mail gateways look before people do: looking changes nothing.
  for (const accept of ["text/html", "*/*"]) {
    const looked = await fetch(link, { headers: { accept } });
    expect(looked.status).toBe(200);
    expect(looked.headers.get("referrer-policy")).toMatch(/^no-referrer$/);
  }
  await page.goto(link);
  await expect(page.locator("main input:not([type=hidden])"), "its own browser is asked for nothing").toHaveCount(0);
  await send(page, "/register/confirm");
  await expect(page).toHaveURL(/\/(account|apps)$/);
  await page.goto("/account");
  await expect(page.locator("dl.facts")).toContainText(email);

  // The link has had its time.
  await send(page, "/logout");
  await page.goto(link);
  await expect(page.locator("form[action='/register/confirm']")).toHaveCount(0);
  expect((await page.request.get(link, { headers: { accept: "text/html" } })).status()).toBe(410);
  await signIn(page, email, own);
  // To the apps, where other tests have added some.
  await expect(page).toHaveURL(/\/(account|apps)$/);
});

test("another browser is asked for the password as well", async ({ mailed, open }) => {
  const email = "paula.seixas@aurora.example";
  const page = await open(mailed, { elsewhere: true });
  await page.goto("/register");
  await send(page, "/register", { display_name: "Paula Seixas", email, password: own });
  await mailSent(page);
  const link = confirmation((await mailed.mails.mailTo(email)).text);

  const phone = await open(mailed, { width: 360 });
  await phone.goto(link);
  await send(phone, "/register/confirm", { password: "não é esta, com certeza" });
  await expect(phone.locator(".error-summary")).toBeVisible();
  await send(phone, "/register/confirm", { password: own });
  await expect(phone).toHaveURL(/\/(account|apps)$/);
});

test("an address that is known gets the same answer, and a mail that says so", async ({ mailed, open }) => {
  const known = "quirino@aurora.example";
  await createPerson(mailed, "Quirino Matos", known);
  await mailed.mails.mailTo(known);
  const seen = [];
  for (const email of [known, "renata.moura@aurora.example"]) {
    const page = await open(mailed, { elsewhere: true });
    await page.goto("/register");
    await send(page, "/register", { display_name: "Zulmira Fontes", email, password: own });
    await expect(page).toHaveURL("/register");
    seen.push(await page.locator("main").innerText());
  }
  expect(seen[0]).toBe(seen[1]);
  const mail = await mailed.mails.mailTo(known, 2);
  expect(mail.subject).toBe("Você já tem uma conta – Instituto Aurora");
  expect(links(mail.text)).toEqual([`${mailed.program.address}/`]);
  expect(mail.text + mail.html, "what a stranger typed does not reach the owner").not.toContain("Zulmira");
});

test("what is wrong is said at each field, and what was typed is kept", async ({ mailed, open }) => {
  const page = await open(mailed, { elsewhere: true });
  await page.goto("/register");
  await send(page, "/register", { display_name: "Sara Couto", email: "sara.couto", password: "Sara Couto Sara" });
  await expectRefused(page, "pt-BR", "email", /completo/);
  await expect(page.locator(".error-summary li")).toHaveCount(2);
  await expect(field(page, "password")).toHaveAttribute("aria-invalid", "true");
  await expect(field(page, "password")).toHaveValue("");
  await expect(field(page, "display_name")).toHaveValue("Sara Couto");
  await expect(field(page, "email")).toHaveValue("sara.couto");
});

test("where registering is off there is nothing to register at", async ({ open, start, startMailServer }) => {
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  const page = await open(program);
  await page.goto("/login");
  await expect(page.locator("a[href='/register']")).toHaveCount(0);
  expect((await page.goto("/register"))?.status()).toBe(404);
  const posted = await page.request.post("/register", { form: { display_name: "A", email: "a@aurora.example", password: own } });
  expect(posted.status()).toBe(404);
});

test("only addresses of the organization may register where it says so", async ({ open, start, startMailServer }) => {
  const mails = await startMailServer();
  const settings = { ...mailSettings(mails), CHAVEIRO_SELF_REGISTRATION: "on", CHAVEIRO_REGISTRATION_DOMAINS: "aurora.example" };
  const program = await start({ settings });
  const page = await open(program);
  await page.goto("/register");
  await send(page, "/register", { display_name: "Tito", email: "tito@elsewhere.example", password: own });
  await expectRefused(page, "pt-BR", "email", /organização/);
  await fill(page, { email: "tito@aurora.example", password: own });
  await send(page, "/register");
  await mailSent(page);
  await mails.mailTo("tito@aurora.example");
});
