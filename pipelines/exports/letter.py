"""A letter of an office (反馈函, 整改通知) as .docx, laid out by GB/T 9704—2012 《党政机关公文格式》.

Sections in brackets are the standard's.  A sheet of A4 with 37 mm above and 28 mm left of an area of 156 mm × 225 mm
[5.2.1], in which 22 lines of 28 characters of 3号仿宋 stand [5.2.2, 5.2.3].  Each kind of line is a style of the
document, so that an office changes it in one place.

Lines keep their 28 characters by their own spacing and leave the grid alone, which the page states all the same:
LibreOffice gives a character two squares of a grid that is narrower than it, and 14 would stand in a line.

Longer than other files because it is the whole layout.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from math import ceil
from typing import Literal

from docx import Document
from docx.document import Document as Paper
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from pipelines.wording import say

CHARACTERS = 28
"""Of a line [5.2.3]."""
_MADE = datetime(2024, 1, 1)  # the same letter is the same file
_LEFT, _AREA = 1587, 8845  # the left margin and the width beside it, in twentieths of a point, as what follows
_LINE = 579  # 22 of them are 225 mm
_CHARACTER = 315  # 28 of them fill a line
_SMALL = 280  # a character of 4号
_TITLE_LINE = 20  # characters of 2号
_NEAR = 3
"""So many characters a title's line may be longer or shorter than its part of the whole, for a better place to end."""
_OPENING, _CLOSING = "《（〔“‘(", "》）〕”’)、，。；：的年月日"
_JOINT_AFTER, _JOINT_BEFORE = "》）、，：的", "《（并和与及暨的"
_SEALED_BLANKS, _UNSEALED_BLANKS = 2, 1
_NUMERALS = "零一二三四五六七八九十"
_NUMBERED = {
    "heading1": re.compile("[一二三四五六七八九十百]+、"),
    "heading2": re.compile("（[一二三四五六七八九十百]+）"),
}
_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_UNHOLDABLE = re.compile("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SHORT_PARAGRAPH = 8 * CHARACTERS
_WHOLE_ROW = 200
"""A table's row with no longer text than this isn't parted at the end of a page."""
_CELL_SIZES = (12, 10.5, 9, 7.5)
"""A table is set as large as its numbers and words in letters stay whole."""
_WORD = re.compile("[!-~]+|.")
_LONGEST_WORD, _NARROWEST, _SHORT, _WIDEST, _CENTRED, _PADDING = 16, 4, 6, 24, 12, 57
_ROOM = 1.3
"""How much wider than counted a text may be: a font that stands in may have wide digits."""

FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
FALLBACKS = {
    FANGSONG: "仿宋,FangSong,FangSong_GB2312,方正仿宋_GB2312,方正仿宋_GBK,华文仿宋,STFangsong",
    XIAOBIAOSONG: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,小标宋,华文中宋,STZhongsong,宋体,SimSun",
    HEITI: "SimHei,方正黑体_GBK,方正黑体简体,华文黑体",
    KAITI: "楷体,KaiTi,KaiTi_GB2312,方正楷体_GB2312,方正楷体_GBK,华文楷体,STKaiti",
    SONGTI: "SimSun,方正书宋_GBK,华文宋体,STSong",
}
"""What stands in for a font that a machine hasn't, the next best first."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of the letter.

    A heading gets its number (一、 and （一） anew below each 一、) unless its text begins with one.  A text of several
    lines is as many paragraphs.
    """

    text: str
    level: Literal["heading1", "heading2", "body"] = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """Texts below their headings, across the page.  `title` stands above."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: its name in the list below the text and, where it has a `body`, a page of its own behind the letter."""

    name: str
    body: tuple[Paragraph | Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 at the foot of the last page: who gets a copy, and which office sends it out on what day."""

    copied_to: tuple[str, ...] = ()
    office: str = ""
    sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter; what is empty is left out, so that an empty letter is an empty page.

    `sender`: the red head (发文机关标志), empty where the office prints on paper that has one.  `number`: 发文字号.
    `signed_on`: None leaves blanks for year, month and day.  `is_sealed`: whether the office puts its seal over signer
    and date, which then stand otherwise [7.3.5.1, 7.3.5.2].  A line break in `title` is kept.
    """

    title: str
    addressee: str
    body: tuple[Paragraph | Table, ...]
    signer: str
    signed_on: date | None
    is_synthetic: bool
    sender: str = ""
    number: str = ""
    attachments: tuple[Attachment, ...] = ()
    imprint: Imprint | None = None
    is_sealed: bool = True


def letter_docx(letter: Letter) -> bytes:
    """The .docx: the same letter is the same bytes, whoever makes it wherever and whenever."""
    paper = Document()
    _strip(paper)
    _set_page(paper, letter)
    body = paper.element.body
    for each in list(body)[:-1]:
        body.remove(each)
    section = body[-1]
    for each in _content(letter):
        section.addprevious(each)
    target = io.BytesIO()
    paper.save(target)
    return _packed_anew(target.getvalue())


def holdable(text: str) -> str:
    """A text without what no office file can hold, or what turns round the rest of a line: in its place stands �.

    Every line break is one of one kind.

    >>> holdable("甲\\x00乙\\r\\n丙")
    '甲�乙\\n丙'
    """
    return _UNHOLDABLE.sub("\ufffd", _BREAK.sub("\n", text))


def width_of(text: str) -> float:
    """How many Chinese characters' room a text takes: a letter or a digit takes half of one.

    >>> width_of("2026年3月5日")
    6.0
    """
    return sum(1 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)


def _content(letter: Letter) -> Iterator[BaseOxmlElement]:
    yield from _head(letter)
    if letter.title:
        yield from _titled(letter.title)
        yield _paragraph("Normal", "")
    if letter.addressee:
        yield _paragraph("Addressee", letter.addressee.rstrip("：:") + "：")
    yield from _kept_with_next(_blocks(letter.body), is_signed=bool(letter.signer or letter.attachments))
    yield from _list_of(letter.attachments)
    if letter.signer:
        yield from _signature(letter)
    yield from _attached(letter.attachments)
    if letter.imprint:
        yield from _imprint(letter.imprint)


def _head(letter: Letter) -> Iterator[BaseOxmlElement]:
    """版头 [7.2.4, 7.2.5, 7.2.7]: 35 mm below the area's edge, its letters as large as fit in one line."""
    if letter.sender:
        size = max(44, min(104, int(2 * _AREA / 20 / max(width_of(letter.sender), 1)) - 2))
        yield _paragraph("SenderHead", letter.sender, run=f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
        yield from (_paragraph("Normal", "") for _ in range(2))
    if letter.number or letter.sender:
        line = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
        yield _paragraph("DocumentNumber", letter.number, line if letter.sender else "")
    if letter.sender:
        yield from (_paragraph("Normal", "") for _ in range(2))
    elif letter.number:
        yield _paragraph("Normal", "")


def _titled(title: str) -> Iterator[BaseOxmlElement]:
    """A title centred, in lines of about equal length [7.3.1]."""
    text = "\n".join("\n".join(_balanced(line)) for line in holdable(title).split("\n"))
    yield _paragraph("Title", text)


def _balanced(line: str) -> Iterator[str]:
    """A title's line cut into lines of about equal length, no word in letters and no number cut, best at a joint.

    >>> list(_balanced("关于反馈2025年度法治建设考评结果并要求限期整改有关问题的通知"))
    ['关于反馈2025年度法治建设考评结果', '并要求限期整改有关问题的通知']
    """
    for count in range(ceil(width_of(line) / _TITLE_LINE), 1, -1):
        wanted = width_of(line) / count
        places = [at for at in range(1, len(line)) if _may_part(line[at - 1], line[at])]
        fitting = [at for at in places if width_of(line[:at]) <= _TITLE_LINE]
        if not fitting:
            break
        near = [at for at in fitting if abs(width_of(line[:at]) - wanted) <= _NEAR]
        best = min(near or fitting, key=lambda at: (not _is_joint(line, at), abs(width_of(line[:at]) - wanted)))
        yield line[:best]
        line = line[best:]
    yield line


def _may_part(before: str, after: str) -> bool:
    is_word = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return not is_word and before not in _OPENING and after not in _CLOSING


def _is_joint(line: str, at: int) -> bool:
    return line[at - 1] in _JOINT_AFTER or line[at] in _JOINT_BEFORE


def _blocks(blocks: Iterable[Paragraph | Table]) -> Iterator[BaseOxmlElement]:
    """Paragraphs and tables, headings with their numbers [7.3.3]."""
    first = second = 0
    for block in blocks:
        if isinstance(block, Table):
            yield from _table(block)
            continue
        for text in holdable(block.text).split("\n"):
            if block.level == "heading1":
                first, second = first + 1, 0
                yield _paragraph("Heading1", _numbered(block.level, text, f"{_numeral(first)}、"))
            elif block.level == "heading2":
                second += 1
                yield _paragraph("Heading2", _numbered(block.level, text, f"（{_numeral(second)}）"))
            else:
                yield _paragraph("BodyText", text)


def _numbered(level: str, text: str, number: str) -> str:
    return text if _NUMBERED[level].match(text) else number + text


def _numeral(number: int) -> str:
    """1–99 in Chinese; from 100 on in digits.

    >>> _numeral(7), _numeral(10), _numeral(12), _numeral(20), _numeral(35)
    ('七', '十', '十二', '二十', '三十五')
    """
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return (_NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + (_NUMERALS[ones] if ones else "")


def _kept_with_next(elements: Iterable[BaseOxmlElement], *, is_signed: bool) -> Iterator[BaseOxmlElement]:
    """The last paragraph stays with what follows: no page holds signer and date alone [7.3.5.5].

    A long one doesn't, as it would leave the better part of a page empty.
    """
    listed = list(elements)
    if is_signed and listed and sum(len(each.text) for each in listed[-1].iter(qn("w:t"))) <= _SHORT_PARAGRAPH:
        properties = listed[-1].find(qn("w:pPr"))
        properties.insert(1, parse_xml(f"<w:keepNext {nsdecls('w')}/>"))
    yield from listed


def _list_of(attachments: Sequence[Attachment]) -> Iterator[BaseOxmlElement]:
    """附件说明 [7.3.4]: a blank line, two characters from the left, a name's further lines below its first."""
    if attachments:
        yield _paragraph("Normal", "", "<w:keepNext/>")
    digits = width_of(str(len(attachments))) + 1.5
    for number, attachment in enumerate(attachments, 1):
        lead = "附件：" if number == 1 else ""
        mark = f"{number}.\t" if len(attachments) > 1 else ""
        hanging = 3 + digits if mark else 3
        begins = 0 if number == 1 else 3
        left, back = round((2 + hanging) * _CHARACTER), round((hanging - begins) * _CHARACTER)
        indent = f'<w:keepNext/><w:ind w:left="{left}" w:hanging="{back}"/>'
        yield _paragraph("AttachmentList", lead + mark + _in_one_line(attachment.name), indent)


def _signature(letter: Letter) -> Iterator[BaseOxmlElement]:
    """Signer and date: sealed, the date four characters from the right and the signer centred above it [7.3.5.1];
    unsealed, the signer two from the right and the date below begins two further right [7.3.5.2].
    """
    signer, day = _in_one_line(letter.signer), _day(letter.signed_on)
    of_signer, of_day = width_of(signer), width_of(day)
    yield from (
        _paragraph("Normal", "", "<w:keepNext/>")
        for _ in range(_SEALED_BLANKS if letter.is_sealed else _UNSEALED_BLANKS)
    )
    if letter.is_sealed:
        centre = min(CHARACTERS / 2, max(4 + of_day / 2, of_signer / 2 + 0.5))
        place = f'<w:ind w:left="{max(0, round(_AREA - 2 * centre * _CHARACTER))}"/><w:jc w:val="center"/>'
        yield _paragraph("Signature", signer, f"<w:keepNext/>{place}")
        yield _paragraph("Signature", day, place)
        return
    day_right = max(2, of_signer - of_day)
    signer_right = day_right + of_day + 2 - of_signer
    yield _paragraph("Signature", signer, f'<w:keepNext/><w:ind w:right="{_from_right(signer_right, of_signer)}"/>')
    yield _paragraph("Signature", day, f'<w:ind w:right="{_from_right(day_right, of_day)}"/>')


def _from_right(characters: float, width: float) -> int:
    return round(max(0, min(characters, CHARACTERS - width)) * _CHARACTER)


def _day(day: date | None) -> str:
    """Digits, the year whole, no zeros before month and day [7.3.5.4]; blanks to be filled in by hand."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　年　　月　　日"


def _attached(attachments: Sequence[Attachment]) -> Iterator[BaseOxmlElement]:
    """附件 on pages of their own [7.3.7]: the word flush left in the first line, the title in the third."""
    for number, attachment in enumerate(attachments, 1):
        if attachment.body:
            yield _paragraph("AttachmentHead", f"附件{number}" if len(attachments) > 1 else "附件")
            yield _paragraph("Normal", "")
            yield from _titled(_in_one_line(attachment.name))
            yield _paragraph("Normal", "")
            yield from _blocks(attachment.body)


def _imprint(imprint: Imprint) -> Iterator[BaseOxmlElement]:
    """版记 [7.4]: between thick lines, a thin one inside, the last on the area's lower edge of the last page."""
    lines = []
    if imprint.copied_to:
        indent = f'<w:ind w:left="{4 * _SMALL}" w:right="{_SMALL}" w:hanging="{3 * _SMALL}"/>'
        names = "，".join(_in_one_line(each).rstrip("。") for each in imprint.copied_to)
        lines.append((f"抄送：{names}。", indent))
    if imprint.office or imprint.sent_on:
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{_AREA - _SMALL}"/></w:tabs>'
        day = f"\t{_day(imprint.sent_on)}印发" if imprint.sent_on else ""
        lines.append((_in_one_line(imprint.office) + day, f'{tabs}<w:ind w:left="{_SMALL}" w:right="{_SMALL}"/>'))
    if not lines:
        return
    made = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{_LEFT}" '
        f'w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{_AREA}" w:type="dxa"/><w:tblBorders>'
        f'<w:top {_THICK}/><w:bottom {_THICK}/><w:insideH {_THIN}/></w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{_AREA}"/></w:tblGrid></w:tbl>'
    )
    for text, properties in lines:
        row = parse_xml(
            f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/></w:trPr>"
            f'<w:tc><w:tcPr><w:tcW w:w="{_AREA}" w:type="dxa"/></w:tcPr></w:tc></w:tr>'
        )
        row[-1].append(_paragraph("Imprint", text, properties))
        made.append(row)
    yield made
    yield _paragraph("Anchor", "")


def _table(table: Table) -> Iterator[BaseOxmlElement]:
    if table.title:
        yield _paragraph("TableTitle", _in_one_line(table.title))
    if not table.columns:
        return
    count = len(table.columns)
    rows = [tuple(holdable(cell) for cell in (*row, *[""] * count)[:count]) for row in (table.columns, *table.rows)]
    texts = ["\n".join(row[at] for row in rows) for at in range(count)]
    longest = [max(map(width_of, text.split("\n"))) for text in texts]
    size, widths = _set(texts, longest)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)
    room = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in zip(_SIDES, (28, _PADDING, 28, _PADDING), strict=False)
    )
    made = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_AREA}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f"{room}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>"
    )
    run = "" if size == _CELL_SIZES[0] else f'<w:sz w:val="{round(2 * size)}"/>'
    for number, row in enumerate(rows):
        is_whole = max(map(width_of, row)) <= _WHOLE_ROW
        properties = ("<w:cantSplit/>" if is_whole else "") + ("" if number else "<w:tblHeader/>")
        line = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr>{properties}</w:trPr></w:tr>")
        for at, text in enumerate(row):
            style = "TableText" if number else "TableHead"
            is_centred = longest[at] <= _CENTRED or not number
            cell = parse_xml(
                f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{widths[at]}" w:type="dxa"/>'
                '<w:vAlign w:val="center"/></w:tcPr></w:tc>'
            )
            cell.append(_paragraph(style, text, '<w:jc w:val="center"/>' if is_centred else "", run))
            line.append(cell)
        made.append(line)
    yield made
    yield _paragraph("Anchor", "")


