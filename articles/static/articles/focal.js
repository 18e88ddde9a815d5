// The focal point of a picture: set by a click, moved by the arrow keys, and shown in every crop at once.
// The two number fields do the same without this.
const whole = document.querySelector("[data-focal]");
const fields = ["focal_x", "focal_y"].map((name) => document.getElementById(`id_${name}`));

if (whole && fields.every(Boolean)) {
  const image = whole.querySelector("img");
  const mark = Object.assign(document.createElement("button"), { type: "button", className: "focal__mark" });
  whole.append(mark);

  const percent = (field) => Math.round(Number(field.value) * 100);
  const within = (share) => Math.min(1, Math.max(0, share));

  // As articles.pictures.geometry.crop_box: centred on the point, as far as the picture allows.
  const position = (focus, shown, taken) =>
    shown > taken ? within((shown * focus - taken / 2) / (shown - taken)) * 100 : 50;

  const crop = (frame) => {
    const box = frame.getBoundingClientRect();
    const scale = Math.max(box.width / image.naturalWidth, box.height / image.naturalHeight);
    const inside = frame.querySelector("img");
    if (inside.src !== image.src) inside.src = image.src;
    const across = position(Number(fields[0].value), image.naturalWidth * scale, box.width);
    const down = position(Number(fields[1].value), image.naturalHeight * scale, box.height);
    inside.style.objectPosition = `${across}% ${down}%`;
  };

  const show = () => {
    const [across, down] = fields.map(percent);
    mark.style.left = `${across}%`;
    mark.style.top = `${down}%`;
    const told = whole.dataset.told.replace("%x", across).replace("%y", down);
    mark.setAttribute("aria-label", `${whole.dataset.label}: ${told}. ${whole.dataset.help}`);
  };

  const move = (across, down) => {
    fields[0].value = within(across).toFixed(2);
    fields[1].value = within(down).toFixed(2);
    for (const field of fields) field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  whole.addEventListener("click", (event) => {
    if (event.target === mark) return;
    const box = image.getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    mark.focus();
  });

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  mark.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 0.1 : 0.01;
    move(Number(fields[0].value) + step[0] * far, Number(fields[1].value) + step[1] * far);
  });

  for (const field of fields)
    field.addEventListener("input", () => {
      show();
      document.querySelectorAll("[data-crop]").forEach(crop);
    });
  show();
}
