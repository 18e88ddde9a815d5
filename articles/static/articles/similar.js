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
