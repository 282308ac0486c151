// Shows the services of the list on a map. Nothing of the map is loaded before somebody asks for it: docs/map.md.
const place = document.querySelector(".services-map");

function readService(result, index) {
  const link = result.querySelector("h3 a");
  return {
    number: result.dataset.number ?? String(index + 1),
    name: link.textContent.trim(),
    // A name that is not in the page's language says so.
    language: link.querySelector("[lang]")?.lang ?? document.documentElement.lang,
    address: link.href,
    where: result.querySelector(".where")?.textContent.replace(/\s+/g, " ").trim() ?? "",
    point: [Number(result.dataset.latitude), Number(result.dataset.longitude)],
    result,
  };
}

function loadSheet(address) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: address, onload: resolve, onerror: reject });
    document.head.append(link);
  });
}

async function loadJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function loadLeaflet({ leaflet }) {
  await import(leaflet);
  return import("./map/drawing.js");
}

function readHere({ here, latitude, longitude }) {
  return latitude ? { name: here, point: [Number(latitude), Number(longitude)] } : null;
}

async function draw(panel, services) {
  const { leafletSheet, ground, towns, tiles } = place.dataset;
  const [{ drawMap }, land, names] = await Promise.all([
    loadLeaflet(place.dataset),
    tiles ? null : loadJson(ground),
    tiles ? [] : loadJson(towns),
    loadSheet(leafletSheet),
  ]);
  return drawMap(panel, { services, land, towns: names, tiles, here: readHere(place.dataset) });
}

function prepare(services) {
  const button = place.querySelector("[aria-expanded]");
  const panel = document.getElementById(button.getAttribute("aria-controls"));
  const status = place.querySelector("[role=status]");
  const words = { false: button.textContent, true: place.dataset.hide };
  let map;

  function show(isShown) {
    panel.hidden = !isShown;
    button.setAttribute("aria-expanded", isShown);
    button.textContent = words[isShown];
  }

  button.addEventListener("click", async () => {
    show(panel.hidden);
    if (map) {
      // The window may have become wider since; with nothing loaded yet, there is nothing to fit.
      map.then((drawn) => drawn?.invalidateSize());
      return;
    }
    status.textContent = place.dataset.loading;
    map = draw(panel, services);
    try {
      await map;
      status.textContent = "";
    } catch {
      map = undefined;
      show(false);
      status.textContent = place.dataset.failed;
    }
  });
  place.hidden = false;
}

if (place) {
  const results = [...document.querySelectorAll(".result")];
  const services = results.map(readService).filter(({ result }) => result.dataset.latitude);
  if (services.length) prepare(services);
}
