"""One cell's text → its value, or the code of what is wrong with it.  Every form that offices write is read here."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from pipelines.domain.ledgers import LedgerColumn

FIRST_YEAR, LAST_YEAR = 1990, 2100
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[\sT]+\d{1,2}[:时].*)?")
_MONTH = re.compile(r"(\d{4})\s*(?:[-/年]\s*(\d{1,2})\s*月?|\.\s*(\d\d|[2-9]|1(?=\s*月))\s*月?)")
"""2023.1 is none: a sheet shows a number 2023.10 (October) so."""
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_FIRST = date(1899, 12, 30)  # day 0 of a spreadsheet's calendar
_NUMBER = re.compile(
    r"¥?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)([千百十]?万|千|亿)?((?!万|亿)[\u4e00-\u9fff]{0,4})"
)
_VAGUE = re.compile("[余多约近几左右以上下超不过]")
"""43余人 is no number of persons: a ledger's figures are exact."""
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000}
_SCALES |= {"千万": 10_000_000, "亿": 100_000_000}
_SCALE = re.compile(r"[千百十]?万|[十百千亿]|")
_YUAN = ("", "元", "圆", "元整")
_YES = frozenset(("是", "有", "已", "√", "✓", "✔", "y", "yes", "true", "1", "对", "满意", "非常满意", "已完成"))
_NO = frozenset(("否", "无", "未", "×", "✗", "x", "n", "no", "false", "0", "不", "不满意", "未完成"))
FORMULA = re.compile(r"^(?:=|[+@]\s*[A-Za-z(]|-\s*[A-Za-z(].*[|!(]|[-+@].*\|.*!)")
"""What a spreadsheet would run, or a program behind it (=cmd|…)."""
NOTHING = ("/", "\\", "-", "--", "—", "——", "–", "―")
"""How a cell is struck out: nothing is meant."""
UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
"""Characters that nobody sees, copied from web pages: they would tell one key from the same key."""
_UNSEEN = re.compile("[" + "".join(UNSEEN) + "]")


@dataclass(frozen=True, slots=True)
class Read:
    """What one text says: a value, or None with the code of the fault.

    `is_month`: a date without its day.  `unit`: what an amount says of itself (万元).
    """

    value: object = None
    fault: str | None = None
    is_month: bool = False
    unit: str = ""


def plain(text: str) -> str:
    """A cell's text in half-width characters, without the blanks around it and what nobody sees."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()


def scale_of(unit: str) -> int:
    """How many of the bare unit one is: 10,000 for 万元 and 万人次."""
    found = _SCALE.match(unit)
    return _SCALES[found[0]] if found else 1


class CellReader:
    """Reads the cells of one column; `unit` is what its header says of amounts (金额（万元）)."""

    def __init__(self, column: LedgerColumn, *, today: date, unit: str = ""):
        self._column, self._today, self.unit = column, today, unit

    @cached_property
    def _choices(self) -> dict[str, str]:
        found = {}
        for choice in self._column.choices:
            for text in (choice.choice_id, choice.name.zh, choice.name.en, *choice.aliases):
                found[_loose(text)] = choice.choice_id
        return found

    def read(self, text: str) -> Read:
        """A filled cell's value in the column's type."""
        text = plain(text)
        if text in NOTHING or not text:
            return Read()
        if FORMULA.match(text):
            return Read(fault="formula")
        match self._column.type:
            case "date":
                return self._date(text)
            case "whole" | "number" | "money":
                return self._number(text)
            case "yes_no":
                return _yes_no(text)
            case "choice":
                choice = self._choices.get(_loose(text))
                return Read(choice) if choice else Read(fault="choice")
            case _:
                return Read(text)

    def _date(self, text: str) -> Read:
        day = _day(text)
        if day is None or not FIRST_YEAR <= day.value.year <= LAST_YEAR:
            return Read(fault="date" if day is None else "date_range")
        if day.value > self._today and not self._column.may_be_future:
            return Read(fault="future")
        return Read(day.value, is_month=day.is_month)

    def _number(self, text: str) -> Read:
        found = _NUMBER.fullmatch("".join(text.split()))
        if found is None or _VAGUE.search(found[3]) or (found[0][0] == "¥" and self._column.type != "money"):
            return Read(fault=self._column.type)
        number, unit = Decimal(found[1].replace(",", "")), (found[2] or "") + found[3]
        if self._column.type == "money" and found[3] not in _YUAN:
            return Read(fault="money")
        if unit and self.unit and not self._is_own(unit):
            return Read(fault="mixed_units")
        number *= scale_of(unit or self.unit)
        if self._column.type == "whole" and number != number.to_integral_value():
            return Read(fault="whole")
        if abs(number) >= 10**15 or _decimals(number) > 4:
            return Read(fault="too_precise")
        return Read(number, unit=unit)

    def _is_own(self, unit: str) -> bool:
        """Whether a cell's unit is the header's: 万 under 万元, 人 under 人次; not 元 under 万元, 天 under 学时."""
        if scale_of(unit) != scale_of(self.unit):
            return False
        bare, own = (_SCALE.sub("", text, count=1) for text in (unit, self.unit))
        return self._column.type == "money" or bare in own or own in bare


@dataclass(frozen=True, slots=True)
class _Day:
    value: date
    is_month: bool = False


def _day(text: str) -> _Day | None:
    """2023-05-06, 2023.5.6, 2023年5月6日, 20230506, 45052 (a spreadsheet's day), 2023年5月; None for anything else."""
    try:
        if (found := _DAY.fullmatch(text)) or (found := _DIGITS.fullmatch(text)):
            return _Day(date(int(found[1]), int(found[2]), int(found[3])))
        if found := _MONTH.fullmatch(text):
            return _Day(date(int(found[1]), int(found[2] or found[3]), 1), is_month=True)
    except ValueError:
        return None
    if _SERIAL.fullmatch(text):
        return _Day(_SERIAL_FIRST + timedelta(days=int(float(text))))
    return None


def _yes_no(text: str) -> Read:
    text = _loose(text)
    if text in _YES:
        return Read(True)
    return Read(False) if text in _NO else Read(fault="yes_no")


def _loose(text: str) -> str:
    return "".join(plain(text).split()).lower().replace(",", "、").replace(";", "、")


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
