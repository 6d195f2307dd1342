"""The ledgers of the judicial office: contracts, opinions, consultations, exams, documents, disputes in court."""

import numpy as np
import pyarrow as pa

from pipelines.demo.draws import NEVER, known_by, numbered, only_where
from pipelines.demo.rows import Columns
from pipelines.demo.subdistrict import Subdistrict

_TOPICS = {"房屋租赁": 22, "劳动用工": 18, "物业管理": 20, "合同履行": 20, "婚姻家庭": 12, "征收补偿": 8}
_TITLES = ["市容环境管理办法", "停车秩序管理规定", "出租屋管理办法", "垃圾分类实施细则", "议事规则", "采购管理办法"]
_HEADS = ("党工委书记", "办事处主任")
_AGENDA = ["法治政府建设工作", "行政执法规范化", "信访矛盾化解", "合法性审核", "普法宣传"]
_MATTERS = ["案卷装订不规范", "文书引用条款不准", "公示不及时", "台账登记不全", "合同备案滞后"]


def contracts(who: Subdistrict) -> Columns:
    draw = who.draws("contracts")
    received = draw.days(who.counts("contracts", 0.03, least=2), "office")
    count = len(received)
    reviewed = known_by(draw.later(received, 1, 7, 0.99), who.today)
    in_order = draw.chance(count, who.kept(received, base=0.9))
    signed = np.where(in_order, reviewed + draw.whole(count, 0, 9), received + 1)
    return {
        "contract_no": numbered("HT", received),
        "received_on": received,
        "kind": draw.pick(count, {"采购": 40, "服务": 30, "租赁": 16, "工程": 10, "其他": 4}),
        "amount": draw.amounts(count, 8_000, 3_000_000),
        "must_review": draw.yes_no(count, 0.93),
        "reviewed_on": reviewed,
        "signed_on": known_by(signed, who.today),
        "problems": np.maximum(draw.whole(count, -2, 3), 0),
    }


def head_duties(who: Subdistrict) -> Columns:
    """Each year a dozen acts or so of the two heads, an account of the year among them by each in December."""
    draw = who.draws("head_duties")
    days = draw.days({year: draw.one.randint(8, 14) for year in who.years}, "office")
    count = len(days)
    duties = draw.pick(count, {"听取汇报": 30, "部署": 35, "督办": 35})
    years = np.asarray(who.years)
    ends = np.array([f"{year}-12-20" for year in years for _ in range(2)], dtype="datetime64[D]")
    of_all = np.concatenate([days, ends])
    order = np.argsort(of_all, kind="stable")
    posts = pa.concat_arrays([draw.pick(count, _HEADS), pa.array(list(_HEADS) * len(years), pa.string())])
    acts = pa.concat_arrays([duties, pa.array(["述法"] * len(ends), pa.string())])
    at = pa.array(order.astype(np.int32))
    return {
        "record_no": numbered("LZ", of_all[order]),
        "done_on": of_all[order],
        "post": posts.take(at),
        "duty": acts.take(at),
        "matter": draw.pick(len(order), _AGENDA),
        "proof": pa.array([""] * len(order), pa.string()),
    }


def legal_opinions(who: Subdistrict) -> Columns:
    draw = who.draws("legal_opinions")
    issued = draw.days(who.counts("legal_opinions", 0.035, least=3), "office")
    kinds = {"法律意见书": 74, "合法性审查意见": 16, "律师函": 4, "起草修改文书": 6}
    return {
        "opinion_no": numbered("FY", issued),
        "issued_on": issued,
        "subject": draw.pick(len(issued), _TOPICS),
        "kind": draw.pick(len(issued), kinds),
    }


def legal_consultations(who: Subdistrict) -> Columns:
    draw = who.draws("legal_consultations")
    days = draw.days(who.counts("legal_consultations", 0.06, least=4), "even")
    count = len(days)
    return {
        "consultation_no": numbered("ZX", days),
        "consulted_on": days,
        "audience": draw.pick(count, {"群众": 62, "机关": 30, "企业": 8}),
        "community": draw.pick(count, who.communities),
        "topic": draw.pick(count, _TOPICS),
        "form": draw.pick(count, {"现场": 70, "线上": 30}),
    }


