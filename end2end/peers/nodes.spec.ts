// Two nodes on one PostgreSQL behind Debian's nginx, one of them killed every five seconds under load.

import { becomeAdmin, choosePassword, createPerson, signIn } from "../support/admin";
import { type Mail, temporaryPassword } from "../support/mail";
import { freePort } from "../support/program";
import { expect, mailSettings, test } from "../support/test";
import { Nginx } from "./nginx";
import { createDatabase, query } from "./postgres";

const own = "vinte e duas jangadas de volta";
const rounds = 12;
const killEvery = 5_000;
/** People who are created, or sign in, at a time. */
const clients = 4;
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
const isInvitation = (mail: Mail) => /\/first-access#t=/.test(mail.text);

/** What was acknowledged to whom, and when. */
interface Person {
  email: string;
  created: number;
  /** Since the own password was taken. */
  cookies: string[];
}

test("nothing that was acknowledged is lost when nodes are killed behind nginx", async ({ start, startMailServer }) => {
  const database = createDatabase("two_nodes");
  const mails = await startMailServer();
  mails.slowness = 150;
  const port = await freePort();
  const settings = {
    ...database,
    ...mailSettings(mails),
    CHAVEIRO_PUBLIC_URL: `http://localhost:${port}`,
    CHAVEIRO_TRUSTED_PROXIES: "127.0.0.1",
  };
  const nodes = [await start({ settings }), await start({ settings })];
  const admin = await becomeAdmin(nodes[0]);
  const nginx = await Nginx.start(port, nodes.map((node) => node.port));
  try {
    const people: Person[] = [];
    /** When each mail came, by address. */
    const arrivals = new Map<string, number>();
    const seen = { mails: 0, unanswered: 0 };
    /** When nodes were killed. */
    const kills: number[] = [];
    let isOver = false;

    const look = () => {
      for (; seen.mails < mails.mails.length; seen.mails++) {
        const mail = mails.mails[seen.mails];
        if (isInvitation(mail) && !arrivals.has(mail.to)) arrivals.set(mail.to, Date.now());
      }
    };
    const watch = async () => {
      for (; !isOver; await pause(50)) look();
    };
    /** What is not acknowledged may have happened or not; nobody was told. */
    const attempt = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await act();
      } catch {
        seen.unanswered++;
        return undefined;
      }
    };
    const invite = async (client: number) => {
      for (let number = 0; !isOver; number++) {
        const email = `pessoa.${client}.${number}@aurora.example`;
        const id = await attempt(() => createPerson({ program: nginx, admin }, "Olga Maia", email));
        if (id) people.push({ email, created: Date.now(), cookies: [] });
        await pause(150);
      }
    };
    const enter = async (client: number) => {
      for (let number = client; !isOver; await pause(50)) {
        const person = people[number];
        const mail = person && mails.to(person.email).filter(isInvitation).at(-1);
        if (!mail) continue;
        const chosen = await attempt(() => choosePassword(nginx, person.email, temporaryPassword(mail), own));
        if (chosen) person.cookies.push(chosen.cookie);
        const again = chosen && (await attempt(() => signIn(nginx, person.email, own)));
        if (again) person.cookies.push(again.cookie);
        number += clients;
      }
    };
    const kill = async () => {
      for (let round = 0; round < rounds; round++) {
        await pause(killEvery);
        const node = nodes[round % nodes.length];
        await node.stop("SIGKILL");
        kills.push(Date.now());
        await node.start();
      }
      await pause(killEvery);
      isOver = true;
    };
    const each = Array.from({ length: clients }, (_, client) => client);
    await Promise.all([kill(), watch(), ...each.map(invite), ...each.map(enter)]);

    // What the node had taken that was killed last leaves in time.
    await expect(() => {
      look();
      expect(people.filter(({ email }) => !arrivals.has(email))).toEqual([]);
    }).toPass({ timeout: Math.max(1_000, Math.max(...kills) + 30_000 - Date.now()) });

    const tries = new Map(
      query(database.DATABASE_URL, "SELECT u.email, SUM(o.attempts) FROM outbox o JOIN users u ON u.id = o.user_id WHERE o.purpose = 'temporary_password' GROUP BY u.email")
        .split("\n")
        .map((row) => row.split("|"))
        .map(([email, attempts]): [string, number] => [email, Number(attempts)]),
    );
    let twice = 0;
    for (const { email, created } of people) {
      const [attempts, came] = [tries.get(email) ?? 0, mails.to(email).filter(isInvitation).length];
      expect(attempts, `${email} is there`).toBeGreaterThan(0);
      expect(came, `${email}: each mail is a try of its own`).toBeLessThanOrEqual(attempts);
      // Another try without a kill since the account was made would be a mail that two workers had at once.
      const killed = kills.filter((at) => at > created - 1_000).length;
      expect(attempts - 1, `${email}: each further try follows a kill`).toBeLessThanOrEqual(killed);
      // A node is killed at most once for each further try.
      const took = (arrivals.get(email) ?? Infinity) - created;
      expect(took, `${email}, ${attempts} tries`).toBeLessThan(30_000 * Math.max(1, attempts - 1));
      twice += came - 1;
    }
    const sessions = people.flatMap(({ cookies }) => cookies);
    for (const cookie of sessions) {
      const ask = () => fetch(`${nginx.address}/account`, { headers: { cookie }, redirect: "manual" });
      // nginx may have closed connections that were kept, in the moment they are used again: as many as there were clients.
      let asked = ask();
      for (let kept = 0; kept < clients; kept++) asked = asked.catch(ask);
      const answer = await asked;
      expect(answer.status, "a session that was given").toBe(200);
    }
    const slowest = Math.max(...people.map(({ email, created }) => (arrivals.get(email) ?? Infinity) - created));
    console.log(
      `${people.length} people created, ${sessions.length} sessions given, ${seen.unanswered} requests without an answer, ` +
        `${[...tries.values()].filter((attempts) => attempts > 1).length} mails tried again, ${twice} of these came twice; ` +
        `the slowest took ${(slowest / 1000).toFixed(1)} s`,
    );
    expect(people.length).toBeGreaterThan(100);
    expect(sessions.length).toBeGreaterThan(50);
  } finally {
    await nginx.stop();
  }
});
