"""A figure as people read it: the number with its qualifier, a state where there is no number, a sentence to cite."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import pandas as pd

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import Row, View
from dashboards.widgets.sparks import Year, spark
from pipelines.api import change_sentence, figure, say, shown_value, window_name, worded

LEAST_CORE, MOST_CORE = 6, 8


def shown(row: Row, language: str) -> str:
    """The figure, or the state that stands in its place (未采录); never a 0 that nobody stated."""
    if pd.isna(row["value"]):
        is_stated = row["reporting_state"] == "reported"
        code = f"no_value.{row['reason']}" if is_stated else f"reporting_state.{row['reporting_state']}"
        return say(code, language)
    return figure(row["value"], row["unit"], row["qualifier"], language)


def ends(row: Mapping[str, Any], language: str) -> str:
    """Both ends of a range: 40—55件."""
    low, high = (shown_value(row[end], row["unit"], language) for end in ("lower", "upper"))
    return say("join.between", language, low=low, high=high)


def name(view: View, row: Row) -> str:
    """A metric's name; of several years together with their number (近N年 → 近3年)."""
    if row["kind"] != "window":
        return view.name(row)
    is_known = pd.notna(row["period_end"])
    return window_name(view.name(row), row["period_end"].year - row["period_start"].year + 1 if is_known else None)


def core(rows: pd.DataFrame) -> pd.DataFrame:
    """The figures that stand for a year: those that the catalogue marks, with others where it marks few."""
    known = rows[rows["value"].notna()]
    marked = known[known["highlight"].notna()].sort_values("highlight")
    others = known[known["highlight"].isna()]
    return marked if len(marked) >= LEAST_CORE else pd.concat([marked, others]).head(MOST_CORE)


def cards(view: View, rows: pd.DataFrame) -> str:
    """HTML of core figures in a grid that wraps: each opens its evidence, and shows its years where there are some."""
    years = view.board.years_of_metrics(view.organisation_id)
    drawn = "".join(_card(view, row, years[row["metric_id"]]) for row in rows.to_dict("records"))
    return f'<div class="figures">{drawn}</div>'


def _card(view: View, row: Row, years: Sequence[Year]) -> str:
    language = view.language
    opens = {"ledger": "open_ledger", "hand": "open_reference"}.get(row["source"], "open_sentence")
    facts = [
        since(view, row) or t(f"kind.{row['kind']}", language),
        say(f"review_state.{row['review_state']}", language),
    ]
    return (
        f'<a class="figure" data-metric="{escape(row["metric_id"])}" title="{escape(t(opens, language))}" '
        f'href="{escape(view.link(navigation.METRICS, metric_id=row["metric_id"]))}">'
        f'<span class="figure-name">{escape(name(view, row))}</span>'
        f'<span class="figure-value">{escape(shown(row, language))}</span>'
        f"{years_spark(view, years)}"
        f'<span class="figure-note">{escape(" · ".join(facts))}</span></a>'
    )


def years_spark(view: View, years: Sequence[Year]) -> str:
    """HTML of a metric's years up to the year in view; `years`: earliest first."""
    before = [row for row in years if row["year"] <= view.year]
    return spark(before, texts_of(before, view.language), view.language)


def texts_of(years: Sequence[Year], language: str) -> dict[int, str]:
    """year → the figure as people read it, or the state in its place."""
    return {int(row["year"]): shown(row, language) for row in years}


def since(view: View, row: Row) -> str:
    """How the figure moved since the year before, or which days it counts; nothing where nothing is said of that."""
    if row["kind"] == "window":
        return t("window_years", view.language, start=row["period_start"].year, end=row["period_end"].year)
    return until(row, view.language) or change_sentence(row, view.language)


def until(row: Row, language: str) -> str:
    """截至2026-10-31 where a figure ends before its year does; else nothing."""
    if pd.isna(row["period_end"]) or row["period_end"].date() >= date(int(row["year"]), 12, 31):
        return ""
    return t("figure.until", language, date=row["period_end"].date().isoformat())


def citable(view: View, row: Row, document: dict) -> str:
    """One sentence that may be said in a meeting: figure, source, nature, qualifier, date, review state."""
    nature = say(f"nature.{document['nature']}", view.language)
    return _cited(view, row, "source", title=document["title"], nature=nature)


def citable_ledger(view: View, row: Row, files: Sequence[str]) -> str:
    """The same of a figure that ledgers count."""
    return _cited(view, row, "ledger_source", title=t("list_comma", view.language).join(files))


def citable_hand(view: View, row: Row, reference: str) -> str:
    """The same of a figure that a person typed."""
    return _cited(view, row, "hand_source", title=reference)


def _cited(view: View, row: Row, source: str, **parts: str) -> str:
    language = view.language
    as_of = row["period_end"].date().isoformat()
    said = say(
        f"cite.{row['kind']}",
        language,
        organisation=view.name(view.organisation),
        metric=name(view, row),
        figure=shown(row, language),
        year=view.year,
        start_year=row["period_start"].year,
        as_of=as_of,
    )
    definition = _first_sentence(worded(row, "definition", language))
    return said + say(
        f"cite.{source}",
        language,
        qualifier=say(f"qualifier.{row['qualifier']}", language),
        definition=definition or _first_sentence(t("metric.no_definition", language)),
        as_of=as_of,
        review=say(f"review_state.{row['review_state']}", language),
        **parts,
    )


def _first_sentence(definition: object) -> str:
    """The sentence of a definition that says what is counted; the rest says what isn't."""
    return re.split(r"[。;；]|\. ", definition)[0].rstrip(".") if isinstance(definition, str) else ""
