// What the newsroom adds to the body editor: a named text box, clean pastes, and figures from the library.
import {
  canInsertNode, Extension, Figure as BaseFigure, gettext, Image as BaseImage, Node, Plugin, updateAttrsDialog,
} from "django-prose-editor/editor";
import { clean } from "./paste.js"; // without its semicolon Django does not hash the name

// Only pictures of the library carry their number; any other is no picture to the editor.
export const Image = BaseImage.extend({
  parseHTML: () => [{ tag: "img[data-file]", getAttrs: (image) => /^\d+$/.test(image.dataset.file) && null }],
})

// Words of the text, said once more and large. It is an aside: machines that read quotations shall not read it twice.
export const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "paragraph+",
  defining: true,
  parseHTML: () => [{ tag: "aside" }],
  renderHTML: () => ["aside", 0],

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "pullQuote",
      groups: "nodes",
      priority: 90,
      button: buttons.material("format_pull_quote", gettext("pull-quote")),
      command: (editor) => editor.chain().focus().toggleWrap("pullQuote").run(),
      active: (editor) => editor.isActive("pullQuote"),
      enabled: (editor) => editor.can().toggleWrap("pullQuote"),
    })
  },
})

const field = (editor) => editor.options.element.querySelector("textarea")

export const NewsroomTextBox = Extension.create({
  name: "newsroomTextBox",

  // TipTap would write a <style> of its own, which our policy refuses; editor.css has its rules.
  onBeforeCreate() {
    this.editor.options.injectCSS = false
  },

  // After the menu, which is made at the same event.
  onCreate() {
    queueMicrotask(() => this.editor.options.element.querySelectorAll(".material-icons").forEach(draw))
  },

  addProseMirrorPlugins() {
    const textarea = field(this.editor)
    const label = textarea.labels[0]
    label?.addEventListener("click", () => this.editor.commands.focus())
    const attributes = {
      role: "textbox", "aria-multiline": "true", "aria-label": label?.textContent.replace(/:\s*$/, "").trim() || "Text",
    }
    for (const name of ["aria-describedby", "aria-invalid"])
      if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name)
    return [new Plugin({ props: { attributes } })]
  },
})

// --- The bar of buttons ---

// The library names its icons in words and brings a font of 128 KB to draw them. These are lines on a field of 20 by 20.
const LINES = {
  insert_link: "M8 12l4-4M9 6.5l2.2-2.2a3.2 3.2 0 0 1 4.5 4.5L13.5 11M11 13.5l-2.2 2.2a3.2 3.2 0 0 1-4.5-4.5L6.5 9",
  link_off: "M9 6.5l2.2-2.2a3.2 3.2 0 0 1 4.5 4.5L13.5 11M11 13.5l-2.2 2.2a3.2 3.2 0 0 1-4.5-4.5L6.5 9M3 3l14 14",
  format_list_bulleted: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  format_list_numbered: "M9 5h8M9 10h8M9 15h8M3 4l1.2-.8v4M3 12.6c.5-1 2.4-.8 2 .5L3 16h2.3",
  format_quote: "M3.5 12.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0c0-3.5 1-5.5 3.5-7M11.5 12.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0c0-3.5 1-5.5 3.5-7",
  format_pull_quote: "M3 4h14M3 16h14M5.5 11a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0c0-2 .6-3 2-4M11.3 11a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0c0-2 .6-3 2-4",
  image: "M3 4h14v12H3zM3 13.5l4-4l3.5 3.5l2-2l4.5 4M13 7.5h.01",
  horizontal_rule: "M3 10h14",
  undo: "M7 4L3.5 7.5L7 11M3.5 7.5h8a4.25 4.25 0 0 1 0 8.5H8",
  redo: "M13 4l3.5 3.5L13 11M16.5 7.5h-8a4.25 4.25 0 0 0 0 8.5H12",
}
const LETTERS = { format_bold: "B", format_italic: "I", title: "H" }

