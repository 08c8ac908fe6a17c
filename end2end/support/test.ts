// `test` with a running Chaveiro and with browsers that notice what no page may do.

import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, test as base, expect } from "@playwright/test";
import { type Admin, becomeAdmin } from "./admin";
import { DevelopmentOutbox } from "./mail";
import { type Guarded, MailServer } from "./mail_server";
import { type Options, Program } from "./program";

export { expect };

/** A running Chaveiro with its first administrator. */
export interface Site {
  program: Program;
  admin: Admin;
}

/** In development mode: mails stay in memory. */
export interface DevelopmentSite extends Site {
  mails: DevelopmentOutbox;
}

/** With a real mail server. */
export interface MailedSite extends Site {
  mails: MailServer;
}

export interface Visitor {
  /** Language of the browser. */
  locale?: "pt-BR" | "en-US";
  /** Signed in as. */
  as?: { cookie: string };
  javaScript?: boolean;
  dark?: boolean;
  /** Pages flow into each other, as people see them; else they only change, which is faster. */
  motion?: boolean;
  width?: number;
  /** From a network of their own: from one network three may register in an hour. */
  elsewhere?: boolean;
  /** Console messages and failed requests that belong to the test. */
  expected?: RegExp;
  options?: BrowserContextOptions;
}

/** For tests that hold a bundle up: Chromium wonders why it was asked for so early. */
export const heldUp = /was preloaded using link preload but not used/;

/** For pages with a mail in a frame, where nothing may run, not even what records a test. */
export const framedMail = /^console error: Blocked script execution in .* frame is sandboxed/;

/** Opens a browser of its own for somebody: no cookies but those of `as`. */
export type OpenBrowser = (at: Program | Site, visitor?: Visitor) => Promise<Page>;

/** Starts a Chaveiro for one test. */
export type StartProgram = (options?: Options) => Promise<Program>;

/** What pages did that they must not do. */
class Misdeeds {
  private readonly noted: string[] = [];

  watch(context: BrowserContext, address: string, { expected, javaScript = true }: Visitor): void {
    const note = (what: string) => {
      if (expected?.test(what)) return;
      // Without JavaScript nothing uses a bundle, and Chromium wonders why it was fetched.
      if (!javaScript && what.includes("was preloaded using link preload but not used")) return;
      this.noted.push(what);
    };
    const refused = new Set<string>();
    context.on("console", (message) => {
      if (!["error", "warning"].includes(message.type())) return;
      const { url } = message.location();
      // Chromium reports a page that is answered with 4xx as well; that one we asked for.
      if (message.text().startsWith("Failed to load resource") && refused.has(url)) return;
      note(`console ${message.type()}: ${message.text()} (${url})`);
    });
    context.on("weberror", (error) => note(`uncaught: ${error.error()}`));
    context.on("dialog", (dialog) => {
      note(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== address) note(`request to a stranger: ${request.url()}`);
    });
    context.on("response", (response) => {
      const request = response.request();
      // A form with two passwords is sent by a script, which shows the page that is the answer.
      const isForm = request.method() === "POST" && request.headers().accept === "text/html";
      const isPage = request.isNavigationRequest() || isForm;
      if (isPage && response.status() >= 400) refused.add(response.url());
      else if (response.status() >= 400) note(`${response.status()} for ${response.url()}`);
    });
  }

  get all(): string[] {
    return this.noted;
  }
}

/** So many networks have been heard from. */
let networks = 0;

async function openBrowser(browser: Browser, misdeeds: Misdeeds, at: Program | Site, visitor: Visitor = {}) {
  const program = "program" in at ? at.program : at;
  const context = await browser.newContext({
    baseURL: program.address,
    locale: visitor.locale ?? "pt-BR",
    javaScriptEnabled: visitor.javaScript ?? true,
    colorScheme: visitor.dark ? "dark" : "light",
    reducedMotion: visitor.motion ? "no-preference" : "reduce",
    viewport: { width: visitor.width ?? 1280, height: 800 },
    ...(visitor.elsewhere && { extraHTTPHeaders: { "x-forwarded-for": `2001:db8:0:${(++networks).toString(16)}::1` } }),
    ...visitor.options,
  });
  if (visitor.as) {
    const cookie = { url: program.address, httpOnly: true, sameSite: "Lax" } as const;
    const [name, value] = visitor.as.cookie.split("=");
    await context.addCookies([{ name, value, ...cookie }]);
    // Else the language of the person who is signed in goes before the browser's.
    if (visitor.locale === "en-US") await context.addCookies([{ name: "locale", value: "en", ...cookie }]);
  }
  misdeeds.watch(context, program.address, visitor);
  return context.newPage();
}

/** Anyone may register, from the network address in the header. */
const openToAll = { CHAVEIRO_SELF_REGISTRATION: "on", CHAVEIRO_TRUSTED_PROXIES: "127.0.0.1" };

export const test = base.extend<
  { open: OpenBrowser; start: StartProgram; startMailServer: (guarded?: Guarded) => Promise<MailServer> },
  { development: DevelopmentSite; mailed: MailedSite }
>({
  // After `start`, so that pages are closed before their server is.
  open: async ({ browser, start: _ }, use) => {
    const misdeeds = new Misdeeds();
    const pages: Page[] = [];
    await use(async (at, visitor) => {
      const page = await openBrowser(browser, misdeeds, at, visitor);
      pages.push(page);
      return page;
    });
    for (const page of pages) await page.context().close();
    expect(misdeeds.all, "what pages must not do").toEqual([]);
  },

  start: async ({ startMailServer: _ }, use) => {
    const programs: Program[] = [];
    await use(async (options) => {
      const program = await Program.start(options);
      programs.push(program);
      return program;
    });
    for (const program of programs) await program.remove();
  },

  startMailServer: async ({}, use) => {
    const servers: MailServer[] = [];
    await use(async (guarded) => {
      const server = await MailServer.start(guarded);
      servers.push(server);
      return server;
    });
    for (const server of servers) await server.stop();
  },

  // Shared by the tests of a worker, which use people of their own.
  development: [
    async ({}, use) => {
      const program = await Program.start({
        dev: true,
        settings: { CHAVEIRO_ORGANIZATION: "Instituto Aurora", ...openToAll },
      });
      await use({ program, admin: await becomeAdmin(program), mails: new DevelopmentOutbox(program) });
      await program.remove();
    },
    { scope: "worker" },
  ],

  mailed: [
    async ({}, use) => {
      const mails = await MailServer.start();
      const program = await Program.start({
        settings: { ...mailSettings(mails), ...openToAll },
      });
      await use({ program, admin: await becomeAdmin(program), mails });
      await program.remove();
      await mails.stop();
    },
    { scope: "worker" },
  ],
});

/** The settings of a site that sends its mails to `mails`. */
export function mailSettings(mails: MailServer) {
  return {
    CHAVEIRO_SMTP_URL: mails.url,
    CHAVEIRO_ORGANIZATION: "Instituto Aurora",
    CHAVEIRO_MAIL_FROM: "Contas <contas@aurora.example>",
    CHAVEIRO_MAIL_REPLY_TO: "ajuda@aurora.example",
  };
}
