"""留痕记录: events of the register in plain words, as a page and as a file; of an unknown kind by their codes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pipelines.api.administration import administered
from pipelines.api.files import table_file
from pipelines.api.log_rounds import RoundWords, of_rounds_named
from pipelines.api.materials import materials_named
from pipelines.api.people import person
from pipelines.api.review import verdict_words
from pipelines.api.said import SHANGHAI, handed_said, minute_said, person_said
from pipelines.domain.errors import CatalogueRefused
from pipelines.domain.register import Event, Head, Sought
from pipelines.jobs.log import Entry, Log, figures_of, names_of, subjects_named
from pipelines.jobs.settings import current_settings
from pipelines.jobs.tokens import known_tokens
from pipelines.wording import can_say, figure, say, worded

COLUMNS = ("at", "about", "what", "who", "role", "why")
PAGE = 50
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2999, 12, 31)
_FIGURES = ("figure", "quantity", "hand")
_OF_THE_WORK = {
    "milestone": "key_result",
    "target": "key_result",
    "practice": "practice",
    "problem": "problem",
    "task": "task",
}
"""Types of subjects that the work itself is recorded of → the thing whose name they bear."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What the log is asked for: a period (days in Shanghai, both included), a type of subject, a person, a text.

    A day before the first or after the last that can be meant asks for nothing.
    """

    since: date | None = None
    until: date | None = None
    subject_type: str = ""
    actor_id: str = ""
    text: str = ""

    def sought(self) -> Sought:
        ids, begins = of_rounds_named(self.text) if self.text else ((), ())
        return Sought(
            types=(self.subject_type,) if self.subject_type else (),
            actor_id=self.actor_id,
            since=_midnight(self.since) if self.since and self.since > FIRST_DAY else "",
            until=_midnight(self.until + timedelta(days=1)) if self.until and self.until < LAST_DAY else "",
            text=self.text,
            subject_ids=(*subjects_named(current_settings(), self.text), *ids) if self.text else (),
            subject_begins=tuple(begins),
        )


def log_page(asked: LogFilter, page: int, language: str) -> tuple[list[dict[str, str]], int]:
    """(PAGE events of the page, the latest first, each as COLUMNS in words; how many there are in all).

    Raises NotAllowed.
    """
    entries, count = _log().page(asked.sought(), offset=(page - 1) * PAGE, limit=PAGE)
    return in_words(entries, language), count


def log_choices(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """(types of subjects that were decided on, people who did), each with its name.  Raises NotAllowed."""
    types, people = _log().choices()
    named = {each: _or_code(f"log.type.{each}", each, language) for each in types}
    return named, {each: person_said(each, people, language) for each in people}


def may_check_log() -> bool:
    """Whether who asks may prove the chain, which holds everybody's decisions."""
    return person().may("log.read", None)


def may_export_log() -> bool:
    return person().may("log.export", None)


def export_log(asked: LogFilter, language: str, form: str) -> bytes:
    """Everything that is asked for, as `csv` or `xlsx`.  Raises NotAllowed."""
    columns = [say(f"log.column.{each}", language) for each in COLUMNS]
    rows = _lines(asked, language)
    return table_file(say("log.sheet", language), columns, rows, form)


def check_log() -> Head:
    """How many events there are and the last one's hash, once the chain is proved.  Raises RegisterAltered."""
    return _log().check()


def _lines(asked: LogFilter, language: str) -> Iterator[list[str]]:
    for entries in _log().all(asked.sought()):
        for row in in_words(entries, language):
            yield [row[column] for column in COLUMNS]


def in_words(entries: Sequence[Entry], language: str) -> list[dict[str, str]]:
    """Events as COLUMNS: when, about what, what was decided, who, in which role, why."""
    names = {(row["thing"], row["id"]): worded(row, "name", language) for row in names_of(current_settings())}
    if any(entry.event.subject.type == "entry" for entry in entries):
        names |= _names_of_entries(language)
    of_rounds = RoundWords.of([entry.event for entry in entries], names, language)
    ids = [entry.event.subject.id for entry in entries if entry.event.subject.type in _FIGURES]
    figures = {row["id"]: row for row in figures_of(current_settings(), ids)}
    return [
        {
            "at": minute_said(entry.event.at),
            "about": of_rounds.about(entry.event) or _about(entry.event, names, figures, language),
            "what": of_rounds.what(entry.event) or _what(entry, names, language),
            "who": person_said(entry.event.actor_id, {entry.event.actor_id: entry.name or ""}, language),
            "role": _or_code(f"role.{entry.event.role}", entry.event.role, language),
            "why": say("log.erased", language) if entry.why is None else entry.why,
        }
        for entry in entries
    ]


def _names_of_entries(language: str) -> dict[tuple[str, str], str]:
    """The names of what can be set, as they stand or stood last; none where the catalogue's files are wrong."""
    try:
        known = administered().entries
    except CatalogueRefused:
        return {}
    names = {}
    for entry in (each for listed in known.values() for each in listed.values()):
        held = (entry.now, entry.shipped, *(change.entry for change in entry.changes))
        said = next((each["name"][language] for each in held if each and isinstance(each.get("name"), Mapping)), "")
        names["entry", f"{entry.file}/{entry.entry_id}"] = said
    return names


