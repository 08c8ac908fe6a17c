// What the administrator's pages load besides: parts that keep themselves up
// to date, questions asked in a dialog, lists that follow what one types.
// Each of them is a page of its own, which works without this; so every
// failure leads there.

const pageAt = async (address, { signal, headers } = {}) => {
  const answer = await fetch(address, { headers: { accept: "text/html", ...headers }, signal }).catch((error) => {
    throw Object.assign(error, { isAway: error.name !== "AbortError" });
  });
  document.querySelector(".unreachable")?.remove();
  const isOver = headers && answer.redirected && new URL(answer.url).pathname === "/login";
  if (isOver && ![...document.forms].some((form) => [...form.elements].some(isTyped))) location.assign(answer.url);
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

// No server answered: what is shown stays, and says so until one does.
const sayAway = (place = document.querySelector("main > div")) => {
  document.querySelector(".unreachable")?.remove();
  place.prepend(document.getElementById("unreachable").content.cloneNode(true));
  place.firstElementChild.scrollIntoView({ block: "nearest" });
};

// Says something to those who do not see it. A region is heard if it was there before its words.
const announce = (words) => {
  let region = document.getElementById("announcement");
  if (!region) {
    region = Object.assign(document.createElement("p"), { id: "announcement", className: "visually-hidden", role: "status" });
    document.body.append(region);
  }
  setTimeout(() => (region.textContent = words), 100);
};

// What a page fetches unasked is no use of the session, which ends an hour after its last use. Then the sign-in page says
// so, and leads back; what was typed stays here, and is kept when it is sent (`forms.js`).
const firstValue = ({ value, defaultValue, options = [] }) =>
  defaultValue ?? ([...options].find((option) => option.defaultSelected) ?? options[0] ?? { value }).value;
const isTyped = (field) =>
  field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== firstValue(field);
const fetchAgain = () => pageAt(location.href, { headers: { "x-unattended": "yes" } });
const listen = (address, hear) => {
  const events = new EventSource(address);
  events.onmessage = ({ data }) => hear(data);
  // Refused, not only cut off: the page says why.
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) fetchAgain().catch(() => {});
  };
};

// Finds again what is the same in another version of the page: by the row it is
// in and where it leads, since what is new moves the rest along.
const identity = (element) => {
  const row = element.closest("li[id], tr[id]")?.id;
  const words = row && element.matches("details, summary") ? "" : element.textContent;
  return [element.tagName, row, element.href, element.name, element.value, words].join();
};

// Puts the part of a page that was fetched in the place of the one shown:
// what was open stays open, what had the focus keeps it.
const replace = (shown, fresh) => {
  const at = document.activeElement;
  const focused = shown.contains(at) && identity(at);
  const open = [...shown.querySelectorAll("details[open]")].map(identity);
  // What says the same is left alone: a screen reader would say it again.
  if (shown.innerHTML !== fresh.innerHTML) shown.replaceChildren(...fresh.childNodes);
  for (const { name, value } of fresh.attributes) shown.setAttribute(name, value);
  for (const details of shown.querySelectorAll("details")) details.open ||= open.includes(identity(details));
  focusOn(focused, shown);
  document.dispatchEvent(new CustomEvent("arrived", { detail: shown }));
};
const focusOn = (wanted, part) => {
  const all = [...part.querySelectorAll("a, button, input, select, summary")];
  all.find((element) => identity(element) === wanted)?.focus({ preventScroll: true });
};

// Live: <section id="…" data-live="user:…" data-version="…">. The server names the
// version of the topic; when it is another, the page is fetched again.
const watch = (topic) => {
  const regions = () => document.querySelectorAll(`[data-live="${topic}"]`);
  let wanted, busy;
  const refresh = async () => {
    busy = true;
    while (wanted !== regions()[0]?.dataset.version) {
      const asked = wanted;
      try {
        const page = await fetchAgain();
        for (const region of regions()) {
          const fresh = page.getElementById(region.id);
          if (fresh) replace(region, fresh);
        }
      } catch {}
      // What changes faster than pages are made is fetched once a second.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      if (asked === wanted) break;
    }
    busy = false;
  };
  listen(`/admin/live?of=${encodeURIComponent(topic)}`, (version) => {
    wanted = version;
    if (!busy && wanted !== regions()[0]?.dataset.version) refresh();
  });
};
new Set([...document.querySelectorAll("[data-live]")].map(({ dataset }) => dataset.live)).forEach(watch);

