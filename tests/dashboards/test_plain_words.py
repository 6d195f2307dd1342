"""Names that people can change stay plain words in links and tables, which Streamlit reads as Markdown."""

import re
from pathlib import Path

import pytest

from pipelines.jobs.build import build
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words

MARKED = "*a*[b](c)"
NAME = re.compile(r"name: \{zh: ([^',{}\"]+), en: ([^',{}\"]+)\}")
FILES = ("goals.yml", "key_results.yml", "problems.yml", "practices.yml", "derived.yml", "themes.yml", "metrics/*.yml")


@pytest.fixture
def board(root_like) -> Path:
    return root_like("marked_names", _with_marked_names)


def _with_marked_names(root: Path) -> None:
    for file in (each for name in FILES for each in (root / "catalogue").glob(name)):
        named = NAME.sub(rf"name: {{zh: '\1{MARKED}', en: '\2{MARKED}'}}", file.read_text(encoding="utf-8"))
        file.write_text(named, encoding="utf-8")
    build(Settings(data=root))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("overview", {}),
        ("goals", {}),
        ("goals", {"key": "g1_coordination"}),
        ("goals", {"key": "g2_reviewer_share"}),
        ("goals", {"key": "g3_campaigns"}),
        ("metrics", {}),
        ("metrics", {"metric": "law_trainings"}),
        ("practices", {}),
        ("supervision", {}),
    ],
)
def test_a_name_with_marks_is_shown_as_it_is(board: Path, page: str, asked: dict[str, str], language: str) -> None:
    app = opened(page, lang=language, org="longjin", year="2023", **asked)
    assert not app.exception
    labels = [label for each in app.get("button_group") for label in (option.content for option in each.proto.options)]
    for table in app.table:
        labels += [str(each) for each in (*table.value.index, *table.value.columns, *table.value.to_numpy().ravel())]
    assert [label for label in labels if MARKED in label] == []
    if page in ("goals", "metrics", "practices") and asked != {"metric": "law_trainings"}:
        assert MARKED in words(app)
