"""Letters of an office: the sheet, the lines and the places that GB/T 9704—2012 asks for.

Longer than other files because it is a list of cases.
"""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Written

from pipelines.exports.letter import (
    FALLBACKS,
    Attachment,
    Imprint,
    Letter,
    Paragraph,
    Table,
    letter_docx,
    width_of,
)

MARKS = Table(("考评指标", "满分", "得分"), (("规范性文件合法性审核", "15.00", "13.00"), ("合计", "100.00", "91.25")))
LETTER = Letter(
    title="关于反馈2025年度法治建设考评结果的函",
    addressee="云台街道办事处",
    body=(
        Paragraph("现将考评结果反馈如下。"),
        Paragraph("考评结果", "heading1"),
        Paragraph("得分", "heading2"),
        MARKS,
        Paragraph("存在问题", "heading1"),
        Paragraph("合法性审核不到位", "heading2"),
        Paragraph("人员配备不足", "heading2"),
        Paragraph("请于30日内报送整改情况。"),
    ),
    signer="青石区司法局",
    signed_on=date(2026, 3, 5),
    is_synthetic=True,
)


def paper_of(letter: Letter) -> Paper:
    return Document(io.BytesIO(letter_docx(letter)))


def lines(letter: Letter, style: str) -> list[str]:
    """What stands in a style, in order."""
    return [
        each.text for each in paper_of(letter).paragraphs if each.style is not None and each.style.style_id == style
    ]


def part(letter: Letter, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(letter_docx(letter))) as archive:
        return archive.read(name).decode()


def indents(paragraph: Written) -> dict[str, int]:
    """A paragraph's own indents, in twentieths of a point."""
    found = paragraph._p.pPr.find(qn("w:ind"))
    return {} if found is None else {name.split("}")[1]: int(value) for name, value in found.attrib.items()}


def test_the_sheet_is_a4_with_an_area_of_156_by_225_millimetres() -> None:
    (section,) = paper_of(LETTER).sections
    measures = {
        Mm(210): section.page_width,
        Mm(297): section.page_height,
        Mm(37): section.top_margin,
        Mm(28): section.left_margin,
        Mm(156): section.page_width - section.left_margin - section.right_margin,
        Mm(225): section.page_height - section.top_margin - section.bottom_margin,
    }
    for wanted, found in measures.items():
        assert found is not None and abs(found - wanted) < Mm(0.1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert 225 / 25.4 * 1440 // int(grid.get(qn("w:linePitch"))) == 22
    assert 156 / 25.4 * 72 // (16 + int(grid.get(qn("w:charSpace"))) / 4096) == 28


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading1", "黑体", 16),
        ("Heading2", "楷体_GB2312", 16),
        ("AttachmentHead", "黑体", 16),
        ("SenderHead", "方正小标宋简体", 44),
        ("Imprint", "仿宋_GB2312", 14),
        ("PageOdd", "宋体", 14),
        ("PageEven", "宋体", 14),
    ],
)
def test_each_kind_of_line_has_its_font_and_size(style: str, font: str, points: float) -> None:
    (found,) = [each for each in paper_of(LETTER).styles if each.style_id == style]
    fonts = found.element.rPr.find(qn("w:rFonts"))
    if fonts is None:
        assert style == "Imprint" and font == "仿宋_GB2312", "as what it is based on"
    else:
        assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia")} == {font}
    assert (found.font.size or Pt(16)) == Pt(points), "as what it is based on, where it has none"


def test_a_font_that_a_machine_lacks_has_others_in_its_place() -> None:
    listed = part(LETTER, "word/fontTable.xml")
    for name, others in FALLBACKS.items():
        assert f'w:name="{name}"><w:altName w:val="{others}"/>' in listed
    fonts = "".join(re.findall("<w:rFonts[^>]*>", part(LETTER, "word/styles.xml")))
    named = set(re.findall('w:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"', fonts))
    assert named == set(FALLBACKS)


