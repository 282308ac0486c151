// The land under the marks: lines that come with the site, or pictures from a server that the site's owner has named.

const LAYERS = [
  ["neighbours", L.polygon],
  ["provinces", L.polygon],
  ["lakes", L.polygon],
  ["rivers", L.polyline],
];
const PARTS_OF_A_DEGREE = 1000;

// Lines are written as steps, longitude first, in thousandths of a degree (tools/map_files.py).
function points(steps) {
  const line = [];
  let longitude = 0;
  let latitude = 0;
  for (let index = 0; index < steps.length; index += 2) {
    longitude += steps[index];
    latitude += steps[index + 1];
    line.push([latitude / PARTS_OF_A_DEGREE, longitude / PARTS_OF_A_DEGREE]);
  }
  return line;
}

export function drawLand(map, land) {
  const renderer = L.svg({ padding: 0.5 });
  for (const [name, shape] of LAYERS) {
    shape(land[name].map(points), { className: name, interactive: false, renderer }).addTo(map);
  }
}

export function drawTiles(map, address) {
  L.tileLayer(address, { maxZoom: map.getMaxZoom() }).addTo(map);
}
