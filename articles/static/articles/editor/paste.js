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

// A list that Google Docs nests beside its item, and not inside, belongs to the item before it.
const nestedLists = (root) => {
  for (const list of root.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const before = list.previousElementSibling
    if (before?.localName === "li") before.append(list)
    else list.replaceWith(...list.children)
  }
}

// The text has no tables: each row becomes a paragraph, its cells parted by a dash.
const tables = (root) => {
  // The innermost first, so that a table inside a cell is words by the time its row is read.
  for (const table of [...root.querySelectorAll("table")].reverse()) {
    const rows = [...table.rows].map((row) => {
      const paragraph = root.ownerDocument.createElement("p")
      const cells = [...row.cells].filter((cell) => cell.textContent.trim())
      for (const [number, cell] of cells.entries()) {
        for (const block of cell.querySelectorAll("p, div, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote")) {
          if (block.nextSibling && block.textContent.trim()) block.after(" ")
          unwrap(block)
        }
        if (number) paragraph.append(" – ")
        paragraph.append(...cell.childNodes)
      }
      return paragraph
    })
    table.replaceWith(...rows.filter((paragraph) => paragraph.textContent.trim()))
  }
}

// Marks of footnotes and comments lead nowhere once they are out of their document; what the notes say stays as text.
const NOTE = /^#?_?(ftn|edn|ftnref|ednref|cmnt|cmnt_ref|msocom_|footnote|endnote)/i
const notes = (root) => {
  for (const link of [...root.querySelectorAll("a")]) {
    const target = link.getAttribute("href") || ""
    const inside = target.startsWith("#") ? target : target.includes("#") && /^(file|about|blob):/i.test(target)
      ? target.slice(target.indexOf("#")) : ""
    if (NOTE.test(inside) || NOTE.test(link.name || "")) {
      const mark = link.closest("sup") || link
      if (/^\W*[\divxa-z]{1,4}\W*$/i.test(mark.textContent)) mark.remove()
      else unwrap(link)
    } else if (!target || target.startsWith("#")) unwrap(link)
  }
}

// Links that Google and Microsoft lead through themselves lead where they were meant to.
const WRAPPED = { "www.google.com/url": "q" }
const trueAddress = (address) => {
  try {
    const url = new URL(address)
    const place = url.hostname + url.pathname
    const name = place.endsWith(".safelinks.protection.outlook.com/") ? "url" : WRAPPED[place]
    const meant = name && url.searchParams.get(name)
    return meant && /^https?:\/\//i.test(meant) ? meant : address
  } catch {
    return address
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
  nestedLists(root)
  notes(root)
  for (const link of root.querySelectorAll("a[href]")) link.setAttribute("href", trueAddress(link.getAttribute("href")))
  tables(root)
  emphasis(root)
  bare(root)
  return root.innerHTML
}
