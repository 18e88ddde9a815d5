// Hands the chosen picture to the window that opened the library, in the terms of the body editor.
document.querySelector("[data-callback]")?.addEventListener("click", (event) => {
  const choice = event.target.closest("button[data-id]");
  const tools = window.opener?.CKEDITOR?.tools;
  if (!choice || !tools) return;
  const { url, id, alt, caption } = choice.dataset;
  tools.callFunction(event.currentTarget.dataset.callback, url, { id, alternative_text: alt, caption });
  window.close();
});
