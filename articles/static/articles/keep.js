// Nothing typed is lost: the form sends itself while somebody writes, and where that fails the browser keeps a copy.
const QUIET = 2000, AT_MOST = 10000, HEARTBEAT = 50000, SLOWEST = 60000; // milliseconds
const OLDEST = 14 * 86400000, LARGEST = 1500000, COPIES = 10;
const TWICE = 1000, STOPPED = 8000; // a second click; how long a save may take before it counts as stopped
const line = document.querySelector("[data-keep]"), form = line?.closest("form");

if (form) {
  const words = line.dataset, own = new Set(["csrfmiddlewaretoken", "version", "base", "sitting", "arrival"]);
  // Of one article there may be many forms: each keeps its own copy, and offers what others have left.
  let at = words.keep, story = words.key;
  const mine = () => `${story}:${form.elements.sitting.value}`;
  const trouble = line.querySelector("[data-keep-trouble]"), panels = {};
  const fields = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const said = (all = fields()) => JSON.stringify(all.filter(([name]) => !own.has(name)));
  const clock = (when) => new Date(when).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  // Whoever was faster than this script has typed already.
  const typed = ["headline", "standfirst"].some((name) => form.elements[name] && form.elements[name].value !== form.elements[name].defaultValue);
  // A form that was refused holds what the desk does not have.
  let safe = typed || document.querySelector(".complaints") ? "" : said(), copied = "", last = safe, touched = 0, since = 0, sent = Date.now(), wait = 0, delay = 0, busy = false, asked = false, leaving = false, left = 0, waiting = null;

  // --- Copies in the browser ---

  const store = (name, value) => {
    try {
      if (value === undefined) return JSON.parse(localStorage.getItem(name));
      if (value === null) localStorage.removeItem(name); else localStorage.setItem(name, JSON.stringify(value));
      return true;
    } catch { return null; } // full, switched off, or not ours
  };
  const copy = (mark) => {
    const all = fields().filter(([name]) => name !== "csrfmiddlewaretoken"), text = said(all);
    if (text.length > LARGEST || !store(mine(), { at: Date.now(), all, mark })) return false;
    copied = text;
    return true;
  };
  const drop = () => { if (copied) { store(mine(), null); copied = ""; } };
  // Copies of what has reached the desk by an ordinary save go, and so do old ones.
  const tidy = () => {
    const there = words.arrived.split(" ");
    const kept = Object.keys(localStorage).filter((name) => name.startsWith("desk-kept:")).map((name) => [store(name) || {}, name]);
    kept.sort(([one], [other]) => other.at - one.at).forEach(([{ at: when, mark }, name], place) => {
      if (!(when > Date.now() - OLDEST) || place >= COPIES || (mark && there.includes(mark))) store(name, null);
    });
  };

  // --- Sending ---

  const tell = (text) => { if (trouble.textContent !== text) trouble.textContent = text; line.classList.toggle("is-trouble", !!text); };
  const fail = (status) => {
    const kept = copy(), why = { 401: words.out, 403: words.denied, 404: words.gone, 409: words.other }[status] || words.here;
    delay = Math.min(SLOWEST, delay * 2 || QUIET);
    wait = Date.now() + delay;
    tell(kept ? why : words.lost);
  };
  // Whoever has signed in again meanwhile has another token; the page has it.
  const renew = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]"), there = page.querySelector("[data-keep]");
    if (token && there) form.elements.csrfmiddlewaretoken.value = token.value;
  };
  const post = (all, to = at) => fetch(to, {
    method: "POST", headers: { Accept: "application/json" }, redirect: "error",
    body: new URLSearchParams([...all.filter(([name]) => name !== "csrfmiddlewaretoken"), ["writer", words.writer],
      ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value]]),
  });
  const show = (answer) => {
    for (const [name, html] of Object.entries(answer.panels)) {
      const panel = document.querySelector(`[data-panel="${name}"]`);
      if (!panel || panels[name] === html || panel.contains(document.activeElement)) continue;
      panels[name] = html;
      panel.outerHTML = html;
    }
    document.dispatchEvent(new CustomEvent("desk:pulse", { detail: answer }));
  };
  // A new story has an address from its first word on.
  const settle = (answer) => {
    for (const name of ["version", "base"]) form.elements[name].value = answer[name] ?? "";
    if (at === answer.pulse) return;
    drop();
    at = answer.pulse;
    story = story.replace(/new$/, answer.article);
    form.action = answer.form;
    history.replaceState(null, "", answer.form);
  };
  const pulse = async (to = at) => {
    busy = true;
    const all = fields(), text = said(all);
    try {
      const response = await post(all, to);
      if (!response.ok) {
        const ours = response.headers.get("Content-Type")?.includes("json");
        if (!ours) await renew();
        return fail(ours && response.status);
      }
      const answer = await response.json();
      if (answer.article) {
        settle(answer);
        line.querySelector("[data-keep-line]").textContent = `${words.kept} ${answer.kept}`;
        show(answer);
        drop();
        safe = text;
      }
      const was = line.classList.contains("is-trouble");
      tell(was ? words.again : "");
      line.classList.remove("is-trouble");
      [wait, delay] = [0, 0];
    } catch { fail(0); } finally {
      [busy, since, sent] = [false, 0, Date.now()];
      if (waiting) form.requestSubmit(waiting.pop());
      waiting = null;
      if (asked && !leaving && said() !== safe) setTimeout(pulse);
      asked = false;
    }
  };

  setInterval(() => {
    if (busy) return;
    const now = Date.now(), text = said();
    // What is typed while a save is under way is not in it.
    if (leaving) { if (text !== copied) copy(); leaving = now - left < STOPPED; return; }
    if (text !== last) [last, touched, since] = [text, now, since || now];
    if (now < wait) { if (text !== safe && text !== copied) copy(); return; }
    const due = text !== safe && (now - touched >= QUIET || (since && now - since >= AT_MOST));
    if (due || (now - sent >= HEARTBEAT && at.indexOf("/add/") < 0)) pulse();
  }, 500);
  addEventListener("online", () => { wait = 0; });
  document.addEventListener("desk:ask-pulse", () => {
    if (busy) asked = true; else if (!leaving && said() !== safe) pulse();
  });

  // --- Leaving and coming back ---

  form.addEventListener("submit", (event) => {
    const now = Date.now(), begins = busy && at.includes("/add/"), stays = event.submitter?.formTarget === "_blank";
    // Twice the same click, or a first word that is on its way: either would make a second story.
    if (begins || (!stays && now - left < TWICE)) {
      event.preventDefault();
      if (begins) waiting = [event.submitter];
      return;
    }
    if (stays) return;
    [leaving, left] = [true, now];
    // The copy stays until the desk says that this save has arrived.
    const mark = form.querySelector("[name=arrival]") || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "arrival" }));
    mark.value = crypto.getRandomValues(new Uint32Array(2)).join("-");
    copy(mark.value);
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("pagehide", () => { const text = said(); if (text !== (leaving ? copied : safe)) copy(); });
  addEventListener("beforeunload", (event) => {
    const text = said();
    if (!leaving && text !== safe && text !== copied && !copy()) event.preventDefault();
  });

  const offer = (name, found) => {
    const box = Object.assign(document.createElement("div"), { className: "unsaved" });
    const what = Object.assign(document.createElement("p"), { className: "unsaved__what", textContent: `${words.found} ${clock(found.at)}.` });
    const ways = Object.assign(document.createElement("div"), { className: "unsaved__ways" });
    const button = (text, act) => ways.append(Object.assign(document.createElement("button"), { type: "button", className: "move", textContent: text, onclick: act }));
    button(words.back, async () => {
      try {
        const response = await post(found.all);
        if (!response.ok) return fail(response.status);
        const answer = await response.json();
        [leaving, left] = [true, Date.now()];
        store(name, null);
        location.assign(answer.unsaved || answer.form || location.href);
      } catch { tell(words.here); }
    });
    button(words.away, () => { store(name, null); box.remove(); form.elements.headline?.focus(); });
    box.append(what, ways);
    line.before(box);
  };

  try {
    tidy();
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith(`${story}:`))) {
      const found = store(name);
      if (found?.all && said(found.all) === said()) store(name, null);
      else if (found?.all) offer(name, found);
    }
  } catch { /* a browser that keeps nothing */ }

  document.addEventListener("click", (event) => {
    const over = event.target.closest("[data-take-over]");
    if (!over || busy) return;
    event.preventDefault();
    form.elements.headline.focus(); // it is their turn to write, and the button goes
    pulse(over.formAction);
  });
}
