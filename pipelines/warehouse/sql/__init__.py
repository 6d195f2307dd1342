"""The SQL of the warehouse, one SELECT a file; the folder is the schema, the file the table."""

import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

_FOLDER = Path(__file__).parent
_READS = re.compile(r"\b(?:from|join)\s+((?:staging|marts)\.\w+)", re.IGNORECASE)
_SEVERITY = re.compile(r"^-- severity: (error|warning)$", re.MULTILINE)


@cache
def tables(wanted: str | None = None) -> tuple[tuple[str, str], ...]:
    """(schema.table, SELECT) in an order in which each finds what it reads: all of them, or those that one needs."""
    texts = {
        f"{schema}.{path.stem}": path.read_text(encoding="utf-8")
        for schema in ("staging", "marts")
        for path in sorted((_FOLDER / schema).glob("*.sql"))
    }
    reads = {name: set(_READS.findall(text)) - {name} for name, text in texts.items()}
    needed = set(texts) if wanted is None else _needed(wanted, reads)
    return tuple((name, texts[name]) for name in TopologicalSorter(reads).static_order() if name in needed)


def _needed(table: str, reads: dict[str, set[str]]) -> set[str]:
    return {table}.union(*(_needed(each, reads) for each in reads[table]))


def checks() -> list[tuple[str, str, str]]:
    """(check, severity, SELECT of subject, found and organisation_id: one row a breach), by name."""
    found = []
    for path in sorted((_FOLDER / "checks").glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        severity = _SEVERITY.search(text)
        if severity is None:
            raise ValueError(f"{path}: write '-- severity: error' or '-- severity: warning' in its first comment")
        found.append((path.stem, severity[1], text))
    return found


@cache
def rows(name: str) -> str:
    """The ids that somebody sees of one column, or the rows of one table, from `board` and the table `seen`."""
    return (_FOLDER / "rows" / f"{name}.sql").read_text(encoding="utf-8")


@cache
def query(name: str) -> str:
    """A question that the API asks, with its values bound by name ($organisation_id)."""
    return (_FOLDER / "queries" / f"{name}.sql").read_text(encoding="utf-8")
