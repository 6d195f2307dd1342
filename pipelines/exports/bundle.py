"""佐证材料包: the files behind an assessment as one .zip, with a list for people and a manifest for programs.

Files pass through a block at a time, so that a bundle of gigabytes needs no more memory than one block.  They are
stored as they are: most of them are packed already, and the same files are the same bytes wherever they are bundled.
"""

import json
import re
import unicodedata
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from pipelines.domain.errors import MaterialAltered, MaterialGone, SystemRefused
from pipelines.exports.listing import listing_csv
from pipelines.wording import say

MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_MADE = (2024, 1, 1, 0, 0, 0)  # the same files are the same bundle
_MODE = 0o100644 << 16
_UNIX = 3
_MOST_BYTES, _MOST_UNITS, _LEAST = 120, 200, 12
"""Of a name in UTF-8; of all names of a path together, as Windows counts; what each may have however many they are."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for its devices, whatever their ending."""
_ENDING = re.compile(r"\.[0-9A-Za-z]{1,10}$")
_COLUMNS = ("number", "file", "title", "item", "item_id", "size")


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the bundle.

    `parts`: its folders and, last, its name, as people call them: names that can't be are changed.  `content`: its
    bytes, or where they are on the disk.  `sha256` in hexadecimal.  `title` of the material, `item_id` and `item` of
    what it is evidence for.
    """

    parts: tuple[str, ...]
    content: bytes | Path
    sha256: str
    title: str = ""
    item_id: str = ""
    item: str = ""


def write_bundle(pieces: Iterable[Piece], target: IO[bytes], about: Mapping[str, Any], language: str) -> None:
    """Writes the .zip: 目录.csv and manifest.json first, then the files.  `about`: values of JSON for the manifest.

    The same pieces in whatever order are the same bytes.  A target that can't be gone back in is written to all the
    same, with each file's size behind it.  Every file is read twice and proved before the first byte is written:
    raises MaterialGone where one is missing, MaterialAltered where it has other bytes than it is said to have, and
    SystemRefused where the system doesn't
    let it be read.
    """
    listed = sorted(pieces, key=lambda piece: (piece.parts, piece.sha256, piece.item_id, piece.item, piece.title))
    sizes = [_prove(piece) for piece in listed]
    contents = f"{say('papers.bundle.contents', language)}.csv"
    paths = list(_paths((piece.parts for piece in listed), (contents, MANIFEST)))
    manifest = _manifest(listed, paths, sizes, about)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, made in ((contents, _contents(listed, paths, sizes, language)), (MANIFEST, manifest)):
            with archive.open(_entry(name, len(made)), "w") as file:
                file.write(made)
        for piece, path, size in zip(listed, paths, sizes, strict=True):
            found = sha256()
            with archive.open(_entry(path, size), "w") as file:
                for block in _blocks(piece):
                    found.update(block)
                    file.write(block)
            _prove_hash(piece, found.hexdigest())


def safe_paths(paths: Iterable[tuple[str, ...]]) -> list[str]:
    """Each path as one that a .zip and any file system can hold: no two are one where case doesn't count.

    >>> safe_paths([("a/b", "CON.txt"), ("a", "x.pdf"), ("a", "X.PDF"), ("..", "")])
    ['a_b/_CON.txt', 'a/x.pdf', 'a/X (2).PDF', '_/_']
    """
    return list(_paths(paths, ()))


def _prove(piece: Piece) -> int:
    """A file's size, once it is known to be the right one."""
    size, found = 0, sha256()
    for block in _blocks(piece):
        size += len(block)
        found.update(block)
    _prove_hash(piece, found.hexdigest())
    return size


def _prove_hash(piece: Piece, found: str) -> None:
    if found != piece.sha256:
        raise MaterialAltered(where=piece.sha256[:12], found=_name_of(piece))


def _blocks(piece: Piece) -> Iterator[bytes]:
    if isinstance(piece.content, bytes):
        yield from (piece.content[at : at + _BLOCK] for at in range(0, len(piece.content), _BLOCK))
        return
    with _reading(piece), piece.content.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