def law_exams(who: Subdistrict) -> Columns:
    """Two exams a year, whatever the number of events: of the staff and of the officers."""
    draw = who.draws("law_exams")
    first, last = who.years
    months = ("06-18", "11-20")
    days = np.asarray([f"{year}-{day}" for year in range(first, last + 1) for day in months], "datetime64[D]")
    count = len(days)
    due = draw.whole(count, 46, 110)
    present = due - np.where(draw.chance(count, 0.3), draw.whole(count, 1, 3), 0)
    passed = present - np.where(draw.chance(count, 0.3), draw.whole(count, 1, 4), 0)
    return {
        "exam_no": numbered("KS", days),
        "held_on": days,
        "name": pa.array(["执法人员学法考试", "国家工作人员学法考试"] * (count // 2)),
        "due": due,
        "present": present,
        "passed": passed,
        "excellent": (passed * (0.6 + 0.35 * draw.shares(count))).astype(np.int64),
    }


def normative_documents(who: Subdistrict) -> Columns:
    draw = who.draws("normative_documents")
    registered = draw.days(who.counts("normative_documents", 0.0014, least=2), "office")
    count = len(registered)
    reviewed = known_by(draw.later(registered, 5, 25), who.today)
    issued = known_by(np.where(draw.chance(count, 0.9), reviewed + draw.whole(count, 2, 30), NEVER), who.today)
    filed = known_by(np.where(draw.chance(count, 0.96), issued + draw.whole(count, 3, 20), NEVER), who.today)
    repealed = known_by(np.where(draw.chance(count, 0.2), issued + draw.whole(count, 300, 1_500), NEVER), who.today)
    return {
        "document_no": numbered("GF", registered),
        "registered_on": registered,
        "title": draw.pick(count, [f"{who.named.name}{title}（模拟）" for title in _TITLES]),
        "reviewed_on": reviewed,
        "issued_on": issued,
        "filed_on": filed,
        "repealed_on": repealed,
    }


def reviews_and_lawsuits(who: Subdistrict) -> Columns:
    draw = who.draws("reviews_and_lawsuits")
    received = draw.days(who.counts("reviews_and_lawsuits", 0.002, least=2), "even")
    count = len(received)
    closed = known_by(draw.later(received, 40, 170, 0.97), who.today)
    kind = draw.pick(count, {"行政复议": 55, "行政诉讼": 45}).to_numpy(zero_copy_only=False)
    outcome = draw.pick(count, {"维持": 80, "撤回": 13, "纠错": 5, "败诉": 2}).to_numpy(zero_copy_only=False)
    # only a court lets an office lose, only a reconsideration corrects
    outcome = np.where((kind == "行政复议") & (outcome == "败诉"), "纠错", outcome)
    outcome = np.where((kind == "行政诉讼") & (outcome == "纠错"), "维持", outcome)
    appeared = np.where((kind == "行政诉讼") & draw.chance(count, 0.9), received + draw.whole(count, 20, 40), NEVER)
    return {
        "case_no": numbered("FS", received),
        "received_on": received,
        "kind": pa.array(kind, pa.string()),
        "cause": draw.pick(count, {"行政处罚": 60, "信息公开": 25, "行政强制": 15}),
        "closed_on": closed,
        "outcome": only_where(~np.isnat(closed), outcome),
        "appeared_on": known_by(appeared, who.today),
    }


def supervision_matters(who: Subdistrict) -> Columns:
    draw = who.draws("supervision_matters")
    fed_back = draw.days(who.counts("supervision_matters", 0.003, least=2), "even")
    count = len(fed_back)
    due = fed_back + 60
    in_time = draw.chance(count, who.kept(fed_back, base=0.8))
    rectified = fed_back + np.where(in_time, draw.whole(count, 10, 58), draw.whole(count, 65, 140))
    sources = {"法治督察": 40, "审计": 20, "司法建议": 10, "检察建议": 12, "法治建设考评": 18}
    return {
        "matter_no": numbered("FK", fed_back),
        "fed_back_on": fed_back,
        "source": draw.pick(count, sources),
        "content": draw.pick(count, _MATTERS),
        "due_on": due,
        "rectified_on": known_by(rectified, who.today),
    }
