// Says what is being chosen. Django’s search boxes for records are named by their content alone, which may be empty.

function nameOf(select) {
  return select.labels[0]?.textContent.replace(/:\s*$/, "").trim() ?? ""
}

function label(select) {
  const content = document.getElementById(`select2-${select.id}-container`)
  const words = select.labels[0]
  if (!content || !words) return
  words.id ||= `${select.id}_label`
  content.setAttribute("aria-labelledby", words.id)
  content.closest(".select2-selection")?.setAttribute("aria-labelledby", `${words.id} ${content.id}`)
}

function labelAll() {
  document.querySelectorAll("select.admin-autocomplete.select2-hidden-accessible").forEach(label)
}

// After the scripts that make the boxes, which run when the page is there or a row is added.
document.addEventListener("DOMContentLoaded", () => setTimeout(labelAll))
document.addEventListener("formset:added", () => setTimeout(labelAll))
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".select2-search__field")) return
  const open = document.querySelector(".select2-container--open")?.previousElementSibling
  if (open?.labels) target.setAttribute("aria-label", nameOf(open))
})
