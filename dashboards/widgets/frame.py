"""What stands around every page: name, pages, language, the line that says what is being looked at."""

import logging
from contextlib import nullcontext
from html import escape
from uuid import uuid4

import streamlit as st

from dashboards import cache, navigation, sign_in
from dashboards.i18n import t
from dashboards.view import View
from dashboards.view import language as asked_language
from dashboards.widgets.blocks import anchor, nav, note, notice, plain, ways
from dashboards.widgets.chart import source_line
from dashboards.widgets.chooser import chooser
from dashboards.widgets.editions import banner, choose
from dashboards.widgets.entrance import leave_link
from pipelines.api import (
    ROLES,
    EditionTooOld,
    NotSignedIn,
    asked_by_stranger,
    current_edition,
    decisions_since,
    languages,
    person,
    say,
)

LOG = logging.getLogger(__name__)


def header(view: View, page: st.Page) -> None:
    """Name, groups, the group's pages, language; 填报单位 · 数据年度 · 数据截至 · 数据版本 · 审核进度 · 台账更新."""
    address = page.url_path or "overview"
    is_wall = address in navigation.FOR_STRANGERS
    if not is_wall:
        st.html(_masthead(view, navigation.group_of(address), address) + _context(view))
    for parameter, asked in view.unknown.items():
        shown = {"lang": t("language", view.language), "org": view.name(view.organisation), "year": view.year}[
            parameter
        ]
        notice(t(f"link.unknown.{parameter}", view.language, asked=asked[:40], shown=shown))
    banner(view)
    if view.edition is None:
        _watch(view.board.edition_id, is_wall=is_wall)


def _masthead(view: View, group: str, address: str) -> str:
    language = view.language
    groups = [
        anchor(view.link(navigation.pages_of(each)[0][0]), t(f"group.{each}", language), each == group)
        for each in navigation.groups()
    ]
    pages = [
        anchor(view.link(path), t(name, language), listed == address)
        for path, listed, name in navigation.pages_of(group)
    ]
    return (
        f'<header class="masthead"><a class="brand" href="{escape(view.link(navigation.OVERVIEW))}">'
        f"{escape(t('board', language))}</a>{nav('groups', t('nav.groups', language), groups)}"
        f"{nav('pages', t('nav.pages', language), pages)}"
        f"{other_languages(view)}{_who(language)}</header>"
        f'<p class="printed">{escape(source_line(view))} · {escape(t("year", language, year=view.year))}</p>'
    )


def other_languages(view: View) -> str:
    """This page in each of the other languages, as that language calls itself."""
    others = [each for each in languages() if each != view.language]
    return "".join(
        f'<a class="language" lang="{each}" href="{escape(view.here(language=each))}">{escape(t("language", each))}</a>'
        for each in others
    )


def _who(language: str) -> str:
    """HTML of who looks at the page; opened, in which roles, and where they sign out."""
    if sign_in.is_configured():
        who = person()
        roles = t("list_comma", language).join(say(f"role.{each}", language) for each in ROLES if each in who.roles)
        name, leave = who.name or t("person.nameless", language), t("person.leave", language)
        number = f'{note(t("person.account", language))}<p class="note account">{escape(who.actor_id)}</p>'
        said = f"<p>{escape(roles)}</p>{number}{anchor(leave_link(language), leave)}"
    else:
        name, said = t("person.alone", language), f"<p>{escape(t('person.alone_about', language))}</p>"
    return (
        f'<details class="chooser who"><summary>{escape(name)}</summary><div class="choosable">{said}</div></details>'
    )


def _context(view: View) -> str:
    row, language = view.year_coverage, view.language
    nature = [say(f"nature.{row['nature']}", language)] if isinstance(row["nature"], str) else []
    source = " · ".join([say(f"extent.{row['extent']}", language), *nature])
    facts = {
        "organisation": organisations(view),
        "as_of": f"{view.year}-12-31",
        "edition": choose(view),
        "source": escape(source),
        "reviewed": f"{row['reviewed']}/{row['with_value']}",
        "ledgers": _ledgers(view),
        "decisions": _decisions(view),
    }
    items = "".join(
        f"<div><dt>{escape(t(f'context.{name}', language))}</dt><dd>{html}</dd></div>"
        for name, html in facts.items()
        if html is not None
    )
    years = [
        anchor(view.here(year=year), t("year", language, year=year), year == view.year)
        for year in view.coverage["year"].astype(int)
    ]
    line = f'<dl class="context">{items}</dl>{nav("years", t("context.year", language), years)}'
    return f'<div class="context">{line}</div>'


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


def organisations(view: View) -> str:
    """HTML of whose figures are shown, and of whose else there are; another organisation opens on its own best year."""
    if len(view.organisations) == 1:
        return escape(view.name(view.organisation))
    choices = [
        (view.here(organisation_id=each, year=None), view.name(row), each == view.organisation_id)
        for each, row in view.organisations.items()
    ]
    return chooser(t("context.organisation", view.language), choices, view.language)


@st.fragment(run_every="10s")
def _watch(edition_id: str, *, is_wall: bool) -> None:
    """Show a newly published edition, and that a sign-in ended, without anybody reloading the page."""
    try:
        with asked_by_stranger() if is_wall else nullcontext():
            person()
            if current_edition() != edition_id:
                cache.board()
                st.rerun()
    except NotSignedIn:
        st.rerun()


def failed(error: Exception) -> bool:
    """Tell a reader, in the place of a traceback, under which number the log has it."""
    number = uuid4().hex[:8]
    LOG.error("A page failed, as logged above: %s (%s)", number, type(error).__name__)
    notice(t("page.failed", asked_language(), number=number), "refused")
    return True


def refused(message: str, language: str) -> None:
    """A refusal as a person reads it, in place of the page; out of an earlier edition there is a way back."""
    st.html(f'<div class="brand">{escape(t("board", language))}</div>')
    st.error(plain(message))
    if "edition" in st.query_params:
        ways([(navigation.href(navigation.OVERVIEW, {"lang": language}), t("edition.back", language))])
