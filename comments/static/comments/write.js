// Says how many characters are left while a comment is written. Without it, the limit stands in the hint above the field.

const PAUSE = 1000; // milliseconds without a key before the number is spoken
const NEAR = 0.1; // of the limit: from here on it is spoken

const numbers = new Intl.NumberFormat(document.documentElement.lang);

for (const field of document.querySelectorAll("textarea[data-limit]")) {
  const limit = Number(field.dataset.limit);
  const seen = field.parentNode.appendChild(document.createElement("p"));
  const spoken = field.parentNode.appendChild(document.createElement("p"));
  let waiting;

  seen.className = "field__hint";
  seen.setAttribute("aria-hidden", "true");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");

  // The server counts characters, not the halves of which some are made.
  const left = () => limit - [...field.value].length;
  const words = (n) => (n < 0 ? field.dataset.over : field.dataset.left).replace("{n}", numbers.format(Math.abs(n)));

  const speak = () => {
    spoken.textContent = left() < limit * NEAR ? words(left()) : "";
  };
  const show = () => {
    seen.textContent = words(left());
    clearTimeout(waiting);
    waiting = setTimeout(speak, PAUSE);
  };

  field.addEventListener("input", show);
  show();
}
