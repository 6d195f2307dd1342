"""全区合计: what the organisations under a parent come to, with those that aren't in it named under each total."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

import streamlit as st

from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets import tables
from dashboards.widgets.blocks import section
from pipelines.api import figure, say

Row = Mapping[str, Any]


def totals(seen: View, parent: Mapping[str, str], rows: Sequence[Row], names: Mapping[str, str]) -> None:
    """`names`: organisation → its name.  Totals of all first, then those that lack some."""
    language = seen.language
    title = t("totals.title", language, organisation=parent["name"], year=seen.year)
    section(title, t("totals.note", language))
    if not rows:
        st.html(f'<p class="note">{escape(t("totals.nothing", language))}</p>')
    columns = [t(f"totals.{name}", language) for name in ("metric", "total", "of", "missing")]
    for name in ("whole", "part"):
        told = [row for row in rows if (not row["missing"]) == (name == "whole")]
        if told:
            cells = [_cells(seen, row, names) for row in told]
            st.html(tables.folded(f"{t(f'totals.{name}_list', language)} ({len(told)})", columns, cells))


def _cells(seen: View, row: Row, names: Mapping[str, str]) -> list[str]:
    language = seen.language
    value = figure(row["value"], row["unit"], row["qualifier"], language)
    if row["missing"]:
        of = [t("totals.part", language, counted=row["counted"], of=row["organisations"])]
    else:
        of = [t("totals.whole", language, count=row["organisations"])]
    if row["repeated"]:
        of.append(t("totals.repeated", language, count=row["repeated"]))
    if row["perhaps_repeated"]:
        of.append(t("totals.perhaps", language, count=row["perhaps_repeated"]))
    said = [escape(each) for each in of]
    return [
        escape(seen.name(row)),
        f'<span class="whole">{escape(value)}</span>',
        "<br>".join(said),
        _missing(row, names, language),
    ]


def _missing(row: Row, names: Mapping[str, str], language: str) -> str:
    """The organisations without a figure, by why they have none."""
    said = []
    by_why = sorted(row["missing"], key=lambda each: (_why(each, language), each["organisation_id"]))
    for why, group in groupby(by_why, key=lambda each: _why(each, language)):
        listed = t("list_comma", language).join(
            names.get(each["organisation_id"], each["organisation_id"]) for each in group
        )
        said.append(escape(t("totals.why", language, why=why, organisations=listed)))
    return "<br>".join(said) or "—"


def _why(each: Mapping[str, Any], language: str) -> str:
    if each["state"] in ("other_unit", "other_period"):
        return say(f"total.{each['state']}", language)
    if each["state"] == "reported":
        return say(f"no_value.{each['reason']}", language)
    return say(f"reporting_state.{each['state']}", language)
