// Moving what stands in the calendar by drag. The forms behind “Move…” do the same without.
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

// The page as the server has it now, its calendar put in the place of ours.
const renew = async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = page.querySelector("[data-calendar]");
  if (fresh) document.querySelector("[data-calendar]").replaceWith(fresh);
};

const move = async (entry, day) => {
  const calendar = document.querySelector("[data-calendar]");
  const { kind, row, was } = entry.dataset;
  const body = new FormData(entry.querySelector("form"));
  for (const [name, value] of Object.entries({ kind, row, was, date: day.dataset.date })) body.set(name, value);
  calendar.setAttribute("aria-busy", "true");
  tell(calendar.dataset.busy, false);
  try {
    const answer = await fetch(calendar.dataset.move, { method: "POST", body, headers: { Accept: "application/json" } });
    const text = answer.headers.get("Content-Type")?.startsWith("application/json") ? (await answer.json()).said : "";
    await renew();
    tell(text || calendar.dataset.lost, !answer.ok || !text);
    document.querySelector(`[data-date="${day.dataset.date}"] [data-kind="${kind}"] summary`)?.focus();
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
  if (!day.contains(dragged)) move(dragged, day);
});
