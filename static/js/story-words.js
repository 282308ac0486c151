// Says how many words a story has while it is written, as stories/counting.py counts them. It stores nothing.
const place = document.getElementById("words");
const story = document.getElementById(place.dataset.of);
let pause;

function countWords(text) {
  const joined = text.replace(/(?<=\p{Nd})[\u00a0\u202f](?=\p{Nd}{3}(?!\p{Nd}))/gu, "");
  return joined.split(/[\s\u001c-\u001f\u0085—…]+/u).filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length;
}

function say() {
  const words = countWords(story.value);
  const sentence = words === 1 ? place.dataset.one : place.dataset.many;
  place.textContent = words ? sentence.replace("…", words.toLocaleString(document.documentElement.lang)) : "";
}

story.addEventListener("input", () => {
  // After a pause, so that a screen reader does not speak into every word.
  clearTimeout(pause);
  pause = setTimeout(say, 700);
});
