// The recipes of docs/apps.md: what an administrator copies is what the tests run.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const document = join(import.meta.dirname, "../../docs/apps.md");

export interface Recipe {
  /** Where the app takes codes, after its home page. */
  redirect: string;
  /** Where it is told of sessions that ended, where it can be. */
  backchannel?: string;
  /** What to copy, with an app's values in it. */
  text: string;
}

/** The recipe under the heading `program`. */
export function recipe(program: string, values: { issuer: string; clientId: string; home: string; secret: string }): Recipe {
  const section = readFileSync(document, "utf8").split("\n### ").find((part) => part.startsWith(`${program}\n`));
  const text = section?.match(/```\n([\s\S]*?)\n```/)?.[1];
  const redirect = section?.match(/^Redirect address: `\{home\}(.*)`$/m)?.[1];
  if (text === undefined || redirect === undefined) throw new Error(`docs/apps.md has no recipe for ${program}`);
  const backchannel = section?.match(/^Sign-out notice address: `\{home\}(.*)`$/m)?.[1];
  const filled = text
    .replaceAll("{issuer}", values.issuer)
    .replaceAll("{client_id}", values.clientId)
    .replaceAll("{home}", values.home)
    .replaceAll("{secret}", values.secret);
  return { redirect, backchannel, text: filled };
}
