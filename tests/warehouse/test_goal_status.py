"""The status engine against an oracle that judges every allowed value by itself."""

import random
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.warehouse import sql
from pipelines.wording.sentences import sentences
from tests.warehouse.status_oracle import Case, answer

RULES = {"on_track_from": 1, "at_risk_from": 0.8, "period_grace": 7}
STARTS, DUE, REPORT_DUE = date(2024, 1, 1), date(2024, 12, 31), date(2025, 4, 1)
DAYS = [
    date(2023, 11, 1), date(2024, 1, 1), date(2024, 1, 20), date(2024, 4, 15), date(2024, 7, 1), date(2024, 10, 18),
    date(2024, 12, 31), date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1), date(2026, 11, 23),
]  # fmt: skip
NUMBERS = [Fraction(each) for each in (0, 0, 1, 4, 5, 8, 10, 40, 43, 50, 80, 95, 97, 99, 100, 120)] + [
    Fraction(799, 10)
]
KINDS = ("reach", "reduce", "keep_at_least", "keep_at_most", "every_period", "milestone")
TYPES = {
    "target": pa.decimal128(20, 4),
    "base_lower": pa.decimal128(20, 4),
    "base_upper": pa.decimal128(20, 4),
    "lower": pa.decimal128(20, 4),
    "upper": pa.decimal128(20, 4),
    "value": pa.decimal128(20, 4),
    "base_value": pa.decimal128(20, 4),
    "expected_done": pa.decimal128(20, 4),
    "expected_whole": pa.decimal128(20, 4),
    "has_reading": pa.bool_(),
    "is_cumulative": pa.bool_(),
    "is_relative": pa.bool_(),
    "missing": pa.list_(pa.string()),
    "observation_ids": pa.list_(pa.string()),
}
DATES = ("observed_to", "starts_on", "due", "report_due", "as_of")
COUNTS = ("required", "required_by_now", "done", "missed", "unknown", "year")
TEXTS = ("organisation_id", "key_result_id", "kind", "measure_kind", "frequency", "absence", "qualifier", "unit")
OF_TARGET = {
    "target_state": pa.string(),
    "target_role": pa.string(),
    "target_since": pa.date32(),
    "is_set_late": pa.bool_(),
}
SCHEMA = pa.schema(
    [
        *TYPES.items(),
        *((name, pa.date32()) for name in DATES),
        *((name, pa.int64()) for name in COUNTS),
        *((name, pa.string()) for name in TEXTS),
        *OF_TARGET.items(),
    ]
)


def decimal(number: Fraction | None) -> Decimal | None:
    return (
        None
        if number is None
        else (Decimal(number.numerator) / Decimal(number.denominator)).quantize(Decimal("0.0001"))
    )


def row_of(case: Case, key_result_id: str) -> dict[str, Any]:
    is_final = case.observed_to is not None and case.observed_to >= case.due
    if case.observed_to is None:
        done, whole = None, None
    elif is_final:
        done, whole = Fraction(1), Fraction(1)
    elif case.expected is not None:
        done, whole = case.expected * 100, Fraction(100)
    else:
        done = Fraction(max(0, (min(case.observed_to, case.due) - case.starts_on).days + 1))
        whole = Fraction((case.due - case.starts_on).days + 1)
    has_records = case.kind in ("every_period", "milestone")
    counts = ("required", "required_by_now", "done", "missed", "unknown")
    return {
        "organisation_id": "longjin",
        "key_result_id": key_result_id,
        "year": 2024,
        "is_relative": False,
        "has_reading": case.reading is not None,
        "lower": decimal(case.reading[0]) if case.reading else None,
        "upper": decimal(case.reading[1]) if case.reading else None,
        "base_lower": decimal(case.base[0]),
        "base_upper": decimal(case.base[1]),
        "target": decimal(case.target),
        "expected_done": decimal(done),
        "expected_whole": decimal(whole),
        "missing": [],
        "observation_ids": [],
        **{name: getattr(case, name) for name in ("kind", "frequency", "is_cumulative", *DATES)},
        **{name: getattr(case, name) if has_records else None for name in counts},
    }


