// Mails as people get them.

import { expect } from "@playwright/test";
import type { Program } from "./program";
import { until } from "./until";

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** In their order, unfolded. From the mail server their names are in lower case. */
  headers: [string, string][];
  raw: string;
  envelopeFrom: string;
}

/** Where mails arrive. */
export interface Mailbox {
  /** The mail to `address` with this number, from 1, as soon as it is there. */
  mailTo(address: string, number?: number, within?: number): Promise<Mail>;
}

/** What `serve --dev` keeps in memory. */
export class DevelopmentOutbox implements Mailbox {
  constructor(private readonly program: Program) {}

  async all(): Promise<(Mail & { id: number })[]> {
    const answer = await fetch(`${this.program.address}/dev/outbox.json`);
    return (await answer.json()) as (Mail & { id: number })[];
  }

  async mailTo(address: string, number = 1, within?: number): Promise<Mail & { id: number }> {
    const ask = async () => (await this.all()).filter((mail) => mail.to === address)[number - 1];
    return await until(`mail ${number} to ${address} is in the outbox`, ask, { within });
  }
}

/** The values of a header. */
export function header(mail: Mail, name: string): string[] {
  return mail.headers.filter(([found]) => found.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

/** The temporary password: the one word that stands alone on an indented line. */
export function temporaryPassword(mail: Mail): string {
  const alone = mail.text.split("\n").filter((line) => /^ +[A-Za-z0-9]{6,64}$/.test(line));
  expect(alone, "lines with the password alone").toHaveLength(1);
  return alone[0].trim();
}

/** The link that opens the first access, with a token of at least 128 bits. */
export function firstAccessLink(mail: Mail): string {
  const found = links(mail.text).filter((link) => /\/first-access#t=[\w-]{22,}$/.test(link));
  expect(found, "links to the first access").toHaveLength(1);
  return found[0];
}

/** All addresses in a part of a mail. */
export function links(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s"'<>)]+/g)].map(([link]) => link);
}
