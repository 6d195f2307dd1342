"""A published edition as frames.

Longer than other files because it is a list: one question a method.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from pipelines.api.people import person, scope
from pipelines.api.spoken import by_metric, say_progress, with_progress, with_reconciliation
from pipelines.domain.assessments import Input, Rubric
from pipelines.domain.errors import EditionTooOld
from pipelines.jobs.assessment.inputs import Inputs, inputs_of, reconciled_of
from pipelines.jobs.root import root_of
from pipelines.jobs.rows import SeenWarehouse
from pipelines.jobs.settings import Settings, current_settings
from pipelines.jobs.version import code_version
from pipelines.warehouse import sql
from pipelines.warehouse.editions import Manifest, Warehouse
from pipelines.warehouse.offered import offered_columns
from pipelines.wording import forecast_sentence, languages

_MOST_KEPT = 256
"""Answers of either kind that an open edition keeps, those asked last."""
SUBJECTS = ("documents", "figures", "accepted", "states", "key_results", "practices", "problems", "goals")


def current_edition(data_dir: Path | str | None = None) -> str:
    """The id of the published edition.  Raises NothingPublished."""
    settings = current_settings() if data_dir is None else Settings(data=Path(data_dir))
    return Warehouse(root_of(settings).warehouse).current_id()


def open_board(
    data_dir: Path | str | None = None, edition: str | None = None, *, with_candidates: bool = False
) -> "Board":
    """One edition, read-only: the published one, or an earlier one by its id.

    It holds the rows that the person who asks may see.  `data_dir` defaults to FAZHI_DATA.  `with_candidates`:
    `edition` may be one that waits for approval.
    Raises NothingPublished and UnknownEdition.
    """
    warehouse = _warehouse(data_dir, with_candidates=with_candidates)
    edition_id = edition or warehouse.current_id()
    return Board(warehouse, warehouse.manifest(edition_id))


def _warehouse(data_dir: Path | str | None, *, with_candidates: bool = False) -> Warehouse:
    settings = current_settings() if data_dir is None else Settings(data=Path(data_dir))
    return SeenWarehouse(root_of(settings), scope(), with_candidates=with_candidates)


@dataclass(frozen=True)
class Board:
    """An edition.  Every method gives a pandas frame; `.arrow(...)` gives any of them with exact decimals.

    Rows of an edition of made-up data carry `synthetic`: True.
    """

    warehouse: Warehouse
    manifest: Manifest

    @property
    def edition_id(self) -> str:
        return self.manifest.edition_id

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        return self.warehouse.connect(self.edition_id)

    def editions(self) -> list[dict[str, Any]]:
        """Every edition that was published, the latest first: edition_id, as_of, published_at, is_current.

        Raises NothingPublished, and UnreadableEdition where the current one has no manifest any more.
        """
        current = self.warehouse.manifest(self.warehouse.current_id()).edition_id
        return [
            {
                "edition_id": each.edition_id,
                "as_of": each.as_of,
                "published_at": each.published_at,
                "is_current": each.edition_id == current,
            }
            for each in self.warehouse.manifests()
        ]

    def changes_since(
        self, earlier_id: str, subject: str = "figures", organisation_id: str | None = None
    ) -> list[dict[str, Any]]:
        """What this edition has otherwise than an earlier one, as plain rows; none where nothing changed.

        `subject`: one of SUBJECTS.  Rows name the thing (name_zh, name_en, year), the `change` (new, changed, missing:
        it was there before and isn't now) and what stood before and after; `accepted` are the figures that people
        accepted or corrected in between, with the role and when; `states` counts metrics without a figure
        by the state before and after.  Raises UnknownEdition, UnreadableEdition, and EditionTooOld where one of the
        two doesn't hold the subject.
        """
        if subject not in SUBJECTS:
            raise ValueError(f"subject {subject!r} is none of {', '.join(SUBJECTS)}")
        earlier = Board(self.warehouse, self.warehouse.manifest(earlier_id))
        try:
            rows = [dict(row) for row in self._changes(earlier_id, subject, organisation_id)]
        except (duckdb.CatalogException, duckdb.BinderException):
            _refuse_if_old(earlier.manifest, self.manifest)
            raise
        if subject == "key_results":
            for side, board in (("before", earlier), ("after", self)):
                say_progress(rows, side, board.goal_progress_rows(organisation_id))
        return rows

    @cached_property
    def _changes(self) -> Callable[[str, str, str | None], list[dict[str, Any]]]:
        """Rows by (earlier edition, subject, organisation): neither edition ever changes."""

        def found(earlier_id: str, subject: str, organisation_id: str | None) -> list[dict[str, Any]]:
            select, values = sql.query(f"changes_{subject}"), {"organisation_id": organisation_id}
            with self.warehouse.connect_both(earlier_id, self.edition_id) as connection:
                return connection.sql(select, params=values).to_arrow_table().to_pylist()

        return lru_cache(_MOST_KEPT)(found)

    def organisations(self) -> pd.DataFrame:
        """The organisations that this edition has a document of."""
        return self._frame("organisations")

    def coverage(self, organisation_id: str | None = None) -> pd.DataFrame:
        """organisation_id, year, extent, nature, and how many metrics have a value, are reviewed, are missing."""
        return self._frame("coverage", organisation_id=organisation_id)

    def metric_year(
        self, organisation_id: str | None = None, year: int | None = None, metric_id: str | None = None
    ) -> pd.DataFrame:
        """marts.metric_year with names, theme, owner and definition; rows without a value say why (reason)."""
        return self._frame("metric_year", organisation_id=organisation_id, year=year, metric_id=metric_id)

    def years_of_metrics(self, organisation_id: str) -> dict[str, list[dict[str, Any]]]:
        """metric_id → its rows of marts.metric_year, earliest first, with the figure and its state alone."""
        rows = self._rows("metric_years", organisation_id=organisation_id)
        return {metric_id: list(years) for metric_id, years in groupby(rows, key=itemgetter("metric_id"))}

    def observations(
        self, organisation_id: str | None = None, metric_id: str | None = None, document_id: str | None = None
    ) -> pd.DataFrame:
        """Every reading with its evidence, of a metric or a document."""
        return self._frame(
            "observations", organisation_id=organisation_id, metric_id=metric_id, document_id=document_id
        )

    def observation(self, observation_id: str) -> dict[str, Any] | None:
        """One reading: value, bounds, quote, sentence, places, and its document's card; None if unknown.

        Of a figure that a person typed (`source` hand) `reference`, `materials` and who typed it stand for the places.
        """
        return self._record("observation", observation_id=observation_id)

    def document(self, document_id: str | None) -> dict[str, Any] | None:
        """A document's card with `text` (repaired, what spans count in) and `original`; None if unknown.

        None also where there is none (`document_id` None), as of a figure that a person typed.
        """
        return self._record("document", document_id=document_id) if document_id else None

    def practice_status(self, organisation_id: str, year: int | None = None) -> pd.DataFrame:
        """marts.practice_status with names and linked metrics."""
        return self._frame("practice_status", organisation_id=organisation_id, year=year)

    def duty_status(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """marts.duty_status of one year: what is known of each duty of the first responsible person."""
        return self._rows("duty_status", organisation_id=organisation_id, year=year)

    def problem_status(self, organisation_id: str, year: int | None = None) -> pd.DataFrame:
        """marts.problem_status with names, parts and linked goals."""
        return self._frame("problem_status", organisation_id=organisation_id, year=year)

    def rectification_rows(self, organisation_id: str) -> list[dict[str, Any]]:
        """marts.rectification with owners: the problems of any source as they stood on the edition's date.

        No rows in an edition of code that didn't follow them yet, as for `task_rows`.
        """
        return self._rows_if_known("rectification", organisation_id=organisation_id)

    def task_rows(self, organisation_id: str) -> list[dict[str, Any]]:
        """marts.task with owners: the tasks as they stood on the edition's date."""
        return self._rows_if_known("task", organisation_id=organisation_id)

    def assessment_inputs(
        self, rubric: Rubric, organisations: Sequence[str], year: int, units: Mapping[str, str]
    ) -> Inputs:
        """What a rubric's rules are fed with, by organisation and line; `units`: of lines without a figure."""
        with self._known():
            return inputs_of(self._connection, rubric, organisations, year, units)

    def assessment_reconciled(
        self, rubric: Rubric, organisations: Sequence[str], year: int
    ) -> dict[tuple[str, str], tuple[Input, Input]]:
        """(organisation, line) → what the report says and what ledgers count, where these differ."""
        with self._known():
            return reconciled_of(self._connection, rubric, organisations, year)

    def goals(self, organisation_id: str, source_year: int | None = None) -> pd.DataFrame:
        """The goals that reports set, in the report's order; they are for source_year + 1."""
        return self._frame("goals", organisation_id=organisation_id, source_year=source_year)

    def goal_progress(self, organisation_id: str | None = None, target_year: int | None = None) -> pd.DataFrame:
        """marts.goal_progress with names, owners, milestones and what is missing, and its words in both languages.

        `status_zh`, `target_zh`, `sentence_zh` (and `_en`): the status in words, what it is held against, and why.
        """
        return pd.DataFrame(self.goal_progress_rows(organisation_id, target_year))

    def goal_progress_rows(
        self, organisation_id: str | None = None, target_year: int | None = None
    ) -> list[dict[str, Any]]:
        """The same as plain rows: exact decimals, dates, None where nothing is known."""
        return with_progress(self._rows("goal_progress", organisation_id=organisation_id, target_year=target_year))

    def measure_years(self, organisation_id: str, measure_id: str) -> list[dict[str, Any]]:
        """The years of a metric or derived metric as plain rows: value, bounds, unit, why there is none, readings."""
        return self._rows("measure_years", organisation_id=organisation_id, measure_id=measure_id)

    def forecast(self, organisation_id: str, metric_id: str) -> dict[str, Any] | None:
        """The interval that a metric is likely to be in, in the build's year, or why there is none (docs/forecast.md).

        `lower` and `upper` hold in 80 of 100 cases; both None where `reason` isn't.  `sentence_zh` and `sentence_en`
        say it.  None where the metric has no value in any year.
        """
        row = self._record("metric_forecast", organisation_id=organisation_id, metric_id=metric_id)
        return row and {**row, **{f"sentence_{language}": forecast_sentence(row, language) for language in languages()}}

    def breaks(self, metric_id: str) -> list[dict[str, Any]]:
        """Where a metric's years can't be held against each other: the day, or the metric (`other_id`) in its place.

        Names and basis in both languages.  No rows in an edition of code that didn't know breaks yet.
        """
        return self._rows_if_known("breaks", metric_id=metric_id)

    def derived_with(self, organisation_id: str, metric_id: str, year: int) -> list[dict[str, Any]]:
        """The derived metrics that a metric is a part of: names, both parts' names, value and bounds or the reason."""
        return self._rows("derived_with", organisation_id=organisation_id, metric_id=metric_id, year=year)

    def key_result_pace(self, key_result_id: str) -> pd.DataFrame:
        """The figure expected by each deciding day: day, share (0-100), expected_lower, expected_upper, is_step."""
        return self._frame("key_result_pace", key_result_id=key_result_id)

    def key_result_marks(self, key_result_id: str) -> pd.DataFrame:
        """The periods or milestones of a key result: due_on, is_due, is_met (null = nothing recorded)."""
        return self._frame("key_result_marks", key_result_id=key_result_id)

    def upcoming(self, organisation_id: str, days: int) -> list[dict[str, Any]]:
        """What falls due within `days` of the edition's date, the nearest first, with who answers for it."""
        return self._rows("upcoming", organisation_id=organisation_id, days=days)

    def months(self, organisation_id: str, metric_id: str) -> list[dict[str, Any]]:
        """marts.metric_month of one metric: value, to_date, what is covered, what waits as late."""
        return self._rows("metric_month", organisation_id=organisation_id, metric_id=metric_id)

    def breakdown(self, organisation_id: str, metric_id: str, year: int) -> pd.DataFrame:
        """A metric's year by part, from ledgers: dimension, member with names, value, rows_counted."""
        return self._frame("metric_breakdown", organisation_id=organisation_id, metric_id=metric_id, year=year)

    def reconciliation(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """marts.reconciliation with names and its reason in words (`why_zh`, `why_en`): what differs first."""
        return with_reconciliation(self._rows("reconciliation", organisation_id=organisation_id, year=year))

    def signing(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """One row a metric: its `figures` by source (report or draft, ledger, enforcement data, disclosure report).

        `state` (agrees, differs, cannot_compare, single) with `state_zh`, `why_zh` and `_en`: what differs first.  Each
        figure is a row of marts.signing with its sentence.
        """
        return by_metric(self._rows("signing", organisation_id=organisation_id, year=year))

    def review_rows(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """The figures of a year's documents in the order in which a person should look at them."""
        return self._rows("review_queue", organisation_id=organisation_id, year=year)

    def year_documents(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """The document of each type that speaks for a year: document_id, type, title, published_on."""
        return self._rows("year_documents", organisation_id=organisation_id, year=year)

    def ledgers(self, organisation_id: str) -> list[dict[str, Any]]:
        """Every kind of ledger with what the organisation has loaded of it: files, rows, late rows, days covered."""
        return self._rows("ledgers", organisation_id=organisation_id)

    def ledgers_updated(self, organisation_id: str) -> dict[str, Any] | None:
        """Kinds of ledger ever loaded (`kept`), and those since the month of the edition's date began (`updated`)."""
        return self._record("ledgers_updated", organisation_id=organisation_id)

    def ledger_figure(self, organisation_id: str, metric_id: str, year: int) -> dict[str, Any] | None:
        """A year's figure as the ledgers count it, with the files; None where none covers the year."""
        return self._record("ledger_year", organisation_id=organisation_id, metric_id=metric_id, year=year)

    def ledger_rows(
        self, organisation_id: str, metric_id: str, first: date, last: date, most: int = 200
    ) -> list[dict[str, Any]]:
        """The rows counted for a metric between two days, each with its file, sheet, row number and key.

        `original_deleted_on`: when the file went after its retention; None while it is kept.
        """
        days = {"first": first, "last": last}
        return self._rows("ledger_evidence", organisation_id=organisation_id, metric_id=metric_id, most=most, **days)

    def theme_view(self, theme_id: str) -> list[dict[str, Any]]:
        """What the catalogue has a theme's page show of its ledgers: shown_as (day, part, rate, place), measure_id.

        No rows in an edition of code that had no such pages.
        """
        return self._rows_if_known("theme_view", theme_id=theme_id)

    def theme_months(self, organisation_id: str, theme_id: str, year: int) -> list[dict[str, Any]]:
        """marts.metric_month of a theme's metrics in one year, with names and `shade` (0–5, by the metric's fifths)."""
        return self._rows("theme_months", organisation_id=organisation_id, theme_id=theme_id, year=year)

    def theme_parts(self, organisation_id: str, theme_id: str, year: int) -> list[dict[str, Any]]:
        """A theme's metrics by part in one year, from ledgers: metric, dimension, member with names, value."""
        return self._rows("theme_parts", organisation_id=organisation_id, theme_id=theme_id, year=year)

    def theme_problems(self, organisation_id: str, theme_id: str) -> set[str]:
        """The problems whose goals have a key result that is measured within the theme."""
        rows = self._rows("theme_problems", organisation_id=organisation_id, theme_id=theme_id)
        return {row["problem_id"] for row in rows}

    def days(self, organisation_id: str, metric_id: str, year: int) -> list[dict[str, Any]]:
        """Each day of a year: rows_counted (None where no ledger covers it), is_covered, shade (0–5), is_off."""
        return self._rows("metric_day", organisation_id=organisation_id, metric_id=metric_id, year=year)

    def places(self, organisation_id: str, metric_id: str, year: int, dimension: str) -> list[dict[str, Any]]:
        """A metric's year by one column of its ledgers, by name: member, value, shade (1–5, by fifths)."""
        where = {"organisation_id": organisation_id, "metric_id": metric_id, "year": year, "dimension": dimension}
        return self._rows("metric_place", **where)

    def rate_exceptions(self, organisation_id: str, measure_id: str, year: int, most: int = 50) -> list[dict[str, Any]]:
        """The rows that count below a share's line and not above it, each with its file, sheet and row.

        `all_sure`, `all_unsure`: how many there are, those that can't be told apart.
        """
        where = {"organisation_id": organisation_id, "measure_id": measure_id, "year": year, "most": most}
        return self._rows("rate_exceptions", **where)

    def practice_months(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """Twelve rows for each practice that ledgers show: is_kept (None = not covered, or not over), rows_counted."""
        return self._rows("practice_month", organisation_id=organisation_id, year=year)

    def peer_place(self, organisation_id: str) -> dict[str, Any] | None:
        """An organisation's level and parent, and how many are beside it (of its level) and under it (`children`)."""
        return self._record("peer_place", organisation_id=organisation_id)

    def peers(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """marts.peer_year of one organisation with names, and `others`: what it is compared with, without names."""
        return self._rows("peer_year", organisation_id=organisation_id, year=year)

    def totals(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """marts.total_year: what the organisations under this one come to, and which are missing (docs/peers.md)."""
        return self._rows("total_year", organisation_id=organisation_id, year=year)

    def submissions(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """What each organisation under this one has handed in of a year: the report with `state`, and its ledgers.

        Of those that who asks sees: of another, nothing seen isn't nothing handed in.
        """
        who = person()
        rows = self._rows("submissions", organisation_id=organisation_id, year=year)
        return [row for row in rows if who.sees(row["organisation_id"])]

    def statutory_dates(self) -> pd.DataFrame:
        """The days of each year that rules set: month, day, names, basis, the role that acts."""
        return self._frame("statutory_dates")

    def unmapped(self, organisation_id: str | None = None, year: int | None = None) -> pd.DataFrame:
        """Numbers with a counter that no metric takes, each with its sentence."""
        return self._frame("show_unmapped", organisation_id=organisation_id, year=year)

    def quality(self) -> pd.DataFrame:
        """Every check's result, breaches first."""
        return self._frame("show_quality")

    def checks(self) -> list[dict[str, Any]]:
        """Every check with its severity and how many breaches it found, failed ones first."""
        return self._rows("quality_checks")

    def breaches(self, check_id: str, most: int) -> list[dict[str, Any]]:
        """The first of what a check found: subject, found."""
        return self._rows("quality_breaches", check_id=check_id, most=most)

    def owner_gaps(self, organisation_id: str, year: int) -> list[dict[str, Any]]:
        """What each office has no figure for in a year: metrics, without_figure, last_year with any."""
        return self._rows("quality_owners", organisation_id=organisation_id, year=year)

    def ledger_ages(self, organisation_id: str) -> list[dict[str, Any]]:
        """Each kind of ledger: loaded_on, covers_until, days since either on the edition's day; never loaded first."""
        return self._rows("quality_ledgers", organisation_id=organisation_id)

    def large_changes(self, organisation_id: str) -> list[dict[str, Any]]:
        """marts.large_change with names: none in an edition of code that didn't look for them yet."""
        return self._rows_if_known("large_change", organisation_id=organisation_id)

    def offered_columns(self) -> list[dict[str, Any]]:
        """The columns of the tables that the page 自助查询 offers, with what the data dictionary says of them."""
        with self._connection.cursor() as cursor:
            return offered_columns(cursor, "board")

    def sql(self, select: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Any SELECT on this edition; the connection can't write."""
        with self._connection.cursor() as cursor:
            return cursor.execute(select, dict(parameters or {})).df()

    def arrow(self, select: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Like `sql`, as Arrow with exact decimals."""
        with self._connection.cursor() as cursor:
            return cursor.sql(select, params=dict(parameters or {})).to_arrow_table()

    @cached_property
    def _frames(self) -> Callable[..., pd.DataFrame]:
        """A query's frame by (name, its values): an edition never changes, so each question is asked once."""
        return lru_cache(_MOST_KEPT)(lambda query, **values: self.sql(sql.query(query), values))

    @cached_property
    def _lists(self) -> Callable[..., list[dict[str, Any]]]:
        """The same as rows with exact decimals."""
        return lru_cache(_MOST_KEPT)(lambda query, **values: self.arrow(sql.query(query), values).to_pylist())

    def _frame(self, query: str, **values: Any) -> pd.DataFrame:
        with self._known():
            frame = self._frames(query, **values).copy(deep=False)  # whoever adds a column adds it to their own
        return frame.assign(synthetic=True) if self.manifest.synthetic else frame

    def _rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        with self._known():
            rows = self._lists(query, **values)
        marks = {"synthetic": True} if self.manifest.synthetic else {}
        return [{**row, **marks} for row in rows]

    def _rows_if_known(self, query: str, **values: Any) -> list[dict[str, Any]]:
        try:
            return self._rows(query, **values)
        except EditionTooOld:
            return []

    def _record(self, query: str, **values: Any) -> dict[str, Any] | None:
        rows = self._rows(query, **values)
        return rows[0] if rows else None

    @contextmanager
    def _known(self) -> Generator[None]:
        """Around a question of the board's own: a table that an older edition lacks is a refusal, not a traceback."""
        try:
            yield
        except (duckdb.CatalogException, duckdb.BinderException):
            _refuse_if_old(self.manifest)
            raise


def _refuse_if_old(*manifests: Manifest) -> None:
    """Raises EditionTooOld for the first edition that other code than this has built."""
    running = code_version()
    for manifest in manifests:
        if manifest.code_version != running:
            raise EditionTooOld(where=manifest.edition_id, found=manifest.code_version) from None
