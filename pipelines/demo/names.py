"""Invented names: the district, its subdistricts, their communities, towers and sites.  None is a real place's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

DISTRICT_ID, DISTRICT, DISTRICT_EN = "chengyue", "澄岳区", "Chengyue District"
_FIRST = {
    "砚": "yan",
    "霁": "ji",
    "黛": "dai",
    "筠": "jun",
    "岫": "xiu",
    "漪": "yi",
    "琅": "lang",
    "霓": "ni",
    "沅": "yuan",
    "柘": "zhe",
    "蓼": "liao",
    "磬": "qing",
    "鹭": "lu",
    "瑶": "yao",
    "葭": "jia",
    "梓": "zi",
    "泓": "hong",
    "苇": "wei",
    "楚": "chu",
    "菡": "han",
    "璧": "bi",
    "荻": "di",
}
_SECOND = {
    "汀": "ting",
    "岚": "lan",
    "峪": "yu",
    "浦": "pu",
    "禾": "he",
    "阙": "que",
    "渚": "zhu",
    "墨": "mo",
    "霖": "lin",
    "甸": "dian",
    "翎": "ling",
    "川": "chuan",
    "舟": "zhou",
    "芷": "zhi",
    "湾": "wan",
    "岑": "cen",
    "穗": "sui",
    "枫": "feng",
    "桥": "qiao",
    "坞": "wu",
    "磐": "pan",
    "棹": "zhao",
}
"""The characters that names are put together from, and how their ids spell them."""
MOST_ORGANISATIONS = len(_FIRST) * len(_SECOND)
_PLACES = (
    *("青石", "云笺", "竹影", "晴箬", "松月", "荷笠", "星渡", "书香"),
    *("文漪", "翠箫", "新禾", "曲汀", "春和", "秋实", "映雪", "听泉"),
)
_BUILDINGS = ("大厦", "广场", "中心", "商务楼", "国际", "科创园")


@dataclass(frozen=True, slots=True)
class Named:
    """A subdistrict's id and names."""

    organisation_id: str
    short: str
    english: str

    @property
    def name(self) -> str:
        return f"{self.short}街道"

    @property
    def full_name(self) -> str:
        return f"{DISTRICT}人民政府{self.name}办事处"


def named(number: int) -> Named:
    """The name of a subdistrict by its number from 0; raises ValueError past MOST_ORGANISATIONS."""
    if not 0 <= number < MOST_ORGANISATIONS:
        raise ValueError(f"the district has names for {MOST_ORGANISATIONS} subdistricts, not for number {number + 1}")
    first, second = list(_FIRST), list(_SECOND)
    one = first[number % len(first)]
    other = second[(number + number // len(first)) % len(second)]
    english = _FIRST[one] + _SECOND[other]
    return Named(english, one + other, english.capitalize())


def organisations(orgs: int) -> list[dict[str, Any]]:
    """The entries of organisations.yml: the district and so many subdistricts."""
    district = {
        "id": DISTRICT_ID,
        "name": {"zh": DISTRICT, "en": DISTRICT_EN},
        "full_name": {"zh": f"{DISTRICT}人民政府", "en": f"People's Government of {DISTRICT_EN} (made up)"},
        "level": "district",
        "parent": None,
        "code": None,
        "aliases": [],
    }
    return [district, *(_entry(named(number)) for number in range(orgs))]


def _entry(who: Named) -> dict[str, Any]:
    english = f"{who.english} Subdistrict"
    return {
        "id": who.organisation_id,
        "name": {"zh": who.name, "en": english},
        "full_name": {"zh": who.full_name, "en": f"Office of {english}, {DISTRICT_EN} (made up)"},
        "level": "subdistrict",
        "parent": DISTRICT_ID,
        "code": None,
        "aliases": [f"{who.name}办事处", f"{DISTRICT}{who.name}", f"{DISTRICT}{who.name}办事处"],
    }


def communities(who: Named, count: int) -> list[str]:
    """So many communities (at most 16) of a subdistrict."""
    return [f"{who.short}{place}社区" for place in _PLACES[:count]]


def towers(who: Named, count: int) -> list[str]:
    """So many office towers (at most 96)."""
    return [f"{who.short}{_PLACES[at % 16]}{_BUILDINGS[(at // 16 + at) % 6]}" for at in range(count)]


def sites(count: int) -> Iterator[str]:
    """Shop fronts and street corners, as a clean-up ledger names them."""
    for at in range(count):
        yield f"{_PLACES[at % 16]}路{at // 16 * 2 + 1}号门前"
