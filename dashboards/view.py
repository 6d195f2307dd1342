"""What the reader is looking at: language, edition, organisation, year, metric.  All of it stands in the address."""

import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import cache, navigation
from pipelines.api import Board, NothingOfTheirs, current_settings, languages, person, waiting_editions, worded

Row = Mapping[str, Any] | pd.Series
"""A row of an edition."""

# the address's parameter → the field of a View
PARAMETERS = {
    "lang": "language",
    "edition": "edition",
    "org": "organisation_id",
    "year": "year",
    "theme": "theme_id",
    "metric": "metric_id",
    "day": "day",
    "place": "place_id",
    "key": "key_result_id",
    "status": "status",
    "with": "compared",
    "ledger": "ledger_id",
    "item": "observation_id",
    "number": "quantity_id",
    "material": "material_id",
    "from": "since",
    "until": "until",
    "kind": "subject_type",
    "who": "actor_id",
    "find": "text",
    "p": "page",
    "section": "section",
    "entry": "entry_id",
    "q": "select",
    "table": "table",
    "x": "across",
    "y": "up",
    "draw": "drawn",
    "remind": "reminded_id",
    "round": "round_id",
}
_GOOD = {"whole": 3, "excerpt": 2, "ledger": 1, "figures": 1, "hand": 1, "none": 0}
"""How good a year is to open on, by what is known of it."""
OF_ONE_PAGE = tuple(
    field for field in PARAMETERS.values() if field not in ("language", "edition", "organisation_id", "year")
)


_SEEN: ContextVar["View"] = ContextVar("seen")


def language() -> str:
    """The language of the address, else the board's own."""
    asked = st.query_params.get("lang")
    return asked if asked in languages() else current_settings().language


def keep_in_address() -> None:
    """Write the state into the browser's address: a link to the page one is on leaves the address as it was.

    Without parameters nothing is written, so that going back from the opening page never leads to it again.
    """
    asked = st.query_params.to_dict()
    if asked:
        st.query_params.from_dict(asked)


@dataclass(frozen=True)
class View:
    """One state of the board.

    `edition`: another edition than the current one, if one was chosen; `editions`: all that can be chosen, for an
    approver those that wait for approval (`is_waiting`) among them.

    What only some pages ask for: `metric_id` and `theme_id` on those of metrics and typed figures, on that of themes
    with `day` and `place_id` (the metric on the map), `key_result_id` and `status` on the goals page, `compared` (an
    edition's id) on the page of what changed, `ledger_id` on the page of ledgers, `observation_id` and `quantity_id`
    (a number without a metric) on the review page, `material_id` on the page of materials; `since`, `until`,
    `subject_type`, `actor_id`, `text` and `page` on the log; `section`, `entry_id` on that of settings; `select`
    (SQL), `table`, `across`, `up` and `drawn` (the columns and the kind of its chart) on that of queries; `text` and
    `table` on that of data quality, `text` on that of metrics; `reminded_id` on that of comparison; `round_id`,
    `section`, `entry_id` on that of assessment.

    `unknown`: what the address asks for and isn't there: parameter (lang, org, year) → the value.
    """

    board: Board
    language: str
    organisation_id: str
    year: int
    metric_id: str | None = None
    theme_id: str | None = None
    day: str | None = None
    place_id: str | None = None
    key_result_id: str | None = None
    status: str | None = None
    edition: str | None = None
    editions: Sequence[Mapping[str, Any]] = ()
    compared: str | None = None
    ledger_id: str | None = None
    observation_id: str | None = None
    quantity_id: str | None = None
    material_id: str | None = None
    since: str | None = None
    until: str | None = None
    subject_type: str | None = None
    actor_id: str | None = None
    text: str | None = None
    page: str | None = None
    section: str | None = None
    entry_id: str | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)
    select: str | None = None
    table: str | None = None
    across: str | None = None
    up: str | None = None
    drawn: str | None = None
    reminded_id: str | None = None
    round_id: str | None = None

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """The organisation's years, earliest first."""
        return self.board.coverage(self.organisation_id)

    @cached_property
    def year_coverage(self) -> pd.Series:
        """The row of this year."""
        return self.coverage.set_index("year", drop=False).loc[self.year]

    @cached_property
    def organisations(self) -> Mapping[str, Row]:
        """The names of every organisation, by its id."""
        return {row["organisation_id"]: row for row in self.board.organisations().to_dict("records")}

    @property
    def organisation(self) -> Row:
        """The organisation's names."""
        return self.organisations[self.organisation_id]

    def name(self, row: Row, prefix: str = "name") -> str:
        """A row's name in the reader's language."""
        return worded(row, prefix, self.language)

    @cached_property
    def _asked(self) -> dict[str, object]:
        return {field: getattr(self, field) for field in PARAMETERS.values()}

    def params(self, **changes: object) -> dict[str, str]:
        """The address's parameters for this state, or for it with changes."""
        asked = {**self._asked, **changes}
        if len(asked) != len(PARAMETERS):
            raise TypeError(f"no parameters: {', '.join(changes.keys() - self._asked.keys())}")
        return {name: str(asked[field]) for name, field in PARAMETERS.items() if asked[field]}

    def elsewhere(self, **changes: object) -> dict[str, str]:
        """The parameters for another page: without what only this page asks for, and with changes."""
        return self.params(**{**dict.fromkeys(OF_ONE_PAGE), **changes})

    def link(self, path: str, **changes: object) -> str:
        """The address of another page in this state, or in it with changes."""
        return navigation.href(path, self.elsewhere(**changes))

    def here(self, **changes: object) -> str:
        """The address of this page with changes."""
        return navigation.query(self.params(**changes))


