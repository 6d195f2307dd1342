"""The status of a key result in words: target, figure, and one sentence that says why."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.wording.language import worded
from pipelines.wording.rounding import rounded_share
from pipelines.wording.sentences import figure, say, sentences, shown_value

Row = Mapping[str, Any]


def target_text(row: Row, language: str) -> str:
    """What a key result is held against: 不低于100%."""
    if row["target"] is not None:
        unit = row["unit"] or ("%" if row["measure_kind"] == "derived" else "")
        number = shown_value(_shown_target(row, unit), unit, language)
        if unit == "%" and row["target"] == 100:
            return number
        return say(f"target.{row['kind']}", language, number=number)
    if row["kind"] == "milestone":
        return say("target.milestone", language)
    if row["change_percent"] is not None:
        way = "up" if row["change_percent"] > 0 else "down"
        return say(f"target.change_{way}", language, percent=format(abs(row["change_percent"]).normalize(), "f"))
    return say("target.none", language)


def _shown_target(row: Row, unit: str) -> Decimal:
    """A target that people set is exact; one that follows from a baseline is worked out."""
    if row["change_percent"] is None:
        return row["target"]
    return rounded_share(row["target"], unit, beside=[] if row["value"] is None else [row["value"]])


def progress_figure(row: Row, language: str) -> str:
    """The figure of a key result: as it was stated, typed or counted; a share that the board works out is rounded."""
    if row["value"] is None:
        return ""
    if row["measure_kind"] != "derived":
        return figure(row["value"], row["unit"], row["qualifier"], language)
    beside = [] if row["target"] is None else [row["target"], _shown_target(row, row["unit"])]
    value = rounded_share(row["value"], row["unit"], row["qualifier"], beside=beside)
    return figure(value, row["unit"], row["qualifier"], language)


def status_word(row: Row, language: str) -> str:
    """The status in one word or two: 达到序时进度; where a figure is missing, from whom it is awaited."""
    if row["status"] == "no_data":
        if row["reason_code"] in ("report_awaited", "nothing_due"):
            return say(f"status.{row['reason_code']}", language)
        return say("status.no_data_from", language, supplier=_suppliers(row, language))
    return say(f"status.{row['status']}", language)


def progress_sentence(row: Row, language: str) -> str:
    """Why a key result has its status, in one sentence without a full stop."""
    parts = {
        "year": row["target_year"],
        "figure": progress_figure(row, language),
        "target": target_text(row, language),
        "due": _day(row["due"]),
        "report_due": _day(row["report_due"]),
        "observed_to": _day(row["observed_to"]),
        "ratio": _ratio(row, language),
        "absence": _absence(row, language),
        "supplier": _suppliers(row, language),
        "target_reason": worded(row, "target_reason", language),
        "worst": say(f"status.{row['worst_status']}", language) if row["worst_status"] else "",
        "best": say(f"status.{row['best_status']}", language) if row["best_status"] else "",
        **{name: row[name] for name in ("required", "required_by_now", "done", "missed", "unknown")},
    }
    return say(f"status_reason.{row['reason_code']}", language, **parts)


def _absence(row: Row, language: str) -> str:
    if row["absence"] is None:
        return ""
    key = f"absence.{row['absence']}"
    if key in sentences(language):
        return say(key, language, missing=_listed(worded(row, "missing", language), language))
    reason = say(f"reason.{row['absence']}", language)
    return reason[0].lower() + reason[1:]


def _ratio(row: Row, language: str) -> str:
    """The share done as a part of the share expected, with both ends where they differ; rounded down."""
    ends = ["" if row[end] is None else _percent(row[end], language) for end in ("ratio_lower", "ratio_upper")]
    if ends[0] == ends[1] or not all(ends):
        return ends[0] or ends[1]
    return say("join.between", language, low=ends[0], high=ends[1])


def _percent(ratio: float, language: str) -> str:
    """In whole percent, but never 0% for what is something."""
    percent = Decimal(str(ratio)) * 100
    shown = Decimal(int(percent)) or rounded_share(percent, "%", "at_least", digits=0)
    return shown_value(shown, "%", language)


def _suppliers(row: Row, language: str) -> str:
    return _listed(worded(row, "suppliers", language), language) or worded(row, "owner", language)


def _listed(names: list[str], language: str) -> str:
    return say("join.list", language).join(names)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
