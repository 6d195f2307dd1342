"""Every number with a counter in a repaired text, with its qualifier; and the numbers that are no quantity.

What is ruled out is ruled out by its form, never by a list of one report's words: numbers inside 《》 and 〔〕,
short quoted names (“八五”), ordinals (第一), set names made of a small Chinese numeral (三项制度), frequencies
(每月一次).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal

from pipelines.domain.quantities import Bounds, Quantity, misfit
from pipelines.extract.numerals import (
    SCALE_WORDS,
    SCALES,
    contradicts_itself,
    read_bounds,
    read_numeral,
    read_scaled,
)
from pipelines.extract.windows import Windows

_EXACT = Context(prec=10_000)  # enough that no printed digit is rounded away
_GROUP_MARKS = ",，\u2009\u202f\u00a0 "
_ARABIC = rf"\d{{1,3}}(?:[{_GROUP_MARKS}]\d{{3}}){{1,6}}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = r"[〇零一二两三四五六七八九十百千]+"
_BEFORE = r"不少于|不低于|至少|超过|超|逾|不超过|不高于|不多于|至多|大约|大概|约|近"
_AFTER = r"以上|及以上|以内|之内|以下|左右|上下|余"
_RUN = re.compile(rf"\d+|{_CHINESE}")
_LEAD = re.compile(rf"(?:{_BEFORE})$")
_LONGEST_LEAD = max(map(len, _BEFORE.split("|")))
_SMALL = frozenset("一二两三四五六七八九十")
_SET_COUNTERS = frozenset("项级大类种个条部支批")
_CLAUSE_END = re.compile(r"[，,。；;、！？!?：:)）\n]|$")
_COUNTING_VERB = re.compile(
    r"(?:开展|组织|召开|举办|举行|共|累计|新增|配备|聘请|聘任|设置|设立|建立|完成|办理|受理|出具|审查|审核|制定|制发|查处"
    r"|化解|调解|排查|发放|招录|招聘|培训|检查|整改|接待|收到|发生|仅|有|达|为|了)$"
)
_TIMES = r"(?:半?年|个?月|季度?|周|日|天|[一二两三四五六\d]+(?:年|个?月|周|天))"
_FREQUENCY = re.compile(rf"每{_TIMES}[\u4e00-\u9fff]{{0,4}}$")
_LIMITS = frozenset(("不少于", "不低于", "至少", "不超过", "不高于", "不多于", "至多"))
_DEMAND = re.compile(r"(?:应当|必须|须|要求|确保|力争)[^，,。；;]{0,12}$")
_EACH = re.compile(rf"(?:每(?!{_TIMES})[\u4e00-\u9fff]{{0,6}}|人均|平均|应|原则上)[^，,。；;]{{0,12}}$")
_APART = re.compile(r"(?P<limit>不少于|不低于|至少|不超过|至多)[\u4e00-\u9fff]{1,4}$")
_FORMER = re.compile(r"(?:由|从)[^，,。；;]{0,6}$")
_LATTER = re.compile(r"[\u4e00-\u9fff]{0,3}?(?:到|至|为)")
_CHANGE = re.compile(
    r"(?:增加|减少|增长|下降|上升|提高|降低|(?:比|较)[^，,。；;]{1,12}[多少])了?$|同比[^，,。；;]{0,6}$"
)
_PLAN = re.compile(
    r"(?:(?<![按照度作规])计划(?:于|在|全年|新|再|开展|组织|举办|完成|实现|审查)|拟(?:于|新|再|开展|组织|举办|完成)|预计"
    r"|将(?:于|继续|再|新增|开展|组织|举办|完成|实现|达到))[^，,。；;]*$"
)
_SENTENCE_MARK = re.compile(r"[。！？!?\n]")
# what a text must hold at least for a pattern to fit
_CHANGE_NEEDS, _FORMER_NEEDS, _SENTENCE_NEEDS = (
    frozenset("增减下上提降多少同"),
    frozenset("由从"),
    frozenset("计拟预将分"),
)
_DEMAND_NEEDS, _EACH_NEEDS = frozenset("应必须要确力"), frozenset("每人平应原")
_DASHES = ("-", "—", "–", "~", "～")
_RESPECTIVELY = re.compile(
    r"20\d\d年(?:和|、|与|及)20\d\d年[^。；;]{0,4}分别|分别[^。；;]{0,20}20\d\d年(?:和|、|与|及)20\d\d年"
)
# A counter that the next character makes another word: 1310部署 counts no 部.
_NO_COUNTER = {
    "部": "署",
    "处": "罚理置",
    "期": "间限",
    "条": "例款",
    "份": "额",
    "起": "诉草",
    "支": "持",
    "户": "籍",
    "次": "要",
}
_ORDINAL_LEADS = ("第", "进", "统", "同", "唯", "前", "其", "任")
_CLOSED = re.compile(r"《[^》\n]{0,200}》|〔[^〕\n]{0,20}〕|“[^”\n]{1,10}”|‘[^’\n]{1,10}’|\[\d{4}\]")


class QuantityReader:
    """Finds quantities with one set of counters.  Build it once; reading is linear in the text's length."""

    def __init__(self, classes_of: Mapping[str, Iterable[str]]):
        counters = sorted((counter for counter in classes_of if counter != "元"), key=len, reverse=True)
        counter = "|".join(
            re.escape(counter) + (f"(?![{_NO_COUNTER[counter]}])" if counter in _NO_COUNTER else "")
            for counter in counters
        )
        self._pattern = re.compile(
            rf"(?P<before>{_BEFORE})?"
            rf"(?:(?P<high>(?<![\dA-Za-z.\-—–+/·])(?:(?:{_ARABIC})(?:{SCALE_WORDS})){{1,3}}(?=\d))?"
            rf"(?P<number>(?<![\dA-Za-z.+/·])(?:{_ARABIC})|(?<![〇零一二两三四五六七八九十百千万]){_CHINESE})"
            rf"(?P<scale>百万|千万|万|亿|千)?(?P<more>余|多|几)?(?P<late_scale>万|亿)?(?P<late_more>余|多)?"
            rf"(?P<counter>元|{counter})|百分之(?P<parts>{_CHINESE}(?:点[〇零一二三四五六七八九]+)?))"
            rf"(?P<after>{_AFTER})?"
        )

    def read(self, text: str) -> list[Quantity]:
        """The quantities of `text` in order; no two overlap."""
        closed = [found.span() for found in _CLOSED.finditer(text)]
        starts = [start for start, _ in closed]
        windows = Windows(text)
        found = []
        for match in self._matches(text):
            at = match.start("number") if match["number"] else match.start("parts")
            inside = bisect_right(starts, at) - 1
            if inside >= 0 and closed[inside][1] > at:
                continue
            if match["number"] and _is_no_count(text, match):
                continue
            found.append(_quantity(text, match, windows))
        return found

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        """What the pattern finds, asked only where digits or numerals begin: most of a text holds none."""
        position = floor = 0
        while run := _RUN.search(text, position):
            start, position = run.span()
            lead = _LEAD.search(text, max(floor, start - _LONGEST_LEAD), start)
            match = self._pattern.match(text, lead.start() if lead else start)
            if match:
                position = floor = match.end()
                yield match
            elif position - start > 1 and text[position - 1] == "百" and text.startswith("分之", position):
                position -= 1


