// What every page loads: passwords can be looked at, forms are sent once, what was typed survives
// a server that does not answer and a session that has ended, and times that say how long ago stay true.

// A second click while the first is under way is ignored. The button says so
// in the word of `data-busy`, and is released if nothing came of it.
const hold = (form, submitter) => {
  form.dataset.sent = "yes";
  submitter?.setAttribute("aria-disabled", "true");
  for (const word of form.querySelectorAll("[data-busy]")) {
    word.dataset.idle = word.textContent;
    word.textContent = word.dataset.busy;
  }
  setTimeout(release, 15000, form);
};
const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  for (const word of form.querySelectorAll("[data-idle]")) word.textContent = word.dataset.idle;
};
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  isAway = !navigator.onLine;
  document.querySelectorAll("form[data-sent]").forEach(release);
});

// What a password box holds can be shown. The button leaves its template only
// here, where it works; a password is hidden again when it is sent, and after
// Back, since browsers keep what a text field holds.
const secrets = (within) => [...within.querySelectorAll(".secret:has(> button)")];
const show = (secret, shown) => {
  const [input, button] = [secret.querySelector("input"), secret.querySelector("button")];
  input.type = shown ? "text" : "password";
  const icon = button.querySelector("use");
  icon.setAttribute("href", icon.getAttribute("href").replace(/#.*/, shown ? "#eye-off" : "#eye"));
  button.querySelector("span").textContent = shown ? button.dataset.hide : button.dataset.show;
  secret.querySelector("[role=status]").textContent = shown ? button.dataset.shown : button.dataset.hidden;
};
const isShown = (secret) => secret.querySelector("input").type === "text";
const hideIn = (within) => secrets(within).filter(isShown).forEach((secret) => show(secret, false));
const bringToLight = (part) => {
  for (const template of part.querySelectorAll(".secret > template")) {
    const secret = template.parentElement;
    template.replaceWith(template.content);
    secret.querySelector("button").addEventListener("click", () => show(secret, !isShown(secret)));
    // A suggested password is put in to be seen.
    secret.addEventListener("suggested", () => show(secret, true));
  }
};
bringToLight(document);
document.addEventListener("arrived", ({ detail }) => bringToLight(detail));
addEventListener("submit", ({ target }) => hideIn(target));
addEventListener("pageshow", ({ persisted }) => persisted && hideIn(document));

// What was typed comes back: after signing in again, when the session had ended meanwhile, after a
// failure of the server, in other colours or another language, and when another form of the page was sent.
// An email typed at sign-in is taken along by who has forgotten the password. The page that is left
// keeps it, and the next one puts it in; passwords never.
const isEntry = document.querySelector(".site.entry");
// By `shown` the server knows what was changed. A password in sight is a text.
const isKept = (field) =>
  field.name === "shown" ||
  (field.name && !field.matches(".secret *, [autocomplete=one-time-code], [type=hidden], [type=file], button"));
const firstValue = ({ defaultValue, options = [] }) =>
  defaultValue ?? ([...options].find((option) => option.defaultSelected) ?? options[0])?.value;
const isChanged = (field) =>
  field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== firstValue(field);
// All that is in the form that is sent; and what was changed in the others, of which the server may know something newer.
const keep = (sent, to) => {
  const action = sent.getAttribute("action");
  const forms = [...document.querySelectorAll("form.form")].map((form) => {
    const own = form.getAttribute("action");
    // In a form that was refused, what was typed is what it began with.
    const isRefused = own === location.pathname && document.querySelector(".error-summary");
    const isWhole = form === sent || isRefused || form.matches("[data-unsaved]");
    const fields = [...form.elements].filter((field) => isKept(field) && (isWhole || isChanged(field)));
    return { action: to ?? own, typed: fields.map(({ name, type, value, checked }) => ({ name, type, value, checked })) };
  });
  // A page that was refused has the address of its form, which is no page to return to.
  const at = action === location.pathname ? undefined : location.pathname + location.search;
  const isSomething = sent.matches(".form") || forms.some(({ typed }) => typed.length);
  if (isSomething) sessionStorage.setItem("typed", JSON.stringify({ action, at, forms }));
};
// For the page that comes next, by a switch or a link; what waits for its owner to sign in again goes first.
const takeAlong = (form, to) => {
  if (sessionStorage.getItem("returning") === "ended") return;
  keep(form, to);
  sessionStorage.setItem("returning", "taken");
};
addEventListener("click", ({ target }) => {
  const link = isEntry && target.closest?.("a[href='/forgot-password']");
  const form = link && document.querySelector("form.form");
  if (form) takeAlong(form, "/forgot-password");
});
const putBack = ({ action, typed }) => {
  const form = [...document.forms].find((form) => form.matches(".form") && form.getAttribute("action") === action);
  for (const { name, type, value, checked } of form ? typed : []) {
    const choice = type === "radio" || type === "checkbox";
    const input = [...form.elements].find((input) => input.name === name && (!choice || input.value === value));
    if (input && choice) input.checked = checked;
    else if (input) input.value = value;
  }
};
const returnTyped = () => {
  const kept = JSON.parse(sessionStorage.getItem("typed") ?? "{}");
  const again = document.querySelector("[data-again]");
  if (again) {
    // The server has failed: the way back leads to the form.
    if (kept.action) sessionStorage.setItem("returning", "failed");
    if (kept.at) again.href = kept.at;
    return;
  }
  const why = sessionStorage.getItem("returning");
  sessionStorage.removeItem("returning");
  // Sign-in leads to pages that need no more than their address; once, to another one.
  if (why === "ended" && kept.at && kept.at !== location.pathname + location.search) {
    sessionStorage.setItem("returning", "led");
    return location.replace(kept.at);
  }
  sessionStorage.removeItem("typed");
  // The form that was sent has been dealt with, unless something came between.
  for (const form of kept.forms ?? []) if (why || form.action !== kept.action) putBack(form);
};
const returning = sessionStorage.getItem("returning");
// A form kept for browsers without scripts.
const signIn = document.querySelector("[data-sign-in]");
if (signIn) location.replace(signIn.dataset.signIn);
else if (!isEntry || returning === "taken") returnTyped();
else if (document.getElementById("session-ended")) sessionStorage.setItem("returning", "ended");
// Who signs in next may be somebody else.
else if (returning !== "ended") sessionStorage.clear();

// A form that meets no server would take what was typed with it. So somebody
// asks whether one is there while the form is filled in and the button pressed;
// and where none was, again before the form is refused.
let isAway = false;
const look = async () => {
  try {
    isAway = (await fetch("/healthz", { cache: "no-store" })).status >= 500;
  } catch {
    isAway = true;
  }
};
for (const form of document.querySelectorAll("form.form")) {
  for (const moment of ["change", "pointerdown"]) form.addEventListener(moment, look);
}
const say = () => {
  document.querySelector("main .unreachable")?.remove();
  const main = document.querySelector("main > div");
  main.prepend(document.getElementById("unreachable").content.cloneNode(true));
  main.firstElementChild.scrollIntoView({ block: "nearest" });
};

// The link in a mail holds its token in the fragment, which reaches no server
// and no log. Browsers carry it along to where the server sends them; there
// it leaves the address bar, and is posted.
const token = new URLSearchParams(location.hash.slice(1)).get("t");
if (token) {
  history.replaceState(null, "", location.pathname);
  const form = Object.assign(document.createElement("form"), { method: "post", action: "/first-access/link" });
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "t", value: token }));
  document.body.append(form);
  form.submit();
}

