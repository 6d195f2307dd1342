"""The pages of the board: file, address, the key of their name, and the group that they stand in."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote_plus

import streamlit as st

from dashboards.i18n import t
from pipelines.api import may, prove_may

OVERVIEW = "dashboards/pages/overview.py"
WALL = "dashboards/pages/wall.py"
GOALS = "dashboards/pages/goals.py"
METRICS = "dashboards/pages/metrics.py"
THEMES = "dashboards/pages/themes.py"
PRACTICES = "dashboards/pages/practices.py"
INTAKE = "dashboards/pages/intake.py"
REVIEW = "dashboards/pages/review.py"
SUPERVISION = "dashboards/pages/supervision.py"
LEDGERS = "dashboards/pages/ledgers.py"
RECONCILIATION = "dashboards/pages/reconciliation.py"
SIGNING = "dashboards/pages/signing.py"
ENTRY = "dashboards/pages/entry.py"
MATERIALS = "dashboards/pages/materials.py"
PEERS = "dashboards/pages/peers.py"
CHANGES = "dashboards/pages/changes.py"
ASSESSMENT = "dashboards/pages/assessment.py"
LOG = "dashboards/pages/log.py"
SETTINGS = "dashboards/pages/settings.py"
QUALITY = "dashboards/pages/quality.py"
QUERY = "dashboards/pages/query.py"

GROUPS = ("read", "compare", "supply", "decide", "manage")
"""What people come for: read the board, compare sources, bring data in, decide, keep the board in order."""

# file, address under the board's root, key of the name, group
LISTED = (
    (OVERVIEW, "overview", "page.overview", "read"),
    (GOALS, "goals", "page.goals", "read"),
    (METRICS, "metrics", "page.metrics", "read"),
    (THEMES, "themes", "page.themes", "read"),
    (PRACTICES, "practices", "page.practices", "read"),
    (QUERY, "query", "page.query", "read"),
    (WALL, "wall", "page.wall", "read"),
    (PEERS, "peers", "page.peers", "compare"),
    (RECONCILIATION, "reconciliation", "page.reconciliation", "compare"),
    (SIGNING, "signing", "page.signing", "compare"),
    (CHANGES, "changes", "page.changes", "compare"),
    (QUALITY, "quality", "page.quality", "supply"),
    (INTAKE, "intake", "page.intake", "supply"),
    (LEDGERS, "ledgers", "page.ledgers", "supply"),
    (ENTRY, "entry", "page.entry", "supply"),
    (MATERIALS, "materials", "page.materials", "supply"),
    (REVIEW, "review", "page.review", "decide"),
    (SUPERVISION, "supervision", "page.supervision", "decide"),
    (ASSESSMENT, "assessment", "page.assessment", "decide"),
    (LOG, "log", "page.log", "manage"),
    (SETTINGS, "settings", "page.settings", "manage"),
)

OPENED_BY = {
    "intake": ("document.load", "ledger.load"),
    "entry": ("hand.enter",),
    "materials": ("material.add", "material.purge"),
    "review": ("figure.submit", "figure.review", "figure.approve", "figure.note"),
    "log": ("log.read",),
}
"""Address → the actions (pipelines.domain.roles), any of which opens the page; every role opens the others."""

FOR_STRANGERS = ("wall",)
"""Addresses of pages that anybody may read who passes by: they show less, and have no header to go elsewhere."""


def prove_open(address: str) -> None:
    """Raises NotAllowed where the roles of the person at the page don't open it."""
    if not _is_open(address):
        prove_may(OPENED_BY[address][0])


def _is_open(address: str) -> bool:
    actions = OPENED_BY.get(address, ())
    return not actions or any(may(action) for action in actions)


def groups() -> list[str]:
    """The groups that hold a page which the person at the page may open."""
    return [group for group in GROUPS if pages_of(group)]


def pages(language: str) -> list[st.Page]:
    """The pages for `st.navigation`, with their names in the reader's language."""
    return [
        st.Page(path, title=t(name, language), url_path=address, default=path == OVERVIEW)
        for path, address, name, _ in LISTED
    ]


def href(path: str, params: Mapping[str, str]) -> str:
    """The address of a page's file with its parameters, relative to any page of the board."""
    address = next(listed for each, listed, _, _ in LISTED if each == path)
    return ("./" if path == OVERVIEW else address) + query(params)


def query(params: Mapping[str, str]) -> str:
    """What follows an address: a page has hundreds of links, whose values hardly differ."""
    return "?" + "&".join(f"{name}={_quoted(value)}" for name, value in params.items())


@lru_cache(4096)
def _quoted(value: str) -> str:
    return quote_plus(value)


def group_of(address: str) -> str:
    """The group that a page stands in."""
    return next(group for _, listed, _, group in LISTED if listed == address)


def pages_of(group: str) -> list[tuple[str, str, str]]:
    """The pages of a group that the person at the page may open: file, address, key of the name."""
    return [(path, address, name) for path, address, name, listed in LISTED if listed == group and _is_open(address)]
