"""Word files → paragraphs and tables in the order of the document, each with its place."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipelines.extract.readers import Limits, read_bytes
from tests.extract.readers.files import ROWS, SENTENCE, TITLE, changed_zip, docx_file, unzipped, zip_file
from tests.extract.readers.shown import pieces, place_of


def text_of(build) -> str:
    return read_bytes(docx_file(build), "report.docx", Limits()).text


def add_xml(document: docx.document.Document, content: str) -> None:
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{content}</w:p>"))


def test_paragraphs_and_tables_come_in_the_order_of_the_document() -> None:
    read = read_bytes(docx_file(), "report.docx", Limits())
    assert read.text.split("\n") == [TITLE, SENTENCE, *("|".join(row) for row in ROWS), ""]
    assert place_of(read, "92份") == {"paragraph": 2}
    assert place_of(read, "97.9%") == {"table": 1, "row": 2, "column": 3}
    position = read.text.index("92份")
    assert read.offset(position) == SENTENCE.index("92份")


def test_every_piece_of_a_table_is_one_cell() -> None:
    found = pieces(read_bytes(docx_file(), "report.docx", Limits()))
    assert found[2:5] == [
        ({"table": 1, "row": 1, "column": 1}, "事项|"),
        ({"table": 1, "row": 1, "column": 2}, "申请数量|"),
        ({"table": 1, "row": 1, "column": 3}, "办结率\n"),
    ]


def test_a_merged_cell_is_repeated_where_it_reaches_and_a_number_stands_once() -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("执法情况如下。")
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "许可"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "申请\n数量"
        table.cell(1, 1).merge(table.cell(1, 2)).text = "12"
        table.cell(2, 0).text = "甲|乙"

    assert text_of(build) == "执法情况如下。\n许可|申请数量|申请数量\n许可|12|\n甲｜乙||\n"


def test_a_title_over_the_whole_table_is_a_line_of_its_own() -> None:
    def build(document: docx.document.Document) -> None:
        table = document.add_table(3, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "行政执法数据"
        table.cell(1, 0).text, table.cell(1, 1).text = "事项", "数量"
        table.cell(2, 0).text, table.cell(2, 1).text = "许可", "12"

    assert text_of(build) == "行政执法数据\n事项|数量\n许可|12\n"


def test_a_table_of_one_cell_is_a_frame_around_paragraphs() -> None:
    def build(document: docx.document.Document) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "审查合同92份。"
        cell.add_paragraph("出具意见88份。")

    assert text_of(build) == "审查合同92份。\n出具意见88份。\n"


def test_the_numbers_that_word_counts_stand_before_their_paragraphs() -> None:
    def build(document: docx.document.Document) -> None:
        for words in ("主要举措", "存在问题"):
            document.add_paragraph(words, style="List Number")

    read = read_bytes(docx_file(build), "report.docx", Limits())
    assert read.text == "1.主要举措\n2.存在问题\n"
    # a figure's place in its paragraph doesn't depend on the number
    assert (place_of(read, "存在问题"), read.offset(read.text.index("存在"))) == ({"paragraph": 2}, 0)


def test_chinese_numbering_makes_the_headings_that_sections_are_found_by() -> None:
    def build(document: docx.document.Document) -> None:
        for words in ("主要举措", "存在问题"):
            document.add_paragraph(words, style="List Number")

    def chinese(content: bytes) -> bytes:
        text = content.decode()
        assert '"%1."' in text
        return text.replace('w:val="decimal"', 'w:val="chineseCounting"').replace('"%1."', '"%1、"').encode()

    content = changed_zip(docx_file(build), "word/numbering.xml", chinese)
    assert read_bytes(content, "report.docx", Limits()).text == "一、主要举措\n二、存在问题\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:r><w:t>合同9</w:t></w:r><w:r><w:t>2份</w:t></w:r>", "合同92份\n"),
        (
            "<w:del><w:r><w:delText>合同91份</w:delText></w:r></w:del><w:ins><w:r><w:t>合同92份</w:t></w:r></w:ins>",
            "合同92份\n",
        ),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏5件</w:t></w:r><w:r><w:t>合同92份</w:t></w:r>", "合同92份\n"),
        ("<w:r><w:t>合同</w:t><w:br/><w:t>92份</w:t></w:r>", "合同\n92份\n"),
        ("<w:r><w:instrText> PAGE 7 </w:instrText></w:r><w:r><w:t>合同92份</w:t></w:r>", "合同92份\n"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>jiān</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>监</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r><w:r><w:t>督92件</w:t></w:r>",
            "监督92件\n",
        ),
        (
            "<w:r><w:t>合同92份</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内88份</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>",
            "合同92份\n框内88份\n",
        ),
    ],
    ids=["runs", "tracked changes", "hidden", "line break", "field", "ruby", "text box"],
)
def test_what_a_person_sees_is_read(content: str, text: str) -> None:
    assert text_of(lambda document: add_xml(document, content)) == text


def test_a_file_with_macros_is_read_and_the_macros_are_not_touched() -> None:
    content = docx_file()
    macros = zip_file({**unzipped(content), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 not read"})
    assert read_bytes(macros, "report.docm", Limits()).text == read_bytes(content, "report.docx", Limits()).text
