"""One more language is one more file, which says as little as it likes."""

from decimal import Decimal
from string import Formatter

import pytest

from dashboards.i18n import labels
from pipelines.domain.errors import BadSetting, UnknownMetric
from pipelines.domain.words import Words
from pipelines.jobs.settings import Settings
from pipelines.wording import base_of, explain, figure, languages, say, text_of, worded
from pipelines.wording.language import BASES, FOLDER, LIKE, file_of
from pipelines.wording.sentences import sentences

YUE = "like: zh\npages: {language: 粵語}\nstatus: {no_data: 冇數據}\n"
FRENCH = "like: en\nfigure: {at_least: 'au moins {number}'}\n"


def test_another_language_says_its_own_and_the_rest_as_the_one_that_it_is_like(speak) -> None:
    speak("yue", YUE)
    speak("fr", FRENCH)
    assert languages() == ("zh", "en", "fr", "yue") and (base_of("yue"), base_of("fr")) == BASES
    assert (say("status.no_data", "yue"), say("status.achieved", "yue")) == ("冇數據", say("status.achieved", "zh"))
    assert figure(Decimal(1349), "宗", "at_least", "fr") == "au moins 1,349"
    assert figure(Decimal(1349), "宗", "exact", "yue") == "1,349宗"


def test_names_of_the_data_come_from_the_one_that_it_is_like(speak) -> None:
    speak("yue", YUE)
    row = {"owner_zh": "司法所", "owner_en": "Justice Office", "why_yue": "因為", "why_zh": "因为"}
    assert (worded(row, "owner", "yue"), worded(row, "why", "yue")) == ("司法所", "因為")
    assert text_of(Words(zh="合同", en="contracts"), "yue") == "合同"


def test_a_refusal_is_said_in_it_or_in_the_one_that_it_is_like(speak) -> None:
    speak("yue", YUE + "error: {UnknownMetric: '冇指標{where}'}\n")
    speak("fr", FRENCH)
    refusal = UnknownMetric(where="x", found="y")
    assert explain(refusal, "yue") == "冇指標x"
    assert explain(refusal, "fr") == explain(refusal, "en") != explain(refusal, "zh")


def test_it_can_be_the_board_s_first(speak, monkeypatch) -> None:
    monkeypatch.setenv("FAZHI_LANGUAGE", "yue")
    with pytest.raises(BadSetting):
        Settings()
    speak("yue", YUE)
    assert Settings().language == "yue"


@pytest.mark.parametrize("code", [path.stem for path in FOLDER.glob("*.yml") if path.stem not in BASES])
def test_each_language_of_the_product_fits_the_others(code: str) -> None:
    assert misfits(code) == []


def test_a_file_that_doesn_t_fit_is_found(speak) -> None:
    speak("yue", "like: zh\npages: {pages.overview: 概覽}\nfigure: {exact: '{count}'}\n")
    assert misfits("yue") == ["figure.exact", "pages.overview"]


def misfits(code: str) -> list[str]:
    """The keys of a language's file that no other has, or whose parts no other's text has."""
    assert file_of(code)[LIKE] in BASES
    found = []
    for texts in (sentences, labels):
        known = {key: parts(texts("zh").get(key, "")) | parts(texts("en").get(key, "")) for key in texts(code)}
        bases = texts("zh").keys() | texts("en").keys()
        found += [key for key, text in texts(code).items() if key not in bases or not parts(text) <= known[key]]
    return sorted(found)


def parts(text: str) -> set[str]:
    return {part for _, part, _, _ in Formatter().parse(str(text)) if part}
