"""The map of communities: what is read, how it is laid flat, and every file that is refused with what to do."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.domain.errors import BoardError, MapTooLarge, NotAMap
from pipelines.domain.maps import KM_PER_DEGREE
from pipelines.jobs.maps import MOST_BYTES, place_map, read_map
from pipelines.jobs.settings import Settings
from pipelines.wording import explain

SQUARE = [[113.0, 23.0], [113.1, 23.0], [113.1, 23.1], [113.0, 23.1], [113.0, 23.0]]
HERE = Path("longjin.geojson")


def feature(name: Any = "青石社区", ring: Any = SQUARE, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    held = [ring] if kind == "Polygon" else [[ring]]
    geometry = {"type": kind, "coordinates": held}
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


def content(*features: Any, **held: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **held}).encode()


def test_polygons_are_read_with_their_names_and_holes() -> None:
    hole = [[113.02, 23.02], [113.04, 23.02], [113.04, 23.04]]
    with_hole = feature()
    with_hole["geometry"]["coordinates"].append(hole)
    found = read_map(content(with_hole, feature(" 白沙社区 ", kind="MultiPolygon")), HERE)
    assert [(each.name, len(each.rings)) for each in found.outlines] == [("青石社区", 2), ("白沙社区", 1)]
    assert not found.is_synthetic


def test_a_map_says_of_itself_that_it_is_made_up() -> None:
    assert read_map(content(feature(synthetic=True)), HERE).is_synthetic
    assert read_map(content(feature(), synthetic=True), HERE).is_synthetic


def test_a_map_is_laid_flat_in_km_around_its_middle() -> None:
    (outline,) = read_map(content(feature()), HERE).flat().outlines
    east, north = zip(*outline.rings[0], strict=True)
    assert max(north) - min(north) == pytest.approx(0.1 * KM_PER_DEGREE)
    # a degree of longitude is shorter by the cosine of 23°
    assert max(east) - min(east) == pytest.approx(0.1 * KM_PER_DEGREE * 0.9204, rel=1e-3)
    assert outline.middle == pytest.approx((0, 0), abs=1e-6)


def test_a_name_stands_in_the_middle_of_the_largest_ring() -> None:
    small = [[113.5, 23.5], [113.51, 23.5], [113.5, 23.51]]
    both = feature(kind="MultiPolygon")
    both["geometry"]["coordinates"].append([small])
    (outline,) = read_map(content(both), HERE).outlines
    assert outline.middle == pytest.approx((113.05, 23.05))


BAD: dict[str, tuple[bytes, type[BoardError], str]] = {
    "no text": (b"\xff\xfe", NotAMap, "JSON"),
    "no json": (b"{", NotAMap, "JSON"),
    "a list a hundred thousand deep": (b"[" * 100_000, NotAMap, "JSON"),
    "not a number": (content(feature()).replace(b"113.0", b"NaN"), NotAMap, "JSON"),
    "another form": (b'{"type": "Topology"}', NotAMap, "FeatureCollection"),
    "no features": (content(), NotAMap, "FeatureCollection"),
    "a feature that is a number": (content(1), NotAMap, "第1个要素没有可用的 name"),
    "no name": (content(feature(None)), NotAMap, "第1个要素没有可用的 name"),
    "an empty name": (content(feature("  ")), NotAMap, "第1个要素没有可用的 name"),
    "a script": (content(feature("<script>alert(1)</script>")), NotAMap, "第1个要素没有可用的 name"),
    "a name of two lines": (content(feature("青石\n社区")), NotAMap, "第1个要素没有可用的 name"),
    "a long name": (content(feature("青" * 61)), NotAMap, "第1个要素没有可用的 name"),
    "one name twice": (content(feature(), feature()), NotAMap, "第2个要素重复了名称青石社区"),
    "a point": (content(feature(kind="Point")), NotAMap, "第1个要素不是完整的多边形"),
    "a list as kind": (content({**feature(), "geometry": {"type": [], "coordinates": []}}), NotAMap, "多边形"),
    "no geometry": (content({**feature(), "geometry": None}), NotAMap, "第1个要素不是完整的多边形"),
    "two corners": (content(feature(ring=[[1, 1], [2, 2], [1, 1]])), NotAMap, "第1个要素不是完整的多边形"),
    "words for corners": (content(feature(ring=[["a", "b"]] * 4)), NotAMap, "第1个要素不是完整的多边形"),
    "metres": (content(feature(ring=[[440000, 2555000], [440100, 2555000], [440100, 2555100]])), NotAMap, "不是经纬度"),
    "an endless number": (content(feature()).replace(b"113.0", b"1e999"), NotAMap, "不是经纬度"),
    "too many corners": (
        content(feature(ring=[[at / 1000, 1] for at in range(100_001)])),
        MapTooLarge,
        "多于100000个点",
    ),
}


@pytest.mark.parametrize(("held", "refusal", "says"), BAD.values(), ids=BAD)
def test_a_bad_map_is_refused_with_where_what_and_what_next(held: bytes, refusal: type[BoardError], says: str) -> None:
    with pytest.raises(refusal) as refused:
        read_map(held, HERE)
    for language, next_step in (("zh", "重新导出" if refusal is MapTooLarge else "导出为"), ("en", "Export")):
        said = explain(refused.value, language)
        assert "longjin.geojson" in said and next_step in said
        assert "script" not in said
    assert says in explain(refused.value, "zh")


def test_a_map_lies_under_the_data_root_by_its_organisation(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    (tmp_path / "geo").mkdir()
    file = tmp_path / "geo" / "longjin.geojson"
    assert place_map(settings, "longjin") is None
    file.write_bytes(content(feature()))
    found = place_map(settings, "longjin")
    assert found and found.outlines[0].name == "青石社区"
    assert place_map(settings, "../geo/longjin") is None


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "geo").mkdir()
    with (tmp_path / "geo" / "longjin.geojson").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(MapTooLarge, match="5000001 bytes"):
        place_map(Settings(data=tmp_path), "longjin")
