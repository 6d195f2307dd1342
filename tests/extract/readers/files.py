"""Small valid files of each format, made as the tests need them."""

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime

import docx
import xlsxwriter

TITLE = "龙津街道2023年法治政府建设年度报告"
SENTENCE = "2023年，审查修改合同92份，出具法律意见书88份。"
ROWS = (("事项", "申请数量", "办结率"), ("行政许可", "26,569", "97.9%"), ("行政处罚", "12", "100%"))


def docx_file(build: Callable[[docx.document.Document], None] | None = None) -> bytes:
    """A Word file with a title, a sentence and a table, or with what `build` puts into it."""
    document = docx.Document()
    if build is not None:
        build(document)
    else:
        document.add_paragraph(TITLE)
        document.add_paragraph(SENTENCE)
        table = document.add_table(len(ROWS), len(ROWS[0]))
        for row, values in enumerate(ROWS):
            for column, value in enumerate(values):
                table.cell(row, column).text = value
    file = io.BytesIO()
    document.save(file)
    return zip_file(unzipped(file.getvalue()))


def xlsx_file(build: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """A workbook with one sheet 汇总 that holds a title, a date, numbers and shares, or with what `build` puts in."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    workbook.set_properties({"created": datetime(2024, 1, 12)})
    if build is not None:
        build(workbook)
    else:
        percent = workbook.add_format({"num_format": "0.0%"})
        dated = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet = workbook.add_worksheet("汇总")
        sheet.merge_range("A1:D1", "2023年行政执法数据")
        sheet.write_row("A2", ["事项", "申请数量", "办结率", "填表日期"])
        sheet.write("A3", "行政许可")
        sheet.write("B3", 26569)
        sheet.write("C3", 0.979, percent)
        sheet.write_datetime("D3", datetime(2024, 1, 12), dated)
        sheet.write_row("A4", ["行政处罚", 12.5])
    workbook.close()
    return file.getvalue()


def html_file(body: str | None = None, *, head: str = "", encoding: str = "utf-8") -> bytes:
    """A web page with a title, a sentence and a table, or with `body`."""
    if body is None:
        rows = "".join(f"<tr>{''.join(f'<td>{value}</td>' for value in row)}</tr>" for row in ROWS)
        body = f"<nav>首页</nav><h1>{TITLE}</h1><p>{SENTENCE}</p><table>{rows}</table><script>var n = 5;</script>"
    page = f'<!DOCTYPE html><html><head><meta charset="{encoding}">{head}</head><body>{body}</body></html>'
    return page.encode(encoding)


_FORM = '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ' + " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("table", "text", "style")
)


def ods_file(sheets: str | None = None, styles: str = "") -> bytes:
    """A workbook in OpenDocument form with one sheet of ROWS, or with `sheets`."""
    if sheets is None:
        cells = "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell><text:p>{value}</text:p></table:table-cell>" for value in row)
            + "</table:table-row>"
            for row in ROWS
        )
        sheets = f'<table:table table:name="汇总">{cells}</table:table>'
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?>{_FORM}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    )
    return zip_file({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def zip_file(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            # a fixed date, so that a file is the same bytes whenever it is made
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


def changed_zip(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip file with one of its files changed."""
    entries = unzipped(content)
    return zip_file({**entries, name: change(entries[name])})


Placed = tuple[float, float, str]
"""Text on a page: from the left and from the bottom in points."""
WIDE, SIZE = 20, 16


def pdf_file(pages: Sequence[Sequence[Placed] | None] | None = None, *, trailer: str = "") -> bytes:
    """A PDF whose pages hold text at places (size SIZE); None makes a page that is one picture, as a scanner does."""
    if pages is None:
        pages = [printed([TITLE, "", SENTENCE]), [(72, 700, ROWS[0][0]), (240, 700, ROWS[0][1])]]
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 4>>/FontDescriptor 5 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 700/StemV 80>>",
    ]
    kids = []
    for page in pages:
        drawn = _picture() if page is None else "".join(map(_shown, page))
        stream = zlib.compress(drawn.encode("latin-1"))
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return _numbered(objects, trailer)


def _numbered(objects: Sequence[bytes], trailer: str) -> bytes:
    file, places = bytearray(b"%PDF-1.5\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    begins = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{begins}\n%%EOF\n".encode()
    return bytes(file)


def printed(lines: Sequence[str], *, top: float = 780, left: float = 72) -> list[Placed]:
    """Lines one under the other."""
    return [(left, top - WIDE * number, line) for number, line in enumerate(lines) if line]


def _shown(placed: Placed) -> str:
    left, bottom, text = placed
    return f"BT /F1 {SIZE} Tf 1 0 0 1 {left} {bottom} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def _picture() -> str:
    return "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"
