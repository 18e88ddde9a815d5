// The keys of every page of the desk but the article form, which has more of its own: save in place, and the list.
const keys = document.getElementById("keys");
const errors = document.querySelector(".errornote, .complaints");
// The button that stays on the page, if there is one.
const saves = ["[name=_continue]", "[name=_save]", ".submit-row [type=submit]"];
const save = saves.map((one) => document.querySelector(one)).find(Boolean);
const PLACE = "desk-form-place", OLDEST = 60_000; // milliseconds
const TYPED_IN = "input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]";

for (const row of keys.querySelectorAll("[data-keys-of]")) row.hidden = !document.querySelector(row.dataset.keysOf);

const leave = () => {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ id: document.activeElement.id, scroll: scrollY, at: Date.now() }));
  } catch { /* a browser that keeps nothing */ }
};

const comeBack = () => {
  let place = null;
  try {
    place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
  } catch { /* as above */ }
  // What was refused is read first, from its top; a list that follows the form has no such place.
  if (!place || errors || !save || Date.now() - place.at > OLDEST) return;
  document.getElementById(place.id)?.focus({ preventScroll: true });
  scrollTo({ top: place.scroll, behavior: "instant" });
};
comeBack();

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase(), open = document.querySelector("dialog[open]");
  if (key === "s" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && save && !open) {
    event.preventDefault();
    leave();
    save.click();
  } else if (key === "?" && !open && !event.target.closest(TYPED_IN)) keys.showModal();
});
