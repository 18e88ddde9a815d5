// Adding many pictures: dropped or chosen, sent one by one, two at a time, each with its progress and what came of it.
// Without this the form sends them all together and answers with a report.
const panel = document.querySelector("[data-upload]");

if (panel) {
  const form = panel.querySelector("form");
  const input = form.querySelector("[type=file]");
  const words = panel.dataset;
  const AT_ONCE = 2;
  const waiting = [];
  const tally = { sending: 0, stored: 0, refused: 0 };

  const make = (name, className, text = "") =>
    Object.assign(document.createElement(name), { className, textContent: text });

  const tell = () => {
    const left = waiting.length + tally.sending;
    const line = panel.querySelector("[data-tally-line]");
    line.textContent = words.tally.replace("%stored", tally.stored).replace("%refused", tally.refused).replace("%left", left);
    if (left || !tally.stored) return;
    line.append(" ", Object.assign(make("a", "", words.reload), { href: location.href }));
  };

  const row = (file) => {
    const item = make("li", "upload__file");
    const name = make("b", "", file.name);
    const state = make("span", "upload__state", words.waiting);
    const bar = Object.assign(make("progress", ""), { max: 1, value: 0 });
    bar.setAttribute("aria-label", file.name);
    item.append(name, " ", state, bar);
    panel.querySelector("[data-list]").append(item);
    return { item, state, bar };
  };

  const done = ({ item, state, bar }, result) => {
    bar.remove();
    if (!result.address) {
      tally.refused += 1;
      state.className = "upload__reason";
      state.textContent = `${words.refused}: ${result.reason}`;
      return;
    }
    tally.stored += 1;
    const thumb = Object.assign(make("img", "thumb"), { src: result.thumb, width: 48, height: 48, alt: "" });
    const link = Object.assign(make("a", "", `${words.describe} “${result.title}”`), { href: result.address });
    item.prepend(thumb);
    state.replaceChildren(`${words.stored}. `, link);
  };

  const answerOf = (request) => {
    try {
      return JSON.parse(request.responseText).results[0];
    } catch {
      return { reason: words.failed }; // signed out, or no answer of ours
    }
  };

  const send = ({ file, shown, shared }) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    for (const [name, value] of shared) data.append(name, value);
    data.append("files", file);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) shown.bar.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => { shown.bar.removeAttribute("value"); shown.state.textContent = words.storing; });
    request.addEventListener("loadend", () => {
      tally.sending -= 1;
      done(shown, answerOf(request));
      next();
    });
    shown.state.textContent = words.sending;
    tally.sending += 1;
    request.send(data);
  };

  const next = () => {
    while (waiting.length && tally.sending < AT_ONCE) send(waiting.shift());
    tell();
  };

  const take = (files) => {
    // What they share is read now: the next ones dropped may be somebody else's.
    const shared = [...new FormData(form)].filter(([name]) => name !== input.name);
    for (const file of files) waiting.push({ file, shared, shown: row(file) });
    next();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take([...input.files]);
    input.value = "";
  });

  const carriesFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  // The whole page takes them: a file that misses the panel would replace the page.
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    panel.open = true;
    panel.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) panel.classList.remove("is-over"); });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    panel.classList.remove("is-over");
    take([...event.dataTransfer.files]);
  });

  addEventListener("beforeunload", (event) => { if (waiting.length || tally.sending) event.preventDefault(); });
}
