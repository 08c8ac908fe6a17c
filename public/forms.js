// What every page loads: passwords can be looked at, forms are sent once, and what was typed survives
// a server that does not answer and a session that has ended; and times that
// say how long ago something was stay true. Both work without it.

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
  isAway = false;
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

// What was typed comes back after signing in again, when the session had ended
// meanwhile: the form takes it along, and the page it leads back to puts it in.
const isEntry = document.querySelector(".site.entry");
const isKept = ({ name, type }) => name && !["hidden", "password", "file", "submit", "button"].includes(type);
const keep = (form) => {
  const typed = [...form.elements].filter(isKept).map(({ name, type, value, checked }) => ({ name, type, value, checked }));
  sessionStorage.setItem("typed", JSON.stringify({ action: form.getAttribute("action"), typed }));
};
const putBack = () => {
  const { action, typed } = JSON.parse(sessionStorage.getItem("typed") ?? "{}");
  const form = [...document.forms].find((form) => form.matches(".form") && form.getAttribute("action") === action);
  for (const { name, type, value, checked } of form ? typed : []) {
    const choice = type === "radio" || type === "checkbox";
    const input = [...form.elements].find((input) => input.name === name && (!choice || input.value === value));
    if (input && choice) input.checked = checked;
    else if (input) input.value = value;
  }
};
if (isEntry) {
  if (new URLSearchParams(location.search).get("notice") === "session-ended") sessionStorage.setItem("returning", "yes");
} else {
  if (sessionStorage.getItem("returning")) putBack();
  sessionStorage.removeItem("returning");
  sessionStorage.removeItem("typed");
}

// A form that meets no server would take what was typed with it. So somebody
// asks whether one is there while the form is filled in and the button pressed.
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
// and no log. Browsers carry it along to wherever the server sends them; there
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
  if (form.matches(".form")) {
    if (isAway || !navigator.onLine) {
      event.preventDefault();
      look();
      return say();
    }
    if (!isEntry) keep(form);
  }
  hold(form, event.submitter);
});

// <time datetime="…" data-relative>5 minutes ago</time>, by the server's clock: this
// machine's may be wrong. The words are those the server has made (CLDR).
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
