"""A made-up map of a subdistrict: a grid of uneven fields at the zero point of longitude and latitude, in the sea."""

import json
from math import ceil, sqrt

from pipelines.demo.made import SIMULATED, MadeFile
from pipelines.demo.subdistrict import Subdistrict

_STEP, _BEND = 0.008, 0.0025
"""Degrees from corner to corner, and how far a corner may stand off."""


def map_file(who: Subdistrict) -> MadeFile:
    """GeoJSON with a field for each community."""
    columns = ceil(sqrt(len(who.communities)))
    draw = who.draws("map").one
    rows = ceil(len(who.communities) / columns)
    corners = {
        (x, y): (
            round(x * _STEP + draw.uniform(-_BEND, _BEND), 6),
            round(-y * _STEP + draw.uniform(-_BEND, _BEND), 6),
        )
        for y in range(rows + 1)
        for x in range(columns + 1)
    }
    features = []
    for number, name in enumerate(who.communities):
        x, y = number % columns, number // columns
        ring = [corners[at] for at in ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y))]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"name": name, "synthetic": True}, "geometry": geometry})
    held = {"title": SIMULATED, "type": "FeatureCollection", "synthetic": True, "features": features}
    content = json.dumps(held, ensure_ascii=False, indent=1).encode()
    return MadeFile("map", f"{who.named.organisation_id}.geojson", content, who.named.organisation_id)