@contextmanager
def _reading(piece: Piece) -> Generator[None]:
    try:
        yield
    except FileNotFoundError:
        raise MaterialGone(where=piece.sha256[:12], found=_name_of(piece)) from None
    except OSError as error:
        raise SystemRefused(where=_name_of(piece), found=error.strerror) from None


def _name_of(piece: Piece) -> str:
    return piece.parts[-1] if piece.parts else piece.title


def _entry(path: str, size: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _MADE)
    entry.create_system, entry.external_attr, entry.file_size = _UNIX, _MODE, size
    return entry


def _manifest(pieces: list[Piece], paths: list[str], sizes: list[int], about: Mapping[str, Any]) -> bytes:
    """JSON in one way only: sorted, without blanks, in UTF-8."""
    files = [
        {
            "path": path,
            "name": _name_of(piece),
            "sha256": piece.sha256,
            "size": size,
            "title": piece.title,
            "item_id": piece.item_id,
            "item": piece.item,
        }
        for piece, path, size in zip(pieces, paths, sizes, strict=True)
    ]
    whole = {"about": dict(about), "files": files}
    said = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return said.encode("utf-8", "replace")


def _contents(pieces: list[Piece], paths: list[str], sizes: list[int], language: str) -> bytes:
    columns = [say(f"papers.bundle.column.{name}", language) for name in _COLUMNS]
    rows = (
        (number, path, piece.title, piece.item, piece.item_id, size, piece.sha256)
        for number, (piece, path, size) in enumerate(zip(pieces, paths, sizes, strict=True), 1)
    )
    return listing_csv([*columns, "SHA-256"], rows)


def _paths(paths: Iterable[tuple[str, ...]], taken: tuple[str, ...]) -> Iterator[str]:
    """`taken`: names beside which the paths stand."""
    own = {_key((name,)) for name in taken}
    plain = [_plain_path(path, own) for path in paths]
    used = own | {_key(path[:depth]) for path in plain for depth in range(1, len(path))}
    numbers: dict[str, int] = {}
    for path in plain:
        free, key = path, _key(path)
        while _key(free) in used:
            numbers[key] = numbers.get(key, 1) + 1
            free = (*path[:-1], _short(path[-1], len(path), f" ({numbers[key]})"))
        used.add(_key(free))
        yield "/".join(free)


def _plain_path(path: tuple[str, ...], own: set[str]) -> tuple[str, ...]:
    parts = [_plain(part, len(path)) for part in path] or ["_"]
    if len(parts) > 1 and _key((parts[0],)) in own:  # a folder where the list stands
        parts[0] = _short(f"_{parts[0]}", len(path))
    return tuple(parts)


def _plain(name: str, depth: int) -> str:
    """A name that every system takes: nothing that leads elsewhere, hides, or belongs to a device."""
    seen = "".join("_" if unicodedata.category(each) in _UNSEEN else each for each in name)
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", seen)).strip().rstrip(". ")
    if not plain or plain.startswith(".") or _RESERVED.fullmatch(plain):
        plain = "_" + plain.lstrip(".")
    return _short(plain, depth)


def _short(name: str, depth: int, number: str = "") -> str:
    """A name cut before its ending to what it may have, with a number before that."""
    found = _ENDING.search(name)
    ending = found.group() if found and found.start() else ""
    stem, most = name.removesuffix(ending), max(_LEAST, _MOST_UNITS // max(depth, 1))
    while stem and (len(f"{stem}{number}{ending}".encode()) > _MOST_BYTES or _units(stem + number + ending) > most):
        stem = stem[:-1]
    return f"{stem.rstrip('. ') or '_'}{number}{ending}"


def _units(text: str) -> int:
    """A text's length as Windows counts."""
    return len(text.encode("utf-16-le")) // 2


def _key(path: tuple[str, ...]) -> str:
    """What two paths have in common that are one where case and the way to write an accent don't count."""
    return "/".join(unicodedata.normalize("NFKC", part).casefold() for part in path)
