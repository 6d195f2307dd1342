"""Whether a number of a table speaks for the whole or for a part, and whether the whole is the sum of its parts."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipelines.extract.cells import Label, Unit
from pipelines.extract.table_labels import PLACE, Read
from pipelines.extract.table_metrics import RULE_SURE
from pipelines.extract.totals import Entry, by_line, sums_that_differ

_STAGE = re.compile(r"申请(?!.*法院)|受理|立案|结案|不予|撤销|移送|审核|程序")


def scoped(found: list[Read], scope_of: Callable[[Sequence[str]], str]) -> list[Read]:
    """Rows of departments are scopes, unless there is one row only; 合计 is the whole."""
    rows = {read.number.at[0] for read in found if read.by == "column"} or {read.number.at[0] for read in found}
    scoped: list[Read] = []
    whole: str | None = None
    for read in found:
        scope = ""
        row, column = read.row, read.column
        if read.by in ("column", "title") and len(rows) > 1 and not row.is_total:
            scope = scope_of(read.number.row)
        if read.by in ("row", "title") and column.text and not column.is_total:
            scope = scope or (column.text if PLACE.search(column.text) else "")
        label = row if read.by == "row" else column
        metric_id = read.named.metric_id if read.named else None
        if label.is_part and metric_id == whole:
            scope = scope or label.text
        elif not label.is_part:
            whole = metric_id
        scoped.append(replace(read, scope=scope))
    return scoped


def summed(found: list[Read]) -> list[Read]:
    """Totals that aren't the sum of their parts, flagged."""

    def entry(key: int, read: Read, label: Label, path: Sequence[str]) -> Entry:
        unit = read.unit or Unit("")
        value = read.number.printed.number * unit.scale
        is_out = label.is_part or label.is_moot or label.is_subtotal or bool(read.number.printed.words)
        is_out |= _STAGE.search(label.text) is not None
        is_known = bool(read.named and read.named.sure >= RULE_SURE)
        return Entry(key, value, unit.counter, tuple(path[:-1]), label.is_total and not label.text, is_out, is_known)

    along = by_line(
        (read.number.at[0], entry(key, read, read.column, read.number.column)) for key, read in enumerate(found)
    )
    down = by_line((read.number.at[1], entry(key, read, read.row, read.number.row)) for key, read in enumerate(found))
    differing = sums_that_differ([*along, *down])
    return [
        replace(read, flags=(*read.flags, "sum_differs")) if key in differing else read
        for key, read in enumerate(found)
    ]


def told_apart(found: list[Read]) -> list[Read]:
    """Several labels of a table that name one metric (警告, 通报批评) are its parts, each with its label as scope.

    Two numbers of a row under one label and no heads that tell them apart are no figure.
    """
    same: dict[tuple, list[int]] = defaultdict(list)
    for index, read in enumerate(found):
        if read.named and read.named.metric_id:
            same[read.named.metric_id, read.scope, read.year].append(index)
    told = list(found)
    for indexes in same.values():
        values = {found[index].number.printed.number for index in indexes}
        parts = [index for index in indexes if not _is_bare_total(found[index])]
        labels = {_own_label(found[index]) for index in parts}
        if len(values) > 1 and (len(labels) > 1 or 0 < len(parts) < len(indexes)):
            indexes = parts
            for index in indexes:
                scope = " ".join(part for part in (found[index].scope, _own_label(found[index])) if part)
                told[index] = replace(found[index], scope=scope)
        elif len(values) > 1 and len({found[index].number.at[0] for index in indexes}) == 1:
            for index in indexes:
                told[index] = replace(found[index], named=None)
    return told


def _own_label(read: Read) -> str:
    return (read.row if read.by == "row" else read.column).text


def _is_bare_total(read: Read) -> bool:
    label = read.row if read.by == "row" else read.column
    return label.is_total and not label.text
