// The password box: shown and hidden, advised, and never in the way, however late or little of
// our JavaScript arrives.

import type { Page } from "@playwright/test";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createPerson } from "./support/admin";
import { temporaryPassword } from "./support/mail";
import { alive, button, field, fill, mailSent, send, signIn } from "./support/page";
import { expect, heldUp, test } from "./support/test";
import { browserLocale, languages, words } from "./support/words";

/** Holds back all WebAssembly until the returned function is called. */
async function holdWasm(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((done) => (release = done));
  await page.route("**/*.wasm", async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** What is asked about a password, from now on: the addresses and the bodies. */
function questions(page: Page): { addresses: string[]; bodies: string[] } {
  const requests = { addresses: [] as string[], bodies: [] as string[] };
  page.on("request", (request) => {
    requests.addresses.push(decodeURIComponent(request.url()));
    if (request.url().includes("/password-advice/")) requests.bodies.push(request.postData() ?? request.method());
  });
  return requests;
}

/** Notes when the words of the live region change. */
async function watchLive(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const changes: number[] = [];
    Object.assign(window, { changes });
    const live = document.querySelector(".live[role=status]")!;
    new MutationObserver(() => changes.push(performance.now())).observe(live, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { changes: number[] }).changes);
}

function expectHalfSeconds(changes: number[]): void {
  for (const [index, at] of changes.slice(1).entries()) expect(at - changes[index]).toBeGreaterThan(490);
}

for (const language of languages) {
  test(`the password is shown and hidden, and both are said (${language})`, async ({ development, open }) => {
    const texts = words[language];
    const page = await open(development, { locale: browserLocale[language] });
    await page.goto("/login");
    const input = field(page, "password");
    await input.fill("segredo de três gerações");
    const toggle = page.locator("button[aria-controls=password]");
    await expect(toggle).toContainText(texts.show);
    await expect(toggle).toHaveAttribute("type", "button");
    await expect(input).toHaveAttribute("type", "password");
    await toggle.click();
    await expect(toggle).toContainText(texts.hide);
    await expect(input).toHaveAttribute("type", "text");
    await expect(page.getByRole("status").filter({ hasText: texts.shown })).toHaveCount(1);
    await toggle.click();
    await expect(toggle).toContainText(texts.show);
    await expect(input).toHaveAttribute("type", "password");
    await expect(page.getByRole("status").filter({ hasText: texts.hidden })).toHaveCount(1);
    await expect(input).toHaveValue("segredo de três gerações");
  });
}

test("a shown password is hidden when it is sent, and after Back", async ({ development, open }) => {
  const page = await open(development);
  await page.goto("/login");
  await fill(page, { email: "ninguem.mesmo@aurora.example", password: "uma senha qualquer, errada" });
  const input = field(page, "password");
  const toggle = page.locator("button[aria-controls=password]");

  // Sent, but held up: what the browser keeps of the form is a password.
  await toggle.click();
  await expect(input).toHaveAttribute("type", "text");
  await page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>("form[action='/login']")!;
    form.addEventListener("submit", (event) => event.preventDefault(), { once: true });
  });
  await button(page, "/login").click();
  await expect(input).toHaveAttribute("type", "password");

  // Back from the browser's store of whole pages, as it says so itself.
  await toggle.click();
  await expect(input).toHaveAttribute("type", "text");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await expect(input).toHaveAttribute("type", "password");

  await toggle.click();
  await page.goto("/register");
  await page.goBack();
  await expect(page).toHaveURL("/login");
  await expect(input).toHaveAttribute("type", "password");
});

test("a password is pasted whole, and no field cuts anything off", async ({ development, open }) => {
  const page = await open(development, { options: { permissions: ["clipboard-read", "clipboard-write"] } });
  const long = "maçã azul ".repeat(30).trim();
  for (const [path, name] of [["/login", "email"], ["/login", "password"], ["/register", "password"]]) {
    await page.goto(path);
    await alive(page);
    const input = field(page, name);
    expect(await input.getAttribute("maxlength")).toBeNull();
    const text = name === "email" ? `${long.replaceAll(" ", ".")}@aurora.example` : long;
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await input.focus();
    await page.keyboard.press("ControlOrMeta+v");
    await expect(input).toHaveValue(text);
  }
});

