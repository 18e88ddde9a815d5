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
