"""材料库: files that are stored once and used as evidence in many places."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.domain.errors import (
    BadFileName,
    BoardError,
    EmptyMaterial,
    MaterialGone,
    MaterialInUse,
    MaterialKept,
    MaterialTooLarge,
    PeriodOutOfOrder,
    ProgramRefused,
    SameMaterial,
    UnknownMaterial,
    UnknownOrganisation,
    UnknownOwner,
    UntitledMaterial,
)
from pipelines.domain.file_names import plain_name, program_in
from pipelines.domain.materials import Material, Use
from pipelines.domain.register import Decision, Event, Subject
from pipelines.jobs.build import today
from pipelines.jobs.catalogue import catalogue_of
from pipelines.jobs.locks import alone
from pipelines.jobs.material_files import delete, file_of, store
from pipelines.jobs.people import Person
from pipelines.jobs.register import has_register, register_of
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.register import MATERIAL, materials_of, uses_of

LONGEST_TITLE = 200
_LONGEST_NAME = 255 - len("..part")
"""In bytes: what every file system takes as a name."""


@dataclass(frozen=True, slots=True)
class MaterialCard:
    """What a person says of a material: see pipelines.domain.materials.Material."""

    organisation_id: str
    title: str
    period_start: date
    period_end: date
    owner_id: str
    is_public: bool = False
    keep_until: date | None = None


@dataclass(frozen=True, slots=True)
class MaterialStore:
    """A person at work on the materials.  Every method that records raises NotAllowed, and then nothing is written."""

    settings: Settings
    person: Person

    def add(self, content: bytes, name: str, said: MaterialCard) -> Material:
        """Store a file and record it, in this order.

        Raises BadFileName, EmptyMaterial, ProgramRefused, MaterialTooLarge, SameMaterial, and what a description can be
        refused for: UntitledMaterial, PeriodOutOfOrder, UnknownOrganisation, UnknownOwner.
        """
        actor = self.person.acting("material.add", said.organisation_id)
        name = plain_name(name)
        self._prove_file(content, name)
        self._prove(said, name)
        material_id, root = sha256(content).hexdigest(), root_of(self.settings)
        # file and event are one: nobody else stores or deletes between them
        with alone(root.materials):
            before = known_materials(self.settings).get(material_id)
            if before and before.state == "kept":
                raise self._same(before, name)
            if before and before.state == "withdrawn":
                name = before.name  # its file still lies there
            is_new = store(root, content, name)
            payload = _payload(said, name, len(content))
            seen = before.seen if before else 0
            try:
                self._record(Decision(Subject(MATERIAL, material_id), "added", actor, payload, "", seen))
            except BoardError:
                # a register that broke off may have recorded it all the same
                after = known_materials(self.settings).get(material_id)
                if is_new and (after is None or after.state != "kept"):
                    delete(root, material_id)
                raise
            return known_materials(self.settings)[material_id]

    def change(self, material_id: str, said: MaterialCard, *, seen: int, why: str = "") -> Event:
        """Describe a material otherwise; its file stays.

        Raises UnknownMaterial, DecidedMeanwhile, and what a description can be refused for.
        """
        known = self._known(material_id)
        self.person.acting("material.add", known.organisation_id)
        actor = self.person.acting("material.add", said.organisation_id)
        self._prove(said, known.name)
        payload = _payload(said, known.name, known.size)
        return self._record(Decision(Subject(MATERIAL, material_id), "changed", actor, payload, why, seen))

    def withdraw(self, material_id: str, *, seen: int, although_used: bool = False, why: str = "") -> Event:
        """Offer a material no more.  Places that use it keep it.

        Raises UnknownMaterial, DecidedMeanwhile, and MaterialInUse where it is used and nobody says `although_used`.
        """
        known = self._known(material_id)
        actor = self.person.acting("material.add", known.organisation_id)
        uses = known_uses(self.settings).get(material_id, [])
        if uses and not although_used:
            named = ", ".join(str(use.subject) for use in uses[:10])
            raise MaterialInUse(where=known.title, count=len(uses), found=named)
        return self._record(Decision(Subject(MATERIAL, material_id), "withdrawn", actor, {}, why, seen))

    def purge(self, material_id: str, *, seen: int, on: date | None = None, why: str = "") -> Event | None:
        """Delete the file of a material whose retention is over; its record stays.  `on`: today where None.

        Recorded before it is deleted, so that no file is missing without a word.  A file that a purge left behind
        is deleted without another event (None).  Raises UnknownMaterial, MaterialKept, DecidedMeanwhile.
        """
        root = root_of(self.settings)
        with alone(root.materials):
            known = known_materials(self.settings).get(material_id)
            if known is None:
                raise UnknownMaterial(where=MATERIAL, found=material_id[:12])
            actor = self.person.acting("material.purge", known.organisation_id)
            recorded = None
            if known.state != "purged":
                if known.keep_until is None or known.keep_until >= (on or today()):
                    raise MaterialKept(where=known.title, found=known.keep_until or "—")
                recorded = self._record(Decision(Subject(MATERIAL, material_id), "purged", actor, {}, why, seen))
            delete(root, material_id)
        return recorded

    def _record(self, decision: Decision) -> Event:
        with register_of(self.settings) as register:
            return register.record(decision)[0]

    def _known(self, material_id: str) -> Material:
        """A material whose file is there.  Raises UnknownMaterial."""
        known = known_materials(self.settings).get(material_id)
        if known is None or known.state == "purged":
            raise UnknownMaterial(where=MATERIAL, found=material_id[:12])
        return known

    def _prove_file(self, content: bytes, name: str) -> None:
        if len(name.encode()) > _LONGEST_NAME:
            raise BadFileName(where=name)
        if not content:
            raise EmptyMaterial(where=name)
        if kind := program_in(content, name):
            raise ProgramRefused(where=name, found=kind)
        limit = self.settings.max_material_mb
        if len(content) > limit * 1_000_000:
            raise MaterialTooLarge(where=name, found=f"{len(content) / 1_000_000:.1f}", limit=f"{limit:g}")

    def _prove(self, said: MaterialCard, where: str) -> None:
        catalogue = catalogue_of(self.settings)
        if said.organisation_id not in catalogue.organisation_of:
            known = ", ".join(catalogue.organisation_of)
            raise UnknownOrganisation(where=where, found=said.organisation_id, known=known)
        if not 1 <= len(said.title.strip()) <= LONGEST_TITLE:
            raise UntitledMaterial(where=where, found=len(said.title.strip()), limit=LONGEST_TITLE)
        if not said.period_start <= said.period_end:
            raise PeriodOutOfOrder(where=where, found=f"{said.period_start} – {said.period_end}")
        owners = [owner.owner_id for owner in catalogue.owners]
        if said.owner_id not in owners:
            raise UnknownOwner(where=where, found=said.owner_id, known=", ".join(owners))

    def _same(self, known: Material, name: str) -> SameMaterial:
        organisation = catalogue_of(self.settings).organisation_of.get(known.organisation_id)
        title = known.title if self.person.sees(known.organisation_id) else "***"
        shown = organisation.name if organisation else known.organisation_id
        since = datetime.fromisoformat(known.since).astimezone(ZoneInfo("Asia/Shanghai")).date()
        return SameMaterial(where=name, found=title, organisation=shown, since=since)


def known_materials(settings: Settings) -> dict[str, Material]:
    """Every material by its id, withdrawn and purged ones among them."""
    if not has_register(settings):
        return {}
    with register_of(settings) as register:
        return materials_of(register.events(types=[MATERIAL]))


def known_uses(settings: Settings) -> dict[str, list[Use]]:
    """Where each material is used."""
    if not has_register(settings):
        return {}
    with register_of(settings) as register:
        return uses_of(register.events())


def material_content(settings: Settings, material_id: str) -> tuple[str, bytes]:
    """(a material's name, its bytes), of withdrawn ones too.  Raises UnknownMaterial, MaterialGone."""
    known = known_materials(settings).get(material_id)
    if known is None or known.state == "purged":
        raise UnknownMaterial(where=MATERIAL, found=material_id[:12])
    file = file_of(root_of(settings), known)
    if not file.is_file():
        raise MaterialGone(where=material_id[:12], found=known.name)
    return known.name, file.read_bytes()


def prove_materials(settings: Settings, organisation_id: str, material_ids: Collection[str]) -> list[str]:
    """The ids of materials that an organisation may name as evidence, each once.  Raises UnknownMaterial."""
    known = known_materials(settings) if material_ids else {}
    for material_id in material_ids:
        material = known.get(material_id)
        if material is None or material.state != "kept" or material.organisation_id != organisation_id:
            raise UnknownMaterial(where=organisation_id, found=material_id[:12])
    return list(dict.fromkeys(material_ids))


def described(material: Material, **changes: Any) -> MaterialCard:
    """A material's description as it stands, with changes."""
    same = {name: getattr(material, name) for name in MaterialCard.__dataclass_fields__}
    return replace(MaterialCard(**same), **changes)


def _payload(said: MaterialCard, name: str, size: int) -> Mapping[str, Any]:
    return {
        "organisation_id": said.organisation_id,
        "name": name,
        "title": said.title.strip(),
        "period_start": said.period_start.isoformat(),
        "period_end": said.period_end.isoformat(),
        "owner_id": said.owner_id,
        "is_public": said.is_public,
        "keep_until": said.keep_until.isoformat() if said.keep_until else None,
        "size": str(size),
    }
