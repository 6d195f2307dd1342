"""The yearly enforcement data in the provincial form: known nothing is 0, unknown is blank with its reason."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from pipelines.domain.catalogue import Catalogue
from pipelines.exports.enforcement import Filled, enforcement_form


def figure(value: int | str, qualifier: str = "exact", unit: str = "宗") -> dict[str, Any]:
    return {"value": Decimal(value), "qualifier": qualifier, "unit": unit, "reason": None}


def exported(catalogue: Catalogue, language: str = "zh", level: str = "subdistrict", **figures: Any) -> list[list[Any]]:
    filled = Filled("青石街道", level, 2025, figures, synthetic=False)
    content = enforcement_form(catalogue.form, filled, language)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def cell(rows: list[list[Any]], heading: str) -> Any:
    """What stands below a heading."""
    (at,) = [(number, row.index(heading)) for number, row in enumerate(rows) if heading in row]
    return rows[at[0] + 1][at[1]]


def notes(rows: list[list[Any]]) -> str:
    return "\n".join(str(row[0]) for row in rows)


def test_a_known_nothing_is_zero_and_an_unknown_is_blank_with_its_reason(catalogue: Catalogue) -> None:
    silent = {"value": None, "reason": "silent", "qualifier": None, "unit": "宗"}
    rows = exported(catalogue, penalty_revoke=figure(0), penalty_fine=figure(73), admin_levy_cases=silent)
    assert (cell(rows, "吊销许可证件"), cell(rows, "罚款"), cell(rows, "行政征收（宗）")) == (0, 73, "")
    assert "行政征收（宗）：全文已读，报告未载明此项" in notes(rows)
    assert "其他行政处罚：未采录，不填写" in notes(rows)


def test_what_an_office_has_no_power_for_is_blank_and_says_why(catalogue: Catalogue) -> None:
    rows = exported(catalogue, penalty_detention=figure(0))
    assert cell(rows, "行政拘留") == ""
    assert "行政拘留：限制人身自由" in notes(rows)
    assert cell(exported(catalogue, level="city", penalty_detention=figure(3)), "行政拘留") == 3


def test_amounts_are_printed_in_ten_thousands(catalogue: Catalogue) -> None:
    rows = exported(catalogue, penalty_amount=figure("35700", unit="元"))
    assert cell(rows, "罚没金额（万元）") == 3.57


def test_a_figure_with_a_bound_says_so(catalogue: Catalogue) -> None:
    rows = exported(catalogue, inspections=figure(40, "at_least", "次"))
    assert cell(rows, "行政检查（次）") == 40
    assert "行政检查（次）：按不少于40次填写，请核实确数" in notes(rows)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_made_up_data_says_so_in_the_file(catalogue: Catalogue, language: str) -> None:
    content = enforcement_form(catalogue.form, Filled("青石街道", "subdistrict", 2025, {}, synthetic=True), language)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] in ("模拟数据（非真实）", "Simulated data, not real")
    made = zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml").decode()
    assert "2024-01-01T00:00:00Z" in made, "the same figures are the same file, whenever it is made"


def test_export_writes_the_published_figures(built_root, tmp_path, run) -> None:
    target = tmp_path / "out.xlsx"
    assert run("export", "enforcement", "--org", "longjin", "--year", "2023", "--to", target).exit_code == 0
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "龙津街道2023年度行政执法数据"
    unknown = run("export", "enforcement", "--org", "longjin", "--year", "1999", "--to", target)
    assert unknown.exit_code == 1 and "没有 1999 年的任何数据" in unknown.stderr
    assert run("export", "enforcement", "--org", "nobody", "--year", "2023", "--to", target).exit_code == 1
