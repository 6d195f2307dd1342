"""Charts: each takes a frame and gives a plotly Figure.  No streamlit in here."""

import unicodedata
from textwrap import wrap

# Middle tones: graphics of 3:1 on light and on dark paper, and 4.5:1 under white words.
ACCENT, SECOND, FAINT = "#187a8b", "#9a6222", "rgba(138,151,157,0.28)"


def wrapped(text: str, width: int = 34) -> str:
    """A long name on several lines of at most `width` half-width places, so that it leaves room for what it names."""
    if " " in text:
        return "<br>".join(wrap(text, width))
    lines, room = [""], width
    for character in text:
        taken = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken > room:
            lines, room = [*lines, ""], width
        lines[-1] += character
        room -= taken
    return "<br>".join(lines)
