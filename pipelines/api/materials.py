"""What pages ask and record of materials: the list, a file to store or to hand out, where each is used."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from typing import Any

from pipelines.api.people import decider, person
from pipelines.api.said import day_said
from pipelines.domain.materials import Use
from pipelines.jobs import materials as known
from pipelines.jobs.build import today
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.materials import MaterialCard, MaterialStore
from pipelines.jobs.settings import current_settings
from pipelines.wording import say, text_of


def materials(organisation_id: str, *, withdrawn: bool = False) -> list[dict[str, Any]]:
    """The materials of an organisation that are offered, the latest first; the others too where `withdrawn` is asked.

    Fields of pipelines.domain.materials.Material, `added_on` (a day as text), `uses` (how many places name it) and
    `is_over` (its retention is over, so that its file may be deleted).
    """
    person().prove_sees(organisation_id)
    uses = known.known_uses(current_settings())
    return [
        {
            **asdict(each),
            "added_on": day_said(each.since),
            "uses": len(uses.get(each.material_id, ())),
            "is_over": each.state != "purged" and each.keep_until is not None and each.keep_until < today(),
        }
        for each in reversed(known.known_materials(current_settings()).values())
        if each.organisation_id == organisation_id and (withdrawn or each.state == "kept")
    ]


def add_material(content: bytes, name: str, card: MaterialCard) -> str:
    """Store a file; its id.  Raises what `jobs.materials.MaterialStore.add` raises."""
    return _store().add(content, name, card).material_id


def change_material(material_id: str, card: MaterialCard, *, seen: int) -> None:
    """Describe a material otherwise.  Raises what `jobs.materials.MaterialStore.change` raises."""
    _store().change(material_id, card, seen=seen)


def withdraw_material(material_id: str, *, seen: int, although_used: bool = False) -> None:
    """Offer a material no more.  Raises MaterialInUse where it is used and nobody says `although_used`."""
    _store().withdraw(material_id, seen=seen, although_used=although_used)


def purge_material(material_id: str, *, seen: int, on: date | None = None) -> None:
    """Delete the file of a material whose retention is over.  Raises MaterialKept."""
    _store().purge(material_id, seen=seen, on=on)


def material_content(material_id: str) -> bytes:
    """A material's file as it came.  Raises UnknownMaterial, MaterialGone, NotTheirs."""
    if found := known.known_materials(current_settings()).get(material_id):
        person().prove_sees(found.organisation_id)
    return known.material_content(current_settings(), material_id)[1]


def materials_named(material_ids: Collection[str]) -> list[dict[str, Any]]:
    """Materials by their ids, in this order, withdrawn and purged ones too: fields of Material."""
    found, who = known.known_materials(current_settings()) if material_ids else {}, person()
    return [asdict(found[each]) for each in material_ids if each in found and who.sees(found[each].organisation_id)]


def material_uses(material_id: str, language: str) -> list[str]:
    """Where a material is used, in words, the latest first: what kind of place, its metric, when it was named there."""
    if not materials_named([material_id]):
        return []
    uses = known.known_uses(current_settings()).get(material_id, [])
    return [_use_said(use, language) for use in uses]


def owner_names(language: str) -> dict[str, str]:
    """The catalogue's offices: id → name."""
    owners = catalogue_of(current_settings()).owners
    return {each.owner_id: text_of(each.name, language) for each in owners}


def _use_said(use: Use, language: str) -> str:
    subject, day = say(f"subject.{use.subject.type}", language), day_said(use.at)
    metric = catalogue_of(current_settings()).metric_of.get(use.metric_id or "")
    if metric is None:
        return say("material.use", language, subject=subject, date=day)
    name = text_of(metric.name, language)
    return say("material.use_of_metric", language, subject=subject, metric=name, date=day)


def _store() -> MaterialStore:
    return MaterialStore(current_settings(), decider())
