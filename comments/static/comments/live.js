// A quiet line under the comments when others have come. Nothing moves before it is asked to. `write.js` loads this half a
// minute after the page.
const line = document.querySelector("[data-live]");
const shortest = 30000;
const longest = 480000;
let wait = shortest;
let timer;

function later() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, wait);
}

async function ask() {
  try {
    const answer = await fetch(line.dataset.live, { credentials: "omit" });
    if (!answer.ok) throw new Error(answer.status);
    tell(await answer.json());
    wait = shortest;
  } catch {
    wait = Math.min(wait * 2, longest);
  }
  later();
}

function tell({ new: fresh, words }) {
  if (!fresh || line.textContent.startsWith(words)) return;
  const link = document.createElement("a");
  link.href = line.dataset.newest;
  link.textContent = line.dataset.show;
  link.addEventListener("click", (event) => {
    // An address that is shown already would only be scrolled.
    if (link.href.split("#")[0] !== location.href.split("#")[0]) return;
    event.preventDefault();
    location.reload();
  });
  line.replaceChildren(`${words}. `, link);
}

document.addEventListener("visibilitychange", later);
if (!document.hidden) ask();
