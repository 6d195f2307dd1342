"""The present state of each material, and where each is used, as folds of events."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipelines.domain.materials import Material, Use
from pipelines.domain.register import Event, Subject

MATERIAL = "material"
_ENDED = {"withdrawn": "withdrawn", "purged": "purged"}


def materials_of(events: Iterable[Event]) -> dict[str, Material]:
    """sha256 → its material, withdrawn and purged ones among them, in the order in which they were first added."""
    found: dict[str, Material] = {}
    for event in events:
        if event.subject.type != MATERIAL:
            continue
        before = found.get(event.subject.id)
        if event.kind in _ENDED:
            assert before is not None
            found[event.subject.id] = replace(before, state=_ENDED[event.kind], seen=event.sequence)
        else:
            found[event.subject.id] = _said(event, before if event.kind == "changed" else None)
    return found


def uses_of(events: Iterable[Event]) -> dict[str, list[Use]]:
    """sha256 → the places whose events name it in their `materials`, the latest first, each once.

    A place that named a material and doesn't any more keeps it: its history needs the file.
    """
    found: dict[str, dict[Subject, Use]] = {}
    for event in events:
        for material_id in event.payload.get("materials", ()):
            use = Use(event.subject, event.payload.get("metric_id"), event.at, event.sequence)
            found.setdefault(material_id, {})[event.subject] = use
    return {material_id: sorted(uses.values(), key=lambda use: -use.sequence) for material_id, uses in found.items()}


def _said(event: Event, before: Material | None) -> Material:
    """The material as an event describes it; one that is only changed was added when it was before."""
    said = event.payload
    return Material(
        material_id=event.subject.id,
        organisation_id=said["organisation_id"],
        name=said["name"],
        title=said["title"],
        period_start=date.fromisoformat(said["period_start"]),
        period_end=date.fromisoformat(said["period_end"]),
        owner_id=said["owner_id"],
        is_public=said["is_public"],
        keep_until=date.fromisoformat(said["keep_until"]) if said["keep_until"] else None,
        size=int(said["size"]),
        state=before.state if before else "kept",
        since=before.since if before else event.at,
        actor_id=before.actor_id if before else event.actor_id,
        seen=event.sequence,
    )