const draw = (button) => {
  const name = button.textContent
  if (!LINES[name] && !LETTERS[name]) return
  button.classList.replace("material-icons", "prose-menubar__button--drawn")
  button.dataset.icon = name
  button.textContent = LETTERS[name] || ""
  if (!LINES[name]) return
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag))
  svg.setAttribute("viewBox", "0 0 20 20")
  svg.setAttribute("aria-hidden", "true")
  path.setAttribute("d", LINES[name])
  svg.append(path)
  button.append(svg)
}

const say = (editor, words) => {
  const element = editor.options.element
  let note = element.querySelector(".prose-editor__note")
  if (!note) {
    note = Object.assign(document.createElement("p"), { className: "prose-editor__note" })
    note.setAttribute("role", "status")
    element.append(note)
  }
  note.textContent = words
}

const isPicture = (file) => file.type.startsWith("image/")

export const NewsroomPaste = Extension.create({
  name: "newsroomPaste",

  addProseMirrorPlugins() {
    const editor = this.editor
    const refuse = (event, data) => {
      const html = data?.getData("text/html") || ""
      const only = /<img\b/i.test(html) && !/<img\b[^>]*\bdata-file=/i.test(html)
      if (only || [...(data?.files || [])].some(isPicture)) {
        say(editor, gettext("Pictures cannot be pasted. Add them to the library, then use the picture button."))
      }
      const words = html.replace(/<[^>]*>/g, "").trim() || data?.getData("text/plain")
      if (words || /\bdata-file=/.test(html) || ![...(data?.files || [])].some(isPicture)) return false
      event.preventDefault()
      return true
    }
    return [
      new Plugin({
        props: {
          transformPastedHTML: clean,
          handlePaste: (view, event) => refuse(event, event.clipboardData),
          handleDrop: (view, event) => refuse(event, event.dataTransfer),
        },
      }),
    ]
  },
})

// --- Figures ---

const waiting = new Map()

// The library's window answers as file browsers of CKEditor do: callFunction(number, address, what is known of it).
const pick = (address) =>
  new Promise((resolve) => {
    const tools = ((window.CKEDITOR ??= {}).tools ??= {})
    const others = tools.callFunction
    const number = `newsroom${waiting.size + 1}`
    waiting.set(number, resolve)
    if (!others?.newsroom) {
      tools.callFunction = (asked, ...answer) =>
        waiting.has(asked) ? waiting.get(asked)(answer) : others?.call(tools, asked, ...answer)
      tools.callFunction.newsroom = true
    }
    window.open(`${address}?CKEditorFuncNum=${number}`, "_blank", "width=900,height=700")
  })

const figureAt = ({ $from }) => {
  for (let depth = $from.depth; depth > 0; depth--)
    if ($from.node(depth).type.name === "figure") return { figure: $from.node(depth), start: $from.start(depth) }
  return null
}

const insert = async (editor, address) => {
  const [src, { id, alternative_text: alt, caption }] = await pick(address)
  const content = [{ type: "image", attrs: { src, alt, file: String(id) } }]
  if (caption) content.push({ type: "caption", content: [{ type: "text", text: caption }] })
  editor.chain().focus().insertContent({ type: "figure", content }).run()
}

const describe = async (editor, { figure, start }) => {
  const altText = figure.firstChild.attrs.alt || ""
  const properties = { altText: { type: "string", title: gettext("Alternative Text") } }
  const answer = await updateAttrsDialog(properties, { title: gettext("Edit Figure") })(editor, { altText })
  if (answer)
    editor.chain().focus().setNodeSelection(start).updateAttributes("image", { alt: answer.altText.trim() }).run()
}

export const Figure = BaseFigure.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      editImage: () => ({ editor, state, dispatch }) => {
        const found = figureAt(state.selection)
        if (!found && !canInsertNode(state, state.schema.nodes.figure)) return false
        if (dispatch) found ? describe(editor, found) : insert(editor, this.options.pickerUrl)
        return true
      },
    }
  },
})