def _set(texts: Sequence[str], longest: Sequence[float]) -> tuple[float, list[int]]:
    """The size of a table's letters and the widths of its columns.

    Each column holds its longest word; what is left goes to short columns first, that they need one line, then to the
    others by their longest text.
    """
    words = [min(max(map(width_of, _WORD.findall(text)), default=1), _LONGEST_WORD) for text in texts]
    for size in _CELL_SIZES:
        unit = 20 * size * _ROOM
        least = [
            max(word, min(width, _NARROWEST)) * unit + 2 * _PADDING for word, width in zip(words, longest, strict=True)
        ]
        if sum(least) <= _AREA:
            break
    wanted = [max(each, min(width, _WIDEST) * unit + 2 * _PADDING) for each, width in zip(least, longest, strict=True)]
    short = [want if width <= _SHORT else each for each, want, width in zip(least, wanted, longest, strict=True)]
    widths = short if sum(short) <= _AREA else least
    more = [want - each for each, want in zip(widths, wanted, strict=True)]
    left = _AREA - sum(widths)
    if left > 0 and sum(more) > 0:
        widths = [each + left * part / sum(more) for each, part in zip(widths, more, strict=True)]
    ends = [round(_AREA * sum(widths[:at]) / sum(widths)) for at in range(len(widths) + 1)]
    return size, [end - begin for begin, end in pairwise(ends)]


