// What every page loads: it keeps a form from being sent twice, and brings the
// islands to life. Pages are whole without it, so every failure is let go.

// A second click while the first is under way is ignored. The button says so
// in the word of `data-busy`, and is released if nothing came of it.
const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  for (const word of form.querySelectorAll("[data-idle]")) word.textContent = word.dataset.idle;
};
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  for (const word of form.querySelectorAll("[data-busy]")) {
    word.dataset.idle = word.textContent;
    word.textContent = word.dataset.busy;
  }
  setTimeout(release, 15000, form);
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});

// The page names its bundle, if it has islands. What an island is called ends
// in a number that differs between compilers, so only its name counts.
const wake = async (link) => {
  const bundle = await import(link.href);
  await bundle.default({ module_or_path: link.dataset.wasm });
  bundle.hydrate();
  const named = (name) => Object.keys(bundle).find((key) => key.startsWith(name.replace(/\d+$/, "")));
  const wakeAll = (part) => {
    for (const island of part.querySelectorAll("leptos-island")) {
      try {
        bundle[named(island.dataset.component)](island);
      } catch {}
    }
  };
  wakeAll(document);
  // Parts of a page that come later.
  document.addEventListener("arrived", ({ detail }) => wakeAll(detail));
};
const bundle = document.getElementById("bundle");
const soon = window.requestIdleCallback ?? setTimeout;
if (bundle) soon(() => wake(bundle).catch(() => {}), { timeout: 1000 });
