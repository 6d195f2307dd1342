"""A table of small tiles, each a count in a shade: months of metrics, days of months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

SHADES = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """One cell.  `text`: what stands on it; `words`: what it says in full; `shade`: 0–5; `marks`: uncovered, off, here.

    `to`: where a click on it leads, if anywhere; `at`: what heads its column, for a phone.
    """

    text: str
    words: str
    shade: int = 0
    marks: tuple[str, ...] = ()
    to: str = ""
    at: str = ""


def heat(label: str, columns: Sequence[str], rows: Mapping[str, Sequence[Tile | None]], *, look: str = "") -> str:
    """HTML of the tiles: `columns` are headings, the first over the names; `rows`: name as HTML → its tiles.

    `look`: neutral for what is only counted; `days` for a month a row.
    """
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(_cell(tile) for tile in tiles)}</tr>' for name, tiles in rows.items()
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    classes = f"heat {look}".strip()
    return f'<div class="{classes}" role="region" tabindex="0" aria-label="{escape(label)}">{table}</div>'


def legend(few: str, many: str, marks: Sequence[tuple[str, str]], *, look: str = "") -> str:
    """HTML of what shades and marks mean: from few to many, then (mark, words)."""
    shades = "".join(f'<i class="s{shade}"></i>' for shade in range(1, SHADES + 1))
    others = "".join(f'<span><i class="{mark}"></i>{escape(words)}</span>' for mark, words in marks)
    classes = f"heat-legend {look}".strip()
    return f'<p class="{classes}"><span>{escape(few)}{shades}{escape(many)}</span>{others}</p>'


def _cell(tile: Tile | None) -> str:
    if tile is None:
        return '<td class="none"></td>'
    classes = " ".join((f"s{tile.shade}", *tile.marks))
    words, text = escape(tile.words), escape(tile.text)
    said = f'<a href="{escape(tile.to)}" aria-label="{words}">{text}</a>' if tile.to else text
    at = f' data-at="{escape(tile.at)}"' if tile.at else ""
    return f'<td class="{classes}" title="{words}"{at}>{said}</td>'
