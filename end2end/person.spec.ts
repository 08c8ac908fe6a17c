// One person's page: the story as it happens, editing, and handing over in person.

import type { Page } from "@playwright/test";
import { becomeAdmin, choosePassword, createPerson } from "./support/admin";
import { passwordsGivenLongAgo } from "./support/database";
import { temporaryPassword } from "./support/mail";
import { alive, dialog, expectRefused, expectSuccess, field, openActions, send, signIn } from "./support/page";
import { expect, mailSettings, test } from "./support/test";

const own = "dezessete pandeiros na roda";

const timeline = (page: Page) => page.locator("section[aria-labelledby=timeline] li");
const mails = (page: Page) => page.locator("section[aria-labelledby=timeline] li.open");
const state = (page: Page) => page.locator("h1 + p .badge");
const next = (page: Page) => page.locator(".next p");

test("a person's page tells the story while it happens", async ({ mailed, open }) => {
  const email = "elis@aurora.example";
  const release = mailed.mails.hold(email);
  const id = await createPerson(mailed, "Elis Moura", email);
  const page = await open(mailed, { as: mailed.admin });
  await page.goto("/admin/users?q=elis");
  await page.getByRole("link", { name: "Elis Moura" }).click();
  await expect(page).toHaveURL(`/admin/users/${id}`);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await expect(state(page)).toHaveText("Na fila");
  await expect(next(page)).toContainText("A senha temporária será enviada por e-mail");
  await expect(mails(page).locator(".badge")).toHaveText("Enviando");
  await expect(timeline(page)).toHaveText([/Senha temporária.*Enviando/s, /Senha temporária gerada/, /Conta criada.*Ana Lima/s]);
  await expect(timeline(page).last().locator("time")).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT/);

  release();
  await expect(state(page)).toHaveText("Convite enviado");
  await expect(next(page)).toContainText(/A senha temporária vale até .* Falta a pessoa entrar e criar a própria senha\./);
  await expect(mails(page), "what has ended is history").toHaveCount(0);
  await expect(timeline(page).first()).toContainText("E-mail aceito pelo servidor de e-mail: Senha temporária");
  await timeline(page).first().locator("summary").click();
  await expect(timeline(page).first().locator("code")).toContainText("250");

  const person = await open(mailed);
  await signIn(person, email, temporaryPassword(await mailed.mails.mailTo(email)));
  await expect(timeline(page).first()).toContainText("Entrou com a senha temporária");
  await expect(timeline(page).first()).toContainText("a própria pessoa · a partir de 127.0.0.1");
  await expect(timeline(page).nth(1).locator("details"), "what was open stays open").toHaveCount(1);
  await send(person, "/first-access", { new_password: own });
  await expect(state(page)).toHaveText("Acesso ativo");
  await expect(next(page)).toHaveText("A pessoa já criou a própria senha. Você não precisa fazer nada.");
  await expect(timeline(page).filter({ hasText: /Senha criada/ })).toHaveCount(1);
  await expect(page.locator("section[aria-labelledby=sessions] li")).toHaveCount(1);
  expect(await page.evaluate(() => "stayed" in window), "without a reload").toBe(true);
  expect(await page.locator("main").innerText()).not.toContain(temporaryPassword(await mailed.mails.mailTo(email)));
});

test("what was open stays open while the story goes on", async ({ mailed, open }) => {
  const email = "elza@aurora.example";
  const id = await createPerson(mailed, "Elza Couto", email);
  const page = await open(mailed, { as: mailed.admin });
  await mailed.mails.mailTo(email);
  await page.goto(`/admin/users/${id}`);
  const accepted = timeline(page).filter({ hasText: "aceito pelo servidor" });
  await accepted.locator("summary").click();
  const answer = accepted.locator("code");
  await expect(answer).toBeVisible();
  const person = await open(mailed);
  await signIn(person, email, temporaryPassword(await mailed.mails.mailTo(email)));
  await expect(timeline(page).first()).toContainText("Entrou com a senha temporária");
  await expect(answer, "although something new stands above").toBeVisible();
  await expect(timeline(page).locator("details[open]"), "and nothing else").toHaveCount(1);
});

