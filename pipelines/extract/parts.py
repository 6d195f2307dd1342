"""Breakdowns: whose part a number behind 其中 is, what the part is called, and whether the parts add up."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.domain.quantities import Quantity
from pipelines.extract.layout import Layout
from pipelines.extract.match import Match
from pipelines.extract.rule_words import CLAUSE_MARKS

_PARTS = "其中"
_MOST_WHOLES = 12
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
    for opened, members in _breakdowns(layout, quantities):
        floor = layout.sentence(quantities[members[0]].span[0])[0]
        wholes = [
            index
            for index in range(max(0, members[0] - _MOST_WHOLES), members[0])
            if matches[index] and not scopes[index] and floor <= quantities[index].span[0]
        ]
        if not wholes:
            continue
        unnamed = [index for index in members if not matches[index] and not quantities[index].is_unsettled]
        for index in members:
            if whole := _whole_of(index, unnamed, wholes, quantities, matches, classes_of):
                start = max(quantities[index - 1].span[1], opened + len(_PARTS))
                named = _printed_name(layout, quantities, index, start)
                scopes[index] = _scope(named, matches[whole - 1][0], layout.text)
                taken = matches[whole - 1] if scopes[index] else []
                matches[index] = [replace(match, score=match.score / 2) for match in taken]
        _flag_sums(members, wholes, scopes, quantities, matches, flags)
    return scopes, flags


def _breakdowns(layout: Layout, quantities: Sequence[Quantity]) -> Iterator[tuple[int, list[int]]]:
    """For each 其中 its place and the quantities it opens: up to the sentence's end, a semicolon, or 全年, 共, 新."""
    starts = [quantity.span[0] for quantity in quantities]
    at = layout.text.find(_PARTS)
    while at >= 0:
        after = layout.text.find(_PARTS, at + len(_PARTS))
        end = layout.sentence(at)[1]
        members: list[int] = []
        index = bisect_left(starts, at)
        while index < len(quantities) and starts[index] < end and (after < 0 or starts[index] < after):
            if members and _PARTS_END.search(layout.text, quantities[index - 1].span[1], starts[index]):
                break
            members.append(index)
            index += 1
        if members:
            yield at, members
        at = after


def _whole_of(
    part: int,
    unnamed: Sequence[int],
    wholes: Sequence[int],
    quantities: Sequence[Quantity],
    matches: Sequence[list[Match]],
    classes_of: Mapping[str, frozenset[str]],
) -> int:
    """The place, counted from 1, of the total that a number behind 其中 is a part of; 0 where it is none's.

    One with a metric of its own is a part of a total of that metric.  One without: of the nearest total that it can
    be compared with, or of the earlier one that all such parts add up to.
    """
    if quantities[part].is_unsettled:
        return 0
    if matches[part]:
        own = _metric(matches[part])
        return next((index + 1 for index in reversed(wholes) if _metric(matches[index]) == own), 0)
    alike = [index for index in wholes if _comparable(quantities[part], quantities[index], classes_of)]
    if len(unnamed) > 1:
        exact = [_exact(quantities[index]) for index in unnamed]
        total = sum((each for each in exact if each is not None), Decimal(0))
        summed = [index for index in alike if None not in exact and _exact(quantities[index]) == total]
        alike = summed or alike
    return alike[-1] + 1 if alike else 0


def _flag_sums(
    members: Sequence[int],
    wholes: Sequence[int],
    scopes: Sequence[str],
    quantities: Sequence[Quantity],
    matches: Sequence[list[Match]],
    flags: list[Flags],
) -> None:
    """Parts of one metric that exceed their whole, and the whole, are flagged."""
    for whole in wholes:
        parts = [index for index in members if scopes[index] and _metric(matches[index]) == _metric(matches[whole])]
        total = sum((_exact(quantities[index]) or Decimal(0) for index in parts), Decimal(0))
        bound = quantities[whole].bounds.upper
        if bound is not None and total > bound and len(parts) > 1:
            for index in (whole, *parts):
                flags[index] = ("sum_differs",)


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
