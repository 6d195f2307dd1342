"""What must hold within each ledger's file, and between it and the rest of the catalogue."""

from collections.abc import Iterator

from pipelines.catalogue.faults import Fault, unknown
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.ledgers import Condition, Count, Dating, Ledger, LedgerColumn, normal_header
from pipelines.domain.words import Words

_COUNTED = ("flow", "stock", "money")
_NUMBERS = ("whole", "number", "money")
_WAYS_OF_KIND = {
    "flow": ("rows", "sum", "distinct", "reaching"),
    "money": ("sum",),
    "stock": ("distinct", "reaching", "standing"),
}


def broken_ledger_promises(catalogue: Catalogue) -> list[Fault]:
    """Every broken promise of data/catalogue/ledgers."""
    counted = {count.metric_id for ledger in catalogue.ledgers for count in ledger.counts}
    uncounted = [
        Fault(f"metrics/{metric.theme_id}.yml", metric.metric_id, "a metric that no ledger counts", todo)
        for metric in catalogue.metrics
        if metric.counted_from == "ledger" and metric.metric_id not in counted
        for todo in ["add a count of it to a file of ledgers/, or take counted_from away"]
    ]
    return [*uncounted, *(fault for ledger in catalogue.ledgers for fault in _ledger(catalogue, ledger))]


def ledger_words(catalogue: Catalogue) -> Iterator[tuple[str, str, Words]]:
    """(file, key, text) of every text in both languages."""
    for ledger in catalogue.ledgers:
        file = file_of(ledger)
        yield file, "name", ledger.name
        yield file, "purpose", ledger.purpose
        for column in ledger.columns:
            key = f"columns.{column.column_id}"
            yield file, f"{key}.name", column.name
            yield from ((file, f"{key}.{name}", words) for name, words in _notes(column))


def file_of(ledger: Ledger) -> str:
    return f"ledgers/{ledger.ledger_id}.yml"


def _notes(column: LedgerColumn) -> Iterator[tuple[str, Words]]:
    if column.note:
        yield "note", column.note
    if column.personal_reason:
        yield "personal.reason", column.personal_reason


def _ledger(catalogue: Catalogue, ledger: Ledger) -> Iterator[Fault]:
    file = file_of(ledger)
    owners = {owner.owner_id for owner in catalogue.owners}
    yield from unknown(file, "owner", [ledger.owner_id], owners, "owners.yml")
    yield from _named(ledger, "key", ledger.key)
    yield from _named(ledger, "breakdowns", ledger.breakdowns)
    yield from _borrowed(catalogue, ledger)
    yield from _dates(ledger, "date", [ledger.dated_by])
    for column_id in (*ledger.key, ledger.dated_by):
        column = ledger.column_of.get(column_id)
        if column and not column.is_required:
            yield Fault(file, f"columns.{column_id}.required", "nothing", "write required: true; rows are told by it")
    for column_id in (*ledger.breakdowns, *ledger.key):
        yield from _kept(ledger, "breakdowns or key", column_id)
    yield from _joint(ledger)
    yield from _columns(ledger)
    practices = {practice.practice_id for practice in catalogue.practices}
    for mark in ledger.practices:
        yield from unknown(file, "practices", [mark.practice_id], practices, "practices.yml")
        yield from _rows(ledger, f"practices.{mark.practice_id}", mark.dated, mark.conditions)
    for count in ledger.counts:
        yield from _count(catalogue, ledger, count)


def _joint(ledger: Ledger) -> Iterator[Fault]:
    for column_id in [ledger.joint] if ledger.joint else []:
        yield from _named(ledger, "joint", [column_id])
        column = ledger.column_of.get(column_id)
        if column and (column.type != "text" or column.personal):
            yield Fault(file_of(ledger), "joint", f"{column_id}, a {column.type}", "name a plain column of type text")


def _borrowed(catalogue: Catalogue, ledger: Ledger) -> Iterator[Fault]:
    file = file_of(ledger)
    for borrow in ledger.borrows:
        key = f"borrows.{borrow.ledger_id}"
        yield from unknown(file, key, [borrow.ledger_id], catalogue.ledger_of, "ledgers")
        yield from _named(ledger, key, list(borrow.columns))
        missing = [column_id for column_id in (*ledger.key, ledger.dated_by) if column_id not in borrow.columns]
        if missing:
            yield Fault(file, key, f"no {', '.join(missing)}", "say which column of the other ledger stands for it")
        other = catalogue.ledger_of.get(borrow.ledger_id)
        if other is None:
            continue
        yield from unknown(file, key, borrow.columns.values(), other.column_of, f"{file_of(other)}: columns")
        yield from _rows(other, f"borrowed by {ledger.ledger_id}", Dating(other.dated_by), borrow.conditions)
        for own_id, other_id in borrow.columns.items():
            own, lent = ledger.column_of.get(own_id), other.column_of.get(other_id)
            if own and lent and own.type != lent.type:
                yield Fault(file, key, f"{own_id}, a {own.type}, from {other_id}, a {lent.type}", "pair equal types")


