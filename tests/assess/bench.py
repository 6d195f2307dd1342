"""How long 3,000 organisations × 120 lines take to be worked out anew: `make bench-assessment`.

Made-up figures stand in the marts' own tables; a rubric of every kind of rule asks 84 lines of them, 36 are judged or
counted by people.  Measured: reading the figures, what each rule gives, sums and grades; apart from that, reading the
round with its 108,000 marks by people from a register, whole, and once one more came.
Prints the table that stands in docs/assessment.md and writes it there.  `--organisations N` for fewer writes nothing.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.assess import graded, proposal, total
from pipelines.catalogue import rubric_of
from pipelines.domain.assessments import NOTHING, Proposal, Rubric
from pipelines.domain.register import Actor, Decision, Subject
from pipelines.domain.rounds import Dates, Plan, RoundState, Score
from pipelines.jobs.assessment.inputs import given_for, inputs_of
from pipelines.jobs.assessment.rounds import expected_of, marks_of
from pipelines.register import ASSESSED, ROUND, ROUND_TYPES, RoundFold, open_register, said_plan, said_score

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs" / "assessment.md"
BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"
YEAR, HEADINGS, LINES, TURNS = 2025, 12, 10, 5
BY_PEOPLE = 3
"""Of the lines under each heading."""
_NAME = {"zh": "项", "en": "line"}
_RULES: tuple[dict[str, Any], ...] = (
    {"kind": "ratio", "bar": "100"},
    {
        "kind": "bands",
        "bands": [{"bar": "95", "share": "100"}, {"bar": "80", "share": "60"}, {"bar": "60", "share": "30"}],
    },
    {"kind": "shortfall", "bar": "100", "step": "0.05", "per": "1"},
    {"kind": "occurrence", "step": "0.3"},
    {"kind": "all_or_nothing", "bar": "90"},
    {"kind": "ratio", "bar": "97"},
    {"kind": "shortfall", "bar": "60", "step": "0.1", "per": "5", "few_good": True},
)
_NUMBER, _TEXT = pa.decimal128(20, 4), pa.string()


def rubric() -> Rubric:
    """120 lines under 12 headings: every kind of rule that asks for a figure, and what people judge."""
    items: list[dict[str, Any]] = []
    for heading in range(HEADINGS):
        items.append({"id": f"h{heading}", "name": _NAME, "marks": "30"})
        for line in range(LINES):
            rule: dict[str, Any] = {"kind": "judgement"}
            if line >= BY_PEOPLE:
                rule = {**_RULES[line - BY_PEOPLE], "source": {"metric": f"m{heading}_{line}"}}
            items.append(
                {"id": f"i{heading}_{line}", "parent": f"h{heading}", "name": _NAME, "marks": "3", "rule": rule}
            )
    grades = [
        {"id": "excellent", "name": _NAME, "at_least": "320", "most_share": "30"},
        {"id": "pass", "name": _NAME, "at_least": "0"},
    ]
    head = {"id": "bench", "name": _NAME, "kind": "own", "basis": _NAME, "marks": "360", "grades": grades}
    return rubric_of({"head": head, "items": items})


def figures(organisations: list[str], asked: list[str]) -> duckdb.DuckDBPyConnection:
    """An edition's marts with a figure for each organisation and metric; one in twenty with an open bound."""
    draw = random.Random(7)
    owners = [each for each in organisations for _ in asked]
    values = [Decimal(draw.randrange(0, 1_010_000)) / 10_000 for _ in owners]
    uppers = [None if draw.random() < 0.05 else value for value in values]
    table = pa.table(
        {
            "organisation_id": owners,
            "metric_id": asked * len(organisations),
            "year": pa.array([YEAR] * len(owners), pa.int32()),
            "value": pa.array(values, _NUMBER),
            "lower": pa.array(values, _NUMBER),
            "upper": pa.array(uppers, _NUMBER),
            "reason": pa.array([None] * len(owners), _TEXT),
            "reporting_state": ["reported"] * len(owners),
            "unit": ["%"] * len(owners),
            "qualifier": ["exact" if upper is not None else "at_least" for upper in uppers],
            "source": ["ledger"] * len(owners),
            "observation_id": [f"{at:016x}" for at in range(len(owners))],
        }
    )
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("create schema marts")
    connection.register("made", table)
    connection.execute("create table marts.metric_year as select * from made")
    connection.execute(
        "create table marts.derived_year as select organisation_id, metric_id, year, value, lower, upper, reason, "
        "unit, qualifier, [observation_id] as observation_ids from made limit 0"
    )
    connection.execute(
        "create table marts.practice_status as select organisation_id, metric_id as practice_id, year, "
        "reason as status, reason as evidence from made limit 0"
    )
    connection.execute(
        "create table marts.document as select organisation_id, year, reason as type, reason as document_id, "
        "date '2026-03-01' as published_on from made limit 0"
    )
    return connection


