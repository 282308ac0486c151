// What a combobox does (the pattern of the ARIA Authoring Practices: a list to choose from by hand). When nothing can be
// suggested its form is sent as it always was. It is loaded when somebody comes to the field.
const SHORTEST = 3;
const PAUSE = 150;

const isLongEnough = (text) => (text.match(/[\p{L}\p{N}]/gu) ?? []).length >= SHORTEST;

async function ask(address, text, signal) {
  const asked = new URL(address, location.href);
  asked.searchParams.set("q", text);
  const answer = await fetch(asked, { signal });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).suggestions;
}

function part(className, text) {
  return Object.assign(document.createElement("span"), { className, textContent: text });
}

// In a list that is heard, commas keep name, title and kind apart.
function show({ name, title, kind }) {
  const written = part("name", name);
  if (title) written.append(", ", part("leads-to", title));
  return [written, part("unseen", ", "), part("kind", kind)];
}

// words: { suggestions, none, one, many }, the first of them where to ask.
export function bringToLife({ field, list, status }, words) {
  let suggestions = [];
  let active = -1;
  let asking = null;
  let pause;

  const isOpen = () => !list.hidden;

  function activate(number) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = list.children[active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", option.id);
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function setOpen(isShown) {
    list.hidden = !isShown;
    field.setAttribute("aria-expanded", isShown);
    if (!isShown) activate(-1);
  }

  function close() {
    clearTimeout(pause);
    asking?.abort();
    setOpen(false);
    status.textContent = "";
  }

  function optionOf(suggestion, number) {
    const option = document.createElement("li");
    option.id = `${list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(...show(suggestion));
    return option;
  }

  function fill(found) {
    suggestions = found;
    activate(-1);
    list.replaceChildren(...found.map(optionOf));
    setOpen(found.length > 0);
    const sentence = { 0: words.none, 1: words.one }[found.length] ?? words.many;
    status.textContent = sentence.replace("…", found.length);
  }

  async function look() {
    const text = field.value.trim();
    asking?.abort();
    if (!isLongEnough(text)) {
      close();
      return;
    }
    const mine = new AbortController();
    asking = mine;
    try {
      const found = await ask(words.suggestions, text, mine.signal);
      if (!mine.signal.aborted && document.activeElement === field) fill(found);
    } catch {
      if (!mine.signal.aborted) close();
    }
  }

  function take(number) {
    const { url } = suggestions[number];
    close();
    location.assign(url);
  }

  function move(step) {
    const number = suggestions.length + 1;
    // Before the first and after the last one is the field itself.
    activate(((active + 1 + step + number) % number) - 1);
  }

  const keys = {
    ArrowDown: (event) => {
      if (isOpen() && !event.altKey) move(1);
      else if (!isOpen()) look();
    },
    ArrowUp: (event) => {
      if (isOpen() && event.altKey) close();
      else if (isOpen()) move(-1);
      else look();
    },
    Escape: () => {
      if (isOpen()) close();
      else field.value = "";
    },
    Enter: () => {
      if (active < 0) return false;
      take(active);
      return true;
    },
    // The cursor moves in the text, as in every field.
    Home: () => {
      activate(-1);
      return false;
    },
    End: () => {
      activate(-1);
      return false;
    },
  };

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.key in keys)) return;
    if (keys[event.key](event) !== false) event.preventDefault();
  });
  field.addEventListener("input", (event) => {
    clearTimeout(pause);
    activate(-1);
    if (!event.isComposing) pause = setTimeout(look, PAUSE);
  });
  field.addEventListener("compositionend", () => {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE);
  });
  field.addEventListener("blur", close);
  // The field keeps the focus while the list is pressed or scrolled.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take([...list.children].indexOf(option));
  });
  // What was typed while this was on its way.
  if (document.activeElement === field && field.value !== field.defaultValue) look();
}
