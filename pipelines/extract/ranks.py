"""Places in a ranking (考评名列第三名, 考评第二): an ordinal that is a figure, where a text speaks of an assessment."""

import re
from collections.abc import Iterator

from pipelines.domain.quantities import Bounds, Quantity
from pipelines.extract.numerals import read_numeral

_RANK = re.compile(r"第(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<counter>名|位)?(?=[，,。；;、！？!?）)\n]|$)")
_RANKING = re.compile(r"(?:考评|考核|评估|测评|排名|名列|位列|位居|列|排)[^，,。；;！？!?\n]{0,12}$")
_OTHER = re.compile(r"(?:信访|安全生产|平安|卫生|环保|经济|招商)[^，,。；;]{0,10}$")
UNIT = "名次"


def ranks(text: str) -> Iterator[Quantity]:
    """The ranks that a text states, each with its printed counter, 名次 where none is."""
    for found in _RANK.finditer(text):
        if _RANKING.search(text, max(0, found.start() - 20), found.start()):
            number = read_numeral(found["number"])
            if not number or _OTHER.search(text, max(0, found.start() - 20), found.start()):
                continue
            bounds = Bounds(number, number, number, "exact")
            unit = found["counter"] or UNIT
            yield Quantity(found.span(), found.group(), bounds, unit, unit)