def arrive() -> View:
    """The state that the address asks for, kept for the page that runs next: header and page show the same edition."""
    seen = asked_for()
    _SEEN.set(seen)
    return seen


def current() -> View:
    """The state that the header showed, or that the address asks for where a script runs without it."""
    return _SEEN.get(None) or asked_for()


def asked_for() -> View:
    """The state that the address asks for; in the place of what isn't there the nearest year, or the board's opening.

    The board opens on the organisation whose latest whole document is the most recent, and on that document's year;
    without a whole document on the latest year that has one at all.
    """
    asked = st.query_params
    editions = [*waiting_editions(), *cache.board().editions()]
    if person().is_stranger:
        editions = [each for each in editions if each["is_current"]]
    edition = _other_edition(asked.get("edition"), editions)
    board = cache.board(edition or next(each["edition_id"] for each in editions if each["is_current"]))
    coverage = board.coverage()
    opening = _openings(coverage)
    known = [each for each in board.organisations()["organisation_id"] if each in opening]
    if not known:
        raise NothingOfTheirs(where=board.edition_id)
    organisation_id = asked.get("org")
    if organisation_id not in known:
        organisation_id = max(known, key=lambda each: opening[each])
    years = coverage[coverage["organisation_id"] == organisation_id]["year"].astype(int)
    year = _year(asked.get("year"), years, opening[organisation_id][1])
    used = {"lang": language(), "org": organisation_id, "year": str(year)}
    return View(
        board=board,
        language=language(),
        organisation_id=organisation_id,
        year=year,
        edition=edition,
        editions=editions,
        unknown={name: asked[name] for name, value in used.items() if asked.get(name, value) != value},
        **{field: asked.get(name) for name, field in PARAMETERS.items() if field in OF_ONE_PAGE},
    )


def _year(asked: str | None, years: Sequence[int], opening: int) -> int:
    """The year that is asked for, or the nearest one; the opening one where none is."""
    if asked is None or not re.fullmatch("[0-9]{1,4}", asked):
        return opening
    return min(years, key=lambda year: (abs(year - int(asked)), -year))


def _other_edition(asked: str | None, editions: Sequence[Mapping[str, Any]]) -> str | None:
    """The edition that is asked for; None where that is the current one, or isn't there."""
    others = [each["edition_id"] for each in editions if not each["is_current"]]
    return asked if asked in others else None


def _openings(coverage: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """How good each organisation's best year is to open on, and which that is: the latest of the best."""
    openings: dict[str, tuple[int, int]] = {}
    columns = (coverage[name] for name in ("organisation_id", "extent", "year"))
    for organisation_id, extent, year in zip(*columns, strict=True):
        openings[organisation_id] = max(openings.get(organisation_id, (0, 0)), (_GOOD[extent], int(year)))
    return openings
