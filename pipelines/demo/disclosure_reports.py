"""The yearly disclosure report of one subdistrict (政府信息公开工作年度报告): a web page with the four standard tables.

The tables are those of the State Council's office (国办公开办函〔2021〕30号), merged cells and all.
"""

from collections.abc import Iterator, Sequence
from html import escape

from pipelines.demo.figures import Figures
from pipelines.demo.made import SIMULATED, MadeFile, due_in_january
from pipelines.demo.names import DISTRICT
from pipelines.demo.planted import Manifest, Stated
from pipelines.demo.subdistrict import Subdistrict

Row = Sequence[str | int | tuple[str, int, int]]
"""Cells; (text, columns, rows) where one spans several."""
_UNITS = {
    "info_disclosed": "条",
    "normative_docs_issued": "件",
    "normative_docs_repealed": "件",
    "normative_docs_kept": "件",
    "admin_license_cases": "件",
    "admin_penalty_cases": "宗",
    "admin_coercion_cases": "宗",
    "foi_requests": "件",
}
"""What it states, and the unit of each once it is read.  Of coercion no ledger is kept."""
_ASKED_BY = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_OF_COURT = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_RULE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def disclosure_file(
    who: Subdistrict, year: int, figures: Figures, manifest: Manifest, *, more_penalties: int = 0
) -> MadeFile:
    """The disclosure report of a year; what it states is written down in the manifest.

    `more_penalties`: so many more than the ledger has.
    """
    organisation_id = who.named.organisation_id
    name = f"{organisation_id}-{year}-disclosure.html"
    more = {"admin_penalty_cases": more_penalties}
    ledger = {metric_id: figures.get((metric_id, year), 0) for metric_id in _UNITS}
    told = {metric_id: value + more.get(metric_id, 0) for metric_id, value in ledger.items()}
    manifest.stated += [
        Stated(name, organisation_id, year, metric_id, str(told[metric_id]), "exact", unit, str(ledger[metric_id]))
        for metric_id, unit in _UNITS.items()
    ]
    title = f"{DISTRICT}{who.named.name}{year}年政府信息公开工作年度报告【{SIMULATED}】"
    body = "\n".join(
        part if part.startswith("<table>") else f"<p>{escape(part)}</p>"
        for part in _parts(who, year, told, published_on=due_in_january(who.seed, name, year))
    )
    page = (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        f"<body><h1>{escape(title)}</h1>\n{body}\n</body></html>\n"
    )
    return MadeFile("document", name, page.encode(), organisation_id, year)


def _parts(who: Subdistrict, year: int, told: dict[str, int], *, published_on: str) -> Iterator[str]:
    yield f"本报告为{SIMULATED}，只供演示和测试。"
    yield f"发布日期：{published_on}"
    yield "一、总体情况"
    yield f"{year}年，{who.named.name}依法公开政府信息，全年主动公开政务信息{told['info_disclosed']}条。"
    yield "二、主动公开政府信息情况"
    yield _table(
        [("第二十条第（一）项", 4, 1)],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", 0, 0, 0],
        ["行政规范性文件", *(told[f"normative_docs_{each}"] for each in ("issued", "repealed", "kept"))],
    )
    yield _table(
        [("第二十条第（五）项", 2, 1)],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", told["admin_license_cases"]],
        [("第二十条第（六）项", 2, 1)],
        ["信息内容", "本年处理决定数量"],
        ["行政处罚", told["admin_penalty_cases"]],
        ["行政强制", told["admin_coercion_cases"]],
    )
    yield "三、收到和处理政府信息公开申请情况"
    yield _requests(told["foi_requests"])
    yield "四、政府信息公开行政复议、行政诉讼情况"
    yield _table(
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [*((each, 1, 2) for each in _OF_COURT), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        [*_OF_COURT, *_OF_COURT],
        [0] * 15,
    )
    yield "五、存在的主要问题及改进情况"
    yield "公开内容的时效有待加强，下一步将逐月核对公开目录。"
    yield "六、其他需要报告的事项"
    yield "没有其他需要报告的事项。"


def _requests(received: int) -> str:
    """New requests by who asked, and how they were answered; nothing is carried over."""
    by_firms = received // 7
    asked = [received - by_firms, by_firms, 0, 0, 0, 0, received]
    partly = [count // 5 for count in asked[:2]]
    partly += [0, 0, 0, 0, sum(partly)]
    wholly = [all_ - part for all_, part in zip(asked, partly, strict=True)]
    return _table(
        [(_RULE, 3, 3), ("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        [*_ASKED_BY],
        [("一、本年新收政府信息公开申请数量", 3, 1), *asked],
        [("二、上年结转政府信息公开申请数量", 3, 1), *([0] * 7)],
        [("三、本年度办理结果", 1, 3), ("（一）予以公开", 2, 1), *wholly],
        [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2, 1), *partly],
        [("（七）总计", 2, 1), *asked],
        [("四、结转下年度继续办理", 3, 1), *([0] * 7)],
    )


def _table(*rows: Row) -> str:
    return "<table>" + "\n".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows) + "</table>"


def _cell(cell: str | int | tuple[str, int, int]) -> str:
    text, columns, rows = cell if isinstance(cell, tuple) else (str(cell), 1, 1)
    return f'<td colspan="{columns}" rowspan="{rows}">{escape(text)}</td>'
