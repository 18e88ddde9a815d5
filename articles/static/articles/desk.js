// Comforts of the article form: counters, figures, the drawn search result, rows, keys. The form does without them.
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (name, values) => Object.assign(document.createElement(name), values);
const field = (name) => document.getElementById(`id_${name}`);
const stored = (store, key, value) => {
  try {
    return value === undefined ? store.getItem(key) : store.setItem(key, value);
  } catch { return null; } // a browser that keeps nothing
};

// --- Counters ---

for (const input of all("[data-count]")) {
  const count = make("span", { className: "count" });
  const show = () => {
    count.textContent = `${input.value.length} / ${input.dataset.count}`;
    count.classList.toggle("count--over", input.value.length > Number(input.dataset.count));
  };
  input.after(count);
  input.addEventListener("input", show);
  show();
}

// --- Figures, by the rules of articles.html and articles.desk.measure ---

const WORDS_PER_MINUTE = 238;
const BLOCK = /<\/(?:p|h2|h3|li|blockquote|figcaption)>|<br\s*\/?>|<hr\s*\/?>/g;
const SENTENCE = /(?<=[.!?…])["'”’)\]]*\s+|\n/;
const count = (text) => text.split(/\s+/).filter(Boolean).length;
// A parsed document of its own: nothing in it is loaded or run.
const plain = (html) => new DOMParser().parseFromString(html.replace(BLOCK, "$&\n"), "text/html").body.textContent;

const measure = () => {
  const text = plain(field("body").value), words = count(text);
  const shown = {
    words, minutes: words && Math.max(1, Math.round(words / WORDS_PER_MINUTE)),
    longest: Math.max(...text.split(SENTENCE).map(count)),
  };
  for (const figure of all("[data-figure]")) figure.textContent = shown[figure.dataset.figure];
};

// --- Search result and share card ---

const slugify = (text) => text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase().replace(/[^\w\s-]/g, "")
  .trim().replace(/[-\s]+/g, "-").slice(0, 80).replace(/^[-_]+|[-_]+$/g, "");
const excerpt = (text) => (text.length > 160 ? `${text.slice(0, 160).replace(/\s\S*$/, "")}…` : text);

const draw = () => {
  const value = (name) => field(name)?.value.trim() || "";
  const shown = {
    slug: value("slug") || slugify(value("headline")) || "…",
    title: value("search_title") || value("headline"),
    text: value("search_description") || value("standfirst") || excerpt(plain(value("body")).trim().replace(/\s+/g, " ")),
  };
  for (const [name, text] of Object.entries(shown)) for (const place of all(`[data-found-${name}]`))
    place.textContent = text || place.dataset.foundTitle || "";
};

if (field("body") && one("[data-figures]")) {
  let timer;
  const show = () => { measure(); draw(); };
  document.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 120); });
}

// --- The picture ---

const number = one("[data-shown-at]");
if (number) {
  const own = one("[data-chosen-own]"), words = ["illustration_alt", "illustration_caption"];
  let before = number.value;
  // The picture as the server shows it, unless another number has been chosen while it answered.
  const show = async () => {
    const asked = number.value, digits = /^[0-9]{1,18}$/.test(asked) ? asked : "0";
    const answer = await fetch(number.dataset.shownAt.replace("/0/", `/${digits}/`));
    if (!answer.ok || asked !== number.value) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const name of ["[data-chosen-picture]", "[data-chosen-words]"]) one(name).replaceWith(one(name, fresh));
    const drawn = one("[data-chosen-picture] picture");
    for (const place of all("[data-found-picture]")) place.replaceChildren(...(drawn ? [drawn.cloneNode(true)] : []));
  };
  // What this story itself says of a picture was said of another one: the writer decides whether it still holds.
  const warn = () => {
    const wrong = number.value !== before && words.some((name) => field(name)?.value.trim());
    own.textContent = wrong ? own.dataset.own : "";
  };
  const changed = () => { show(); warn(); };
  number.addEventListener("change", changed);
  for (const name of words) field(name)?.addEventListener("input", () => { before = number.value; warn(); });
  // The library's window answers as it answers the body editor.
  one("[data-pick]").addEventListener("click", (event) => {
    event.preventDefault();
    const tools = ((window.CKEDITOR ??= {}).tools ??= {}), others = tools.callFunction;
    const answer = (asked, ...given) => {
      if (asked !== "head") return others?.call(tools, asked, ...given);
      number.value = given[1].id;
      changed();
      number.dispatchEvent(new Event("input", { bubbles: true }));
      event.target.focus();
    };
    tools.callFunction = Object.assign(answer, { newsroom: others?.newsroom });
    window.open(`${event.target.href}?CKEditorFuncNum=head`, "_blank", "width=900,height=700");
  });
}

// --- Rows ---