def _columns(ledger: Ledger) -> Iterator[Fault]:
    file, taken = file_of(ledger), {}
    for column in ledger.columns:
        key = f"columns.{column.column_id}"
        if (column.type == "choice") != bool(column.choices):
            yield Fault(file, f"{key}.choices", column.type, "list choices for a column of type choice, and no other")
        if column.not_before:
            yield from _dates(ledger, f"{key}.not_before", [column.column_id, column.not_before])
        if (column.least is not None or column.most is not None) and column.type not in _NUMBERS:
            yield Fault(file, f"{key}.least", column.type, "bounds are for whole, number and money")
        for header in {normal_header(text) for text in (column.name.zh, column.name.en, *column.aliases)}:
            if header in taken:
                yield Fault(file, f"{key}.aliases", repr(header), f"{taken[header]} is found by it already")
            taken[header] = column.column_id
        listed: dict[str, str] = {}
        for choice in column.choices:
            for text in {choice.choice_id, choice.name.zh, choice.name.en, *choice.aliases}:
                if listed.setdefault(text, choice.choice_id) != choice.choice_id:
                    yield Fault(file, f"{key}.choices", repr(text), "write it for one choice only")


def _count(catalogue: Catalogue, ledger: Ledger, count: Count) -> Iterator[Fault]:
    file, key = file_of(ledger), f"counts.{count.metric_id}"
    yield from unknown(file, key, [count.metric_id], catalogue.metric_of, "metrics")
    yield from _rows(ledger, key, count.dated, count.conditions)
    yield from _named(ledger, key, [each for each in (count.column_id, count.summed) if each])
    yield from _dates(ledger, key, list(count.until))
    yield from _dates(ledger, key, [count.settled.column_id] if count.settled else [])
    summed = ledger.column_of.get(count.summed or (count.column_id if count.way == "sum" else None) or "")
    if summed and summed.type not in _NUMBERS:
        yield Fault(file, key, f"a sum of {summed.column_id}, a {summed.type}", f"sum one of {', '.join(_NUMBERS)}")
    metric = catalogue.metric_of.get(count.metric_id)
    if metric is None:
        return
    allowed = _WAYS_OF_KIND.get(metric.kind, ())
    if count.way not in allowed:
        todo = f"count a {metric.kind} by {', '.join(allowed)}" if allowed else f"count one of {', '.join(_COUNTED)}"
        yield Fault(file, key, f"{count.way} for a {metric.kind}", todo)
    if count.unit and count.unit not in metric.units:
        yield Fault(file, f"{key}.unit", count.unit, f"use one of {', '.join(metric.units)}")
    if metric.kind == "money" and summed and summed.type != "money":
        yield Fault(file, key, f"{summed.column_id}, a {summed.type}", "sum a column of type money")


def _rows(ledger: Ledger, key: str, dated: Dating, conditions: tuple[Condition, ...]) -> Iterator[Fault]:
    yield from _dates(ledger, f"{key}.dated", [dated.column_id])
    for condition in conditions:
        where = f"{key}.where.{condition.column_id}"
        yield from _named(ledger, where, [condition.column_id])
        yield from _kept(ledger, where, condition.column_id)
        column = ledger.column_of.get(condition.column_id)
        if condition.test in ("within", "not_after"):
            yield from _dates(ledger, where, [condition.column_id, condition.other or ""])
        elif condition.test == "at_least" and column and column.type not in _NUMBERS:
            yield Fault(file_of(ledger), where, column.type, f"at_least is for {', '.join(_NUMBERS)}")
        elif condition.test == "any_of" and column:
            known = {choice.choice_id for choice in column.choices}
            known |= {"true", "false"} if column.type == "yes_no" else set()
            yield from unknown(file_of(ledger), where, condition.values, known, f"columns.{column.column_id}.choices")


def _named(ledger: Ledger, key: str, column_ids: tuple[str, ...] | list[str]) -> Iterator[Fault]:
    yield from unknown(file_of(ledger), key, column_ids, ledger.column_of, "columns")


def _dates(ledger: Ledger, key: str, column_ids: list[str]) -> Iterator[Fault]:
    yield from _named(ledger, key, column_ids)
    for column_id in column_ids:
        column = ledger.column_of.get(column_id)
        if column and column.type != "date":
            yield Fault(file_of(ledger), key, f"{column_id}, a {column.type}", "name a column of type date")


def _kept(ledger: Ledger, key: str, column_id: str) -> Iterator[Fault]:
    column = ledger.column_of.get(column_id)
    if column and column.personal in ("drop", "mask"):
        yield Fault(file_of(ledger), key, f"{column_id}, which isn't kept", "use a column that is kept as it is")
