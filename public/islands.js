// Brings the islands of a page to life. Pages are whole without it, so every
// failure is let go.

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
  link.dataset.awake = "yes";
  // Parts of a page that come later.
  document.addEventListener("arrived", ({ detail }) => wakeAll(detail));
};
const bundle = document.getElementById("bundle");
const soon = window.requestIdleCallback ?? setTimeout;
if (bundle) soon(() => wake(bundle).catch(() => {}), { timeout: 1000 });