def test_lines_are_22_a_page_and_drawn_together_to_28_characters() -> None:
    normal = paper_of(LETTER).styles["Normal"]
    spacing = normal.element.pPr.find(qn("w:spacing"))
    line = int(spacing.get(qn("w:line")))
    assert spacing.get(qn("w:lineRule")) == "exact" and line / 20 == 28.95 and 225 / 25.4 * 1440 // line == 22
    drawn = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    assert 156 / 25.4 * 72 // (16 + drawn / 20) == 28


def test_headings_are_numbered_and_keep_a_number_that_they_have() -> None:
    assert lines(LETTER, "Heading1") == ["一、考评结果", "二、存在问题"]
    assert lines(LETTER, "Heading2") == ["（一）得分", "（一）合法性审核不到位", "（二）人员配备不足"]
    numbered = replace(LETTER, body=(Paragraph("一、甲", "heading1"), Paragraph("乙", "heading1")))
    assert lines(numbered, "Heading1") == ["一、甲", "二、乙"]
    many = replace(LETTER, body=tuple(Paragraph("甲", "heading1") for _ in range(100)))
    assert [lines(many, "Heading1")[at] for at in (9, 10, 19, 20, 99)] == [
        "十、甲",
        "十一、甲",
        "二十、甲",
        "二十一、甲",
        "100、甲",
    ]


def test_the_text_is_indented_by_two_characters_and_the_addressee_isn_t() -> None:
    paper = paper_of(LETTER)
    indent = paper.styles["公文正文"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    (addressee,) = [each for each in paper.paragraphs if each.style is not None and each.style.name == "主送机关"]
    assert addressee.text == "云台街道办事处：" and not indents(addressee)
    assert lines(replace(LETTER, addressee="各街道："), "Addressee") == ["各街道："]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("整改通知", ["整改通知"]),
        (
            "关于反馈2025年度法治建设考评结果并要求限期整改有关问题的通知",
            ["关于反馈2025年度法治建设考评结果", "并要求限期整改有关问题的通知"],
        ),
        ("甲乙\n丙丁", ["甲乙", "丙丁"]),
    ],
)
def test_a_long_title_stands_in_lines_of_about_equal_length(title: str, expected: list[str]) -> None:
    assert lines(replace(LETTER, title=title), "Title") == ["\n".join(expected)]


def test_a_very_long_title_wraps_and_loses_nothing() -> None:
    title = "关于法治建设" * 40 + "x" * 90
    (found,) = lines(replace(LETTER, title=title), "Title")
    assert found.replace("\n", "") == title
    assert max(map(width_of, found.split("\n")[:-3])) <= 20


def test_the_date_has_digits_without_zeros_or_blanks_to_fill_in() -> None:
    assert lines(LETTER, "Signature") == ["青石区司法局", "2026年3月5日"]
    assert lines(replace(LETTER, signed_on=None), "Signature")[1].replace("\u3000", "") == "年月日"


@pytest.mark.parametrize("signer", ["区司法局", "青石区司法局", "青石区法治建设工作领导小组办公室", "甲" * 27])
def test_a_sealed_letter_s_signer_is_centred_above_the_date(signer: str) -> None:
    paper = paper_of(replace(LETTER, signer=signer))
    of_signer, of_day = (
        each for each in paper.paragraphs if each.style is not None and each.style.style_id == "Signature"
    )
    assert indents(of_signer) == indents(of_day) and "right" not in indents(of_day)
    centre = (28 * 315 + 25 - indents(of_day)["left"]) / 2 / 315
    assert centre - width_of("2026年3月5日") / 2 >= 3.95, "four characters stay free to the right"
    assert centre >= width_of(signer) / 2, "it fits in one line"


@pytest.mark.parametrize("signer", ["司法局", "青石区司法局", "青石区法治建设工作领导小组办公室"])
def test_an_unsealed_letter_s_date_begins_two_characters_behind_its_signer(signer: str) -> None:
    paper = paper_of(replace(LETTER, signer=signer, is_sealed=False))
    of_signer, of_day = (
        each for each in paper.paragraphs if each.style is not None and each.style.style_id == "Signature"
    )
    right = [indents(each)["right"] / 315 for each in (of_signer, of_day)]
    begins = [space + width_of(each.text) for space, each in zip(right, (of_signer, of_day), strict=True)]
    assert begins[0] - begins[1] == pytest.approx(2)
    assert min(right) == pytest.approx(2)


