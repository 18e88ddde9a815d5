// Puts the frame of another site in the place of its button, when the reader asks for it. Without it, the link leads there.
for (const button of document.querySelectorAll("[data-frame]")) {
  button.hidden = false;
  button.onclick = () => {
    const frame = document.createElement("iframe");
    frame.title = button.parentNode.querySelector("a").textContent;
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
    frame.referrerPolicy = "strict-origin-when-cross-origin"; // some players play for nobody else
    frame.src = button.dataset.frame;
    button.replaceWith(frame);
    frame.focus();
  };
}
