"""A list that opens on what there is to choose from: plain links, so that the choice stands in the address."""

from collections.abc import Sequence
from html import escape

from dashboards.i18n import t
from dashboards.widgets.blocks import anchor, nav

LONG = 12
"""More entries than this bring a field that narrows them."""


def chooser(label: str, choices: Sequence[tuple[str, str, bool]], language: str) -> str:
    """HTML of the one that is chosen and, once opened, of all: (address, words, whether it is the one) each."""
    chosen = next(words for _, words, is_chosen in choices if is_chosen)
    narrow = escape(t("choose.narrow", language))
    field = [f'<input type="search" aria-label="{narrow}" placeholder="{narrow}">'] if len(choices) > LONG else []
    opened = nav("choosable", label, [*field, *(anchor(*each) for each in choices)])
    summary = f'<summary><span class="unseen">{escape(label)} </span>{escape(chosen)}</summary>'
    return f'<details class="chooser">{summary}{opened}</details>'


def labelled(label: str, choices: Sequence[tuple[str, str, bool]], language: str) -> str:
    """HTML of such a list beside what it is a choice of."""
    return f'<dl class="context"><div><dt>{escape(label)}</dt><dd>{chooser(label, choices, language)}</dd></div></dl>'