test("a mail that is refused, or tried later, says why and what comes next", async ({ mailed, open }) => {
  const [refused, later] = ["enzo@aurora.example", "eva@aurora.example"];
  mailed.mails.refuse(refused, 550, "5.1.1 <enzo@aurora.example> User unknown");
  mailed.mails.refuse(later, 450, "4.2.1 The mailbox is busy");
  const [enzo, eva] = [await createPerson(mailed, "Enzo Gil", refused), await createPerson(mailed, "Eva Gil", later)];
  const page = await open(mailed, { as: mailed.admin });
  await page.goto(`/admin/users/${enzo}`);
  await expect(state(page)).toHaveText("Falha no envio");
  await expect(page.locator(".next .button").first()).toHaveText("Corrigir o e-mail e reenviar");
  await expect(next(page)).toContainText("O servidor recusou este endereço. Talvez ele não exista. Confira o e-mail da pessoa.");
  await expect(next(page)).toContainText("corrija-o, e enviaremos outra senha temporária.");
  await expect(next(page)).not.toContainText("550");
  const failed = timeline(page).first();
  await expect(failed).toContainText("Não foi possível enviar: Senha temporária");
  await expect(failed.locator("code")).toBeHidden();
  await failed.locator("summary").click();
  await expect(failed.locator("code")).toContainText("User unknown");

  await page.goto(`/admin/users/${eva}`);
  await expect(mails(page).locator(".badge")).toHaveText("Nova tentativa agendada");
  await expect(next(page)).toContainText(/Próxima tentativa às \d+h\d\d/);
  mailed.mails.accept(later);
  await openActions(page);
  await page.getByRole("link", { name: "Reenviar senha temporária" }).click();
  await expect(dialog(page)).toContainText("A anterior deixa de funcionar quando a nova for enviada.");
  await dialog(page).getByRole("button", { name: "Reenviar senha temporária para Eva Gil" }).click();
  await expect(state(page)).toHaveText("Convite enviado");
});

for (const javaScript of [true, false]) {
  test(`an account is edited, and a mistake loses nothing (${javaScript ? "with" : "without"} a script)`, async ({ development, open }) => {
    const at = (name: string) => `${name}.${javaScript}@aurora.example`;
    await createPerson(development, "Fabio Dias", at("fabio"));
    const id = await createPerson(development, "Fátima Dias", at("fatima"), { cpf: javaScript ? "529.982.247-25" : "111.444.777-35" });
    await development.mails.mailTo(at("fatima"));
    const page = await open(development, { as: development.admin, javaScript });
    await page.goto(`/admin/users/${id}`);
    await openActions(page);
    await page.getByRole("link", { name: "Editar" }).click();
    await expect(page.locator("h1")).toHaveText("Editar Fátima Dias");
    await expect(field(page, "email")).toHaveValue(at("fatima"));
    await expect(field(page, "cpf"), "never shown in full").toHaveValue("");
    await field(page, "locale").selectOption("en");
    await send(page, "/admin/users/edit", { display_name: "Fátima Dias Leal", email: at("fabio"), cpf: "111.222.333-44" });
    await expect(page.locator(".error-summary a[href='#cpf']")).toBeVisible();
    await expect(field(page, "display_name")).toHaveValue("Fátima Dias Leal");
    await expect(field(page, "locale")).toHaveValue("en");
    await send(page, "/admin/users/edit", { cpf: "" });
    await expectRefused(page, "pt-BR", "email", /e-mail/);
    await send(page, "/admin/users/edit", { email: at("fatima") });
    await expect(page).toHaveURL(`/admin/users/${id}`);
    await expect(page.locator("h1")).toHaveText("Fátima Dias Leal");
    await expect(page.locator(".facts").first()).toContainText("English");
    await expect(timeline(page).first()).toContainText("Dados alterados");
    expect((await development.mails.all()).filter(({ to }) => to === at("fatima")), "no other mail").toHaveLength(1);
  });
}

test("another address for who is invited gets a fresh password, and the old one is void", async ({ mailed, open }) => {
  const [before, after] = ["gabi.errada@aurora.example", "gabi@aurora.example"];
  const id = await createPerson(mailed, "Gabi Leme", before);
  const first = temporaryPassword(await mailed.mails.mailTo(before));
  const page = await open(mailed, { as: mailed.admin });
  await page.goto(`/admin/users/${id}/edit`);
  await expect(page.locator("#email-hint")).toContainText("enviaremos uma nova senha temporária para o novo endereço");
  await send(page, "/admin/users/edit", { email: after });
  await expect(page).toHaveURL(`/admin/users/${id}`);
  const second = temporaryPassword(await mailed.mails.mailTo(after));
  await expect(state(page)).toHaveText("Convite enviado");
  const person = await open(mailed);
  for (const email of [before, after]) {
    if (first === second) continue;
    await signIn(person, email, first);
    await expect(person.locator(".error-summary")).toBeVisible();
  }
  await signIn(person, after, second);
  await expect(person).toHaveURL("/first-access");
  expect(mailed.mails.to(before)).toHaveLength(1);
});

