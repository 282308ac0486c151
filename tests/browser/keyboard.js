// What somebody meets who walks through a page by keyboard: once with Tab, then back with Shift+Tab.
// Answers how many stops there are; when all keys have been pressed, walked() answers what was wrong.
() => {
  // A page that opens with the focus on what went wrong is walked from its beginning like every other.
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute("tabindex")

  const RING = 2
  const CONTRAST = 3
  const CAN_HAVE_FOCUS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])"
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled
  const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 40)
  const nameOf = (element) => `${element.localName}${element.id ? `#${element.id}` : ""} “${short(element.textContent)}”`
  // Of radio buttons with one name, Tab stops at the chosen one, or at the first or the last one it comes to.
  const radios = (element) => [...document.getElementsByName(element.name)].filter((other) => other.form === element.form)
  const standsFor = (element) => {
    if (element.type !== "radio") return element
    return radios(element).find((radio) => radio.checked) ?? radios(element)[0]
  }
  // What is meant for programs alone says with tabindex="-1" that it is no stop.
  const isForPeople = (element) => isShown(element) && element.tabIndex >= 0
  const stops = [...document.querySelectorAll(CAN_HAVE_FOCUS)].filter((element) => isForPeople(element) && standsFor(element) === element)
  const scrollers = [...document.body.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element)
    const across = ["auto", "scroll"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1
    const down = ["auto", "scroll"].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1
    return isShown(element) && (across || down)
  })
  // A browser stops by itself at what scrolls and holds no other stop.
  const isStop = (element) => stops.includes(element) || (scrollers.includes(element) && !stops.some((stop) => element.contains(stop)))
  const everyStop = [...document.body.querySelectorAll("*")].filter(isStop)

  // Order, as it stands before anything has been scrolled

  const places = stops.map((stop) => stop.getClientRects()[0] ?? stop.getBoundingClientRect())
  const region = (element) => element.closest("nav, header, footer, section, aside, form, dialog, [popover], main, body")
  const comesBackwards = (from, to) => {
    const [middleFrom, middleTo] = [from, to].map((rect) => rect.top + rect.height / 2)
    const isAbove = middleTo < from.top
    const isOnLine = !isAbove && middleTo < from.bottom && middleFrom > to.top
    return (isAbove && to.left < from.right) || (isOnLine && to.right <= from.left + 1)
  }
  const outOfOrder = stops.slice(1).flatMap((stop, index) => {
    const before = stops[index]
    // The link that skips everything has no place until it has focus; columns of the page are read one after the other.
    const isFirst = index === 0
    return !isFirst && region(stop) === region(before) && comesBackwards(places[index], places[index + 1])
      ? [`comes after ${nameOf(before)} and stands before it: ${nameOf(stop)}`]
      : []
  })

  // Colours

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  const seenColours = new Map()
  const channels = (colour) => {
    if (!seenColours.has(colour)) {
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data
      seenColours.set(colour, [red, green, blue, alpha / 255])
    }
    return seenColours.get(colour)
  }
  const over = (top, below) => [0, 1, 2].map((index) => top[index] * top[3] + below[index] * (1 - top[3])).concat(1)
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  }
  const ground = (x, y) => {
    const layers = []
    for (const element of document.elementsFromPoint(x, y)) {
      const colour = channels(getComputedStyle(element).backgroundColor)
      if (colour[3] > 0) layers.push(colour)
      if (colour[3] === 1) break
    }
    return layers.reduceRight((below, top) => over(top, below), channels("canvas"))
  }

  const isInView = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight

  // What is at a point, does not belong to the element, and has a ground or a picture of its own there.
  const strangerAt = (element, x, y) => {
    const top = document.elementFromPoint(x, y)
    if (top === null || element.contains(top) || top.contains(element)) return null
    let painted = top.matches("img, svg, svg *, video, canvas, iframe")
    for (let at = top; at && !at.contains(element); at = at.parentElement) {
      const style = getComputedStyle(at)
      painted ||= channels(style.backgroundColor)[3] > 0 || style.backgroundImage !== "none"
      if (painted) return at
    }
    return null
  }
  const isCoveredAt = (element, x, y) => strangerAt(element, x, y) !== null

  // The outermost layer around an element, below what it shares with another one.
  const layerOf = (element, other) => {
    let layer = null
    for (let at = element; at && !at.contains(other); at = at.parentElement) {
      const { position, zIndex } = getComputedStyle(at)
      if (position !== "static") layer = { at, height: Number(zIndex) || 0 }
    }
    return layer
  }
  // A ring is painted over its neighbours, but under what lies in a layer before its own.
  const isRingCoveredAt = (element, x, y) => {
    const stranger = strangerAt(element, x, y)
    const [before, own] = stranger ? [layerOf(stranger, element), layerOf(element, stranger)] : []
    if (!before) return false
    if (!own || before.height !== own.height) return before.height >= (own?.height ?? 0)
    return Boolean(own.at.compareDocumentPosition(before.at) & Node.DOCUMENT_POSITION_FOLLOWING)
  }

  const cutters = (element) => {
    const found = []
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at)
      if (style.overflowX !== "visible" || style.overflowY !== "visible") found.push(at)
    }
    return found
  }

  const faultsOf = (element) => {
    const style = getComputedStyle(element)
    const width = parseFloat(style.outlineWidth)
    if (style.outlineStyle === "none" || width < RING) return ["has no ring"]
    const faults = new Set()
    const out = parseFloat(style.outlineOffset) + width
    const ring = channels(style.outlineColor)
    const rects = [...element.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1)
    if (!rects.length) return ["has no size"]
    for (const rect of rects) {
      const points = [
        [rect.left + rect.width / 2, rect.top + rect.height / 2],
        [rect.left + 3, rect.top + rect.height / 2],
        [rect.right - 3, rect.top + rect.height / 2],
        [rect.left + rect.width / 2, rect.top + 3],
        [rect.left + rect.width / 2, rect.bottom - 3],
      ]
      // In a text that is written, the caret is what the browser brings into sight.
      const fits = rect.height < innerHeight && rect.width < innerWidth && element.localName !== "textarea"
      if (fits && points.some(([x, y]) => !isInView(x, y))) faults.add("is partly out of sight")
      if (points.some(([x, y]) => isInView(x, y) && isCoveredAt(element, x, y))) faults.add("is covered")
      const box = { left: rect.left - out, right: rect.right + out, top: rect.top - out, bottom: rect.bottom + out }
      if (box.left < -0.5 || box.right > document.documentElement.clientWidth + 0.5) faults.add("its ring leaves the screen at a side")
      if (fits && (box.top < -0.5 || box.bottom > innerHeight + 0.5)) faults.add("its ring leaves the screen above or below")
      for (const cutter of cutters(element)) {
        const frame = cutter.getBoundingClientRect()
        const inner = { left: frame.left + cutter.clientLeft, top: frame.top + cutter.clientTop }
        const cuts =
          box.left < inner.left - 0.5 || box.right > inner.left + cutter.clientWidth + 0.5 ||
          box.top < inner.top - 0.5 || box.bottom > inner.top + cutter.clientHeight + 0.5
        if (cuts) faults.add(`its ring is cut off by ${nameOf(cutter)}`)
      }
      const middle = out - width / 2
      const sides = [
        [rect.left - middle, rect.top + rect.height / 2],
        [rect.right + middle, rect.top + rect.height / 2],
        [rect.left + rect.width / 2, rect.top - middle],
        [rect.left + rect.width / 2, rect.bottom + middle],
      ].filter(([x, y]) => isInView(x, y))
      if (sides.some(([x, y]) => isRingCoveredAt(element, x, y))) faults.add("its ring is covered")
      const least = Math.min(...sides.map(([x, y]) => contrast(ring, ground(x, y))))
      if (least < CONTRAST) faults.add(`its ring has a contrast of ${least.toFixed(1)}`)
    }
    return [...faults]
  }

  const reached = new Set()
  const been = []
  const faults = [...outOfOrder]
  // When the key comes up, focus has moved and the page has scrolled to it.
  addEventListener("keyup", (event) => {
    if (event.key !== "Tab") return
    const element = document.activeElement
    reached.add(standsFor(element))
    been.push(everyStop.indexOf(standsFor(element)))
    const found = element === document.body ? ["is nowhere"] : faultsOf(element)
    faults.push(...found.map((fault) => `${fault}: ${element === document.body ? "focus" : nameOf(element)}`))
  })

  const missed = () => {
    const lost = stops.filter((stop) => !reached.has(stop)).map((stop) => `Tab does not reach it: ${nameOf(stop)}`)
    const still = scrollers.filter((scroller) => ![...reached].some((stop) => scroller.contains(stop)))
    return [...lost, ...still.map((scroller) => `no key scrolls it: ${nameOf(scroller)}`)]
  }

  // The first half of what was visited is the way there, the second half the way back.
  window.walked = () => {
    const forth = been.slice(0, everyStop.length)
    const back = been.slice(everyStop.length)
    const isSameWay = [...forth].reverse().slice(1).join() === back.join()
    return [...new Set([...faults, ...missed(), ...(isSameWay ? [] : ["Shift+Tab goes another way than Tab"])])]
  }
  return everyStop.length
}
