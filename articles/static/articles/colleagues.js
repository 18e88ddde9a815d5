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
