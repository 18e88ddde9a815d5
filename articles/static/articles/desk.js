// Comforts of the article form: counters, the chosen picture's thumb, Ctrl+S. The form does without them.
for (const field of document.querySelectorAll("[data-count]")) {
  const count = Object.assign(document.createElement("span"), { className: "count" });
  const show = () => {
    count.textContent = `${field.value.length} / ${field.dataset.count}`;
    count.classList.toggle("count--over", field.value.length > Number(field.dataset.count));
  };
  field.after(count);
  field.addEventListener("input", show);
  show();
}

const number = document.querySelector("[data-thumbs]");
if (number) {
  const thumb = Object.assign(document.createElement("img"), { className: "thumb", width: 64, height: 64, alt: "" });
  const show = () => {
    thumb.hidden = !/^\d+$/.test(number.value);
    if (!thumb.hidden) thumb.src = number.dataset.thumbs.replace("/0/", `/${number.value}/`);
  };
  thumb.addEventListener("error", () => { thumb.hidden = true; });
  number.parentElement.prepend(thumb);
  // The library's window tells by a jQuery event only.
  window.django?.jQuery(number).on("change", show);
  number.addEventListener("input", show);
  show();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  document.querySelector("[name=_save]")?.click();
});
