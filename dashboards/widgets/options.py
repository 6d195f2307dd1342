"""Options of a list to choose from, each under a label of its own."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from dashboards.i18n import t

Option = TypeVar("Option", bound=Hashable)


def told_apart(language: str, names: Mapping[Option, str], *by: Callable[[Option], str]) -> dict[Option, str]:
    """Labels for options (option → name): names that several have get what tells these apart, in brackets.

    Streamlit knows a chosen option by its label alone: of two with one label it takes the wrong one.  `by` gives of an
    option, in turn, what a reader would tell it by (a day, an organisation, a short id; empty where it has none); where
    that leaves any two alike, the whole id follows.
    """
    labels = {option: " ".join(name.split()) for option, name in names.items()}
    for each in by:
        labels = _more(language, labels, each)
    while len(set(labels.values())) < len(labels):
        labels = _more(language, labels, _whole)
    return labels


def _more(language: str, labels: Mapping[Option, str], by: Callable[[Option], str]) -> dict[Option, str]:
    doubled = {label for label, count in Counter(labels.values()).items() if count > 1}
    return {
        option: t("option.told_by", language, name=label, by=told)
        if label in doubled and (told := by(option))
        else label
        for option, label in labels.items()
    }


def _whole(option: object) -> str:
    return "/".join(map(str, option)) if isinstance(option, tuple) else str(option)