test("fields tell password managers what they are", async ({ development, open }) => {
  const page = await open(development);
  await page.goto("/login");
  const email = page.getByLabel("E-mail", { exact: true });
  for (const [name, value] of Object.entries({ autocomplete: "username", inputmode: "email", autocapitalize: "none", spellcheck: "false" })) {
    await expect(email).toHaveAttribute(name, value);
  }
  await expect(page.getByLabel("Senha", { exact: true })).toHaveAttribute("autocomplete", "current-password");
  await expect(page.locator("main form")).toHaveCount(1);
  await page.goto("/register");
  const own = page.getByLabel("Senha", { exact: true });
  await expect(own).toHaveAttribute("autocomplete", "new-password");
  await expect(own).toHaveAttribute("passwordrules", /minlength: 15/);
  await expect(page.locator("input[type=password]"), "asked for once").toHaveCount(1);
});

test("advice comes in words, at most twice a second, and never holds up the form", async ({ development, open }) => {
  const page = await open(development);
  await page.goto("/register");
  await alive(page);
  await fill(page, { display_name: "Tereza Leite", email: "tereza.leite@aurora.example" });
  const noted = await watchLive(page);
  const began = Date.now();
  const live = page.locator(".live[role=status]");
  await field(page, "password").pressSequentially("Tereza Leite, de novo e sempre", { delay: 60 });
  await expect(button(page, "/register")).toBeEnabled();
  await expect(live).toHaveText("Tamanho suficiente.");
  const took = Date.now() - began;
  const changes = await noted();
  expect(changes.length).toBeGreaterThan(1);
  expect(changes.length).toBeLessThanOrEqual(took / 500 + 1);
  expectHalfSeconds(changes);

  await field(page, "password").fill("curta");
  await expect(live).toHaveText("Faltam 10 caracteres.");
  await expect(page.locator(".checks li.unmet")).toHaveCount(1);
  await expect(page.locator(".checks li.unmet .visually-hidden"), "never by colour alone").not.toBeEmpty();
  await field(page, "password").fill("quatorze letra");
  await expect(live).toHaveText("Falta 1 caractere.");
  await field(page, "password").fill("Tereza Leite Tereza Leite");
  await expect(live).toContainText("seu nome");
  await expect(button(page, "/register")).toBeEnabled();
  await expect(button(page, "/register")).not.toHaveAttribute("aria-disabled", "true");
});

