"""A figure of a table points at its cell, and its evidence shows the head that it stands under."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract import ReportReader
from tests.extract.test_specs import specs

PENALTIES = "2023年度行政处罚实施情况（宗）\n单位|警告|罚款|合计\n综合行政执法队|3|1,200|1,203\n市场监管所|—|30|30\n"


def test_every_figure_of_a_table_is_its_cell(reader: ReportReader) -> None:
    for case in specs("tables_*.yml"):
        found = reader.read(case.values[0]["text"], year=2023)
        for each in (*found.observations, *found.unmapped):
            place, text = each.evidence, found.repaired.text
            assert text[slice(*place.span)] == place.quote
            assert text[slice(*place.sentence_span)] == place.sentence
            assert place.quote in place.sentence
            assert found.repaired.original[slice(*place.span_original)].strip() == place.quote
            assert any(character.isdigit() for character in place.quote)


def test_the_evidence_runs_from_the_head_to_the_row(reader: ReportReader) -> None:
    first = reader.read(PENALTIES, year=2023).observations[0]
    assert first.evidence.sentence == "单位|警告|罚款|合计\n综合行政执法队|3|1,200|1,203"
    assert first.evidence.quote == "3"


def test_a_row_far_from_its_head_is_its_own_evidence(reader: ReportReader) -> None:
    rows = "".join(f"第{number}综合行政执法中队|1|2|3\n" for number in range(1, 60))
    last = reader.read(PENALTIES + rows, year=2023).observations[-1]
    assert last.evidence.sentence == "第59综合行政执法中队|1|2|3"


def test_the_evidence_of_a_pair_is_its_name_and_number(reader: ReportReader) -> None:
    found = reader.read("2023年度行政处罚实施情况(宗) 警告|3 罚款|94929 合计|94932", year=2023)
    assert [each.evidence.sentence for each in found.observations] == ["警告|3", "罚款|94929", "合计|94932"]


def test_a_table_in_a_damaged_copy_keeps_its_place_in_the_original(reader: ReportReader) -> None:
    original = "行政處罰情況（宗）\n警告(gào)|１２\n罰款|30\n合計|42\n"
    found = reader.read(original, year=2023)
    assert [(each.metric_id, each.bounds.value) for each in found.observations] == [
        ("penalty_warning", Decimal(12)),
        ("penalty_fine", Decimal(30)),
        ("admin_penalty_cases", Decimal(42)),
    ]
    assert original[slice(*found.observations[0].evidence.span_original)] == "１２"


def test_a_number_of_a_table_and_its_sentence_in_prose_are_one_fact(reader: ReportReader) -> None:
    found = reader.read("全年审查合同92份。\n项目|数量（份）\n审查合同|92\n", year=2023)
    assert [each.flags for each in found.observations] == [("repeated",)]
    assert found.observations[0].evidence.quote == "92份"


@settings(max_examples=100)
@given(st.lists(st.integers(0, 10**7), min_size=3, max_size=3), st.booleans(), st.sampled_from(["|", "\t", " | "]))
def test_random_numbers_come_back_under_their_heads(
    reader: ReportReader, numbers: list[int], is_right: bool, mark: str
) -> None:
    total = sum(numbers) + (0 if is_right else 1)
    rows = [["警告", "罚款", "没收违法所得", "合计"], [f"{number:,}" for number in (*numbers, total)]]
    text = "行政处罚情况（宗）\n" + "\n".join(mark.join(row) for row in rows)
    found = reader.read(text, year=2023).observations
    assert [each.bounds.value for each in found] == [*numbers, total]
    assert [each.metric_id for each in found] == [
        "penalty_warning",
        "penalty_fine",
        "penalty_confiscation",
        "admin_penalty_cases",
    ]
    assert found[-1].flags == (() if is_right else ("sum_differs",))
