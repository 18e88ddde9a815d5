// What the newsroom adds to the body editor: a named text box, clean pastes, and figures from the library.
import {
  canInsertNode, Extension, Figure as BaseFigure, gettext, Image as BaseImage, Plugin, updateAttrsDialog,
} from "django-prose-editor/editor";
import { clean } from "./paste.js"; // without its semicolon Django does not hash the name

// Only pictures of the library carry their number; any other is no picture to the editor.
export const Image = BaseImage.extend({
  parseHTML: () => [{ tag: "img[data-file]", getAttrs: (image) => /^\d+$/.test(image.dataset.file) && null }],
})

const field = (editor) => editor.options.element.querySelector("textarea")

export const NewsroomTextBox = Extension.create({
  name: "newsroomTextBox",

  // TipTap would write a <style> of its own, which our policy refuses; editor.css has its rules.
  onBeforeCreate() {
    this.editor.options.injectCSS = false
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

const REFUSED = "Pictures cannot be pasted. Add them to the library, then use the picture button."
const isPicture = (file) => file.type.startsWith("image/")

export const NewsroomPaste = Extension.create({
  name: "newsroomPaste",

  addProseMirrorPlugins() {
    const editor = this.editor
    const refuse = (event, data) => {
      const html = data?.getData("text/html") || ""
      const only = /<img\b/i.test(html) && !/<img\b[^>]*\bdata-file=/i.test(html)
      if (only || [...(data?.files || [])].some(isPicture)) say(editor, gettext(REFUSED))
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
