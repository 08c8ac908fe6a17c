// A real mail server on a real socket, which can refuse, delay, stop and come back.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { Mail, Mailbox } from "./mail";
import { freePort } from "./program";
import { until } from "./until";

/** What it answers to a recipient instead of taking the mail. */
export interface Refusal {
  code: number;
  words: string;
}

/** A line that is encrypted, and a user who has to say a password. */
export interface Guarded {
  /** From the first byte, or after `STARTTLS`. */
  encryption: "implicit" | "starttls";
  /** Whom its certificate is made out to; it answers at `localhost`. */
  certificate: "localhost" | "elsewhere";
  user: string;
  password: string;
}

const certificates = join(import.meta.dirname, "../../src/tests/certificates");
/** Whose signature is on the certificates. */
export const authority = join(certificates, "authority.pem");

export class MailServer implements Mailbox {
  /** All mails it took, the oldest first. */
  readonly mails: Mail[] = [];
  private readonly refusals = new Map<string, Refusal>();
  private readonly held = new Map<string, Promise<void>>();
  /** Recipients whose mail is in: only the answer is missing. */
  readonly holding = new Set<string>();
  /** How long it thinks about each mail, in milliseconds. */
  slowness = 0;
  private server?: SMTPServer;
  private port = 0;

  private constructor(private readonly guarded?: Guarded) {}

  static async start(guarded?: Guarded): Promise<MailServer> {
    const server = new MailServer(guarded);
    server.port = await freePort();
    await server.start();
    return server;
  }

  /** The value of `CHAVEIRO_SMTP_URL`. */
  get url(): string {
    if (!this.guarded) return `smtp://127.0.0.1:${this.port}`;
    const place = `${this.guarded.user}@localhost:${this.port}`;
    return this.guarded.encryption === "implicit" ? `smtps://${place}` : `smtp://${place}?tls=required`;
  }

  async start(): Promise<void> {
    const guarded = this.guarded;
    const pem = guarded && readFileSync(join(certificates, `${guarded.certificate}.pem`));
    const server = new SMTPServer({
      ...(guarded
        ? { secure: guarded.encryption === "implicit", key: pem, cert: pem }
        : { disabledCommands: ["AUTH", "STARTTLS"] }),
      onAuth: ({ username, password }, _session, answer) => {
        if (guarded && username === guarded.user && password === guarded.password) return answer(null, { user: username });
        answer(new Error("Invalid username or password"));
      },
      disableReverseLookup: true,
      closeTimeout: 50,
      onRcptTo: ({ address }, _session, answer) => {
        const refusal = this.refusals.get(address);
        if (!refusal) return answer();
        answer(Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
      },
      onData: (stream, session, answer) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.take(Buffer.concat(chunks), from, to).then(() => answer(), answer);
        });
      },
    });
    // A client that goes away half-way is no concern of the mail server.
    server.on("error", () => {});
    await new Promise<void>((done, fail) => {
      server.server.once("error", fail);
      server.listen(this.port, "127.0.0.1", done);
    });
    this.server = server;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server) await new Promise<void>((done) => server.close(done));
  }

  private async take(raw: Buffer, envelopeFrom: string, envelopeTo: string[]): Promise<void> {
    if (this.slowness) await new Promise((done) => setTimeout(done, this.slowness));
    for (const address of envelopeTo) {
      this.holding.add(address);
      await this.held.get(address);
      this.holding.delete(address);
    }
    const parsed = await simpleParser(raw);
    const headers = parsed.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(":") + 1).trim()]);
    this.mails.push({
      to: envelopeTo.join(", "),
      subject: parsed.subject ?? "",
      text: parsed.text ?? "",
      html: parsed.html || "",
      headers: headers as [string, string][],
      raw: raw.toString("utf8"),
      envelopeFrom,
    });
  }

  /** Answers `code` when a mail for `address` comes; takes them again after `accept`. */
  refuse(address: string, code: number, words: string): void {
    this.refusals.set(address, { code, words });
  }

  accept(address: string): void {
    this.refusals.delete(address);
  }

  /** Keeps mails for `address` without an answer until the returned function is called. */
  hold(address: string): () => void {
    let release = () => {};
    this.held.set(address, new Promise((done) => (release = done)));
    return () => {
      this.held.delete(address);
      release();
    };
  }

  to(address: string): Mail[] {
    return this.mails.filter((mail) => mail.to === address);
  }

  async mailTo(address: string, number = 1, within?: number): Promise<Mail> {
    return await until(`mail ${number} to ${address} arrives`, () => this.to(address)[number - 1], { within });
  }
}
