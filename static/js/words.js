// For browsers that cannot open a popover: pressing a word leads to its meaning in the list at the end of the page.
if (!("popover" in HTMLElement.prototype)) {
  document.addEventListener("click", (event) => {
    const word = event.target.closest("button.word");
    if (word) {
      location.hash = word.getAttribute("popovertarget").replace("word-", "meaning-");
    }
  });
}
