"""Labels of the pages in both languages.  Sentences about figures come from `pipelines.api.say`."""

from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")


def t(key: str, language: str, /, **parts: object) -> str:
    """The label `key` with its parts filled in; an unknown key is a defect and raises KeyError."""
    text = labels(language)[key]
    return text.format(**parts) if parts else text


def dimension(column_id: str, language: str) -> str:
    """What a ledger's column that parts a metric is called; an office's own column by its id."""
    return labels(language).get(f"dimension.{column_id}", column_id)


@cache
def labels(language: str) -> dict[str, str]:
    """Every label of a language."""
    return yaml.safe_load((Path(__file__).parent / "locales" / f"{language}.yml").read_text(encoding="utf-8"))
