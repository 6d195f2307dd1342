"""data/catalogue/duties.yml keeps its promises; each broken alone is refused."""

import shutil
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.domain.errors import CatalogueRefused


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("- id: deploy\n", "- id: supervise\n", "the id 2 times"),
        (
            "practices: [first_responsible_person]\n  metrics: [head_hearings]",
            "practices: [nobody]\n  metrics: []",
            "nobody",
        ),
        ("metrics: [head_hearings]", "metrics: [heard_it]", "heard_it"),
        ("zh: 听取汇报", "zh: Hearing", "Chinese text"),
        ("  metrics: [head_hearings]\n", "  figures: [head_hearings]\n", "figures"),
    ],
)
def test_a_broken_list_of_duties_is_refused(repository: Path, tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = Path(shutil.copytree(repository / "data" / "catalogue", tmp_path / "catalogue"))
    file = folder / "duties.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueRefused, match=says):
        load_catalogue(folder)


def test_an_office_without_the_list_needs_none(repository: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(repository / "data" / "catalogue", tmp_path / "catalogue"))
    (folder / "duties.yml").unlink()
    assert load_catalogue(folder).duties == ()