_THICK = 'w:val="single" w:sz="8" w:space="0" w:color="auto"'
_THIN = 'w:val="single" w:sz="6" w:space="0" w:color="auto"'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _paragraph(style: str, text: str, properties: str = "", run: str = "") -> BaseOxmlElement:
    """A paragraph of a style; `properties` and `run`: what differs, in the order of the schema.  A line break stays."""
    made = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr></w:p>')
    if text:
        hint = '<w:rFonts w:hint="eastAsia"/>'  # quotes and dashes are of the Chinese font
        part = parse_xml(f"<w:r {nsdecls('w')}><w:rPr>{hint}{run}</w:rPr></w:r>")
        for at, line in enumerate(holdable(text).split("\n")):
            if at:
                part.append(parse_xml(f"<w:br {nsdecls('w')}/>"))
            for place, piece in enumerate(line.split("\t")):
                if place:
                    part.append(parse_xml(f"<w:tab {nsdecls('w')}/>"))
                if piece:
                    written = parse_xml(f'<w:t {nsdecls("w")} xml:space="preserve"/>')
                    written.text = piece
                    part.append(written)
        made.append(part)
    return made


def _in_one_line(text: str) -> str:
    return holdable(text).replace("\n", " ").replace("\t", " ")


def _set_page(paper: Paper, letter: Letter) -> None:
    """The sheet [5.2.1], the page's number outside [7.5], and what every page of synthetic data says."""
    (section,) = paper.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(297 - 37 - 225)
    section.left_margin, section.right_margin = Mm(28), Mm(210 - 28 - 156)
    section.gutter = Mm(0)
    section.header_distance, section.footer_distance = Mm(20), Mm(25.2)  # the dashes are 7 mm below the area
    grid = section._sectPr.find(qn("w:docGrid"))
    for name, value in (("type", "linesAndChars"), ("linePitch", str(_LINE)), ("charSpace", "-849")):
        grid.set(qn(f"w:{name}"), value)
    paper.settings.odd_and_even_pages_header_footer = True
    for footer, style in ((section.footer, "PageOdd"), (section.even_page_footer, "PageEven")):
        footer.is_linked_to_previous = False
        _fill(footer.part.element, _page_number(style))
    if letter.is_synthetic:
        for header in (section.header, section.even_page_header):
            header.is_linked_to_previous = False
            _fill(header.part.element, _paragraph("Simulated", say("papers.simulated", "zh")))


