"""A text in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages; Chinese comes first on screen."""

    zh: str
    en: str
