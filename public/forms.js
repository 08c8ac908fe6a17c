// What every page loads for its forms: each is sent once, and what was typed
// survives a server that does not answer and a session that has ended. Forms
// work without it.

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
  if (persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});

// Whether a form would reach anybody: asked first, since a form that meets no
// server, or no session, takes what was typed with it.
const isEntry = document.querySelector(".site.entry");
const reach = async () => {
  const options = { headers: { accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(10000) };
  try {
    const { status } = await fetch(isEntry ? "/healthz" : "/session", options);
    if (status === 401) return "signed out";
    return status < 500 ? "there" : "away";
  } catch {
    return "away";
  }
};

const place = (form) => `typed at ${form.getAttribute("action")}`;
const isKept = ({ name, type }) => name && !["hidden", "password", "file", "submit", "button"].includes(type);

const keep = (form) => {
  const typed = [...form.elements].filter(isKept).map(({ name, type, value, checked }) => ({ name, type, value, checked }));
  sessionStorage.setItem(place(form), JSON.stringify(typed));
};
for (const form of document.querySelectorAll("form.form")) {
  const typed = sessionStorage.getItem(place(form));
  if (!typed) continue;
  sessionStorage.removeItem(place(form));
  for (const { name, type, value, checked } of JSON.parse(typed)) {
    const choice = type === "radio" || type === "checkbox";
    const input = [...form.elements].find((input) => input.name === name && (!choice || input.value === value));
    if (!input) continue;
    if (choice) input.checked = checked;
    else input.value = value;
  }
}

const send = async (form, submitter) => {
  switch (await reach()) {
    case "away": {
      document.querySelector("main [role=alert]")?.remove();
      const main = document.querySelector("main > div");
      main.prepend(document.getElementById("unreachable").content.cloneNode(true));
      main.firstElementChild.scrollIntoView({ block: "nearest" });
      return release(form);
    }
    case "signed out": {
      keep(form);
      const next = form.dataset.page ?? location.pathname + location.search;
      return location.assign(`/login?${new URLSearchParams({ next, notice: "session-ended" })}`);
    }
  }
  if (submitter?.name) {
    const value = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(value);
  }
  HTMLFormElement.prototype.submit.call(form);
};

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) return event.preventDefault();
  hold(form, event.submitter);
  // Only what somebody has typed is worth a question.
  if (!form.matches("form.form")) return;
  event.preventDefault();
  send(form, event.submitter);
});
