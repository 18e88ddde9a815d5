// Hands the chosen picture to the window that opened the library, in the terms of the body editor.
const list = document.querySelector("[data-callback]"), tools = window.opener?.CKEDITOR?.tools;
if (list && tools) {
  list.addEventListener("click", (event) => {
    const choice = event.target.closest("button[data-id]");
    if (!choice) return;
    const { url, id, alt, caption } = choice.dataset;
    tools.callFunction(list.dataset.callback, url, { id, alternative_text: alt, caption });
    window.close();
  });
  // Not before a click is heard.
  for (const choice of list.querySelectorAll("button[data-id]")) choice.disabled = false;
}
