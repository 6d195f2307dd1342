"""The languages that the board speaks: one file each, zh.yml and en.yml with the product.

Data hold their names in Chinese and English.  Another language says in its file which of the two it is `like`: it takes
that one's names, its way to write numbers, and its words for whatever the file doesn't say.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from pipelines.domain.words import Words

Base = Literal["zh", "en"]
BASES: tuple[Base, ...] = ("zh", "en")
LIKE, PAGES = "like", "pages"
"""What a file of another language holds beside sentences: which language it is like, and the labels of the pages."""
FOLDER = Path(__file__).parent


@cache
def languages() -> tuple[str, ...]:
    """Codes as in HTML's `lang`, Chinese and English first."""
    others = sorted({path.stem for path in FOLDER.glob("*.yml")}.difference(BASES))
    return (*BASES, *others)


@cache
def base_of(language: str) -> Base:
    """Which of the two languages of the data a language goes with; KeyError where its file doesn't say so."""
    return {base: base for base in BASES}[language if language in BASES else file_of(language)[LIKE]]


@cache
def file_of(language: str) -> dict[str, Any]:
    """A language's own file."""
    return yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))


def page_labels(language: str) -> dict[str, str]:
    """The labels of the pages that a file of another language holds; those of zh and en stand with the pages."""
    return file_of(language).get(PAGES, {})


def text_of(words: Words, language: str) -> str:
    """A text of the data."""
    return getattr(words, base_of(language))


def worded(row: Mapping[str, Any] | Any, part: str, language: str) -> Any:
    """A text of a row, or of every row of a frame: part `name` is `name_zh` for zh and for what is like it."""
    own = f"{part}_{language}"
    return row[own if own in row else f"{part}_{base_of(language)}"]
