"""The numbers that Word counts itself before headings and lists (一、（一）1.); they stand nowhere in the text."""

import re
from collections.abc import Callable

import lxml.etree as etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEVEL = re.compile(r"%([1-9])")
_MOST = 9999


def _chinese(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一; past 99 digit by digit, which no list reaches."""
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) if number else ""


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": str,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}


class Numbering:
    """Counts a document's numbered paragraphs.  Bullets and forms that reports don't use give no number."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None):
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._learn(numbering)
        for style in styles.iterfind(f"{_W}style") if styles is not None else ():
            given = _given(style.find(f"{_W}pPr"))
            if given is not None:
                self._styles[style.get(f"{_W}styleId", "")] = given

    def _learn(self, numbering: etree._Element) -> None:
        for abstract in numbering.iterfind(f"{_W}abstractNum"):
            name = abstract.get(f"{_W}abstractNumId", "")
            for level in abstract.iterfind(f"{_W}lvl"):
                key = (name, _whole(level.get(f"{_W}ilvl")))
                start = _whole(_value(level.find(f"{_W}start")), 1)
                form, text = _value(level.find(f"{_W}numFmt")), _value(level.find(f"{_W}lvlText"))
                self._levels[key] = (form, text[:40], start)
        for number in numbering.iterfind(f"{_W}num"):
            self._abstract[number.get(f"{_W}numId", "")] = _value(number.find(f"{_W}abstractNumId"))

    def number_of(self, paragraph: etree._Element) -> str:
        """What Word prints before a paragraph, and counts it; empty where it isn't numbered."""
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties.find(f"{_W}pStyle")) if properties is not None else ""
        given = _given(properties) or self._styles.get(style)
        if given is None:
            return ""
        name, depth = self._abstract.get(given[0], ""), given[1]
        if (name, depth) not in self._levels:
            return ""
        self._counts[name, depth] = min(self._count(name, depth) + 1, _MOST)
        for deeper in [key for key in self._counts if key[0] == name and key[1] > depth]:
            del self._counts[deeper]
        form, text, _ = self._levels[name, depth]
        if form not in _FORMS or not text:
            return ""
        number = _LEVEL.sub(lambda found: self._shown(name, int(found[1]) - 1, form), text)
        return number if number[-1:] in "、.．）)，:：" else f"{number} "

    def _count(self, name: str, depth: int) -> int:
        return self._counts.get((name, depth), self._levels[name, depth][2] - 1)

    def _shown(self, name: str, depth: int, form: str) -> str:
        if (name, depth) not in self._levels:
            return ""
        own = self._levels[name, depth][0]
        return _FORMS.get(own, _FORMS[form])(max(self._counts.get((name, depth), self._levels[name, depth][2]), 0))


def _given(properties: etree._Element | None) -> tuple[str, int] | None:
    """(list, level) of a paragraph's or a style's properties."""
    numbered = properties.find(f"{_W}numPr") if properties is not None else None
    if numbered is None:
        return None
    return _value(numbered.find(f"{_W}numId")), _whole(_value(numbered.find(f"{_W}ilvl")))


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


def _whole(value: str | None, default: int = 0) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 5 else default
