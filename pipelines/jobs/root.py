"""Where things lie under the data root."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


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
    def warehouse(self) -> Path:
        return self.path / "warehouse"

    @property
    def is_synthetic(self) -> bool:
        """Whether this root carries the marker of synthetic data."""
        return (self.path / "synthetic").exists()


def file_sha256(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
