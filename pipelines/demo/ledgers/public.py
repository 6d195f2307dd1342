"""The ledgers of what the public brings and is shown: hotline, petitions, disputes, publicity, disclosure."""

import numpy as np
import pyarrow as pa

from pipelines.demo.draws import NEVER, known_by, numbered, only_where, said, shared
from pipelines.demo.rows import Columns
from pipelines.demo.subdistrict import Subdistrict

_ORDERS = {"噪声扰民": 26, "违规停车": 22, "占道经营": 18, "环境卫生": 16, "物业纠纷": 12, "其他": 6}
_DISPUTES = {"邻里": 34, "物业": 24, "劳动报酬": 16, "家庭": 14, "消费": 8, "租赁": 4}
_THEMES = {"民法典": 26, "禁毒": 14, "安全生产法": 16, "国家宪法日": 12, "其他": 32}
_OF_MONTH = {5: "民法典", 6: "禁毒", 12: "国家宪法日"}


def hotline_orders(who: Subdistrict) -> Columns:
    draw = who.draws("hotline_orders")
    received = draw.days(who.counts("hotline_orders", 0.24), "street")
    count = len(received)
    in_time = draw.chance(count, who.kept(received, base=0.9))
    closed = received + np.where(in_time, draw.whole(count, 1, 5), draw.whole(count, 8, 25))
    closed = known_by(closed, who.today)
    satisfied = draw.yes_no(count, who.kept(received))
    return {
        "order_no": numbered("GD", received),
        "received_on": received,
        "community": draw.pick(count, who.communities),
        "kind": draw.pick(count, _ORDERS),
        "due_on": received + 7,
        "closed_on": closed,
        "is_satisfied": only_where(~np.isnat(closed), satisfied),
        "caller": draw.pick(count, [f"模拟来电人{at:03d}" for at in range(1, 400)]),
    }


def petitions(who: Subdistrict) -> Columns:
    draw = who.draws("petitions")
    received = draw.days(who.counts("petitions", 0.02), "even")
    count = len(received)
    in_time = draw.chance(count, who.kept(received))
    closed = received + np.where(in_time, draw.whole(count, 10, 58), draw.whole(count, 62, 110))
    return {
        "petition_no": numbered("XF", received),
        "received_on": received,
        "community": draw.pick(count, who.communities),
        "kind": draw.pick(count, {"物业管理": 34, "违法建设": 20, "劳动社保": 16, "征收补偿": 14, "其他": 16}),
        "due_on": received + 60,
        "closed_on": known_by(closed, who.today),
    }


def mediations(who: Subdistrict) -> Columns:
    draw = who.draws("mediations")
    found = draw.days(who.counts("mediations", 0.05, least=2), "even")
    count = len(found)
    received = known_by(draw.later(found, 0, 3, 0.92), who.today)
    is_resolved = draw.chance(count, who.kept(found, base=0.88))
    resolved = known_by(np.where(is_resolved, received + draw.whole(count, 1, 40), NEVER), who.today)
    return {
        "dispute_no": numbered("TJ", found),
        "found_on": found,
        "community": draw.pick(count, who.communities),
        "kind": draw.pick(count, _DISPUTES),
        "received_on": received,
        "resolved_on": resolved,
        "is_on_site": draw.yes_no(count, 0.4),
        "parties": draw.whole(count, 2, 5),
        "amount": np.where(draw.chance(count, 0.5), draw.amounts(count, 500, 300_000), 0),
        "names": draw.pick(count, [f"模拟当事人{at:03d}" for at in range(1, 300)]),
    }


def publicity_events(who: Subdistrict) -> Columns:
    draw = who.draws("publicity_events")
    held = draw.days(who.counts("publicity_events", 0.027, least=4), "publicity")
    count = len(held)
    months = held.astype("datetime64[M]").astype(np.int64) % 12 + 1
    themes = draw.pick(count, _THEMES).to_numpy(zero_copy_only=False)
    for month, theme in _OF_MONTH.items():
        themes = np.where((months == month) & draw.chance(count, 0.7), theme, themes)
    audience = draw.pick(count, {"居民": 50, "企业": 22, "学生": 14, "干部职工": 8, "特殊群体": 6})
    audiences = audience.to_numpy(zero_copy_only=False)
    is_business = (audiences == "企业") & draw.chance(count, 0.8)
    community = draw.pick(count, who.communities)
    tower = draw.pick(count, who.towers)
    # the district's own campaigns are on the fourth: that of the constitution, and those of other months
    is_called = (held - held.astype("datetime64[M]")).astype(np.int64) == 3
    title = np.char.add(np.where(themes == "其他", "综合", themes).astype(str), "普法活动")
    return {
        "event_no": numbered("PF", held),
        "held_on": held,
        "title": pa.array(title),
        "theme": pa.array(themes, pa.string()),
        "is_campaign": said((themes != "其他") & draw.chance(count, 0.5)),
        "audience": audience,
        "form": draw.pick(count, {"线下": 58, "线上": 10, "线上线下融合": 14, "互动式": 14, "直播": 4}),
        "community": only_where(~is_business, community),
        "tower": only_where(is_business, tower),
        "attendance": draw.whole(count, 18, 190),
        "materials": draw.whole(count, 0, 24) * 10,
        "joint_no": only_where(is_called, shared("LB", held)),
    }


def disclosure_items(who: Subdistrict) -> Columns:
    draw = who.draws("disclosure_items")
    days = draw.days(who.counts("disclosure_items", 0.05, least=2), "office")
    titles = ["工作动态", "财政预决算", "公告公示", "政策解读", "年度报告"]
    return {
        "item_no": numbered("GK", days),
        "published_on": days,
        "kind": draw.pick(len(days), {"主动公开": 92, "重大决策文件": 3, "依申请公开": 5}),
        "title": draw.pick(len(days), titles),
    }


def enterprise_requests(who: Subdistrict) -> Columns:
    draw = who.draws("enterprise_requests")
    received = draw.days(who.counts("enterprise_requests", 0.016), "office")
    count = len(received)
    answered = known_by(draw.later(received, 1, 10, 0.97), who.today)
    closed = known_by(np.where(draw.chance(count, 0.93), answered + draw.whole(count, 0, 30), NEVER), who.today)
    return {
        "request_no": numbered("QY", received),
        "received_on": received,
        "is_large": draw.yes_no(count, 0.6),
        "kind": draw.pick(count, {"政策咨询": 40, "用工": 20, "场地租赁": 20, "融资": 12, "停车配套": 8}),
        "answered_on": answered,
        "closed_on": closed,
    }
