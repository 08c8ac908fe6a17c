// Mails through a real mail server: what it refuses, delays or never hears of is told truthfully,
// and what it takes is a mail people can read and trust.

import { createPerson, post, signIn as signInDirectly } from "./support/admin";
import { firstAccessLink, header, links, type Mail, temporaryPassword } from "./support/mail";
import { dialog, expectSuccess, field, openMenu, row, send, sendAgain, signIn } from "./support/page";
import { expect, mailSettings, test } from "./support/test";
import { type Language, words } from "./support/words";

const texts = words["pt-BR"];

test("a refused address is told with a reason in plain words and the server's own", async ({ mailed, open }) => {
  const email = "nao.existe@aurora.example";
  mailed.mails.refuse(email, 550, "5.1.1 <nao.existe@aurora.example> User unknown");
  const page = await open(mailed, { as: mailed.admin });
  await page.goto("/admin/users/new");
  await send(page, "/admin/users/new", { display_name: "Davi Nogueira", email });
  const listed = row(page, email);
  await expect(listed.state.locator(".badge")).toHaveText(texts.failed);
  await page.reload();
  await expect(listed.state.locator(".badge")).toHaveText(texts.failed);
  await expect(listed.state.locator("time")).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT/);
  await openMenu(page, email);
  const why = listed.menu;
  await expect(why.locator("p").first()).toHaveText("O servidor recusou este endereço. Talvez ele não exista. Confira o e-mail da pessoa.");
  await expect(why.locator("p").first()).not.toContainText("550");
  await expect(why.locator("code")).toContainText("User unknown");

  // Once the address works, one click sends again.
  mailed.mails.accept(email);
  await listed.again.click();
  await expectSuccess(page);
  await expect(listed.state).toContainText(texts.invited);
});

test("an address to try later waits, says until when, and then goes", async ({ mailed, open }) => {
  const email = "mais.tarde@aurora.example";
  mailed.mails.refuse(email, 450, "4.2.1 The mailbox is busy");
  const page = await open(mailed, { as: mailed.admin });
  await page.goto("/admin/users/new");
  await send(page, "/admin/users/new", { display_name: "Helena Prado", email });
  const listed = row(page, email);
  await expect(listed.state.locator(".badge")).toHaveText(texts.waiting);
  await expect(listed.state).toContainText(/Próxima tentativa às \d+h\d\d/);
  await openMenu(page, email);
  await expect(listed.menu.locator("code")).toContainText("mailbox is busy");

  mailed.mails.accept(email);
  await listed.again.click();
  await expect(listed.state).toContainText(texts.invited);
  expect(mailed.mails.to(email), "asking to hurry sends one mail").toHaveLength(1);
});

test("an account made while the mail server is away waits, and its mail goes when it is back", async ({
  open,
  start,
  startMailServer,
}) => {
  const mails = await startMailServer();
  const program = await start({ settings: mailSettings(mails) });
  await mails.stop();
  const page = await open(program);
  await page.goto(await program.setupAddress());
  await send(page, "/setup", { display_name: "Ana Lima", email: "ana@aurora.example", password: "chuva fina na serra azul" });
  const email = "igor.castro@aurora.example";
  await page.goto("/admin/users/new");
  await send(page, "/admin/users/new", { display_name: "Igor Castro", email });
  const listed = row(page, email);
  await expect(listed.state).toContainText(texts.waiting);
  await expect(listed.state).toContainText("O servidor de e-mail não está respondendo.");

  await mails.start();
  await sendAgain(page, email);
  await expect(listed.state).toContainText(texts.invited);
  const person = await open(program);
  await signIn(person, email, temporaryPassword(await mails.mailTo(email)));
  await expect(person).toHaveURL("/first-access");
});

