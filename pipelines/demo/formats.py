"""A report as each kind of file: text, web page, Word, workbook, PDF.  The same report is the same bytes."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

import xlsxwriter

from pipelines.demo.pdf import pdf_file

MADE = datetime(2024, 1, 1)
"""The date inside every workbook, so that nothing of the day of making is in it."""
WORKBOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Row = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Report:
    """A report's title and paragraphs, a table (label, counter, number), and the paragraphs below it."""

    title: str
    paragraphs: tuple[str, ...]
    table_title: str
    figures: tuple[tuple[str, str, int], ...]
    after: tuple[str, ...]

    @property
    def rows(self) -> list[Row]:
        """The table with its head."""
        return [("事项", "数量"), *((f"{label}（{unit}）", number) for label, unit, number in self.figures)]

    @property
    def lines(self) -> list[str]:
        """The whole as paragraphs, the table as a sentence."""
        told = "，".join(f"{label}{number}{unit}" for label, unit, number in self.figures)
        return [self.title, *self.paragraphs, f"{self.table_title}：{told}。", *self.after]


def text_file(report: Report) -> bytes:
    return "\n".join([*report.lines, ""]).encode()


def html_file(report: Report) -> bytes:
    above, below = ("\n".join(f"<p>{escape(text)}</p>" for text in part) for part in (report.paragraphs, report.after))
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in report.rows)
    page = (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{escape(report.title)}</title></head>\n'
        f"<body><h1>{escape(report.title)}</h1>\n{above}\n<p>{escape(report.table_title)}</p>\n"
        f"<table>{rows}</table>\n{below}</body></html>\n"
    )
    return page.encode()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
)


def docx_file(report: Report) -> bytes:
    """A Word file of three parts: what every program that reads Word files needs, and no more."""
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_paragraph(str(cell))}</w:tc>" for cell in row) + "</w:tr>" for row in report.rows
    )
    above = "".join(map(_paragraph, (report.title, *report.paragraphs, report.table_title)))
    below = "".join(map(_paragraph, report.after))
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{above}<w:tbl><w:tblPr/>{rows}</w:tbl>'
        f"{below}</w:body></w:document>"
    )
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content.encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>'


def xlsx_file(report: Report) -> bytes:
    """A workbook of three sheets: the report, its table, and what stands below the table."""
    file = io.BytesIO()
    sheets: Mapping[str, Sequence[Row]] = {
        "报告": [(text,) for text in (report.title, *report.paragraphs)],
        "数据表": [(report.table_title,), *report.rows],
        "问题与目标": [(text,) for text in report.after],
    }
    with xlsxwriter.Workbook(file, WORKBOOK) as workbook:
        workbook.set_properties({"title": report.title, "created": MADE})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.set_column(0, 0, 100)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return file.getvalue()


def _pdf(report: Report) -> bytes:
    return pdf_file(report.lines)


FORMATS: Mapping[str, Callable[[Report], bytes]] = {
    "txt": text_file,
    "html": html_file,
    "docx": docx_file,
    "xlsx": xlsx_file,
    "pdf": _pdf,
}
