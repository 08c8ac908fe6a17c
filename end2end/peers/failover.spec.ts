// The primary of PostgreSQL is killed under load; Debian's Patroni makes the other one the primary.

import { becomeAdmin, createPerson } from "../support/admin";
import { expect, mailSettings, test } from "../support/test";
import { Cluster } from "./patroni";
import { createDatabase, query } from "./postgres";

const clients = 4;
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

test("no account that was acknowledged is lost with the primary, and new ones are taken within 30 seconds", async ({ start, startMailServer }) => {
  const cluster = await Cluster.start();
  try {
    const database = createDatabase("failover", cluster.url);
    const mails = await startMailServer();
    const program = await start({ settings: { ...database, ...mailSettings(mails) } });
    const admin = await becomeAdmin(program);
    const created: { email: string; at: number }[] = [];
    let isOver = false;
    let unanswered = 0;
    const invite = async (client: number) => {
      for (let number = 0; !isOver; number++) {
        const email = `pessoa.${client}.${number}@aurora.example`;
        // What is not acknowledged may have happened or not; nobody was told.
        const id = await createPerson({ program, admin }, "Olga Maia", email).catch(() => void unanswered++);
        if (id) created.push({ email, at: Date.now() });
        await pause(100);
      }
    };
    let killed = 0;
    const kill = async () => {
      await pause(8_000);
      await cluster.killPrimary();
      killed = Date.now();
      await pause(40_000);
      isOver = true;
    };
    await Promise.all([kill(), ...Array.from({ length: clients }, (_, client) => invite(client))]);

    const before = created.filter(({ at }) => at < killed);
    // What was under way when it was killed may still have been answered.
    const again = created.find(({ at }) => at > killed + 1_000);
    console.log(
      `${before.length} people created before the primary was killed and ${created.length - before.length} after, ` +
        `${unanswered} requests without success; ${again ? ((again.at - killed) / 1000).toFixed(1) : "never"} s until the next`,
    );
    expect(before.length).toBeGreaterThan(50);
    expect(again?.at ?? Infinity).toBeLessThan(killed + 30_000);

    const kept = new Set(query(database.DATABASE_URL, "SELECT email FROM users").split("\n"));
    expect(created.filter(({ email }) => !kept.has(email))).toEqual([]);
    await expect(() => {
      const mailed = new Set(mails.mails.map(({ to }) => to));
      expect(created.filter(({ email }) => !mailed.has(email))).toEqual([]);
    }).toPass({ timeout: 60_000 });
    const verified = await program.run(["audit", "verify"]);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  } finally {
    await cluster.stop();
  }
});
