// The protocol step by step, with the strictest client there is: oauth4webapi judges every answer.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import * as oauth from "oauth4webapi";
import { type Provider, providers, startProvider } from "./support/providers";
import { expect, test } from "./support/test";

/** With everything that HTTP Basic and forms have to escape. */
const secret = "a secret with +%/&=: and enough of it";
const insecure = { [oauth.allowInsecureRequests]: true };
const elsewhere = /^request to a stranger: http:\/\/(127\.0\.0\.1|localhost):\d+\/|\/favicon\.ico|fonts\.googleapis\.com/;

class Script {
  readonly client: oauth.Client = { client_id: "oauth4webapi" };
  readonly verifier = oauth.generateRandomCodeVerifier();
  readonly nonce = oauth.generateRandomNonce();
  readonly state = `${oauth.generateRandomState()} +%&é`;

  constructor(
    readonly provider: oauth.AuthorizationServer,
    readonly callback: string,
  ) {}

  async address(): Promise<string> {
    const address = new URL(this.provider.authorization_endpoint!);
    address.search = new URLSearchParams({
      client_id: this.client.client_id,
      redirect_uri: this.callback,
      response_type: "code",
      scope: "openid profile email groups offline_access",
      prompt: "consent",
      code_challenge: await oauth.calculatePKCECodeChallenge(this.verifier),
      code_challenge_method: "S256",
      state: this.state,
      nonce: this.nonce,
    }).toString();
    return address.href;
  }

  /** What the app was answered at its address. */
  answered(page: Page): URLSearchParams {
    return oauth.validateAuthResponse(this.provider, this.client, new URL(page.url()), this.state);
  }

  exchange(answer: URLSearchParams, verifier = this.verifier, auth = oauth.ClientSecretBasic(secret)): Promise<Response> {
    return oauth.authorizationCodeGrantRequest(this.provider, this.client, auth, answer, this.callback, verifier, insecure);
  }

  async tokens(response: Response): Promise<oauth.TokenEndpointResponse> {
    const tokens = await oauth.processAuthorizationCodeResponse(this.provider, this.client, response, {
      expectedNonce: this.nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(this.provider, response, insecure);
    return tokens;
  }

  async isActive(token: string): Promise<boolean> {
    const response = await oauth.introspectionRequest(this.provider, this.client, oauth.ClientSecretBasic(secret), token, insecure);
    return (await oauth.processIntrospectionResponse(this.provider, this.client, response)).active;
  }

  /** The error in an answer that gives no tokens. */
  async refusal(response: Promise<Response>): Promise<string> {
    const answer = await response;
    const status = answer.status;
    try {
      await this.tokens(answer);
      return "none";
    } catch (error) {
      const { error: code, cause } = error as { error?: string; cause?: unknown };
      return `${status} ${code ?? (Array.isArray(cause) ? (cause as { scheme: string }[])[0].scheme : String(error))}`;
    }
  }
}

async function refusesWhatIsWrong(script: Script, page: Page, provider: Provider): Promise<void> {
  // A second sign-in needs nothing typed.
  const again = async () => {
    await page.goto(await script.address());
    if (!page.url().startsWith(script.callback)) await page.click("button[type=submit]");
    await page.waitForURL((url) => url.href.startsWith(script.callback));
    return script.answered(page);
  };
  const other = oauth.generateRandomCodeVerifier();
  expect(await script.refusal(script.exchange(await again(), other)), provider.issuer).toBe("400 invalid_grant");
  const wrong = oauth.ClientSecretBasic("a secret that nobody has given it");
  expect(await script.refusal(script.exchange(await again(), script.verifier, wrong))).toMatch(/^401 (basic|invalid_client)$/);
  // By the other way to give a secret, and then the code once more: what it gave ends.
  const answer = await again();
  const tokens = await script.tokens(await script.exchange(answer, script.verifier, oauth.ClientSecretPost(secret)));
  expect(await script.isActive(tokens.access_token)).toBe(true);
  expect(await script.refusal(script.exchange(answer))).toBe("400 invalid_grant");
  expect(await script.isActive(tokens.access_token)).toBe(false);
}

for (const name of providers) {
  test(`oauth4webapi finds no fault with ${name}`, async ({ mailed, open }) => {
    const server = createServer((_, response) => response.end("<h1>Back</h1>")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
    const provider = await startProvider(name, mailed);
    try {
      await provider.register({ clientId: "oauth4webapi", secret, home: new URL("/", callback).href, callback });
      const issuer = new URL(provider.issuer);
      const discovered = await oauth.discoveryRequest(issuer, insecure);
      const script = new Script(await oauth.processDiscoveryResponse(issuer, discovered), callback);
      expect(script.provider.authorization_response_iss_parameter_supported).toBe(true);
      const page = await open(mailed, { expected: elsewhere });
      await page.goto(await script.address());
      await provider.signIn(page);
      await page.waitForURL((url) => url.href.startsWith(callback));

      const answer = script.answered(page);
      for (const [parameter, value] of [["iss", "http://localhost:1"], ["state", "other"]]) {
        const forged = new URL(page.url());
        forged.searchParams.set(parameter, value);
        expect(() => oauth.validateAuthResponse(script.provider, script.client, forged, script.state)).toThrow(parameter);
      }
      const tokens = await script.tokens(await script.exchange(answer));
      const { sub } = oauth.getValidatedIdTokenClaims(tokens)!;
      const info = await oauth.userInfoRequest(script.provider, script.client, tokens.access_token, insecure);
      const claims = await oauth.processUserInfoResponse(script.provider, script.client, sub, info);
      expect([claims.email, claims.groups]).toEqual([provider.person.email, [provider.person.group]]);

      const basic = oauth.ClientSecretBasic(secret);
      const renewal = await oauth.refreshTokenGrantRequest(script.provider, script.client, basic, tokens.refresh_token!, insecure);
      const renewed = await oauth.processRefreshTokenResponse(script.provider, script.client, renewal);
      expect(renewed.access_token).not.toBe(tokens.access_token);
      expect(await script.isActive(renewed.access_token)).toBe(true);
      const revocation = await oauth.revocationRequest(script.provider, script.client, basic, renewed.refresh_token!, insecure);
      await oauth.processRevocationResponse(revocation);
      expect(await script.isActive(renewed.refresh_token!)).toBe(false);
      await refusesWhatIsWrong(script, page, provider);
    } finally {
      server.closeAllConnections();
      server.close();
      await provider.stop();
    }
  });
}
