"""The numbers that a text holds and that count nothing, each with why."""

from pathlib import Path

import pytest

from pipelines.extract import ReportReader

REASONS = {
    "依据《纲要（2021—2025年）》推进": ("《纲要（2021—2025年）》", "document_number"),
    "文号〔2025〕100号": ("〔2025〕100号", "document_number"),
    "索引号11330736873621E/2024-139175": ("11330736873621E/2024-139175", "document_number"),
    "发布日期2022-03-31": ("2022-03-31", "date"),
    "9月30日前完成": ("9月30日", "date"),
    "15:51发布": ("15:51", "time"),
    "2023年推进": ("2023年", "year"),
    "围绕“1310”部署": ("“1310”", "name"),
    "组建“1+1+N”队伍": ("“1+1+N”", "name"),
    "第一百二十四条规定": ("一百二十四条", "ordinal"),
    "依据第12条规定": ("第12条", "law_article"),
    "召开第3次会议": ("第3", "ordinal"),
    "2.抓好落实": ("2.", "list_number"),
    "热线12345受理": ("12345", "hotline"),
    "平均每三周开展1次夜查": ("1次", "frequency"),
    "落实三项制度": ("三项", "set_name"),
    "超过90%的街道达标": ("超过90%", "percentile"),
    "每个社区不少于3人": ("不少于3人", "requirement"),
    "完成比例为3比": ("3", "no_counter"),
}


@pytest.mark.parametrize("text", REASONS)
def test_a_number_that_counts_nothing_says_why(reader: ReportReader, text: str) -> None:
    found = reader.read(text, year=2023)
    said = [(text[slice(*each.span)], each.reason) for each in reader.ignored(found)]
    assert said == [REASONS[text]]
    assert not found.observations and not found.unmapped


def test_a_repeated_fact_is_marked_where_it_is_repeated(reader: ReportReader) -> None:
    text = "审查合同92份。全年审查合同92份。"
    found = reader.read(text, year=2023)
    assert [(text[slice(*each.span)], each.reason) for each in reader.ignored(found)] == [("92份", "repeated")]
    assert reader.ignored(found)[0].span[0] > found.observations[0].evidence.span[1]


def test_every_digit_of_a_report_is_read_or_set_aside_with_a_reason(reader: ReportReader, repository: Path) -> None:
    report = repository / "data" / "documents" / "longjin-2023" / "report.txt"
    found = reader.read(report.read_text(encoding="utf-8"), year=2023)
    spans = [each.evidence.span for each in (*found.observations, *found.unmapped)]
    spans += [each.span for each in reader.ignored(found)]
    covered = {position for start, end in spans for position in range(start, end)}
    text = found.repaired.text
    assert [at for at, character in enumerate(text) if character.isdigit() and at not in covered] == []
    assert len(spans) == len(set(spans))