def marked(url: str, found: Rubric, organisations: list[str]) -> None:
    """A register with a round and a mark by a person for each line that people judge."""
    draw, actor = random.Random(3), Actor("u-assessor", "assessor", "district")
    days = Dates(date(2026, 1, 5), date(2026, 1, 20), date(2026, 2, 20), 5, date(2026, 6, 30))
    plan = Plan("district", YEAR, "考评", found.content, found.version, tuple(organisations), days)
    judged = [item for item in found.scored if item.rule and item.rule.kind == "judgement"]
    with open_register(url) as register:
        register.record(Decision(Subject(ROUND, "r"), "opened", actor, said_plan(plan)))
        waiting: list[Decision] = []
        for organisation_id in organisations:
            for item in judged:
                marks = Decimal(draw.randrange(0, 31)) / 10
                score = Score(marks, "paper", NOTHING, NOTHING, Proposal("judgement", Decimal(0), Decimal(3)), ())
                subject = Subject(ASSESSED, f"r/{organisation_id}/{item.item_id}")
                waiting.append(Decision(subject, "scored", actor, said_score(score)))
            if len(waiting) > 2_000:
                register.record(*waiting)
                waiting = []
        if waiting:
            register.record(*waiting)


def worked_out(connection: duckdb.DuckDBPyConnection, found: Rubric, state: RoundState) -> dict[str, Any]:
    """Everything anew: figures, what rules give, sums, grades.  What a rule can't tell counts what is certain."""
    organisations = state.round.plan.organisations
    inputs = inputs_of(connection, found, organisations, YEAR, {})
    sums = {}
    for organisation_id in organisations:
        proposed = {
            item.item_id: expected_of(
                proposal(item, given_for(inputs, organisation_id, item.item_id), year=YEAR, decimals=found.decimals)
            )
            for item in found.scored
        }
        sums[organisation_id] = total(found, proposed | marks_of(found, state, organisation_id))
    return graded(found, {each: sum_.lower for each, sum_ in sums.items()}, {})


def timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def measured(count: int) -> dict[str, str]:
    """What is measured → median and slowest of TURNS, in seconds."""
    found = rubric()
    organisations = [f"o{at:05}" for at in range(count)]
    asked = [item.rule.source.id for item in found.scored if item.rule and item.rule.source]
    connection = figures(organisations, asked)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/register.sqlite3"
        marked(url, found, organisations)
        fold = RoundFold()
        with open_register(url) as register:

            def whole() -> None:
                nonlocal fold
                fold = RoundFold()
                fold.add(register.events(types=ROUND_TYPES))

            reading = [timed(whole) for _ in range(2)]
            more = [
                timed(lambda: fold.goes_on(register.events(types=ROUND_TYPES, after=fold.after - 1)))
                for _ in range(TURNS)
            ]
        state = fold.state("r")
        assert state is not None and len(state.standings) == count * HEADINGS * BY_PEOPLE
        turns = [timed(lambda: worked_out(connection, found, state)) for _ in range(TURNS)]
    lines = f"{count:,} organisations × {HEADINGS * LINES} lines"
    marks = f"{count * HEADINGS * BY_PEOPLE:,} marks"
    return {
        f"{lines} worked out anew": _said(turns),
        f"the round's {marks} read from the register, whole (once after a start)": _said(reading),
        "what came since read from the register (each time a page is opened)": _said(more),
    }


def _said(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s | {max(seconds):.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=3_000)
    asked = parser.parse_args()
    rows = "\n".join(f"| {name} | {said} |" for name, said in measured(asked.organisations).items())
    table = f"| | median | slowest |\n|---|--:|--:|\n{rows}"
    sys.stdout.write(table + "\n")
    if asked.organisations == parser.get_default("organisations"):
        text = PAGE.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
