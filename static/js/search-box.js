// Names that fit what is being typed into a search box. Choosing one opens its page; the form still searches for the text.

const element = (name, className) => Object.assign(document.createElement(name), { className });

function setAll(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
}

// A combobox from the start, so that it is announced as one.
function prepare(field, name) {
  const [list, status] = [element("ul", "suggestions"), element("div", "unseen")];
  Object.assign(list, { id: `${field.id}-suggestions`, hidden: true });
  setAll(list, { role: "listbox", "aria-label": name });
  setAll(status, { role: "status" });
  field.after(list, status);
  // A field for searches may not be a combobox.
  field.type = "text";
  const controls = { "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  setAll(field, { role: "combobox", ...controls });
  return { field, list, status };
}

async function live(form, parts) {
  const { bringToLife } = await import("./combobox.js");
  bringToLife(parts, form.dataset);
}

for (const form of document.querySelectorAll("form.search-box")) {
  const parts = prepare(form.querySelector("input[type=search]"), form.dataset.name);
  // What a combobox does is loaded when somebody comes to it.
  if (document.activeElement === parts.field) live(form, parts);
  else parts.field.addEventListener("focus", () => live(form, parts), { once: true });
}
