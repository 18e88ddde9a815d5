// Makes plain, meaningful HTML of what word processors put on the clipboard. Styles are read as text, because our
// policy keeps the browser from applying them; none is left in what comes out.

const BOLD = /font-weight\s*:\s*(bold|bolder|[6-9]00)/i
const NOT_BOLD = /font-weight\s*:\s*(normal|lighter|[1-5]00)/i
const ITALIC = /font-style\s*:\s*(italic|oblique)/i
const NOT_ITALIC = /font-style\s*:\s*normal/i
const WORD_LIST = /mso-list\s*:\s*l\d+\s+level(\d+)/i
const ORDERED = /^\s*\(?(\d+|[a-z]|[ivxlc]+)[.)]/i
const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" }

// Sheets go and styles are renamed before the browser parses them: it would report each as a breach of the policy.
const SHEET = /<style\b[\s\S]*?(<\/style\s*>|$)/gi
const STYLE = /(<[a-z][^<>]*?\s)style(\s*=)/gi
const styleOf = (element) => element.getAttribute("data-pasted") || ""

const unwrap = (element) => element.replaceWith(...element.childNodes)

const wrapContent = (element, name) => {
  const wrapper = element.ownerDocument.createElement(name)
  wrapper.append(...element.childNodes)
  element.append(wrapper)
}

const rename = (element, name) => {
  const renamed = element.ownerDocument.createElement(name)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
}

const dropNoise = (root) => {
  const comments = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_COMMENT)
  const found = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const comment of found) comment.remove()
  for (const element of root.querySelectorAll("script, meta, link, title, xml, img:not([data-file])"))
    element.remove()
  for (const element of root.querySelectorAll("br.Apple-interchange-newline")) element.remove()
  for (const element of root.querySelectorAll("*")) if (element.localName.includes(":")) unwrap(element)
}

// Word writes lists as paragraphs that begin with the bullet.
const wordLists = (root) => {
  let stack = []
  let last = null
  for (const paragraph of [...root.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const level = Number(WORD_LIST.exec(styleOf(paragraph))?.[1])
    if (!level) continue
    const marker = [...paragraph.querySelectorAll("span")].find((span) => /mso-list\s*:\s*Ignore/i.test(styleOf(span)))
    const name = ORDERED.test(marker?.textContent || "") ? "ol" : "ul"
    marker?.remove()
    if (!last || paragraph.previousElementSibling !== last) stack = []
    const item = root.ownerDocument.createElement("li")
    const words = root.ownerDocument.createElement("p")
    words.append(...paragraph.childNodes)
    item.append(words)
    stack = stack.slice(0, level)
    if (stack.length && stack.length === level && stack.at(-1).localName !== name) stack.pop()
    if (!stack.length) {
      stack.push(root.ownerDocument.createElement(name))
      paragraph.before(stack[0])
      last = stack[0]
    }
    if (stack.length < level && stack.at(-1).lastElementChild) {
      const inner = root.ownerDocument.createElement(name)
      stack.at(-1).lastElementChild.append(inner)
      stack.push(inner)
    }
    stack.at(-1).append(item)
    paragraph.remove()
  }
}

const emphasis = (root) => {
  for (const element of [...root.querySelectorAll("b, strong")]) if (NOT_BOLD.test(styleOf(element))) unwrap(element)
  for (const element of [...root.querySelectorAll("i, em")]) if (NOT_ITALIC.test(styleOf(element))) unwrap(element)
  for (const element of root.querySelectorAll("span[data-pasted], font[data-pasted]")) {
    if (BOLD.test(styleOf(element)) && !element.closest("h1, h2, h3, h4, h5, h6, b, strong"))
      wrapContent(element, "strong")
    if (ITALIC.test(styleOf(element)) && !element.closest("i, em")) wrapContent(element, "em")
  }
}

const KEPT = { A: ["href"], IMG: ["data-file", "src", "alt"], OL: ["start"] }

const bare = (root) => {
  for (const element of [...root.querySelectorAll("span, font")]) unwrap(element)
  for (const element of [...root.querySelectorAll("h1, h4, h5, h6")]) rename(element, HEADINGS[element.tagName])
  for (const element of root.querySelectorAll("*"))
    for (const name of element.getAttributeNames())
      if (!(KEPT[element.tagName] || []).includes(name) && name !== "data-pm-slice") element.removeAttribute(name)
}

export const clean = (html) => {
  const text = html.replace(SHEET, "").replace(STYLE, "$1data-pasted$2")
  const root = new DOMParser().parseFromString(text, "text/html").body
  dropNoise(root)
  wordLists(root)
  emphasis(root)
  bare(root)
  return root.innerHTML
}
