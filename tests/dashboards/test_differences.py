"""报告与台账比对: a difference is settled on its page, and says so."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.jobs.differences import DifferenceDesk
from pipelines.jobs.people import Person
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import opened, words
from tests.jobs.test_differences import difference, with_contracts

BOTH = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def root(root_like: Callable[..., Path]) -> Path:
    return root_like("contracts", with_contracts)


def page(language: str = "zh"):
    return opened("reconciliation", lang=language, org="longjin", year="2023")


@BOTH
def test_a_difference_is_settled_on_the_page_and_taken_back(root: Path, language: str) -> None:
    app = page(language)
    assert {"zh": "待核实1项", "en": "1 are open"}[language] in words(app)
    assert app.button(key="difference-record").disabled, "neither is right by default"
    app.radio[0].set_value("report").run()
    app.button(key="difference-record").click().run()
    said = words(app)
    assert {"zh": "以报告为准（审核人", "en": "the report holds (reviewer"}[language] in said
    assert {"zh": "已核实1项，待核实0项", "en": "1 are settled and 0 are open"}[language] in said
    app.button(key="difference-undo").click().run()
    assert {"zh": "待核实1项", "en": "1 are open"}[language] in words(app)


def test_both_values_may_stay_only_with_a_reason(root: Path) -> None:
    app = page()
    app.radio[0].set_value("explained").run()
    app.button(key="difference-record").click().run()
    assert "请写明原因" in words(app)
    app.text_input[0].input("合同与意见书口径不同").run()
    app.button(key="difference-record").click().run()
    assert "两者均保留，原因已说明" in words(app)


def test_a_value_that_somebody_settled_meanwhile_is_refused(root: Path) -> None:
    app = page()
    app.radio[0].set_value("report").run()
    DifferenceDesk(Settings(data=root), Person()).settle(difference(root), "report")
    app.button(key="difference-record").click().run()
    assert "晚于您打开的时间" in words(app)
