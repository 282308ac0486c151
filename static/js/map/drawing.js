// The map itself: the land, what stands on it, and the buttons around it. Leaflet is there when this is loaded.
import { drawLand, drawTiles } from "./ground.js";
import { Marks } from "./marks.js";
import { nameTowns } from "./towns.js";

// Beyond this, the land has no more to show; tiles have streets.
const CLOSEST = { land: 12, tiles: 18 };
const CLOSEST_AT_FIRST = 11;

// Nothing on this site moves by itself: the map is here, then it is there.
const StillMap = L.Map.extend({
  panBy(offset, options) {
    return L.Map.prototype.panBy.call(this, offset, { ...options, animate: false });
  },
});

function makeMap(element, tiles) {
  const map = new StillMap(element, {
    attributionControl: false,
    fadeAnimation: false,
    inertia: false,
    // A double click comes after the click that has brought its place to the middle.
    doubleClickZoom: "center",
    markerZoomAnimation: false,
    maxZoom: tiles ? CLOSEST.tiles : CLOSEST.land,
    minZoom: 2,
    // The wheel goes on scrolling the page.
    scrollWheelZoom: false,
    zoomAnimation: false,
    zoomControl: false,
  });
  // For the eye alone: the list says where things are.
  for (const name of ["overlayPane", "tilePane"]) map.getPane(name).setAttribute("aria-hidden", true);
  map.addControl(L.control.scale({ imperial: false }));
  return map;
}

// Who cannot drag presses a place instead, and it comes to the middle.
function comeToTheMiddle(map, marks) {
  let wasOpen;
  map.on("preclick", () => (wasOpen = marks.isOpen));
  map.on("click", ({ latlng, originalEvent }) => {
    if (!wasOpen && originalEvent.detail === 1) map.panTo(latlng);
  });
}

function connectButtons(panel, map, showAll) {
  const [closer, farther, all] = ["closer", "farther", "all"].map((name) => panel.querySelector(`[data-map=${name}]`));
  closer.addEventListener("click", () => map.zoomIn());
  farther.addEventListener("click", () => map.zoomOut());
  all.addEventListener("click", showAll);
  const update = () => {
    closer.setAttribute("aria-disabled", map.getZoom() >= map.getMaxZoom());
    farther.setAttribute("aria-disabled", map.getZoom() <= map.getMinZoom());
  };
  map.on("zoomend", update);
  update();
}

function markHere(map, { point, name }) {
  const element = L.DomUtil.create("div", "here");
  element.textContent = name;
  element.setAttribute("aria-hidden", true);
  const icon = L.divIcon({ className: "", html: element, iconSize: null });
  const belowTheMarks = -10_000;
  L.marker(point, { icon, interactive: false, keyboard: false, zIndexOffset: belowTheMarks }).addTo(map);
}

// `here` is the searched place, { point, name }, or null; `land` is null where there are tiles.
export function drawMap(panel, { services, land, towns, tiles, here }) {
  const map = makeMap(panel.querySelector(".ground"), tiles);
  const herePoints = here ? [here.point] : [];
  const points = [...services.map(({ point }) => point), ...herePoints];
  const showAll = () => map.fitBounds(points, { padding: [40, 40], maxZoom: CLOSEST_AT_FIRST });
  showAll();
  if (tiles) drawTiles(map, tiles);
  else drawLand(map, land);
  if (here) markHere(map, here);
  const marks = new Marks(map, services, panel);
  nameTowns(map, towns, () => [...marks.places, ...herePoints]);
  comeToTheMiddle(map, marks);
  connectButtons(panel, map, showAll);
  return map;
}
