"""data/catalogue/breaks.yml keeps its promises; each broken alone is refused."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.domain.errors import CatalogueRefused

DATED = """
- id: items_2022
  day: 2022-01-01
  name: {zh: 执法事项目录变更, en: List of enforcement items changed}
  basis: {zh: 公告, en: Announcement}
  themes: [enforcement]
"""


def folder_with(repository: Path, tmp_path: Path, text: str, old: str = "", new: str = "") -> Path:
    folder = Path(shutil.copytree(repository / "data" / "catalogue", tmp_path / "catalogue"))
    file = folder / "breaks.yml"
    whole = file.read_text(encoding="utf-8") + text
    assert old in whole
    file.write_text(whole.replace(old, new, 1) if old else whole, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("metrics: [law_exam_pass_rate]", "metrics: [nothing]", "nothing"),
        ("replaced_by: law_exam_excellent_rate", "replaced_by: law_exam_pass_rate", "in its own place"),
        ("replaced_by: law_exam_excellent_rate", "day: 2022-01-01\n  replaced_by: law_exam_excellent_rate", "either"),
        ("  day: 2022-01-01\n", "", "either"),
        ("  themes: [enforcement]\n", "", "which figures"),
        ("themes: [enforcement]", "themes: [nowhere]", "nowhere"),
        ("id: items_2022", "id: exam_pass_to_excellent", "the id 2 times"),
        ("day: 2022-01-01", "day: soon", "day"),
    ],
)
def test_a_broken_list_of_breaks_is_refused(repository: Path, tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(CatalogueRefused, match=says):
        load_catalogue(folder_with(repository, tmp_path, DATED, old, new))


def test_a_day_breaks_every_metric_of_its_themes(repository: Path, tmp_path: Path) -> None:
    known = {each.break_id: each for each in load_catalogue(folder_with(repository, tmp_path, DATED)).breaks}
    assert known["items_2022"].day == date(2022, 1, 1) and known["items_2022"].theme_ids == ("enforcement",)
    assert known["exam_pass_to_excellent"].replaced_by == "law_exam_excellent_rate"


def test_a_board_without_the_list_needs_none(repository: Path, tmp_path: Path) -> None:
    folder = folder_with(repository, tmp_path, "")
    (folder / "breaks.yml").unlink()
    assert load_catalogue(folder).breaks == ()
