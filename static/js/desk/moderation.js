// The screen of a story: keys that lead to a move, a quote from selected words, redactions, and a claim for whoever
// begins to edit. All of it can be done without this script.

const screen = document.querySelector(".moderation");
const copy = document.getElementById("copy");
const said = document.getElementById("said");

function say(sentence) {
  said.textContent = "";
  // A live region is read out when it changes: the same sentence twice would be no change.
  window.setTimeout(() => { said.textContent = sentence; }, 50);
}

// Keys

const KEPT = "moderation-keys";
const keysOn = document.getElementById("keys-on");
keysOn.closest("section").hidden = false;
keysOn.checked = window.localStorage.getItem(KEPT) !== "off";
keysOn.addEventListener("change", () => window.localStorage.setItem(KEPT, keysOn.checked ? "on" : "off"));

document.addEventListener("keydown", (event) => {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (!keysOn.checked || hasModifier || event.repeat || event.target.closest("input, textarea, select")) return;
  document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});

if (copy) {
  let isChanged = false;

  // A claim

  async function claim() {
    const answer = await fetch(screen.dataset.claim, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": copy.elements.csrfmiddlewaretoken.value },
    });
    const { said: sentence } = await answer.json();
    document.getElementById("claim").textContent = sentence;
  }

  function begin() {
    if (!isChanged && screen.dataset.claim) claim();
    isChanged = true;
  }

  copy.addEventListener("input", begin);
  copy.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });

  // Redactions

  function redact(box) {
    const field = document.getElementById(box.dataset.field);
    const found = box.dataset.found.replaceAll("\r\n", "\n");
    if (!field.value.includes(found)) return false;
    field.value = field.value.replaceAll(found, () => box.dataset.redaction);
    return true;
  }

  for (const button of copy.querySelectorAll(".use-it")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const box = button.parentElement.querySelector("input");
      const isDone = redact(box);
      if (isDone) begin();
      box.checked = false;
      say(isDone ? said.dataset.done : said.dataset.missing);
    });
  }

  // The quote

  const body = copy.elements.body;
  const quote = copy.elements.quote;
  const tool = document.getElementById("quote-tool");
  quote.after(tool);
  tool.hidden = false;
  document.getElementById("take-quote").addEventListener("click", () => {
    const words = body.value.slice(body.selectionStart, body.selectionEnd).trim();
    if (!words) return say(said.dataset.noSelection);
    if (words.length > quote.maxLength) return say(said.dataset.tooLong);
    quote.value = words;
    begin();
    return quote.focus();
  });
}
