// Arranging the front page without loading the page anew each time, and by drag. Its forms do the same without.
const said = document.querySelector("[data-said]");
let dragged = null;

const tell = (text, refused) => {
  said.textContent = text;
  said.classList.toggle("is-refused", refused);
};

const here = () => document.querySelector("[data-front]").dataset.here;

// Put parts of the page as the server has it now in the place of ours. A refused form has an address of its own, which
// cannot be read.
const renew = async (selector, address = here()) => {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  const fresh = page.querySelector(selector);
  if (fresh) document.querySelector(selector).replaceWith(fresh);
};

const send = async (body, key) => {
  const front = document.querySelector("[data-front]");
  front.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(front.dataset.arrange, { method: "POST", body, headers: { Accept: "application/json" } });
    const text = answer.headers.get("Content-Type")?.startsWith("application/json") ? (await answer.json()).said : "";
    await renew("[data-front]");
    tell(text || front.dataset.lost, !answer.ok || !text);
    focus(body.get("article"), key);
  } catch {
    front.removeAttribute("aria-busy");
    tell(front.dataset.lost, true);
  }
};

// Where the keyboard was: the same button of the same story, or the next best.
const focus = (article, key) => {
  const slot = document.querySelector(`[data-article="${article}"]`);
  const button = slot?.querySelector(`[data-key="${key}"]:not(:disabled)`) ?? slot?.querySelector("button:not(:disabled)");
  const open = button?.closest("details");
  if (open) open.open = true;
  (button ?? document.querySelector("#id_q")).focus();
};

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || !event.target.closest("[data-front]")) return;
  event.preventDefault();
  send(new FormData(event.target, event.submitter), event.submitter?.dataset.key);
});

// --- Drag ---
const slotOf = (event) => (dragged ? event.target.closest?.("[data-article]") : null);
const isAfter = (event, slot) => {
  const box = slot.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
};
const mark = (slot, after) => {
  for (const one of document.querySelectorAll(".slot")) {
    one.classList.toggle("is-before", one === slot && !after);
    one.classList.toggle("is-after", one === slot && after);
  }
};
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-article]") ?? null;
  if (!dragged) return;
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector("a").textContent);
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  mark(null, false);
  dragged = null;
});
document.addEventListener("dragover", (event) => {
  const slot = slotOf(event);
  if (!slot) return;
  event.preventDefault();
  mark(slot, isAfter(event, slot));
});
document.addEventListener("drop", (event) => {
  const slot = slotOf(event);
  if (!slot) return;
  event.preventDefault();
  const from = Number(dragged.dataset.place);
  let to = Number(slot.dataset.place) + (isAfter(event, slot) ? 1 : 0);
  if (to > from) to -= 1;
  if (to === from) return;
  const body = new FormData(dragged.querySelector(".slot__moves"));
  body.set("place", to);
  send(body, "up");
});

// --- Search as you type ---
let waiting = 0;
document.addEventListener("input", (event) => {
  if (event.target.id !== "id_q") return;
  clearTimeout(waiting);
  const query = event.target.value;
  waiting = setTimeout(() => renew("[data-found]", `${here().split("?")[0]}?q=${encodeURIComponent(query)}`), 250);
});
