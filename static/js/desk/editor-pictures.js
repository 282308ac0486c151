/* Pictures in the text: stored as a number alone, shown in the editor as the picture itself. */

import { ask, Chooser } from "./editor-chooser.js"

const NUMBER = /^[1-9][0-9]{0,8}$/

// What pictures say to who cannot see them, as far as the dialog has come across them.
const descriptions = new Map()

function shown(number, { source, unnamed }) {
  return {
    "data-picture": number,
    src: source.replace("{number}", number),
    alt: descriptions.get(number) ?? unnamed.replace("%d", number),
  }
}

function asItem({ id, name, alt, src }) {
  descriptions.set(String(id), alt)
  return { value: String(id), name, details: [alt], src }
}

const isReference = ({ attributes }) => NUMBER.test(attributes["data-picture"] ?? "")

function keepReference(element) {
  element.attributes = { "data-picture": element.attributes["data-picture"] }
}

function selectedPicture(editor) {
  const element = editor.getSelection()?.getSelectedElement()
  return element?.is("img") && element.hasAttribute("data-picture") ? element : null
}

// Behind what is selected, never in its place.
function insert(editor, number) {
  const range = editor.getSelection().getRanges()[0]
  range?.collapse()
  if (range) editor.getSelection().selectRanges([range])
  editor.insertHtml(`<img data-picture="${number}">`)
}

function dialogOf(editor) {
  const config = editor.config.desk.pictures
  const { address, words } = config
  let replaced = null
  const chooser = new Chooser({
    words,
    async find(q, signal) {
      const { pictures, more } = await ask(address, { q }, signal)
      return { items: pictures.map(asItem), more }
    },
    validate: () => (chooser.value ? true : words.missing),
  })
  const chosenAlready = async () => {
    const { alt, src } = replaced.$
    return { value: replaced.getAttribute("data-picture"), name: alt, details: [], src }
  }
  return {
    title: words.title,
    minWidth: 450,
    minHeight: 300,
    contents: [{ id: "info", label: words.title, elements: chooser.elements }],
    onShow() {
      replaced = selectedPicture(editor)
      chooser.start(replaced ? chosenAlready : undefined)
    },
    onOk() {
      if (!NUMBER.test(chooser.value)) return
      if (replaced) replaced.setAttributes(shown(chooser.value, config))
      else insert(editor, chooser.value)
    },
  }
}

CKEDITOR.dialog.add("picture", dialogOf)

CKEDITOR.plugins.add("picture", {
  init(editor) {
    const { words, icon } = editor.config.desk.pictures
    const content = { allowedContent: "img[!data-picture]", requiredContent: "img[data-picture]" }
    editor.addCommand("picture", new CKEDITOR.dialogCommand("picture", content))
    editor.ui.addButton("Picture", { label: words.title, command: "picture", icon })
    editor.on("doubleclick", ({ data }) => {
      if (data.element.is("img") && data.element.hasAttribute("data-picture")) data.dialog = "picture"
    })
  },
  afterInit(editor) {
    // The editor's own filter drops every image without an address: here, the number alone decides.
    editor.filter.addElementCallback((element) => {
      if (element.name !== "img" || !isReference(element)) return undefined
      keepReference(element)
      return CKEDITOR.FILTER_SKIP_TREE
    })
    // Runs behind that filter on the way into the editor, and before it on the way out.
    const { dataFilter, htmlFilter } = editor.dataProcessor
    const show = ({ attributes }) =>
      Object.assign(attributes, shown(attributes["data-picture"], editor.config.desk.pictures))
    dataFilter.addRules({ elements: { img: (element) => (isReference(element) ? void show(element) : false) } })
    htmlFilter.addRules({ elements: { img: (element) => (isReference(element) ? keepReference(element) : false) } })
  },
})
