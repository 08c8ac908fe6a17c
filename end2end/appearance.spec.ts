// The organization's own look and words, and slips for many, as an admin makes them.

import { deflateSync } from "node:zlib";
import { becomeAdmin, createPerson } from "./support/admin";
import { inBothColorSchemes, smallTargets, violations, widerThanWindow } from "./support/examine";
import { fill } from "./support/page";
import { expect, framedMail, test } from "./support/test";

/** A red PNG. */
function picture(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const rows = Buffer.alloc((1 + 3 * width) * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (1 + 3 * width) + 1 + 3 * x] = 190;
  const end = [chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...end]);
}

/** CRC-32, as PNG has it; Node 20 has none of its own. */
function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const own = {
  organization_name: "Colégio Sol",
  accent_color: "#7a1fa2",
  introduction_pt_br: "Boas-vindas ao Colégio Sol, {nome}!\n\nEste acesso serve para o portal e a biblioteca.",
  signature_pt_br: "Secretaria\n{organização}",
};

test("the preview follows what is typed, and Back leaves the page", async ({ start, open }) => {
  const program = await start({ dev: true });
  const admin = await becomeAdmin(program);
  const page = await open(program, { as: admin, expected: framedMail });
  await page.goto("/admin");
  await page.getByRole("link", { name: "Aparência" }).click();
  const mail = page.frameLocator("#preview");
  await expect(mail.locator("body")).toContainText("Olá, Ana Souza.");
  await fill(page, own);
  await expect(mail.locator("body")).toContainText("Boas-vindas ao Colégio Sol, Ana Souza!");
  await expect(mail.locator("a")).toHaveCSS("background-color", "rgb(122, 31, 162)");
  await page.getByRole("radio", { name: "Só texto" }).check();
  await expect(mail.locator("pre")).toContainText("Assunto: Sua conta está pronta – Colégio Sol");
  await page.locator("#introduction_pt_br").fill("Oi, {apelido}");
  await expect(mail.locator("pre")).toContainText("Não conhecemos {apelido}.");
  await page.locator("#introduction_pt_br").fill(own.introduction_pt_br);
  await page.getByRole("radio", { name: "Com formatação" }).check();
  await expect(mail.locator("h1")).toHaveText("Olá, Ana Souza.");
  await page.getByRole("radio", { name: "Celular" }).check();
  expect((await page.locator("#preview").boundingBox())?.width).toBe(360);

  // Typing has left no steps behind.
  await page.goBack();
  await expect(page).toHaveURL("/admin");
});

for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`name, color, words and logo are kept and shown (${how})`, async ({ start, open }) => {
    const program = await start({ dev: true });
    const admin = await becomeAdmin(program);
    const page = await open(program, { as: admin, javaScript, expected: framedMail });
    await page.goto("/admin/appearance");
    await fill(page, { ...own, accent_color: "#ffcc00" });
    await page.getByRole("button", { name: "Salvar aparência" }).click();
    await expect(page.locator("#accent_color-error")).toContainText("o contraste é 1,");
    await expect(page.locator("#introduction_pt_br")).toHaveValue(own.introduction_pt_br);
    await fill(page, { accent_color: own.accent_color });

    await page.getByRole("button", { name: "Atualizar prévia" }).click();
    await expect(page.frameLocator("[name^=preview][sandbox]:not(.loading)").locator("body")).toContainText("Boas-vindas");
    await page.getByRole("button", { name: /^Enviar para/ }).click();
    await expect(page.locator("[role=status]").first()).toContainText("Nada foi salvo ainda");
    await expect(page.locator("#organization_name")).toHaveValue("Colégio Sol");
    await page.getByRole("button", { name: "Salvar aparência" }).click();
    await expect(page.locator("[role=status]").first()).toContainText("Aparência salva");

    await page.locator("input[type=file]").setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: picture(480, 120) });
    await page.getByRole("button", { name: "Enviar logotipo" }).click();
    await expect(page.locator("[role=status]").first()).toContainText("Logotipo salvo");
    const visitor = await open(program, { javaScript });
    await visitor.goto("/login");
    await expect(visitor.locator(".brand")).toHaveText("Colégio Sol");
    expect(await visitor.locator(".own-logo").evaluate((logo: HTMLImageElement) => logo.naturalWidth)).toBe(480);
    await expect(visitor.locator("main button:not(.button-secondary)").first()).toHaveCSS("background-color", "rgb(122, 31, 162)");

    await page.locator("input[type=file]").setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
    await page.getByRole("button", { name: "Enviar logotipo" }).click();
    await expect(page.locator("#logo-error")).toContainText("nem WebP");
  });
}

for (const width of [360, 1280]) {
  test(`the appearance can be used by everybody (${width} px)`, async ({ start, open }, info) => {
    const program = await start({ dev: true });
    const admin = await becomeAdmin(program);
    for (const locale of ["pt-BR", "en-US"] as const) {
      const page = await open(program, { as: admin, locale, width, expected: framedMail });
      await page.goto("/admin/appearance");
      await page.locator("#accent_color").fill("#b3261e");
      await page.locator("form#appearance .actions button").click();
      await expect(page.locator("[role=status]").first()).toBeVisible();
      // The frame runs nothing, not even what examines it.
      for (const frame of await page.locator("iframe").all()) await frame.evaluate((element) => element.remove());
      await inBothColorSchemes(page, async (scheme) => {
        expect.soft(await violations(page), `${scheme}: axe`).toEqual([]);
        expect.soft(await smallTargets(page), `${scheme}: targets`).toEqual([]);
        await page.screenshot({ path: info.outputPath(`appearance-${locale}-${width}-${scheme}.png`), fullPage: true });
      });
      expect.soft(await widerThanWindow(page), "sideways").toEqual([]);
    }
  });
}

for (const javaScript of [true, false]) {
  test(`slips for many are one answer, printed on A4 (${javaScript ? "with" : "without"} JavaScript)`, async ({ start, open }, info) => {
    const program = await start({ dev: true, settings: { CHAVEIRO_ALLOW_HANDOVER: "1" } });
    const admin = await becomeAdmin(program);
    const names = ["Zoé Lima", "Ana Prado", "Bruno de Albuquerque Cavalcanti e Vasconcelos", "Caio Reis", "Davi Melo"];
    for (const [at, name] of names.entries()) {
      await createPerson({ program, admin }, name, `pessoa${at}@aurora.example`, { locale: at === 3 ? "en" : "pt-BR" });
    }
    const page = await open(program, { as: admin, javaScript });
    await page.goto("/admin/users");
    for (const box of await page.locator("tbody input[name=user]").all()) await box.check();
    await page.getByRole("button", { name: "Folhas de acesso" }).click();
    await page.getByRole("radio", { name: /^8/ }).check();
    await page.getByRole("button", { name: "Mostrar folhas de acesso" }).click();
    await expect(page.locator("h1")).toHaveText("Folhas de acesso: 5 pessoas");
    await expect(page.locator(".card h2")).toHaveText([...names].sort((a, b) => a.localeCompare(b, "pt-BR")));
    expect(new Set(await page.locator(".card code").allTextContents()).size).toBe(5);
    await expect(page.getByRole("button", { name: "Imprimir folhas" })).toHaveCount(javaScript ? 1 : 0);
    if (javaScript) expect.soft(await violations(page), "axe").toEqual([]);
    const paper = await page.pdf({ path: info.outputPath("eight.pdf"), preferCSSPageSize: true });
    expect(paper.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.screenshot({ path: info.outputPath("screen.png"), fullPage: true });
  });
}
