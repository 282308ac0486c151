// Looks for faults in how a page is laid out and filled. Answers sentences, each with the element that it is about.
// Knows no class names: only what stands where, what can be read, and what can be pressed.
(foreign) => {
  const TARGET = 44
  const NARROW_TARGET = 24
  const found = new Set()
  const page = document.documentElement

  const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 50)

  const nameOf = (element) => {
    const classes = [...element.classList].map((name) => `.${name}`).join("")
    const id = element.id ? `#${element.id}` : ""
    return `${element.localName}${id}${classes} “${short(element.textContent || element.getAttribute("aria-label") || "")}”`
  }

  const report = (what, element) => found.add(`${what}: ${element.nodeType ? nameOf(element) : element}`)

  const isForEarsOnly = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at)
      const isTiny = at.offsetWidth <= 1 && at.offsetHeight <= 1 && style.overflow !== "visible"
      if (isTiny || style.clipPath === "inset(50%)") return true
    }
    return false
  }

  const visibility = new Map()
  const isSeen = (element) => {
    if (!visibility.has(element)) {
      const isShown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      visibility.set(element, isShown && !isForEarsOnly(element) && !isAboveThePage(element))
    }
    return visibility.get(element)
  }

  // A link that comes into sight when it has focus.
  const isAboveThePage = (element) => element.getBoundingClientRect().bottom + scrollY <= 0

  const isBlank = (text) => !text.replace(/[\s\u200b\u2060\ufeff]/g, "")

  const elements = [...document.body.querySelectorAll("*")].filter((element) => !element.closest("svg") || element.localName === "svg")
  const seen = elements.filter(isSeen)

  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (!isBlank(node.data) && !["SCRIPT", "STYLE"].includes(node.parentElement.tagName)) texts.push(node)
  }
  const readable = texts.filter((node) => isSeen(node.parentElement))

  const rectsOf = (node) => {
    const range = document.createRange()
    range.selectNodeContents(node)
    return [...range.getClientRects()].filter((rect) => rect.width > 0.5 && rect.height > 0.5)
  }

  const isScrollable = (style) => ["auto", "scroll"].includes(style.overflowX)

  const scrollerAround = (element) => {
    for (let at = element; at && at !== page; at = at.parentElement) {
      if (at !== document.body && isScrollable(getComputedStyle(at)) && at.scrollWidth > at.clientWidth) return at
    }
    return null
  }

  // Sideways

  if (page.scrollWidth > page.clientWidth) report(`the page scrolls sideways by ${page.scrollWidth - page.clientWidth} px`, page)

  const tooWide = []
  for (const element of seen) {
    const style = getComputedStyle(element)
    const box = element.getBoundingClientRect()
    if ((box.left < -1 || box.right > page.clientWidth + 1) && box.width > 0 && !scrollerAround(element.parentElement)) {
      report("leaves the page at a side", element)
    }
    // A field of one line scrolls in itself.
    if (["svg", "input"].includes(element.localName) || !element.clientWidth) continue
    if (element.scrollWidth > element.clientWidth + 1) {
      if (!isScrollable(style)) tooWide.push(element)
      else if (element.tabIndex < 0 && !element.querySelector("a[href], button, [tabindex='0']")) {
        report("scrolls, and no key reaches it", element)
      }
    }
    const cuts = ["hidden", "clip"].includes(style.overflowY)
    if (cuts && element.scrollHeight > element.clientHeight + 1 && !isBlank(element.innerText)) report("is cut off below", element)
  }

  // What a part sticks out of sticks out of all that is around it too: the innermost is the one to look at.
  // A child with a negative margin is meant to stick out.
  const isMeant = (element) => {
    const end = element.getBoundingClientRect().right + 1
    const sticking = [...element.children].filter((child) => child.getBoundingClientRect().right > end)
    return sticking.length > 0 && sticking.every((child) => parseFloat(getComputedStyle(child).marginRight) < 0)
  }
  for (const element of tooWide) {
    const isInnermost = !tooWide.some((other) => other !== element && element.contains(other))
    if (isInnermost && !isMeant(element)) report("holds what is wider than it", element)
  }

  // Over one another

  const isOnTop = (element) => Boolean(element.closest(":popover-open, dialog[open]"))
  const boxes = readable
    .flatMap((node) => rectsOf(node).map((rect) => ({ rect, node, isOnTop: isOnTop(node.parentElement) })))
    .sort((one, other) => one.rect.top - other.rect.top)

  const overlap = (one, other) => {
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left)
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
    return wide > 2 && high > 0.4 * Math.min(one.height, other.height)
  }

  boxes.forEach((box, index) => {
    for (let next = index + 1; next < boxes.length && boxes[next].rect.top < box.rect.bottom; next += 1) {
      const other = boxes[next]
      if (box.isOnTop === other.isOnTop && overlap(box.rect, other.rect)) {
        report(`two texts over one another, one is “${short(box.node.data)}”`, other.node.parentElement)
      }
    }
  })

  for (const { rect, node } of boxes) {
    const parent = node.parentElement
    const block = parent.closest("p, li, dt, dd, td, th, caption, h1, h2, h3, h4, div, section, a, button, label, legend, body")
    const around = block.getBoundingClientRect()
    const spill = 0.35 * rect.height
    const isInline = getComputedStyle(block).display === "inline"
    if (!isInline && (rect.bottom > around.bottom + spill || rect.top < around.top - spill)) report("text spills out of its box", block)
    const [x, y] = [rect.left + rect.width / 2, rect.top + rect.height / 2]
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue
    const top = document.elementFromPoint(x, y)
    if (top && !top.contains(parent) && !parent.contains(top) && !isOnTop(top)) report(`text is covered by ${nameOf(top)}`, parent)
  }

  // Empty

  const PARTS =
    "h1, h2, h3, h4, h5, h6, p, li, dt, dd, section, article, nav, aside, ul, ol, dl, table, caption, th, figure, figcaption, " +
    "blockquote, a, button, label, legend, summary, form, header, footer, main, strong, em, span, b"
  const CONTENT = "img, svg, video, input:not([type=hidden]), select, textarea, button, hr"
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true })
  const inside = (element) => texts.some((node) => element.contains(node) && isShown(node.parentElement))
  for (const element of document.body.querySelectorAll(PARTS)) {
    if (element.closest("svg") || !isShown(element)) continue
    const pictures = [...element.querySelectorAll(CONTENT)]
    if (!inside(element) && !pictures.some((picture) => isShown(picture))) report("is empty", element)
  }

  const isHeading = (element) => /^h[1-6]$/.test(element?.localName ?? "")
  const headings = [...document.body.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(isShown)
  const comesAfter = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)
  const contents = [...texts.filter((node) => isShown(node.parentElement)), ...[...document.body.querySelectorAll(CONTENT)].filter(isShown)]
  headings.forEach((heading, index) => {
    const end = headings.slice(index + 1).find((next) => next.localName <= heading.localName)
    const around = heading.closest("section, article, nav, aside, main, [popover], header, footer")
    const isUnder = (node) =>
      comesAfter(heading, node) && !heading.contains(node) && around?.contains(node) &&
      !(end && (end.contains(node) || comesAfter(end, node))) &&
      !(node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("h1, h2, h3, h4, h5, h6")
    if (!contents.some(isUnder)) report("heading with nothing under it", heading)
  })

  for (const term of document.body.querySelectorAll("dt")) {
    const next = term.nextElementSibling
    if (isShown(term) && !["dd", "dt"].includes(next?.localName)) report("term with no description", term)
  }
  for (const node of readable.filter((text) => /:\s*$/.test(text.data))) {
    const block = node.parentElement.closest("p, li, dt, dd, div, section, nav, label, legend, h1, h2, h3, h4, main, body")
    const around = block.parentElement
    if (!contents.some((next) => comesAfter(node, next) && around.contains(next))) report("announces something that does not come", block)
  }

  // Labels

  for (const label of document.body.querySelectorAll("label")) {
    if (isShown(label) && !(label.control && isShown(label.control))) report("label of nothing", label)
  }
  for (const field of document.body.querySelectorAll("input, select, textarea")) {
    if (["hidden", "submit", "button"].includes(field.type) || !isShown(field)) continue
    const hasName = field.labels.length || field.ariaLabel || field.hasAttribute("aria-labelledby")
    if (!hasName) report("field without a label", field)
  }
  for (const fieldset of document.body.querySelectorAll("fieldset")) {
    if (isShown(fieldset) && !fieldset.querySelector("input, select, textarea, button")) report("group of nothing", fieldset)
  }
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "for", "headers"]) {
    for (const element of document.body.querySelectorAll(`[${name}]`)) {
      const missing = element.getAttribute(name).split(/\s+/).filter((id) => !document.getElementById(id))
      if (missing.length) report(`${name} names ${missing}, which is not here`, element)
    }
  }
  for (const link of document.body.querySelectorAll("a[href^='#']")) {
    if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) report("leads nowhere on the page", link)
  }

  // Targets

  const targets = [...document.body.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(isSeen)
  const isBlock = (element) => !/^(inline|contents)/.test(getComputedStyle(element).display)
  // WCAG 2.5.8: a target in a sentence is as high as its line.
  const isInSentence = (target) => {
    // A word that is explained is part of a text even where it is all of it.
    if (target.hasAttribute("popovertarget") && !isBlock(target)) return true
    let block = target.parentElement
    while (!isBlock(block)) block = block.parentElement
    if (/flex|grid/.test(getComputedStyle(block).display)) return false
    return readable.some((node) => block.contains(node) && /\p{L}/u.test(node.data) && !targets.some((other) => other.contains(node)))
  }
  const circles = targets.map((target) => [...target.getClientRects()].filter((rect) => rect.width && rect.height))
  const isTooNear = (rect, target) => {
    const [x, y] = [rect.left + rect.width / 2, rect.top + rect.height / 2]
    return circles.some((rects, index) => targets[index] !== target && !targets[index].contains(target) && rects.some((other) => {
      const across = Math.max(other.left - x, 0, x - other.right)
      const down = Math.max(other.top - y, 0, y - other.bottom)
      return Math.hypot(across, down) < NARROW_TARGET / 2 - 0.5
    }))
  }
  targets.forEach((target, index) => {
    const rects = circles[index]
    if (isInSentence(target)) {
      const small = rects.filter((rect) => rect.width < NARROW_TARGET || rect.height < NARROW_TARGET)
      if (small.some((rect) => isTooNear(rect, target))) report("target in a text stands too near another one", target)
      return
    }
    // A label is part of its field's target.
    const all = [...rects, ...[...(target.labels ?? [])].flatMap((label) => [...label.getClientRects()])]
    const high = Math.max(...all.map((rect) => rect.bottom)) - Math.min(...all.map((rect) => rect.top))
    const wide = Math.max(...all.map((rect) => rect.right)) - Math.min(...all.map((rect) => rect.left))
    if (high < TARGET - 0.5) report(`target lower than ${TARGET} px`, target)
    if (wide < TARGET - 0.5) report(`target narrower than ${TARGET} px`, target)
  })

  // In the other language

  const words = new Set(foreign)
  const flat = (text) => text.replace(/\s+/g, " ").trim()
  const isOfThePage = (element) => {
    const language = element.closest("[lang]").lang
    return language === page.lang
  }
  const check = (text, element) => {
    if (words.has(flat(text)) && isOfThePage(element)) report(`is in the other language (${flat(text)})`, element)
  }
  texts.forEach((node) => check(node.data, node.parentElement))
  elements.forEach((element) => {
    if (![...element.querySelectorAll("[lang]")].some((part) => part.lang !== page.lang)) check(element.textContent, element)
    // The value of a box that is ticked, or of what is hidden, is read by nobody.
    const shown = element.matches("input:is([type=submit], [type=button], [type=reset])") ? ["value"] : []
    for (const name of ["aria-label", "title", "alt", "placeholder", ...shown]) {
      if (element.hasAttribute(name)) check(element.getAttribute(name), element)
    }
  })
  document.title.split(/ [–|] /).forEach((part) => check(part, page))
  check(document.querySelector("meta[name=description]")?.content ?? "", page)

  return [...found]
}
