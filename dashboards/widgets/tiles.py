"""Things by year as small tiles: a shape and a shade for each state, the words behind it, a legend below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

FEW = 4
"""So many columns leave room for the words on the tiles."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One cell.  `state`: its class in the style sheet; `sign`: its shape; `words`: what it says."""

    state: str
    sign: str
    words: str


def tiles(label: str, columns: Sequence[str], rows: Mapping[str, Sequence[Tile | None]]) -> str:
    """HTML of a table: `columns` are headings, the first over the names; `rows` name → a tile for each of the others.

    With few columns the words stand on the tiles; with more they are read out, shown on hovering, and explained below.
    """
    is_wide = len(columns) - 1 > FEW
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(_cell(tile, is_wide) for tile in cells)}</tr>'
        for name, cells in rows.items()
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    found = {tile.words: tile for cells in rows.values() for tile in cells if tile}
    legend = "".join(
        f'<li><i class="{tile.state}" aria-hidden="true">{tile.sign}</i>{escape(words)}</li>'
        for words, tile in found.items()
    )
    below = f'<ul class="legend">{legend}</ul>' if is_wide else ""
    return f'<div class="tiles" role="region" tabindex="0" aria-label="{escape(label)}">{table}</div>{below}'


def _cell(tile: Tile | None, is_wide: bool) -> str:
    if tile is None:
        return "<td></td>"
    words = escape(tile.words)
    if not is_wide:
        return f'<td class="{tile.state}">{words}</td>'
    sign = f'<span aria-hidden="true">{tile.sign}</span><span class="unseen">{words}</span>'
    return f'<td class="{tile.state}" title="{words}">{sign}</td>'
