"""What the page of 法治建设考评 shows of a plan: who may be assessed by which rubric, and what it asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.api.assessment import Assessment
from pipelines.api.people import person
from pipelines.domain.assessments import Rubric
from pipelines.domain.words import Words
from pipelines.jobs.assessment.inputs import office_of, unit_of
from pipelines.jobs.assessment.rounds import rubric_in
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.settings import current_settings
from pipelines.wording import rule_sentence, text_of

Row = dict[str, Any]


def rubrics() -> Sequence[Rubric]:
    """The catalogue's rubrics as they stand today."""
    return catalogue_of(current_settings()).rubrics


@dataclass(frozen=True)
class District:
    """A district that can assess: its name, and those directly under it by name."""

    name: str
    under: Mapping[str, str]


def assessable(language: str) -> dict[str, District]:
    """The organisations that who asks sees with some directly under them, by id."""
    who, found = person(), {}
    known = catalogue_of(current_settings()).organisations
    for each in known:
        under = {
            other.organisation_id: text_of(other.name, language)
            for other in known
            if other.parent_id == each.organisation_id and who.sees(other.organisation_id)
        }
        if under and who.sees(each.organisation_id):
            found[each.organisation_id] = District(text_of(each.name, language), under)
    # the lowest level first: who assesses usually is directly above subdistricts
    return dict(sorted(found.items(), key=lambda pair: any(other in found for other in pair[1].under)))


def changed_lines(at: Assessment) -> dict[str, list[Words]] | None:
    """Names of lines that were added, dropped, or have other marks or rules since the district's last round.

    None where there was none.
    """
    earlier = at.earlier
    if earlier is None:
        return None
    before, now = rubric_in(earlier.round).item_of, at.rubric.item_of
    return {
        "added": [item.name for item_id, item in now.items() if item_id not in before],
        "dropped": [item.name for item_id, item in before.items() if item_id not in now],
        "changed": [
            item.name
            for item_id, item in now.items()
            if item_id in before and (item.marks, item.rule) != (before[item_id].marks, before[item_id].rule)
        ],
    }


def plan_lines(at: Assessment, language: str) -> list[Row]:
    """The rubric's lines in their order: `name`, `is_heading`, `ceiling`, `rule` in words, `evidence`, `owner_id` (the
    office that usually answers for it).
    """
    return [
        {
            "name": text_of(item.name, language),
            "is_heading": item.rule is None,
            "ceiling": item.marks,
            "rule": rule_sentence(item, language, unit_of(item, at.catalogue)) if item.rule else "",
            "evidence": [text_of(each, language) for each in item.evidence],
            "owner_id": office_of(at.rubric, item, at.catalogue) if item.rule else "",
        }
        for item in at.in_order()
    ]
