"""Figures of an earlier year that a text sets beside this year's: 398件，较2017年的352件有所增加."""

import re
from collections.abc import Mapping
from dataclasses import replace

from pipelines.domain.quantities import Quantity
from pipelines.extract.layout import Layout
from pipelines.extract.match import Match

_EARLIER = re.compile(r"(?:[较比]|[（(])(?P<year>20[0-4]\d)年(?:度|同期|全年)?[的为是有共]?$")
_WHOLE_YEAR = re.compile(r"[，,、](?:全年|累计|共计|合计)(?:共|达|为)?")
_LEAD = 12


def take_look_backs(
    layout: Layout,
    quantities: list[Quantity],
    matches: list[list[Match]],
    classes_of: Mapping[str, frozenset[str]],
) -> None:
    """Give a number that is only another time's (2022年的352件; 上半年51起，全年118起) the metric of the one before it.

    `quantities` and `matches` are completed; a number whose own words name a metric keeps it.
    """
    text = layout.text
    for index, quantity in enumerate(quantities):
        if index == 0 or matches[index] or not matches[index - 1]:
            continue
        start = quantity.span[0]
        before = quantities[index - 1]
        earlier = _EARLIER.search(text, max(0, start - _LEAD), start)
        is_whole_year = before.part and _WHOLE_YEAR.fullmatch(text, before.span[1], start)
        if not (earlier or is_whole_year) or before.span[0] < layout.sentence(start)[0]:
            continue
        if _is_alike(quantity, before, classes_of):
            year = int(earlier["year"]) if earlier else quantity.year
            quantities[index] = replace(quantity, year=year, window=None, part=None)
            matches[index] = [replace(match, score=match.score / 2) for match in matches[index - 1]]


def _is_alike(one: Quantity, other: Quantity, classes_of: Mapping[str, frozenset[str]]) -> bool:
    return not set(classes_of.get(one.unit, ())).isdisjoint(classes_of.get(other.unit, ()))
