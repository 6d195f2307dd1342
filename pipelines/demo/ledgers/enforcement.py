"""The ledgers of the enforcement office and the service hall: clean-ups, inspections, penalties, licences."""

import numpy as np
import pyarrow as pa

from pipelines.demo.draws import NEVER, known_by, numbered, only_where, said, shared
from pipelines.demo.names import sites
from pipelines.demo.rows import Columns
from pipelines.demo.subdistrict import Subdistrict

_CAUSES = {
    "占道经营": 34,
    "超门店经营": 26,
    "乱张贴广告": 12,
    "擅自倾倒垃圾": 9,
    "违法搭建": 7,
    "噪声扰民": 6,
    "消防通道堵塞": 4,
    "无照经营": 2,
}
_ARTICLES = [f"《模拟市容管理办法》第{article}条" for article in "六八九十"]
_KINDS = {
    "罚款": 66,
    "警告": 20,
    "没收违法所得": 4,
    "暂扣": 2,
    "责令停产停业": 2,
    "限制开展生产经营活动": 1,
    "其他": 5,
}
_WITH_MONEY = ["罚款", "没收违法所得"]


def clean_ups(who: Subdistrict) -> Columns:
    draw = who.draws("clean_ups")
    days = draw.days(who.counts("clean_ups", 0.19), "street")
    count = len(days)
    # a few sites come back again and again
    places = list(sites(40 + count // 60))
    site = np.minimum((draw.shares(count) ** 2.2 * len(places)).astype(np.int32), len(places) - 1)
    kinds = {"超门店经营": 40, "占道经营": 36, "违规广告": 9, "乱堆放": 9, "违法建设": 3, "其他": 3}
    return {
        "record_no": numbered("ZZ", days),
        "cleaned_on": days,
        "site": pa.array(places).take(pa.array(site)),
        "community": draw.pick(count, who.communities),
        "kind": draw.pick(count, kinds),
        "handled_by": draw.pick(count, {"劝导整改": 80, "责令改正": 16, "立案查处": 4}),
        "officers": draw.whole(count, 2, 6),
    }


def inspections(who: Subdistrict) -> Columns:
    draw = who.draws("inspections")
    days = draw.days(who.counts("inspections", 0.09), "street")
    count = len(days)
    problems = np.maximum(draw.whole(count, -2, 5), 0)
    fixed = np.minimum(problems, draw.whole(count, 0, 6))
    fields = {"燃气安全": 30, "消防安全": 28, "市容环境": 20, "食品摊贩": 12, "建筑工地": 10}
    form = draw.pick(count, {"日常检查": 64, "双随机抽查": 8, "联合检查": 12, "专项检查": 16})
    # the district calls the offices together on Tuesdays and Thursdays
    is_called = np.isin((days.astype(np.int64) + 3) % 7, (1, 3)) & (form.to_numpy(zero_copy_only=False) == "联合检查")
    return {
        "inspection_no": numbered("JC", days),
        "inspected_on": days,
        "community": draw.pick(count, who.communities),
        "field": draw.pick(count, fields),
        "form": form,
        "problems": problems,
        "fixed": fixed,
        "notices": np.minimum(problems, draw.whole(count, 0, 1)),
        "joint_no": only_where(is_called, shared("LH", days)),
    }


def penalty_cases(who: Subdistrict) -> Columns:
    draw = who.draws("penalty_cases")
    filed = draw.days(who.counts("penalty_cases", 0.04), "street")
    count = len(filed)
    kinds = draw.pick(count, _KINDS)
    amounts = draw.amounts(count, 200, 60_000)
    is_quick = draw.chance(count, who.kept(filed, base=0.9))
    wait = np.where(is_quick, draw.whole(count, 6, 62), draw.whole(count, 78, 150))
    decided = known_by(np.where(draw.chance(count, 0.985), filed + wait, NEVER), who.today)
    is_open = np.isnat(decided)
    is_major = draw.chance(count, 0.05)
    is_checked = is_major & draw.chance(count, who.kept(filed, base=0.9))
    must_publish = draw.chance(count, 0.96)
    in_time = draw.chance(count, who.kept(filed))
    published = decided + np.where(in_time, draw.whole(count, 1, 5), draw.whole(count, 15, 45))
    online = np.minimum(0.25 + 0.1 * (who.kept(filed) - 0.86) / 0.01, 0.97)
    is_online = draw.chance(count, online)
    return {
        "case_no": numbered("罚", filed),
        "filed_on": filed,
        "cause": draw.pick(count, _CAUSES),
        "article": draw.pick(count, _ARTICLES),
        "community": draw.pick(count, who.communities),
        "kind": kinds,
        "amount": np.where(np.isin(kinds.to_numpy(zero_copy_only=False), _WITH_MONEY), amounts, 0),
        "channel": pa.array(["部分网上", "全程网上"]).take(pa.array(is_online.astype(np.int32))),
        "is_heard": said(is_major & draw.chance(count, 0.3)),
        "is_major": said(is_major),
        "checked_on": np.where(is_checked & ~is_open, decided - 2, NEVER),
        "is_discussed": said(is_major & draw.chance(count, 0.9)),
        "decided_on": decided,
        "is_extended": said(~is_quick & draw.chance(count, 0.3)),
        "must_publish": said(must_publish),
        "published_on": known_by(np.where(must_publish & ~is_open, published, NEVER), who.today),
        "party": draw.pick(count, [f"模拟当事人{at:03d}" for at in range(1, 200)]),
    }


def licences(who: Subdistrict) -> Columns:
    draw = who.draws("licences")
    applied = draw.days(who.counts("licences", 0.03), "office")
    count = len(applied)
    accepted = known_by(draw.later(applied, 0, 3, 0.97), who.today)
    decided = known_by(np.where(draw.chance(count, 0.98), accepted + draw.whole(count, 2, 14), NEVER), who.today)
    is_open = np.isnat(decided)
    outcome = draw.pick(count, {"准予": 94, "不予": 5, "撤销": 1})
    in_time = draw.chance(count, who.kept(applied, base=0.89))
    published = decided + np.where(in_time, draw.whole(count, 1, 5), draw.whole(count, 14, 30))
    items = {"占道施工": 30, "户外广告设置": 26, "临时占用绿地": 10, "小型餐饮备案": 24, "建筑垃圾处置": 10}
    return {
        "file_no": numbered("XK", applied),
        "applied_on": applied,
        "item": draw.pick(count, items),
        "accepted_on": accepted,
        "outcome": only_where(~is_open, outcome),
        "decided_on": decided,
        "must_publish": draw.yes_no(count, 1.0),
        "published_on": known_by(published, who.today),
    }


def enforcement_staff(who: Subdistrict) -> Columns:
    draw = who.draws("enforcement_staff")
    first, last = who.years
    begun = draw.one.randint(14, 26)
    hired = [np.datetime64(f"{first - 1 - at % 6}-0{1 + at % 9}-15") for at in range(begun)]
    for year in range(first, last + 1):
        hired += [np.datetime64(f"{year}-07-01")] * draw.one.randint(0, 3)
    hired_on = np.sort(np.asarray([day for day in hired if day <= who.today], dtype="datetime64[D]"))
    count = len(hired_on)
    left = known_by(draw.later(hired_on, 500, 4_500, 0.3), who.today)
    left = np.where(left < np.datetime64(f"{first}-02-01"), NEVER, left)
    certified = known_by(draw.later(hired_on, 60, 200, 0.94), who.today)
    certified = np.where(certified > left, NEVER, certified)
    published = known_by(draw.later(hired_on, 30, 400, 0.9), who.today)
    is_reviewer = np.arange(count) < draw.one.randint(2, 4)
    return {
        "officer_no": pa.array([f"ZF-{at:03d}" for at in range(1, count + 1)]),
        "hired_on": hired_on,
        "left_on": np.where(is_reviewer, NEVER, left),
        "certified_on": certified,
        "expires_on": np.where(np.isnat(certified), NEVER, np.maximum(certified + 1826, who.today + 200)),
        "published_on": published,
        "reviews_on": known_by(np.where(is_reviewer, hired_on + 90, NEVER), who.today),
    }