def _quantity(text: str, match: re.Match[str], windows: Windows) -> Quantity:
    lead = text[max(0, match.start() - 40) : match.start()]
    apart = _APART.search(lead) if "不" in lead or "至" in lead else None
    before, after = match["before"] or (apart["limit"] if apart else None), match["after"]
    words = tuple(word for word in (before, match["more"], match["late_more"], after) if word)
    words = tuple("余" if word == "几" else word for word in words)
    if match["parts"]:
        whole, _, part = match["parts"].partition("点")
        digits = "".join(str(read_numeral(digit)) for digit in part)
        number, counter = read_numeral(whole) + (Decimal(f"0.{digits}") if digits else 0), "%"
    else:
        scale = SCALES[match["scale"] or ""] * SCALES[match["late_scale"] or ""]
        number = _EXACT.add(read_scaled(match["high"] or ""), _EXACT.multiply(read_numeral(match["number"]), scale))
        counter = match["counter"]
    unfit = misfit(number, is_rate=counter == "%")
    flags = (*(("contradictory",) if contradicts_itself(words) else ()), *((unfit,) if unfit else ()))
    return Quantity(
        span=match.span(),
        quote=match.group(),
        bounds=_bounds(number, words, counter),
        unit=counter,
        counter=f"{match['late_scale'] or match['scale'] or ''}{counter}" if match["number"] else counter,
        window=windows.at(match.start()),
        is_requirement=_is_requirement(text, match),
        is_unsettled=unfit is not None or _is_unsettled(text, match, lead),
        flags=flags,
    )


