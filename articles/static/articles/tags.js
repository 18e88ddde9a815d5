// Offers tags that exist while one is typed. Without it the field is a plain line of names between commas.
const WAIT = 150; // milliseconds after the last key

for (const input of document.querySelectorAll("input[data-tags]")) {
  const list = Object.assign(document.createElement("ul"), { id: `${input.id}_offer`, hidden: true });
  const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  const frame = Object.assign(document.createElement("div"), { className: "offer" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.tagsLabel);
  said.setAttribute("role", "status");
  input.before(frame);
  frame.append(input, list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let timer, asked = 0, chosen = -1;

  // The name being typed: from the last comma outside quotes up to the cursor.
  const typed = () => {
    const before = input.value.slice(0, input.selectionStart);
    let start = 0, quoted = false;
    [...before].forEach((letter, place) => {
      if (letter === '"') quoted = !quoted;
      else if (letter === "," && !quoted) start = place + 1;
    });
    return { start, text: before.slice(start).replaceAll('"', "").trim() };
  };

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (place) => {
    chosen = (place + list.children.length) % list.children.length;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", number === chosen));
    input.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const take = (option) => {
    const { start } = typed();
    const name = option.dataset.name;
    const written = /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
    const head = input.value.slice(0, start) + (start ? " " : "") + `${written}, `;
    input.setRangeText(head, 0, input.selectionStart, "end");
    input.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  };

  const offer = async () => {
    const { text } = typed(), number = ++asked;
    if (!text) return close();
    const answer = await fetch(`${input.dataset.tags}?${new URLSearchParams({ q: text })}`);
    if (!answer.ok || number !== asked) return;
    const { tags } = await answer.json();
    const options = tags.map(({ name, stories }, place) => {
      const option = Object.assign(document.createElement("li"), { id: `${list.id}_${place}`, textContent: name });
      const count = Object.assign(document.createElement("span"), { className: "quiet", textContent: ` ${stories}` });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.name = name;
      option.append(count);
      return option;
    });
    list.replaceChildren(...options);
    said.textContent = options.length ? tags.map((tag) => tag.name).join(", ") : input.dataset.tagsNew;
    if (!options.length) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(offer, WAIT); });
  input.addEventListener("blur", () => setTimeout(close, WAIT));
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(chosen < 0 && step < 0 ? -1 : chosen + step);
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(event.target.closest("[role=option]"));
  });
}
