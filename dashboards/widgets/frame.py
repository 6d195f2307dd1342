"""What stands around every page: name, pages, language, the line that says what is being looked at."""

from collections.abc import Iterable
from html import escape

import pandas as pd
import streamlit as st

from dashboards import cache, navigation
from dashboards.i18n import t
from dashboards.view import View
from dashboards.widgets.blocks import notice, ways
from dashboards.widgets.chart import source_line
from dashboards.widgets.chooser import chooser
from dashboards.widgets.editions import banner, choose
from pipelines.api import EditionTooOld, current_edition, decisions_since, languages, say

CURRENT = ' aria-current="true"'


def header(view: View, page: st.Page) -> None:
    """Name, groups, the group's pages, language; 填报单位 · 数据年度 · 数据截至 · 数据版本 · 审核进度 · 台账更新."""
    address = page.url_path or "overview"
    group = navigation.group_of(address)
    st.html(_masthead(view, group, address))
    _context(view)
    for parameter, asked in view.unknown.items():
        shown = {"lang": t("language", view.language), "org": view.name(view.organisation), "year": view.year}[
            parameter
        ]
        notice(t(f"link.unknown.{parameter}", view.language, asked=asked[:40], shown=shown))
    banner(view)
    if view.edition is None:
        _watch(view.board.edition_id)


def _masthead(view: View, group: str, address: str) -> str:
    language = view.language
    groups = [
        (view.link(navigation.pages_of(each)[0][0]), t(f"group.{each}", language), each == group)
        for each in navigation.GROUPS
    ]
    pages = [
        (view.link(path), t(name, language), listed == address) for path, listed, name in navigation.pages_of(group)
    ]
    return (
        f'<header class="masthead"><a class="brand" href="{escape(view.link(navigation.OVERVIEW))}">'
        f"{escape(t('board', language))}</a>{_links('groups', t('nav.groups', language), groups)}"
        f"{_links('pages', t('nav.pages', language), pages)}"
        f"{_other_languages(view)}</header>"
        f'<p class="printed">{escape(source_line(view))} · {escape(t("year", language, year=view.year))}</p>'
    )


def _other_languages(view: View) -> str:
    """This page in each of the other languages, as that language calls itself."""
    others = [each for each in languages() if each != view.language]
    return "".join(
        f'<a class="language" lang="{each}" href="{escape(view.here(language=each))}">{escape(t("language", each))}</a>'
        for each in others
    )


def _links(name: str, label: str, links: Iterable[tuple[str, str, bool]]) -> str:
    """A list of links (address, words, whether it is where the reader is)."""
    said = "".join(
        f'<a href="{escape(to)}"{CURRENT if is_here else ""}>{escape(words)}</a>' for to, words, is_here in links
    )
    return f'<nav class="{name}" aria-label="{escape(label)}">{said}</nav>'


def _context(view: View) -> None:
    row, language = view.year_coverage, view.language
    nature = [say(f"nature.{row['nature']}", language)] if isinstance(row["nature"], str) else []
    source = " · ".join([say(f"extent.{row['extent']}", language), *nature])
    organisations = view.board.organisations()
    facts = {
        "organisation": view.name(view.organisation) if len(organisations) == 1 else None,
        "as_of": f"{view.year}-12-31",
        "edition": view.board.edition_id if len(view.editions) == 1 else None,
        "source": source,
        "reviewed": f"{row['reviewed']}/{row['with_value']}",
        "ledgers": _ledgers(view),
        "decisions": _decisions(view),
    }
    items = "".join(
        f"<div><dt>{escape(t(f'context.{name}', language))}</dt><dd>{escape(fact)}</dd></div>"
        for name, fact in facts.items()
        if fact is not None
    )
    years = [
        (view.here(year=year), t("year", language, year=year), year == view.year)
        for year in view.coverage["year"].astype(int)
    ]
    line = f'<dl class="context">{items}</dl>{_links("years", t("context.year", language), years)}'
    with st.container(key="context", horizontal=True, vertical_alignment="center", gap="medium"):
        if len(organisations) > 1:
            _organisations(view, organisations)
        if len(view.editions) > 1:
            choose(view)
        st.html(f'<div class="context">{line}</div>', width="stretch")


def _ledgers(view: View) -> str | None:
    """How many kinds of ledger were loaded this month, of all that the organisation keeps here; None without any."""
    try:
        counts = view.board.ledgers_updated(view.organisation_id)
    except EditionTooOld:
        return None
    return counts and f"{counts['updated']}/{counts['kept']}"


def _decisions(view: View) -> str | None:
    """How many decisions the current edition doesn't have yet; None without any, and in an earlier edition."""
    count = decisions_since(view.board) if view.edition is None else 0
    return str(count) if count > 0 else None


def _organisations(view: View, organisations: pd.DataFrame) -> None:
    """A list to choose whose figures are shown; a single organisation needs none."""
    names = {row["organisation_id"]: view.name(row) for row in organisations.to_dict("records")}
    with st.container(key="organisation", width=200):
        chooser("org", t("context.organisation", view.language), names, view.organisation_id, view.language)


@st.fragment(run_every="10s")
def _watch(edition_id: str) -> None:
    """Show a newly published edition without anybody reloading the page."""
    if current_edition() != edition_id:
        cache.board()
        st.rerun()


def refused(message: str, language: str) -> None:
    """A refusal as a person reads it, in place of the page; out of an earlier edition there is a way back."""
    st.html(f'<div class="brand">{escape(t("board", language))}</div>')
    st.error(message)
    if "edition" in st.query_params:
        ways([(navigation.href(navigation.OVERVIEW, {"lang": language}), t("edition.back", language))])
