// The queue without loading the page anew: one key an act, each act a post of the card's own form. Without script the
// same forms do the same.
const queue = document.querySelector("[data-queue]");
const said = document.querySelector("[data-said]");
const panel = document.querySelector("[data-panel]");
const bulk = document.getElementById("bulk");
const KEYS = "queue-keys";
// Milliseconds before the panel follows, and in which a second press of a key is a slip, not a decision on the next card.
const PAUSE = 150, TWICE = 400;
const FIELD = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const undoable = [];
let inHand = null, timer = 0, asked = null, pressed = { key: "", at: -TWICE };

const kept = () => { try { return localStorage.getItem(KEYS); } catch { return null; } };
let keysAreOn = kept() !== "off";

const cards = () => [...queue.querySelectorAll("[data-card]")];
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

const tell = (text, { bad = false, decisions = "" } = {}) => {
  said.classList.toggle("is-bad", bad);
  said.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
  if (!decisions) return;
  const button = Object.assign(document.createElement("button"), { className: "move", type: "button", textContent: queue.dataset.wordUndo });
  button.addEventListener("click", () => undo(decisions));
  said.append(button);
};

// --- The card in hand, and the panel that follows it ---

const show = async (card) => {
  if (!panel || panel.dataset.panel === card.dataset.card) return;
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(card.dataset.context, { signal: asked.signal });
    if (!answer.ok) return;
    panel.innerHTML = await answer.text();
    panel.dataset.panel = card.dataset.card;
  } catch { /* another card was taken in hand, or the line is down: the link on the card still leads there */ }
};

const hold = (card) => {
  if (card === inHand) return;
  inHand?.classList.remove("is-on");
  inHand = card;
  card.classList.add("is-on");
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE, card);
};

const go = (card) => (card ?? queue.querySelector("[data-further]") ?? document.getElementById("further"))?.focus();

const step = (by) => {
  const all = cards(), place = all.indexOf(inHand);
  if (place < 0) go(all[0]);
  else if (place + by >= 0) go(all[place + by]);
};

// --- Acts ---

const post = async (url, body) => {
  queue.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token() } });
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    if (!told) throw new Error(answer.status);
    count(told.tabs);
    return { ...told, ok: answer.ok };
  } catch {
    tell(queue.dataset.lost, { bad: true });
    return null;
  } finally {
    queue.removeAttribute("aria-busy");
  }
};

const count = (tabs = {}) => {
  for (const [name, number] of Object.entries(tabs)) document.querySelector(`[data-tab="${name}"]`).textContent = number;
};

const replace = (rows = {}) => Object.entries(rows).map(([pk, html]) => {
  const old = document.getElementById(`card-${pk}`);
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("article");
  old?.replaceWith(fresh);
  return fresh;
});

const act = async (form, button) => {
  if (queue.getAttribute("aria-busy")) return;
  const told = await post(form.action, new FormData(form, button));
  if (!told) return;
  const all = cards(), gone = new Set(Object.keys(told.lines ?? {}));
  const place = Math.max(-1, ...all.map((card, at) => (gone.has(card.dataset.card) ? at : -1)));
  const rest = (part) => part.find((card) => !gone.has(card.dataset.card));
  const next = rest(all.slice(place + 1)) ?? rest(all);
  replace(told.lines);
  const changed = replace(told.cards);
  if (told.decisions) undoable.push(told.decisions);
  tell(told.said, { bad: !told.ok, decisions: told.decisions });
  // A card that was drawn anew is another element.
  if (gone.size) go(next && document.getElementById(next.id));
  else if (changed.length) go(changed[0]);
  if (form === bulk && told.ok) bulk.reset();
};

const undo = async (decisions) => {
  if (!decisions || queue.getAttribute("aria-busy")) return;
  const body = new FormData();
  body.set("decisions", decisions);
  body.set("back", bulk?.elements.back.value ?? "");
  const told = await post(queue.dataset.undo, body);
  if (!told) return;
  const place = undoable.indexOf(decisions);
  if (place >= 0) undoable.splice(place, 1);
  replace(told.lines);
  const back = replace(told.cards);
  tell(told.said, { bad: !told.ok });
  if (back.length) go(document.getElementById(back[0].id));
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("[data-undo]")) {
    if (!document.getElementById("bulk")) return;
    event.preventDefault();
    undo(form.elements.decisions.value);
  } else if (form.matches("[data-act]")) {
    event.preventDefault();
    act(form, event.submitter);
  } else if (form.matches("[data-note]")) {
    event.preventDefault();
    const told = await post(form.action, new FormData(form));
    if (!told) return;
    if (told.context) panel.innerHTML = told.context;
    tell(told.said, { bad: !told.ok });
    panel.querySelector("[name=note]")?.focus();
  }
});

// --- Keys, inside the queue only, and never in a field ---

const acts = {
  j: () => step(1),
  k: () => step(-1),
  x: (event) => (event.shiftKey ? bulk.querySelector("[data-all]") : inHand?.querySelector("[type=checkbox]"))?.click(),
  u: () => undo(undoable.at(-1)),
};

const isSlip = (key, event) => {
  const before = pressed;
  pressed = { key, at: event.timeStamp };
  return event.repeat || (before.key === key && event.timeStamp - before.at < TWICE);
};

const press = (key) => {
  const target = inHand?.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (target.matches("details")) {
    target.open = !target.open;
    (target.open ? target.querySelector("[name=do]") : inHand).focus();
  } else target.click();
  return true;
};

queue.addEventListener("keydown", (event) => {
  if (!keysAreOn || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(FIELD)) return;
  const key = event.key.toLowerCase(), slip = isSlip(key, event), box = event.target.closest("details[open]");
  const reason = box?.querySelectorAll(".q__reasons button")[Number(key) - 1];
  if (reason) reason.click();
  else if (key === "escape" && box) {
    box.open = false;
    inHand.focus();
  } else if ("jkx".includes(key)) acts[key](event);
  else if (!/^[a-z]$/.test(key)) return;
  else if (slip) { /* held down, or pressed twice */ }
  else if (acts[key]) acts[key](event);
  else if (!press(key)) return;
  event.preventDefault();
});

queue.addEventListener("focusin", (event) => {
  const card = event.target.closest("[data-card]");
  if (card) hold(card);
});

// Who opens an answer wants to write it. The event does not bubble.
queue.addEventListener("toggle", ({ target }) => { if (target.open) target.querySelector("textarea")?.focus(); }, true);

queue.addEventListener("click", (event) => {
  const link = event.target.closest("[data-open-context]");
  if (!link || !panel || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.closest("[data-card]")).then(() => panel.focus());
});

// --- The bar ---

if (bulk) {
  const all = bulk.querySelector("[data-all]"), toggle = bulk.querySelector("[data-keys-switch]");
  const say = () => {
    toggle.textContent = keysAreOn ? queue.dataset.wordsOn : queue.dataset.wordsOff;
    toggle.parentElement.classList.toggle("is-off", !keysAreOn);
  };
  all.closest("label").hidden = toggle.parentElement.hidden = false;
  all.addEventListener("change", () => cards().forEach((card) => { card.querySelector("[name=id]").checked = all.checked; }));
  toggle.addEventListener("click", () => {
    keysAreOn = !keysAreOn;
    try { localStorage.setItem(KEYS, keysAreOn ? "on" : "off"); } catch { /* for this page, then */ }
    say();
  });
  say();
  if (keysAreOn && !location.hash && document.activeElement === document.body) cards()[0]?.focus({ preventScroll: true });
}
