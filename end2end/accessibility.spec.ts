// Every page, light and dark, in both languages: no finding of axe, nothing sideways on a narrow
// screen, no target too small.

import type { Page } from "@playwright/test";
import { becomeAdmin, choosePassword, createBeside, createPerson } from "./support/admin";
import { passwordsGivenLongAgo } from "./support/database";
import { expectFrame, inBothColorSchemes, smallTargets, violations, widerThanWindow } from "./support/examine";
import { firstAccessLink, links, temporaryPassword } from "./support/mail";
import { alive, applyToSelected, dialog, expectSuccess, mailSent, openActions, openFilters, openMenu, row, send, signIn } from "./support/page";
import { expect, framedMail, mailSettings, test } from "./support/test";
import { browserLocale, languages, words } from "./support/words";

const own = "vinte e um barquinhos de papel";

// What is found says where it is; a trace would make every look at a page twice as slow. Tests with options of
// their own also have workers of their own, and so sites without the people of other files, whose names are not English.
test.use({ trace: "off" });

for (const language of languages) {
  const visitor = { locale: browserLocale[language] };
  // A place of its own for each, so that no two tests meet the same person.
  const at = (name: string) => `${name}.${language}@aurora.example`.toLowerCase();

  /** Looks at the page as it is now. */
  const examine = async (page: Page, what: string, error = false) => {
    await test.step(what, async () => {
      await expectFrame(page, language, { error });
      await examineContent(page, what);
    });
  };

  /** Looks at the question that is asked in a dialog. */
  const examineDialog = async (page: Page, what: string) => {
    await test.step(what, async () => {
      await expect(dialog(page)).toBeVisible();
      await examineContent(page, what);
      await page.keyboard.press("Escape");
      await expect(dialog(page)).toHaveCount(0);
    });
  };

  const examineContent = async (page: Page, what: string) => {
    await inBothColorSchemes(page, async (scheme) => {
      expect.soft(await violations(page), `${what}, ${scheme}: axe`).toEqual([]);
      expect.soft(await smallTargets(page), `${what}, ${scheme}: targets`).toEqual([]);
    });
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect.soft(await widerThanWindow(page), `${what} at ${width} px`).toEqual([]);
    }
    expect.soft(await smallTargets(page), `${what}: targets at 320 px`).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  };

  test(`the entrance (${language})`, async ({ development, open }) => {
    const { program, mails } = development;
    const page = await open(development, { ...visitor, elsewhere: true });
    await page.goto("/login");
    await alive(page);
    await examine(page, "sign in");
    await send(page, "/login", { email: at("ninguem"), password: "000000" });
    await alive(page);
    await examine(page, "sign in, refused", true);

    await page.goto("/register");
    await alive(page);
    await examine(page, "register");
    await send(page, "/register", { display_name: "Otto Braga", email: "otto", password: "curta" });
    await alive(page);
    await examine(page, "register, refused", true);
    await send(page, "/register", { email: at("otto"), password: own });
    await mailSent(page);
    await examine(page, "register, mail sent");
    const link = links((await mails.mailTo(at("otto"))).text)[0];
    await page.goto(link);
    await examine(page, "confirm");
    const other = await open(development, visitor);
    await other.goto(link);
    await alive(other);
    await examine(other, "confirm in another browser");
    await send(other, "/register/confirm", { password: "errada" });
    await examine(other, "confirm in another browser, refused", true);

    await createPerson(development, "Rosa Melo", at("rosa"), { locale: language });
    const temporary = temporaryPassword(await mails.mailTo(at("rosa")));
    await signIn(page, at("rosa"), temporary);
    await alive(page);
    await examine(page, "first access");
    await send(page, "/first-access", { new_password: "Rosa" });
    await alive(page);
    await examine(page, "first access, refused", true);

    await page.context().clearCookies();
    await page.goto("/account");
    await expect(page).toHaveURL(/\/login\?next=/);
    await page.context().addCookies([{ name: "session", value: "A".repeat(43), url: program.address }]);
    await page.goto("/account");
    await expect(page.locator("#session-ended")).toBeVisible();
    await examine(page, "sign in after the session's end");
    await page.goto(`${program.address}/no-such-page`);
    await examine(page, "404");
  });

  test(`the set-up and an empty list (${language})`, async ({ open, start }) => {
    const program = await start({ dev: true });
    const page = await open(program, visitor);
    await page.goto(await program.setupAddress());
    await alive(page);
    await examine(page, "set-up");
    await send(page, "/setup", { display_name: "Ana Lima", email: "ana", password: "curta" });
    await alive(page);
    await examine(page, "set-up, refused", true);
    await send(page, "/setup", { email: "ana@aurora.example", password: own });
    await expectSuccess(page);
    await examine(page, "an empty list");
    await page.goto("/setup?t=used");
    await examine(page, "410");
    await page.goto("/dev/outbox");
    await examine(page, "an empty outbox");
  });

  test(`the account (${language})`, async ({ development, open }) => {
    const { program, mails } = development;
    await createPerson(development, "Bento Sales", at("bento"), { locale: language });
    const session = await choosePassword(program, at("bento"), temporaryPassword(await mails.mailTo(at("bento"))), own);
    const page = await open(development, { ...visitor, as: session });
    const phone = await open(development, visitor);
    await signIn(phone, at("bento"), own);
    await expect(phone).toHaveURL("/account");
    await page.goto("/account");
    await alive(page);
    await examine(page, "account");
    await send(page, "/account", { current_password: "errada", new_password: own + own });
    await alive(page);
    await examine(page, "account, refused", true);
    await page.goto("/admin/users");
    await examine(page, "403");
  });

  test(`the people (${language})`, async ({ mailed, open }) => {
    const { mails, admin } = mailed;
    const page = await open(mailed, { ...visitor, as: admin });
    mails.refuse(at("davi"), 550, "5.1.1 User unknown");
    mails.refuse(at("elisa"), 450, "4.2.1 Busy");
    await createPerson(mailed, "Davi Nogueira", at("davi"));
    await createPerson(mailed, "Elisa Prado", at("elisa"));
    await createPerson(mailed, "Camila Ferreira dos Santos Albuquerque", at("camila.ferreira.dos.santos.albuquerque"));
    await page.goto("/admin/users");
    await expect(row(page, at("davi")).state).toContainText(words[language].failed);
    await expect(row(page, at("elisa")).state).toContainText(/Próxima tentativa|Next try/);
    await createBeside(page.context(), mailed, "Fabiana Prado", at("fabiana"));
    await page.goto("/admin/users");
    await expectSuccess(page);
    await examine(page, "people");
    await openMenu(page, at("davi"));
    await examine(page, "people, one menu open");
    await page.keyboard.press("Escape");
    await openFilters(page);
    await examine(page, "people, the filters open");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await examineDialog(page, "the keys there are");

    await page.goto("/admin/users/new");
    await page.locator("details.more summary").click();
    await examine(page, "create a person");
    await send(page, "/admin/users/new", { display_name: "Davi", email: at("davi"), cpf: "111.222.333-44" });
    await expect(page.locator(".error-summary")).toBeVisible();
    await examine(page, "create a person, refused", true);
  });

  test(`the list and the acts (${language})`, async ({ open, start }) => {
    const program = await start({ dev: true });
    const site = { program, admin: await becomeAdmin(program) };
    const page = await open(site, { ...visitor, as: site.admin });
    const ids: string[] = [];
    for (let number = 1; number <= 26; number++) {
      ids.push(await createPerson(site, `Otto Braga ${number}`, at(`otto.braga.${number}`), { locale: language }));
    }
    await page.goto("/admin/users?q=otto&sort=name");
    await page.locator("#together [data-all]").check();
    await examine(page, "a search of two pages, all marked");
    await page.locator("form#together button[value=delete]").click();
    await examineDialog(page, "delete many, asked in a dialog");
    await page.goto("/admin/users?q=xyzzy");
    await examine(page, "nobody found");
    await page.goto("/admin/users?status=expired");
    await examine(page, "nobody in a part");

    await page.goto(`/admin/users/act?act=delete&user=${ids[0]}`);
    await examine(page, "delete, asked on a page");
    await page.goto("/admin/users/act?act=delete");
    await examine(page, "nobody chosen");
    await page.goto("/admin/users");
    await applyToSelected(page, [at("otto.braga.26"), at("otto.braga.25")], "disable");
    await dialog(page).getByRole("button").click();
    await expectSuccess(page);
    await examine(page, "several disabled");
    await page.goto(`/admin/users/act?act=disable&user=${ids[24]}&user=${ids[0]}`);
    await examine(page, "one of two is left out");

    await page.goto("/admin/audit");
    await page.locator("tbody summary").first().click();
    await examine(page, "the log");
    await page.goto("/admin/audit?person=xyzzy");
    await examine(page, "nobody in the log");
    await page.goto("/admin/audit?to=2020-01-01");
    await examine(page, "nothing in the log");

    passwordsGivenLongAgo(program);
    await page.goto("/admin/audit");
    await page.locator("#events a[data-dialog]").click();
    await examineDialog(page, "confirm the password, asked in a dialog");
    await page.goto(`/admin/users/${ids[0]}`);
    await openActions(page);
    await page.locator("a[href*='act=delete']").click();
    await examineDialog(page, "delete, asked in a dialog, with a password");
    await page.goto(`/admin/users/act?act=delete&user=${ids[0]}`);
    await send(page, "/admin/users/act", { current_password: "errada" });
    await alive(page);
    await examine(page, "delete, refused", true);
    await page.goto("/admin/confirm-password?next=%2Fadmin%2Fusers");
    await alive(page);
    await examine(page, "confirm the password");
    await send(page, "/admin/confirm-password", { current_password: "errada" });
    await alive(page);
    await examine(page, "confirm the password, refused", true);
  });

  test(`one person (${language})`, async ({ open, start, startMailServer }) => {
    const mails = await startMailServer();
    const program = await start({ settings: { ...mailSettings(mails), CHAVEIRO_ALLOW_HANDOVER: "1" } });
    const site = { program, admin: await becomeAdmin(program) };
    const page = await open(site, { ...visitor, as: site.admin });
    const long = at("camila.ferreira.dos.santos.albuquerque");
    mails.refuse(at("davi"), 550, "5.1.1 <davi.nogueira@aurora.example>: Recipient address rejected: User unknown");
    const failed = await createPerson(site, "Davi Nogueira", at("davi"));
    const active = await createPerson(site, "Camila Ferreira dos Santos Albuquerque", long, { cpf: "529.982.247-25", locale: language });
    await choosePassword(program, long, temporaryPassword(await mails.mailTo(long)), own);
    await mails.mailTo(long, 2);
    await page.goto(`/admin/users/${failed}`);
    await expect(page.locator(".badge-bad").first()).toBeVisible();
    for (const details of await page.locator("details.why summary").all()) await details.click();
    await examine(page, "whose mail failed");
    await page.goto(`/admin/users/${active}`);
    for (const details of await page.locator("details.why summary").all()) await details.click();
    await examine(page, "who is active");
    await openActions(page);
    await examine(page, "one person, the menu open");
    await page.locator("a[href*='act=require-password']").click();
    await examineDialog(page, "require a password, asked in a dialog");

    passwordsGivenLongAgo(program);
    await page.goto(`/admin/users/${active}/edit`);
    await alive(page);
    await examine(page, "edit");
    await send(page, "/admin/users/edit", { display_name: "", email: "camila", cpf: "1", current_password: "errada" });
    await alive(page);
    await examine(page, "edit, refused", true);
    await page.goto(`/admin/users/${failed}/hand-over`);
    await examine(page, "hand over in person");
    await send(page, "/admin/users/hand-over", { current_password: "errada" });
    await alive(page);
    await examine(page, "hand over in person, refused", true);
    await send(page, "/admin/users/hand-over", { current_password: site.admin.password });
    // In the language of its recipient.
    await expect(page.locator(".slip")).toHaveAttribute("lang", "pt-BR");
    await examineContent(page, "a slip");
    await page.goto("/admin/users/new");
    await examine(page, "create a person, by mail or in person");
  });

  test(`the mails of all (${language})`, async ({ open, start, startMailServer }) => {
    const mails = await startMailServer();
    const program = await start({ settings: mailSettings(mails) });
    const site = { program, admin: await becomeAdmin(program) };
    const page = await open(site, { ...visitor, as: site.admin });
    await page.goto("/admin/mail");
    await examine(page, "no mails");
    mails.refuse(at("davi"), 550, "5.1.1 <davi.nogueira@aurora.example>: Recipient address rejected: User unknown");
    mails.refuse(at("elisa"), 450, "4.2.0 Greylisted");
    await createPerson(site, "Davi Nogueira", at("davi"));
    await createPerson(site, "Elisa Prado", at("elisa"));
    await createPerson(site, "Camila Ferreira dos Santos Albuquerque", at("camila.ferreira.dos.santos.albuquerque"));
    for (const [shelf, mark] of [["open", "warn"], ["failed", "bad"], ["sent", "ok"]]) {
      await page.goto(`/admin/mail?show=${shelf}`);
      await expect(page.locator(`tbody .badge-${mark}`)).toHaveCount(1);
      for (const details of await page.locator("details.why summary").all()) await details.click();
      await examine(page, `mails, ${shelf}`);
    }
    await send(page, "/admin/mail", { email: at("davi") });
    await expect(page.locator(".error-summary")).toBeVisible();
    await page.locator("section[aria-labelledby=test] summary").click();
    await examine(page, "a test mail, refused", true);
    await send(page, "/admin/mail/pause");
    await expectSuccess(page);
    await examine(page, "mails, paused");
    await page.goto("/admin/users");
    await examine(page, "people, while mails are paused");
  });

  test(`the way back in (${language})`, async ({ development, open }) => {
    const { mails } = development;
    await createPerson(development, "Paula Vaz", at("paula"), { locale: language });
    await choosePassword(development.program, at("paula"), temporaryPassword(await mails.mailTo(at("paula"))), own);
    const page = await open(development, visitor);
    await page.goto("/forgot-password");
    await examine(page, "forgotten password");
    await send(page, "/forgot-password", { email: "paula" });
    await expect(page.locator(".error-summary")).toBeVisible();
    await examine(page, "forgotten password, refused", true);
    await send(page, "/forgot-password", { email: at("paula") });
    await mailSent(page);
    await examine(page, "forgotten password, mail sent");
    await page.goto(links((await mails.mailTo(at("paula"), 3)).text)[0]);
    await alive(page);
    await examine(page, "reset the password");
    await send(page, "/reset-password", { new_password: "curta" });
    await alive(page);
    await examine(page, "reset the password, refused", true);
    await page.goto("/reset-password?t=used");
    await examine(page, "a used link");
  });

  test(`the overview and a file of people (${language})`, async ({ mailed, open }) => {
    const page = await open(mailed, { ...visitor, as: mailed.admin });
    await page.goto("/admin");
    await examine(page, "overview");
    await page.goto("/admin/users/import");
    await examine(page, "imports");
    const text = `name,email\nRosa Melo,${at("rosa.lista")}\nSem Arroba,nada\n`;
    await page.locator("input[type=file]").setInputFiles({ name: "turma.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await page.locator("form[action='/admin/users/import'] button").click();
    await expect(page).toHaveURL(/\/admin\/imports\//);
    await examine(page, "preview of a file");
    await page.locator("form[action='/admin/imports/act'] button[value=confirm]").click();
    await expect(page.locator("#carried")).toContainText("1");
    await examine(page, "report of a file");
  });

  test(`first access by link and the own address (${language})`, async ({ development, open }) => {
    const { mails } = development;
    await createPerson(development, "Nair Dias", at("nair"), { locale: language });
    const mail = await mails.mailTo(at("nair"));
    const page = await open(development, visitor);
    await page.goto(firstAccessLink(mail));
    await expect(page).toHaveURL("/first-access");
    await alive(page);
    await examine(page, "first access by the link");
    await send(page, "/first-access", { password: "000000x", new_password: "curta" });
    await alive(page);
    await examine(page, "first access by the link, refused", true);
    await send(page, "/first-access", { password: temporaryPassword(mail), new_password: own });
    await expect(page).toHaveURL(/\/account/);
    await page.goto("/account/email");
    await alive(page);
    await examine(page, "another address");
    await send(page, "/account/email", { email: "nair", current_password: "errada" });
    await alive(page);
    await examine(page, "another address, refused", true);
    await page.goto("/account/email/confirm?t=used");
    await examine(page, "a used link of an address");
  });

  test(`the outbox and a mail (${language})`, async ({ development, open }) => {
    const { mails } = development;
    await createPerson(development, "Caio Torres", at("caio"), { locale: language });
    const mail = await mails.mailTo(at("caio"));
    const page = await open(development, { ...visitor, expected: framedMail });
    for (const part of ["text", "headers", "raw"]) {
      await page.goto(`/dev/outbox/${mail.id}?part=${part}`);
      await examine(page, `a mail, ${part}`);
    }
    // Nothing can run in the frame of this one, not even what examines.
    const framed = page.waitForResponse((answer) => answer.url().endsWith(`/dev/outbox/${mail.id}/html`));
    await page.goto(`/dev/outbox/${mail.id}?part=html`);
    await expect(page.locator("iframe")).toHaveAttribute("title", /./);
    expect((await framed).headers()["content-security-policy"]).toContain("sandbox");
    await page.goto("/dev/outbox");
    await inBothColorSchemes(page, async (scheme) => {
      expect.soft(await violations(page), `the outbox, ${scheme}: axe`).toEqual([]);
      expect.soft(await smallTargets(page), `the outbox, ${scheme}: targets`).toEqual([]);
    });

    // The mail itself, as a mail program shows it.
    const program = await open(development, visitor);
    await program.setContent(mail.html);
    await inBothColorSchemes(program, async (scheme) => {
      expect.soft(await violations(program), `the mail, ${scheme}: axe`).toEqual([]);
    });
    await program.setViewportSize({ width: 320, height: 800 });
    expect.soft(await widerThanWindow(program), "the mail at 320 px").toEqual([]);
  });
}

test("a page in dark colours is dark from its first paint", async ({ development, open }) => {
  const page = await open(development, { dark: true, javaScript: false });
  await page.goto("/login");
  const brightness = await page.evaluate(() => {
    const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
    return (red + green + blue) / 3;
  });
  expect(brightness).toBeLessThan(70);
  await expect(page.locator("meta[name='color-scheme']")).toHaveAttribute("content", "light dark");
});

test("wider letters, words and lines hide nothing (WCAG 1.4.12)", async ({ development, open }) => {
  const page = await open(development, { as: development.admin, width: 320 });
  const id = await createPerson(development, "Teresa Boa Vista", "teresa@aurora.example");
  const pages = ["/admin/users", "/admin/users/new", "/admin/mail", "/admin/audit", "/account"];
  for (const path of [...pages, `/admin/users/${id}`, `/admin/users/${id}/edit`, `/admin/users/act?act=delete&user=${id}`]) {
    await page.goto(path);
    // As a person's own style sheet does; the page's policy keeps pages from adding one.
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>("body *")) {
        element.style.letterSpacing = "0.12em";
        element.style.wordSpacing = "0.16em";
        element.style.lineHeight = "1.5";
      }
    });
    expect(await widerThanWindow(page), path).toEqual([]);
  }
});

