"""A figure keeps its place in its file: in its id, in what is printed, and in words."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.domain.documents import Place, ReadText
from pipelines.extract import ReportReader
from pipelines.extract.readers import Limits, read_bytes
from pipelines.jobs.show import extraction_lines
from pipelines.wording import place_text
from tests.extract.readers.files import SENTENCE, TITLE, docx_file, pdf_file, printed

IDS = {
    ("longjin-2023", "report.txt", 2023): (
        "31f225a3062a8eff 0831297eebb9af11 f01e5d585edb2ec9 1d452add6fb9f5d0 303c481c80cef5f7 9992a3ac28bfa416"
        " ee2d6b221713e7b6 74f8a1011fad6808 2105c5ebcc171ce9 fd33d03c6f6bac6f 156cf321d44d6280 514d3522048e9e9b"
    ),
    ("longjin-2024", "excerpt.txt", 2024): "0a0ef82a840ffc96 6191b31ceaa4ef06 9b8c0564f963af09",
}
"""What decisions about the shipped documents are kept under: these never change."""


@pytest.mark.parametrize("document", IDS, ids=lambda document: document[0])
def test_the_ids_of_the_shipped_figures_never_change(document: tuple, reader: ReportReader, repository: Path) -> None:
    name, file, year = document
    content = (repository / "data" / "documents" / name / file).read_bytes()
    found = reader.read(read_bytes(content, file, Limits()), year=year)
    assert [item.observation_id(sha256(content).hexdigest()) for item in found.observations] == IDS[document].split()


def ids_of(read: ReadText, reader: ReportReader) -> dict[str, str]:
    return {item.evidence.quote: item.observation_id("sha256") for item in reader.read(read, year=2023).observations}


def test_an_id_depends_on_the_place_in_the_file_and_not_on_how_its_pieces_are_joined(reader: ReportReader) -> None:
    read = read_bytes(docx_file(), "report.docx", Limits())
    before = "先读别的。\n"
    shifted = replace(
        read,
        text=before + read.text,
        starts=(0, *(start + len(before) for start in read.starts)),
        places=(Place(page=1), *read.places),
    )
    assert ids_of(read, reader) == ids_of(shifted, reader)
    assert len(ids_of(read, reader)) >= 2
    moved = replace(read, places=tuple(replace(place, page=2) for place in read.places))
    assert not set(ids_of(read, reader).values()) & set(ids_of(moved, reader).values())


def test_two_figures_of_one_paragraph_have_ids_of_their_own(reader: ReportReader) -> None:
    read = read_bytes(docx_file(lambda d: d.add_paragraph("审查合同92份。审查合同93份。")), "r.docx", Limits())
    assert len(set(ids_of(read, reader).values())) == 2


def test_a_place_is_printed_where_there_is_one(reader: ReportReader) -> None:
    in_pdf = reader.read(read_bytes(pdf_file([printed([TITLE, SENTENCE])]), "r.pdf", Limits()))
    lines = {line["quote"]: line for line in extraction_lines(in_pdf) if line["type"] == "observation"}
    assert lines["92份"]["place"] == {"page": 1, "row": 2}
    in_text = reader.read(SENTENCE)
    assert all("place" not in line for line in extraction_lines(in_text))


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (Place(), "", ""),
        (Place(page=3), "第3页", "page 3"),
        (Place(page=3, row=12), "第3页 · 第12行", "page 3 · line 12"),
        (Place(paragraph=5), "第5段", "paragraph 5"),
        (Place(page=3, table=2, row=4, column=3), "第3页 · 表2第4行第3列", "page 3 · table 2, row 4, column 3"),
        (Place(sheet="汇总", row=7, column=2), "工作表“汇总”B7", "sheet '汇总', B7"),
        (Place(sheet="汇总", row=7, column=28), "工作表“汇总”AB7", "sheet '汇总', AB7"),
        (Place(sheet="汇总"), "工作表“汇总”", "sheet '汇总'"),
        (Place(row=2, column=3), "第2行第3列", "row 2, column 3"),
    ],
)
def test_a_place_is_said_as_a_person_would_look_for_it(place: Place, zh: str, en: str) -> None:
    assert (place_text(place.parts(), "zh"), place_text(place.parts(), "en")) == (zh, en)
    everything = {name: getattr(place, name) for name in ("page", "paragraph", "sheet", "table", "row", "column")}
    assert place_text(everything, "zh") == zh
    assert place_text(None, "zh") == ""
