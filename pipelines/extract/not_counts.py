"""Numbers with a counter that count nothing: ruled out by their form, never by a list of one report's words."""

import re

_SMALL = frozenset("一二两三四五六七八九十")
_SET_COUNTERS = frozenset("项级大类种个条部支批")
_CLAUSE_END = re.compile(r"[，,。；;、！？!?：:)）\n]|$")
_COUNTING_VERB = re.compile(
    r"(?:开展|组织|召开|举办|举行|共|累计|新增|配备|聘请|聘任|设置|设立|建立|完成|办理|受理|出具|审查|审核|制定|制发|查处"
    r"|化解|调解|排查|发放|招录|招聘|培训|检查|整改|接待|收到|发生|仅|有|达|为|了|约|近|超|各|另|其中|备案|废止|印发|出台"
    r"|作出|代理|参加|列席|观看|观摩|旁听|提出|派驻|命名|获评|创建|评选|组建|成立|增设|取消|新设|下设|辖)$"
)
_CREATING_VERB = re.compile(
    r"(?:组建|建成|创成|打造|培育|建有|设有|设|成立|增设|新设|下设|取消|新增|命名|获评|共有|现有|累计|共|仅|达)(?:了|普法)?$"
)
_HOURS = ("学时", "课时", "小时", "个小时", "个学时")
TIMES = r"(?:半?年|个?月|季度?|周|日|天|[一二两三四五六\d]+(?:年|个?月|周|天))"
_FREQUENCY = re.compile(rf"每{TIMES}(?:(?!共|累计|合计|总)[\u4e00-\u9fff“”]){{0,16}}$")
_ORDINAL_LEAD = re.compile("(?:第|进|统|(?<![合协共])同|唯|前|其|任)$")
_NONE = ("无", "没", "没有", "未发生", "未出现")
_FREQUENCY_REACH = 24
_ABOVE = ("超过", "超", "高于", "优于", "领先", "领先于", "多于")
_PEERS = re.compile(r"的?(?:全[市区县省]|其他|兄弟)?(?:街道|镇街|街镇|乡镇|街|镇|县|单位|城市|地区|同类)")
_NAMES_A_SET = re.compile(
    r"(?:制度|办法|行动|工程|规定|体系|机制|平台|清单|公开|合一|一体|同步|队伍管|结合|到位|全程|到底|统一|联动|融合)"
)


def why_no_count(text: str, lead_end: int, end: int, number: str, counter: str, *, is_inexact: bool) -> str | None:
    """Why a number with its counter, which ends at `end`, counts nothing; None where it counts.

    `lead_end`: where what stands before it ends, before a qualifier too.  `ordinal` (第3次), `frequency`
    (每季度开展1次), `set_name` (三项制度), `percentile` (超过90%的街道).  `is_inexact`: the number has 余 or 多.
    """
    lead = text[max(0, lead_end - 8) : lead_end]
    if lead.endswith("第"):
        return "ordinal"
    if number in ("1", "一") and lead.endswith(_NONE):
        return "none"
    low = max(0, lead_end - _FREQUENCY_REACH)
    if counter not in _HOURS and text.find("每", low, lead_end) >= 0:
        often = _FREQUENCY.search(text, low, lead_end)
        # 每年不少于2次 demands so many of a year; it is no habit
        if often and not (is_inexact and often.group().startswith("每年")):
            return "frequency"
    is_above = text.startswith(_ABOVE, lead_end) or lead.endswith(_ABOVE)
    if counter == "%" and is_above and _PEERS.match(text, end):
        return "percentile"
    if number[0] in "0123456789":
        return None
    if _ORDINAL_LEAD.search(lead):
        return "ordinal"
    if is_inexact or len(number) > 1:
        return None
    if number not in _SMALL:
        return "set_name"
    return _why_no_small_count(text, lead, end, number, counter)


def _why_no_small_count(text: str, lead: str, end: int, number: str, counter: str) -> str | None:
    """A single Chinese numeral counts behind a counting verb and at a clause's end (法律顾问一名); else it's a name."""
    if counter in _SET_COUNTERS:
        if number != "一" and _CREATING_VERB.search(lead) and not _NAMES_A_SET.match(text, end):
            return None
    elif _COUNTING_VERB.search(lead):
        return None
    is_at_end = _CLAUSE_END.match(text, end) is not None
    is_one_thing = number == "一" and counter in ("批", "部", "条", "个")
    return "set_name" if not is_at_end or is_one_thing or not lead.strip() else None
