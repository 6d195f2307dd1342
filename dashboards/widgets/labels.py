"""What the options of a list are called, so that no two of them are called the same."""

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

Value = TypeVar("Value", str, tuple[str, str])


def distinct(names: Mapping[Value, str], *parts: Mapping[Value, str]) -> dict[Value, str]:
    """Value → label, each label once: Streamlit finds the value that was chosen by its label.

    A name that several have is followed by what the first of `parts` says of each (a year, a day, an office), where
    that doesn't tell them apart by the next, and in the end by the value itself, an id.

    >>> distinct({"p1": "案卷超期", "p2": "案卷超期", "p3": "力量不足"}, {"p1": "2023年度", "p2": "2024年度"})
    {'p1': '案卷超期 · 2023年度', 'p2': '案卷超期 · 2024年度', 'p3': '力量不足'}
    """
    labels = dict(names)
    for told in (*parts, {each: _tail(each) for each in names}, {each: _whole(each) for each in names}):
        counted = Counter(map(_seen, labels.values()))
        labels = {
            each: f"{label} · {told[each]}" if counted[_seen(label)] > 1 and told.get(each) else label
            for each, label in labels.items()
        }
    return labels


def _seen(label: str) -> str:
    """A label as it looks on the page, where blanks run together."""
    return " ".join(label.split())


def _whole(value: str | tuple[str, str]) -> str:
    return value if isinstance(value, str) else "/".join(value)


def _tail(value: str | tuple[str, str]) -> str:
    return _whole(value).rpartition("/")[2]
