"""`make_demo`: an empty folder becomes a root of made-up data alone, or stays as it was."""

from pathlib import Path

import pytest

from pipelines.api import open_board
from pipelines.catalogue import load_catalogue
from pipelines.demo import MOST_ORGANISATIONS, SIMULATED, MadeFile
from pipelines.domain.errors import BoardError, DemoRootNotEmpty, NotAFolder, TooManyMadeUp, YearsOutOfOrder
from pipelines.jobs import inspect
from pipelines.jobs.demo import make_demo
from pipelines.jobs.documents import card_files, read_card
from pipelines.jobs.maps import place_map
from pipelines.jobs.root import Root
from pipelines.jobs.settings import Settings
from tests.demo.conftest import SMALL


def test_the_root_keeps_every_promise_and_is_marked(demo_root: Path) -> None:
    counts = inspect.check(Settings(data=demo_root))
    assert counts["organisations"] == 1 + SMALL["orgs"]
    assert counts["ledgers"] == 23
    assert Root(demo_root).is_synthetic
    assert not list(demo_root.glob(".made-*"))


def test_every_card_says_that_its_document_is_made_up(demo_root: Path) -> None:
    cards = [read_card(path) for path in card_files(demo_root / "documents")]
    assert len(cards) == 10
    for card in cards:
        assert SIMULATED in card.title
        assert SIMULATED in card.publisher
        assert SIMULATED in card.source
        is_draft = card.type == "draft_report"
        assert (
            (card.published_on is None) if is_draft else (card.published_on and card.published_on.year == card.year + 1)
        )


def test_what_the_catalogue_follows_belongs_to_the_first_subdistrict(demo_root: Path) -> None:
    catalogue = load_catalogue(demo_root / "catalogue")
    first = catalogue.organisations[1].organisation_id
    assert {goal.organisation_id for goal in catalogue.goals} == {first}
    assert {problem.organisation_id for problem in catalogue.problems} == {first}
    assert {goal.target_year for goal in catalogue.goals} == {2025}
    assert {each.due_on.year for each in catalogue.progress.key_results if each.due_on} == {2025}


def test_the_real_organisation_isnt_in_the_made_up_catalogue(demo_root: Path, catalogue) -> None:
    for organisation in catalogue.organisations:
        for path in (demo_root / "catalogue").rglob("*.*"):
            text = path.read_text(encoding="utf-8")
            assert organisation.name.zh not in text, path
            assert organisation.organisation_id not in text, path


def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("真实资料", encoding="utf-8")
    with pytest.raises(DemoRootNotEmpty) as refused:
        make_demo(tmp_path, **SMALL)
    assert refused.value.parts["found"] == "report.txt"
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]


def test_a_hidden_file_counts_too(tmp_path: Path) -> None:
    (tmp_path / ".keep").touch()
    with pytest.raises(DemoRootNotEmpty):
        make_demo(tmp_path, **SMALL)


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"orgs": 0}, TooManyMadeUp),
        ({"orgs": MOST_ORGANISATIONS + 1}, TooManyMadeUp),
        ({"years": (2025, 2023)}, YearsOutOfOrder),
        ({"years": (2023, 2027)}, YearsOutOfOrder),
        ({"years": (1990, 2023)}, YearsOutOfOrder),
    ],
)
def test_what_cant_be_made_is_refused_before_anything_is_written(
    other: dict, refusal: type[BoardError], tmp_path: Path
) -> None:
    root = tmp_path / "root"
    with pytest.raises(refusal):
        make_demo(root, **{**SMALL, **other})
    assert not root.exists()


def test_a_file_is_no_root(tmp_path: Path) -> None:
    path = tmp_path / "root"
    path.touch()
    with pytest.raises(NotAFolder):
        make_demo(path, **SMALL)


def test_making_that_breaks_off_leaves_the_folder_empty(tmp_path: Path) -> None:
    seen = []

    def stop(file: MadeFile) -> None:
        seen.append(file.name)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(tmp_path, **SMALL, watch=stop)
    assert len(seen) == 3
    assert list(tmp_path.iterdir()) == []


def test_every_subdistrict_has_a_made_up_map_of_its_communities(demo_root: Path) -> None:
    settings = Settings(data=demo_root)
    organisations = load_catalogue(demo_root / "catalogue").organisations[1:]
    for organisation in organisations:
        found = place_map(settings, organisation.organisation_id)
        assert found and found.is_synthetic
        where = {"organisation_id": organisation.organisation_id, "metric_id": "inspections", "year": 2024}
        counted = open_board(demo_root).places(**where, dimension="community")
        names = {row["member"] for row in counted if row["member"]}
        assert names and names <= {outline.name for outline in found.outlines}
