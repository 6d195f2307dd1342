"""Breakdowns: whose part a number behind 其中 is, what the part is called, and whether the parts add up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.domain.quantities import Quantity
from pipelines.extract.layout import Layout
from pipelines.extract.match import Match
from pipelines.extract.rule_words import CLAUSE_MARKS

_PARTS = "其中"
_PARTS_END = re.compile(r"[；;。]|全年|今年|年内|累计|另外|另有|新|共")
_SUM = re.compile(r"(?:合计|共计|总计|一共|共)(?:有|为|达)?$")
_CLAUSE_MARK = re.compile(rf"[{re.escape(CLAUSE_MARKS)}]")
Flags = tuple[str, ...]


def take_parts(
    layout: Layout,
    quantities: Sequence[Quantity],
    matches: list[list[Match]],
    classes_of: Mapping[str, frozenset[str]],
) -> tuple[list[str], list[Flags]]:
    """The scope and the flags of each quantity; a part without a metric of its own takes that of its whole.

    普法活动40场，其中面向企业12场 (or 其中12场面向企业): 12 belongs to the same metric with the scope 面向企业.  A part
    without a name is left out: it would pass for a second whole.  Where parts that all are exact add up to an earlier
    total of the sentence and not to the nearest, they are that one's; where they exceed the whole, they are flagged
    `sum_differs`.  `matches` is completed.
    """
    scopes = [""] * len(quantities)
    flags: list[Flags] = [()] * len(quantities)
    _take_sums(layout, quantities, matches, scopes)
    if _PARTS not in layout.text:
        return scopes, flags
    wholes: list[int] = []
    opened = -1
    parts: list[int] = []
    for index, quantity in enumerate(quantities):
        start = quantity.span[0]
        if not wholes or quantities[wholes[-1]].span[0] < layout.sentence(start)[0]:
            wholes = [index] if matches[index] else []
            continue
        whole = wholes[-1]
        after_parts = layout.text.find(_PARTS, quantities[whole].span[1], start)
        is_same = not matches[index] or matches[index][0].metric_id == matches[whole][0].metric_id
        if (
            after_parts < 0
            or not is_same
            or quantity.is_unsettled
            or not _comparable(quantity, quantities[whole], classes_of)
        ):
            if matches[index] and after_parts < 0:
                wholes.append(index)
            continue
        if opened == after_parts and index not in parts:
            if matches[index]:
                wholes.append(index)
            continue
        if opened != after_parts:
            opened = after_parts
            parts = _parts(layout, quantities, matches, index, whole, classes_of)
            total = sum((_exact(quantities[part]) or Decimal(0) for part in parts), Decimal(0))
            whole = _whole_of(total, wholes, quantities, matches, parts, classes_of)
            if whole != wholes[-1]:
                wholes.remove(whole)
                wholes.append(whole)
            bound = quantities[whole].bounds.upper
            if bound is not None and total > bound and len(parts) > 1:
                for part in (whole, *parts):
                    flags[part] = ("sum_differs",)
        named = _printed_name(layout, quantities, index, max(quantities[index - 1].span[1], after_parts + len(_PARTS)))
        scopes[index] = _scope(named, matches[whole][0], layout.text)
        matches[index] = [replace(match, score=match.score / 2) for match in matches[whole] if scopes[index]]
    return scopes, flags


def _take_sums(
    layout: Layout, quantities: Sequence[Quantity], matches: Sequence[list[Match]], scopes: list[str]
) -> None:
    """The numbers that a later one of the same metric sums up (17个村级调委会加1个乡调委会，合计18个) are its parts."""
    for index, quantity in enumerate(quantities):
        start = quantity.span[0]
        if not matches[index] or not _SUM.search(layout.text, max(0, start - 4), start):
            continue
        floor = layout.sentence(start)[0]
        left, first = quantity.bounds.value or Decimal(0), index
        while first and left > 0 and quantities[first - 1].span[0] >= floor:
            part = _exact(quantities[first - 1])
            if part is None or _metric(matches[first - 1]) != _metric(matches[index]):
                break
            left, first = left - part, first - 1
        if left == 0 and index - first > 1:
            for part in range(first, index):
                scopes[part] = _printed_name(layout, quantities, part, quantities[part].span[0])


def _metric(matched: Sequence[Match]) -> str | None:
    return matched[0].metric_id if matched else None


def _parts(
    layout: Layout,
    quantities: Sequence[Quantity],
    matches: list[list[Match]],
    first: int,
    whole: int,
    classes_of: Mapping[str, frozenset[str]],
) -> list[int]:
    """The quantities from `first` to the sentence's end that are parts too."""
    end = layout.sentence(quantities[first].span[0])[1]
    metric_id = matches[whole][0].metric_id
    parts = []
    for index in range(first, len(quantities)):
        if quantities[index].span[0] >= end or not _comparable(quantities[index], quantities[whole], classes_of):
            break
        if _PARTS_END.search(layout.text, quantities[index - 1].span[1], quantities[index].span[0]) and (
            index > first or _PARTS not in layout.text[quantities[index - 1].span[1] : quantities[index].span[0]]
        ):
            break
        if matches[index] and matches[index][0].metric_id != metric_id:
            break
        parts.append(index)
    return parts


def _whole_of(
    total: Decimal,
    wholes: Sequence[int],
    quantities: Sequence[Quantity],
    matches: list[list[Match]],
    parts: Sequence[int],
    classes_of: Mapping[str, frozenset[str]],
) -> int:
    """The nearest total before the parts, or the earlier one that they add up to."""
    if len(parts) > 1 and all(_exact(quantities[part]) is not None for part in parts):
        for whole in reversed(wholes):
            is_like = _comparable(quantities[parts[0]], quantities[whole], classes_of)
            if is_like and matches[whole] and _exact(quantities[whole]) == total:
                return whole
    return wholes[-1]


def _comparable(part: Quantity, whole: Quantity, classes_of: Mapping[str, frozenset[str]]) -> bool:
    return not classes_of.get(part.unit, frozenset()).isdisjoint(classes_of.get(whole.unit, frozenset()))


def _exact(quantity: Quantity) -> Decimal | None:
    return quantity.bounds.value if quantity.bounds.qualifier == "exact" else None


def _printed_name(layout: Layout, quantities: Sequence[Quantity], index: int, after: int) -> str:
    """What stands before the part's number, or behind it where nothing does (其中12场面向企业)."""
    start, end = quantities[index].span
    named = layout.text[after:start]
    if named.strip() and named.rstrip()[-1] not in CLAUSE_MARKS:
        return named
    stop = layout.sentence(start)[1]
    if index + 1 < len(quantities):
        stop = min(stop, quantities[index + 1].span[0])
    return _CLAUSE_MARK.split(layout.text[end:stop])[0].rstrip("加和及与")


def _scope(named: str, match: Match, text: str) -> str:
    """What a part is called, without the marks around it and without the metric's own word at its end."""
    name = named.strip("，,、；;：:和及 ")
    own = text[slice(*match.word_span)]
    return name.removesuffix(own).strip() or name
