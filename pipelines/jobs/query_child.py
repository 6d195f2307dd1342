"""The child of jobs/query.py: runs one SELECT on an offered file under hard limits and answers in JSON.

Whatever the SELECT says, it can reach nothing: the file is opened read-only and is the only one, the clean environment
names nothing of ours, no settings can be changed, and what takes too much memory, time or disk is ended from outside.
"""

import difflib
import json
import math
import re
import sys
import unicodedata
from decimal import Decimal
from typing import Any

from pipelines.domain.queries import Cell
from pipelines.jobs.child_limits import allow_seconds, limit, own_answers, write_answer
from pipelines.warehouse import sql

_EXACT = 2**53
_DIGITS = 15
"""Of a number that a table program keeps as it is."""
_AT_ONCE = 500
_PLACE = re.compile(r"LINE (\d+): (.*)\n( *)\^")
_TABLE = re.compile(r"(?:Table|View|Table Function) with name \"?([^\s\"!]+)\"? does not exist")
_COLUMN = re.compile(r"[Cc]olumn \"([^\"]+)\"|column named \"?([^\s\"]+)")


def main() -> None:
    given = json.loads(sys.argv[1])
    answers = own_answers()
    limit(given["memory_mb"], file_bytes=0)
    allow_seconds(given["seconds"])
    select = sys.stdin.buffer.read().decode()
    write_answer(answers, _answer(select, given))


def _answer(select: str, given: dict[str, Any]) -> dict[str, Any]:
    import duckdb  # under the limits

    known: list[str] = []
    try:
        with _opened(given["file"], given["memory_mb"]) as connection:
            known += _names(connection)
            statements = connection.extract_statements(select)
            if refused := _refused(statements):
                return refused
            return {"read": _read(connection.execute(statements[0]), given["rows"], given["bytes"])}
    except (MemoryError, duckdb.OutOfMemoryException):
        return {"out_of_memory": True}
    except duckdb.Error as error:
        return _told(error, select, known)
    except UnicodeError:
        return {"refused": "QueryFailed", "parts": {"found": "this text is not Unicode"}}


def _opened(file: str, memory_mb: int):
    """Read-only, with nothing outside the file, and locked."""
    import duckdb

    connection = duckdb.connect(
        file,
        read_only=True,
        config={
            "threads": 2,
            # the rest is for Python and for the rows on their way out
            "memory_limit": f"{memory_mb // 2}MB",
            "temp_directory": "",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
        },
    )
    # in this order: each would refuse those before it
    for setting in (
        "python_enable_replacements = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"set {setting}")
    return connection


def _names(connection) -> list[str]:
    """The tables that are offered, and their columns."""
    found = connection.execute(sql.query("offered_names")).fetchall()
    return sorted({name for pair in found for name in pair})


def _refused(statements: list) -> dict[str, Any] | None:
    import duckdb

    if not statements:
        return {"refused": "QueryEmpty", "parts": {}}
    if len(statements) > 1:
        return {"refused": "QueryNotOne", "parts": {"found": len(statements)}}
    try:
        kind = statements[0].type
    except ValueError:  # a kind that has no name in Python
        kind = None
    if kind != duckdb.StatementType.SELECT:
        return {"refused": "QueryNotSelect", "parts": {"found": kind.name if kind else "—"}}
    return None


def _read(result, most_rows: int, most_bytes: int) -> dict[str, Any]:
    """Rows up to either limit, as cells of a table."""
    columns = [str(column[0]) for column in result.description]
    types = [str(column[1]) for column in result.description]
    rows: list[list[Cell]] = []
    taken, cut = 0, None
    while cut is None and (fetched := result.fetchmany(_AT_ONCE)):
        for values in fetched:
            row = [_cell(value) for value in values]
            taken += sum(len(str(cell)) for cell in row)
            if len(rows) >= most_rows or taken > most_bytes:
                cut = "rows" if len(rows) >= most_rows else "bytes"
                break
            rows.append(row)
    return {"columns": columns, "types": types, "rows": rows, "cut": cut}


def _cell(value: object) -> Cell:
    """A number that no table program rounds, a text for everything else, or nothing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return value if abs(value) <= _EXACT else str(value)
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bytes):
        return value[:200].hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)  # ty: ignore[not-callable]


def _decimal(value: Decimal) -> Cell:
    """92.0000 as 92; one of many digits as a text, exact."""
    if not value.is_finite():
        return str(value)
    plain = format(value.normalize() + 0, "f")
    if len(plain.strip("-").replace(".", "")) > _DIGITS:
        return plain
    return float(plain) if "." in plain else int(plain)


def _told(error: Exception, select: str, known: list[str]) -> dict[str, Any]:
    """A refusal of ours for one of the database."""
    import duckdb

    said = str(error)
    first = re.sub(r"^[A-Za-z ]*Error: ", "", said.splitlines()[0])[:300] if said else type(error).__name__
    if isinstance(error, duckdb.PermissionException):
        return {"refused": "QueryForbidden", "parts": {"found": first}}
    if isinstance(error, duckdb.ParserException):
        line, column = _place(said, select)
        return {"refused": "QuerySyntax", "parts": {"line": line, "column": column, "found": first}}
    if isinstance(error, duckdb.CatalogException) and (named := _TABLE.search(said)):
        found = named[1]
        return {"refused": "QueryUnknownTable", "parts": {"found": found, "known": _nearest(found, known, dots=True)}}
    if isinstance(error, duckdb.BinderException) and (named := _COLUMN.search(said)):
        found = named[1] or named[2]
        return {"refused": "QueryUnknownColumn", "parts": {"found": found, "known": _nearest(found, known, dots=False)}}
    return {"refused": "QueryFailed", "parts": {"found": first}}


def _place(said: str, select: str) -> tuple[int, int]:
    """(line, column) from 1 of what a message points at; the query's end where it points at nothing."""
    if found := _PLACE.search(said):
        line = int(found[1])
        shown, at = found[2], len(found[3]) - len(f"LINE {line}: ")
        lines = select.splitlines()
        # a long line is shown in part
        begins = lines[line - 1].find(shown.strip(".")) if line <= len(lines) else 0
        return line, max(begins, 0) + _characters(shown, at) - (len(shown) - len(shown.lstrip("."))) + 1
    lines = select.splitlines() or [""]
    return len(lines), len(lines[-1]) + 1


def _characters(shown: str, width: int) -> int:
    """How many characters take so many places of a line: a Chinese one takes two."""
    count = 0
    while width > 0 and count < len(shown):
        width -= 2 if unicodedata.east_asian_width(shown[count]) in "WF" else 1
        count += 1
    return count + max(width, 0)


def _nearest(found: str, known: list[str], *, dots: bool) -> str:
    """The names most like it, of tables (with a dot) or of columns."""
    names = [name for name in known if ("." in name) == dots]
    last = found.rpartition(".")[2].lower()
    by_last = {name.rpartition(".")[2]: name for name in reversed(names)}
    near = difflib.get_close_matches(last, by_last, 3, 0.5)
    return ", ".join(by_last[each] for each in near) or "—"


if __name__ == "__main__":
    main()