test("a password sent again ends the one before it", async ({ mailed, open }) => {
  const email = "joana.dias@aurora.example";
  const page = await open(mailed, { as: mailed.admin });
  await createPerson(mailed, "Joana Dias", email);
  const first = temporaryPassword(await mailed.mails.mailTo(email));
  await page.goto("/admin/users");
  const listed = row(page, email);
  await expect(listed.state).toContainText(texts.invited);
  await openMenu(page, email);
  await listed.again.click();
  await expect(dialog(page), "says so before").toContainText(/anterior deixa de funcionar/);
  await send(page, "/admin/users/act");
  await expectSuccess(page);
  const mail = await mailed.mails.mailTo(email, 2);
  const second = temporaryPassword(mail);
  expect(mail.subject).toBe("Nova senha temporária – Instituto Aurora");
  expect(mail.text.replace(/\s+/g, " ")).toContain("A que você recebeu antes não funciona mais.");

  await expect(listed.state).toContainText(texts.invited);
  const person = await open(mailed);
  if (first !== second) {
    await signIn(person, email, first);
    await expect(person.locator(".error-summary")).toBeVisible();
  }
  await signIn(person, email, second);
  await expect(person).toHaveURL("/first-access");
});

test("asking twice for another password sends one mail", async ({ mailed, open }) => {
  const email = "leandro.maia@aurora.example";
  const page = await open(mailed, { as: mailed.admin });
  await createPerson(mailed, "Leandro Maia", email);
  await mailed.mails.mailTo(email);
  await page.goto("/admin/users");
  const listed = row(page, email);
  await expect(listed.state).toContainText(texts.invited);
  const listedAs = (await listed.all.getAttribute("id"))!.slice("user-".length);
  await page.goto(`/admin/users/act?act=send-again&user=${listedAs}`);
  const shownAt = await page.locator("main form [name=asked]").getAttribute("value");
  const fields = { act: "send-again", users: listedAs, asked: shownAt! };
  const answers = await Promise.all([1, 2].map(() => post(mailed.program, "/admin/users/act", fields, mailed.admin.cookie)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  await mailed.mails.mailTo(email, 2);
  await page.goto("/admin/users");
  await expect(listed.state).toContainText(texts.invited);
  // Also when the first has long gone out.
  expect((await post(mailed.program, "/admin/users/act", fields, mailed.admin.cookie)).status).toBe(303);
  await createPerson(mailed, "Marta Neves", "marta.neves@aurora.example");
  await mailed.mails.mailTo("marta.neves@aurora.example");
  expect(mailed.mails.to(email)).toHaveLength(2);
});

test("the temporary password is dead once the person has their own", async ({ mailed }) => {
  const email = "karina.lopes@aurora.example";
  await createPerson(mailed, "Karina Lopes", email);
  const temporary = temporaryPassword(await mailed.mails.mailTo(email));
  const { cookie } = await signInDirectly(mailed.program, email, temporary);
  const chosen = await post(mailed.program, "/first-access", { new_password: "nove luas sobre o cerrado" }, cookie);
  expect(chosen.status).toBe(303);
  await expect(signInDirectly(mailed.program, email, temporary)).rejects.toThrow("401");
  await signInDirectly(mailed.program, email, "nove luas sobre o cerrado");
});

// What every mail of ours keeps to (M1 to M13).
function expectGoodMail(mail: Mail, language: Language, theLink: string) {
  const value = (name: string) => header(mail, name).join("|");
  // Two parts, the text first, both in UTF-8, no line too long for any server.
  expect(value("content-type")).toMatch(/^multipart\/alternative/);
  const parts = [...mail.raw.matchAll(/^content-type: (text\/\w+); charset=(\S+)/gim)].map(([, type, charset]) => `${type} ${charset}`);
  expect(parts).toEqual(["text/plain utf-8", "text/html utf-8"]);
  for (const line of mail.raw.split("\r\n")) expect(line.length).toBeLessThanOrEqual(998);

  // From whom, and that a machine wrote it.
  expect(value("from")).toContain("contas@aurora.example");
  expect(mail.envelopeFrom).toBe("contas@aurora.example");
  expect(value("reply-to")).toBe("ajuda@aurora.example");
  expect(value("message-id")).toMatch(/^<[0-9a-f]{32}@aurora\.example>$/);
  expect(Date.parse(value("date"))).toBeGreaterThan(Date.now() - 60_000);
  expect(value("auto-submitted")).toBe("auto-generated");
  expect(value("x-auto-response-suppress")).toBe("All");
  expect(mail.headers.filter(([name]) => name.toLowerCase().startsWith("list-"))).toEqual([]);

  // Its language.
  expect(value("content-language")).toBe(language);
  expect(mail.html).toContain(`<html lang="${language}"`);

  expect([...mail.subject].length).toBeLessThanOrEqual(60);
  expect(mail.subject).toContain("Instituto Aurora");
  const preheader = mail.html.match(/<div style="display:none[^>]*>([^&<]+)/)?.[1] ?? "";
  expect(preheader.length).toBeGreaterThanOrEqual(40);
  expect(preheader.length).toBeLessThanOrEqual(90);

  // One link, the same in both parts, and nothing that loads or runs.
  expect(links(mail.text)).toEqual([theLink]);
  expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"))).toEqual([theLink]);
  expect(mail.html).not.toMatch(/<(img|script|link|iframe|object)\b|url\(|\son\w+=/i);
  expect(mail.html.length).toBeLessThan(30_000);
}

for (const { language, name, email, subject, facts } of [
  {
    language: "pt-BR" as const,
    name: "Conceição D'Ávila",
    email: "conceicao@aurora.example",
    subject: "Sua conta está pronta – Instituto Aurora",
    facts: [
      "Ana Lima (Instituto Aurora) criou uma conta para você.",
      "Digite esta senha temporária:",
      "Criar minha senha",
      "(horário de Brasília). Só pode ser usada uma vez.",
      "Crie sua senha na mesma página. Depois disso, a temporária deixa de funcionar.",
      "entre com seu e-mail (conceicao@aurora.example) e a senha temporária.",
      "Nunca pedimos sua senha por e-mail, mensagem ou telefone.",
      "ignore-a e avise ajuda@aurora.example.",
    ],
  },
  {
    language: "en" as const,
    name: "Grace O'Hara",
    email: "grace@aurora.example",
    subject: "Your account is ready – Instituto Aurora",
    facts: [
      "Ana Lima created your Instituto Aurora account.",
      "Enter this temporary password:",
      "Create my password",
      "(Brasília time). It can be used only once.",
      "Create your own password on the same page. After that, the temporary one stops working.",
      "sign in with your email (grace@aurora.example) and the temporary password.",
      "We never ask for your password by email, message or phone.",
      "ignore it and tell ajuda@aurora.example.",
    ],
  },
]) {
  test(`the mail with a temporary password, as it is received (${language})`, async ({ mailed, open }) => {
    await createPerson(mailed, name, email, { locale: language });
    const mail = await mailed.mails.mailTo(email);
    const password = temporaryPassword(mail);
    expectGoodMail(mail, language, firstAccessLink(mail));
    expect(firstAccessLink(mail)).toContain(`${mailed.program.address}/first-access#t=`);
    expect(mail.subject).toBe(subject);

    // The same facts in both parts.
    const text = mail.text.replace(/\s+/g, " ");
    const page = await open(mailed);
    await page.setContent(mail.html);
    const shown = (await page.locator("body").innerText()).replace(/\s+/g, " ");
    for (const fact of [...facts, name, password]) {
      expect(text).toContain(fact);
      expect(shown).toContain(fact);
    }
    // One click selects the password and nothing else; it is nowhere a locked screen shows.
    await page.locator("code").dblclick();
    expect(await page.evaluate(() => getSelection()?.toString().trim())).toBe(password);
    expect(mail.subject).not.toContain(password);
    expect(mail.html.split("<h1")[0]).not.toContain(password);

    // The deadline is the one the server keeps: 24 hours from delivery.
    const stated =
      language === "pt-BR"
        ? text.match(/Válida até (\d\d)\/(\d\d)\/(\d{4}) às (\d+)h(\d\d)/)
        : text.match(/Valid until (\w+) (\d+), (\d{4}) at (\d+):(\d\d) ([AP]M)/);
    if (!stated) throw new Error("no deadline");
    const [, first, second, year, hour, minute, half] = stated;
    const [day, month] =
      language === "pt-BR" ? [first, Number(second)] : [second, new Date(`${first} 1, 2000`).getMonth() + 1];
    const hours = half ? (Number(hour) % 12) + (half === "PM" ? 12 : 0) : Number(hour);
    const deadline = Date.UTC(Number(year), month - 1, Number(day), hours + 3, Number(minute));
    expect(Math.abs(deadline - Date.now() - 24 * 3600_000)).toBeLessThan(2 * 60_000);
  });
}

test("the mail about a chosen password holds no secret", async ({ mailed, open }) => {
  const email = "lara.pinto@aurora.example";
  await createPerson(mailed, "Lara Pinto", email);
  const temporary = temporaryPassword(await mailed.mails.mailTo(email));
  const page = await open(mailed);
  await signIn(page, email, temporary);
  await send(page, "/first-access", { new_password: "dez pipas no céu de julho" });
  await expect(page).toHaveURL(/account/);
  const mail = await mailed.mails.mailTo(email, 2);
  expectGoodMail(mail, "pt-BR", `${mailed.program.address}/`);
  expect(mail.subject).toBe("Sua senha foi criada – Instituto Aurora");
  for (const part of [mail.text, mail.html]) {
    expect(part).not.toContain(temporary);
    expect(part).not.toContain("pipas");
  }
  expect(mail.text.replace(/\s+/g, " ")).toContain("a partir do endereço IP 127.0.0.1");
});

test("a person's own language switch decides the language of their next mail", async ({ mailed, open }) => {
  const email = "miguel.ramos@aurora.example";
  await createPerson(mailed, "Miguel Ramos", email);
  const page = await open(mailed);
  await signIn(page, email, temporaryPassword(await mailed.mails.mailTo(email)));
  await page.locator("form[action='/language'] button[value='en']").click();
  await expect(page).toHaveURL("/first-access");
  await expect(page.locator("h1")).toHaveText(words.en.createPassword);
  await send(page, "/first-access", { new_password: "eleven paper boats downriver" });
  await expect(page).toHaveURL(/account/);
  expect(header(await mailed.mails.mailTo(email, 2), "content-language")).toEqual(["en"]);
});

test("names of every kind arrive whole and change nothing around them", async ({ mailed }) => {
  const names = [
    `Zé "Pequeno" <b>da Silva</b> & Filhos`,
    "محمد السعيد",
    "Ana 👩‍🚀 Estrela",
    "Ürsula-Maria ".repeat(6).trim(),
  ];
  for (const [number, name] of names.entries()) {
    const email = `nome${number}@aurora.example`;
    await createPerson(mailed, name, email);
    const mail = await mailed.mails.mailTo(email);
    expectGoodMail(mail, "pt-BR", firstAccessLink(mail));
    // Nothing in a name becomes a link: what is invisible in between sees to that.
    expect(mail.text.replace(/\u200b/g, "").replace(/\s+/g, " ")).toContain(name);
    expect(mail.html).not.toContain("<b>da");
    expect(header(mail, "to")).toHaveLength(1);
  }
});

test("a language is chosen for the person, whatever the administrator reads", async ({ mailed, open }) => {
  const page = await open(mailed, { as: mailed.admin, locale: "en-US" });
  const email = "nina.alves@aurora.example";
  await page.goto("/admin/users/new");
  await field(page, "locale").selectOption("pt-BR");
  await send(page, "/admin/users/new", { display_name: "Nina Alves", email });
  expect(header(await mailed.mails.mailTo(email), "content-language")).toEqual(["pt-BR"]);
});
