"""移交: what is open of an office (责任科室) of an organisation, and the office handed over with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.api.board import Board
from pipelines.api.people import decider
from pipelines.api.progress import events_now
from pipelines.api.supervision import rectifications, tasks
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.changes import OPEN
from pipelines.domain.errors import OpenMeanwhile
from pipelines.domain.register import Subject
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.holders import HandOver, Role, Staffing, called
from pipelines.jobs.progress import organisation_of
from pipelines.jobs.settings import current_settings
from pipelines.jobs.targets import WITHOUT_CHOICE
from pipelines.register import PROBLEM, TARGET, TASK, records_of, targets_of
from pipelines.wording import say, text_of, worded


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something open of an office: `kind` of OPEN, the id that a hand-over names it by, its name and how it stands.

    `about`: what it is worked on as.  `due_on`: its day; of a record the day that it speaks of.
    """

    kind: str
    item_id: str
    about: Subject
    name: str
    state_said: str = ""
    due_on: date | None = None
    days_overdue: int | None = None


def open_items(board: Board, organisation_id: str, owner_id: str, language: str) -> list[OpenItem]:
    """What is open of an office today, by kind in the order of OPEN, what is most urgent first.

    `board`: the published edition; how the problems stand that reports name, it alone knows.
    """
    catalogue = catalogue_of(current_settings())
    problems = rectifications(board, organisation_id)
    names = _names(catalogue, problems, organisation_id, language)
    return [
        *(_task(row) for row in tasks(organisation_id, language) if _is_open(row["state"], row, owner_id)),
        *(_problem(row, names) for row in problems if _is_open(row["status"], row, owner_id)),
        *_waiting(catalogue, organisation_id, owner_id, names),
        *_proposed(catalogue, organisation_id, owner_id, names),
    ]


def ids_of(items: Iterable[OpenItem]) -> dict[str, list[str]]:
    """What is open, as `HandOver.open_ids` names it."""
    found: dict[str, list[str]] = {kind: [] for kind in OPEN}
    for each in items:
        found[each.kind].append(each.item_id)
    return found


def hand_over(board: Board, role: Role, over: HandOver, *, why: str = "") -> None:
    """Hand an office over with what is open of it.

    Raises what `jobs.holders.Staffing.hand_over` raises, and OpenMeanwhile where by now something else is open than
    what `over` names.
    """
    who = decider()
    who.acting("settings.change", None)
    now = ids_of(open_items(board, role.organisation_id, role.owner_id, "zh"))
    if any(set(now[kind]) != set(over.open_ids.get(kind, ())) for kind in OPEN):
        raise OpenMeanwhile(where=called(catalogue_of(current_settings()), role))
    Staffing(current_settings(), who).hand_over(role, over, why=why)


@dataclass(frozen=True, slots=True)
class _Names:
    """What can be worked on by its names in one language; `by_subject`: a milestone's is that of its key result."""

    language: str
    by_subject: Mapping[Subject, str]

    def of(self, subject: Subject) -> str:
        """A subject's name, of a milestone with its day."""
        if subject.type != "milestone":
            return self.by_subject.get(subject, subject.id)
        key_result_id, _, day = subject.id.partition("/")
        return f"{self.by_subject.get(Subject(TARGET, key_result_id), key_result_id)} {day}"


def _names(catalogue: Catalogue, problems: Iterable[Mapping[str, Any]], whose: str, language: str) -> _Names:
    key_results = {Subject(TARGET, each.key_result_id): each.name for each in catalogue.progress.key_results}
    practices = {Subject("practice", f"{whose}/{each.practice_id}"): each.name for each in catalogue.practices}
    found = {subject: text_of(name, language) for subject, name in (key_results | practices).items()}
    found |= {Subject(PROBLEM, f"{whose}/{row['problem_id']}"): worded(row, "name", language) for row in problems}
    return _Names(language, found)


def _is_open(state: str, row: Mapping[str, Any], owner_id: str) -> bool:
    return state != "closed" and row["owner_id"] == owner_id


def _task(row: Mapping[str, Any]) -> OpenItem:
    subject = Subject(TASK, row["task_id"])
    return OpenItem(TASK, subject.id, subject, row["what"], row["state_said"], row["due_on"], row["days_overdue"])


def _problem(row: Mapping[str, Any], names: _Names) -> OpenItem:
    subject = Subject(PROBLEM, f"{row['organisation_id']}/{row['problem_id']}")
    state = say(f"problem_status.{row['status']}", names.language)
    return OpenItem(PROBLEM, row["problem_id"], subject, names.of(subject), state, row["due_on"], row["days_overdue"])


def _waiting(catalogue: Catalogue, organisation_id: str, owner_id: str, names: _Names) -> Iterator[OpenItem]:
    """Records of the office that nobody accepted or refused yet."""
    for subject, records in records_of(events_now()).items():
        for each in records:
            if (each.verdict, each.owner_id) != ("waiting", owner_id):
                continue
            if organisation_of(catalogue, subject) == organisation_id:
                state = say(f"record.{each.state}", names.language)
                yield OpenItem("record", each.by.event_id, subject, names.of(subject), state, each.on)


def _proposed(catalogue: Catalogue, organisation_id: str, owner_id: str, names: _Names) -> Iterator[OpenItem]:
    """Targets of the office's key results that were proposed last, by people or by the catalogue."""
    set_ones = targets_of(events_now())
    for each in catalogue.progress.key_results:
        subject = Subject(TARGET, each.key_result_id)
        if each.owner_id != owner_id or organisation_of(catalogue, subject) != organisation_id:
            continue
        last = set_ones.get(each.key_result_id, ())
        target = last[-1] if last else each.target
        is_set = each.kind in WITHOUT_CHOICE or (target.value, target.change_percent) != (None, None)
        if is_set and target.state == "proposed":
            yield OpenItem(TARGET, subject.id, subject, names.of(subject), due_on=each.due_on)
