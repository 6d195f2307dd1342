"""The map of an organisation's communities, from geo/ORGANISATION.geojson under the data root."""

import json
import re
from pathlib import Path
from typing import Any

from pipelines.domain.errors import MapTooLarge, NotAMap
from pipelines.domain.maps import Outline, PlaceMap, Ring
from pipelines.domain.words import Words
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.wording import say

MOST_BYTES, MOST_POINTS, MOST_LETTERS = 5_000_000, 100_000, 60
_ID = re.compile(r"[a-z][a-z0-9_]*")
_NAME = re.compile(r"[^<>&\"'\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]+")
_LEAST_CORNERS = 3


def place_map(settings: Settings, organisation_id: str) -> PlaceMap | None:
    """The map; None where no file is given.  Raises MapTooLarge and NotAMap."""
    if not _ID.fullmatch(organisation_id):
        return None
    path = root_of(settings).maps / f"{organisation_id}.geojson"
    if not path.is_file():
        return None
    if path.stat().st_size > MOST_BYTES:
        raise MapTooLarge(where=path, found=_fault("bytes", count=path.stat().st_size), limit=_limits())
    return read_map(path.read_bytes(), path)


def read_map(content: bytes, where: Path) -> PlaceMap:
    """A GeoJSON file's polygons with the property `name`.  Raises MapTooLarge and NotAMap."""
    try:
        held = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotAMap(where=where, found=_fault("json")) from None
    features = held.get("features") if isinstance(held, dict) and held.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        raise NotAMap(where=where, found=_fault("collection"))
    outlines, points = [], 0
    for number, feature in enumerate(features, 1):
        outline = _outline(feature, number, where)
        if outline.name in {each.name for each in outlines}:
            raise NotAMap(where=where, found=_fault("twice", number=number, name=outline.name))
        points += sum(len(ring) for ring in outline.rings)
        if points > MOST_POINTS:
            raise MapTooLarge(where=where, found=_fault("points", count=MOST_POINTS), limit=_limits())
        outlines.append(outline)
    marks = [held, *(feature["properties"] for feature in features)]
    return PlaceMap(tuple(outlines), is_synthetic=any(mark.get("synthetic") is True for mark in marks))


def _outline(feature: Any, number: int, where: Path) -> Outline:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not name.strip() or len(name) > MOST_LETTERS or not _NAME.fullmatch(name):
        raise NotAMap(where=where, found=_fault("name", number=number))
    geometry = feature.get("geometry")
    kind, held = (geometry.get("type"), geometry.get("coordinates")) if isinstance(geometry, dict) else (None, None)
    polygons = {"Polygon": [held], "MultiPolygon": held}.get(kind if isinstance(kind, str) else "")
    if not isinstance(polygons, list) or not polygons:
        raise NotAMap(where=where, found=_fault("polygon", number=number))
    rings = []
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise NotAMap(where=where, found=_fault("polygon", number=number))
        rings += [_ring(ring, number, where) for ring in polygon]
    return Outline(name.strip(), tuple(rings))


def _ring(held: Any, number: int, where: Path) -> Ring:
    if not isinstance(held, list):
        raise NotAMap(where=where, found=_fault("polygon", number=number))
    ring = []
    for point in held:
        if not isinstance(point, list) or len(point) < 2 or not all(_is_number(each) for each in point[:2]):
            raise NotAMap(where=where, found=_fault("polygon", number=number))
        if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
            raise NotAMap(where=where, found=_fault("degrees", number=number))
        ring.append((float(point[0]), float(point[1])))
    if len(set(ring)) < _LEAST_CORNERS:
        raise NotAMap(where=where, found=_fault("polygon", number=number))
    return tuple(ring)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _no_number(name: str) -> None:
    raise ValueError(name)


def _limits() -> str:
    return f"{MOST_BYTES // 1_000_000} MB, {MOST_POINTS:,}"


def _fault(code: str, **parts: object) -> Words:
    return Words(*(say(f"map_fault.{code}", language, **parts) for language in ("zh", "en")))
