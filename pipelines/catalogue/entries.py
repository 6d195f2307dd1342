"""The entries of the catalogue's files as they are written, for who changes them on a page."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.catalogue.laid_over import Overlay, key_of
from pipelines.catalogue.load import lines
from pipelines.catalogue.strict import parsed
from pipelines.domain.changes import CHANGEABLE, HIGHLIGHTS, Change

Entries = dict[str, dict[str, dict[str, Any]]]
"""File (as its path under the catalogue) → id → the entry's fields."""


def raw_entries(folder: Path, laid_over: Sequence[Change] = ()) -> Entries:
    """Every entry of the files that can be changed on a page; changes that don't fit are left out.

    Values are those of JSON: dates and decimals as text.  The catalogue must have been loaded without a refusal.
    """
    overlay, found = Overlay(laid_over), {}
    for path in _files(folder):
        file = path.relative_to(folder).as_posix()
        parse = lines if path.suffix == ".csv" else parsed
        found[file] = _by_id(file, overlay.over(file, parse(path.read_text(encoding="utf-8"))))
    return found


def plain(value: Any) -> Any:
    """A value of YAML as a value of JSON."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def _files(folder: Path) -> list[Path]:
    named = [folder / home for home in CHANGEABLE if (folder / home).is_file()]
    return [*named, *(path for home in CHANGEABLE for path in sorted((folder / home).glob("*.yml")))]


def _by_id(file: str, content: Any) -> dict[str, dict[str, Any]]:
    if file == HIGHLIGHTS:
        return {"list": {"list": plain(content)}}
    if isinstance(content, Mapping):
        return {name: {"rules": plain(rules)} for name, rules in content.items()}
    return {row[key_of(file)]: plain(row) for row in content}