for (const language of languages) {
  const texts = {
    "pt-BR": { common: "entre as mais usadas", repeats: "Repetições são fáceis de adivinhar", good: "Tamanho suficiente.", suggested: "Sugestão preenchida" },
    en: { common: "among the most used", repeats: "Repetitions are easy to guess", good: "Long enough.", suggested: "We filled in a suggestion" },
  }[language];

  test(`a common password is told when the box is left, and the server cannot tell which it is (${language})`, async ({ development, open }) => {
    const page = await open(development, { locale: browserLocale[language] });
    await page.goto("/register");
    await alive(page);
    const [input, live, common] = [field(page, "password"), page.locator(".live[role=status]"), page.locator(".checks .common")];
    const requests = questions(page);
    const changes = await watchLive(page);
    await input.pressSequentially("Password!!!!!!!!!", { delay: 30 });
    await expect(live).toHaveText(texts.good);
    expect(requests.bodies, "never at a key").toEqual([]);
    await input.blur();
    await expect(live).toContainText(texts.common);
    await expect(common).toHaveClass(/unmet/);
    await expect(common.locator(".visually-hidden"), "never by colour alone").not.toBeEmpty();
    await expect(button(page, "/register"), "advice holds nothing up").toBeEnabled();
    const prefix = (text: string) => `prefix=${createHash("sha256").update(text).digest("hex").slice(0, 2)}`;
    expect(requests.bodies).toEqual([prefix("password!!!!!!!!!"), prefix("password")]);

    // Each beginning is asked for once, and something else is judged anew.
    await input.press("End");
    await input.pressSequentially("?");
    await expect(common).not.toHaveClass(/unmet/);
    await input.press("Backspace");
    await input.blur();
    await expect(live).toContainText(texts.common);
    await input.fill("PASSWORD");
    await input.blur();
    await expect(live, "a short one, too").toContainText(texts.common);
    expect(requests.bodies.length).toBeLessThanOrEqual(3);
    expect(requests.bodies.join(), "what is common or short is not sent").not.toMatch(/password=/);
    expectHalfSeconds(await changes());
    for (const address of requests.addresses) expect(address.toLowerCase()).not.toMatch(/password!|prefix/);
  });

  test(`what is guessed quickly is told when the box is left, and is accepted (${language})`, async ({ development, open }) => {
    const page = await open(development, { locale: browserLocale[language], elsewhere: true });
    await page.goto("/register");
    await alive(page);
    const [input, live] = [field(page, "password"), page.locator(".live[role=status]")];
    const requests = questions(page);
    await input.pressSequentially("floresta12floresta12", { delay: 20 });
    await expect(live).toHaveText(texts.good);
    expect(requests.bodies).toEqual([]);
    await input.blur();
    await expect(live).toContainText(texts.repeats);
    expect(requests.bodies.filter((body) => body.startsWith("password="))).toEqual(["password=floresta12floresta12"]);
    await expect(page.locator(".checks .common")).toHaveClass(/\bmet/);
    await input.press("End");
    await input.pressSequentially(" e rio");
    await expect(live).toHaveText(texts.good);
    await input.fill("floresta12floresta12");
    await send(page, "/register", { display_name: "Yara Pinto", email: `yara.${language}@aurora.example`.toLowerCase() });
    await mailSent(page);
    for (const address of requests.addresses) expect(address).not.toContain("floresta");
  });

  test(`words are suggested, seen, and accepted (${language})`, async ({ development, open }) => {
    const page = await open(development, { locale: browserLocale[language] });
    await page.goto("/register");
    await alive(page);
    await fill(page, { display_name: "Zeca Moura", email: `zeca.${language}@aurora.example`.toLowerCase() });
    const [input, suggest] = [field(page, "password"), page.locator("button.suggest")];
    const requests = questions(page);
    const changes = await watchLive(page);
    const list = readFileSync(`${import.meta.dirname}/../public/words_${language === "en" ? "en" : "pt_br"}.txt`, "utf8").split("\n");
    const drawn = new Set<string>();
    for (let times = 0; times < 3; times++) {
      const before = await input.inputValue();
      await suggest.click();
      await expect(input).not.toHaveValue(before);
      const suggested = await input.inputValue();
      const words = suggested.split("-");
      expect(words.length).toBe(4);
      for (const word of words) expect(list).toContain(word);
      expect(suggested.length).toBeGreaterThanOrEqual(15);
      drawn.add(suggested);
      await expect(input).toHaveAttribute("type", "text");
      await expect(page.getByRole("status").filter({ hasText: texts.suggested })).toHaveCount(1);
    }
    expect(drawn.size).toBe(3);
    await expect(page.locator(".live[role=status]"), "in sight, where advice stands").toContainText(texts.suggested);
    for (const rule of ["length", "about", "common"]) await expect(page.locator(`.checks .${rule}`)).toHaveClass(/\bmet/);
    expectHalfSeconds(await changes());
    await button(page, "/register").click();
    await mailSent(page);
    for (const address of requests.addresses) for (const suggested of drawn) expect(address).not.toContain(suggested);
    for (const suggested of drawn) expect(development.program.stdout + development.program.stderr).not.toContain(suggested);
  });
}

