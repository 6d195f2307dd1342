"""Every page in a language of which there is hardly a word."""

import pytest

from dashboards.i18n import labels
from pipelines.jobs.build import build
from pipelines.jobs.settings import Settings
from tests.dashboards.test_pages import PAGES, links, opened, words


@pytest.fixture(autouse=True)
def cantonese(speak):
    speak("yue", "like: zh\npages: {language: 粵語, page.overview: 概覽}\nstatus: {overdue_no_data: 到期未見數據}\n")
    labels.cache_clear()
    yield
    labels.cache_clear()


@pytest.fixture
def board(root_like):
    return root_like("today", lambda root: build(Settings(data=root)))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_in_it(board, page: str) -> None:
    app = opened(page, lang="yue", year="2024")
    assert not app.exception and not app.error
    said = words(app)
    assert "中文" in said and "English" in said
    assert all("lang=yue" in to for to in links(app) if "lang=" in to and "lang=zh" not in to and "lang=en" not in to)


def test_its_words_stand_beside_those_of_the_language_that_it_is_like(board) -> None:
    said = words(opened("overview", lang="yue"))
    assert "概覽" in said and "到期未見數據" in said and "本月督办" in said and "粵語" not in said
    assert "粵語" in words(opened("overview", lang="zh"))
