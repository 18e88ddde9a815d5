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
