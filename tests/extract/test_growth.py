"""Reading takes time in proportion to a text's length, whatever the text is made of."""

from time import process_time

import pytest

from pipelines.extract import ReportReader, tables

SMALL, TIMES = 6_000, 8
HEADINGS = "".join(f"{number}、存在问题\n（一）培训不足。查处占道经营12宗。\n" for number in "一二三四五六七八九十")
SHAPES = {
    "one sentence": "查处占道经营12宗，开展普法活动3场，",
    "a sentence without marks": "查处占道经营12宗开展普法活动3场",
    "parts of a whole": "普法活动40场，其中面向企业12场、",
    "headings": HEADINGS,
    "items of one section": "（一）培训不足。\n",
    "windows": "近三年",
    "a window and numbers": "近三年共12宗",
    "one long number": "9",
    "grouped digits": "111,",
    "scales": "1万",
    "Chinese digits": "九",
    "blanks after a bracket": "(  ",
    "open title marks": "《",
    "open quotes": "“",
    "qualifiers": "不少于",
    "lost characters": "?。",
    "bars": "|",
    "tabs": "a\t",
    "cells in one line": "罚款|12|",
    "rows of two cells": "罚款|12\n",
    "departments in rows": "城管队|1|2|3\n",
    "tables with titles": "表一 行政处罚（宗）\n罚款|12\n\n",
    "pairs in one line": "罚款|12 没收|3 ",
    "lines of pairs": "表一 行政处罚(宗) 罚款|12 没收|3\n",
    "heads without a body": "警告|罚款|合计\n",
}


OPENINGS = {
    "a part of the year": ("今年1至4月，", "调解纠纷1件，"),
    "a year at the sentence's start": ("2022年，", "调解纠纷1件，"),
    "a window": ("近三年", "调解纠纷1件"),
    "a breakdown": ("调解纠纷900件，其中", "邻里纠纷1件、"),
}
"""Words that rule what stands behind them, once in a text."""


def seconds(reader: ReportReader, text: str, *, times: int = 3) -> float:
    def once() -> float:
        start = process_time()
        reader.read(text, year=2023)
        return process_time() - start

    return min(once() for _ in range(times))


@pytest.mark.parametrize("shape", SHAPES)
def test_eight_times_the_text_takes_no_more_than_three_times_its_share(reader: ReportReader, shape: str) -> None:
    text = ("三、存在问题\n" if shape.startswith("items") else "") + SHAPES[shape] * (SMALL // len(SHAPES[shape]))
    small = seconds(reader, text)
    large = seconds(reader, text * TIMES)
    assert large < 3 * TIMES * small + 0.05, f"{small:.4f} s → {large:.4f} s"


@pytest.mark.parametrize("shape", OPENINGS)
def test_a_word_rules_a_long_text_in_time_proportional_to_it(reader: ReportReader, shape: str) -> None:
    opening, unit = OPENINGS[shape]
    small, large = (seconds(reader, opening + unit * (size // len(unit))) for size in (SMALL, SMALL * TIMES))
    assert large < 3 * TIMES * small + 0.05, f"{small:.4f} s → {large:.4f} s"


def test_the_numbers_set_aside_are_found_in_time_proportional_to_the_text(reader: ReportReader) -> None:
    def aside(times: int) -> float:
        found = reader.read("".join(f"审查合同{number}份。审查合同{number}份。" for number in range(times)), year=2023)
        start = process_time()
        assert len(reader.ignored(found)) == times
        return process_time() - start

    assert aside(4_000) < 3 * 8 * aside(500) + 0.05


def test_a_line_of_ten_thousand_cells_is_no_table(reader: ReportReader) -> None:
    line = "单位|" + "|".join(str(number) for number in range(10_000))
    assert not reader.read(line, year=2023).unmapped
    assert seconds(reader, line) < 1


def test_what_is_read_from_tables_is_bounded(reader: ReportReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_NUMBERS", 50)
    lines = [f"项目|数量（份）\n某事项|{number}\n" for number in range(60)]
    found = reader.read("\n".join(lines), year=2023)
    assert len(found.unmapped) == 50


def test_twenty_thousand_headings_are_read_in_seconds(reader: ReportReader) -> None:
    assert seconds(reader, HEADINGS * 2_000, times=1) < 30