test("a suggestion takes the place of what was refused, says to save it, and moves nothing", async ({ development, open }) => {
  for (const width of [360, 1280]) {
    const page = await open(development, { width });
    await page.goto("/register");
    await alive(page);
    await send(page, "/register", { display_name: "Zeca Lobo", email: "zeca.lobo@aurora.example", password: "passwordpassword" });
    const [input, error] = [field(page, "password"), page.locator("#password-error")];
    await expect(error).toBeVisible();
    await expect(page.locator(".error-summary")).toBeVisible();
    await expect(page.locator("button.suggest")).toBeVisible();
    const place = async (part: string) => page.locator(part).evaluate((element) => element.getBoundingClientRect().y + scrollY);
    const parts = ["#password", "button.suggest"];
    const before = await Promise.all(parts.map(place));
    await page.locator("button.suggest").click();
    await expect(page.locator(".live[role=status]")).toContainText("Guarde-a antes de continuar");
    await expect(error).toBeHidden();
    await expect(page.locator(".error-summary")).toBeHidden();
    await expect(input).not.toHaveAttribute("aria-invalid", "true");
    await expect(input).toHaveAccessibleDescription(/^Pelo menos 15 caracteres\.[^!]*contam\.$/);
    const after = await Promise.all(parts.map(place));
    expect(after[0], `the box at ${width}`).toBeCloseTo(before[0], 0);
    if (width > 480) expect(after[1], "the button").toBeCloseTo(before[1], 0);
    const [suggest, copy] = [(await page.locator("button.suggest").boundingBox())!, (await page.locator("button[data-copy-from]").boundingBox())!];
    expect(copy.y, "in one line").toBeCloseTo(suggest.y, 0);
    expect(copy.x - suggest.x - suggest.width).toBeGreaterThanOrEqual(8);
  }
});

test("words are suggested and judged at the first access, and on the page of the account", async ({ development, open }) => {
  const email = "zuleica@aurora.example";
  await createPerson(development, "Zuleica Dias", email);
  const temporary = temporaryPassword(await development.mails.mailTo(email));
  const page = await open(development);
  let own = "";
  await signIn(page, email, temporary);
  for (const [path, more] of [["/first-access", []], ["/account", ["current_password"]]] as const) {
    await expect(page).toHaveURL(new RegExp(`^[^?]*${path}`));
    await alive(page);
    const input = field(page, "new_password");
    const current = own;
    await page.locator("button.suggest").click();
    await expect(page.locator(".checks .common")).toHaveClass(/\bmet/);
    own = await input.inputValue();
    for (const name of more) await fill(page, { [name]: current });
    await button(page, path).click();
    await expect(page).toHaveURL("/account");
  }
  const elsewhere = await open(development);
  await signIn(elsewhere, email, own);
  await expect(elsewhere).toHaveURL("/account");
});

for (const { what, isSecure } of [
  { what: "where a browser does not hash, no list is asked and the form goes", isSecure: false },
  { what: "when nobody answers about a password there is no advice and the form goes", isSecure: true },
]) {
  test(what, async ({ development, open }) => {
    const page = await open(development, { expected: /ERR_FAILED/, elsewhere: true });
    if (isSecure) await page.route(/password-advice|words_/, (route) => route.abort());
    else await page.addInitScript(() => Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined }));
    await page.goto("/register");
    await alive(page);
    const requests = questions(page);
    const live = page.locator(".live[role=status]");
    await field(page, "password").fill("abacaxi amarelo!");
    await field(page, "password").blur();
    await expect(live).toHaveText("Tamanho suficiente.");
    await expect.poll(() => requests.bodies.filter((body) => body.startsWith("password=")).length).toBe(1);
    expect(requests.bodies.some((body) => body.startsWith("prefix="))).toBe(isSecure);
    if (isSecure) {
      await page.locator("button.suggest").click();
      await expect(page.getByRole("status").filter({ hasText: "Não foi possível sugerir" })).toHaveCount(1);
      await expect(field(page, "password"), "what was typed stays").toHaveValue("abacaxi amarelo!");
    }
    await send(page, "/register", { display_name: "Zélia Nunes", email: `zelia.${isSecure}@aurora.example` });
    await mailSent(page);
  });
}

test("what was typed before the page came to life stays", async ({ development, open }) => {
  const page = await open(development, { expected: heldUp });
  const release = await holdWasm(page);
  await page.goto("/register");
  const typed = { display_name: "Ubirajara Lemos", email: "bira@aurora.example", password: "doze violas na varanda" };
  await fill(page, typed);
  await expect(page.locator(".suggest")).toHaveCount(0);
  release();
  await alive(page);
  for (const [name, value] of Object.entries(typed)) await expect(field(page, name)).toHaveValue(value);
  await expect(page.locator(".live[role=status]"), "and is advised upon").toHaveText("Tamanho suficiente.");
});

