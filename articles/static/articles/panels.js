// The panels beside the article form. Each button does its work without this script, too.

// --- Publishing ---

// Comforts of the publishing panel: buttons that name their outcome, and each newsroom time in UTC beside it.
const zone = document.querySelector("[data-zone]")?.dataset.zone;

// What a clock in the newsroom shows at an instant, read as if it were UTC: the difference is the zone's offset.
const shown = (instant) => {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
  }).formatToParts(instant);
  const part = (type) => Number(parts.find((one) => one.type === type).value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
};

const inUtc = (typed) => {
  const wall = Date.parse(`${typed}Z`);
  if (Number.isNaN(wall)) return "";
  // Twice, because the offset before a change of clocks is not the one after it.
  const guess = wall - (shown(wall) - wall);
  return `${new Date(wall - (shown(guess) - guess)).toISOString().slice(0, 16).replace("T", " ")} UTC`;
};

if (zone && zone !== "UTC")
  for (const input of document.querySelectorAll(".publishing [type=datetime-local], .layers [type=datetime-local]")) {
    const note = Object.assign(document.createElement("p"), { className: "quiet" });
    const show = () => { note.textContent = inUtc(input.value); };
    input.after(note);
    input.addEventListener("input", show);
    show();
  }

const kind = document.querySelector("#id_change");
const publish = [...document.querySelectorAll("button[name=_publish]")];
if (kind && publish.length) {
  const name = () => {
    const { outcome } = kind.selectedOptions[0].dataset;
    for (const button of publish) button.textContent = outcome || button.textContent;
  };
  kind.addEventListener("change", name);
  name();
}

const goes = document.querySelector("#id_live_from");
const schedule = document.querySelector("button[name=_schedule]");
if (goes && schedule) {
  const plain = schedule.textContent;
  const name = () => {
    const [day, time] = goes.value.split("T");
    schedule.textContent = time ? schedule.dataset.at.replace("{day}", day).replace("{time}", time) : plain;
  };
  goes.addEventListener("input", name);
  name();
}

// --- Similar posts ---

// Pins and keeps out similar posts without saving the form. Without it each button saves the form first, and then does it.
const similar = document.querySelector("[data-similar]");
if (similar) {
  const form = similar.closest("form");
  const said = similar.querySelector("[data-similar-said]");
  const other = similar.querySelector("[data-similar-find]");

  const show = ({ said: words, panels }, pressed) => {
    const old = similar.querySelector("[data-panel=similar]");
    old.outerHTML = panels.similar;
    said.textContent = words;
    const again = similar.querySelector(`button[name=_similar][value="${CSS.escape(pressed)}"]`);
    (again ?? similar.querySelector("summary")).focus();
  };

  similar.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=_similar]");
    if (!button) return;
    event.preventDefault();
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("_similar", button.value);
    data.set("similar_other", other.value);
    data.set("tags", form.elements.tags?.value ?? "");
    try {
      const answer = await fetch(similar.dataset.similar, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const { said: words, panels } = await answer.json();
      show({ said: words, panels }, button.value);
      if (answer.ok && !button.value.includes(":")) other.value = "";
      else if (!answer.ok) said.textContent = words;
    } catch {
      form.requestSubmit(button); // not answered as expected: as if there were no script
    }
  });

  globalThis.combobox(other, {
    label: other.dataset.similarLabel,
    ask: async (text) => {
      const answer = await fetch(`${other.dataset.similarFind}?${new URLSearchParams({ q: text })}`);
      return answer.ok ? answer.json() : null;
    },
    take: (_number, headline) => { other.value = headline; },
  });
}

// --- Notes and links ---

// Notes and links act at once, beside the story: what is being written there is neither sent nor touched.
// Without this script the same buttons send the whole form, which is saved then.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-act], [data-copy]");
  if (!button) return;
  event.preventDefault();
  const section = button.closest("section");
  const said = section.querySelector("[data-said]");
  const say = (text) => { said.textContent = ""; setTimeout(() => { said.textContent = text; }, 50); };
  if (button.dataset.copy) {
    const field = button.parentElement.querySelector("input");
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    say(button.dataset.copy);
    return;
  }
  const entry = button.closest("[data-entry]");
  const fields = entry ? [...entry.querySelectorAll("input, select, textarea")] : [];
  const data = new FormData();
  data.set("csrfmiddlewaretoken", button.form.elements.csrfmiddlewaretoken.value);
  for (const field of fields) data.set(field.name, field.value);
  if (button.name) data.set(button.name, button.value);
  button.disabled = true;
  try {
    const response = await fetch(button.dataset.act, { method: "POST", body: data, headers: { Accept: "application/json" } });
    const answer = await response.json();
    say(answer.said);
    if (!response.ok) { fields[0]?.focus(); return; }
    for (const [name, html] of Object.entries(answer.panels)) {
      document.querySelector(`[data-panel=${name}]`).outerHTML = html;
    }
    for (const field of fields) field.value = "";
    if (entry) { entry.open = false; entry.querySelector("summary").focus(); } else { section.querySelector("summary, button, input")?.focus(); }
    ready();
  } catch {
    say(said.dataset.unreached);
  } finally {
    button.disabled = false;
  }
});

function ready() {
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}
ready();
// What colleagues and people outside do comes in while the form is open.
document.addEventListener("desk:pulse", ready);
