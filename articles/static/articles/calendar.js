// Moving what stands in the calendar, by drag or by the form behind “Move…”, without loading the page anew.
// The form does the same without script.
const said = document.querySelector("[data-said]");
let dragged = null;

const tell = (text, refused) => {
  said.textContent = text;
  said.classList.toggle("is-refused", refused);
};

const dayOf = (event) => (dragged ? event.target.closest?.("[data-date]") : null);

const mark = (day) => {
  for (const one of document.querySelectorAll(".day.is-target")) one.classList.toggle("is-target", one === day);
  day?.classList.add("is-target");
};

// The page as the server has it now, its calendar put in the place of ours. A refused form has an address of its own,
// which cannot be read.
const renew = async () => {
  const ours = document.querySelector("[data-calendar]");
  const page = new DOMParser().parseFromString(await (await fetch(ours.dataset.here)).text(), "text/html");
  const fresh = page.querySelector("[data-calendar]");
  if (fresh) ours.replaceWith(fresh);
};

// Where the keyboard goes on: at the entry, wherever it stands now, or at what is said of it.
const focus = (stands) => {
  const summary = document.getElementById(stands), folded = summary?.closest(".day__more");
  if (folded) folded.open = true;
  (summary ?? said).focus();
};

const move = async (entry, date) => {
  const calendar = document.querySelector("[data-calendar]");
  const { kind, row, was } = entry.dataset;
  const body = new FormData(entry.querySelector("form"));
  for (const [name, value] of Object.entries({ kind, row, was, date })) body.set(name, value);
  calendar.setAttribute("aria-busy", "true");
  tell(calendar.dataset.busy, false);
  try {
    const answer = await fetch(calendar.dataset.move, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    await renew();
    tell(told.said || calendar.dataset.lost, !answer.ok || !told.said);
    focus(told.stands || `move-${kind}-${row}`);
  } catch {
    calendar.removeAttribute("aria-busy");
    tell(calendar.dataset.lost, true);
  }
};

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".entry[draggable]") ?? null;
  if (!dragged) return;
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector("a").textContent);
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  mark(null);
  dragged = null;
});
document.addEventListener("dragover", (event) => {
  const day = dayOf(event);
  if (day) event.preventDefault();
  mark(day);
});
document.addEventListener("drop", (event) => {
  const day = dayOf(event);
  if (!day) return;
  event.preventDefault();
  if (!day.contains(dragged)) move(dragged, day.dataset.date);
});

document.addEventListener("submit", (event) => {
  const entry = event.target.closest(".entry");
  if (!entry) return;
  event.preventDefault();
  move(entry, new FormData(event.target).get("date"));
});
