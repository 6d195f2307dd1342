"""How a number stands in its clause: as what was done, as what is demanded, or as no level of the report's year."""

import re

from pipelines.extract.not_counts import TIMES

_LIMITS = frozenset(("不少于", "不低于", "至少", "不超过", "不高于", "不多于", "至多"))
_DEMAND = re.compile(r"(?:应当|必须|须|要求|确保|力争)[^，,。；;]{0,12}$")
_WISH = re.compile(r"(?:力争|确保|目标是?|争取)[^，,。；;]{0,20}$")
_EACH = re.compile(
    rf"(?:每(?!{TIMES})[\u4e00-\u9fff]{{0,6}}|人均|平均|应|原则上|均须|(?<![一各])各[村社])[^，,。；;]{{0,12}}$"
)
_PER = re.compile(
    r"(?:每|平均每)(?:个|名|位)?(?:行政村|自然村|村居|村（社区）|村\(社区\)|社区（村）|居村|社区|村|网格|人)(?:应|须|要|均|配备|设|有|培养|培育|选配)?$"
)
_FORMER = re.compile(r"(?:由|从)[^，,。；;]{0,6}$")
_LATTER = re.compile(r"[\u4e00-\u9fff]{0,3}?(?:到|至|为)")
_CHANGE = re.compile(
    r"(?:增加|减少|增长|下降|上升|提高|降低|提升|增幅|降幅|涨幅|(?:比|较)[^，,。；;]{1,12}[多少])(?:了|达|约|近|超过?)?$"
    r"|同比[^，,。；;]{0,6}$|环比[^，,。；;]{0,6}$"
)
_CHANGED_TO = re.compile(r"(?:增加|减少|增长|下降|上升|提高|降低|提升)(?:到|至|为)$")
_PLAN = re.compile(
    r"(?:(?<![按照度作规])计划(?:于|在|全年|新|再|开展|组织|举办|完成|实现|审查)|拟(?:于|新|再|开展|组织|举办|完成)|预计"
    r"|目标任务|任务数|(?:下一?步|明年|来年|今后)，?"
    r"|20\d\d年(?:度)?(?:工作)?(?:目标|计划|打算)[:：为]?|将(?:于|继续|再|新增|开展|组织|举办|完成|实现|达到))[^，,。；;]*$"
)
_ASIDE = re.compile(
    r"(?:采纳|结转|移送|移交|免罚|免于处罚|免予处罚|减免|少罚|退还|终止|撤诉|胜诉|不予受理|退回|未结|在办)(?:公安(?:机关)?|案件|司法机关)?$"
)
_HONOUR = re.compile(
    r"[^，,。；;、！？!?\n]{0,10}(?:获评|荣获|被评|获得|入选|当选|受到?表彰|获[^，,。；;]{0,6}(?:称号|表彰|奖))"
)
_SENTENCE_MARK = re.compile(r"[。！？!?\n]")
# what a text must hold at least for one of the patterns to fit: most leads hold none of it, and no pattern is asked
_DEMANDS = re.compile("[应必须要确力每人平原各]")
_UNSETTLES = re.compile("[增减下上提降多少同环由从幅计拟预将均目打纳转送交罚免还止诉理回结办应任每各下明来]")
_EACH_ONE = re.compile(
    r"(?:平均|每个?(?:社区|村|行政村|网格|街道|镇|部门|单位|企业|学校|家庭)|(?<!各)各(?:开展|组织|举办|完成))[^，,。；;、\d]{0,14}$"
)
_DUE = re.compile(r"应(?:参加|参训|参学|到会|到|出庭)[^，,。；;、\d]{0,12}$")
_RANGE_MARKS = frozenset("至到-—–～~")
_RANGE_BEFORE = re.compile(r"\d(?:%|[\u4e00-\u9fff])?[至到]$")
_RANGE_BEHIND = re.compile(r"(?:[至到]|[-—–~～]{1,2})\d")
_FROM = re.compile(r"[由从][^，,。；;]{0,16}$")
_AVERAGE = re.compile(r"(?:日均|月均|周均|年均|户均)[^，,。；;]{0,6}$")
_PEOPLE = "名人位"
_DASHES = ("-", "—", "–", "~", "～")


def is_requirement(text: str, start: int, *, limit: str | None, has_after: bool, is_rate: bool) -> bool:
    """Whether the clause demands the number (每人不少于40学时) rather than reports it."""
    low = max(0, start - 24)
    if not _DEMANDS.search(text, low, start):
        return False
    lead = text[low:start]
    if _DEMAND.search(lead) or _PER.search(lead):
        return True
    return not is_rate and (limit in _LIMITS or has_after) and _EACH.search(lead) is not None


def is_demanded(text: str, position: int) -> bool:
    """Whether the clause before a place demands what stands there (力争排名第一)."""
    return (
        _DEMAND.search(text, max(0, position - 24), position) is not None
        or _WISH.search(text, max(0, position - 24), position) is not None
    )


def _is_of_range(text: str, start: int, end: int) -> bool:
    """Whether a number is an end of a range (30场至40场), and not of a change (由30场到40场)."""
    if text[end : end + 1] not in _RANGE_MARKS and text[start - 1 : start] not in _RANGE_MARKS:
        return False
    low = max(0, start - 24)
    is_end = _RANGE_BEHIND.match(text, end) or _RANGE_BEFORE.search(text, max(0, start - 4), start)
    return is_end is not None and not _FROM.search(text, low, start)


def is_unsettled(text: str, start: int, end: int, *, is_demanded: bool = False) -> bool:
    """Whether a number is no level of this year, or can't be told for sure.

    The former of two (由371项减到226项), a change (比上年增加5场次), a plan (计划开展20场次), the end of a range
    (30—40份), an average (日均30人次), or people who were honoured (1名调解员获评…).
    """
    if text[start - 1 : start] in _DASHES or _is_of_range(text, start, end):
        return True
    if text[end - 1] in _PEOPLE and _HONOUR.match(text, end):
        return True
    low = max(0, start - 40)
    if not _UNSETTLES.search(text, low, start):
        return False
    lead = text[low:start]
    if _CHANGE.search(lead) and not _CHANGED_TO.search(lead):
        return True
    if _FORMER.search(lead) and _LATTER.match(text, end):
        return True
    if not is_demanded and "%" not in text[start:end] and _EACH_ONE.search(lead):
        return True
    if _DUE.search(lead):
        return True
    if _AVERAGE.search(lead) or _ASIDE.search(lead):
        return True
    return _PLAN.search(_SENTENCE_MARK.split(lead)[-1]) is not None
