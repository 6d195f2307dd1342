"""A few typed rows as the warehouse's raw tables: each mart on rows that a reader can count."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.warehouse import sql
from pipelines.warehouse.build import Breach, fill, run_checks
from pipelines.warehouse.tables import SCHEMAS

ORGANISATION = "longjin"


def _empty() -> dict[str, list[dict[str, Any]]]:
    return {name: [] for name in SCHEMAS}


@dataclass
class Rows:
    """Raw rows that grow by one a call; what a test doesn't say has a harmless default."""

    as_of: date = date(2025, 1, 31)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=_empty)

    def __post_init__(self) -> None:
        self._add("raw.build", as_of=self.as_of, synthetic=False)
        self._add("catalogue.themes", theme_id="theme", position=1, name_zh="主题", name_en="Theme")
        for counter, counter_class in (("件", "item"), ("宗", "item"), ("次", "occasion")):
            self._add("catalogue.counters", counter=counter, counter_class=counter_class)
        self._add("catalogue.owners", owner_id="owner", name_zh="司法所", name_en="Justice Office")
        for rule, value in (("on_track_from", "1"), ("at_risk_from", "0.8"), ("period_grace", "14")):
            self._add("catalogue.status_rules", rule=rule, value=Decimal(value))
        self._add("catalogue.statutory_dates", date_id="annual_report", month=4, day=1, owner_id="owner")

    def _add(self, table: str, **values: Any) -> None:
        unknown = values.keys() - set(SCHEMAS[table].names)
        assert not unknown, f"{table} has no {unknown}"
        self.tables[table].append(values)

    def metric(self, metric_id: str, *, kind: str = "flow", units: tuple[str, ...] = ("件",), **values: Any) -> "Rows":
        default = {
            "theme_id": "theme",
            "owner_id": "owner",
            "position": len(self.tables["catalogue.metrics"]) + 1,
            "name_zh": "指标",
            "name_en": "Metric",
            "direction": "neutral",
            "counted_from": "report",
        }
        self._add("catalogue.metrics", metric_id=metric_id, units=list(units), kind=kind, **{**default, **values})
        return self

    def document(self, document_id: str, year: int, *, extent: str = "whole", **values: Any) -> "Rows":
        default = {
            "organisation_id": ORGANISATION,
            "title": document_id,
            "nature": "original",
            "type": "annual_report",
            "sha256": document_id,
            "text": "办理92件。",
            "original": "办理92件。",
        }
        self._add("raw.documents", document_id=document_id, year=year, extent=extent, **{**default, **values})
        return self

    def observation(self, document_id: str, metric_id: str, value: int | None, year: int, **values: Any) -> "Rows":
        default = {
            "observation_id": f"o{len(self.tables['raw.observations']) + 1:03}",
            "scope": "",
            "lower": value,
            "upper": value,
            "qualifier": "exact",
            "unit": "件",
            "kind": "flow",
            "period_start": date(year, 1, 1),
            "period_end": date(year, 12, 31),
            "confidence": 0.9,
            "flags": [],
            **_evidence("92件", 2),
        }
        given = {**default, **values}
        read = [str(given[name]) for name in ("lower", "upper", "qualifier", "unit")]
        given.setdefault("reading_hash", "/".join([str(value), *read]))
        self._add("raw.observations", document_id=document_id, metric_id=metric_id, value=value, **given)
        return self

    def unmapped(self, document_id: str, value: int, **values: Any) -> "Rows":
        default = {
            "lower": value,
            "upper": value,
            "qualifier": "exact",
            "unit": "件",
            "flags": [],
            **_evidence("9件", 2),
        }
        self._add("raw.unmapped", document_id=document_id, value=value, **{**default, **values})
        return self

    def known_practice(self, practice_id: str) -> "Rows":
        position = len(self.tables["catalogue.practices"]) + 1
        names = {"name_zh": "做法", "name_en": "Practice", "section": "一", "metric_ids": []}
        self._add("catalogue.practices", practice_id=practice_id, position=position, **names)
        return self

    def practice(self, document_id: str, practice_id: str, frequency: str | None = None) -> "Rows":
        evidence = _evidence("做法", 0)
        self._add("raw.practices", document_id=document_id, practice_id=practice_id, frequency=frequency, **evidence)
        return self

    def known_duty(
        self, duty_id: str, *, practice_ids: tuple[str, ...] = (), metric_ids: tuple[str, ...] = ()
    ) -> "Rows":
        links = {"practice_ids": list(practice_ids), "metric_ids": list(metric_ids)}
        position = len(self.tables["catalogue.duties"]) + 1
        self._add("catalogue.duties", duty_id=duty_id, position=position, name_zh="职责", name_en="Duty", **links)
        return self

    def duty(self, document_id: str, duty_id: str) -> "Rows":
        self._add("raw.duties", document_id=document_id, duty_id=duty_id, **_evidence("督办", 0))
        return self

    def known_problem(self, problem_id: str, source_year: int, organisation_id: str = ORGANISATION) -> "Rows":
        names = {"name_zh": "问题", "name_en": "Problem", "parts_zh": [], "parts_en": [], "goal_ids": []}
        ids = {"problem_id": problem_id, "organisation_id": organisation_id, "source_year": source_year}
        self._add("catalogue.problems", position=1, **ids, **names)
        return self

    def problem(self, document_id: str, problem_id: str | None, name: str = "问题", position: int = 1) -> "Rows":
        ids = {"document_id": document_id, "problem_id": problem_id}
        self._add("raw.problems", **ids, position=position, name=name, parts=[], **_evidence(name, 0))
        return self

    def known_goal(self, goal_id: str, source_year: int, order: int = 1) -> "Rows":
        names = {"name_zh": "目标", "name_en": "Goal", "parts_zh": ["其一"], "parts_en": ["one"]}
        ids = {"goal_id": goal_id, "organisation_id": ORGANISATION, "source_year": source_year}
        self._add("catalogue.goals", **ids, target_year=source_year + 1, position=order, **names)
        return self

    def goal(self, document_id: str, goal_id: str | None, name: str = "目标", position: int = 1) -> "Rows":
        ids = {"document_id": document_id, "goal_id": goal_id}
        self._add("raw.goals", **ids, position=position, name=name, parts=["细项"], **_evidence(name, 0))
        return self

    def derived(self, metric_id: str, numerator_id: str, denominator_id: str, **values: Any) -> "Rows":
        parts = {"numerator_id": numerator_id, "denominator_id": denominator_id, "direction": "higher_is_better"}
        names = {"name_zh": "占比", "name_en": "Share", "definition_zh": "口径", "definition_en": "Definition"}
        self._add("catalogue.derived", metric_id=metric_id, position=1, **names, **{**parts, **values})
        return self

    def key_result(self, kind: str, measure_id: str | None, target: int | None, **values: Any) -> "Rows":
        """A key result of the goal `goal`, measured by a metric unless `measure_kind` says otherwise."""
        ids = {"key_result_id": "key_result", "goal_id": "goal", "position": 1, "owner_id": "owner"}
        names = {"name_zh": "重点任务", "name_en": "Key result"}
        default = {
            **ids,
            **names,
            "measure_kind": "metric",
            "target_state": "proposed",
            "target_reason_zh": "有一个完整年度的数据之后再提目标值",
            "target_reason_en": "a whole year of data comes first",
            "due_on": date(2024, 12, 31),
            "frequency": "year",
        }
        given = {"kind": kind, "measure_id": measure_id, "target": target}
        self._add("catalogue.key_results", **{**default, **given, **values})
        return self

    def milestone(self, due_on: date, share: int) -> "Rows":
        names = {"name_zh": "节点", "name_en": "Milestone"}
        self._add("catalogue.milestones", key_result_id="key_result", due_on=due_on, share=Decimal(share), **names)
        return self

    def mark(self, due_on: date, is_met: bool) -> "Rows":
        state = "done" if is_met else "missed"
        return self.record("milestone", "key_result", state, on_day=min(due_on, self.as_of), due_on=due_on)

    def record(self, subject_type: str, item_id: str, state: str, *, on_day: date, **values: Any) -> "Rows":
        """What somebody recorded and a reviewer accepted."""
        number = len(self.tables["raw.records"]) + 1
        given = {"event_id": f"e{number}", "sequence": number, "reference": "", "materials": [], "owner_id": "owner"}
        given["organisation_id"] = None if subject_type == "milestone" else ORGANISATION
        ids = {"subject_type": subject_type, "item_id": item_id, "state": state, "on_day": on_day}
        self._add("raw.records", **{**given, **ids, **values})
        return self

    def set_target(self, value: int | None, since: date, state: str = "confirmed", **values: Any) -> "Rows":
        number = len(self.tables["raw.targets"]) + 1
        given = {"event_id": f"t{number}", "sequence": number, "role": "approver", "decided_at": f"{since}T00:00:00"}
        said = {"key_result_id": "key_result", "value": value, "since": since, "state": state}
        self._add("raw.targets", **{**given, **said, **values})
        return self

    def finding(self, problem_id: str, found_on: date, **values: Any) -> "Rows":
        """A problem that an audit found, unless `source` says otherwise."""
        number = len(self.tables["raw.findings"]) + 1
        ids = {"problem_id": problem_id, "organisation_id": ORGANISATION, "owner_id": "owner", "found_on": found_on}
        said = {"name": "问题", "source": "audit", "goal_ids": [], "repeats": "", "reference": "", "materials": []}
        self._add("raw.findings", **{**ids, **said, "event_id": f"f{number}", "sequence": number, **values})
        return self

    def task(self, task_id: str, due_on: date, assigned_on: date, **values: Any) -> "Rows":
        """A task about the problem `p`."""
        number = len(self.tables["raw.tasks"]) + 1
        ids = {"task_id": task_id, "organisation_id": ORGANISATION, "owner_id": "owner", "sequence": number}
        said = {"about_type": "problem", "about_id": "p", "what": "办", "reference": "", "materials": []}
        self._add("raw.tasks", **{**ids, **said, "due_on": due_on, "assigned_on": assigned_on, **values})
        return self

    def ledger(self, ledger_id: str, metric_id: str, *, way: str = "rows", unit: str | None = None) -> "Rows":
        """A kind of ledger that counts one metric."""
        if ledger_id not in {each["ledger_id"] for each in self.tables["catalogue.ledgers"]}:
            names = {"name_zh": "台账", "name_en": "Ledger", "purpose_zh": "登记", "purpose_en": "A list"}
            self._add("catalogue.ledgers", ledger_id=ledger_id, position=1, owner_id="owner", **names)
        self._add("catalogue.ledger_counts", ledger_id=ledger_id, metric_id=metric_id, way=way, unit=unit)
        return self

    def load(self, ledger_id: str, first: date, last: date, **values: Any) -> "Rows":
        """A loaded file that speaks for some days and has every column that its metrics need."""
        number = len(self.tables["raw.ledger_loads"]) + 1
        key = {"organisation_id": ORGANISATION, "ledger_id": ledger_id, "batch_id": f"{number:04d}"}
        default = {"number": number, "name": "台账.xlsx", "loaded_on": last, "rows": 1, "refused": 0, "late": 0}
        without = values.pop("without", ())
        self._add("raw.ledger_loads", **key, covers_from=first, covers_until=last, **{**default, **values})
        for count in self.tables["catalogue.ledger_counts"]:
            if count["ledger_id"] == ledger_id and count["metric_id"] not in without:
                self._add("raw.ledger_told", **key, metric_id=count["metric_id"])
        return self

    def refused(self, ledger_id: str, code: str, rows: int, year: int | None) -> "Rows":
        """Rows of the ledger's first loaded file that were refused for one reason; they are among its `refused`."""
        (load, *_) = [each for each in self.tables["raw.ledger_loads"] if each["ledger_id"] == ledger_id]
        load["refused"] += rows
        key = {name: load[name] for name in ("organisation_id", "ledger_id", "batch_id")}
        self._add("raw.ledger_refusals", **key, code=code, year=year, rows=rows)
        return self

    def month(self, ledger_id: str, metric_id: str, month: date, value: int, **values: Any) -> "Rows":
        """What one month's rows add; `added` where that is another number than the month's own."""
        default = {"way": "rows", "is_late": False, "dimension": "", "member": "", "unsure": 0, "rows_counted": value}
        given = {"in_month": Decimal(value), "added": Decimal(values.pop("added", value)), **default, **values}
        key = {"organisation_id": ORGANISATION, "ledger_id": ledger_id, "metric_id": metric_id, "month": month}
        self._add("raw.ledger_added", **key, **given)
        return self

    def event(self, ledger_id: str, *metric_ids: str, day: date, **values: Any) -> "Rows":
        """A row of a ledger's first loaded file that counts for metrics on a day, and may for those of `unsure`."""
        (load, *_) = [each for each in self.tables["raw.ledger_loads"] if each["ledger_id"] == ledger_id]
        number = len(self.tables["raw.ledger_rows"]) + 1
        key = {"organisation_id": ORGANISATION, "ledger_id": ledger_id}
        place = {"home_ledger_id": ledger_id, "batch_id": load["batch_id"], "sheet_name": "", "row_number": number}
        unsure = values.pop("unsure", ())
        default = {"row_id": number, "row_key": f"r{number}", "is_late": False, "dated_on": day}
        self._add("raw.ledger_rows", **key, **place, **{**default, **values})
        for metric_id in (*metric_ids, *unsure):
            is_sure = metric_id not in unsure
            self._add("raw.ledger_marks", **key, metric_id=metric_id, row_id=number, counted_on=day, is_sure=is_sure)
        return self

    def day_off(self, day: date, *, is_working: bool = False) -> "Rows":
        """A weekday off, or a weekend at work."""
        self._add("catalogue.odd_days", day=day, is_working=is_working)
        return self

    def asked(self, query: str, wanted: str | None = None, **values: Any) -> list[dict[str, Any]]:
        """A question of the API, for longjin; `wanted`: the mart that it reads."""
        with self.filled(wanted) as connection:
            bound = {"organisation_id": ORGANISATION, **values}
            return connection.sql(sql.query(query), params=bound).to_arrow_table().to_pylist()

    def kept(self, ledger_id: str, practice_id: str, month: date, rows_counted: int = 1) -> "Rows":
        """Rows of a ledger that prove a practice in a month."""
        key = {"organisation_id": ORGANISATION, "ledger_id": ledger_id, "practice_id": practice_id}
        self._add("raw.practice_months", **key, month=month, rows_counted=rows_counted)
        return self

    def shows(self, ledger_id: str, practice_id: str) -> "Rows":
        """A kind of ledger whose rows prove a practice."""
        self._add("catalogue.ledger_practices", ledger_id=ledger_id, practice_id=practice_id)
        return self

    def typed(self, metric_id: str, value: int, year: int, **values: Any) -> "Rows":
        """A figure that a person typed; `review`: accepted or corrected (to the same value) or rejected."""
        review = values.pop("review", None)
        said = {
            "observation_id": f"h-{metric_id}-{year}-{len(self.tables['raw.hand'])}",
            "reading_hash": str(value),
            "metric_id": metric_id,
            "scope": "",
            **{name: Decimal(value) for name in ("value", "lower", "upper")},
            "qualifier": "exact",
            "unit": "件",
            "kind": "flow",
            "period_start": date(year, 1, 1),
            "period_end": date(year, 12, 31),
            **values,
        }
        self._add("raw.hand", organisation_id=ORGANISATION, reference="台账", materials=[], **said)
        if review:
            known = {name: said[name] for name in said if name in SCHEMAS["raw.reviews"].names}
            self._add("raw.reviews", state=review, steps=1, of=1, **known)
        return self

    def raw(self) -> dict[str, pa.Table]:
        return {name: pa.Table.from_pylist(self.tables[name], schema=schema) for name, schema in SCHEMAS.items()}

    def filled(self, wanted: str | None = None) -> duckdb.DuckDBPyConnection:
        """The warehouse of these rows, in memory; with `wanted` only the table of that name and what it needs."""
        connection = duckdb.connect(":memory:", config={"threads": 1})
        fill(connection, self.raw(), wanted=wanted)
        return connection

    def mart(self, name: str) -> list[dict[str, Any]]:
        with self.filled(f"marts.{name}") as connection:
            return connection.sql(f"select * from marts.{name} order by all").to_arrow_table().to_pylist()

    def breaches(self) -> list[Breach]:
        with self.filled() as connection:
            return run_checks(connection)

    def metric_year(self, metric_id: str, year: int) -> dict[str, Any]:
        """The one row of marts.metric_year for longjin; two or none fail the test."""
        (row,) = [row for row in self.mart("metric_year") if (row["metric_id"], row["year"]) == (metric_id, year)]
        return row


def _evidence(quote: str, start: int) -> dict[str, Any]:
    end = start + len(quote)
    return {
        "quote": quote,
        "span_start": start,
        "span_end": end,
        "original_start": start,
        "original_end": end,
        "sentence": quote,
        "sentence_start": start,
        "sentence_end": end,
        "section": "一",
    }
