// A text field that offers options while one types: an editable combobox with a list, by ARIA 1.2. The options are asked
// for; what is taken, and how, is the caller's. Keys: arrows, Home and End in the list, Enter takes, Escape closes.
const WAIT = 150; // milliseconds after the last key

// label: what the list is called. text(): what is being typed. ask(text): {options: [{text, note, value}], said, near}.
globalThis.combobox = (input, { label, text = () => input.value.trim(), ask, take }) => {
  const make = (tag, values, roles = {}) => {
    const made = Object.assign(document.createElement(tag), values);
    for (const [name, value] of Object.entries(roles)) made.setAttribute(name, value);
    return made;
  };
  const frame = make("div", { className: "combobox" });
  const list = make("ul", { id: `${input.id}_offer`, hidden: true }, { role: "listbox", "aria-label": label });
  const said = make("p", { className: "visually-hidden" }, { role: "status" });
  const near = make("p", { className: "combobox__near", hidden: true });
  input.before(frame);
  frame.append(input, near, list, said);
  const focused = document.activeElement === input;
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);
  if (focused) input.focus();

  const offered = new WeakMap();
  let timer, asked = 0, chosen = -1;

  const close = () => {
    asked += 1; // an answer that is still under way comes too late
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

  const choose = (option) => {
    const { text: name, value } = offered.get(option);
    clearTimeout(timer);
    take(value, name);
    close();
    near.hidden = true;
    said.textContent = name;
  };

  const row = (option, place) => {
    const shown = make("li", { id: `${list.id}_${place}` }, { role: "option", "aria-selected": "false" });
    shown.append(make("span", { textContent: option.text }), make("span", { className: "quiet", textContent: option.note }));
    offered.set(shown, option);
    return shown;
  };

  const offer = async () => {
    const wanted = text(), number = ++asked;
    if (!wanted) { near.hidden = true; return close(); }
    let answer;
    try { answer = await ask(wanted); } catch { return; } // offline: the field is a plain one until the next key
    if (!answer || number !== asked) return;
    list.replaceChildren(...answer.options.map(row));
    near.textContent = answer.near ?? "";
    near.hidden = !answer.near;
    said.textContent = [answer.said, answer.near].filter(Boolean).join(" ");
    if (!answer.options.length) return close();
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(offer, WAIT); });
  input.addEventListener("blur", () => { clearTimeout(timer); setTimeout(close, WAIT); });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    const place = { ArrowDown: chosen + 1, ArrowUp: chosen < 0 ? last : chosen - 1, Home: 0, End: last }[event.key];
    if (list.hidden) {
      if (event.key !== "ArrowDown" || !text()) return;
      offer();
    } else if (place !== undefined && (chosen >= 0 || event.key.startsWith("Arrow"))) mark(place);
    else if (event.key === "Enter") { if (chosen >= 0) choose(list.children[chosen]); else close(); }
    else if (event.key === "Escape") { clearTimeout(timer); close(); }
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
};

// Offers tags that exist while one is typed. Without it the field is a plain line of names between commas.
for (const input of document.querySelectorAll("input[data-tags]")) {
  // The name being typed: from the last comma outside quotes up to the cursor, or all of a field for one tag.
  const typed = () => {
    const before = input.value.slice(0, input.selectionStart);
    let start = 0, quoted = false;
    if ("tagsOne" in input.dataset) return { start, text: before.trim() };
    [...before].forEach((letter, place) => {
      if (letter === '"') quoted = !quoted;
      else if (letter === "," && !quoted) start = place + 1;
    });
    return { start, text: before.slice(start).replaceAll('"', "").trim() };
  };

  const written = (name) => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

  globalThis.combobox(input, {
    label: input.dataset.tagsLabel,
    text: () => typed().text,
    ask: async (text) => {
      const answer = await fetch(`${input.dataset.tags}?${new URLSearchParams({ q: text })}`);
      if (!answer.ok) return null;
      const { tags, near = [], said, warning } = await answer.json();
      const option = ({ name, note, alias }) => ({ text: alias ? `${alias} → ${name}` : name, note, value: name });
      const names = new Set(tags.map((tag) => tag.name));
      return { options: [...tags, ...near.filter((tag) => !names.has(tag.name))].map(option), said, near: warning };
    },
    take: (name) => {
      const { start } = typed();
      const one = "tagsOne" in input.dataset;
      const head = one ? name : `${input.value.slice(0, start)}${start ? " " : ""}${written(name)}, `;
      input.setRangeText(head, 0, one ? input.value.length : input.selectionStart, "end");
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
}