def test_signer_and_date_never_stand_alone_on_a_page() -> None:
    paper = paper_of(replace(LETTER, attachments=(Attachment("评分表"),)))
    texts = [each.text for each in paper.paragraphs]
    kept = paper.paragraphs[texts.index("请于30日内报送整改情况。") : texts.index("2026年3月5日")]
    assert len(kept) >= 5
    assert all(each._p.pPr.find(qn("w:keepNext")) is not None for each in kept)


def test_attachments_are_listed_below_each_other() -> None:
    assert lines(replace(LETTER, attachments=(Attachment("评分表"),)), "AttachmentList") == ["附件：评分表"]
    two = replace(LETTER, attachments=(Attachment("评分表"), Attachment("整改任务清单")))
    assert lines(two, "AttachmentList") == ["附件：1.\t评分表", "2.\t整改任务清单"]
    first, second = (
        each for each in paper_of(two).paragraphs if each.style is not None and each.style.name == "附件说明"
    )
    assert indents(first)["left"] == indents(second)["left"]
    assert indents(first)["left"] - indents(first)["hanging"] == 2 * 315
    assert indents(second)["left"] - indents(second)["hanging"] == 5 * 315


def test_an_attachment_with_a_text_has_a_page_of_its_own() -> None:
    letter = replace(LETTER, attachments=(Attachment("评分表", (MARKS,)), Attachment("方案（另发）")))
    paper = paper_of(letter)
    assert lines(letter, "AttachmentHead") == ["附件1"]
    assert paper.styles["附件"].paragraph_format.page_break_before
    assert lines(letter, "Title") == [LETTER.title, "评分表"]
    assert len(paper.tables) == 2


