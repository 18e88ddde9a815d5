// The preview beside the form: three widths, light and dark, kept up with what is typed.
const pane = document.querySelector("[data-pane]");
const frame = pane.querySelector("iframe");
const stage = frame.parentElement;
const openers = document.querySelectorAll("[data-pane-open]");
const covers = matchMedia("(width < 64rem)"), covered = []; // as in editor.css
let width = 390, theme = "", before = null, place = 0, turn = 0, loading = false;

const kept = (name, value) => {
  try {
    return value === undefined ? localStorage.getItem(name) : localStorage.setItem(name, value);
  } catch { return null; }
};

const fit = () => {
  const scale = Math.min(1, stage.clientWidth / width);
  frame.style.width = `${width}px`;
  frame.style.height = `${stage.clientHeight / scale}px`;
  frame.style.transform = `scale(${scale})`;
};

// The keys of the form hold inside the frame, too.
const pass = (event) => {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
  event.preventDefault();
  pane.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, metaKey, shiftKey, altKey, bubbles: true }));
};

// What is in the frame; a browser's own page of an error is not ours to read.
const inside = () => {
  try {
    return frame.contentWindow.document && frame.contentWindow;
  } catch { return null; }
};

// Another page in the frame, at the place that was being read, also while one is still on its way.
const load = () => {
  // Asked for again while it is on its way, the same address would bring what was so before.
  turn += 1;
  const address = `${pane.dataset.pane}?${new URLSearchParams({ of: "autosave", sitting: pane.dataset.sitting, theme, turn })}`;
  place = inside()?.scrollY || (loading ? place : 0);
  loading = true;
  frame.contentWindow.location.replace(address);
};

// Once for each page that has come, however many were asked for.
frame.addEventListener("load", () => {
  const page = inside();
  if (!page || !loading) return;
  loading = false;
  if (!page.scrollY) page.scrollTo({ top: place, behavior: "instant" });
  // Its links lead out of the preview, to pages that let nobody frame them.
  page.document.addEventListener("click", (event) => {
    if (event.target.closest("a[href]:not([href^='#'])")) event.preventDefault();
  });
  page.document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if ((event.ctrlKey || event.metaKey) && ["s", "p"].includes(event.key.toLowerCase())) pass(event);
  });
});

const mark = () => {
  for (const button of pane.querySelectorAll("[data-width]")) button.setAttribute("aria-pressed", button.dataset.width === String(width));
  for (const button of pane.querySelectorAll("[data-theme-choice]"))
    button.setAttribute("aria-pressed", button.dataset.themeChoice === theme);
};

// Where it covers the form, it is a dialog, and what it covers is out of reach.
const settle = () => {
  const over = !pane.hidden && covers.matches;
  for (const part of covered.splice(0)) part.inert = false;
  if (over) {
    for (let at = pane; at !== document.body; at = at.parentElement)
      covered.push(...[...at.parentElement.children].filter((part) => part !== at && !part.inert && !part.matches("dialog, script, [role=status]")));
    for (const part of covered) part.inert = true;
    pane.setAttribute("role", "dialog");
    pane.setAttribute("aria-modal", "true");
  } else for (const name of ["role", "aria-modal"]) pane.removeAttribute(name);
  return over;
};

const show = (open) => {
  pane.hidden = !open;
  document.body.classList.toggle("has-pane", open);
  for (const button of openers) button.setAttribute("aria-expanded", open);
};

// Opened again after a save, it leaves the focus where somebody writes, if that can be seen.
export const open = ({ focus = false } = {}) => {
  before = document.activeElement;
  width = Number(kept("desk-pane-width")) || 390;
  theme = kept("desk-pane-theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  show(true);
  mark();
  fit();
  load();
  // What is typed but not kept yet is asked for at once.
  document.dispatchEvent(new CustomEvent("desk:ask-pulse"));
  if (settle() || focus) pane.querySelector("[aria-pressed=true]").focus();
};

const close = () => {
  show(false);
  settle();
  before?.focus();
};

export const toggle = () => (pane.hidden ? open({ focus: true }) : close());

pane.addEventListener("click", ({ target }) => {
  const { width: wide, themeChoice } = target.dataset;
  if (wide) kept("desk-pane-width", (width = Number(wide)));
  if (themeChoice) kept("desk-pane-theme", (theme = themeChoice));
  if (wide || themeChoice) { mark(); fit(); }
  if (themeChoice) load();
  if ("paneClose" in target.dataset) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !pane.hidden && !event.defaultPrevented && !document.querySelector("dialog[open]")) close();
});
document.addEventListener("desk:pulse", () => { if (!pane.hidden) load(); });
covers.addEventListener("change", settle);
addEventListener("resize", () => { if (!pane.hidden) fit(); });