test("another address of who is active is told to both", async ({ mailed, open }) => {
  const [before, after] = ["hugo.velho@aurora.example", "hugo@aurora.example"];
  const id = await createPerson(mailed, "Hugo Sá", before);
  await choosePassword(mailed.program, before, temporaryPassword(await mailed.mails.mailTo(before)), own);
  await mailed.mails.mailTo(before, 2);
  const page = await open(mailed, { as: mailed.admin });
  await page.goto(`/admin/users/${id}/edit`);
  await expect(page.locator("#email-hint")).toContainText("Avisaremos os dois endereços");
  await send(page, "/admin/users/edit", { email: after });
  const notices = [await mailed.mails.mailTo(before, 3), await mailed.mails.mailTo(after)];
  for (const { text } of notices) expect(text.replace(/[\s\u200b]+/g, " ")).toContain("Hugo");
  await page.goto(`/admin/users/${id}`);
  await expect(timeline(page).filter({ hasText: "aceito pelo servidor de e-mail: Aviso de e-mail alterado" })).toHaveCount(2);
  const person = await open(mailed);
  await signIn(person, before, own);
  await expect(person.locator(".error-summary")).toBeVisible();
  await signIn(person, after, own);
  await expect(person).toHaveURL("/account");
});

test("an address or the role of an administrator is given only by who gave the password lately", async ({ start, open }) => {
  const program = await start({ dev: true });
  const site = { program, admin: await becomeAdmin(program) };
  const id = await createPerson(site, "Inês Faro", "ines@aurora.example");
  const page = await open(site, { as: site.admin });
  passwordsGivenLongAgo(program);
  await page.goto(`/admin/users/${id}/edit`);
  await send(page, "/admin/users/edit", { display_name: "Inês Faro Sá" });
  await expectSuccess(page);

  await page.goto(`/admin/users/${id}/edit`);
  await page.locator("[name=role][value=admin]").check({ force: true });
  await send(page, "/admin/users/edit", { email: "ines.sa@aurora.example" });
  await expectRefused(page, "pt-BR", "current_password");
  await send(page, "/admin/users/edit", { current_password: "não é esta, com certeza" });
  await expectRefused(page, "pt-BR", "current_password");
  await expect(field(page, "email"), "what was typed is kept").toHaveValue("ines.sa@aurora.example");
  await expect(page.locator("[name=role][value=admin]")).toBeChecked();
  await expect(field(page, "current_password"), "but no password").toHaveValue("");
  await send(page, "/admin/users/edit", { current_password: site.admin.password });
  await expectSuccess(page);
  await expect(page.locator("h1 + p")).toContainText("ines.sa@aurora.example");
});

test("without the setting nothing can be handed over in person", async ({ development, open }) => {
  const id = await createPerson(development, "Ivo Rios", "ivo@aurora.example");
  const page = await open(development, { as: development.admin });
  await page.goto(`/admin/users/${id}`);
  await expect(page.getByRole("link", { name: "Entregar em mãos" })).toHaveCount(0);
  await page.goto("/admin/users/new");
  await expect(page.locator("[name=channel]")).toHaveCount(0);
  expect((await page.goto(`/admin/users/${id}/hand-over`))?.status()).toBe(404);
});