def _bounds(number: Decimal, words: tuple[str, ...], counter: str) -> Bounds:
    """A number that no figure can hold keeps its qualifier alone; a rate over 100 isn't cut down to 100."""
    if misfit(number, is_rate=False):
        return Bounds(None, None, None, read_bounds(number, words).qualifier)
    return read_bounds(number, words, is_rate=counter == "%" and number <= 100)


def _is_unsettled(text: str, match: re.Match[str], lead: str) -> bool:
    """Whether a number is no level of this year, or can't be told for sure.

    The former of two (由371项减到226项), a change (比上年增加5场次), a plan (计划开展20场次), the
    end of a range (30—40份), one of several years told apart by 分别, or digits that a blank divides (1 349份).
    """
    number = match["number"] or ""
    if " " in number or lead.endswith(_DASHES):
        return True
    # most leads hold none of the characters that a pattern needs: the pattern isn't asked
    present = set(lead)
    if not present.isdisjoint(_CHANGE_NEEDS) and _CHANGE.search(lead):
        return True
    if not present.isdisjoint(_FORMER_NEEDS) and _FORMER.search(lead) and _LATTER.match(text, match.end()):
        return True
    if present.isdisjoint(_SENTENCE_NEEDS):
        return False
    sentence = _SENTENCE_MARK.split(lead)[-1]
    return _PLAN.search(sentence) is not None or _RESPECTIVELY.search(sentence) is not None


def _is_requirement(text: str, match: re.Match[str]) -> bool:
    """Whether the clause demands the number (每人不少于40学时) rather than reports it."""
    lead = text[max(0, match.start() - 24) : match.start()]
    present = set(lead)
    if not present.isdisjoint(_DEMAND_NEEDS) and _DEMAND.search(lead):
        return True
    if match["before"] not in _LIMITS and match["after"] is None:
        return False
    return not present.isdisjoint(_EACH_NEEDS) and _EACH.search(lead) is not None


def _is_no_count(text: str, match: re.Match[str]) -> bool:
    """Whether a number with a counter is an ordinal, a frequency or a name made of a numeral."""
    start, end = match.start("number"), match.end()
    lead = text[max(0, start - 8) : start]
    number = match["number"]
    if lead.endswith("第") or ("每" in lead and _FREQUENCY.search(lead)):
        return True
    if number[0] in "0123456789":
        return False
    if lead.endswith(_ORDINAL_LEADS):
        return True
    if match["more"] or match["late_more"] or len(number) > 1:
        return False
    if number not in _SMALL:
        return True
    if _COUNTING_VERB.search(lead) and match["counter"] not in _SET_COUNTERS:
        return False
    is_at_end = _CLAUSE_END.match(text, end) is not None
    return not is_at_end or (number == "一" and match["counter"] in ("批", "部", "条", "个")) or not lead.strip()
