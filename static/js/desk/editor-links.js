/* The link dialog's pages of this site: chosen by name, stored by number, so that a changed address breaks nothing. */

import { ask, Chooser } from "./editor-chooser.js"

const REFERENCE = /^page:[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*:[1-9][0-9]{0,17}$/

function asItem({ reference, name, kind, note }) {
  return { value: reference, name, details: [kind, note] }
}

function addPages(definition, editor) {
  const { words, ...desk } = editor.config.desk.pages
  const language = editor.config.contentsLanguage
  const find = async (question, signal) => {
    const { pages, more } = await ask(desk.address, { ...question, language }, signal)
    return { items: pages.map(asItem), more }
  }
  const isPage = (dialog) => dialog.getValueOf("info", "linkType") === "page"
  const chooser = new Chooser({
    words,
    find: (q, signal) => find({ q }, signal),
    validate() {
      return !isPage(this.getDialog()) || chooser.value ? true : words.missing
    },
  })
  const info = definition.getContents("info")
  const type = info.get("linkType")
  type.items.unshift([words.type, "page"])
  const showParts = type.onChange
  type.onChange = function () {
    showParts.call(this)
    const dialog = this.getDialog()
    const part = dialog.getContentElement("info", "pageOptions").getElement().getParent().getParent()
    if (isPage(dialog)) part.show()
    else part.hide()
    dialog.layout()
  }
  info.add({ type: "vbox", id: "pageOptions", children: chooser.elements })
  // To CKEditor, a reference is the address of a link. The field for addresses is the last that reads and writes it.
  const address = info.get("url")
  const { setup, commit } = address
  address.setup = function (data) {
    const stored = data.url && !data.url.protocol && REFERENCE.test(data.url.url) ? data.url.url : ""
    setup.call(this, stored ? {} : data)
    if (stored) this.getDialog().setValueOf("info", "linkType", "page")
    chooser.start(stored ? async () => (await find({ reference: stored })).items[0] : undefined)
  }
  address.commit = function (data) {
    commit.call(this, data)
    if (!isPage(this.getDialog())) return
    Object.assign(data, { type: "url", url: { protocol: "", url: chooser.value } })
    // Nothing is selected: the page's name becomes the words of the link.
    if (editor.getSelection().getRanges()[0]?.collapsed) data.linkText ||= chooser.chosen.name
  }
}

CKEDITOR.on("dialogDefinition", ({ data, editor }) => {
  if (data.name === "link") addPages(data.definition, editor)
})
