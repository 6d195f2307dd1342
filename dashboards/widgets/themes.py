"""A theme: which one, what the year states of it, its metrics with their years, its practices and problems."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd
import streamlit as st

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import Row, View
from dashboards.widgets import figure_rows, figures, tables
from dashboards.widgets.blocks import anchor, nav, section, ways
from dashboards.widgets.chart import Table, takeaway
from dashboards.widgets.figures import texts_of
from dashboards.widgets.problems import state
from dashboards.widgets.sparks import Year, multiple, spark
from pipelines.api import change_sentence, say, worded

A_PAGE = 40
MOST_NAMED = 5
COLUMNS = ("metric", "figure", "change", "years", "state", "source")


def in_view(seen: View, metrics: pd.DataFrame) -> str:
    """The theme of the address; else, or where there is no such theme, the one with most figures in the year."""
    with_value = metrics.groupby("theme_id", sort=False)["value"].count()
    return seen.theme_id if seen.theme_id in with_value.index else str(with_value.idxmax())


def chooser(seen: View, metrics: pd.DataFrame, theme_id: str) -> None:
    """Every theme as a link, with how many of its metrics have a figure in the year."""
    links = []
    for each, part in metrics.groupby("theme_id", sort=False):
        name = worded(part, "theme", seen.language).iloc[0]
        count = t("theme.count", seen.language, known=part["value"].notna().sum(), count=len(part))
        links.append(anchor(seen.link(navigation.THEMES, theme_id=each), name, each == theme_id, count))
    st.html(nav("years themes", t("themes.theme", seen.language), links))


def stated(seen: View, rows: pd.DataFrame) -> None:
    """One sentence: how many metrics have a figure and from where, and why the others have none."""
    language, comma = seen.language, t("list_comma", seen.language)
    known, without = rows[rows["value"].notna()], rows[rows["value"].isna()]
    sources = [
        t("theme.counted", language, what=t(f"theme.source.{source}", language), count=count)
        for source, count in known["source"].value_counts(sort=False).items()
    ]
    reasons = Counter(figures.shown(row, language) for row in without.to_dict("records"))
    states = [t("theme.counted", language, what=reason, count=count) for reason, count in reasons.items()]
    said = t(
        "theme.said" if len(known) else "theme.said_none",
        language,
        theme=worded(rows, "theme", language).iloc[0],
        count=len(rows),
        year=seen.year,
        known=len(known),
        sources=comma.join(sources),
    )
    others = t("theme.said_without" if len(known) else "theme.said_why", language, states=comma.join(states))
    others = others if states else ""
    st.html(f'<p class="conclusion">{escape(said + others + t("conclusion.end", language))}</p>')


def listed(seen: View, rows: pd.DataFrame) -> None:
    """The metrics with a figure as rows, a page at a time, small charts of their years; the others folded by state."""
    language = seen.language
    section(t("theme.metrics", language), t("theme.metrics_note", language))
    held = seen.board.years_of_metrics(seen.organisation_id)
    years = {each: [row for row in held[each] if row["year"] <= seen.year] for each in rows["metric_id"]}
    known, without = rows[rows["value"].notna()], rows[rows["value"].isna()]
    pages = max(1, -(-len(known) // A_PAGE))
    page = min(int(seen.page), pages) if seen.page and seen.page.isascii() and seen.page.isdecimal() else 1
    page = max(page, 1)
    part = known.iloc[(page - 1) * A_PAGE : page * A_PAGE]
    if len(part):
        headings = [t(f"theme.column.{column}", language) for column in COLUMNS]
        cells = [_cells(seen, row, years[row["metric_id"]]) for row in part.to_dict("records")]
        st.html(tables.listed(t("theme.metrics", language), headings, cells, plain=(1,)))
        _takeaway(seen, rows)
    if pages > 1:
        links = [anchor(seen.here(page=number), str(number), number == page) for number in range(1, pages + 1)]
        st.html(nav("years", t("theme.pages", language), links))
    _absent(seen, without, years)
    _multiples(seen, part, years)


def _takeaway(seen: View, rows: pd.DataFrame) -> None:
    """Every metric of the theme, with a figure or without, to take along."""
    language, theme = seen.language, worded(rows, "theme", seen.language).iloc[0]
    cells = [[figures.name(seen, row), *figure_rows.cells(row, language)] for row in rows.to_dict("records")]
    headings = [t("theme.column.metric", language), *figure_rows.headings(language)]
    title = f"{theme} {t('year', language, year=seen.year)}"
    expression = f"board.metric_year({seen.organisation_id!r}, {seen.year})"
    takeaway(seen, Table(title, headings, cells, expression), key="theme-rows")


def _cells(seen: View, row: Row, years: Sequence[Year]) -> list[str]:
    language = seen.language
    review = say(f"review_state.{row['review_state']}", language)
    return [
        _link(seen, row),
        f'<span class="row-value">{escape(figures.shown(row, language))}</span>',
        escape(change_sentence(row, language) or _no_change(row, language)),
        _bars(seen, row, years) or escape(_few(years, language)),
        escape(f"{say('reporting_state.' + row['reporting_state'], language)} · {review}"),
        escape(t(f"theme.source.{row['source']}", language)),
    ]


def _no_change(row: Row, language: str) -> str:
    return say(f"reason.{row['reason']}", language) if isinstance(row["reason"], str) else "—"


def _link(seen: View, row: Row) -> str:
    to = seen.link(navigation.METRICS, metric_id=row["metric_id"])
    return f'<a href="{escape(to)}">{escape(figures.name(seen, row))}</a>'


def _look(row: Row) -> str:
    return "neutral" if row["direction"] == "neutral" else ""


def _bars(seen: View, row: Row, years: Sequence[Year]) -> str:
    return spark(years, texts_of(years, seen.language), seen.language, _look(row))


def _few(years: Sequence[Year], language: str) -> str:
    """Which years have a figure, where they are too few or too far apart for bars; that the unit changed."""
    known = [row for row in years if not pd.isna(row["value"])]
    if len({row["unit"] for row in known}) > 1:
        return t("theme.unit_changed", language)
    named = [str(int(row["year"])) for row in known]
    if not named:
        return ""
    if len(named) > MOST_NAMED:
        named = [f"{named[0]}–{named[-1]}"]
    return t("theme.only_years", language, years=t("list_comma", language).join(named))


def _absent(seen: View, rows: pd.DataFrame, years: Mapping[str, Sequence[Year]]) -> None:
    """The metrics without a figure, by why there is none, folded; each with the years that have one."""
    language = seen.language
    if rows.empty:
        return
    headings = [t(f"theme.column.{column}", language) for column in ("metric", "years", "owner")]
    by_reason: dict[str, list[Row]] = {}
    for row in rows.to_dict("records"):
        by_reason.setdefault(figures.shown(row, language), []).append(row)
    for reason, part in by_reason.items():
        cells = [
            [_link(seen, row), escape(_few(years[row["metric_id"]], language)), escape(worded(row, "owner", language))]
            for row in part
        ]
        title = escape(t("theme.without", language, state=reason, count=len(part)))
        table = tables.listed(reason, headings, cells)
        st.html(f'<details class="states"><summary>{title}</summary>{table}</details>')


def _multiples(seen: View, rows: pd.DataFrame, years: Mapping[str, Sequence[Year]]) -> None:
    """A small chart for each metric with three years or more; the same figures stand in a table that folds."""
    language = seen.language
    charts, cells = [], []
    for row in rows.to_dict("records"):
        own = years[row["metric_id"]]
        texts = texts_of(own, language)
        drawn = multiple(own, texts, language, look=_look(row))
        if not drawn:
            continue
        shown = escape(figures.shown(row, language))
        charts.append(f"<li>{_link(seen, row)}{drawn}<b>{shown}</b></li>")
        said = [t("spark.year", language, year=year, figure=text) for year, text in texts.items()]
        cells.append([_link(seen, row), escape(t("list_comma", language).join(said))])
    if not charts:
        return
    section(t("theme.multiples", language), t("theme.multiples_note", language))
    st.html(f'<ul class="multiples">{"".join(charts)}</ul>')
    headings = [t("theme.column.metric", language), t("metric.years", language)]
    table = tables.listed(t("theme.multiples", language), headings, cells)
    summary = escape(t("theme.multiples_table", language))
    st.html(f'<details class="states"><summary>{summary}</summary>{table}</details>')


def linked(seen: View, theme_id: str, rows: pd.DataFrame) -> None:
    """Practices that the catalogue links to the theme's metrics, and problems whose goals the theme measures."""
    language, ids = seen.language, set(rows["metric_id"])
    practices = seen.board.practice_status(seen.organisation_id, seen.year)
    own = [row for row in practices.to_dict("records") if ids & set(row["metric_ids"])]
    problems = seen.board.problem_status(seen.organisation_id, seen.year)
    asked = seen.board.theme_problems(seen.organisation_id, theme_id) if len(problems) else set()
    named = [row for row in problems.to_dict("records") if row["problem_id"] in asked]
    if not own and not named:
        return
    section(t("theme.linked", language), t("theme.linked_note", language))
    lines = [_line(seen.name(row), say(f"practice_status.{row['status']}", language)) for row in own]
    lines += [_line(seen.name(row), state(row, language)) for row in named]
    st.html(f'<ul class="theme-linked">{"".join(lines)}</ul>')
    ways([(seen.link(navigation.PRACTICES), t("theme.to_practices", language))])


def _line(name: str, said: str) -> str:
    return f'<li>{escape(name)}<span class="chip">{escape(said)}</span></li>'


def metric_chooser(seen: View, uses: Sequence[dict], chosen: str, parameter: str, label: str) -> None:
    """The metrics that a block can show, as links; nothing where there is one."""
    if len(uses) < 2:
        return
    links = [
        anchor(seen.here(**{parameter: each["measure_id"], "day": None}), seen.name(each), each["measure_id"] == chosen)
        for each in uses
    ]
    st.html(nav("years", label, links))
