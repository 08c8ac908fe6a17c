// The first administrator, made as a browser makes them but without one.

import type { BrowserContext } from "@playwright/test";
import type { Program } from "./program";

export interface Admin {
  name: string;
  email: string;
  password: string;
  /** `session=…`: what a browser needs to be them. */
  cookie: string;
}

/** Where it is: a program, or a proxy before some. */
export type Place = Pick<Program, "address">;

/** Posts a form. What it answers is not followed. */
export function post(program: Place, path: string, fields: Record<string, string>, cookie = ""): Promise<Response> {
  return fetch(program.address + path, {
    method: "POST",
    redirect: "manual",
    headers: { accept: "text/html", cookie },
    body: new URLSearchParams(fields),
  });
}

function sessionOf(answer: Response): string {
  const session = answer.headers.getSetCookie().find((cookie) => cookie.startsWith("session="));
  if (!session) throw new Error(`no session: ${answer.status} ${answer.headers.get("location") ?? ""}`);
  return session.split(";")[0];
}

/** Opens the printed set-up address and becomes the first administrator. */
export async function becomeAdmin(program: Program): Promise<Admin> {
  const person = { name: "Ana Lima", email: "ana.lima@aurora.example", password: "chuva fina na serra azul" };
  const t = new URL(await program.setupAddress()).searchParams.get("t") ?? "";
  const answer = await post(program, "/setup", { t, display_name: person.name, email: person.email, password: person.password });
  return { ...person, cookie: sessionOf(answer) };
}

/** Signs in; the session as a cookie. */
export async function signIn(program: Place, email: string, password: string): Promise<{ cookie: string }> {
  return { cookie: sessionOf(await post(program, "/login", { email, password })) };
}

/** The cookie with what the page will say that an answer leads to, and what that is: `notice=created&user=…`. */
function message(answer: Response): { sealed: string; pairs: URLSearchParams } {
  const cookie = answer.headers.getSetCookie().find((cookie) => cookie.startsWith("flash=")) ?? "flash=.";
  const sealed = cookie.slice("flash=".length).split(";")[0];
  const [, , pairs] = Buffer.from(sealed.split(".")[0], "base64url").toString().split(" ");
  return { sealed, pairs: new URLSearchParams(pairs) };
}

/** Creates a person; the list will say so in this browser. */
export async function createBeside(
  context: BrowserContext,
  { program, admin }: { program: Program; admin: { cookie: string } },
  name: string,
  email: string,
): Promise<void> {
  const answer = await post(program, "/admin/users/new", { display_name: name, email }, admin.cookie);
  await context.addCookies([{ name: "flash", value: message(answer).sealed, url: program.address }]);
}

/** Creates a person, as the form does. */
export async function createPerson(
  { program, admin }: { program: Place; admin: { cookie: string } },
  name: string,
  email: string,
  more: Record<string, string> = {},
): Promise<string> {
  const answer = await post(program, "/admin/users/new", { display_name: name, email, ...more }, admin.cookie);
  const id = message(answer).pairs.get("user");
  if (answer.status !== 303 || !id) throw new Error(`not created: ${answer.status} ${await answer.text()}`);
  return id;
}

/** Gives somebody with a temporary password one of their own; their session. */
export async function choosePassword(program: Place, email: string, temporary: string, own: string): Promise<{ cookie: string }> {
  const { cookie } = await signIn(program, email, temporary);
  return { cookie: sessionOf(await post(program, "/first-access", { new_password: own }, cookie)) };
}
