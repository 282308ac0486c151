// The names of towns, as many as have room, the largest first. They are for the eye: the list says where things are.

const HALF_A_MARK = 24;
const AWAY_FROM_ITS_DOT = 7;
// So that names leave room to see the land: pixels of the map for each, and space around it.
const AREA_OF_ONE = 9000;
const SPACE = 8;

// Each side of its dot where a name may stand, as a box: right, left, below, above.
function boxesOf({ x, y }, { width, height }) {
  const box = (left, top) => ({ left, top, right: left + width, bottom: top + height });
  return [
    box(x + AWAY_FROM_ITS_DOT, y - height / 2),
    box(x - AWAY_FROM_ITS_DOT - width, y - height / 2),
    box(x - width / 2, y + AWAY_FROM_ITS_DOT),
    box(x - width / 2, y - AWAY_FROM_ITS_DOT - height),
  ];
}

const overlap = (one, other) =>
  one.left < other.right + SPACE &&
  other.left < one.right + SPACE &&
  one.top < other.bottom &&
  other.top < one.bottom;

const around = ({ x, y }, half) => ({ left: x - half, right: x + half, top: y - half, bottom: y + half });

function element(className, text = "") {
  const made = L.DomUtil.create("span", className);
  made.textContent = text;
  return made;
}

const putAt = (made, x, y) => L.DomUtil.setPosition(made, L.point(Math.round(x), Math.round(y)));

// Measured as they are shown, all at once: a canvas may know a typeface that came too late for the page.
function measure(pane, labels) {
  pane.append(...labels);
  const sizes = labels.map(({ offsetWidth: width, offsetHeight: height }) => ({ width, height }));
  return new Map(labels.map((label, index) => [label, sizes[index]]));
}

// `keepClearOf` answers the places, in degrees, whose marks must not stand on a name.
export function nameTowns(map, towns, keepClearOf) {
  const pane = map.createPane("towns");
  pane.setAttribute("aria-hidden", true);
  const language = document.documentElement.lang.slice(0, 2);

  function inSight() {
    const size = map.getSize();
    // Half a map more on each side, for who drags it.
    const view = L.bounds(size.multiplyBy(-0.5), size.multiplyBy(1.5));
    return towns
      .filter(([latitude, longitude]) => view.contains(map.latLngToContainerPoint([latitude, longitude])))
      .slice(0, (4 * size.x * size.y) / AREA_OF_ONE);
  }

  function draw() {
    const found = inSight().map(([latitude, longitude, english, french = english]) => ({
      point: map.latLngToLayerPoint([latitude, longitude]),
      label: element("town", language === "fr" ? french : english),
    }));
    pane.replaceChildren();
    const labels = found.map(({ label }) => label);
    const sizes = measure(pane, labels);
    const taken = keepClearOf().map((place) => around(map.latLngToLayerPoint(place), HALF_A_MARK));
    const isFree = (box) => !taken.some((other) => overlap(box, other));
    for (const { point, label } of found) {
      const box = boxesOf(point, sizes.get(label)).find(isFree);
      if (!box) {
        label.remove();
        continue;
      }
      taken.push(box, around(point, 0));
      putAt(label, box.left, box.top);
      const dot = element("dot");
      putAt(dot, point.x, point.y);
      pane.append(dot);
    }
  }

  map.on("moveend", draw);
  draw();
}
