"""Makes the names of towns on the map of services, static/map/towns.json, from locator/geo/. For maintainers.

Once these data have changed, in the site's virtual environment; what it makes is committed:

    python -m tools.map_towns
"""

import json
from collections import Counter
from pathlib import Path

from locator.places.atlas import atlas

TOWNS = Path(__file__).resolve().parent.parent / "static" / "map" / "towns.json"
LARGEST = 1500
LARGEST_OF_A_PROVINCE = 40
CAPITALS = {
    *("ottawa-on", "toronto-on", "quebec-qc", "halifax-ns", "fredericton-nb", "charlottetown-pe", "st-johns-nl"),
    *("winnipeg-mb", "regina-sk", "edmonton-ab", "victoria-bc", "whitehorse-yt", "yellowknife-nt", "iqaluit-nu"),
}


def main():
    rows = towns(atlas().towns)
    TOWNS.write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TOWNS.name}: {len(rows):,} towns, {TOWNS.stat().st_size:,} bytes")


def towns(by_key):
    """Answer [latitude, longitude, English name, French name if it differs] of the towns to name.

    Capitals come before all others, then the largest; every province has some, however small they are.
    """
    ordered = sorted(by_key, key=lambda key: (key not in CAPITALS, -by_key[key].codes, key))
    return [_row(town) for town in _enough(by_key[key] for key in ordered)]


def _enough(ordered):
    of_province = Counter()
    for rank, town in enumerate(ordered):
        of_province[town.province] += 1
        if rank < LARGEST or of_province[town.province] <= LARGEST_OF_A_PROVINCE:
            yield town


def _row(town):
    names = [town.name_en] if town.name_en == town.name_fr else [town.name_en, town.name_fr]
    return [round(town.point.latitude, 3), round(town.point.longitude, 3), *names]


if __name__ == "__main__":
    main()
