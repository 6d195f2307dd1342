"""`say(code, language, **parts)`: one sentence by its code, from the language's file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from pipelines.domain.errors import BoardError, TaskMoved, UnknownItem
from pipelines.domain.register import Subject
from pipelines.domain.words import Words
from pipelines.wording.language import LIKE, PAGES, base_of, file_of, text_of, worded
from pipelines.wording.rounding import rounded_bound

_CODES = {"who": ("person",), "what": ("decision", "record", "task.step")}
_OWN_CODES = {
    TaskMoved: {"found": ("task",), "wanted": ("task.step",)},
    UnknownItem: {"found": ("subject", "task.about")},
}
"""A part of any refusal, and of one kind of refusal → where the words of its codes stand."""


def say(code: str, language: str, /, **parts: object) -> str:
    """The sentence `code` with its parts filled in.  An unknown code is a KeyError: a defect, not a message."""
    return sentences(language)[code].format(**parts)


def can_say(code: str, language: str) -> bool:
    """Whether there is a sentence for a code that comes from data, such as the kind of an event."""
    return code in sentences(language)


def explain(error: BoardError, language: str) -> str:
    """What a refusal says to a person: where, what was found, what to do next."""
    codes = _CODES | _OWN_CODES.get(type(error), {})
    parts = {name: _worded(codes.get(name, ()), part, language) for name, part in error.parts.items()}
    code = f"error.{type(error).__name__}"
    return say(code, language, **parts) if can_say(code, language) else error.message.format(**parts)


def _worded(prefixes: Sequence[str], part: object, language: str) -> object:
    """The words of what a refusal names: a code (who decided, what they did), a subject, a text, other refusals."""
    if isinstance(part, Words):
        return text_of(part, language)
    if isinstance(part, tuple):
        return "\n".join(f"  {explain(each, language)}" for each in part)
    if isinstance(part, Subject):
        prefixes, part = ("subject", "log.type"), part.type
    known = (f"{prefix}.{part}" for prefix in prefixes)
    return next((say(code, language) for code in known if can_say(code, language)), part)


_MONEY = (("亿元", 100_000_000), ("万元", 10_000))


def shown_value(value: Decimal | float, unit: str, language: str) -> str:
    """A number with its unit as a reader expects it: 1,349宗 · 1.2万元 · 100%; in English 1,349 and 100% alone.

    Chinese counts money in 万元 or 亿元 where two decimals say all of it.
    """
    number = Decimal(str(value)).normalize() + 0
    if unit in ("%", "‰"):
        return f"{number:f}{unit}"
    if base_of(language) == "en":
        return f"{number:,f}"
    for name, size in _MONEY if unit == "元" else ():
        part = number / size
        if abs(part) >= 1 and part == round(part, 2):
            return f"{part.normalize() + 0:,f}{name}"
    return f"{number:,f}{unit}"


def figure(value: Decimal | float, unit: str, qualifier: str, language: str) -> str:
    """A figure with what its qualifier says: 不少于43次 · at least 43."""
    return say(f"figure.{qualifier}", language, number=shown_value(value, unit, language))


def bounded_figure(value: Decimal, lower: Decimal | None, upper: Decimal | None, unit: str, language: str) -> str:
    """A figure known by its bounds (None = open), to two decimals: 不少于10.75宗 · at least 10.75."""
    if lower == upper:
        qualifier = "exact"
    else:
        qualifier = "at_least" if lower == value else "at_most" if upper == value else "about"
    return figure(rounded_bound(value, qualifier), unit, qualifier, language)


def window_name(name: str, years: int | None) -> str:
    """The name of a figure of several years together with their number, where it is known.

    >>> window_name("近N年招录执法人员", 3)
    '近3年招录执法人员'
    """
    return name.replace("近N年", "近年") if years is None else name.replace("N", str(years), 1)


def change_sentence(row: Mapping[str, Any], language: str) -> str:
    """How a figure moved since the year before (a row of marts.metric_year), empty where nothing can be said of it.

    Where bounds leave it open, only what is certain: 至少增加3次; where not even the direction is, that.
    """
    low, high = (None if _is_null(row[f"change_{end}"]) else row[f"change_{end}"] for end in ("lower", "upper"))
    if low is None and high is None:
        return ""
    if low is not None and low == high:
        way, by = "same" if low == 0 else "more" if low > 0 else "less", low
    elif low is not None and low >= 0:
        way, by = "at_least_more" if low > 0 else "not_less", low
    elif high is not None and high <= 0:
        way, by = "at_least_less" if high < 0 else "not_more", high
    else:
        return say("change.unclear", language)
    is_share = row["unit"] in ("%", "‰")
    number = shown_value(abs(by), "" if is_share else row["unit"], language)
    return say(f"change.{way}", language, number=say("change.points", language, number=number) if is_share else number)


def _is_null(value: object) -> bool:
    return value is None or value != value


def forecast_sentence(row: Mapping[str, Any], language: str) -> str:
    """A row of marts.metric_forecast in words: the interval and what it rests on, or why there is none."""
    ends = {"low": row["lower"], "high": row["upper"]}
    return say(
        f"forecast.{row['reason'] or 'given'}",
        language,
        first=row["first_year"],
        last=row["last_year"],
        points=row["points"],
        known=row["known_years"],
        year=row["year"],
        **{name: "" if end is None else shown_value(end, row["unit"], language) for name, end in ends.items()},
    )


@cache
def sentences(language: str) -> dict[str, str]:
    """Every sentence of a language, keys joined by dots."""
    own = {key: entry for key, entry in file_of(language).items() if key not in (LIKE, PAGES)}
    base = base_of(language)
    return {**({} if language == base else sentences(base)), **dict(_flat(own, ""))}


def _flat(content: dict, prefix: str):
    for key, entry in content.items():
        if isinstance(entry, dict):
            yield from _flat(entry, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(entry).strip("\n")


def reconciliation_sentence(row: Mapping[str, Any], language: str) -> str:
    """Why a row of marts.reconciliation agrees, differs or can't be compared."""
    stated = row["report_value"]
    return say(
        f"reconciliation.reason.{row['reason']}",
        language,
        figure="" if stated is None else figure(stated, row["report_unit"], row["report_qualifier"], language),
        late=_plain(row["late"]),
        refused=row["refused"],
        doubled=_plain(row["doubled"]),
        undated=_plain(row["undated"]),
        months=say("join.items", language).join(map(str, row["missing"])),
        report_unit=row["report_unit"],
        ledger_unit=row["ledger_unit"],
    )


def signing_sentence(figures: Sequence[Mapping[str, Any]], language: str) -> str:
    """Why one metric's figures of several sources (rows of marts.signing) agree, differ or can't be compared."""
    first = figures[0]
    said = [
        say(
            "signing.figure",
            language,
            source=say(f"signing.source.{row['source']}", language),
            figure=say("signing.unclear", language)
            if row["value"] is None
            else figure(row["value"], row["unit"], row["qualifier"], language),
        )
        for row in figures
    ]
    owner = worded(first, "owner", language)
    listed = say("join.clauses", language).join(said)
    return say(f"signing.reason.{first['reason']}", language, figures=listed, owner=owner)


def _plain(value: Decimal) -> str:
    return format(value.normalize() + 0, "f")
