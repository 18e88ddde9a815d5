// Click the picture to set its focal point. The two number fields do the same without this.
const picture = document.querySelector("[data-focal]");
const fields = [document.getElementById("id_focal_x"), document.getElementById("id_focal_y")];

if (picture && fields.every(Boolean)) {
  const mark = document.createElement("span");
  mark.className = "focal__mark";
  picture.append(mark);
  const show = () => {
    mark.style.left = `${fields[0].value * 100}%`;
    mark.style.top = `${fields[1].value * 100}%`;
  };
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    const share = (part, whole) => Math.min(1, Math.max(0, part / whole)).toFixed(2);
    fields[0].value = share(event.clientX - box.left, box.width);
    fields[1].value = share(event.clientY - box.top, box.height);
    show();
  });
  for (const field of fields) field.addEventListener("input", show);
  show();
}
