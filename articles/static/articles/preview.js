// The preview beside the form: three widths, light and dark, kept up with what is typed.
const pane = document.querySelector("[data-pane]");
const frame = pane.querySelector("iframe");
const stage = frame.parentElement;
const openers = document.querySelectorAll("[data-pane-open]");
let width = 390, theme = "", before = null;

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

// Another page in the frame, at the place that was being read.
const load = () => {
  const address = `${pane.dataset.pane}?${new URLSearchParams({ of: "autosave", sitting: pane.dataset.sitting, theme })}`;
  const top = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => {
    const page = frame.contentWindow;
    page.scrollTo({ top, behavior: "instant" });
    // Its links lead out of the preview, to pages that let nobody frame them.
    page.document.addEventListener("click", (event) => {
      if (event.target.closest("a[href]:not([href^='#'])")) event.preventDefault();
    });
    page.document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
  }, { once: true });
  frame.contentWindow.location.replace(address);
};

const mark = () => {
  for (const button of pane.querySelectorAll("[data-width]")) button.setAttribute("aria-pressed", button.dataset.width === String(width));
  for (const button of pane.querySelectorAll("[data-theme-choice]"))
    button.setAttribute("aria-pressed", button.dataset.themeChoice === theme);
};

const show = (open) => {
  pane.hidden = !open;
  document.body.classList.toggle("has-pane", open);
  for (const button of openers) button.setAttribute("aria-expanded", open);
};

const open = () => {
  before = document.activeElement;
  width = Number(kept("desk-pane-width")) || 390;
  theme = kept("desk-pane-theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  show(true);
  mark();
  fit();
  load();
  // What is typed but not kept yet is asked for at once.
  document.dispatchEvent(new CustomEvent("desk:ask-pulse"));
  pane.querySelector("[aria-pressed=true]").focus();
};

const close = () => {
  show(false);
  before?.focus();
};

export const toggle = () => (pane.hidden ? open() : close());

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
addEventListener("resize", () => { if (!pane.hidden) fit(); });