def _fill(part: BaseOxmlElement, content: BaseOxmlElement) -> None:
    for each in list(part):
        part.remove(each)
    part.append(content)


def _page_number(style: str) -> BaseOxmlElement:
    """— 1 —: a field between dashes."""
    run = "<w:r><w:rPr><w:rFonts w:hint='eastAsia'/></w:rPr>{}</w:r>".format
    field = "".join(
        map(
            run,
            (
                '<w:t xml:space="preserve">— </w:t>',
                '<w:fldChar w:fldCharType="begin"/>',
                '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
                '<w:t xml:space="preserve"> —</w:t>',
            ),
        )
    )
    return parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{field}</w:p>')


def _strip(paper: Paper) -> None:
    """Leaves nothing of the library's own template: its styles, theme, picture, and names."""
    part, package = paper.part, paper.part.package
    for owner, kept in ((part.rels, _KEPT), (package.rels, {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, _CORE})):
        for name, relation in list(owner.items()):
            if relation.reltype not in kept:
                del owner[name]
    fonts = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, _fonts().encode(), package)
    part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)
    for root, content in ((paper.styles.element, _styles()), (paper.settings.element, _SETTINGS)):
        for each in list(root):
            root.remove(each)
        root.extend(parse_xml(f"<w:root {nsdecls('w')}>{content}</w:root>"))
    said = paper.core_properties
    said.author = said.comments = said.last_modified_by = said.title = said.subject = said.keywords = ""
    said.created = said.modified = _MADE
    said.revision = 1


