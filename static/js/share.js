// The device's own way to pass a page on, where it has one.
for (const item of document.querySelectorAll("[data-share]")) {
  const page = { title: item.dataset.title, url: item.dataset.share };
  if (navigator.canShare?.(page)) {
    item.hidden = false;
    item.querySelector("button").addEventListener("click", async () => {
      try {
        await navigator.share(page);
      } catch (refusal) {
        // Who changes their mind has done nothing wrong.
        if (refusal.name !== "AbortError") throw refusal;
      }
    });
  }
}