test("a slip is shown once, printed alone, and its code opens the account", async ({ open, start, startMailServer }) => {
  const server = await startMailServer();
  const program = await start({ settings: { ...mailSettings(server), CHAVEIRO_ALLOW_HANDOVER: "1" } });
  const admin = await becomeAdmin(program);
  const page = await open(program, { as: admin });
  await page.goto("/admin/users/new");
  await page.locator("[name=channel][value=in-person]").check({ force: true });
  await send(page, "/admin/users/new", { display_name: "Jandira Melo", email: "jandira@aurora.example" });
  await expectSuccess(page);
  const address = page.url();
  await page.getByRole("link", { name: "Entregar em mãos" }).click();
  const question = dialog(page);
  await expect(question.getByRole("heading")).toHaveText("Entregar a senha temporária de Jandira Melo em mãos");
  await expect(question).toContainText("uma única vez");
  await question.getByRole("button", { name: "Mostrar senha temporária" }).click();
  await expect(page.locator("h1")).toHaveText("Folha de acesso de Jandira Melo");
  const slip = page.locator(".slip");
  const code = (await slip.locator("code").innerText()).trim();
  await expect(slip).toContainText(program.address);
  await expect(slip).toContainText("jandira@aurora.example");
  await expect(slip).toContainText(/Vale até .* \(horário de Brasília\)/);
  await page.evaluate(() => Object.assign(window, { print: () => document.body.classList.add("printed") }));
  await page.getByRole("button", { name: "Imprimir folha" }).click();
  await expect(page.locator("body")).toHaveClass("printed");

  await page.emulateMedia({ media: "print" });
  const shown = await page.evaluate(() => (document.body.innerText ?? "").trim());
  expect(shown.startsWith("Seu acesso – Instituto Aurora"), shown).toBe(true);
  expect(shown).toContain(code);
  for (const hidden of ["uma única vez", "Imprimir folha", "Já entreguei", "Pessoas", "Ana Lima"]) expect(shown).not.toContain(hidden);
  await page.emulateMedia({ media: null });

  // Not at its address, not on the way back, not in the log.
  expect(page.url()).not.toContain(code);
  await page.goto(page.url().replace("/admin/users/hand-over", address.replace(/.*(\/admin\/users\/\w+).*/, "$1/hand-over")));
  expect(await page.content()).not.toContain(code);
  await page.goto(address);
  expect(await page.content()).not.toContain(code);
  await expect(timeline(page).first()).toContainText("Senha temporária mostrada para entregar em mãos");
  expect(server.to("jandira@aurora.example"), "no mail").toEqual([]);

  const person = await open(program);
  await signIn(person, "jandira@aurora.example", code);
  await expect(person).toHaveURL("/first-access");
  await alive(person);
  await send(person, "/first-access", { new_password: own });
  await expect(person).toHaveURL(/\/account/);
  await expect(state(page)).toHaveText("Acesso ativo");
});

test("a slip without a script, after the password that was given long ago", async ({ open, start }) => {
  const program = await start({ dev: true, settings: { CHAVEIRO_ALLOW_HANDOVER: "1" } });
  const site = { program, admin: await becomeAdmin(program) };
  const id = await createPerson(site, "Josué Sena", "josue@aurora.example");
  passwordsGivenLongAgo(program);
  const page = await open(site, { as: site.admin, javaScript: false });
  await page.goto(`/admin/users/${id}`);
  await openActions(page);
  await page.getByRole("link", { name: "Entregar em mãos" }).click();
  await expect(page).toHaveURL(`/admin/users/${id}/hand-over`);
  await send(page, "/admin/users/hand-over", { current_password: "não é esta" });
  await expectRefused(page, "pt-BR", "current_password");
  await send(page, "/admin/users/hand-over", { current_password: site.admin.password });
  await expect(page.locator(".slip code")).toHaveText(/^\w{6,}$/);
  await expect(page.locator("[data-print]"), "no button that would do nothing").toBeHidden();
});

test("a person's page lists their sessions and ends them one by one", async ({ development, open }) => {
  const email = "lara@aurora.example";
  const id = await createPerson(development, "Lara Pinho", email);
  await choosePassword(development.program, email, temporaryPassword(await development.mails.mailTo(email)), own);
  const person = await open(development);
  await signIn(person, email, own);
  const page = await open(development, { as: development.admin });
  await page.goto(`/admin/users/${id}`);
  const sessions = page.locator("section[aria-labelledby=sessions] li");
  await expect(sessions).toHaveCount(2);
  const browser = sessions.filter({ hasText: /Chrome/ });
  await expect(browser).toContainText("127.0.0.1");
  await browser.getByRole("button", { name: /Encerrar/ }).click();
  await expectSuccess(page);
  await expect(sessions).toHaveCount(1);
  await expect(timeline(page).first()).toContainText("Sessões encerradas");
  await expect(timeline(page).first()).toContainText("Ana Lima");
  await person.reload();
  await expect(person).toHaveURL(/\/login/);
  await page.reload();
  await expect(page.locator(".banner-success"), "said once").toHaveCount(0);
});

test("a note about a person is kept, and what is typed stays while the story goes on", async ({ development, open }) => {
  const email = "lia.notas@aurora.example";
  const id = await createPerson(development, "Lia Notas", email);
  const page = await open(development, { as: development.admin });
  const temporary = temporaryPassword(await development.mails.mailTo(email));
  await page.goto(`/admin/users/${id}`);
  await page.getByText("Adicionar anotação").click();
  await field(page, "note").fill("Começa em março.");
  const person = await open(development);
  await signIn(person, email, temporary);
  await expect(timeline(page).first()).toContainText("Entrou com a senha temporária");
  await expect(field(page, "note")).toHaveValue("Começa em março.");
  await send(page, "/admin/users/note");
  await expectSuccess(page);
  await expect(page.locator(".note")).toHaveText("Começa em março.");
  await expect(timeline(page).first()).toContainText("Anotação alterada");
});