test("what was typed into the form for a person before it came to life stays", async ({ development, open }) => {
  const page = await open(development, { as: development.admin, expected: heldUp });
  const release = await holdWasm(page);
  await page.goto("/admin/users/new");
  await fill(page, { display_name: "Valter Cruz", email: "valter" });
  release();
  await field(page, "email").focus();
  await expect(async () => {
    // Once alive the form tells of a mistake when one leaves the field.
    await field(page, "email").press("End");
    await field(page, "email").pressSequentially("@");
    await field(page, "email").blur();
    await expect(page.locator("#email-error")).toBeVisible({ timeout: 200 });
  }).toPass();
  await expect(field(page, "display_name")).toHaveValue("Valter Cruz");
  await expect(field(page, "email")).toHaveValue(/^valter@+$/);
  await field(page, "email").fill("valter.cruz@aurora.example");
  await expect(page.locator("#email-error")).toHaveCount(0);
});

for (const { what, isInside } of [
  { what: "what extensions put into a page does not keep it from coming to life", isInside: false },
  { what: "what extensions put into the password box itself costs its button at most, never the form", isInside: true },
]) {
  test(what, async ({ development, open }) => {
    const page = await open(development, { expected: heldUp, elsewhere: true });
    const release = await holdWasm(page);
    await page.goto("/register");
    await page.evaluate((isInside) => {
      const foreign = (tag: string) => Object.assign(document.createElement(tag), { className: "foreign" });
      document.body.append(foreign("div"));
      document.body.prepend(foreign("div"));
      document.documentElement.append(foreign("some-extension"));
      for (const input of document.querySelectorAll("input")) {
        input.dataset.someExtension = "1";
        input.style.backgroundRepeat = "no-repeat";
        input.closest(".field")?.append(foreign("span"));
        if (isInside) input.after(foreign("span"));
      }
    }, isInside);
    const woken = page.waitForResponse("**/*.wasm");
    release();
    await woken;
    if (!isInside) {
      await alive(page);
      await page.locator("button[aria-controls=password]").click();
      await expect(field(page, "password")).toHaveAttribute("type", "text");
      await field(page, "password").fill("doze violas na varanda");
      await expect(page.locator(".live[role=status]")).toHaveText("Tamanho suficiente.");
    }
    await send(page, "/register", { display_name: "Wanda Paes", email: `wanda.${isInside}@aurora.example`, password: "doze violas na varanda" });
    await mailSent(page);
  });
}

test("without the bundle the page works all the same", async ({ development, open }) => {
  const page = await open(development, { expected: new RegExp(`\\.wasm|${heldUp.source}`), elsewhere: true });
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto("/register");
  await send(page, "/register", { display_name: "Wanda Paes", email: "wanda@aurora.example", password: "curta" });
  await expect(page.locator(".error-summary")).toBeFocused();
  await expect(page.locator(".suggest"), "no button that would do nothing").toHaveCount(0);
  await send(page, "/register", { password: "doze violas na varanda" });
  await mailSent(page);
  await development.mails.mailTo("wanda@aurora.example");
});

test("a form is told what is wrong before it is sent, in the server's words, and is not held up", async ({ development, open }) => {
  const page = await open(development, { as: development.admin });
  const awake = page.waitForRequest(/admin.*\.wasm/);
  await page.goto("/admin/users/new");
  await awake;
  await expect(async () => {
    await field(page, "email").fill("nome@");
    await field(page, "email").blur();
    await expect(page.locator("#email-error")).toBeVisible({ timeout: 200 });
  }).toPass();
  const early = await page.locator("#email-error").innerText();
  await expect(field(page, "email")).toHaveAttribute("aria-invalid", "true");
  await send(page, "/admin/users/new", { display_name: "Xisto" });
  await expect(page.locator(".error-summary")).toBeFocused();
  expect(await page.locator("#email-error").innerText()).toBe(early);
});
