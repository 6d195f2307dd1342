"""A rubric as a table that an administrator edits: every line a row, all changes of it at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from pipelines.api.administration import Entry, administered
from pipelines.api.people import decider
from pipelines.api.said import minute_said, person_said
from pipelines.catalogue import rubric_warnings
from pipelines.catalogue.strict import NotYaml, load_yaml
from pipelines.domain.changes import ADDED, CHANGED, REMOVED
from pipelines.domain.errors import BadRubricRow, BoardError, NothingChanged
from pipelines.domain.register import Event
from pipelines.jobs.administration import Administration, EntryAt, Step
from pipelines.jobs.assessment.rounds import both
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.register import register_of
from pipelines.jobs.settings import current_settings
from pipelines.register import ENTRY

COLUMNS = ("id", "parent", "zh", "en", "marks", "rule", "evidence", "owner")
_ID = re.compile(r"[a-z][a-z0-9_]{0,79}")
_SHORT = 60
_BEFORE_ALL = -1
"""An event that is nobody's last one."""
Row = Mapping[str, Any]


def rubric_rows(rubric_id: str) -> list[dict[str, str]]:
    """The lines of a rubric as they stand today, by COLUMNS, as texts; a rule and evidence as a person writes them."""
    entries = administered().entries.get(_file(rubric_id), {})
    return [_row(entry_id, entry.now) for entry_id, entry in entries.items() if entry.now is not None]


def change_rubric(rubric_id: str, before: Sequence[Row], rows: Sequence[Row], *, starts: date, why: str = "") -> int:
    """Record what `rows` has otherwise than `before`, the table as the person had it; how many lines.

    Raises BadRubricRow, NothingChanged, and what `Administration.change_together` raises: marks that don't add up,
    DecidedMeanwhile.
    """
    entries = administered().entries.get(_file(rubric_id), {})
    stood = {row["id"]: row for row in before}
    steps, ids = [], set()

    def at(entry_id: str, where: str) -> EntryAt:
        """The line as the person had it; one that says something else by now is refused with who was first."""
        known, row = entries.get(entry_id), stood.get(entry_id)
        if row is None:
            return EntryAt(_file(rubric_id), entry_id, known.seen if known else 0)
        now = _row(entry_id, known.now) if known and known.now is not None else {}
        is_same = known is not None and all(_text(now, name) == _text(row, name) for name in COLUMNS)
        return EntryAt(_file(rubric_id), entry_id, known.seen if is_same else _BEFORE_ALL, _entry(row, where))

    for number, row in enumerate(rows, 1):
        entry_id, where = str(row.get("id") or "").strip(), f"{_file(rubric_id)} {number}"
        if not _ID.fullmatch(entry_id) or entry_id in ids:
            raise BadRubricRow(where=where, found=entry_id[:_SHORT] or "—", todo=both("assess.row_id"))
        ids.add(entry_id)
        if entry_id not in stood:
            added = {name: each for name, each in _entry(row, where).items() if each}
            steps.append(Step(ADDED, at(entry_id, where), added))
        elif any(_text(row, name) != _text(stood[entry_id], name) for name in COLUMNS):
            steps.append(Step(CHANGED, at(entry_id, where), _entry(row, where)))
    steps += [Step(REMOVED, at(entry_id, _file(rubric_id)), {}) for entry_id in stood if entry_id not in ids]
    if not steps:
        raise NothingChanged(where=_file(rubric_id))
    desk = Administration(current_settings(), decider())
    return len(desk.change_together(steps, starts=starts, why=why))


@dataclass(frozen=True)
class RubricChange:
    """What was changed of a rubric's lines at once and stands: when, by whom and why, from which day, and which lines.

    `lines`: each one, what was done (changed, added, removed), and the fields that are otherwise.
    """

    at: str
    who: str
    why: str
    starts: str
    lines: tuple[tuple[Entry, str, Mapping[str, Any]], ...]
    undone: tuple[tuple[EntryAt, tuple[str, ...]], ...]

    @property
    def change_id(self) -> str:
        return self.undone[0][1][0]