def _about(event: Event, names: Mapping, figures: Mapping[str, Mapping[str, Any]], language: str) -> str:
    """What an event is about; where the edition doesn't have it any more, its type and id."""
    kind, parts = event.subject.type, event.subject.id.split("/")
    known: dict[str, Any] = {"id": event.subject.id}
    if kind in _FIGURES:
        row = figures.get(event.subject.id)
        metric_id = (row and row["metric_id"]) or event.payload.get("metric_id") or _corrected_metric(event)
        if row is None and metric_id is None:
            return say("log.gone", language, type=_or_code(f"log.type.{kind}", kind, language), id=event.subject.id)
        whose = {name: row[name] if row else event.payload.get(name) for name in ("organisation_id", "year")}
        known |= {"metric_id": metric_id, **whose}
    elif kind == "ledger" and len(parts) == 2:
        known |= {"organisation_id": parts[0], "ledger_id": parts[1]}
    elif kind == "difference" and len(parts) == 3:
        known |= {"organisation_id": parts[0], "metric_id": parts[1], "year": parts[2]}
    elif kind == "holder" and len(parts) == 2:
        known |= {"organisation_id": parts[0], "owner_id": parts[1]}
    elif kind == "material":
        known["title"] = event.payload.get("title") or next((m["title"] for m in materials_named([known["id"]])), "")
    elif kind == "query":
        known["name"] = event.payload.get("name", "")
    elif kind == "token":
        issued = known_tokens(current_settings()).get(known["id"])
        known["name"] = issued.name if issued else known["id"]
    elif kind == "entry":
        known["name"] = names.get(("entry", event.subject.id), "")
        if not known["name"]:
            return say("log.about.entry_unnamed", language, **known)
    elif kind in _OF_THE_WORK:
        return _about_work(event, names, language)
    elif kind != "edition":
        return f"{_or_code(f'log.type.{kind}', kind, language)} {event.subject.id}"
    for thing in ("metric", "organisation", "ledger", "owner"):
        each = known.get(f"{thing}_id")
        known[thing] = names.get((thing, each), each) or ""
    known["year"] = say("log.year", language, year=known["year"]) if known.get("year") else ""
    return say(f"log.about.{kind}", language, **known).strip()


def _about_work(event: Event, names: Mapping, language: str) -> str:
    """A key result, milestone, practice, problem or task by its name; what was entered since the edition by its own."""
    kind, (first, _, second) = event.subject.type, event.subject.id.partition("/")
    thing, item = _OF_THE_WORK[kind], first if kind in ("milestone", "target", "task") else second
    entered = event.payload.get("name") or event.payload.get("what")
    name = names.get((thing, item)) or entered or item
    of_day = f" {second}" if kind == "milestone" else ""
    return f"{_or_code(f'log.type.{kind}', kind, language)} {name}{of_day}"


def _corrected_metric(event: Event) -> str | None:
    correction = event.payload.get("correction")
    return correction["metric_id"] if correction else None


def _what(entry: Entry, names: Mapping, language: str) -> str:
    """What was decided; a kind that has no words here by its code."""
    event = entry.event
    if event.is_unreadable:
        return say("log.unreadable", language)
    kind, payload = event.subject.type, dict(event.payload)
    if (kind, event.kind) == ("holder", "handed_over"):
        return say("log.did.holder.handed_over", language, **handed_said(event, entry.names, language))
    if kind in ("figure", "hand", "entry", "holder") and can_say(f"decision.{event.kind}", language):
        return verdict_words(event, language)
    code = f"log.did.{kind}.{event.kind}"
    if (kind, event.kind) == ("difference", "settled"):
        code, held = f"{code}.{payload['holds']}", payload["held"]
        for side in ("report", "ledger"):
            value = Decimal(held[f"{side}_value"])
            payload[side] = figure(value, held[f"{side}_unit"], "exact", language)
    if kind in _OF_THE_WORK:
        return _work_done(event, names, language)
    if "metric_id" in payload:
        payload["metric"] = names.get(("metric", payload["metric_id"]), payload["metric_id"])
    return say(code, language, **payload) if can_say(code, language) else event.kind


def _work_done(event: Event, names: Mapping, language: str) -> str:
    """What was recorded, set, given or taken back of the work itself."""
    payload = event.payload
    if event.kind == "recorded":
        state = _or_code(f"record.{payload['state']}", payload["state"], language)
        return say("log.did.recorded", language, state=state, on=payload["on"])
    if event.subject.type == "target" and event.kind in ("proposed", "confirmed"):
        number = payload["value"] or (payload["change_percent"] and f"{payload['change_percent']}%") or ""
        state = say(f"target_state.{event.kind}", language)
        return say("log.did.target", language, state=state, number=number, since=payload["since"]).strip()
    if event.subject.type == "task" and can_say(f"task.step.{event.kind}", language):
        said = say(f"task.step.{event.kind}", language)
        owner = names.get(("owner", payload.get("owner_id")), "")
        said = f"{said} {owner}".strip()
        return say("task.until", language, what=said, date=payload["due_on"]) if payload.get("due_on") else said
    if event.kind == "found":
        source = _or_code(f"problem_source.{payload['source']}", payload["source"], language)
        return say("log.did.found", language, source=source)
    return _or_code(f"record.{event.kind}", event.kind, language)


def _or_code(code: str, otherwise: str, language: str) -> str:
    return say(code, language) if can_say(code, language) else otherwise


def _midnight(day: date) -> str:
    """The moment that a day begins in Shanghai, as events have moments."""
    moment = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    return moment.isoformat(timespec="microseconds")


def _log() -> Log:
    return Log(current_settings(), person())
