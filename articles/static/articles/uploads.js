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

  const signIn = () =>
    Object.assign(make("a", "", words.signIn), { href: words.signInAt, target: "_blank", rel: "opener" });

  // A file that was not looked at stays, with a button that sends it again.
  const again = (one) => {
    const button = Object.assign(make("button", "move", words.again), { type: "button" });
    button.setAttribute("aria-label", `${words.again}: ${one.file.name}`);
    button.addEventListener("click", async () => {
      button.disabled = true;
      await renewToken().catch(() => null);
      tally.refused -= 1;
      one.shown.item.remove();
      waiting.push({ ...one, shown: row(one.file) });
      next();
    });
    return button;
  };

  const done = (one, result) => {
    const { item, state, bar } = one.shown;
    bar.remove();
    if (!result.address) {
      tally.refused += 1;
      state.className = "upload__reason";
      state.replaceChildren(`${words.refused}: ${result.reason}`);
      if (result.signedOut) state.append(" ", signIn());
      if (result.again) state.append(" ", again(one));
      return;
    }
    tally.stored += 1;
    const thumb = Object.assign(make("img", "thumb"), { src: result.thumb, width: 48, height: 48, alt: "" });
    const link = Object.assign(make("a", "", `${words.describe} “${result.title}”`), { href: result.address });
    item.prepend(thumb);
    state.replaceChildren(`${words.stored}. `, link);
  };

  // Whoever is signed out is led from here to the page that signs in.
  const isSignedOut = async () => (await fetch(location.href, { redirect: "manual" })).type === "opaqueredirect";

  // To sign in anew makes the token of this page void.
  const renewToken = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]");
    if (fresh) form.querySelector("[name=csrfmiddlewaretoken]").value = fresh.value;
  };

  const answerOf = async (request) => {
    try {
      return JSON.parse(request.responseText).results[0];
    } catch {
      const signedOut = await isSignedOut().catch(() => false);
      if (signedOut) return { reason: words.signedOut, signedOut, again: true };
      return { reason: request.status === 403 ? words.forbidden : words.failed, again: true };
    }
  };

  const send = (one) => {
    const { file, shown, shared } = one;
    const request = new XMLHttpRequest();
    const data = new FormData();
    for (const [name, value] of shared) data.append(name, value);
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("files", file);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) shown.bar.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => { shown.bar.removeAttribute("value"); shown.state.textContent = words.storing; });
    request.addEventListener("loadend", async () => {
      const result = await answerOf(request);
      tally.sending -= 1;
      done(one, result);
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
