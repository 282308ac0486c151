/* CKEditor 4 under script-src 'self'.

   CKEditor writes its buttons with on… attributes, and its frames with an onload attribute or a small script. The
   policy stops all of them, but they can still be read. Each calls one of CKEditor's own numbered functions:

       onclick="CKEDITOR.tools.callFunction(12,this);return false;"

   This module listens for the same events and makes the same call. It understands that one form and nothing else,
   evaluates nothing, and looks only at CKEditor's own toolbars, dialogs and panels, never at the text being edited. */

const EVENTS = ["click", "mousedown", "mouseover", "mouseout", "keydown", "keypress", "focus", "dragstart"]
const INTERFACE = ".cke, .cke_dialog_container, .cke_dialog, .cke_panel, .cke_panel_container"
const ARGUMENT = String.raw`this|event|null|-?\d+|'(?:[^'\\]|\\.)*'`
const CALL = new RegExp(
  String.raw`^\s*(return\s)?\s*CKEDITOR\.tools\.callFunction\(\s*(\d+)\s*((?:,\s*(?:${ARGUMENT})\s*)*)\);?` +
    String.raw`\s*(return false;?)?\s*$`,
)
const REFUSAL = /^\s*return false;?\s*$/
const FRAME_IS_READY = /\.CKEDITOR\.tools\.callFunction\(\s*(\d+)\s*(,\s*window\s*)?\)/

function argument(written, element, event) {
  if (written === "this") return element
  if (written === "event") return event
  if (written === "null") return null
  if (written.startsWith("'")) return written.slice(1, -1).replace(/\\(.)/g, "$1")
  return Number(written)
}

// Answers whether the browser's own action must not happen, as the attribute's "return false" would say.
function replay(written, element, event) {
  if (REFUSAL.test(written)) return true
  const call = CALL.exec(written)
  if (!call) return false
  const [, returnsResult, number, rest, refuses] = call
  const values = (rest.match(new RegExp(ARGUMENT, "g")) ?? []).map((value) => argument(value, element, event))
  const result = CKEDITOR.tools.callFunction(Number(number), ...values)
  return Boolean(refuses) || (Boolean(returnsResult) && result === false)
}

function onEvent(event) {
  const target = event.target
  if (target?.nodeType !== 1 || target.closest("[contenteditable=true]") || !target.closest(INTERFACE)) return
  const name = `on${event.type}`
  for (let element = target; element; element = element.parentElement) {
    const written = element.getAttribute(name)
    // Where there is no policy, the browser has made a function of the attribute and calls it itself.
    const isBlocked = written && typeof element[name] !== "function"
    if (isBlocked && replay(written, element, event)) event.preventDefault()
    // Focus does not bubble, and a handler may have asked the others not to run.
    if (event.type === "focus" || event.cancelBubble) return
  }
}

// Capturing, so that listeners of CKEditor that stop an event cannot hide it from here.
function listen(page) {
  for (const name of EVENTS) page.addEventListener(name, onEvent, true)
}

// What a frame would have run when it was ready: a panel (format list, context menu) its body's onload, the frame of
// the text a script in its head. The body of that frame is the text: nothing in it is looked at.
function blockedReadiness(page) {
  if (isPanel(page)) return page.defaultView?.onload ? "" : page.body?.getAttribute("onload")
  return page.defaultView?.wasLoaded === undefined ? page.head?.querySelector("#cke_actscrpt")?.textContent : ""
}

function reportReady(page) {
  const call = FRAME_IS_READY.exec(blockedReadiness(page) ?? "")
  if (call) CKEDITOR.tools.callFunction(Number(call[1]), ...(call[2] ? [page.defaultView] : []))
}

const isPanel = (page) => page.documentElement?.classList.contains("cke_panel_container")

// A sheet that is still on its way can hold up the rest of a page, which is then not there when writing it returns.
function attend(page) {
  if (isPanel(page)) listen(page)
  if (page.readyState === "loading") page.addEventListener("DOMContentLoaded", () => reportReady(page), { once: true })
  else setTimeout(() => reportReady(page))
}

listen(document)
const write = CKEDITOR.dom.document.prototype.write
CKEDITOR.dom.document.prototype.write = function (html) {
  write.call(this, html)
  // Writing a document anew takes its listeners away, so this is done each time.
  attend(this.$)
}
