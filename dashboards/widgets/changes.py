"""What differs between two editions: one sentence, then a table for each kind of thing."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards import cache
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import figures, tables
from dashboards.widgets.blocks import notice, section
from pipelines.api import BoardError, explain, say, worded

Edition = Mapping[str, Any]
Row = Mapping[str, Any]
SUBJECTS = ("figures", "accepted", "key_results", "documents", "practices", "problems", "goals")
CHANGES = ("new", "changed", "missing", "accepted")


def shown(seen: View, before: Edition, after: Edition) -> None:
    """The whole comparison for the organisation in view."""
    language, later = seen.language, cache.board(after["edition_id"])
    found: dict[str, Sequence[Row]] = {}
    refused: dict[str, str] = {}
    for subject in (*SUBJECTS, "states"):
        try:
            found[subject] = later.changes_since(before["edition_id"], subject, seen.organisation_id)
        except BoardError as error:
            refused[subject] = explain(error, language)
    names = {"before": before["edition_id"], "after": after["edition_id"]}
    dates = {"before_date": before["as_of"], "after_date": after["as_of"]}
    st.html(f'<p class="note">{escape(t("changes.note", language, **names, **dates))}</p>')
    st.html(f'<p class="answer">{escape(_summary(found, refused, language))}</p>')
    if any(row["change"] == "missing" for subject in SUBJECTS for row in found.get(subject, ())):
        st.html(f'<p class="note">{escape(t("changes.missing_note", language))}</p>')
    for subject in SUBJECTS:
        if found.get(subject):
            section(t(f"changes.subject.{subject}", language))
            st.html(_table(seen, subject, found[subject], before, after))
        elif subject in refused:
            section(t(f"changes.subject.{subject}", language))
            notice(refused[subject])
    if found.get("states"):
        st.html(_states(found["states"], language))


def _summary(found: Mapping[str, Sequence[Row]], refused: Mapping[str, str], language: str) -> str:
    parts = []
    for subject in SUBJECTS:
        counted = Counter(row["change"] for row in found.get(subject, ()))
        counts = [
            t(f"changes.count.{change}", language, count=counted[change]) for change in CHANGES if counted[change]
        ]
        if counts:
            name = t(f"changes.subject.{subject}", language)
            joined = t("list_comma", language).join(counts)
            parts.append(t("changes.counted", language, subject=name, counts=joined))
    if states := sum(row["metrics"] for row in found.get("states", ())):
        parts.append(t("changes.states", language, count=states))
    if parts:
        return t("changes.summary", language, parts=t("list_clauses", language).join(parts))
    return "" if refused else t("changes.same", language)


def _table(seen: View, subject: str, rows: Sequence[Row], before: Edition, after: Edition) -> str:
    """Name, year, change, before, after; the name leads to the thing in the edition that has it."""
    language, says = seen.language, SAYS[subject]
    columns = [t(f"changes.column.{column}", language) for column in ("name", "year", "change", "before", "after")]
    body = []
    for row in rows:
        edition = before if row["change"] == "missing" else after
        name = escape(seen.name(row))
        if to := _address(seen, subject, row, edition):
            name = f'<a href="{escape(to)}">{name}</a>'
        change = escape(t(f"changes.change.{row['change']}", language))
        sides = [escape(says(row, side, language)) for side in ("before", "after")]
        body.append([name, str(row["year"]), f'<span class="chip change {row["change"]}">{change}</span>', *sides])
    return tables.listed(t(f"changes.subject.{subject}", language), columns, body, plain=(1, 2))


def _address(seen: View, subject: str, row: Row, edition: Edition) -> str | None:
    chosen = None if edition["is_current"] else edition["edition_id"]
    if subject in ("figures", "accepted"):
        return "metrics?" + urlencode(seen.elsewhere(edition=chosen, year=row["year"], metric_id=row["metric_id"]))
    if subject == "key_results":
        return "goals?" + urlencode(seen.elsewhere(edition=chosen, key_result_id=row["key_result_id"]))
    if subject in ("practices", "problems"):
        return "practices?" + urlencode(seen.elsewhere(edition=chosen, year=row["year"]))
    return None


def figure_of(row: Row, side: str, language: str) -> str:
    """A figure on one side, with its period where that differs, and whether a later report disputes it."""
    if row[f"{side}_state"] is None:
        return t("changes.not_there", language)
    names = ("value", "unit", "qualifier", "reason")
    as_row = {name: row[f"{side}_{name}"] for name in names}
    said = [figures.shown({**as_row, "reporting_state": row[f"{side}_state"]}, language)]
    start, end = row[f"{side}_period_start"], row[f"{side}_period_end"]
    other = "before" if side == "after" else "after"
    if (
        end
        and row[f"{other}_period_end"]
        and (start, end) != (row[f"{other}_period_start"], row[f"{other}_period_end"])
    ):
        said.append(t("period.from_to", language, start=start, end=end))
    if row[f"{side}_is_restated"]:
        said.append(t("changes.disputed", language))
    return t("list_comma", language).join(said)


def _accepted(row: Row, side: str, language: str) -> str:
    """A figure with its review on one side; after it, who decided in which role and when."""
    if row[f"{side}_state"] is None:
        return t("changes.not_there", language)
    names = ("value", "unit", "qualifier", "reason")
    as_row = {name: row[f"{side}_{name}"] for name in names}
    said = [figures.shown({**as_row, "reporting_state": row[f"{side}_state"]}, language)]
    if row[f"{side}_review"] is not None:
        state = "open" if row[f"{side}_review"] == "unreviewed" else row[f"{side}_review"]
        said.append(t(f"review.state.{state}", language))
    if side == "after" and row["role"]:
        said.append(say(f"role.{row['role']}", language))
    if side == "after" and row["decided_at"]:
        said.append(f"{datetime.fromisoformat(row['decided_at']).astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}")
    return t("list_comma", language).join(said)


def _key_result(row: Row, side: str, language: str) -> str:
    """Status and sentence on one side, with the target where that differs."""
    if worded(row, f"{side}_status", language) is None:
        return t("changes.nothing", language)
    said = t(
        "changes.key_result",
        language,
        status=worded(row, f"{side}_status", language),
        why=worded(row, f"{side}_sentence", language),
    )
    targets = {
        each: (worded(row, f"{each}_target", language), row[f"{each}_target_state"]) for each in ("before", "after")
    }
    if targets["before"] == targets["after"]:
        return said
    target, state = targets[side]
    return said + t("changes.target", language, target=target, state=say(f"target_state.{state}", language))


def _document(row: Row, side: str, language: str) -> str:
    word = row[f"{side}_word"]
    return t(f"changes.word.{word}", language) if word else t("changes.nothing", language)


def _practice(row: Row, side: str, language: str) -> str:
    word = row[f"{side}_word"]
    if word in (None, "unknown"):
        return t("changes.nothing", language)
    return t("practices.stated", language) if word == "stated" else t(f"frequency.{word}", language)


def _problem(row: Row, side: str, language: str) -> str:
    word = row[f"{side}_word"]
    return say(f"problem_status.{word}", language) if word else t("changes.nothing", language)


def _goal(row: Row, side: str, language: str) -> str:
    here = row["change"] == ("missing" if side == "before" else "new")
    return t("practices.stated", language) if here else t("changes.nothing", language)


SAYS: Mapping[str, Callable[[Row, str, str], str]] = {
    "figures": figure_of,
    "accepted": _accepted,
    "key_results": _key_result,
    "documents": _document,
    "practices": _practice,
    "problems": _problem,
    "goals": _goal,
}


def _states(rows: Sequence[Row], language: str) -> str:
    """Metrics without a figure whose state is another one, counted and folded away."""
    lines = []
    for row in rows:
        words = {
            side: say(f"reporting_state.{row[f'{side}_state']}", language)
            if row[f"{side}_state"]
            else t("changes.not_there", language)
            for side in ("before", "after")
        }
        lines.append(
            f"<li>{escape(t('changes.states_row', language, year=row['year'], count=row['metrics'], **words))}</li>"
        )
    total = sum(row["metrics"] for row in rows)
    summary = escape(t("changes.states", language, count=total))
    return f'<details class="states"><summary>{summary}</summary><ul>{"".join(lines)}</ul></details>'
