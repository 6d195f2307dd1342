"""A table that scrolls in its own frame where it is long, and on a phone becomes one block a row."""

import re
from collections.abc import Sequence
from html import escape

MOST_WHOLE, MOST_OPEN = 60, 12
"""So many rows a table shows without a frame of its own; so many it shows open, where it may be folded."""


_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def folded(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table under its title that a click opens; one of a few rows is open."""
    is_open = " open" if len(rows) <= MOST_OPEN else ""
    summary = f"<summary>{escape(title)}</summary>"
    return f'<details class="states"{is_open}>{summary}{listed(title, columns, rows)}</details>'


def listed(
    label: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    plain: Sequence[int] = (),
    short: Sequence[int] = (),
) -> str:
    """HTML of a table: `columns` are headings, `rows` their cells as HTML, the first of each its heading.

    `plain`, `short`: the columns (from 0) whose cells stay on one line, and on a phone beside each other; the cells of
    plain ones say by themselves what they are, those of short ones are headed there by their column.
    """
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = []
    for first, *cells in rows:
        said = [f'<th scope="row">{first}</th>']
        for at, cell in enumerate(cells, 1):
            names = "" if at in plain else f' data-column="{escape(columns[at])}"'
            kept = ' class="short"' if at in plain or at in short else ""
            said.append(f"<td{kept}{names}>{days_kept_whole(cell)}</td>")
        body.append(f"<tr>{''.join(said)}</tr>")
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    long = " long" if len(rows) > MOST_WHOLE else ""
    return f'<div class="listed{long}" role="region" tabindex="0" aria-label="{escape(label)}">{table}</div>'


def days_kept_whole(cell: str) -> str:
    """A cell of plain words whose days don't break at their hyphens."""
    return cell if "<" in cell else _DAY.sub(r'<span class="whole">\g<0></span>', cell)
