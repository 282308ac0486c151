/* A search field and the list of what it finds, for the editor's dialogs.

   One list to the keyboard: Tab reaches it, arrows choose in it, Enter is the dialog's OK. Names come from people, so
   they are only ever written as text. */

const PAUSE = 250

export class Chooser {
  // `find` answers { items, more } for what is typed; an item is { value, name, details, src? }.
  constructor({ words, find, validate }) {
    this.words = words
    this.find = find
    this.validate = validate
    this.items = []
    this.chosen = null
  }

  // What the dialog shows, in CKEditor's notation. Their `onLoad` runs when the dialog stands in the page.
  get elements() {
    const chooser = this
    return [
      {
        type: "text",
        id: "search",
        label: this.words.search,
        onLoad() {
          chooser.attachSearch(this)
        },
      },
      {
        type: "html",
        id: "said",
        html: '<p role="status" class="desk-found"></p>',
        onLoad() {
          chooser.status = this.getElement().$
        },
      },
      {
        type: "html",
        id: "found",
        html: '<ul role="listbox" tabindex="0" class="desk-choices" hidden></ul>',
        focus: true,
        onLoad() {
          chooser.attachList(this)
        },
        validate: this.validate,
      },
    ]
  }

  get value() {
    return this.chosen?.value ?? ""
  }

  // Begin anew, with what is chosen already and stays in the list until something else is found.
  async start(already) {
    this.field.setValue("", true)
    this.chosen = null
    this.show({ items: [], more: false })
    await this.search(already)
  }

  async search(already = async () => null) {
    this.question?.abort()
    const question = (this.question = new AbortController())
    try {
      const [found, kept] = await Promise.all([this.find(this.field.getValue().trim(), question.signal), already()])
      if (question.signal.aborted) return
      const others = found.items.filter((item) => item.value !== kept?.value)
      this.show({ items: kept ? [kept, ...others] : others, more: found.more })
      if (kept) this.choose(0)
      this.say(found)
    } catch (error) {
      if (!question.signal.aborted) this.status.textContent = this.words.failed
    }
  }

  say({ items, more }) {
    const number = this.words.found.replace("%d", items.length)
    this.status.textContent = !items.length ? this.words.nothing : more ? this.words.more : number
  }

  show({ items }) {
    this.items = items
    this.chosen = items.find((item) => item.value === this.value) ?? null
    this.list.replaceChildren(...items.map((item, index) => this.option(item, index)))
    this.list.hidden = !items.length
    this.mark()
  }

  option(item, index) {
    const option = document.createElement("li")
    option.setAttribute("role", "option")
    option.id = `${this.list.id}-${index}`
    if (item.src) {
      const picture = document.createElement("img")
      picture.src = item.src
      picture.alt = ""
      option.append(picture)
    }
    const name = document.createElement("b")
    name.textContent = item.name
    const words = document.createElement("span")
    words.append(name, ...item.details.filter(Boolean).map((detail) => ` – ${detail}`))
    option.append(words)
    option.addEventListener("click", () => this.choose(index))
    option.addEventListener("dblclick", () => this.dialog.click("ok"))
    return option
  }

  choose(index) {
    this.chosen = this.items[index]
    this.mark()
    this.list.children[index].scrollIntoView({ block: "nearest" })
  }

  mark() {
    const at = this.items.indexOf(this.chosen)
    this.list.removeAttribute("aria-activedescendant")
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", index === at)
      if (index === at) this.list.setAttribute("aria-activedescendant", option.id)
    }
  }

  attachSearch(field) {
    this.dialog = field.getDialog()
    this.field = field
    const input = field.getInputElement().$
    let waiting
    input.addEventListener("input", () => {
      clearTimeout(waiting)
      waiting = setTimeout(() => this.search(), PAUSE)
    })
    input.addEventListener("keydown", (event) => {
      if (!["Enter", "ArrowDown"].includes(event.key) || this.list.hidden) return
      // Not the dialog's OK yet: on to what was found.
      event.preventDefault()
      event.stopPropagation()
      this.list.focus()
    })
  }

  attachList(element) {
    this.list = element.getElement().$
    this.list.setAttribute("aria-label", this.words.list)
    this.list.addEventListener("focus", () => {
      if (!this.chosen && this.items.length) this.choose(0)
    })
    this.list.addEventListener("keydown", (event) => {
      const index = this.next(event.key)
      if (index === undefined) return
      event.preventDefault()
      this.choose(index)
    })
  }

  next(key) {
    const at = this.items.indexOf(this.chosen)
    const last = this.items.length - 1
    return { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[key]
  }
}

// Ask the desk. Who is no longer signed in is led to a page that is not JSON: an error, like no answer at all.
export async function ask(address, question, signal) {
  const answer = await fetch(`${address}?${new URLSearchParams(question)}`, { signal })
  if (!answer.ok) throw new Error(answer.statusText)
  return answer.json()
}
