// How each app that nobody here wrote is run from its recipe in docs/apps.md.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ForeignApp, type Install, pythonCommand } from "./foreign_app";

/** A Django project with the settings and addresses of a recipe. */
export const django: Install = ({ recipe, port, folder }) => {
  const env = { RECIPE: recipe.text, FOLDER: folder, DJANGO_SETTINGS_MODULE: "django_settings", OAUTHLIB_INSECURE_TRANSPORT: "1" };
  const migrate = pythonCommand(["-m", "django", "migrate", "--verbosity", "0"], env);
  execFileSync(migrate.file, migrate.args, { env: { ...migrate.env, OIDC_SECRET: "x" } });
  return pythonCommand(["-m", "django", "runserver", "--noreload", "--nothreading", `127.0.0.1:${port}`], env);
};

/** The recipe of Authlib is a whole program. */
export const authlib: Install = ({ recipe, port }) =>
  pythonCommand([join(import.meta.dirname, "../clients/authlib_app.py")], { RECIPE: recipe.text, PORT: `${port}`, COOKIE_KEY: "only for tests" });

/** The recipe of express-openid-connect is a whole program. */
export const express: Install = ({ recipe, port }) => ({
  file: process.execPath,
  args: ["--input-type=module", "--eval", recipe.text],
  env: { PORT: `${port}`, COOKIE_KEY: "only for tests, but long enough" },
});

const modules = "/usr/lib/apache2/modules";
/** What Debian's apache2 loads by default, and includes for a page that shows who is signed in. */
const loaded = ["mpm_event", "authn_core", "authz_core", "authz_user", "dir", "include", "mime", "env", "auth_openidc"];

/** Debian's Apache with the module of the recipe, without touching what is installed. */
export const apache: Install = ({ recipe, port, folder }) => {
  const site = join(folder, "site");
  mkdirSync(site);
  execFileSync("chmod", ["755", folder]);
  const page = `<h1>Signed in</h1><p id=email><!--#echo var="REMOTE_USER" --></p><p id=groups><!--#echo var="OIDC_CLAIM_groups" --></p>`;
  ForeignApp.write(join(site, "index.html"), page);
  const configuration = ForeignApp.write(
    join(folder, "apache.conf"),
    `ServerName 127.0.0.1
ServerRoot ${folder}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
DefaultRuntimeDir ${folder}/tmp
TypesConfig /dev/null
Listen 127.0.0.1:${port}
${loaded.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join("\n")}
User www-data
Group www-data
DocumentRoot ${site}
DirectoryIndex index.html
AddType text/html .html
AddOutputFilter INCLUDES .html
<Directory ${site}>
  Options +Includes
</Directory>
${recipe.text.replace("my-group", "turma-1a")}
`,
  );
  return { file: "/usr/sbin/apache2", args: ["-DFOREGROUND", "-f", configuration] };
};

/** oidc-client-ts as its package has it for browsers; the page is the recipe and buttons around it. */
export const spa: Install = ({ recipe, port, folder }) => {
  const packages = join(import.meta.dirname, "../node_modules");
  const files: Record<string, string> = {
    "/oidc-client-ts.js": readFileSync(join(packages, "oidc-client-ts/dist/esm/oidc-client-ts.js"), "utf8"),
    "/jwt-decode.js": readFileSync(join(packages, "jwt-decode/build/esm/index.js"), "utf8"),
    "/spa.js": `${recipe.text}\n${readFileSync(join(import.meta.dirname, "../clients/spa.js"), "utf8")}`,
    "/": readFileSync(join(import.meta.dirname, "../clients/spa.html"), "utf8"),
  };
  const serve = `
    const files = ${JSON.stringify(files)};
    require("http").createServer((request, response) => {
      const { pathname } = new URL(request.url, "http://x");
      const type = pathname.endsWith(".js") ? "text/javascript" : "text/html";
      response.writeHead(pathname === "/favicon.ico" ? 204 : 200, { "content-type": type });
      response.end(pathname === "/favicon.ico" ? "" : files[pathname] ?? files["/"]);
    }).listen(${port}, "127.0.0.1");`;
  const file = ForeignApp.write(join(folder, "serve.cjs"), serve);
  return { file: process.execPath, args: [file] };
};

