"""Lists that stand for years (communities, towers, people), and the trainings that their people attend."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from pipelines.demo.draws import NEVER, compute, known_by
from pipelines.demo.rows import Columns
from pipelines.demo.subdistrict import Subdistrict

_SESSION_HOURS, _LECTURE_HOURS = 4.0, (1.5, 2.0)
_OFFICER_SESSIONS = 18
_TOPICS = ["行政处罚法", "民法典", "行政复议法", "宪法", "安全生产法", "行政许可法"]
_ROLES = {"网格员": (30, 52), "法律明白人": (44, 96), "人民调解员": (10, 22), "法治带头人": (4, 10)}


def communities(who: Subdistrict) -> Columns:
    draw = who.draws("communities")
    count = len(who.communities)
    begun = np.datetime64(f"{who.years[0] - 3}-01-01")
    since = np.full(count, begun) + draw.whole(count, 1_000, 2_000)
    has_adviser = draw.chance(count, 0.9) & (since <= who.today)
    return {
        "community": pa.array(who.communities),
        "listed_on": np.full(count, begun),
        "ended_on": np.full(count, NEVER),
        "adviser_since": np.where(has_adviser, since, NEVER),
        "adviser_until": np.where(has_adviser, np.maximum(since + 1_095, who.today + 180), NEVER),
        "is_demo": draw.yes_no(count, 0.3),
    }


def office_towers(who: Subdistrict) -> Columns:
    draw = who.draws("office_towers")
    count = len(who.towers)
    listed = np.full(count, np.datetime64(f"{who.years[0]}-01-15")) + np.sort(draw.whole(count, 0, 900))
    is_listed = listed <= who.today
    is_listed[0] = True
    columns: Columns = {
        "tower": pa.array(who.towers),
        "listed_on": np.minimum(listed, who.today),
        "ended_on": known_by(draw.later(listed, 1_200, 2_400, 0.06), who.today),
        "community": draw.pick(count, who.communities),
        "enterprises": draw.whole(count, 8, 120),
    }
    return {
        name: column.filter(pa.array(is_listed)) if isinstance(column, pa.Array) else column[is_listed]
        for name, column in columns.items()
    }


def grassroots_people(who: Subdistrict) -> Columns:
    draw = who.draws("grassroots_people")
    roles = [role for role, (least, most) in _ROLES.items() for _ in range(draw.one.randint(least, most))]
    count = len(roles)
    first = np.datetime64(f"{who.years[0] - 2}-01-01")
    days = (who.today - first).astype(int)
    since = first + (draw.shares(count) ** 2 * days).astype(np.int64)
    return {
        "person_no": pa.array([f"SQ-{at:03d}" for at in range(1, count + 1)]),
        "role": pa.array(roles),
        "community": draw.pick(count, who.communities),
        "since": since,
        "until": known_by(draw.later(since, 400, 3_000, 0.2), who.today),
    }


def trainings(who: Subdistrict) -> Columns:
    """A row per person and session: officers reach 60 hours, the staff hear a lecture each month."""
    rows = who.counts("trainings", 0.16, least=13)
    draw = who.draws("trainings")
    officers = draw.one.randint(12, 20)
    parts = [part for year, count in rows.items() for part in _year(who, year, count, officers)]
    columns = {
        name: pa.concat_arrays([pa.array([], kind), *(part[name].cast(kind) for part in parts)])
        for name, kind in _TYPES
    }
    order = compute.sort_indices(pa.table(columns), sort_keys=[("held_on", "ascending"), ("session_no", "ascending")])
    return {name: column.take(order) for name, column in columns.items()}


_TYPES = [
    ("session_no", pa.string()),
    ("held_on", pa.date32()),
    ("topic", pa.string()),
    ("form", pa.string()),
    ("audience", pa.string()),
    ("officer_no", pa.string()),
    ("hours", pa.float64()),
]


def _year(who: Subdistrict, year: int, rows: int, officers: int) -> Iterator[dict[str, pa.Array]]:
    """The year's sessions: the officers' first, then a lecture each month, then what is left of the rows."""
    draw = who.draws("trainings", year)
    of_officers = min(_OFFICER_SESSIONS, rows * 3 // 4 // officers)
    left = max(rows - of_officers * officers, 12)
    others = 12 + min(left // 12, 40) - 1
    people = [max(left // others, 1)] * others
    total = of_officers + others
    days = draw.days({year: total}, "office")
    days = days[np.argsort(draw.shares(total))]
    for month in range(12):  # a lecture each month, near its middle
        days[of_officers + month] = np.datetime64(f"{year}-{month + 1:02d}-{10 + draw.one.randint(0, 9)}")
    for at in range(total):
        is_officers = at < of_officers
        count = officers if is_officers else people[at - of_officers]
        if days[at] > who.today:
            continue
        here = np.flatnonzero(draw.chance(count, 0.97 if is_officers else 1.0))
        form = (
            "线下"
            if is_officers or at < of_officers + 12
            else draw.one.choice(["线下", "线上", "旁听庭审", "集中学习"])
        )
        audience = "执法人员" if is_officers else draw.one.choice(["机关干部", "机关干部", "社区工作者"])
        prefix = "ZF" if is_officers else "GB"
        number = f"PX-{year}-{at + 1:03d}"
        size = len(here)
        yield {
            "session_no": pa.array([number]).take(pa.array(np.zeros(size, np.int32))),
            "held_on": pa.array(np.full(size, days[at])).cast(pa.date32()),
            "topic": pa.array([draw.one.choice(_TOPICS)]).take(pa.array(np.zeros(size, np.int32))),
            "form": pa.array([form]).take(pa.array(np.zeros(size, np.int32))),
            "audience": pa.array([audience]).take(pa.array(np.zeros(size, np.int32))),
            "officer_no": compute.binary_join_element_wise(
                prefix, compute.utf8_lpad(pa.array(here + 1).cast(pa.string()), 3, "0"), "-"
            ),
            "hours": pa.array(np.full(size, _SESSION_HOURS if is_officers else draw.one.choice(_LECTURE_HOURS))),
        }
