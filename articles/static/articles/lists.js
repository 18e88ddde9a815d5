// Lists with facets: short addresses, only the field of the chosen action, tags proposed while they are typed.
const action = document.querySelector('.actions select[name="action"]');
if (action) {
  const fields = document.querySelectorAll(".actions [data-for]");
  const show = () => fields.forEach((field) => { field.closest("label").hidden = field.dataset.for !== action.value; });
  action.addEventListener("change", show);
  show();
}

const ask = async (field, list) => {
  const answer = await fetch(`tags/?q=${encodeURIComponent(field.value)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { tags } = await answer.json();
  list.replaceChildren(...tags.map((tag) => new Option("", tag.name)));
};

document.querySelectorAll("input[data-tags-list]").forEach((field, number) => {
  const list = document.createElement("datalist");
  list.id = `tags-${number}`;
  field.after(list);
  field.setAttribute("list", list.id);
  let waits;
  field.addEventListener("input", () => {
    clearTimeout(waits);
    // No connection, no proposals: the field works without them.
    waits = setTimeout(() => ask(field, list).catch(() => {}), 200);
  });
});

// What is not asked for has no place in the address.
document.querySelector(".facets")?.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});
