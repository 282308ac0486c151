/* What the desk asks of every editor, beyond its configuration. */

// A table starts with a row of headers and cannot be made without a caption. How it looks is not its editor's concern.
function improveTableDialog({ name, definition, editor }) {
  const info = definition.getContents("info")
  const headers = info.get("selHeaders")
  headers.items = headers.items.filter(([, value]) => value)
  if (name === "table") headers.default = "row"
  for (const field of ["txtBorder", "cmbAlign", "txtWidth", "txtHeight", "txtCellSpace", "txtCellPad", "txtSummary"])
    info.remove(field)
  info.get("txtCaption").required = true
  info.get("txtCaption").validate = function () {
    return this.getValue().trim() ? true : editor.config.desk.captionMissing
  }
}

CKEDITOR.on("dialogDefinition", ({ data, editor }) => {
  if (["table", "tableProperties"].includes(data.name)) improveTableDialog({ ...data, editor })
})

// The label names a text area that the editor hides: a click on it must still lead to the text.
CKEDITOR.on("instanceReady", ({ editor }) => {
  for (const label of editor.element.$.labels ?? []) {
    label.addEventListener("click", (event) => {
      event.preventDefault()
      editor.focus()
    })
  }
})

// The desk takes away a row that was added and is not wanted: its editor must not go on looking for its frame.
document.addEventListener("formset:removed", () => {
  for (const editor of Object.values(CKEDITOR.instances)) {
    if (!editor.element.$.isConnected) editor.destroy(true)
  }
})
