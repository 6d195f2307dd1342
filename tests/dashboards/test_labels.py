"""The labels: both languages complete, every key that a page asks for there."""

import re
from pathlib import Path

import pytest

from dashboards.i18n import labels, t

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
KEY = re.compile(r"""\bt\(\s*"([a-z_.0-9]+)"[,)]""")


def test_both_languages_have_the_same_keys():
    assert labels("zh").keys() == labels("en").keys()


def test_both_languages_fill_the_same_parts():
    for key, text in labels("zh").items():
        assert set(re.findall(r"{(\w+)}", str(text))) == set(re.findall(r"{(\w+)}", str(labels("en")[key]))), key


def test_english_labels_have_no_chinese_but_the_name_of_the_board():
    for key, text in labels("en").items():
        assert key == "board" or not re.search(r"[\u4e00-\u9fff]", str(text)), key


def test_every_label_that_a_page_names_is_there():
    used = {key for path in DASHBOARDS.rglob("*.py") for key in KEY.findall(path.read_text(encoding="utf-8"))}
    assert used and used <= labels("zh").keys()


def test_an_unknown_label_is_a_defect():
    with pytest.raises(KeyError):
        t("no.such.label", "zh")


def test_the_step_that_publishes_an_edition_has_one_name():
    assert not [key for key, text in labels("zh").items() if "批准" in str(text)]


def test_a_page_that_decides_says_of_any_other_edition_that_it_isn_t_the_current_one():
    """One that waits for approval is no earlier one."""
    for page in ("intake", "entry", "materials", "review", "ledgers"):
        assert "当前版本以外" in t(f"{page}.not_now", "zh")
        assert "the current" in t(f"{page}.not_now", "en")
