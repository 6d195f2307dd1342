"""Where things lie under the data root."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.domain.errors import NotAFolder, RootOpen
from pipelines.jobs.settings import Settings

SIMULATED = "模拟数据"
"""What every document and card of a made-up root says of itself."""


@dataclass(frozen=True, slots=True)
class Root:
    """A data root: the four inputs and the warehouse made from them."""

    path: Path

    @property
    def catalogue(self) -> Path:
        return self.path / "catalogue"

    @property
    def documents(self) -> Path:
        return self.path / "documents"

    @property
    def ledgers(self) -> Path:
        return self.path / "ledgers"

    @property
    def register(self) -> Path:
        return self.path / "register"

    @property
    def materials(self) -> Path:
        return self.register / "materials"

    @property
    def maps(self) -> Path:
        """Outlines of communities, a file an organisation."""
        return self.path / "geo"

    @property
    def interim(self) -> Path:
        """What can be made again at any time."""
        return self.path / "interim"

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse"

    @property
    def is_synthetic(self) -> bool:
        """Whether this root carries the marker of synthetic data."""
        return (self.path / "synthetic").exists()


def prove_private(settings: Settings) -> None:
    """Raises RootOpen where others on this machine can read the data root, and with it what isn't theirs."""
    mode = settings.data.stat().st_mode & 0o777 if settings.data.is_dir() else 0
    if mode & 0o077:
        raise RootOpen(where=settings.data, found=f"{mode:03o}")


def root_of(settings: Settings) -> Root:
    """The root that the settings name.  Raises NotAFolder."""
    if settings.data.is_file():
        raise NotAFolder(where=settings.data)
    return Root(settings.data)
