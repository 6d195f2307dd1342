"""What one cell of a table says: a number, nothing at all, a unit, or a label with what its words tell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines.domain.quantities import Bounds, misfit
from pipelines.extract.numerals import SCALE_WORDS, SCALES, read_bounds, read_numeral

LONGEST_NUMBER, LONGEST_LABEL, MOST_KEPT = 40, 60, 4_000
NOTHING = frozenset(
    ("—", "——", "———", "–", "-", "--", "---", "－", "/", "／", "//", "\\", "无", "…", "……", "*", "×", "╱")
)
_BLANKS = re.compile(r"\s+")
_BEFORE = "不少于|不低于|至少|超过|超|逾|不超过|不高于|不多于|至多|大约|大概|约|近"
_AFTER = "以上|以内|之内|以下|左右|上下|余"
_DIGITS = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_BRACKETS = re.compile(r"[（(\[【]([^（）()\[\]【】]*)[）)\]】]")
_UNIT_LEAD = re.compile(r"^(?:计量|金额|数量)?单位[:：]?")
_UNIT_MARKS = re.compile(r"[、，,/／;；和及或\s]+")
_SENTENCE_MARK = re.compile(r"[。；;！？!?]")
_COMMA = re.compile(r"[，,](?!\d{3})")
_ORDINAL = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、]|\d{1,2}[.．](?!\d)|[①-⑳])+")
_BARE_ORDINAL = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)、.．]?|[①-⑳]|甲|乙|丙|丁")
_YEAR = re.compile(r"(?<!\d)(?:20[0-4]\d)(?!\d)(?:年度?)?")
_LAST_YEAR = re.compile(r"(?:上年度?|去年度?|上一年度?)(?:同期)?(?:数|数量|情况|值)?")
_SPAN = re.compile(r"20\d\d年?\s*(?:[-—–~～至到]+)\s*20\d\d|近[两二三四五\d]年|20\d\d年?以来")
_PART = re.compile(
    r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?$|季度|[上下]半年|(?<!\d)\d{1,2}月?[-—–~～至]\d{1,2}月|本月|当月|截至"
)
_TOTAL = re.compile(r"(?:合计|总计|共计|总和|汇总)(?:数量?)?$|^(?:合计|总计|共计)(?:数量?)?")
_SUBTOTAL = re.compile(r"小计")
_WHOLE = re.compile(r"^全[区市县镇乡街省国]道?$|^(?:总数|总量|总体|整体|全部|本级|辖区)$")
_CHANGE = re.compile(
    r"同比|环比|增长|增幅|增减|下降|比上年|较上年|较去年|比去年|变化|占比|比重|比例$|占总|排名|得分|分值|权重|满分"
    r"|(?:目标|计划|任务|指标|预算|考核)(?:值|数量?|量|分|标准)?$|预计|应完成|标准值"
)
_CODE = re.compile(
    r"电话|手机|邮编|邮政编码|代码|编码|证号|号码|文号|案号|账号|信用|编号|日期|年月|年龄|工龄|时间$|^(?:序号|序|项次|行次|栏次|列次|年份|年度|月份|日|备注|说明|备考|附注|No\.?)$"
)
_SUFFIXES = {
    "人次": "人次",
    "场次": "场次",
    "户次": "户次",
    "家次": "家次",
    "学时": "学时",
    "次": "次",
    "人": "人",
    "人员": "人",
    "户": "户",
    "家": "家",
    "场": "场",
    "份": "份",
    "篇": "篇",
    "条": "条",
    "件": "件",
    "宗": "宗",
    "项": "项",
    "个": "个",
    "期": "期",
    "支": "支",
}
_SUFFIX = re.compile(rf"(?<!案)({'|'.join(_SUFFIXES)})数量?$|(人次)$")
MONEY = re.compile(r"金额|总额|款额|收入|资金|经费|款项|罚没款|损失|投入")


@dataclass(frozen=True, slots=True)
class Unit:
    """A counter and what its 万 or 亿 multiplies by: 万元 is 元 by 10,000."""

    counter: str
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as a cell prints it, without the scale that a label or a unit may add."""

    number: Decimal
    words: tuple[str, ...]
    unit: Unit | None

    def bounds(self, unit: Unit) -> Bounds:
        """The bounds in the base counter; without values where no figure can be so large or so precise."""
        number = self.number * unit.scale
        if misfit(abs(number), is_rate=False):
            return Bounds(None, None, None, read_bounds(number, self.words).qualifier)
        return read_bounds(number, self.words, is_rate=unit.counter == "%" and number <= 100)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says once its brackets, year and 合计 are taken off.

    `units` are those of its brackets, `suffix` the counter that its last words name (次数, 人数).  `year` is a calendar
    year, or -1 for the year before the report's.  `is_moot`: its numbers are no level of one year (同比, 目标值, 三月,
    2022-2024年).  `is_code`: its numbers count nothing (序号, 电话, 日期).
    """

    text: str = ""
    units: tuple[Unit, ...] = ()
    suffix: Unit | None = None
    year: int | None = None
    is_total: bool = False
    is_subtotal: bool = False
    is_part: bool = False
    is_moot: bool = False
    is_code: bool = False


class CellReader:
    """Reads cells with one set of counters."""

    def __init__(self, classes_of: Mapping[str, Iterable[str]]):
        self._counters = frozenset(classes_of)
        counter = "|".join(map(re.escape, sorted(self._counters, key=len, reverse=True)))
        self._number = re.compile(
            rf"(?P<before>{_BEFORE})?(?P<number>-?(?:{_DIGITS}))(?P<scale>{SCALE_WORDS})?(?P<more>[余多])?"
            rf"(?P<late_scale>万|亿)?(?:\s?(?P<counter>{counter}))?(?P<after>{_AFTER})?"
        )
        self._ending = re.compile(rf"\d[余多]?(?:{counter})$")
        # the cells of a table are asked several times, and many hold the same
        self._numbers: dict[str, Printed | None] = {}
        self._units: dict[str, tuple[Unit, ...]] = {}

    def number(self, text: str) -> Printed | None:
        """The number that is all of a cell, perhaps with its qualifier and counter; None for anything else."""
        if text not in self._numbers:
            if len(self._numbers) >= MOST_KEPT:
                self._numbers.clear()
            self._numbers[text] = self._read_number(text)
        return self._numbers[text]

    def _read_number(self, text: str) -> Printed | None:
        if len(text) > LONGEST_NUMBER or not (match := self._number.fullmatch(text)):
            return None
        words = tuple(match[name] for name in ("before", "more", "after") if match[name])
        scale = SCALES[match["scale"] or ""] * SCALES[match["late_scale"] or ""]
        number = read_numeral(match["number"].lstrip("-"))
        number = (-number if text.startswith("-") else number) * scale
        return Printed(number, words, Unit(match["counter"]) if match["counter"] else None)

    def units(self, text: str) -> tuple[Unit, ...]:
        """The units that a text is made of (宗、万元), or nothing where it says anything else."""
        if text not in self._units:
            if len(self._units) >= MOST_KEPT:
                self._units.clear()
            self._units[text] = self._read_units(text)
        return self._units[text]

    def _read_units(self, text: str) -> tuple[Unit, ...]:
        text = _UNIT_LEAD.sub("", _BLANKS.sub("", text))
        if not text or len(text) > 20:
            return ()
        if whole := self._unit(text):
            return (whole,)
        found = [self._unit(part) for part in _UNIT_MARKS.split(text)]
        return tuple(unit for unit in found if unit) if all(found) else ()

    def _unit(self, text: str) -> Unit | None:
        if text in self._counters:
            return Unit(text)
        scale = next((word for word in SCALE_WORDS.split("|") if text.startswith(word)), "")
        rest = text[len(scale) :]
        return Unit(rest, SCALES[scale]) if scale and rest in self._counters else None

    def is_prose(self, text: str) -> bool:
        """Whether a cell says a sentence rather than a name: read as prose, it gives its numbers itself."""
        if len(text) > LONGEST_LABEL or _SENTENCE_MARK.search(text):
            return True
        without_year = _YEAR.sub("", text)
        has_digit = any(character.isdigit() for character in without_year)
        return has_digit and (_COMMA.search(text) is not None or self._ending.search(text) is not None)

    def label(self, text: str) -> Label:
        """What a label's words tell."""
        plain, units = _BLANKS.sub("", text), self.units(text)
        if units:
            return Label(units=units)
        for bracket in _BRACKETS.finditer(plain):
            if found := self.units(bracket[1]):
                units = found
                plain = plain.replace(bracket[0], "")
        plain = _ORDINAL.sub("", plain).strip("：:，,、。*")
        head, mark, tail = plain.rpartition("/") if "/" in plain else plain.rpartition("：")
        if mark and (found := self.units(tail)):
            plain, units = head, found
        is_part = plain.startswith("其中")
        plain = plain.removeprefix("其中").lstrip("：:") if is_part else plain
        is_moot = bool(_CHANGE.search(plain) or _PART.search(plain) or _SPAN.search(plain))
        year = None
        if found := _YEAR.search(plain):
            year, plain = int(found.group()[:4]), _YEAR.sub("", plain).strip("：:，,、（）()")
        elif _LAST_YEAR.fullmatch(plain):
            year, plain = -1, ""
        is_subtotal, is_total = bool(_SUBTOTAL.search(plain)), bool(_TOTAL.search(plain) or _WHOLE.match(plain))
        rest = _WHOLE.sub("", _TOTAL.sub("", plain)) if is_total else plain
        return Label(
            text="" if is_total and _WHOLE.match(rest) else rest,
            units=units,
            suffix=_suffix(plain),
            year=year,
            is_total=is_total,
            is_subtotal=is_subtotal,
            is_part=is_part,
            is_moot=is_moot,
            is_code=bool(_CODE.search(plain)),
        )


def _suffix(plain: str) -> Unit | None:
    if MONEY.search(plain):
        return Unit("元")
    if plain.endswith("率"):
        return Unit("%")
    if found := _SUFFIX.search(plain):
        return Unit(_SUFFIXES[found[1] or found[2]])
    return Unit("平方米") if plain.endswith("面积") else None


def is_ordinal(text: str) -> bool:
    """Whether a text only numbers its row: 1., （一）, ①, 甲."""
    return _BARE_ORDINAL.fullmatch(text) is not None


def is_year(text: str) -> bool:
    return _YEAR.fullmatch(text) is not None
