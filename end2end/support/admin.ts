// The first administrator, made as a browser makes them but without one.

import type { Program } from "./program";

export interface Admin {
  name: string;
  email: string;
  password: string;
  /** `session=…`: what a browser needs to be them. */
  cookie: string;
}

/** Posts a form. What it answers is not followed. */
export function post(program: Program, path: string, fields: Record<string, string>, cookie = ""): Promise<Response> {
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
export async function signIn(program: Program, email: string, password: string): Promise<{ cookie: string }> {
  return { cookie: sessionOf(await post(program, "/login", { email, password })) };
}

/** Creates a person, as the form does. */
export async function createPerson(
  { program, admin }: { program: Program; admin: { cookie: string } },
  name: string,
  email: string,
  more: Record<string, string> = {},
): Promise<string> {
  const answer = await post(program, "/admin/users/new", { display_name: name, email, ...more }, admin.cookie);
  const id = new URL(answer.headers.get("location") ?? "", program.address).searchParams.get("user");
  if (answer.status !== 303 || !id) throw new Error(`not created: ${answer.status} ${await answer.text()}`);
  return id;
}

/** Gives somebody with a temporary password one of their own; their session. */
export async function choosePassword(program: Program, email: string, temporary: string, own: string): Promise<{ cookie: string }> {
  const { cookie } = await signIn(program, email, temporary);
  return { cookie: sessionOf(await post(program, "/first-access", { new_password: own }, cookie)) };
}
