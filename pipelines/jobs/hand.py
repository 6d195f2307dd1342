"""数据填报: figures that a person types, each proved against its metric before it is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.domain.errors import (
    NoReference,
    NothingTyped,
    PeriodToCome,
    UnknownOrganisation,
)
from pipelines.domain.hand import HandFigure, hand_id_of
from pipelines.domain.register import Decision, Event, Subject
from pipelines.jobs.build import today
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.corrections import Wanted, corrected
from pipelines.jobs.materials import prove_materials
from pipelines.jobs.people import OWN, Person
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.settings import Settings
from pipelines.register import FIGURE, HAND, hand_figures_of, review_of, said_correction

LONGEST_REFERENCE = 500
_AT_A_DAY = ("stock", "ordinal")


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure as a person types it, whose it is, and on which evidence."""

    organisation_id: str
    wanted: Wanted
    reference: str
    materials: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class HandDesk:
    """A person who types figures.  Every method raises NotAllowed and DecidedMeanwhile; nothing is recorded then."""

    settings: Settings
    person: Person

    def enter(self, typed: Typed, *, seen: int = 0, why: str = "") -> HandFigure:
        """Record a figure, or another value for one that was typed before (`seen`: that one's last event).

        It is the board's figure from the next edition on, unless a report states the metric, and goes to review as any
        other.  A metric that is the state at a day has that day alone as its period.

        Raises UnknownOrganisation, NoReference, PeriodToCome, UnknownMaterial and what `corrections.corrected` raises.
        """
        actor = self.person.acting("hand.enter", typed.organisation_id)
        catalogue = catalogue_of(self.settings)
        wanted, organisation_id = typed.wanted, typed.organisation_id
        if organisation_id not in catalogue.organisation_of:
            known = ", ".join(catalogue.organisation_of)
            raise UnknownOrganisation(where=wanted.metric_id, found=organisation_id, known=known)
        metric = catalogue.metric_of.get(wanted.metric_id)
        if metric and metric.kind in _AT_A_DAY and wanted.period_start <= wanted.period_end:
            wanted = replace(wanted, period_start=wanted.period_end)
        row = {"organisation_id": organisation_id, "observation_id": organisation_id, "metric_id": None}
        figure = corrected(catalogue, wanted, row)
        where = f"{organisation_id} {wanted.metric_id}"
        if figure.period_end > today():
            raise PeriodToCome(where=where, found=figure.period_end, today=today())
        reference = typed.reference.strip()
        if not 1 <= len(reference) <= LONGEST_REFERENCE:
            raise NoReference(where=where, found=len(reference), limit=LONGEST_REFERENCE)
        payload = {
            "organisation_id": organisation_id,
            **said_correction(figure),
            "reference": reference,
            "materials": prove_materials(self.settings, organisation_id, typed.materials),
        }
        hand_id = hand_id_of(organisation_id, figure.metric_id, figure.scope, figure.period_start, figure.period_end)
        self._record(Decision(Subject(HAND, hand_id), "entered", actor, payload, why, seen))
        return known_hand_figures(self.settings)[hand_id]

    def withdraw(self, hand_id: str, *, seen: int, why: str = "") -> Event:
        """Take a typed figure back.  One that was reviewed is taken back only by who may review.

        Raises NothingTyped.
        """
        known = known_hand_figures(self.settings).get(hand_id)
        actor = self.person.acting("hand.enter", known.organisation_id if known else OWN)
        if known is None or known.is_withdrawn:
            raise NothingTyped(where=hand_id)
        with register_of(self.settings) as register:
            review = review_of(register.events(subject=Subject(FIGURE, hand_id))).on(known.reading_hash())
        if review.verdict is not None:
            actor = self.person.acting("figure.review", known.organisation_id)
        return self._record(Decision(Subject(HAND, hand_id), "withdrawn", actor, {}, why, seen))

    def _record(self, decision: Decision) -> Event:
        with register_of(self.settings) as register:
            return register.record(decision)[0]


def known_hand_figures(settings: Settings) -> dict[str, HandFigure]:
    """Every typed figure by its id, withdrawn ones among them."""
    if not has_register(settings):
        return {}
    with register_of(settings) as register:
        return hand_figures_of(register.events(types=[HAND]))
