// Between Chaveiro and PostgreSQL there may be Debian's PgBouncer, in session mode.

import { becomeAdmin, choosePassword, createPerson } from "../support/admin";
import { temporaryPassword } from "../support/mail";
import { freePort, run } from "../support/program";
import { expect, mailSettings, test } from "../support/test";
import { PgBouncer, createDatabase } from "./postgres";

const ignoring = "ignore_startup_parameters = extra_float_digits";

test("a first access works with PgBouncer in session mode", async ({ start, startMailServer }) => {
  const database = createDatabase("behind_session");
  const bouncer = await PgBouncer.start(database.DATABASE_URL, "session", `${ignoring}\ndefault_pool_size = 40`);
  try {
    const mails = await startMailServer();
    const program = await start({ settings: { ...database, ...mailSettings(mails), DATABASE_URL: bouncer.url } });
    const site = { program, admin: await becomeAdmin(program) };
    await createPerson(site, "Olga Maia", "olga@aurora.example");
    const temporary = temporaryPassword(await mails.mailTo("olga@aurora.example"));
    await choosePassword(program, "olga@aurora.example", temporary, "vinte e duas jangadas de volta");
    const doctor = await program.run(["doctor"]);
    expect(doctor.stdout, doctor.stderr).toContain("reachable, up to date");
    await program.stop();
  } finally {
    await bouncer.stop();
  }
});

const refused = [
  { mode: "transaction", settings: ignoring, says: "set pool_mode = session" },
  { mode: "transaction", settings: `${ignoring}\ndefault_pool_size = 1`, says: "set pool_mode = session" },
  { mode: "transaction", settings: `${ignoring}\nserver_round_robin = 1\nmin_pool_size = 5`, says: "set pool_mode = session" },
  { mode: "statement", settings: ignoring, says: "set pool_mode = session" },
  { mode: "session", settings: "", says: "set ignore_startup_parameters = extra_float_digits" },
] as const;

for (const [number, { mode, settings, says }] of refused.entries()) {
  const how = settings.replaceAll("\n", ", ") || "as it is installed";
  test(`PgBouncer in ${mode} mode, ${how}, is refused in one line`, async ({ startMailServer }) => {
    const database = createDatabase(`refused_${number}`);
    const bouncer = await PgBouncer.start(database.DATABASE_URL, mode, settings);
    try {
      const mails = await startMailServer();
      const listen = `127.0.0.1:${await freePort()}`;
      const all = { ...database, ...mailSettings(mails), DATABASE_URL: bouncer.url, CHAVEIRO_LISTEN: listen };
      for (const command of [["serve"], ["doctor"]]) {
        const ended = await run(command, { settings: all });
        expect(ended.code, ended.stdout).not.toBe(0);
        expect(ended.stderr.trim()).toContain(says);
        expect(ended.stderr.trim().split("\n")).toHaveLength(1);
      }
    } finally {
      await bouncer.stop();
    }
  });
}
