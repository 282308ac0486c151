// Every browser can print without this; the button saves looking for it.
for (const item of document.querySelectorAll("[data-print]")) {
  item.hidden = false;
  item.querySelector("button").addEventListener("click", () => window.print());
}
for (const sentence of document.querySelectorAll("[data-print-by-hand]")) {
  sentence.hidden = true;
}
