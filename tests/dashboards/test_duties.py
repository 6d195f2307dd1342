"""第一责任人履职清单 on the page 制度落实与存在问题: four duties with what is known of each."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.domain.ledgers import Coverage
from pipelines.jobs.build import build
from pipelines.jobs.ledgers.load import LedgerFile, load_ledger
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words

BOTH = pytest.mark.parametrize("language", ["zh", "en"])


def with_duties(root: Path) -> None:
    path = root.parent / "duties.csv"
    rows = "LZ-1,2023-03-04,党工委书记,述法\nLZ-2,2023-09-04,办事处主任,听取汇报\n"
    path.write_text(f"记录编号,履职日期,职务,履职事项\n{rows}", encoding="utf-8")
    covers = Coverage(date(2023, 1, 1), date(2023, 12, 31))
    load_ledger(Settings(data=root), LedgerFile(path, "head_duties", "longjin", {}, covers), today=date(2025, 1, 31))
    build(Settings(data=root), as_of=date(2025, 1, 31))


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("duties", with_duties)


@BOTH
def test_four_duties_say_what_is_known_of_them(root: Path, language: str) -> None:
    app = opened("practices", lang=language, org="longjin", year="2023")
    assert not app.exception and not app.error
    said = " ".join(words(app).split())
    for told in {
        "zh": (
            "第一责任人履职清单",
            "听取汇报 有记录 台账1条（9月） 报告亦载明",
            "部署 报告载明 台账已导入，当年无此项记录",
            "述法 有记录 台账1条（3月）",
        ),
        "en": ("Duties of the first responsible person", "Hear reports on record", "Set tasks stated by the report"),
    }[language]:
        assert told in said
    assert "重要任务亲自督办" in said


@BOTH
def test_a_year_of_an_excerpt_has_seen_no_record_and_blames_nobody(root: Path, language: str) -> None:
    said = " ".join(words(opened("practices", lang=language, org="longjin", year="2024")).split())
    told = {"zh": "述法 未见记录 本看板仅有该年度报告的摘录", "en": "Give an account no record seen only an excerpt"}
    assert told[language] in said
