"""The register of a data root: where it lies, what it holds up to a point, and what the editions say of its end."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from pipelines.domain.errors import RegisterDamaged
from pipelines.domain.register import EMPTY, NO_HASH, Event, Head, Subject
from pipelines.jobs.root import root_of
from pipelines.jobs.settings import Settings
from pipelines.register import Anchor, Register, open_register
from pipelines.register.engines import shown
from pipelines.warehouse.editions import Warehouse

FILE = "register.sqlite3"


@dataclass(frozen=True, slots=True)
class Decided:
    """The events of a register up to a point, and that point."""

    events: tuple[Event, ...] = ()
    head: Head = EMPTY


def register_url(settings: Settings) -> str:
    """FAZHI_REGISTER_URL, else a file under the data root."""
    return settings.register_url or f"sqlite:///{root_of(settings).register / FILE}"


@contextmanager
def register_of(settings: Settings) -> Generator[Register]:
    """The register to write to or to read, made where there is none.  Raises what `open_register` raises."""
    with open_register(register_url(settings)) as register:
        yield register


def decided(settings: Settings, *, until: Head | None = None, proved: bool = False) -> Decided:
    """What was decided, all of it or up to an edition's word of the chain's end.

    A root without a register has none made by this: nothing was decided.  `proved`: raises RegisterDamaged where an
    event isn't the one that was written, or doesn't follow the one before it.
    """
    if not has_register(settings) or (until is not None and until.length == 0):
        return Decided()
    with register_of(settings) as register:
        events = register.events(until=until.length if until else None)
    if not events:
        return Decided()
    previous = NO_HASH
    for event in events if proved else ():
        if (event.previous, event.expected_hash()) != (previous, event.hash):
            raise RegisterDamaged(where=shown(register_url(settings)), found=f"event {event.sequence}")
        previous = event.hash
    return Decided(tuple(events), Head(events[-1].sequence, events[-1].hash))


def has_register(settings: Settings) -> bool:
    """Whether there is a register: one by URL always, the file only once something was decided."""
    if settings.register_url is None:
        return (root_of(settings).register / FILE).is_file()
    url = make_url(settings.register_url)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


def last_of(settings: Settings, subject: Subject) -> int:
    """The sequence of a subject's last event, 0 where there is none."""
    if not has_register(settings):
        return 0
    with register_of(settings) as register:
        return register.last_of(subject)


def anchors(warehouse: Warehouse) -> list[Anchor]:
    """What the manifests of all editions say of the chain's end when they were built."""
    return [Anchor(manifest.edition_id, Head(**manifest.register)) for manifest in warehouse.manifests()]
