"""`backup` and `restore`: everything that can't be made again, in one file that proves itself.

A backup holds the catalogue, documents, ledgers, materials and the register of one moment, and `backup.json`: the hash
of every file, and the length and last hash of the chain of decisions.  Editions aren't in it: they are built again.
Whoever stores or deletes documents, ledgers or materials waits until it is written.
"""

import json
import os
import secrets
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pipelines.domain.errors import (
    BackupDamaged,
    BackupIncomplete,
    BackupThere,
    NotABackup,
    RegisterAltered,
    RootNotEmpty,
)
from pipelines.domain.register import Head
from pipelines.jobs.locks import alone_in_all
from pipelines.jobs.material_files import file_of
from pipelines.jobs.register import FILE, has_register, register_url
from pipelines.jobs.root import Root, root_of
from pipelines.jobs.settings import Settings
from pipelines.jobs.verify import verify_register
from pipelines.jobs.version import code_version
from pipelines.register import MATERIAL, Anchor, materials_of, open_register
from pipelines.register.copying import copy_register
from pipelines.warehouse.editions import file_sha256

CARD = "backup.json"
FORM = 1
_CHUNK = 1 << 20
_LARGEST_CARD = 256 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
KEPT = ("catalogue", "documents", "geo", "ledgers", "register")
PATIENCE_SECONDS = 600
"""How long a backup waits for those who store or delete files."""
SHOWN = 10


def backup(settings: Settings, file: Path) -> tuple[Head, int]:
    """Write a backup of the root; the chain's head in it, and how many files it holds.

    The file appears whole or not at all.  Raises BackupThere, StillAtWork, RegisterAltered (a register that doesn't
    hold isn't backed up as if it did), RegisterUnreachable, BackupIncomplete.
    """
    if file.exists():
        raise BackupThere(where=file)
    root = root_of(settings)
    with alone_in_all((root.documents, root.ledgers, root.materials), patience=PATIENCE_SECONDS):
        verify_register(settings)
        return _write(settings, root, file)


def _write(settings: Settings, root: Root, file: Path) -> tuple[Head, int]:
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with tempfile.TemporaryDirectory(prefix="backup-") as folder:
        copied = Path(folder) / FILE
        head = copy_register(register_url(settings), f"sqlite:///{copied}") if has_register(settings) else Head()
        files = dict(_files(root))
        if head.length:
            files[f"register/{FILE}"] = copied
        card = {
            "form": FORM,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "code_version": code_version(),
            "synthetic": root.is_synthetic,
            "register": asdict(head),
        }
        try:
            with unfinished.open("xb") as stream:
                unfinished.chmod(0o600)
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                    card["files"] = {name: _add(archive, name, path) for name, path in files.items()}
                    archive.writestr(CARD, json.dumps(card, ensure_ascii=False, indent=1))
                stream.flush()
                os.fsync(stream.fileno())
            if head.length:
                _prove_materials(file, root, copied, card["files"])
            unfinished.rename(file)
        finally:
            unfinished.unlink(missing_ok=True)
    return head, len(files)


def restore(file: Path, folder: Path) -> tuple[Head, int]:
    """Unpack a backup into a folder that is empty or isn't there; the chain's head, and how many files there are.

    Every file is held against its hash and the chain against the backup's head before the folder gets its name.
    Raises RootNotEmpty, NotABackup, BackupDamaged, RegisterAltered; the folder is left as it was.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RootNotEmpty(where=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        card = _unpack(file, unfinished)
        settings = Settings(data=unfinished, register_url=None)
        head = Head(**card["register"])
        try:
            verify_register(settings, (Anchor(file.name, head),))
        except RegisterAltered as altered:
            raise BackupDamaged(where=file, found=str(altered.parts["faults"])) from None
        (unfinished / CARD).unlink()
        if folder.exists():
            folder.rmdir()
        unfinished.chmod(0o755)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return head, len(card["files"])


def anchor_of(file: Path) -> Anchor:
    """What a backup says of the chain's end, for `verify`.  Raises NotABackup."""
    return Anchor(file.name, Head(**_card(file)["register"]))


def _files(root: Root) -> Iterator[tuple[str, Path]]:
    """(name in the backup, file) of everything under the root that can't be made again; the register comes apart."""
    for name in KEPT:
        for path in sorted((root.path / name).rglob("*")):
            inside = path.relative_to(root.path)
            if _is_unfinished(inside) or (name == "register" and path.parent == root.register):
                continue
            if path.is_file():
                yield inside.as_posix(), path
    if root.is_synthetic:
        yield "synthetic", root.path / "synthetic"


def _is_unfinished(inside: Path) -> bool:
    """Whether a file is one that somebody was storing or deleting, now or when they were broken off."""
    is_part = inside.name.startswith(".") and inside.name.endswith(".part")
    return is_part or any(part.startswith((".loading-", ".gone-")) for part in inside.parts)


def _prove_materials(file: Path, root: Root, copied: Path, hashes: Mapping[str, str]) -> None:
    """Raises BackupIncomplete where the copied register has a stored material whose file isn't among `hashes`."""
    with open_register(f"sqlite:///{copied}") as register:
        known = materials_of(register.events(types=[MATERIAL])).values()
    lost = [
        each.name
        for each in known
        if each.state != "purged"
        and hashes.get(file_of(root, each).relative_to(root.path).as_posix()) != each.material_id
    ]
    if lost:
        raise BackupIncomplete(where=file, count=len(lost), found=", ".join(lost[:SHOWN]))


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Add a file; the hash of what went in, whatever is written to the file meanwhile."""
    digest = sha256()
    member = zipfile.ZipInfo.from_file(path, name)
    member.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(member, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _card(file: Path) -> dict:
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(CARD).file_size > _LARGEST_CARD:
                raise NotABackup(where=file, found=CARD)
            card = json.loads(archive.read(CARD))
    except FileNotFoundError:
        raise
    except (*_BROKEN, KeyError, ValueError) as error:
        raise NotABackup(where=file, found=str(error)[:80]) from None
    if not _is_card(card):
        raise NotABackup(where=file, found=CARD)
    return card


def _is_card(card: object) -> bool:
    if not isinstance(card, dict) or card.get("form") != FORM:
        return False
    files, head = card.get("files"), card.get("register")
    is_head = isinstance(head, dict) and head.keys() == asdict(Head()).keys()
    return isinstance(files, dict) and is_head and isinstance(head["length"], int) and isinstance(head["hash"], str)


def _unpack(file: Path, folder: Path) -> dict:
    card = _card(file)
    try:
        with zipfile.ZipFile(file) as archive:
            # nothing is unpacked that isn't listed, nor a name that comes twice
            listed, there = Counter([*card["files"], CARD]), Counter(archive.namelist())
            for name in (listed - there) | (there - listed):
                raise BackupDamaged(where=file, found=name)
            for member in archive.infolist():
                if not _is_kept(member.filename):
                    raise BackupDamaged(where=file, found=member.filename)
                path = Path(archive.extract(member, folder))
                path.chmod((member.external_attr >> 16) & 0o755 or 0o600)
    except _BROKEN as error:
        raise BackupDamaged(where=file, found=str(error)[:80]) from None
    for name, digest in card["files"].items():
        if file_sha256(folder / name) != digest:
            raise BackupDamaged(where=file, found=name)
    return card


def _is_kept(name: str) -> bool:
    """Whether a file of this name is one that a backup keeps, and stays inside the folder."""
    first, *rest = name.split("/")
    return name in (CARD, "synthetic") or (first in KEPT and not {"", ".", ".."} & {*rest} and "\\" not in name)