// People: the server sends the cells of those whose mail moved, made as on the page, and the
// counters. A part that had nobody until now has no counter yet: then the page is asked for it.
const number = new Intl.NumberFormat(document.documentElement.lang);
const showRow = ({ user, version, cells, said }) => {
  const row = document.getElementById(`user-${user}`);
  if (!row || row.dataset.version === version) return;
  row.dataset.version = version;
  // What was just done to them stays to be read.
  const done = row.querySelector(".said");
  const place = done?.closest("td").cellIndex;
  for (const [at, html] of Object.entries(cells)) {
    const fresh = row.cells[at].cloneNode();
    fresh.innerHTML = html;
    replace(row.cells[at], fresh);
  }
  if (done && !row.contains(done)) row.cells[place].append(done);
  announce(said);
};
const showCounts = async (counts) => {
  const counters = document.getElementById("counters");
  const missing = new Set(Object.keys(counts).filter((part) => counts[part]));
  for (const link of counters.querySelectorAll("[data-count]")) {
    const part = link.dataset.count;
    missing.delete(part);
    const shown = link.querySelector("strong");
    if (shown) shown.textContent = number.format(counts[part]);
    if (!counts[part] && !link.hasAttribute("aria-current")) link.parentElement.remove();
  }
  if (missing.size) replace(counters, (await fetchAgain()).getElementById("counters"));
};
if (document.getElementById("counters")) {
  listen("/admin/users/live", (data) => {
    const news = JSON.parse(data);
    if (news.counts) showCounts(news.counts).catch(() => {});
    else showRow(news);
  });
}

// Questions: a link or a GET form with data-dialog leads to a page with a
// [data-question]; here it is asked on the spot. What leads there is busy until then. Esc and [data-cancel]
// take it back, and the focus returns to what asked, also to its like when that part was replaced meanwhile.
const show = (content) => {
  const asking = identity(document.activeElement);
  const dialog = document.createElement("dialog");
  dialog.append(content);
  dialog.setAttribute("aria-label", dialog.querySelector("h1, h2").textContent);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (document.activeElement === document.body) focusOn(asking, document);
  });
  document.body.append(dialog);
  dialog.showModal();
  // The name that stands there for password managers only.
  if (document.activeElement.name === "username") dialog.querySelector("[type=password]").focus();
  document.dispatchEvent(new CustomEvent("arrived", { detail: dialog }));
  return dialog;
};
const ask = async (address, by) => {
  if (by?.ariaBusy) return;
  by?.setAttribute("aria-busy", "true");
  try {
    const question = (await pageAt(address)).querySelector("[data-question]");
    if (!question) throw new Error("no question");
    show(question);
  } catch (error) {
    if (error.isAway) sayAway();
    else location.assign(address);
  }
  by?.removeAttribute("aria-busy");
};
addEventListener("click", (event) => {
  const { target } = event;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const cancel = target.closest("dialog [data-cancel]");
  const link = target.closest("a[data-dialog]");
  if (!cancel && !link) return;
  event.preventDefault();
  if (cancel) cancel.closest("dialog").close();
  else ask(link.href, link);
});
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("form[data-dialog]")) return;
    event.preventDefault();
    const action = event.submitter?.getAttribute("formaction") ?? form.action;
    ask(`${action}?${new URLSearchParams(new FormData(form, event.submitter))}`, event.submitter);
  },
  true,
);