addEventListener("submit", (event) => {
  const form = event.target;
  // What a button shows in a frame leaves the form as it is.
  if (event.defaultPrevented || form.method === "get" || event.submitter?.formTarget) return;
  if (form.dataset.sent) return event.preventDefault();
  hold(form, event.submitter);
  if ((isAway || !navigator.onLine) && form.matches(".form")) {
    event.preventDefault();
    return look().then(() => {
      release(form);
      if (isAway) say();
      else form.requestSubmit(event.submitter);
    });
  }
  if (form.matches(".switch")) takeAlong(form);
  else if (!isEntry && !form.closest(".top")) keep(form);
  const { new_password: chosen, password, current_password: current } = form.elements;
  if (chosen && (password ?? current)) {
    event.preventDefault();
    choose(form, chosen.value, event.submitter).catch(() => {
      release(form);
      say();
    });
  }
});

// A form with two passwords of which one was refused: the page that says so holds the other one
// still. It never leaves this page for that; the server repeats no password.
const choose = async (form, chosen, submitter) => {
  const { password, current_password: current } = form.elements;
  const typed = { new_password: chosen, password: password?.value, current_password: current?.value };
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { accept: "text/html", "x-sent-by-script": "yes" },
    body: new URLSearchParams(new FormData(form, submitter)),
  });
  const next = answer.headers.get("x-location");
  if (next) return location.assign(next);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main > div");
  document.querySelector("main > div").replaceWith(fresh);
  document.title = page.title;
  for (const [name, value] of Object.entries(typed)) {
    const box = fresh.querySelector(`[name=${name}]`);
    if (value && box && !box.matches("[aria-invalid]")) box.value = value;
  }
  if (!isEntry) returnTyped();
  document.dispatchEvent(new CustomEvent("arrived", { detail: fresh }));
  (fresh.querySelector(".error-summary") ?? document.getElementById("main")).focus();
};

