"""What the page of typed figures asks and records: what may be typed, what was typed, and where its review stands."""

from typing import Any

from pipelines.api.board import Board
from pipelines.api.people import decider, person
from pipelines.api.said import minute_said, person_said
from pipelines.domain.hand import hand_id_of
from pipelines.domain.reviews import Review
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.corrections import Wanted
from pipelines.jobs.hand import HandDesk, Typed, known_hand_figures
from pipelines.jobs.register import decided, has_register, register_of
from pipelines.jobs.settings import Settings, current_settings
from pipelines.register import reviews_of
from pipelines.wording import say, text_of


def hand_figures(board: Board, organisation_id: str, language: str) -> list[dict[str, Any]]:
    """The figures that were typed for an organisation and not taken back, the latest first.

    `hand_id` (also its observation's id), `metric`, `value`, `unit`, `qualifier`, `scope`, `period_start`,
    `period_end`, `year`, `reference`, `materials`, `who`, `role`, `at`, `seen`.  `state`: of its review, or `later`
    where the edition doesn't have it yet as it was typed last.
    """
    person().prove_sees(organisation_id)
    settings = current_settings()
    known = [each for each in known_hand_figures(settings).values() if each.organisation_id == organisation_id]
    reviews = reviews_of(decided(settings).events)
    metrics = catalogue_of(settings).metric_of
    names = _names(settings)
    rows = []
    for each in reversed([typed for typed in known if not typed.is_withdrawn]):
        published = board.observation(each.hand_id)
        is_there = published is not None and published["reading_hash"] == each.reading_hash()
        review = reviews.get(each.hand_id, Review()).on(each.reading_hash())
        figure, metric = each.figure, metrics.get(each.figure.metric_id)
        name = metric and (text_of(metric.name, language))
        rows.append(
            {
                "hand_id": each.hand_id,
                "metric_id": figure.metric_id,
                "metric": name or figure.metric_id,
                "value": figure.bounds.value,
                "unit": figure.unit,
                "qualifier": figure.bounds.qualifier,
                "scope": figure.scope,
                "period_start": figure.period_start,
                "period_end": figure.period_end,
                "year": figure.period_end.year,
                "reference": each.reference,
                "materials": list(each.materials),
                "who": person_said(each.actor_id, names, language),
                "role": say(f"role.{each.role}", language),
                "at": minute_said(each.at),
                "seen": each.seen,
                "state": review.state if is_there else "later",
            }
        )
    return rows


def typed_before(organisation_id: str, wanted: Wanted) -> tuple[str, int]:
    """(the id of what is about to be typed, the sequence of its last event: 0 where nobody has typed it)."""
    hand_id = hand_id_of(
        organisation_id, wanted.metric_id, wanted.scope.strip(), wanted.period_start, wanted.period_end
    )
    before = known_hand_figures(current_settings()).get(hand_id)
    return hand_id, before.seen if before else 0


def enter_figure(typed: Typed, *, seen: int) -> str:
    """Record a typed figure; its id.  Raises what `jobs.hand.HandDesk.enter` raises."""
    return _desk().enter(typed, seen=seen).hand_id


def withdraw_hand_figure(hand_id: str, *, seen: int, why: str = "") -> None:
    """Take a typed figure back.  Raises NothingTyped."""
    _desk().withdraw(hand_id, seen=seen, why=why)


def person_named(actor_id: str, language: str) -> str:
    """A person's name, or what stands for one that has none."""
    return person_said(actor_id, _names(current_settings()), language)


def _names(settings: Settings) -> dict[str, str]:
    if not has_register(settings):
        return {}
    with register_of(settings) as register:
        return register.actors()


def _desk() -> HandDesk:
    return HandDesk(current_settings(), decider())