// Lists: what is typed into form[data-instant="results more"] is looked for at once. The
// address follows, so that Back, a reload and a copied link show the same rows.
for (const form of document.querySelectorAll("form[data-instant]")) {
  let timer, under_way;
  const look = async () => {
    // A date that is being typed has no value yet. Left unfinished it holds nothing back: what is beside it says so.
    if (document.activeElement?.validity?.badInput) return;
    under_way?.abort();
    under_way = new AbortController();
    const fields = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(fields).toString();
    const address = query ? `${form.action}?${query}` : form.action;
    try {
      const page = await pageAt(address, { signal: under_way.signal });
      const parts = form.dataset.instant.split(" ").map((id) => document.getElementById(id));
      for (const part of parts) replace(part, page.getElementById(part.id));
      announce(parts[0].querySelector("caption, h2")?.textContent ?? "");
      history.replaceState(history.state, "", address);
      document.title = page.title;
    } catch (error) {
      if (error.isAway) sayAway();
      else if (error.name !== "AbortError") form.submit();
    }
  };
  form.addEventListener("input", ({ target }) => {
    // What is said to be wrong is so of what it held before.
    document.getElementById(target.getAttribute("aria-describedby"))?.remove();
    target.removeAttribute("aria-invalid");
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
  // Reporting moves the focus: only the field that was changed is reported, and not at each key.
  form.addEventListener("change", ({ target }) => target.reportValidity());
  // The browser sends no form with such a date, and says why beside it, which a closed menu would hide.
  const open = ({ target }) => (target.closest("details") ?? {}).open = true;
  form.addEventListener("invalid", open, true);
}

// A preview: what is typed into form[data-preview] is sent to a fresh frame, which takes the place of the
// one shown once it has loaded. A frame that is sent elsewhere would leave a step in the history each time.
for (const form of document.querySelectorAll("form[data-preview]")) {
  let timer;
  let count = 0;
  const renew = () => {
    const shown = document.getElementById(form.dataset.preview);
    const button = document.querySelector(`[form="${form.id}"][formtarget]`);
    const fresh = shown.cloneNode();
    fresh.removeAttribute("src");
    fresh.name = button.formTarget = `preview-${(count += 1)}`;
    fresh.id = "";
    fresh.classList.add("loading");
    shown.after(fresh);
    // As it is written, by which `forms.js` finds the form again.
    const [action, target] = [form.getAttribute("action"), form.target];
    Object.assign(form, { action: button.formAction, target: fresh.name }).submit();
    Object.assign(form, { action, target });
    fresh.addEventListener("load", () => {
      if (!shown.isConnected) return fresh.remove();
      fresh.id = shown.id;
      fresh.classList.remove("loading");
      shown.remove();
    });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(renew, 400);
  };
  for (const field of form.elements) {
    if (field.type !== "file" && field.name !== "preview_width") field.addEventListener("input", later);
  }
  // What was typed before another form of the page was sent is in its fields again.
  if ([...form.elements].some(({ value, defaultValue = value }) => value !== defaultValue)) renew();
}
for (const picker of document.querySelectorAll("[data-fills]")) {
  picker.hidden = false;
  const field = document.getElementById(picker.dataset.fills);
  picker.addEventListener("input", () => {
    field.value = picker.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const follow = () => {
    if (/^#[0-9a-f]{6}$/i.test(field.value)) picker.value = field.value;
  };
  field.addEventListener("input", follow);
  follow();
}

// The box data-all marks all boxes of its table or set, and shows whether all are marked; [data-selected] counts them.
const boxesOf = (all) => [...all.closest("table, fieldset").querySelectorAll("[type=checkbox][name]")];
const count = (form) => {
  const all = form?.querySelector("[data-all]");
  if (!all) return;
  const boxes = boxesOf(all);
  const marked = boxes.filter((box) => box.checked).length;
  all.checked = marked > 0 && marked === boxes.length;
  all.indeterminate = marked > 0 && marked < boxes.length;
  const { all: whole } = form.elements;
  for (const number of form.querySelectorAll("[data-selected]")) number.textContent = whole?.checked ? whole.dataset.total : marked;
};
addEventListener("change", ({ target }) => {
  const { form } = target;
  const all = form?.querySelector("[data-all]");
  if (!all) return;
  const isWhole = target.matches("[name=all]");
  if (target === all || (isWhole && target.checked)) for (const box of boxesOf(all)) box.checked = target.checked;
  if (!isWhole && form.elements.all) form.elements.all.checked = false;
  count(form);
});
addEventListener("reset", ({ target }) => setTimeout(count, 0, target));
addEventListener("pageshow", () => [...document.forms].forEach(count));

// Menus: <details class="menu">. They close by Esc and by a click elsewhere, and open upward where there is no room below.
const openMenus = () => [...document.querySelectorAll("details.menu[open]")];
addEventListener("pointerdown", ({ target }) => {
  for (const menu of openMenus()) if (!menu.contains(target) && !target.closest?.("dialog")) menu.open = false;
});
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches("details.menu[open]")) return;
    target.classList.remove("up");
    const { top, bottom, height } = target.lastElementChild.getBoundingClientRect();
    target.classList.toggle("up", bottom > innerHeight && top > height + 64);
  },
  true,
);

// Paper: the button is there only where it works.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Keys: "/" goes to the search, "?" shows the keys there are, Esc closes a menu.
addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // In a box of a list it would press the first of the buttons.
  if (key === "Enter" && target.matches(".people [type=checkbox]")) event.preventDefault();
  if (key === "Escape" && !document.querySelector("dialog[open]")) {
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  if (target.matches("input:not([type=checkbox]), select, textarea") || document.querySelector("dialog[open]")) return;
  const search = document.getElementById("q");
  const keys = document.getElementById("keys");
  if (key === "/" && search) {
    event.preventDefault();
    search.select();
  } else if (key === "?" && keys) {
    show(keys.content.cloneNode(true));
  }
});

// The palette, by Ctrl K: pages, and people as one types. It finds them where the list of people does.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const openPalette = () => {
  const palette = show(document.getElementById("palette").content.cloneNode(true)).querySelector(".palette");
  const [input, list] = [palette.querySelector("input"), palette.querySelector("ul")];
  const pages = [...document.querySelectorAll(".nav a")].map((link) => [link.href, link.textContent, ""]);
  // What was found: said, and shown where it is nothing.
  const told = Object.assign(document.createElement("p"), { className: "hint", role: "status" });
  palette.append(told);
  let timer, under_way;
  const listOf = () => `/admin/users?sort=name&q=${encodeURIComponent(input.value.trim())}`;
  const offer = (people, said) => {
    const found = pages.filter(([, name]) => plain(name).includes(plain(input.value.trim())));
    const [all, most] = [[...found, ...people], 12];
    const rest = all.length > most ? [[listOf(), palette.dataset.all, ""]] : [];
    const items = [...all.slice(0, most), ...rest].map(([href, name, email]) => {
      const [item, link, under] = ["li", "a", "small"].map((name) => document.createElement(name));
      under.textContent = email;
      link.append(name, " ", under);
      link.href = href;
      item.append(link);
      return item;
    });
    list.replaceChildren(...items);
    told.classList.toggle("visually-hidden", items.length > 0);
    told.textContent = said ? [...found.map(([, name]) => name), said].join(". ") : "";
  };
  const look = async () => {
    under_way?.abort();
    under_way = new AbortController();
    const page = await pageAt(listOf(), { signal: under_way.signal });
    const rows = [...page.querySelectorAll("#together tbody tr")];
    const people = rows.map((row) => [row.querySelector("th a").getAttribute("href"), row.querySelector("th a").textContent, row.cells[2].textContent]);
    offer(people, page.querySelector("#people :is(caption, h2)")?.textContent);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    offer([]);
    if (input.value.trim()) timer = setTimeout(() => look().catch(({ isAway }) => isAway && sayAway(palette)), 200);
  });
  palette.addEventListener("keydown", (event) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
    } else if (event.key === "Enter" && document.activeElement === input) {
      event.preventDefault();
      stops[1]?.click();
    }
  });
  offer([]);
};
addEventListener("keydown", (event) => {
  if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (!document.getElementById("palette") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  openPalette();
});

// Lines that scroll sideways: browsers leave a link alone that is half in sight when it gets the focus
// by keyboard. By a pointer it must not move: the click would miss it.
addEventListener("focusin", ({ target }) => {
  if (target.matches(":is(.counters, .nav) a:focus-visible")) target.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
});

// The page one is on stands in sight among them; the style sheet sees to it where browsers know how.
if (!CSS.supports("scroll-initial-target", "nearest") && matchMedia("(max-width: 47.5rem)").matches) {
  document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
}
// So does the part of a list that is shown, without moving the page.
for (const part of document.querySelectorAll(".counters [aria-current]")) {
  const line = part.closest(".counters");
  line.scrollLeft += Math.max(0, part.getBoundingClientRect().right - line.getBoundingClientRect().right + 40);
}

// What is done to somebody in a list leads back to their row: the page stays where it was scrolled to.
addEventListener("submit", ({ target }) => {
  if (target.elements.back) sessionStorage.setItem("scrolled", scrollY);
});
addEventListener("load", () => {
  // What was done is there from the start, which no screen reader says.
  const said = document.querySelectorAll(".said, .banner-success > :is(h2, p)");
  if (said.length) announce([...said].map(({ textContent }) => textContent).join(" "));
  const scrolled = sessionStorage.getItem("scrolled");
  sessionStorage.removeItem("scrolled");
  if (scrolled !== null && location.hash.startsWith("#user-")) scrollTo({ top: scrolled, behavior: "instant" });
});
