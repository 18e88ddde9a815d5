// Says how many characters are left while a comment is written. Without it, the limit stands in the hint above the field.

const PAUSE = 1000; // milliseconds without a key before the number is spoken
const NEAR = 0.1; // of the limit: from here on it is spoken, and stands out

// In the order in which the page tells the words for them.
const KINDS = ["zero", "one", "two", "few", "many", "other"];

const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language);
const kinds = new Intl.PluralRules(language);

for (const field of document.querySelectorAll("textarea[data-limit]")) {
  const limit = Number(field.dataset.limit);
  const left = field.dataset.left.split("|");
  const over = field.dataset.over.split("|");
  const seen = field.parentNode.appendChild(document.createElement("p"));
  const spoken = field.parentNode.appendChild(document.createElement("p"));
  let waiting;

  seen.className = "field__hint";
  seen.dataset.hue = "amber";
  seen.setAttribute("aria-hidden", "true");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");

  // The server counts characters, not the halves of which some are made.
  const room = () => limit - [...field.value].length;
  const say = (words, n) => (words[KINDS.indexOf(kinds.select(n))] || words.at(-1)).replace("{n}", numbers.format(n));
  const words = () => (room() < 0 ? say(over, -room()) : say(left, room()));
  const isNear = () => room() < limit * NEAR;

  const speak = () => {
    spoken.textContent = isNear() ? words() : "";
  };
  const show = () => {
    seen.textContent = words();
    seen.classList.toggle("is-near", isNear() && room() >= 0);
    seen.classList.toggle("is-over", room() < 0);
    clearTimeout(waiting);
    waiting = setTimeout(speak, PAUSE);
  };

  field.addEventListener("input", show);
  show();
}

// The quiet line asks nothing before, so its script need not come with the page.
const line = document.querySelector("[data-live]");
if (line) setTimeout(() => import("./live.js"), 30000);
