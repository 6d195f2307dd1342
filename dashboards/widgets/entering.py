"""Typing figures: one after the other with what is known of each beside it, and the list of what was typed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import navigation
from dashboards.i18n import t
from dashboards.view import Row, View
from dashboards.widgets import editions, figures, materials
from dashboards.widgets.blocks import notice, section, ways
from dashboards.widgets.pressing import did, told_rest
from dashboards.widgets.recording import told
from dashboards.widgets.reviewing import QUALIFIERS
from pipelines.api import (
    BoardError,
    Typed,
    Wanted,
    enter_figure,
    explain,
    figure,
    hand_figures,
    metric_names,
    say,
    typed_before,
    withdraw_hand_figure,
    worded,
)

SHOWN = 30
_AT_A_DAY = ("stock", "ordinal")
_SAID = "entry-said"


@dataclass(frozen=True)
class Place:
    """What a figure is typed for: the metric's row of the year in view, the period and the part."""

    metric: Row
    start: date
    end: date
    scope: str


def form(seen: View) -> None:
    """Metric and period, what is known of them, and the fields of the figure; period and reference stay."""
    if said := st.session_state.pop(_SAID, None):
        notice(said, "done")
    metrics = seen.board.metric_year(seen.organisation_id, seen.year)
    left, right = st.columns([6, 5], gap="large")
    with left:
        place = _place(seen, metrics)
    # what was there when the person first looked: another one's figure that comes meanwhile isn't written over
    hand_id, now = typed_before(seen.organisation_id, _wanted(place, "", "exact", ""))
    looked = st.session_state.setdefault("entry-looked", {})
    before = looked.setdefault(hand_id, now)
    with right:
        _known(seen, place, hand_id)
    with left:
        typed = _figure(seen, place)
        if typed is None:
            return
        looked.pop(hand_id)
        try:
            enter_figure(typed, seen=before)
        except BoardError as error:
            notice(explain(error, seen.language), "refused")
            return
    wanted = typed.wanted
    shown = _shown(wanted.value, wanted.unit, wanted.qualifier, seen.language)
    st.session_state[_SAID] = t("entry.saved", seen.language, metric=seen.name(place.metric), figure=shown)
    st.session_state["entry-turn"] = st.session_state.get("entry-turn", 0) + 1
    same = list(metrics[metrics["theme_id"] == place.metric["theme_id"]]["metric_id"])
    at = same.index(place.metric["metric_id"]) + 1
    st.session_state["entry-next"] = same[at] if at < len(same) else same[0]
    st.rerun()


def listed(seen: View) -> None:
    """What was typed for the organisation, the latest first: where its review stands, and a way to take it back."""
    language = seen.language
    section(t("entry.list", language))
    rows = hand_figures(seen.board, seen.organisation_id, language)
    if not rows:
        st.html(f'<p class="note">{escape(t("entry.none", language))}</p>')
        told_rest("entry-")
        return
    later = sum(row["state"] == "later" for row in rows)
    with st.container(key="entry-since", horizontal=True, vertical_alignment="center"):
        said = t("entry.count", language, count=len(rows), later=later)
        st.html(f'<p class="note">{escape(said)}</p>', width="content")
        if later and st.button(t("entry.build", language), key="entry-build"):
            st.session_state[_SAID] = editions.built(language)
            st.rerun()
    most = st.session_state.get("entry-most", SHOWN)
    with st.container(key="entry-list", gap=None):
        for row in rows[:most]:
            _row(seen, row)
    told_rest("entry-")
    if len(rows) > most and st.button(t("entry.more", language, count=min(SHOWN, len(rows) - most))):
        st.session_state["entry-most"] = most + SHOWN
        st.rerun()


