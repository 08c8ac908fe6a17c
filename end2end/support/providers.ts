// The providers that foreign clients sign in at: a certified one first, so that what fails there is the
// client or its script, and then Chaveiro.

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Page, expect } from "@playwright/test";
import { createPerson, post } from "./admin";
import { temporaryPassword } from "./mail";
import { send } from "./page";
import type { MailedSite } from "./test";

/** What both providers have to know of an app. */
export interface Registration {
  clientId: string;
  /** None: a public client. */
  secret?: string;
  home: string;
  callback: string;
  /** Where people may go after signing out. */
  signedOut?: string;
  backchannel?: string;
}

/** Somebody with an account at a provider. */
export interface Person {
  email: string;
  group: string;
}

export interface Provider {
  readonly issuer: string;
  register(app: Registration): Promise<void>;
  /** Does what the provider asks of the person until the browser is back at the app. */
  signIn(page: Page): Promise<void>;
  /** Agrees to sign out, where the provider asks. */
  agreeToSignOut(page: Page): Promise<void>;
  /** Ends what the person has open, from outside of the app. */
  endSessions(page: Page): Promise<void>;
  readonly person: Person;
  /** Whether the pages of its sign-in keep the tie to the window that opened them. */
  readonly worksInPopups: boolean;
  stop(): Promise<void>;
}

export const providers = ["oidc-provider", "Chaveiro"] as const;

/** The group everybody here is in. */
const group = "turma-1a";
const own = "vinte e duas jangadas de volta";

/** Starts the provider called `name`, with a person who has never been there. */
export function startProvider(name: (typeof providers)[number], mailed: MailedSite): Promise<Provider> {
  return name === "Chaveiro" ? Chaveiro.start(mailed) : Certified.start();
}

/** npm `oidc-provider`, which the OpenID Foundation has certified. */
class Certified implements Provider {
  readonly person = { email: "maria@aurora.example", group };
  readonly worksInPopups = true;
  private answer?: (request: never, response: never) => void;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Provider> {
    const server = createServer();
    const provider = new Certified(server);
    server.on("request", (request, response) => provider.answer?.(request as never, response as never));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return provider;
  }

  get issuer(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async register(app: Registration): Promise<void> {
    const { default: Provider } = await import("oidc-provider");
    const { email } = this.person;
    const claims = { email, email_verified: true, name: "Maria Silva", groups: [group] };
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: app.clientId,
          ...(app.secret ? { client_secret: app.secret } : { token_endpoint_auth_method: "none" as const }),
          redirect_uris: [app.callback],
          post_logout_redirect_uris: app.signedOut ? [app.signedOut] : [],
          grant_types: ["authorization_code", "refresh_token"],
          // With the session, as Chaveiro tells it: by that some find whom to sign out.
          ...(app.backchannel && { backchannel_logout_uri: app.backchannel, backchannel_logout_session_required: true }),
        },
      ],
      // The addresses that recipes name, where programs do not look for them.
      routes: { authorization: "/oauth/authorize", token: "/oauth/token", userinfo: "/oauth/userinfo", jwks: "/oauth/jwks" },
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
      scopes: ["openid", "offline_access"],
      conformIdTokenClaims: false,
      features: {
        revocation: { enabled: true },
        introspection: { enabled: true },
        backchannelLogout: { enabled: true },
      },
      // It tells no address of this machine that a session has ended, unless by another dispatcher.
      fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
      clientBasedCORS: () => true,
      issueRefreshToken: async () => true,
      findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...claims }) }),
    });
    this.answer = provider.callback() as typeof this.answer;
  }

  async signIn(page: Page): Promise<void> {
    await page.fill("[name=login]", "maria");
    await page.fill("[name=password]", "x");
    await page.click("button[type=submit]");
    await page.click("button[type=submit]");
  }

  async agreeToSignOut(page: Page): Promise<void> {
    await page.click("button[value=yes]");
  }

  async endSessions(page: Page): Promise<void> {
    await page.goto(`${this.issuer}/session/end`);
    await this.agreeToSignOut(page);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Chaveiro, as its administrator and a new person use it. */
class Chaveiro implements Provider {
  readonly person = { email: `client.${randomUUID().slice(0, 8)}@aurora.example`, group };
  readonly worksInPopups = false;
  private id = "";

  private constructor(private readonly mailed: MailedSite) {}

  static async start(mailed: MailedSite): Promise<Provider> {
    const provider = new Chaveiro(mailed);
    await mailed.program.run(["group", "create", "Turma 1A"]);
    provider.id = await createPerson(mailed, "Maria Silva", provider.person.email);
    await provider.command(["group", "add", group, "--email", provider.person.email]);
    return provider;
  }

  private async command(args: string[]): Promise<void> {
    const ended = await this.mailed.program.run(args);
    expect(ended.code, ended.stderr).toBe(0);
  }

  get issuer(): string {
    return this.mailed.program.address;
  }

  async register(app: Registration): Promise<void> {
    await registerApp(this.mailed, { ...app, name: `App ${app.clientId}` });
  }

  /** The first access: the temporary password of the mail, then a password of one's own. */
  async signIn(page: Page): Promise<void> {
    const { email } = this.person;
    await expect(page).toHaveURL(/\/login\?next=/);
    await send(page, "/login", { email, password: temporaryPassword(await this.mailed.mails.mailTo(email)) });
    await expect(page).toHaveURL(/\/first-access\?next=/);
    await send(page, "/first-access", { new_password: own });
  }

  /** An ID token says who signs out: nothing is asked. */
  async agreeToSignOut(): Promise<void> {}

  /** The administrator disables the account. */
  async endSessions(): Promise<void> {
    const fields = { users: this.id, act: "disable", current_password: this.mailed.admin.password };
    const answer = await post(this.mailed.program, "/admin/users/act", fields, this.mailed.admin.cookie);
    expect(answer.status).toBe(303);
  }

  async stop(): Promise<void> {}
}

/** Registers an app at Chaveiro, as an administrator does at the command line. */
export async function registerApp({ program }: Pick<MailedSite, "program">, app: Registration & { name: string }): Promise<void> {
  const secret = join(program.folder, `${app.clientId}.secret`);
  if (app.secret) writeFileSync(secret, app.secret, { mode: 0o600 });
  const ended = await program.run([
    ...["app", "create", "--name", app.name, "--client-id", app.clientId, "--home", app.home, "--redirect-uri", app.callback],
    ...(app.secret ? ["--secret-file", secret] : ["--public"]),
    ...(app.signedOut ? ["--post-logout-uri", app.signedOut] : []),
    ...(app.backchannel ? ["--backchannel-logout-uri", app.backchannel] : []),
  ]);
  expect(ended.code, ended.stderr).toBe(0);
}