for (const group of all("[data-rows]")) {
  const add = one("[data-row-add]", group), empty = one("[data-row-empty]", group);
  if (!add || !empty) continue;
  const total = one("[name$=-TOTAL_FORMS]", group);
  const blank = all("[data-row]:not([data-row-stored])", group).filter((row) =>
    all("[name$=-name], [name$=-author]", row).every((input) => !input.value) && !one(".errorlist", row));
  // An empty row waits for the button where others say what belongs there.
  if (one("[data-row-stored]", group)) for (const row of blank) row.hidden = true;
  add.hidden = false;
  add.addEventListener("click", () => {
    let row = one("[data-row][hidden]", group);
    if (row) row.hidden = false;
    else {
      const place = Number(total.value);
      const frame = make("div", { innerHTML: empty.innerHTML.replaceAll("__prefix__", place) });
      row = frame.firstElementChild;
      add.before(row);
      total.value = place + 1;
    }
    const positions = all("[name$=-position]", group), last = one("[name$=-position]", row);
    if (last) last.value = Math.max(...positions.filter((input) => input !== last).map((input) => Number(input.value) + 1), 0);
    one("input:not([type=hidden])", row).focus();
  });
}

const list = one("datalist[data-authors]");
if (list) {
  let timer;
  document.addEventListener("input", ({ target }) => {
    if (target.getAttribute("list") !== list.id) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch(`${list.dataset.authors}?${new URLSearchParams({ q: target.value })}`);
      if (answer.ok) list.replaceChildren(...(await answer.json()).authors.map((value) => make("option", { value })));
    }, 150);
  });
}

// --- Panels: folded as they were left ---

const fold = () => {
  for (const panel of all("details[data-panel-keep]")) {
    const kept = stored(localStorage, `desk-panel-${panel.dataset.panelKeep}`);
    if (kept && !one(".errorlist", panel)) panel.open = kept === "open";
  }
};
fold();
document.addEventListener("desk:pulse", fold);
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details[data-panel-keep]"))
    stored(localStorage, `desk-panel-${target.dataset.panelKeep}`, target.open ? "open" : "shut");
}, true);

// --- Going to a field, also into the body editor ---

let editor;
document.addEventListener("prose-editor:ready", ({ detail }) => { editor = detail.editor; });

const control = (target) => {
  if (target.matches("[data-rows]")) {
    const row = one("[data-row]:not([hidden])", target);
    return (row && one("input:not([type=hidden])", row)) || target;
  }
  return (target.closest(".prose-editor") && one(".ProseMirror", target.closest(".prose-editor"))) || target;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".checks a[href^='#'], .complaints a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  for (let at = target; (at = at.parentElement?.closest("details")); ) at.open = true;
  const goal = control(target);
  goal.focus({ preventScroll: true });
  goal.scrollIntoView({ block: "center" });
});

// --- Keys ---

const pane = one("[data-pane]");
const PLACE = "desk-place";
const leave = () => {
  const active = document.activeElement, inBody = active?.classList.contains("ProseMirror");
  const place = { id: inBody ? "" : active?.id, scroll: scrollY, side: one(".writing__side")?.scrollTop, at: Date.now() };
  place.pane = pane && !pane.hidden;
  if (inBody) place.body = [editor.state.selection.from, editor.state.selection.to];
  else if (active && "selectionStart" in active) place.caret = [active.selectionStart, active.selectionEnd];
  stored(sessionStorage, PLACE, JSON.stringify(place));
};

const comeBack = () => {
  const place = JSON.parse(stored(sessionStorage, PLACE) || "null");
  if (!place || Date.now() - place.at > 60_000) return;
  sessionStorage.removeItem(PLACE);
  const scroll = () => { scrollTo({ top: place.scroll, behavior: "instant" }); if (one(".writing__side")) one(".writing__side").scrollTop = place.side; };
  const active = place.id ? document.getElementById(place.id) : null;
  active?.focus({ preventScroll: true });
  if (active && place.caret?.[0] != null) active.setSelectionRange(...place.caret);
  scroll();
  if (place.pane && pane.dataset.pane) import(pane.dataset.script).then((preview) => preview.open());
  const said = one(".messagelist li");
  if (said) {
    const note = make("p", { className: `saved-note ${said.className}` });
    note.setAttribute("role", "status");
    document.body.append(note);
    note.textContent = said.textContent;
    setTimeout(() => note.remove(), 6000);
  }
  // The editor takes the place of its text area once it has loaded.
  document.addEventListener("prose-editor:ready", ({ detail }) => {
    if (place.body) detail.editor.chain().setTextSelection({ from: place.body[0], to: place.body[1] }).focus(null, { scrollIntoView: false }).run();
    scroll();
  });
};
if (document.getElementById("article_form")) comeBack();

const keys = document.getElementById("keys");
const opener = one("[data-keys]");
if (keys && opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());
}

// The script of the preview is asked for when it is first wanted.
const toggle = async () => (await import(pane.dataset.script)).toggle();
const showable = () => {
  for (const button of all("[data-pane-open]")) button.hidden = !pane?.dataset.pane;
  for (const words of all("[data-pane-none]")) words.hidden = !!pane?.dataset.pane;
};
showable();
for (const button of all("[data-pane-open]")) button.addEventListener("click", toggle);
// A new story has its preview from its first word on.
document.addEventListener("desk:pulse", ({ detail }) => {
  if (pane && !pane.dataset.pane && detail?.form) pane.dataset.pane = detail.form.replace("/change/", "/preview/");
  showable();
});

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && (key === "s" || (key === "p" && pane?.dataset.pane))) {
    event.preventDefault();
    if (key === "p") return toggle();
    leave();
    one("[name=_save]")?.click();
  } else if (key === "?" && keys && !keys.open && !event.target.closest("input, textarea, select, [contenteditable]")) {
    keys.showModal();
  }
});
