"""Labels of the pages in every language.  Sentences about figures come from `pipelines.api.say`."""

from functools import cache
from pathlib import Path

import yaml

from pipelines.api import base_of, page_labels

FOLDER = Path(__file__).parent / "locales"


def t(key: str, language: str, /, **parts: object) -> str:
    """The label `key` with its parts filled in; an unknown key is a defect and raises KeyError."""
    text = labels(language)[key]
    return text.format(**parts) if parts else text


def dimension(column_id: str, language: str) -> str:
    """What a ledger's column that parts a metric is called; an office's own column by its id."""
    return labels(language).get(f"dimension.{column_id}", column_id)


@cache
def labels(language: str) -> dict[str, str]:
    """Every label of a language; another one than Chinese and English has those of the one it is like, and its own."""
    base = base_of(language)
    return {**yaml.safe_load((FOLDER / f"{base}.yml").read_text(encoding="utf-8")), **page_labels(language)}