def rubric_changes(rubric_id: str, language: str) -> list[RubricChange]:
    """The changes of a rubric's lines that stand, those that were made at once as one, the latest first."""
    entries = administered().entries.get(_file(rubric_id), {})
    made: dict[str, list[tuple[Event, Entry]]] = {}
    entry_of = {change.event_id: entry for entry in entries.values() for change in entry.changes}
    if not entry_of:
        return []
    with register_of(current_settings()) as register:
        events = [each for each in register.events(types=(ENTRY,)) if each.event_id in entry_of]
        words, names = register.reasons(each.event_id for each in events), register.actors()
    for event in events:
        together = event.payload.get("together", event.event_id)
        made.setdefault(together, []).append((event, entry_of[event.event_id]))
    found = []
    for several in reversed(made.values()):
        first, _ = several[0]
        found.append(
            RubricChange(
                minute_said(first.at),
                person_said(first.actor_id, names, language),
                words.get(first.event_id, ("", ""))[1],
                first.payload["from"],
                tuple((entry, event.kind, event.payload["entry"]) for event, entry in several),
                tuple((entry.at, (event.event_id,)) for event, entry in several),
            )
        )
    return found


def undo_rubric_change(change: RubricChange, *, why: str = "") -> None:
    """Take back what was changed at once.  Raises what `Administration.undo_together` raises."""
    Administration(current_settings(), decider()).undo_together(change.undone, why=why)


def rubric_warned(rubric_id: str) -> list[BoardError]:
    """What a rubric is warned of as it stands today: activity that is scored by its count."""
    catalogue = catalogue_of(current_settings())
    return [fault.refusal() for fault in rubric_warnings(catalogue) if fault.file == _file(rubric_id)]


def written(value: Any) -> str:
    """A value of the catalogue's files as a person writes it there: a list one entry a line."""
    lines = value if isinstance(value, list) else [value]
    return "\n".join(("- " if isinstance(value, list) else "") + _written(each) for each in lines)


def read_written(text: str) -> Any:
    """The value of a text that `written` gave and a person changed; what is no YAML stays the text, to be refused."""
    try:
        return load_yaml(text) or None
    except NotYaml:
        return text


def _row(entry_id: str, entry: Mapping[str, Any]) -> dict[str, str]:
    evidence = [f"{each['zh']} | {each['en']}" for each in entry.get("evidence") or ()]
    return {
        "id": entry_id,
        "parent": entry.get("parent") or "",
        "zh": entry["name"]["zh"],
        "en": entry["name"]["en"],
        "marks": "" if entry.get("marks") is None else str(entry["marks"]),
        "rule": _written(entry["rule"]) if entry.get("rule") else "",
        "evidence": "\n".join(evidence),
        "owner": entry.get("owner") or "",
    }


def _entry(row: Row, where: str) -> dict[str, Any]:
    marks = _text(row, "marks")
    try:
        number = _plain(Decimal(marks)) if marks else None
    except InvalidOperation:
        raise BadRubricRow(where=where, found=marks[:_SHORT], todo=both("assess.row_marks")) from None
    evidence = []
    for line in _text(row, "evidence").splitlines():
        zh, _, en = line.partition("|")
        if line.strip():
            evidence.append({"zh": zh.strip(), "en": en.strip()})
    return {
        "parent": _text(row, "parent") or None,
        "name": {"zh": _text(row, "zh"), "en": _text(row, "en")},
        "marks": number,
        "rule": _rule(_text(row, "rule"), where),
        "evidence": evidence,
        "owner": _text(row, "owner") or None,
    }


def _plain(number: Decimal) -> str:
    """8 for 8.00: the same marks are the same text."""
    return format(number.normalize(), "f") if number.is_finite() else str(number)


def _rule(written: str, where: str) -> Any:
    if not written:
        return None
    try:
        rule = load_yaml(written)
    except NotYaml:
        rule = None
    if not isinstance(rule, dict):
        raise BadRubricRow(where=where, found=written[:_SHORT], todo=both("assess.row_rule"))
    return rule


def _written(rule: Mapping[str, Any]) -> str:
    """A rule on one line, as the files write it."""
    return yaml.safe_dump(
        dict(rule), default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000
    ).strip()


def _text(row: Row, name: str) -> str:
    held = row.get(name)
    return "" if held is None or held != held else str(held).strip()


def _file(rubric_id: str) -> str:
    return f"rubrics/{rubric_id}.yml"