test("nothing sticks out at the widths between a telephone's and a desk's", async ({ mailed, open }) => {
  const email = "camila.ferreira.dos.santos.albuquerque@secretaria.aurora.example";
  mailed.mails.refuse(email, 550, "5.1.1 <camila.ferreira.dos.santos.albuquerque@secretaria.aurora.example>: User unknown");
  const id = await createPerson(mailed, "Camila Ferreira dos Santos Albuquerque", email);
  const page = await open(mailed, { as: mailed.admin });
  const pages = ["/admin/users", "/admin/users/new", "/admin/mail", "/admin/mail?show=failed", "/admin/audit", "/account"];
  for (const path of [...pages, `/admin/users/${id}`, `/admin/users/${id}/edit`]) {
    await page.goto(path);
    for (const width of [480, 641, 700, 768, 769, 900, 1023, 1024]) {
      await page.setViewportSize({ width, height: 800 });
      expect.soft(await widerThanWindow(page), `${path} at ${width} px`).toEqual([]);
    }
  }
});

test("who wants less motion gets none", async ({ development, open }) => {
  const page = await open(development, { motion: false });
  await page.goto("/login");
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return Math.max(...`${style.transitionDuration}, ${style.animationDuration}`.split(",").map(Number.parseFloat)) > 0.01;
    }).length,
  );
  expect(moving).toBe(0);
});