def _place(seen: View, metrics: pd.DataFrame) -> Place:
    language, here = seen.language, seen.organisation_id
    themes = dict(zip(metrics["theme_id"], worded(metrics, "theme", language), strict=True))
    of_metric = metrics.set_index("metric_id", drop=False)
    theme_key = f"entry-theme-{here}-{language}"
    asked = _asked(seen, of_metric.index, theme_key)
    if asked:
        st.session_state[theme_key] = of_metric.loc[asked, "theme_id"]
    first, second = st.columns(2)
    theme_id = first.selectbox(t("entry.theme", language), list(themes), format_func=themes.__getitem__, key=theme_key)
    metric_key = f"entry-metric-{here}-{theme_id}-{language}"
    if asked:
        st.session_state[metric_key] = asked
    options = list(metrics[metrics["theme_id"] == theme_id]["metric_id"])
    names = {metric_id: seen.name(row) for metric_id, row in of_metric.iterrows()}
    metric_id = second.selectbox(t("entry.metric", language), options, format_func=names.__getitem__, key=metric_key)
    metric = of_metric.loc[metric_id]
    st.session_state["entry-stood"] = metric_id
    of_year = f"{here}-{seen.year}"
    kept = st.session_state.get(
        f"entry-period-{of_year}", (date(seen.year, 1, 1), min(date(seen.year, 12, 31), date.today()))
    )
    begin, end_at, part = st.columns(3)
    is_day = metric["kind"] in _AT_A_DAY
    start = kept[0]
    if not is_day:
        start = begin.date_input(t("entry.start", language), kept[0], format="YYYY-MM-DD", key=f"entry-start-{of_year}")
    end = (begin if is_day else end_at).date_input(
        t("entry.as_of" if is_day else "entry.end", language),
        kept[1],
        format="YYYY-MM-DD",
        key=f"entry-{'day' if is_day else 'end'}-{of_year}",
    )
    st.session_state[f"entry-period-{of_year}"] = (start, end)
    scope = part.text_input(t("entry.scope", language), key=f"entry-scope-{here}")
    return Place(metric, end if is_day else start, end, scope)


def _asked(seen: View, known: Collection[str], theme_key: str) -> str | None:
    """The metric that the form is to go to; None where it stays on its own.

    It goes to the one that follows what was typed; to the address's once that is another one, or the page is opened;
    opened without one, and in another language or for another organisation, to where it stood.
    """
    held = st.session_state
    following, applied, drawn = held.pop("entry-next", None), held.get("entry-address"), held.get("entry-drawn")
    held["entry-address"], held["entry-drawn"] = seen.metric_id, theme_key
    if following is not None:
        return following
    # what a page's fields held is forgotten once another page is shown
    is_opened = drawn is None or drawn not in held
    if seen.metric_id in known and (is_opened or seen.metric_id != applied):
        return seen.metric_id
    stood = held.get("entry-stood")
    return stood if theme_key not in held and stood in known else None


def _known(seen: View, place: Place, hand_id: str) -> None:
    """What the metric counts, its figures of the year and the year before, and what was typed for this place."""
    language, row = seen.language, place.metric
    section(t("entry.known", language))
    definition = worded(row, "definition", language)
    shown = definition if isinstance(definition, str) else t("metric.no_definition", language)
    st.html(f'<p class="definition"><b>{escape(seen.name(row))}</b> — {escape(shown)}</p>')
    years = seen.board.metric_year(seen.organisation_id, metric_id=row["metric_id"]).set_index("year", drop=False)
    facts = [
        (t(f"entry.{name}", language, year=year), _of_year(years, year, language))
        for name, year in (("this_year", place.end.year), ("last_year", place.end.year - 1))
    ]
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(fact)}</dd></div>" for name, fact in facts)
    st.html(f'<dl class="source">{items}</dl>')
    is_stated = place.end.year in years.index and years.loc[place.end.year, "source"] == "report"
    if is_stated and not place.scope.strip():
        notice(t("entry.stated", language))
    if row["kind"] not in (*_AT_A_DAY, "window") and (place.start.month, place.start.day) != (1, 1):
        notice(t("entry.part_of_year", language))
    typed = next(
        (each for each in hand_figures(seen.board, seen.organisation_id, language) if each["hand_id"] == hand_id), None
    )
    if typed:
        shown = _shown(typed["value"], typed["unit"], typed["qualifier"], language)
        notice(t("entry.again", language, who=typed["who"], at=typed["at"], figure=shown))


def _of_year(years: pd.DataFrame, year: int, language: str) -> str:
    if year not in years.index or pd.isna(years.loc[year, "value"]):
        return t("entry.unknown", language)
    row = years.loc[year]
    review = say(f"review_state.{row['review_state']}", language)
    shown = figures.shown(row, language)
    return t("entry.from", language, figure=shown, source=say(f"source.{row['source']}", language), review=review)


