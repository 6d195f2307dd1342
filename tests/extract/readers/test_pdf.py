"""PDF files → paragraphs joined over lines and pages, tables by their columns, each with page and line."""

import pytest

from pipelines.domain.documents import Note
from pipelines.domain.errors import ScannedDocument, TooManyPages
from pipelines.extract.readers import Limits, read_bytes
from tests.extract.readers.files import ROWS, SENTENCE, TITLE, pdf_file, printed
from tests.extract.readers.shown import place_of

LONG = "龙津街道组织开展普法宣传活动，审查修改合同92份，出具法律意见书88份，"
MARGIN, INDENT = 72, 104


def read(*pages):
    return read_bytes(pdf_file(list(pages)), "report.pdf", Limits())


def test_lines_are_read_with_page_and_line() -> None:
    found = read(printed([TITLE, "", SENTENCE]), printed([SENTENCE]))
    assert found.text == f"{TITLE}\n{SENTENCE}\n{SENTENCE}\n"
    assert place_of(found, TITLE) == {"page": 1, "row": 1}
    assert found.place(found.text.rindex("92份")).parts() == {"page": 2, "row": 1}


def test_a_paragraph_goes_on_over_lines_and_pages_and_a_number_isn_t_torn() -> None:
    first, second, third = LONG[:26], LONG[26:] + "受理各类信访事项若干、调解矛盾纠纷13", "49件。"
    found = read(
        [(INDENT, 740, first), (MARGIN, 720, second), (280, 30, "— 1 —")],
        [(MARGIN, 780, third), (INDENT, 760, "第二段。"), (280, 30, "— 2 —")],
    )
    assert found.text == f"{first}{second}{third}\n第二段。\n"
    assert place_of(found, "1349件") == {"page": 1, "row": 2}
    assert place_of(found, "49件") == {"page": 2, "row": 1}


def test_a_short_line_ends_its_paragraph_and_an_indented_one_begins_another() -> None:
    found = read(
        [(MARGIN, 760, LONG[:28]), (MARGIN, 740, "一、短标题"), (MARGIN, 720, "正文"), (INDENT, 700, LONG[:20])]
    )
    assert found.text == f"{LONG[:28]}一、短标题\n正文\n{LONG[:20]}\n"


def test_columns_become_cells() -> None:
    page = [
        (left, 700 - 20 * number, text)
        for number, row in enumerate(ROWS)
        for left, text in zip((72, 240, 400), row, strict=True)
    ]
    found = read([(72, 760, "数据如下。"), *page, (72, 600, "特此报告。")])
    assert found.text == "数据如下。\n" + "\n".join("|".join(row) for row in ROWS) + "\n特此报告。\n"
    assert place_of(found, "97.9%") == {"page": 1, "table": 1, "row": 2, "column": 3}


def test_a_scanned_page_is_named_and_the_others_are_read() -> None:
    found = read(printed([SENTENCE]), None, None, printed([TITLE]), None)
    assert found.text == f"{SENTENCE}\n{TITLE}\n"
    assert found.notes == (Note("scanned_pages", "2–3, 5"),)


def test_a_pdf_of_scanned_pages_alone_is_refused_saying_so() -> None:
    with pytest.raises(ScannedDocument, match=r"scanned pages without text \(2\).*OCR"):
        read(None, None)


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pytest.raises(TooManyPages, match="4 pages, more than the limit of 3"):
        read_bytes(pdf_file([printed([SENTENCE])] * 4), "report.pdf", Limits(pages=3))