// Copies a text, or what a box holds. A box can be copied from once a suggestion is in it: browsers
// trust what a person has changed, and no other change.
const letCopy = (part) => {
  for (const button of navigator.clipboard ? part.querySelectorAll("button[data-copy]") : []) button.hidden = false;
};
const markSuggestion = (input, isSuggested) => {
  const button = navigator.clipboard && document.querySelector(`button[data-copy-from="${input.id}"]`);
  if (!button) return;
  button.hidden = !isSuggested;
  input.parentElement.classList.toggle("suggested", isSuggested);
};
addEventListener("change", ({ target, isTrusted }) => isTrusted || markSuggestion(target, true));
addEventListener("input", ({ target, isTrusted }) => isTrusted && target.id && markSuggestion(target, false));
addEventListener("click", async ({ target }) => {
  const button = target.closest?.("button.copy");
  if (!button) return;
  const { copy, copyFrom, copied, refused } = button.dataset;
  const said = button.querySelector(".copied");
  const text = copy ?? document.getElementById(copyFrom).value;
  said.textContent = await navigator.clipboard.writeText(text).then(() => copied, () => refused);
  setTimeout(() => (said.textContent = ""), 3000);
});
letCopy(document);
document.addEventListener("arrived", ({ detail }) => letCopy(detail));

// <time datetime="…" data-relative>5 minutes ago</time>, by the server's clock: this
// machine's may be wrong. The words are the server's (CLDR).
const ahead = document.documentElement.dataset.now - performance.timeOrigin;
const [words, now] = ["always", "auto"].map((numeric) => new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric }));
const units = Object.entries({ day: 86400, hour: 3600, minute: 60 });
const renewTimes = () => {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now() - ahead) / 1000;
    const [unit, length] = units.find(([, length]) => Math.abs(seconds) >= length) ?? [];
    const said = unit ? words.format(Math.trunc(seconds / length), unit) : now.format(0, "second");
    // The text itself, which an island may hold on to.
    if (time.firstChild?.data !== said) time.firstChild.data = said;
  }
};
setInterval(renewTimes, 15000);
addEventListener("pageshow", renewTimes);
document.addEventListener("visibilitychange", renewTimes);
document.addEventListener("arrived", renewTimes);