def _figure(seen: View, place: Place) -> Typed | None:
    """The fields of the figure; None until they are saved."""
    language, turn = seen.language, st.session_state.get("entry-turn", 0)
    metric_id, here = place.metric["metric_id"], seen.organisation_id
    years = seen.board.metric_year(seen.organisation_id, metric_id=metric_id).dropna(subset="value")
    # as the latest known figure is counted, so that the years can be compared
    units = list(dict.fromkeys([*years["unit"].tail(1), *metric_names(language)[metric_id][1]]))
    with st.form("entry-figure"):
        first, second, third = st.columns(3)
        value = first.text_input(t("entry.value", language), key=f"entry-value-{here}-{turn}-{metric_id}")
        qualifier = second.selectbox(
            t("entry.qualifier", language),
            QUALIFIERS,
            format_func=lambda each: say(f"qualifier.{each}", language),
            key=f"entry-qualifier-{here}-{turn}-{language}",
        )
        unit = third.selectbox(t("entry.unit", language), units, key=f"entry-unit-{here}-{metric_id}-{language}")
        reference = st.text_input(t("entry.reference", language), key=f"entry-reference-{here}")
        period = (place.start, place.end) if place.start <= place.end else None
        proofs = materials.choose(language, seen.organisation_id, f"entry-materials-{here}", period=period)
        if st.form_submit_button(t("entry.save", language), type="primary"):
            return Typed(seen.organisation_id, _wanted(place, value, qualifier, unit), reference, proofs)
    return None


def _wanted(place: Place, value: str, qualifier: str, unit: str) -> Wanted:
    return Wanted(place.metric["metric_id"], place.scope, value, qualifier, unit, place.start, place.end)


def _shown(value: Any, unit: str, qualifier: str, language: str) -> str:
    return figure(str(value).replace(",", "").replace("，", "").strip(), unit, qualifier, language)


def _row(seen: View, row: Mapping[str, Any]) -> None:
    language = seen.language
    shown = _shown(row["value"], row["unit"], row["qualifier"], language)
    part = f' <span class="chip quiet">{escape(t("readings.part", language, scope=row["scope"]))}</span>'
    span = t("period.as_of", language, date=row["period_end"].isoformat())
    if row["period_start"] != row["period_end"]:
        start, end = row["period_start"].isoformat(), row["period_end"].isoformat()
        span = t("period.from_to", language, start=start, end=end)
    state = t(f"entry.state.{row['state']}", language)
    line = " · ".join((span, f"{row['who']} · {row['role']}", row["at"], row["reference"]))
    with st.container(key=f"entry-{row['hand_id']}", gap=None):
        st.html(
            f'<p class="typed"><b>{escape(row["metric"])}</b> {escape(shown)}{part if row["scope"] else ""} '
            f'<span class="chip">{escape(state)}</span></p><p class="note">{escape(line)}</p>'
            f"{materials.named(row['materials'], language)}"
        )
        with st.container(key=f"entry-ways-{row['hand_id']}", horizontal=True, vertical_alignment="center"):
            if row["state"] != "later":
                label = t("entry.review" if row["state"] in ("open", "in_review") else "entry.open", language)
                ways([(seen.link(navigation.REVIEW, year=row["year"], observation_id=row["hand_id"]), label)])
            with st.popover(t("entry.withdraw", language)):
                st.text_input(t("entry.why", language), key=f"entry-why-{row['hand_id']}")
                st.button(
                    t("entry.withdraw_sure", language),
                    key=f"entry-withdraw-{row['hand_id']}",
                    on_click=_withdraw,
                    args=(language, row),
                )
        told(f"entry-{row['hand_id']}")


def _withdraw(language: str, row: Mapping[str, Any]) -> None:
    """A button's callback: take back what the row said, unless somebody typed something else there meanwhile."""
    hand_id = row["hand_id"]
    why = st.session_state.get(f"entry-why-{hand_id}", "")
    if did(language, f"entry-{hand_id}", lambda: withdraw_hand_figure(hand_id, seen=row["seen"], why=why)):
        st.session_state.get("entry-looked", {}).pop(hand_id, None)
        st.session_state[_SAID] = t("entry.withdrawn", language, metric=row["metric"])
