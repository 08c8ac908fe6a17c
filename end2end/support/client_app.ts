// An app that signs people in with `openid-client`, which nobody here wrote.

import { once } from "node:events";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as client from "openid-client";

interface Begun {
  verifier: string;
  state: string;
  nonce: string;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** On 127.0.0.1, while the program is at localhost: another origin. */
export class ClientApp {
  readonly begun = new Map<string, Begun>();
  config!: client.Configuration;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ClientApp> {
    const server = createServer();
    const app = new ClientApp(server);
    server.on("request", async (request, response) => {
      try {
        const url = new URL(request.url ?? "/", app.address);
        // A browser looks for an icon; it must not begin a sign-in.
        if (url.pathname === "/favicon.ico") return void response.writeHead(204).end();
        const answer = url.pathname === "/callback" ? await app.finish(url) : await app.begin(url);
        response.writeHead(answer.startsWith("http") ? 302 : 200, answer.startsWith("http") ? { location: answer } : { "content-type": "text/html" });
        response.end(answer.startsWith("http") ? "" : answer);
      } catch (error) {
        response.writeHead(200, { "content-type": "text/html" });
        response.end(`<h1>Failed</h1><pre>${escaped(String((error as { error?: string }).error ?? error))}</pre>`);
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return app;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get callback(): string {
    return `${this.address}/callback`;
  }

  /** Reads what the provider says of itself. */
  async discover(issuer: string, clientId: string, secret: string): Promise<void> {
    const insecure = { execute: [client.allowInsecureRequests] };
    this.config = await client.discovery(new URL(issuer), clientId, undefined, client.ClientSecretBasic(secret), insecure);
  }

  private async begin(url: URL): Promise<string> {
    const verifier = client.randomPKCECodeVerifier();
    const begun = { verifier, state: client.randomState(), nonce: client.randomNonce() };
    this.begun.set(begun.state, begun);
    return client.buildAuthorizationUrl(this.config, {
      redirect_uri: this.callback,
      scope: "openid profile email offline_access",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state: begun.state,
      nonce: begun.nonce,
      ...Object.fromEntries(url.searchParams),
    }).href;
  }

  private async finish(url: URL): Promise<string> {
    const begun = this.begun.get(url.searchParams.get("state") ?? "");
    const tokens = await client.authorizationCodeGrant(this.config, url, {
      pkceCodeVerifier: begun?.verifier,
      expectedState: begun?.state,
      expectedNonce: begun?.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const info = await client.fetchUserInfo(this.config, tokens.access_token, claims.sub);
    const renewed = tokens.refresh_token ? await client.refreshTokenGrant(this.config, tokens.refresh_token) : tokens;
    await client.tokenRevocation(this.config, renewed.access_token);
    return `<h1>Signed in</h1><p id="email">${escaped(String(info.email ?? claims.sub))}</p>
      <p id="renewed">${renewed.access_token !== tokens.access_token}</p>`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
