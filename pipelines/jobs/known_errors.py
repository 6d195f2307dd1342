"""data/catalogue/corrections.yml over the readings: known errors of sources, put right with their reason."""

from collections.abc import Iterable, Iterator

from pipelines.domain.errors import CorrectionOutdated
from pipelines.domain.observations import Observation
from pipelines.domain.reviews import Correction, Review, SourceCorrection, bounds_of
from pipelines.warehouse.tables import Reading

CATALOGUE = "catalogue"
"""Who decided: the catalogue's file, with its reason."""


def known_errors(corrections: Iterable[SourceCorrection], readings: Iterable[Reading]) -> dict[str, Review]:
    """observation id → the review that a known error comes to; corrections of documents that aren't loaded wait.

    Raises CorrectionOutdated where a loaded document no longer states what the correction expects.
    """
    by_document = {reading.document.card.document_id: reading for reading in readings}
    reviews = {}
    for known in corrections:
        reading = by_document.get(known.document_id)
        if reading is None:
            continue
        found = list(_stated(known, reading.observations))
        if not found:
            stated = [each for each in reading.observations if each.metric_id == known.metric_id]
            said = "、".join(each.evidence.quote for each in stated) or "-"
            raise CorrectionOutdated(where=f"{known.document_id} {known.metric_id}", found=said, expected=known.quote)
        for observation in found:
            reviews[observation.observation_id(reading.document.card.sha256)] = _review(known, observation)
    return reviews


def _stated(known: SourceCorrection, observations: Iterable[Observation]) -> Iterator[Observation]:
    for each in observations:
        is_there = each.metric_id == known.metric_id and each.evidence.quote == known.quote
        if is_there and each.bounds.value == known.expect:
            yield each


def _review(known: SourceCorrection, observation: Observation) -> Review:
    right = Correction(
        metric_id=observation.metric_id,
        scope=observation.scope,
        bounds=bounds_of(known.value, known.qualifier, is_rate=observation.unit == "%"),
        unit=observation.unit,
        kind=observation.kind,
        period_start=observation.period_start,
        period_end=observation.period_end,
    )
    return Review(
        state="corrected",
        verdict="corrected",
        steps=1,
        of=1,
        reading_hash=observation.reading_hash(),
        correction=right,
        actor_id=CATALOGUE,
        role="administrator",
    )
