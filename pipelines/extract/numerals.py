"""Printed numerals → Decimal, and what a qualifier says of the bounds."""

import re
from decimal import Decimal

from pipelines.domain.quantities import Bounds

DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"": 1, "千": 10**3, "百万": 10**6, "千万": 10**7, "万": 10**4, "亿": 10**8}

SCALE_WORDS = "百万|千万|万|亿|千"
_SCALED = re.compile(rf"([\d.,]+)({SCALE_WORDS})")

AT_LEAST = {
    "余",
    "多",
    "以上",
    "超",
    "超过",
    "突破",
    "上",
    "不少于",
    "不低于",
    "不下于",
    "不下",
    "至少",
    "逾",
    "及以上",
}
AT_MOST = {"不足", "不到", "不超过", "不高于", "不多于", "以内", "以下", "之内", "至多"}
NEARLY = {"近"}
ROUGHLY = {"约", "大约", "左右", "上下", "大概"}


def read_numeral(printed: str) -> Decimal:
    """The number that Arabic digits (1,349 · 97.9) or Chinese numerals (三百二十 · 二〇二三) stand for.

    >>> read_numeral("1,349"), read_numeral("三百二十"), read_numeral("十五"), read_numeral("两")
    (Decimal('1349'), Decimal('320'), Decimal('15'), Decimal('2'))
    """
    if printed[0] in "0123456789":
        return Decimal(re.sub(r"[^\d.]", "", printed))
    if printed == "万":
        return Decimal(10_000)
    if "万" in printed:
        many, _, few = printed.partition("万")
        return read_numeral(many) * 10_000 + (read_numeral(few) if few else 0)
    if not any(character in TENS for character in printed):
        return Decimal("".join(str(DIGITS[character]) for character in printed))
    total, digit = 0, None
    for character in printed:
        if character in TENS:
            total += (1 if digit is None else digit) * TENS[character]
            digit = None
        else:
            digit = DIGITS[character]
    return Decimal(total + (digit or 0))


def read_scaled(printed: str) -> Decimal:
    """The sum of the scaled parts in front of a number: the 2万 of 2万3千.

    >>> read_scaled("1亿2000万")
    Decimal('120000000')
    """
    return sum((read_numeral(part) * SCALES[scale] for part, scale in _SCALED.findall(printed)), Decimal(0))


def read_bounds(number: Decimal, words: tuple[str, ...], *, is_rate: bool = False) -> Bounds:
    """What the words around a number say of it; a rate stays within 0–100.

    余, 多, 以上 and 超 give a lower bound and no upper one: 43余次 is at least 43, and nothing says it is under 50.
    A count can't be under 0, so 不超过 bounds it on both sides.  近 is "nearly", never more; 约 bounds nothing.

    >>> read_bounds(Decimal(43), ("余",))
    Bounds(value=Decimal('43'), lower=Decimal('43'), upper=None, qualifier='at_least')
    """
    least, most = (Decimal(0), Decimal(100)) if is_rate else (None, None)
    found = set(words)
    if found & AT_LEAST and found & (NEARLY | AT_MOST):
        return Bounds(number, least, most, "about")
    if found & AT_LEAST:
        return Bounds(number, number, most, "at_least")
    if found & AT_MOST:
        return Bounds(number, Decimal(0), number, "at_most")
    if found & NEARLY:
        return Bounds(number, least, number, "about")
    if found & ROUGHLY:
        return Bounds(number, least, most, "about")
    return Bounds(number, number, number, "exact")


def contradicts_itself(words: tuple[str, ...]) -> bool:
    """近两百余 says both less and more."""
    return bool(set(words) & AT_LEAST) and bool(set(words) & (NEARLY | AT_MOST))