def progress(cases: list[Case]) -> list[dict[str, Any]]:
    """marts.goal_progress on these cases, in their order."""
    rows = [row_of(case, f"{index:05}") for index, case in enumerate(cases)]
    rules = pa.table({"rule": list(RULES), "value": pa.array(map(float, RULES.values()))})
    selects = dict(sql.tables())
    with duckdb.connect(":memory:") as connection:
        for schema in ("catalogue", "staging", "marts"):
            connection.execute(f"create schema {schema}")
        for name, table in (
            ("catalogue.status_rules", rules),
            ("staging.key_result_case", pa.Table.from_pylist(rows, schema=SCHEMA)),
        ):
            connection.register("loading", table)
            select = (
                "select rule, cast(value as decimal(6, 2)) as value from loading" if "rules" in name else "from loading"
            )
            connection.execute(f"create table {name} as {select}")
        for name in ("staging.key_result_corner", "marts.goal_progress"):
            connection.execute(f"create table {name} as {selects[name]}")
        found = connection.sql("select * from marts.goal_progress order by key_result_id").to_arrow_table().to_pylist()
    assert [row["key_result_id"] for row in found] == [row["key_result_id"] for row in rows]
    return found


def bounds(random_: random.Random, chance_unknown: float) -> tuple[Fraction | None, Fraction | None]:
    low, high = sorted(random_.choices(NUMBERS, k=2))
    if random_.random() < 0.5:
        high = low
    return (
        None if random_.random() < chance_unknown else low,
        None if random_.random() < chance_unknown else high,
    )


def any_case(random_: random.Random) -> Case:
    kind = random_.choice(KINDS)
    as_of = random_.choice(DAYS)
    dates = {"as_of": as_of, "starts_on": STARTS, "due": DUE, "report_due": REPORT_DUE}
    frequency = random_.choice(["month", "quarter", "year"])
    if kind in ("every_period", "milestone"):
        required = 12 if kind == "every_period" else random_.randint(1, 6)
        by_now = random_.choice([0, required, random_.randint(0, required)])
        done = random_.choice([0, by_now, random_.randint(0, by_now)])
        missed = random_.randint(0, by_now - done)
        records = {"required": required, "required_by_now": by_now, "done": done, "missed": missed}
        return Case(kind, **dates, frequency=frequency, **records, unknown=by_now - done - missed)
    observed_to = min(as_of, random_.choice([DUE, DUE, date(2024, 6, 30), date(2024, 3, 31), STARTS, as_of]))
    has_reading = random_.random() < 0.85 and as_of >= STARTS
    target = None if random_.random() < 0.05 else random_.choice(NUMBERS)
    return Case(
        kind,
        **dates,
        frequency=frequency,
        target=target,
        base=bounds(random_, 0.15) if random_.random() < 0.9 else (None, None),
        reading=bounds(random_, 0.2) if has_reading else None,
        observed_to=observed_to if has_reading else None,
        is_cumulative=random_.random() < 0.4,
        expected=random_.choice([None, Fraction(0), Fraction(25, 100), Fraction(1)]),
    )


def test_four_thousand_cases_have_the_answers_of_the_oracle() -> None:
    random_ = random.Random(20241231)
    cases = [any_case(random_) for _ in range(4000)]
    found = progress(cases)
    seen = Counter()
    reasons = set()
    for case, row in zip(cases, found, strict=True):
        status, left_open = answer(case)
        assert row["status"] == status, (case, row)
        if status == "cannot_tell" and "unclear" not in left_open:
            assert {row["worst_status"], row["best_status"]} == left_open, (case, row)
        seen[case.kind, status] += 1
        reasons.add(row["reason_code"])
    assert {status for _, status in seen} == {
        "achieved", "on_track", "at_risk", "off_track", "not_due", "no_data", "overdue_no_data", "no_target",
        "cannot_tell",
    }  # fmt: skip
    said = {key.removeprefix("status_reason.") for key in sentences("zh") if key.startswith("status_reason.")}
    assert reasons == said - {"baseline_unknown", "nothing_due"}  # of measures, not of numbers: test_situations
    for kind in KINDS:
        assert len([status for seen_kind, status in seen if seen_kind == kind]) >= 7, seen