def test_page_numbers_stand_outside_between_dashes() -> None:
    paper = paper_of(LETTER)
    assert paper.settings.odd_and_even_pages_header_footer
    (section,) = paper.sections
    for footer, style, side in ((section.footer, "单页码", "right"), (section.even_page_footer, "双页码", "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.style is not None and paragraph.style.name == style
        assert re.sub(r"<[^>]+>|\s+", "", paragraph._p.xml) == "—PAGE1—"
        properties = paragraph.style.element.pPr
        assert properties.find(qn("w:jc")).get(qn("w:val")) == side
        assert properties.find(qn("w:ind")).get(qn(f"w:{side}")) == "280", "a character of 4号"


def test_made_up_data_says_so_on_every_page_and_other_data_don_t() -> None:
    (section,) = paper_of(LETTER).sections
    for header in (section.header, section.even_page_header):
        assert [each.text for each in header.paragraphs] == ["模拟数据（非真实）"]
    assert not section.different_first_page_header_footer
    with zipfile.ZipFile(io.BytesIO(letter_docx(replace(LETTER, is_synthetic=False)))) as archive:
        assert not any("模拟" in archive.read(name).decode() for name in archive.namelist())


def test_a_red_head_and_an_imprint_are_there_where_they_are_given() -> None:
    plain = part(LETTER, "word/document.xml")
    assert "FF0000" not in plain and "tblpPr" not in plain
    letter = replace(
        LETTER,
        sender="青石区司法局文件",
        number="青司〔2026〕12号",
        imprint=Imprint(("区政府办公室", "区纪委监委机关"), "青石区司法局办公室", date(2026, 3, 6)),
    )
    assert lines(letter, "SenderHead") == ["青石区司法局文件"] and lines(letter, "DocumentNumber") == [
        "青司〔2026〕12号"
    ]
    (imprint,) = [each for each in paper_of(letter).tables if "抄送" in each.cell(0, 0).text]
    assert imprint.cell(0, 0).text == "抄送：区政府办公室，区纪委监委机关。"
    assert imprint.cell(1, 0).text == "青石区司法局办公室\t2026年3月6日印发"
    place = imprint._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")


def test_a_table_fills_the_width_and_repeats_its_headings() -> None:
    (table,) = paper_of(LETTER).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(MARKS.columns), *map(list, MARKS.rows)]
    widths = [int(each.get(qn("w:w"))) for each in table._tbl.tblGrid]
    assert sum(widths) == 8845 and widths[0] > widths[1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_cell_of_three_thousand_characters_may_go_on_on_the_next_page() -> None:
    table = Table(("理由", "分"), (("甲" * 3000, "1.00"), ("短",), ("乙", "2.00", "没有标题的一格")))
    (found,) = paper_of(replace(LETTER, body=(table,))).tables
    assert [cell.text for cell in found.rows[1].cells] == ["甲" * 3000, "1.00"]
    assert [cell.text for cell in found.rows[2].cells] == ["短", ""]
    assert found.rows[1]._tr.trPr.find(qn("w:cantSplit")) is None


def test_a_table_of_many_columns_is_set_small_enough_for_its_numbers() -> None:
    table = Table(tuple(f"指标{at}" for at in range(15)), (("12.50",) * 15,))
    (found,) = paper_of(replace(LETTER, body=(table,))).tables
    size = found.cell(1, 0).paragraphs[0].runs[0].font.size
    assert size is not None and size < Pt(12)
    assert min(int(each.get(qn("w:w"))) for each in found._tbl.tblGrid) - 2 * 57 >= width_of("12.50") * size.pt * 20


ODD = "控\x00制\x0b字\ud800符\u202e倒😀\ufffe<&>\"']]>\t末"


def test_whatever_somebody_wrote_a_letter_comes_of_it() -> None:
    letter = Letter(
        title=ODD,
        addressee=ODD,
        body=(
            *(Paragraph(ODD, level) for level in ("heading1", "heading2", "body")),
            Table((ODD, ODD), ((ODD,), ()), ODD),
            Table((), ((ODD,),)),
        ),
        signer=ODD,
        signed_on=None,
        is_synthetic=True,
        sender=ODD,
        number=ODD,
        attachments=(Attachment(ODD, (Paragraph(ODD),)), Attachment("")),
        imprint=Imprint((ODD,), ODD),
    )
    assert lines(letter, "BodyText")[:2] == ["控�制", "字�符�倒😀�<&>\"']]>\t末"]
    assert not re.search("[\x00-\x08\x0b\u202e\ufffe]", part(letter, "word/document.xml"))


def test_an_empty_letter_is_an_empty_page() -> None:
    empty = Letter("", "", (), "", None, is_synthetic=False)
    assert [each.text for each in paper_of(empty).paragraphs] == []


def test_a_text_of_several_lines_is_as_many_paragraphs() -> None:
    assert lines(replace(LETTER, body=(Paragraph("甲\r\n乙\n丙"),)), "BodyText") == ["甲", "乙", "丙"]


def test_the_same_letter_is_the_same_bytes_and_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    first = letter_docx(LETTER)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert letter_docx(LETTER) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2024, 1, 1, 0, 0, 0)}
        whole = b"".join(archive.read(name) for name in archive.namelist())
        assert sorted(archive.namelist()) == sorted(set(archive.namelist()))
    assert b"python-docx" not in whole and b"Macintosh" not in whole and b"2013" not in whole
    said = Document(io.BytesIO(first)).core_properties
    assert (said.author, said.last_modified_by, said.title, said.comments) == ("", "", "", "")
    assert len(first) < 20_000


@pytest.mark.services
def test_a_page_holds_22_lines_of_28_characters(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program
    source = tmp_path / "letter.docx"
    source.write_bytes(letter_docx(Letter("", "", (Paragraph("法" * 1500),), "", None, is_synthetic=False)))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [program, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "letter.pdf") as document:
        page = document[0].get_textpage().get_text_range()
    rows = [line.strip() for line in page.splitlines() if line.strip()]
    assert [len(row) for row in rows] == [26, *[28] * 21, len("— 1 —")]