_CORE = RELATIONSHIP_TYPE.CORE_PROPERTIES
_KEPT = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}
_SETTINGS = """
<w:zoom w:percent="100"/>
<w:defaultTabStop w:val="420"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat>
  <w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>
  <w:doNotExpandShiftReturn/><w:useFELayout/>
  <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>
<w:decimalSymbol w:val="."/>
<w:listSeparator w:val=","/>
"""


def _fonts() -> str:
    """The table of fonts, with the names under which a machine may know each or a similar one."""
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="{family}"/>'
        f'<w:pitch w:val="{pitch}"/></w:font>'
        for (name, others), (family, pitch) in zip(FALLBACKS.items(), _FAMILIES, strict=True)
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{listed}</w:fonts>'


_FAMILIES = (
    ("modern", "fixed"),
    ("script", "fixed"),
    ("modern", "fixed"),
    ("modern", "fixed"),
    ("auto", "variable"),
)


def _styles() -> str:
    """Every style: 22 lines of 28 characters come of Normal, the others say what differs."""

    def font(name: str) -> str:
        return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'

    def size(half_points: int) -> str:
        return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'

    def line(twips: int, rule: str = "exact", before: int = 0) -> str:
        return f'<w:spacing w:before="{before}" w:after="0" w:line="{twips}" w:lineRule="{rule}"/>'

    def style(style_id: str, name: str, paragraph: str, run: str = "", based_on: str = "Normal") -> str:
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="{based_on}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
        )

    two = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * _CHARACTER}"/>'
    left, centre = '<w:jc w:val="left"/>', '<w:jc w:val="center"/>'
    red, even_letters = '<w:color w:val="FF0000"/>', '<w:spacing w:val="0"/>'
    small = font(SONGTI) + even_letters + size(28)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font(FANGSONG)}{size(32)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>{line(_LINE)}<w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{font(FANGSONG)}<w:snapToGrid w:val="0"/><w:spacing w:val="-6"/>{size(32)}</w:rPr></w:style>'
        + style("SenderHead", "发文机关标志", line(240, "auto", 1984) + centre, font(XIAOBIAOSONG) + red + size(88))
        + style("DocumentNumber", "发文字号", centre)
        + style("Title", "公文标题", "<w:keepNext/>" + centre, font(XIAOBIAOSONG) + size(44))
        + style("Addressee", "主送机关", left)
        + style("BodyText", "公文正文", two)
        + style("Heading1", "一级标题", f'<w:keepNext/>{two}<w:outlineLvl w:val="0"/>', font(HEITI))
        + style("Heading2", "二级标题", f'<w:keepNext/>{two}<w:outlineLvl w:val="1"/>', font(KAITI))
        + style("AttachmentList", "附件说明", left)
        + style("AttachmentHead", "附件", "<w:pageBreakBefore/>" + left, font(HEITI))
        + style("Signature", "落款", '<w:jc w:val="right"/>')
        + style("TableTitle", "表题", "<w:keepNext/>" + centre, font(HEITI) + size(28))
        + style("TableText", "表格文字", line(340) + left, even_letters + size(24))
        + style("TableHead", "表格标题行", "", font(HEITI), "TableText")
        + style("Imprint", "版记", line(480) + left, even_letters + size(28))
        + style("Anchor", "隔行", line(200), size(10))
        + style("Simulated", "数据性质", line(360) + centre, font(HEITI) + size(28))
        + style("PageOdd", "单页码", line(320) + f'<w:ind w:right="{_SMALL}"/><w:jc w:val="right"/>', small)
        + style("PageEven", "双页码", line(320) + f'<w:ind w:left="{_SMALL}"/>{left}', small)
    )


def _packed_anew(content: bytes) -> bytes:
    """The same parts under one fixed day: the library writes the hour."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(target, "w") as anew:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
            anew.writestr(entry, made.read(name))
    return target.getvalue()
