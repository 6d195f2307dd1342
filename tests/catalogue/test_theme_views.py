"""data/catalogue/theme_views.yml keeps its promises; each broken alone is refused."""

import shutil
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.domain.errors import CatalogueRefused


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("- theme: enforcement\n", "- theme: enforcement\n- theme: enforcement\n", "the theme 2 times"),
        ("- theme: enforcement", "- theme: nothing", "nothing"),
        ("days: [admin_penalty_cases", "days: [no_metric", "no_metric"),
        ("days: [admin_penalty_cases", "days: [officers_deployed", "a number of rows"),
        ("days: [admin_penalty_cases", "days: [contracts_reviewed_total", "contracts_reviewed_total"),
        (
            "{metric: inspections, dimension: field}",
            "{metric: inspections, dimension: place}",
            "community, field, form",
        ),
        ("{metric: inspections, dimension: community}", "{metric: inspections, dimension: outcome}", "by outcome"),
        ("rates: [publicity_7d_rate", "rates: [no_rate", "no_rate"),
        ("rates: [publicity_7d_rate", "rates: [officer_publicity_rate", "a number of rows"),
        ("  rates: [", "  shares: [", "shares"),
    ],
)
def test_a_broken_view_of_a_theme_is_refused(repository: Path, tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = Path(shutil.copytree(repository / "data" / "catalogue", tmp_path / "catalogue"))
    file = folder / "theme_views.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueRefused, match=says):
        load_catalogue(folder)


def test_a_catalogue_without_the_file_needs_none(repository: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(repository / "data" / "catalogue", tmp_path / "catalogue"))
    (folder / "theme_views.yml").unlink()
    assert load_catalogue(folder).theme_views == ()
