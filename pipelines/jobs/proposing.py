"""What is said of a file that is loaded: by a person, and for the rest by its own text."""

from dataclasses import dataclass, replace
from datetime import date

from pipelines.domain.catalogue import Catalogue
from pipelines.domain.documents import ReadText
from pipelines.domain.errors import BoardError, NoOrganisation, UnknownOrganisation, UnknownYear
from pipelines.extract import (
    proposed_organisation,
    proposed_publication,
    proposed_title,
    proposed_type,
    proposed_year,
)
from pipelines.extract.repair import repair
from pipelines.jobs.names import title_of


@dataclass(frozen=True, slots=True)
class Intake:
    """What a person says of a file that they load; None is proposed from the text.

    `is_undated`: the person says that no publishing date is known, whatever the text proposes.
    """

    organisation_id: str | None = None
    year: int | None = None
    title: str | None = None
    publisher: str | None = None
    source: str | None = None
    published_on: date | None = None
    extent: str | None = None
    nature: str | None = None
    type: str | None = None
    is_undated: bool = False


def proposed(
    read: ReadText, catalogue: Catalogue, said: Intake, *, where: str
) -> tuple[Intake, tuple[BoardError, ...]]:
    """(`said` with what the text proposes for the rest, why organisation or year stay None).

    Title and publisher stay None with them, where they would be made of them.
    """
    text, head = repair(read.text).text, read.title and repair(read.title).text
    faults: list[BoardError] = []
    organisation_id, year = said.organisation_id, said.year
    if organisation_id is None:
        try:
            organisation_id = proposed_organisation(text, catalogue, where=where, said=head)
        except (NoOrganisation, UnknownOrganisation) as fault:
            faults.append(fault)
    if year is None:
        try:
            year = proposed_year(text, where=where, said=head)
        except UnknownYear as fault:
            faults.append(fault)
    organisation = None if organisation_id is None else catalogue.organisation_of[organisation_id]
    named = title_of(text, organisation, year, said=head) if organisation and year else proposed_title(text, said=head)
    # what stands on a scanned page isn't read, so that nothing may be called silent
    has_scans = any(note.code == "scanned_pages" for note in read.notes)
    intake = replace(
        said,
        organisation_id=organisation_id,
        year=year,
        title=named if said.title is None else said.title,
        publisher=organisation.full_name.zh if said.publisher is None and organisation else said.publisher,
        published_on=_published(text, read, said, year),
        extent=said.extent or ("excerpt" if has_scans else "whole"),
        nature=said.nature or "original",
        type=said.type or proposed_type(named or ""),
    )
    return intake, tuple(faults)


def _published(text: str, read: ReadText, said: Intake, year: int | None) -> date | None:
    if said.published_on is not None or said.is_undated:
        return said.published_on
    day = proposed_publication(text, said=read.published_on)
    # an earlier date is that of something else: no report comes before its year
    return None if day and year and day.year < year else day
