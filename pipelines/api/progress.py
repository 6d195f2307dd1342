"""What pages ask and record of the work itself: targets, milestones, practices, problems."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from pipelines.api.people import decider, person
from pipelines.api.said import minute_said, person_said
from pipelines.domain.records import STATES, Record
from pipelines.domain.register import Event, Head, Subject
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.progress import Noted, ProgressDesk, acceptance, organisation_of
from pipelines.jobs.register import has_register, register_of, register_url
from pipelines.jobs.settings import current_settings
from pipelines.jobs.targets import Aim, TargetDesk
from pipelines.register import HOLDER, TARGET, TASK, records_of
from pipelines.wording import say


def register_head() -> Head:
    """The end of the register's chain right now."""
    if not has_register(current_settings()):
        return Head()
    with register_of(current_settings()) as register:
        return register.head()


WORK = (*STATES, TARGET, TASK, HOLDER)
"""The types of subjects that the work itself is recorded of, and whose it is."""


def events_now() -> tuple[Event, ...]:
    """Every event about the work, read anew only once anything more was decided."""
    return _events(register_url(current_settings()), register_head())


@lru_cache(maxsize=2)
def _events(url: str, head: Head) -> tuple[Event, ...]:
    """Those up to one point of the chain; the arguments name the point."""
    del url
    if not head.length:
        return ()
    with register_of(current_settings()) as register:
        events = register.events(types=WORK, until=head.length)
    return tuple(event for event in events if not event.is_unreadable)


def records_about(subjects: Iterable[tuple[str, str]], language: str) -> list[dict[str, Any]]:
    """What was recorded of some subjects (type, id), accepted or not, the latest first, in words.

    Fields: type, item, due_on (text, of a milestone), state, on, owner_id, reference, materials, verdict, who, role,
    at, why, judged (by whom and when, in words), acceptance (the action that who decides on it must be allowed),
    record_id, seen (what `judge_record` asks for).
    """
    wanted = _seen(Subject(*each) for each in subjects)
    events = _about(wanted)
    found = [each for records in records_of(events).values() for each in records]
    if not found:
        return []
    last = {each.subject: each.sequence for each in events}
    accepting = {each: acceptance(each, events) for each in {record.subject for record in found}}
    with register_of(current_settings()) as register:
        words = register.reasons(each.by.event_id for each in found)
        names = register.actors()
    return [
        {
            "type": each.subject.type,
            "item": each.subject.id.partition("/")[0 if each.subject.type == "milestone" else 2],
            "due_on": each.subject.id.partition("/")[2] if each.subject.type == "milestone" else "",
            "subject_id": each.subject.id,
            "state": each.state,
            "state_said": say(f"record.{each.state}", language),
            "on": each.on,
            "owner_id": each.owner_id,
            "reference": each.proof.reference,
            "materials": list(each.proof.materials),
            "verdict": each.verdict,
            "verdict_said": say(f"record.{each.verdict}", language),
            "who": person_said(each.by.actor_id, names, language),
            "role": say(f"role.{each.by.role}", language),
            "at": minute_said(each.by.at),
            "why": words.get(each.by.event_id, ("", ""))[1],
            "judged": _judged(each, names, language),
            "acceptance": accepting[each.subject],
            "record_id": each.by.event_id,
            "seen": last[each.subject],
        }
        for each in sorted(found, key=lambda record: record.by.sequence, reverse=True)
    ]


def _seen(subjects: Iterable[Subject]) -> set[Subject]:
    """Those subjects that are of an organisation of the person who asks."""
    who = person()
    if who.sees(None):
        return set(subjects)
    catalogue = catalogue_of(current_settings())
    return {each for each in subjects if who.sees(organisation_of(catalogue, each))}


def _about(subjects: set[Subject]) -> list[Event]:
    return [each for each in events_now() if each.subject in subjects]


def _judged(record: Record, names: dict[str, str], language: str) -> str:
    if record.judged is None or record.judged == record.by:
        return ""
    who = person_said(record.judged.actor_id, names, language)
    role = say(f"role.{record.judged.role}", language)
    return f"{who} · {role} · {minute_said(record.judged.at)}"


def record_progress(noted: Sequence[Noted], *, why: str = "") -> str:
    """Record what was done, all or none: `accepted` where it counts at once, `waiting` where somebody has to accept it.

    Raises what `jobs.progress.ProgressDesk.record` raises.
    """
    events = _desk().record(*noted, why=why)
    return "accepted" if all(each.payload["of"] == 1 for each in events) else "waiting"


def judge_record(subject: tuple[str, str], record_id: str, verdict: str, *, seen: int, why: str = "") -> None:
    """Accept or refuse what somebody recorded.  Raises NothingWaits, NotAllowed, DecidedMeanwhile."""
    _desk().judge(Subject(*subject), record_id, verdict, why=why, seen=seen)


def undo_record(subject: tuple[str, str], record_id: str, *, seen: int, why: str = "") -> None:
    """Take back what was decided last of a record.  Raises NothingToUndo, NotAllowed, DecidedMeanwhile."""
    _desk().undo(Subject(*subject), record_id, why=why, seen=seen)


def last_seen(subjects: Iterable[tuple[str, str]]) -> dict[str, int]:
    """A subject's id → the sequence of its last event, of those that have one."""
    wanted = {Subject(*each) for each in subjects}
    return {each.subject.id: each.sequence for each in _about(wanted)}


def target_history(key_result_id: str, language: str) -> list[dict[str, Any]]:
    """What people set as a key result's target, the latest first: state, value or change, since, who, role, at, why.

    What was taken back is among it with `is_undone`.
    """
    found = _about(_seen([Subject(TARGET, key_result_id)]))
    events = [each for each in found if each.kind != "undone"]
    undone = {each.payload["undoes"] for each in found if each.kind == "undone"}
    if not events:
        return []
    with register_of(current_settings()) as register:
        words = register.reasons(each.event_id for each in events)
        names = register.actors()
    return [
        {
            "state": each.kind,
            "value": each.payload["value"],
            "change_percent": each.payload["change_percent"],
            "since": each.payload["since"],
            "who": person_said(each.actor_id, names, language),
            "role": say(f"role.{each.role}", language),
            "at": minute_said(each.at),
            "why": words.get(each.event_id, ("", ""))[1],
            "is_undone": each.event_id in undone,
        }
        for each in reversed(events)
    ]


def set_targets(aims: Sequence[Aim], state: str, *, why: str = "") -> None:
    """Propose or confirm targets (`state`: proposed, confirmed), all or none.  Raises what `jobs.targets` raises."""
    desk = TargetDesk(current_settings(), decider())
    (desk.confirm if state == "confirmed" else desk.propose)(*aims, why=why)


def undo_target(key_result_id: str, *, seen: int, why: str = "") -> None:
    """Take back the target that was set last.  Raises NothingToUndo, NotAllowed, DecidedMeanwhile."""
    TargetDesk(current_settings(), decider()).undo(key_result_id, why=why, seen=seen)


def _desk() -> ProgressDesk:
    return ProgressDesk(current_settings(), decider())
