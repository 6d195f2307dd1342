"""The files of materials: register/materials/SHA256/NAME, as they came, readable by their owner alone."""

import os
import secrets
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from pipelines.domain.errors import BoardError, MaterialAltered, MaterialGone, MaterialLeft, SystemRefused
from pipelines.domain.materials import Material
from pipelines.jobs.root import Root
from pipelines.warehouse.editions import file_sha256


def file_of(root: Root, material: Material) -> Path:
    return _folder(root, material.material_id) / material.name


def store(root: Root, content: bytes, name: str) -> bool:
    """Put a file there, whole and on the disk, under its hash; whether it wasn't there before.

    Raises SystemRefused; nothing is there by half then.
    """
    folder = _folder(root, sha256(content).hexdigest())
    target, part = folder / name, folder / f".{secrets.token_hex(8)}.part"
    if target.is_file() and file_sha256(target) == folder.name:
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        for each in (folder, folder.parent):
            _to_disk(each)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SystemRefused(where=folder.parent, found=error.strerror) from None
    return True


def delete(root: Root, material_id: str) -> None:
    """Take a material's file away, with what an interrupted upload left beside it."""
    folder = _folder(root, material_id)
    if folder.is_dir():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        _to_disk(folder.parent)


def file_faults(root: Root, materials: Iterable[Material]) -> Iterator[BoardError]:
    """Every material whose file is missing or another one, and every file that was to be deleted and is there."""
    for material in materials:
        file = file_of(root, material)
        if material.state == "purged":
            if _folder(root, material.material_id).is_dir():
                yield MaterialLeft(where=material.material_id[:12], found=material.name)
        elif not file.is_file():
            yield MaterialGone(where=material.material_id[:12], found=material.name)
        elif file_sha256(file) != material.material_id:
            yield MaterialAltered(where=material.material_id[:12], found=material.name)


def _folder(root: Root, material_id: str) -> Path:
    return root.materials / material_id


def _to_disk(folder: Path) -> None:
    """Keep what a folder lists through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
